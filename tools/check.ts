// Type-checks every room with what it may know (the pure rooms without DOM and Node) and lints; exits 1 at the first kind of
// fault. `npm run check -- corpus [--anew KIND|all]` records acts for src/commune/corpus instead.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

const CHECKS: readonly (readonly [string, string, readonly string[]])[] = [
  ['Types of the pure rooms', 'tsc', ['-p', 'tsconfig.pure.json']],
  ['Types of the phone', 'tsc', ['-p', 'tsconfig.phone.json']],
  ['Types of server, simulator, tools and tests', 'tsc', ['-p', 'tsconfig.json']],
  ['Lint', 'oxlint', ['--deny-warnings']],
];

const [what, ...more] = process.argv.slice(2);
if (what === 'corpus') {
  const { record } = await import('./corpus/record.ts');
  process.exit(record(more.filter((one) => one !== '--anew')) ? 0 : 1);
}

for (const [title, command, args] of CHECKS) {
  console.log(`${title} …`);
  const { status } = spawnSync(bin(command), args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error(`${title}: see the lines above; mend them and run npm run check again.`);
    process.exit(1);
  }
}
