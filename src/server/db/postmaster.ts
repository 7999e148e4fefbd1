// The running PostgreSQL of a data folder, as its own lock file tells: who it is, where it listens, and how it is stopped.
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { Trouble } from './trouble.ts';

export interface Postmaster {
  readonly pid: number;
  /** Folder of its socket. */
  readonly sockets: string;
}

/** A fast shutdown writes a checkpoint; a slow disk with 512 MB of log needs its time. */
const STOP_MS = 120_000;
/** Backends notice within a second that their postmaster is gone. */
const WORKERS_MS = 15_000;

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** A container whose first process buries nobody keeps the dead orphan's number for ever. */
function isZombie(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/**
 * The PostgreSQL that runs on this folder, if any. A lock file whose process is gone, or (after a power cut) is by
 * chance another program of the same number, is stale: PostgreSQL would refuse to start because of the latter, so it
 * is taken away.
 */
export function readPostmaster(pgdata: string): Postmaster | undefined {
  const file = join(pgdata, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (Number.isInteger(pid) && pid > 1 && alive(pid) && runsOn(pid, pgdata)) return { pid, sockets: lines[4]?.trim() ?? '' };
  // Another program's number, or a dead one's that nobody has buried yet: PostgreSQL takes both for a running database.
  if (Number.isInteger(pid) && pid > 1 && (alive(pid) || isZombie(pid)) && nobodyWorksIn(pgdata)) rmSync(file, { force: true });
  return undefined;
}

/** What a killed postmaster has left behind ends within moments of its own accord; until then its lock must stand. */
function nobodyWorksIn(pgdata: string): boolean {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (const until = Date.now() + WORKERS_MS; Date.now() < until; Atomics.wait(pause, 0, 0, 20)) if (!someoneWorksIn(pgdata)) return true;
  return false;
}

function someoneWorksIn(pgdata: string): boolean {
  if (!existsSync('/proc')) return false;
  const here = realpathSync(pgdata);
  return readdirSync('/proc').some((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`) === here;
    } catch {
      return false;
    }
  });
}

/**
 * Takes a socket away that a power cut has left in the folder of ours. PostgreSQL looks only at the number in its lock, and
 * after a start of the machine that number is soon some other program's: then it would refuse to start, for ever.
 */
export function clearSocket(sockets: string, pgdata: string): void {
  const lock = join(sockets, '.s.PGSQL.5432.lock');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  if (Number.isInteger(pid) && pid > 1 && alive(pid) && runsOn(pid, pgdata)) return;
  for (const file of [lock, join(sockets, '.s.PGSQL.5432')]) rmSync(file, { force: true });
}

/** PostgreSQL works in its data folder; where that cannot be seen, its command line must do. */
function runsOn(pid: number, pgdata: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(pgdata);
  } catch {
    const told = spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
    // Without any way to know, it counts as running: refusing is harmless, deleting a live lock file is not.
    return told.error !== undefined || /postgres/.test(told.stdout);
  }
}

/** Fast shutdown: running transactions are rolled back, everything committed is on disk. Waits for the end. */
export async function stopPostmaster({ pid }: Postmaster): Promise<void> {
  const until = Date.now() + STOP_MS;
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw new Trouble(`The database (process ${pid}) may not be stopped by this account. Start as the account that started it, or as root.`, { cause: error });
  }
  while (alive(pid)) {
    if (Date.now() > until) throw new Trouble(`The database (process ${pid}) does not stop. Wait for it, or restart the machine; nothing is lost.`);
    await wait(15);
  }
}
