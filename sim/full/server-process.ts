// The real server as its operator starts it, in a process of its own, so that it can be killed as a machine kills it.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface RunningServer {
  readonly origin: string;
  readonly pid: number;
  /** ms from its start to its first answer. */
  readonly startedInMs: number;
  /** What it has printed. */
  said(): string;
  /** kill -9 of the server's process, and of nothing else. Resolves once it is gone. */
  kill(): Promise<void>;
  /** As Ctrl-C does. Resolves once all is on disk. */
  stop(): Promise<void>;
}

export interface Ground {
  readonly dataDir: string;
  readonly backupDir: string;
  readonly env?: Readonly<Record<string, string>>;
}

const MAIN = fileURLToPath(new URL('../../src/server/main.ts', import.meta.url));
const START_MS = 60_000;

/** Starts it on a free port of this machine. @throws with what it printed where it does not come up */
export async function startServer({ dataDir, backupDir, env = {} }: Ground): Promise<RunningServer> {
  const began = Date.now();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, BACKUP_DIR: backupDir, LOG: 'error', DATABASE_URL: '', ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => { said = (said + text.toString('utf8')).slice(-20_000); });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await openPort(child, () => said);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await gone;
  };
  return { origin: `http://127.0.0.1:${port}`, pid: child.pid!, startedInMs: Date.now() - began, said: () => said, kill: () => end('SIGKILL'), stop: () => end('SIGINT') };
}

async function openPort(child: ChildProcess, said: () => string): Promise<number> {
  for (const until = Date.now() + START_MS; Date.now() < until;) {
    const port = /http:\/\/localhost:(\d+)/.exec(said())?.[1];
    if (port !== undefined) return Number(port);
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server did not come up: ${said().slice(-1_500)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  child.kill('SIGKILL');
  throw new Error(`the server did not answer within ${START_MS / 1000} s: ${said().slice(-1_500)}`);
}

/** Folder of the embedded database that belongs to a data folder. */
export function pgdataOf(dataDir: string): string {
  const sign = join(dataDir, 'where-the-database-is.txt');
  return join(existsSync(sign) ? readFileSync(sign, 'utf8').trim() : dataDir, 'pg');
}

/** Process ids of the running database of a data folder: the postmaster first, then its children. Empty: none runs. */
export function databaseProcesses(dataDir: string): readonly number[] {
  const file = join(pgdataOf(dataDir), 'postmaster.pid');
  if (!existsSync(file)) return [];
  const postmaster = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!Number.isInteger(postmaster) || postmaster < 2 || !existsSync(`/proc/${postmaster}`)) return [];
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim().split(' ').filter((one) => one !== '').map(Number);
  return [postmaster, ...children];
}
