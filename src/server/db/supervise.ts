// Runs PostgreSQL as our child: one owner of a data folder at a time, orphans of a killed parent stopped, a clean stop.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { ClientConfig } from 'pg';
import { readyEngine, type EngineFiles } from './engine-files.ts';
import { alive, clearSocket, readPostmaster, stopPostmaster, type Postmaster } from './postmaster.ts';
import { checkOwner, checkRoom, closeTo, findPlace, socketFolder, type Place } from './place.ts';
import { Trouble } from './trouble.ts';

export interface Engine {
  readonly owner: ClientConfig;
  readonly app: ClientConfig;
  /** The database's folder. */
  readonly place: string;
  /** Another start owns the database. */
  readonly joined: boolean;
  /** Resolves with a sentence where the database stopped without being asked. */
  readonly lost: Promise<string>;
  /** Stops the database cleanly; may be called again. */
  stop(): Promise<void>;
}

interface Starting {
  readonly dataDir: string;
  readonly say: (sentence: string) => void;
  /** Where another start of this program runs the database, use it beside that one instead of refusing. */
  readonly join?: boolean | undefined;
}

const OWNER = 'nha_rong';
const APP = 'nha_rong_app';
const DATABASE = 'nha_rong';
/** Held by whoever runs the database of a data folder; the system frees it when that process dies. */
const OWNERS_LOCK = 614_227_901;
const PATIENCE_MS = 2_000;
/** Recovery after a power cut replays at most `max_wal_size`; a slow disk needs minutes. */
const START_MS = 300_000;

/**
 * Small machine, safe book: nothing here trades durability for speed. fsync, full_page_writes and synchronous_commit
 * are said although they are the defaults, so that a stray postgresql.conf cannot turn them off.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', listen_addresses: '', unix_socket_permissions: '0700',
  max_connections: '30', shared_buffers: '64MB', work_mem: '16MB', maintenance_work_mem: '64MB', max_wal_size: '512MB',
  effective_cache_size: '512MB', jit: 'off', max_parallel_workers_per_gather: '0', max_wal_senders: '0', wal_level: 'minimal',
  // A log file that is done is deleted, not used again with its old words in it: what was erased must not lie there for months.
  wal_recycle: 'off',
  log_min_messages: 'warning', log_min_error_statement: 'panic', log_line_prefix: '%m ', timezone: 'UTC', lc_messages: 'C',
};

/**
 * Starts the embedded database of a data folder, making it first where there is none.
 * @throws Trouble where another process owns the folder (nothing is touched then), or the machine does not allow it.
 */
export async function startEngine({ dataDir, say, join: joining = false }: Starting): Promise<Engine> {
  const place = findPlace(dataDir, say);
  const other = joining ? await joinEngine(place) : undefined;
  if (other) return other;
  const files = readyEngine(place.account, place.home, say);
  if (existsSync(place.pgdata)) checkExisting(place, files);
  else {
    checkRoom(place.home);
    say('Making a new database …');
    makeCluster(place, files);
  }
  await stopOrphan(place, say);
  checkRoom(place.home);
  const sockets = socketFolder(place);
  clearSocket(sockets, place.pgdata);
  const child = launch(place, files, sockets);
  const owned = await takeOwnership(place, child, sockets);
  const config = (user: string, database: string): ClientConfig => ({ host: sockets, port: 5432, user, database });
  try {
    await furnish(config);
  } catch (error) {
    await stopPostmaster(owned.postmaster);
    throw error;
  }
  return running(place, child, owned, config);
}

function checkExisting(place: Place, files: EngineFiles): void {
  checkOwner(place);
  const made = readFileSync(join(place.pgdata, 'PG_VERSION'), 'utf8').trim();
  const ours = files.version.split('.')[0];
  if (made === ours) return;
  throw new Trouble(`The database in ${place.pgdata} was made by PostgreSQL ${made}; this version of the program brings ${ours}. Start the version that made it, run npm run admin -- backup, then restore that backup into an empty data folder with this one.`);
}

