// Runs a TypeScript file under the pinned Node, installing what is missing first. Plain JavaScript: any Node can start it.
import { spawn } from 'node:child_process';
import { ensureInstalled, pinnedNode } from './ensure.mjs';

const [file, ...args] = process.argv.slice(2);
await ensureInstalled();
const child = spawn(pinnedNode(), ['--disable-warning=ExperimentalWarning', file, ...args], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
