// npm start: installs what is missing, builds the app if it is older than its sources, and runs the server until told to stop.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, pinnedNode, root } from './ensure.mjs';

const SOURCES = ['src/phone', 'src/commune', 'src/journal', 'index.html', 'vite.config.ts', 'package-lock.json', 'src/server/build-id.ts'];

/** ms of the newest change below the path; 0 where there is nothing. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  return readdirSync(path, { withFileTypes: true }).reduce((latest, entry) => Math.max(latest, newest(join(path, entry.name))), own.mtimeMs);
}

/** Builds the phone's app where dist is missing or older than what it is made of. Ends with a sentence on failure. */
function ensureBuilt() {
  const built = newest(join(root, 'dist/phone/index.html'));
  if (built > 0 && SOURCES.every((source) => newest(join(root, source)) <= built)) return;
  console.log(built === 0 ? 'Building the app (once; about ten seconds) …' : 'The sources changed: building the app anew …');
  const result = spawnSync(pinnedNode(), [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' });
  if (result.status === 0) return;
  console.error('The app could not be built: see above. With little memory or disk, make room and run npm start again.');
  process.exit(1);
}

/** The server ends when this program does, however that happens: the IPC channel breaks. */
function run() {
  const server = spawn(pinnedNode(), ['--disable-warning=ExperimentalWarning', join(root, 'src/server/main.ts')], {
    cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
  server.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
  // Killed by force, npm cannot pass that on; then we are given to another parent and end the server ourselves.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === 'start') {
    setInterval(() => {
      if (process.ppid !== parent) server.kill('SIGTERM');
    }, 500).unref();
  }
}

await ensureInstalled();
ensureBuilt();
run();
