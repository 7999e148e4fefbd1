// A throw-away PostgreSQL for tests and benchmarks: Debian's 15 or the embedded 18, on a socket in a temp folder.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type Account, chooseAccount } from '../src/server/db/account.ts';
import { findEngine, readyEngine } from '../src/server/db/engine-files.ts';
import { closeTo } from '../src/server/db/place.ts';
import { alive, readPostmaster, stopPostmaster } from '../src/server/db/postmaster.ts';
import { systemPostgres } from './ensure-system.mjs';

export interface Cluster {
  /** Folder of its socket; port 5432, superuser `owner`, no password. */
  readonly sockets: string;
  stop(): Promise<void>;
}

export interface Wanted {
  readonly engine: 'embedded' | 'debian15';
  /** An existing folder with a short path; the cluster lives in a new one below it. */
  readonly under: string;
  /** Default: nothing is flushed, for speed. A benchmark says otherwise. */
  readonly durable?: boolean;
}

function binaries(engine: Wanted['engine'], account: Account, folder: string): { bin: string; env: NodeJS.ProcessEnv } {
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
  if (engine === 'embedded') {
    const { home } = readyEngine(account, join(folder, 'engine'), () => undefined);
    return { bin: join(home, 'bin'), env: { ...env, LD_LIBRARY_PATH: join(home, 'lib') } };
  }
  const bin = systemPostgres();
  if (!bin) throw new Error('No PostgreSQL 15 or newer on this system. Debian: apt-get install postgresql. Or set PG_BIN to the folder with initdb and postgres.');
  return { bin, env };
}

/** Version of the embedded engine, for the log. */
export const embeddedVersion = (): string => findEngine().version;

/** Makes and starts a cluster. It outlives this process unless stopped: whoever starts it stops it. */
export async function startCluster({ engine, under, durable = false }: Wanted): Promise<Cluster> {
  const account = chooseAccount(join(under, 'none'));
  const folder = join(under, engine);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  closeTo(account, folder);
  const { bin, env } = binaries(engine, account, under);
  const pgdata = join(folder, 'pg');
  const made = spawnSync(join(bin, 'initdb'), ['-D', pgdata, '-U', 'owner', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'], { ...account.ids, cwd: '/', env, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb of ${engine} failed: ${made.stderr}`);
  const log = openSync(join(under, `${engine}.log`), 'a');
  const safe = durable ? [] : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];
  const child = spawn(join(bin, 'postgres'), [
    '-D', pgdata, '-c', 'listen_addresses=', '-c', `unix_socket_directories=${folder}`, '-c', 'max_connections=100', '-c', 'shared_buffers=64MB', '-c', 'jit=off', ...safe,
  ], { ...account.ids, cwd: '/', env, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.unref();
  await answers(folder, () => child.exitCode !== null, join(under, `${engine}.log`));
  return { sockets: folder, stop: () => stopCluster(folder) };
}

async function answers(sockets: string, ended: () => boolean, log: string): Promise<void> {
  for (;;) {
    if (ended()) throw new Error(`The test database did not start: ${readFileSync(log, 'utf8').slice(-1000)}`);
    const client = new pg.Client({ host: sockets, user: 'owner', database: 'postgres' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.end();
    } catch {
      await wait(30);
    }
  }
}

/** Stops a cluster by its folder, whoever started it, and takes the folder away. */
export async function stopCluster(folder: string): Promise<void> {
  const running = readPostmaster(join(folder, 'pg'));
  if (running && alive(running.pid)) await stopPostmaster(running);
  rmSync(folder, { recursive: true, force: true });
}
