// Does the heavy work of an import in a thread of its own, one at a time, with bounds on time and memory.
import { Worker } from 'node:worker_threads';
import type { Checked } from '#commune/households/sheet/check.ts';
import type { SheetSight } from '#commune/households/sheet/sight.ts';
import { Problem } from '../problem.ts';
import type { FileCode } from './refused.ts';
import type { Done, Job } from './worker.ts';

export interface Bounds {
  readonly ms: number;
  readonly megabytes: number;
}

/** Reading 40,000 people takes some seconds on a small machine. Text and packed bytes come on top of the heap. */
const USUAL: Bounds = { ms: 60_000, megabytes: 384 };
const MOST_WAITING = 4;

type ReadJob = Extract<Job, { what: 'read' }>;
type CheckJob = Extract<Job, { what: 'check' }>;

export interface Beside {
  /** Rejects with Problem 422 file.…, 503 server.busy. */
  read(job: Omit<ReadJob, 'what'>): Promise<{ readonly kept: Uint8Array; readonly sheets: readonly SheetSight[] }>;
  check(job: Omit<CheckJob, 'what'>): Promise<Checked>;
  close(): Promise<void>;
}

export function beside(bounds: Bounds = USUAL): Beside {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const running = new Set<Worker>();
  const inTurn = async <T extends Done>(job: Job): Promise<T> => {
    if (waiting >= MOST_WAITING) throw new Problem(503, 'server.busy', { seconds: 20 }, 20);
    waiting += 1;
    const mine = last.then(() => run(job, bounds, running));
    last = mine.catch(() => undefined);
    try {
      const done = await mine;
      if ('refused' in done) throw new Problem(422, done.refused as FileCode, done.params);
      return done as T;
    } finally {
      waiting -= 1;
    }
  };
  return {
    read: async (job) => await inTurn<Extract<Done, { kept: Uint8Array }>>({ what: 'read', ...job }),
    check: async (job) => (await inTurn<Extract<Done, { checked: Checked }>>({ what: 'check', ...job })).checked,
    close: async () => void (await Promise.all([...running].map((worker) => worker.terminate()))),
  };
}

function run(job: Job, bounds: Bounds, running: Set<Worker>): Promise<Done> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('worker.ts', import.meta.url), {
      workerData: job,
      // Nothing of the server's own command line, as a test runner's hooks do not work in there.
      execArgv: ['--disable-warning=ExperimentalWarning'],
      resourceLimits: { maxOldGenerationSizeMb: bounds.megabytes, maxYoungGenerationSizeMb: 48, stackSizeMb: 4 },
    });
    running.add(worker);
    const heavy = () => reject(new Problem(422, 'file.too-heavy'));
    const timer = setTimeout(() => {
      heavy();
      void worker.terminate();
    }, bounds.ms);
    worker.on('message', (done: Done) => resolve(done));
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') heavy();
      else reject(error);
    });
    worker.on('exit', () => {
      clearTimeout(timer);
      running.delete(worker);
      heavy();
    });
  });
}
