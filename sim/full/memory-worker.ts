// One core's share of the memory worlds: runs the seeds it is given and says what came of them.
import { parentPort } from 'node:worker_threads';
import { realCode } from '../code.ts';
import { runWorld } from '../run.ts';

export interface Share {
  readonly from: number;
  readonly count: number;
}

export interface Ran {
  readonly share: Share;
  readonly acts: number;
  readonly steps: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly broken: readonly { readonly seed: number; readonly what: string }[];
}

/** Runs the worlds of those seeds, one after another. */
export async function runShare(share: Share): Promise<Ran> {
  const counts: Record<string, number> = {};
  const broken: { seed: number; what: string }[] = [];
  let [acts, steps] = [0, 0];
  for (let seed = share.from; seed < share.from + share.count; seed++) {
    const outcome = await runWorld(seed, realCode);
    acts += outcome.acts;
    steps += outcome.steps;
    for (const [name, n] of outcome.counts) counts[name] = (counts[name] ?? 0) + n;
    if (outcome.broken) broken.push({ seed, what: outcome.broken.what.split('\n')[0]! });
  }
  return { share, acts, steps, counts, broken };
}

parentPort?.on('message', (share: Share) => {
  runShare(share).then((ran) => parentPort!.postMessage(ran), (error: unknown) => {
    throw error;
  });
});
