// What must be there before anything runs: the packages of the lock file and the pinned Node.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.lock-hash');

const lockHash = () => createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');

/** Installs from the lock file where node_modules is missing or older than it. Exits with a sentence on failure. */
export async function ensureInstalled() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash()) return;
  console.log('Installing packages (once; a few minutes on a slow line) …');
  // Not `npm ci`: that refuses a lock file without the linters' packages for systems our registry does not carry, although
  // no system needs another's. Every version is pinned in package.json and the lock file, which this does not write to.
  const result = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root, stdio: 'inherit', shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    console.error('Could not install the packages. Check the network (npm ping) and free disk space, then run the same command again.');
    process.exit(1);
  }
  writeFileSync(stamp, lockHash());
}

/** Path of a Node that can run TypeScript: the one pinned in package.json, else this one if it is 24 or newer. */
export function pinnedNode() {
  const ours = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(ours)) {
    try {
      execFileSync(ours, ['--version']);
      return ours;
    } catch {
      // Built for another system: fall through to the Node we run on.
    }
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(`Node 24 or newer is needed on this system and npm has no pinned one for it; this is ${process.version}. Install Node 24 and run the same command again.`);
  process.exit(1);
}
