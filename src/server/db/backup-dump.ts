// Beside an outside database's backup: the same book as PostgreSQL's own pg_dump writes it, sealed, for whoever prefers its tools.
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { flush } from './backup-files.ts';
import { readErased } from './backup-households.ts';
import type { BackupKey } from './backup-key.ts';
import { listBackups, madeAt } from './backup-list.ts';
import { sealing } from './backup-seal.ts';
import { Trouble } from './trouble.ts';

export const DUMP_NAME = 'pg_dump.age';
/**
 * Words of households stand in it under no key of their own: it is kept a week, and goes as soon as somebody's data are
 * erased, so that an erasing never waits longer for a dump than for the next backup.
 */
const DUMP_DAYS = 7;
const DAY_MS = 86_400_000;

/** Version of pg_dump on this machine; null: there is none. */
export function pgDumpVersion(program: string): string | null {
  const told = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return told.error || told.status !== 0 ? null : /(\d+(?:\.\d+)*)/.exec(told.stdout)?.[1] ?? null;
}

export interface DumpWish {
  readonly url: string;
  /** Name or path of pg_dump. */
  readonly program: string;
  /** Of the backup it is laid into. */
  readonly folder: string;
  readonly key: BackupKey;
}

/** Whole in the backup's folder, or not there. @throws Trouble with what pg_dump said */
export async function dumpInto({ url, program, folder, key }: DumpWish): Promise<void> {
  if (pgDumpVersion(program) === null) throw new Trouble(`${program} was not found. On Debian: apt-get install postgresql-client. Or leave PG_DUMP out: the backups do not need it.`);
  const part = join(folder, `.part-${process.pid}-${DUMP_NAME}`);
  // The address goes by the environment: the list of processes is everybody's to read. Keys of households stay out.
  const child = spawn(program, ['--format=custom', '--no-owner', '--exclude-table-data=public.subject_key', '--exclude-table-data=public.sheet_upload'], { env: { ...process.env, ...placeOf(url) }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said = `${said}${text.toString('utf8')}`.slice(-2_000);
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  try {
    await pipeline(child.stdout, sealing(key), createWriteStream(part, { mode: 0o600, flush: true }));
    const code = await ended;
    if (code !== 0) throw new Trouble(whyNot(program, said));
    renameSync(part, join(folder, DUMP_NAME));
    await flush(folder);
  } finally {
    rmSync(part, { force: true });
  }
}

/** The address as the variables PostgreSQL's programs read. */
function placeOf(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const said: readonly (readonly [string, string | null])[] = [
    ['PGHOST', searchParams.get('host') ?? hostname], ['PGPORT', searchParams.get('port') ?? port], ['PGUSER', searchParams.get('user') ?? decodeURIComponent(username)],
    ['PGPASSWORD', searchParams.get('password') ?? decodeURIComponent(password)], ['PGDATABASE', decodeURIComponent(pathname.slice(1))],
    ['PGSSLMODE', searchParams.get('sslmode')], ['PGSSLROOTCERT', searchParams.get('sslrootcert')],
  ];
  return Object.fromEntries(said.filter((one): one is readonly [string, string] => one[1] !== null && one[1] !== ''));
}

function whyNot(program: string, said: string): string {
  const last = said.trim().split('\n').slice(-2).join(' ');
  if (/row-level security/i.test(said)) return `${program} needs a user who may pass row security (superuser or BYPASSRLS), and the user of DATABASE_URL may not: leave PG_DUMP out, or give it such a user. The backups do not need it.`;
  if (/server version mismatch/i.test(said)) return `${program} is older than the database: ${last}. Install the client of the same version, or leave PG_DUMP out.`;
  return `${program} failed: ${last || 'it said nothing'}`;
}

/** Takes dumps away that are a week old, or older than the last erasing. */
export function rotateDumps(backupDir: string, now: number): void {
  const erasedAt = Math.max(0, ...readErased(backupDir).map(({ at }) => at));
  for (const name of listBackups(backupDir)) {
    const file = join(backupDir, name, DUMP_NAME);
    const at = madeAt(name);
    if (existsSync(file) && (at < now - DUMP_DAYS * DAY_MS || at < erasedAt)) rmSync(file);
  }
}

