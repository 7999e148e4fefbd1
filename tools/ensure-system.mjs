// What tests need from the system: a Chromium to drive and a PostgreSQL of the distribution beside the embedded one.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';

const run = (command, args) => spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
const has = (command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;

/** Installs Debian packages as root, or through sudo where it asks for no password. */
function aptInstall(...packages) {
  if (!has('apt-get')) return false;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...args) => run([...asRoot, 'apt-get'][0], [...asRoot, 'apt-get', ...args].slice(1));
  console.log(`Installing ${packages.join(', ')} with apt (once) …`);
  return apt('install', '-y', '-qq', ...packages) || (apt('update', '-qq') && apt('install', '-y', '-qq', ...packages));
}

export const CHROMIUMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of a Chromium on this system, or undefined where Playwright's own is to be used. */
export const systemChromium = () => process.env.CHROMIUM ?? CHROMIUMS.find((path) => existsSync(path));

export function ensureChromium() {
  if (systemChromium()) return;
  if (aptInstall('chromium') && systemChromium()) return;
  console.log('No Chromium from the system: fetching Playwright’s own (once) …');
  const cli = createRequire(import.meta.url).resolve('playwright-core/cli.js');
  if (run(process.execPath, [cli, 'install', 'chromium-headless-shell', 'chromium'])) return;
  console.error('No browser to test with. Install Chromium (Debian: apt-get install chromium), or set CHROMIUM to its path, then run npm test again.');
  process.exit(1);
}

const POSTGRES = '/usr/lib/postgresql';

/** Folder of the lowest PostgreSQL of this system that is 15 or newer, or undefined. */
export function systemPostgres() {
  if (process.env.PG_BIN) return process.env.PG_BIN;
  if (!existsSync(POSTGRES)) return undefined;
  const version = readdirSync(POSTGRES).map(Number).filter((number) => number >= 15).sort((a, b) => a - b).find((number) => existsSync(`${POSTGRES}/${number}/bin/initdb`));
  return version === undefined ? undefined : `${POSTGRES}/${version}/bin`;
}

export function ensurePostgres() {
  if (systemPostgres()) return;
  if (aptInstall('postgresql') && systemPostgres()) return;
  console.error('No PostgreSQL 15 or newer on this system to test against beside the embedded one. Install it (Debian: apt-get install postgresql), or set PG_BIN to the folder with initdb and postgres, then run npm test again.');
  process.exit(1);
}
