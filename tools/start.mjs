// npm start: installs what is missing, builds the app if it is older than its sources, and runs the server until told to stop.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
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
  // Half of the usual room for short-lived values: 70 MB less under load, at the same speed (npm run bench -- server.rss).
  const server = spawn(pinnedNode(), ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8', join(root, 'src/server/main.ts')], {
    cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
  server.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
  endWithNpm(() => server.kill('SIGTERM'));
}

/** Parent of a process, by number; 0 where it cannot be known. */
function parentOf(pid) {
  if (process.platform === 'linux') {
    try {
      return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))[1]);
    } catch {
      return 0;
    }
  }
  return Number(spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || 0);
}

/**
 * Killed by force, npm cannot tell us; then we, or the shell between us, are given to another parent. Without this the
 * server would live on unseen, and the next npm start would find its folder in use.
 */
function endWithNpm(end) {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const parent = process.ppid;
  const before = parentOf(parent);
  setInterval(() => {
    if (process.ppid !== parent || parentOf(parent) !== before) end();
  }, 1000).unref();
}

await ensureInstalled();
ensureBuilt();
run();
