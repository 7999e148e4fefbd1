// A million worlds in memory: phones, people, one server and a bad road, every law of the journal checked after every step.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Figure, Tried } from './figure.ts';
import type { Ran, Share } from './memory-worker.ts';

/** Worlds handed to a core at once: some seconds. */
const SHARE = 250;
const MOST_WRONG = 40;
const SEEDS = new URL('../seeds.json', import.meta.url);

export const figure: Figure = {
  name: 'memory-schedules',
  shows: 'worlds of phones, people and one server in memory, on a bad road: no law of the journal broken after any step',
  atLeast: 1_000_000,
  run: (count, seed, say) => runWorlds(count, seed, say),
};

/** The worlds of `count` seeds from `first` on, over all cores. The same seeds give the same, however they are shared out. */
export async function runWorlds(count: number, first: number, say: (line: string) => void, cores = availableParallelism()): Promise<Tried> {
  const shares: Share[] = [];
  for (let from = first; from < first + count; from += SHARE) shares.push({ from, count: Math.min(SHARE, first + count - from) });
  const began = performance.now();
  const all: Ran[] = [];
  let told = began;
  const note = (ran: Ran): void => {
    all.push(ran);
    for (const { seed, what } of ran.broken) say(`seed ${seed}: ${what}`);
    if (performance.now() - told < 30_000) return;
    told = performance.now();
    const done = all.reduce((sum, { share }) => sum + share.count, 0);
    say(`${done} of ${count} worlds, ${Math.round(done / ((told - began) / 1000))} a second`);
  };
  await Promise.all(Array.from({ length: Math.min(cores, shares.length) }, () => onOneCore(shares, note)));
  return summed(all);
}

/** One core takes share after share until none is left. */
function onOneCore(shares: Share[], note: (ran: Ran) => void): Promise<void> {
  const worker = new Worker(new URL('memory-worker.ts', import.meta.url), { resourceLimits: { maxYoungGenerationSizeMb: 64 } });
  return new Promise<void>((done, fail) => {
    const next = (): void => {
      const share = shares.shift();
      if (share) worker.postMessage(share);
      else done();
    };
    worker.on('message', (ran: Ran) => {
      note(ran);
      next();
    });
    worker.on('error', fail);
    next();
  }).finally(() => worker.terminate());
}

function summed(all: readonly Ran[]): Tried {
  const seen: Record<string, number> = { acts: 0, steps: 0 };
  for (const { acts, steps, counts } of all) {
    seen['acts']! += acts;
    seen['steps']! += steps;
    for (const [name, n] of Object.entries(counts)) seen[name] = (seen[name] ?? 0) + n;
  }
  const broken = all.flatMap((ran) => ran.broken).sort((a, b) => a.seed - b.seed);
  if (broken.length > 0) keepSeeds(broken);
  return {
    done: all.reduce((sum, { share }) => sum + share.count, 0), bad: broken.length,
    seen: Object.fromEntries(Object.entries(seen).sort(([a], [b]) => (a < b ? -1 : 1))),
    wrong: broken.slice(0, MOST_WRONG).map(({ seed, what }) => `seed ${seed}: ${what}`),
  };
}

/** Seeds that ever failed are tried in every run of the tests from then on (sim/seeds.json). */
function keepSeeds(broken: readonly { readonly seed: number; readonly what: string }[]): void {
  const kept = JSON.parse(readFileSync(SEEDS, 'utf8')) as { seed: number; found: string }[];
  const fresh = broken.filter(({ seed }) => !kept.some((one) => one.seed === seed)).slice(0, MOST_WRONG);
  const lines = [...kept, ...fresh.map(({ seed, what }) => ({ seed, found: what.slice(0, 120) }))].map(({ seed, found }) => `  { "seed": ${seed}, "found": ${JSON.stringify(found)} }`);
  writeFileSync(SEEDS, `[\n${lines.join(',\n')}\n]\n`);
}
