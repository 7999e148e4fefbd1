// Two hundred thousand inputs nobody should send, to every reader of the server in its own process: none crashes, none is slow.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openKeys } from '#server/keys.ts';
import { Chance } from '../chance.ts';
import type { Figure, Tried } from './figure.ts';
import { targets, type Target } from './hostile/targets.ts';

/** Longer than this is a way to stop the server. */
const SLOW_MS = 2_000;
/** What the process may grow by; spreadsheets of the full run are unpacked in it. */
const MOST_GROWTH = 512_000_000;
const MOST_WRONG = 40;

interface Count {
  readonly by: Map<string, number>;
  readonly wrong: string[];
  bad: number;
  slowest: number;
  grown: number;
}

/** The seed of each single input, from the seed of the run: what went wrong is had again by `hostile-inputs 1 <that>`. */
const seedsFrom = (seed: number, count: number): readonly number[] => (count === 1 ? [seed] : fc.sample(fc.integer({ min: 1, max: 2 ** 31 - 1 }), { seed, numRuns: count }));

function targetOf(all: readonly Target[], chance: Chance): Target {
  let left = chance.int(100);
  return all.find((target) => (left -= target.share) < 0) ?? all[0]!;
}

async function one(all: readonly Target[], seed: number, count: Count): Promise<void> {
  const chance = new Chance(seed);
  const target = targetOf(all, chance);
  const fault = (what: string): void => {
    count.bad += 1;
    if (count.wrong.length < MOST_WRONG) count.wrong.push(`seed ${seed} ${target.name}: ${what}`);
  };
  // The time this process worked, not what others took from it on a busy machine.
  let began = process.cpuUsage();
  try {
    const how = `${target.name} ${await target.try(chance, () => { began = process.cpuUsage(); })}`;
    count.by.set(how, (count.by.get(how) ?? 0) + 1);
  } catch (error) {
    fault(error instanceof Error ? `${error.name} ${error.message} ${error.stack?.split('\n')[1]?.trim() ?? ''}`.slice(0, 300) : String(error));
  }
  const { user, system } = process.cpuUsage(began);
  const ms = (user + system) / 1000;
  count.slowest = Math.max(count.slowest, ms);
  if (ms > SLOW_MS) fault(`took ${Math.round(ms)} ms`);
}

async function run(count: number, seed: number, say: (line: string) => void): Promise<Tried> {
  const folder = mkdtempSync(join(tmpdir(), 'nr-hostile-'));
  const tally: Count = { by: new Map(), wrong: [], bad: 0, slowest: 0, grown: 0 };
  try {
    const all = targets(openKeys(folder));
    const before = process.memoryUsage.rss();
    for (const [i, own] of seedsFrom(seed, count).entries()) {
      await one(all, own, tally);
      if (i % 500 === 0) tally.grown = Math.max(tally.grown, process.memoryUsage.rss() - before);
      if (i > 0 && i % 20_000 === 0) say(`${i} of ${count} inputs, ${tally.bad} wrong`);
    }
    if (tally.grown > MOST_GROWTH) {
      tally.bad += 1;
      tally.wrong.push(`the process grew by ${Math.round(tally.grown / 1e6)} MB`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const seen = Object.fromEntries([...tally.by].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { done: count, bad: tally.bad, wrong: tally.wrong, seen: { ...seen, 'slowest, ms of work': Math.round(tally.slowest), 'memory grown at most, MB': Math.round(tally.grown / 1e6) } };
}

export const figure: Figure = {
  name: 'hostile-inputs', shows: 'no input, however made, crashes a reader of the server, takes two seconds, or unbounded memory', atLeast: 200_000, run,
  // Without a bound the collector waits until the machine's own memory runs short, and what is measured is its patience.
  flags: ['--max-old-space-size=384'],
};