/** initdb beside and moved into place: a folder named `pg` is always a whole database. */
function makeCluster(place: Place, files: EngineFiles): void {
  for (const old of readdirSync(place.home)) {
    const maker = /^pg\.new-(\d+)$/.exec(old);
    if (maker && !alive(Number(maker[1]))) rmSync(join(place.home, old), { recursive: true, force: true });
  }
  const fresh = join(place.home, `pg.new-${process.pid}`);
  const empty = spawnSync('mkdir', ['-m', '0700', fresh]);
  if (empty.status !== 0) throw new Trouble(`A folder for the database cannot be made in ${place.home}: ${String(empty.stderr).trim()}`);
  closeTo(place.account, fresh);
  const made = spawnSync(join(files.home, 'bin', 'initdb'), [
    '-D', fresh, '-U', OWNER, '--auth=trust', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions', '--data-checksums',
  ], { ...place.account.ids, cwd: '/', encoding: 'utf8', env: environment(files) });
  if (made.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Trouble(whyNot(`${made.stderr ?? ''}${made.error?.message ?? ''}`, place));
  }
  renameSync(fresh, place.pgdata);
  const folder = openSync(place.home, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function whyNot(output: string, place: Place): string {
  const last = output.trim().split('\n').filter((line) => line !== '').slice(-3).join(' ');
  if (/No space left/i.test(output)) return `The disk of ${place.home} is full. Make room and start again.`;
  if (/Permission denied/i.test(output)) return `The account ${place.account.name} may not write the database in ${place.home}. Give it that folder or choose another DATA_DIR. (${last})`;
  if (/shared memory|semaphores/i.test(output)) return `The system gives the database too little shared memory. In a container, raise --shm-size to 128m. (${last})`;
  if (/error while loading shared libraries|cannot open shared object|GLIBC/i.test(output)) return `The built-in database does not run on this system: ${last} Use Debian 11, Ubuntu 20.04 or newer, or give DATABASE_URL.`;
  return `The database cannot be started: ${last || 'it said nothing'}`;
}

/** Only what PostgreSQL needs: a PGDATA or PGPORT of ours must not lead it elsewhere. */
const environment = (files: EngineFiles): NodeJS.ProcessEnv =>
  ({ PATH: process.env['PATH'] ?? '/usr/bin:/bin', LD_LIBRARY_PATH: join(files.home, 'lib'), LC_ALL: 'C', TZ: 'UTC' });

const logPath = (place: Place): string => join(place.home, 'postgresql.log');

function launch(place: Place, files: EngineFiles, sockets: string): ChildProcess {
  const log = logPath(place);
  if (existsSync(log) && statSync(log).size > 5_000_000) renameSync(log, `${log}.old`);
  const out = openSync(log, 'a', 0o600);
  const settings = Object.entries({ ...SETTINGS, unix_socket_directories: sockets }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Its own session: Ctrl-C in the terminal reaches us only, and we stop it when our work is done.
  const child = spawn(join(files.home, 'bin', 'postgres'), ['-D', place.pgdata, ...settings], {
    ...place.account.ids, cwd: '/', detached: true, stdio: ['ignore', out, out], env: environment(files),
  });
  child.on('error', () => undefined);
  closeSync(out);
  return child;
}

/** A database left running by a parent that was killed is stopped; one whose parent lives is left alone. */
async function stopOrphan(place: Place, say: (sentence: string) => void): Promise<void> {
  const found = readPostmaster(place.pgdata);
  if (!found) return;
  let lock = await askForLock(found.sockets, Date.now() + 30_000, () => !alive(found.pid));
  // The owner may just be stopping: its parent was killed a moment ago.
  for (const until = Date.now() + PATIENCE_MS; lock !== 'gone' && 'owner' in lock && Date.now() < until;) {
    await wait(200);
    lock = await askForLock(found.sockets, Date.now() + 30_000, () => !alive(found.pid));
  }
  // It went away while we asked: there is nothing to stop.
  if (lock === 'gone') return;
  if ('owner' in lock) throw inUse(place, lock.owner);
  say(`A database left running by a killed start (process ${found.pid}) is stopped first.`);
  lock.client.on('error', () => undefined);
  await stopPostmaster(found);
}

/** The database another start owns, if any: used as it is, never stopped. */
async function joinEngine(place: Place): Promise<Engine | undefined> {
  const found = readPostmaster(place.pgdata);
  if (!found) return undefined;
  const lock = await askForLock(found.sockets, Date.now() + 30_000, () => !alive(found.pid));
  if (lock === 'gone') return undefined;
  if ('client' in lock) {
    await lock.client.end();
    return undefined;
  }
  const config = (user: string): ClientConfig => ({ host: found.sockets, port: 5432, user, database: DATABASE });
  return { owner: config(OWNER), app: config(APP), place: place.pgdata, joined: true, lost: new Promise(() => undefined), stop: async () => undefined };
}

const inUse = (place: Place, owner: string): Trouble =>
  new Trouble(`The data folder ${place.home} is in use by another start of this program (${owner}). Stop that one first (Ctrl-C), or choose another DATA_DIR. Nothing was touched.`);

type Lock = { readonly client: pg.Client } | { readonly owner: string } | 'gone';

/** Asks the running database for the owner's lock until it answers. 'gone': it died meanwhile, or never answered. */
async function askForLock(sockets: string, until: number, dead: () => boolean): Promise<Lock> {
  while (Date.now() < until) {
    if (dead()) return 'gone';
    const client = new pg.Client({ host: sockets, port: 5432, user: OWNER, database: 'postgres', application_name: `process ${process.pid}` });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) got', [OWNERS_LOCK]);
      if (rows[0]!.got) return { client };
      const { rows: holders } = await client.query<{ name: string }>(
        `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid) where l.locktype = 'advisory' and l.objid = $1 and l.granted`, [OWNERS_LOCK]);
      await client.end();
      return { owner: holders[0]?.name ?? 'it is just stopping' };
    } catch {
      await client.end().catch(() => undefined);
      await wait(40);
    }
  }
  return 'gone';
}

interface Owned {
  readonly postmaster: Postmaster;
  readonly lock: pg.Client;
}

/** Waits until our child answers, and takes the lock: whoever holds it owns the folder, whoever started the child. */
async function takeOwnership(place: Place, child: ChildProcess, sockets: string): Promise<Owned> {
  const ended = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  const lock = await askForLock(sockets, Date.now() + START_MS, ended);
  if (lock === 'gone') {
    const other = readPostmaster(place.pgdata);
    if (ended() && other && other.pid !== child.pid) throw inUse(place, `process ${other.pid}`);
    if (!ended()) child.kill('SIGINT');
    throw new Trouble(`${whyNot(tail(logPath(place)), place)} (more in ${logPath(place)})`);
  }
  if ('owner' in lock) throw inUse(place, lock.owner);
  const postmaster = readPostmaster(place.pgdata);
  if (!postmaster || postmaster.pid !== child.pid) {
    await lock.client.end();
    throw inUse(place, 'started in the same moment');
  }
  return { postmaster, lock: lock.client };
}

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').slice(-2_000) : '';
}

