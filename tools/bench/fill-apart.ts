// Fills the measured database in a process of its own, so that what that takes is not counted as the server's memory.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ClientConfig } from 'pg';
import { enter } from '../../src/server/db/open.ts';
import { fill } from './fill.ts';

interface Wanted {
  readonly owner: ClientConfig;
  readonly app: ClientConfig;
  readonly commune: string;
  readonly households: number;
}

/** Resolves when the households are in the tables. @throws where the filling process fails */
export function fillApart(wanted: Wanted): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, BENCH_FILL: '1' } });
  child.send(wanted);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => { if (code === 0) resolve(); else reject(new Error(`filling the commune ended with ${code}`)); });
  });
}

if (process.env.BENCH_FILL && process.send) {
  process.once('message', (wanted: Wanted) => {
    void (async () => {
      const db = await enter({ owner: wanted.owner, app: wanted.app, about: 'bench' }, { say: () => undefined });
      await db.inCommune(wanted.commune, 'write', (tx) => fill(tx, wanted.households));
      await db.close();
      process.exit(0);
    })();
  });
}