/** Makes database and app role where they are missing. */
async function furnish(config: (user: string, database: string) => ClientConfig): Promise<void> {
  const client = new pg.Client(config(OWNER, 'postgres'));
  await client.connect();
  try {
    const known = (await client.query('select 1 from pg_roles where rolname = $1', [APP])).rowCount === 1;
    // Said at every start: the app's rights are these, whatever somebody has tried by hand since.
    await client.query(`${known ? 'alter' : 'create'} role ${APP} login nosuperuser nobypassrls nocreatedb nocreaterole noreplication`);
    if ((await client.query('select 1 from pg_database where datname = $1', [DATABASE])).rowCount === 0) {
      await client.query(`create database ${DATABASE}`);
    }
  } finally {
    await client.end();
  }
}

function running(place: Place, child: ChildProcess, owned: Owned, config: (user: string, database: string) => ClientConfig): Engine {
  let stopping: Promise<void> | undefined;
  let tell: (sentence: string) => void = () => undefined;
  const lost = new Promise<string>((resolve) => {
    tell = resolve;
  });
  child.once('exit', (code, signal) => {
    if (!stopping) tell(`The database stopped by itself (${signal ?? `code ${code}`}). See ${logPath(place)}.`);
  });
  // A backend that crashed makes PostgreSQL drop every connection, the lock's too: then the folder is no longer surely ours.
  owned.lock.once('end', () => {
    if (!stopping) tell(`The database dropped its connections. See ${logPath(place)}. Start again.`);
  });
  const stop = async () => {
    await stopPostmaster(owned.postmaster);
    await owned.lock.end().catch(() => undefined);
  };
  return { owner: config(OWNER, DATABASE), app: config(APP, DATABASE), place: place.pgdata, joined: false, lost, stop: () => stopping ??= stop() };
}
