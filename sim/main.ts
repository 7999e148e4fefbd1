// npm run sim -- <seed> <worlds> replays worlds; -- faults [part of a name] plants faults; -- seeds replays every seed that ever failed.
import { readFile } from 'node:fs/promises';
import { realCode } from './code.ts';
import { plantAll } from './faults.ts';
import { type Outcome, runWorld } from './run.ts';

/** Broken worlds after which looking on tells nothing new. */
const ENOUGH = 20;

const USE = `npm run sim -- <seed> <worlds>   worlds from that seed on, as bad as the seed says
npm run sim -- faults [name]     plants each fault in the real code and looks for the law it breaks
npm run sim -- seeds             every seed that ever failed, once more
npm run sim -- full [NAME] [n]   the figures of docs/figures, all or one; hours for all`;

async function worlds(seeds: readonly number[]): Promise<boolean> {
  const counts = new Map<string, number>();
  let acts = 0;
  let steps = 0;
  let broken = 0;
  let many = 0;
  const began = process.hrtime.bigint();
  for (const seed of seeds) {
    const outcome = await runWorld(seed, realCode);
    many += 1;
    acts += outcome.acts;
    steps += outcome.steps;
    for (const [name, n] of outcome.counts) counts.set(name, (counts.get(name) ?? 0) + n);
    if (!outcome.broken) continue;
    broken += 1;
    tell(outcome, broken === 1);
    if (broken === ENOUGH) break;
  }
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  for (const [name, n] of [...counts].sort()) console.log(`${String(n).padStart(8)} ${name}`);
  console.log(`${String(steps).padStart(8)} steps, ${Math.round(many / seconds)} worlds a second`);
  console.log(`${many} worlds, ${acts} acts, ${broken} laws broken`);
  return broken === 0;
}

/** What broke in which world; of the first one also how bad the world was and what came before. */
function tell({ seed, broken, trace, knobs }: Outcome, first: boolean): void {
  console.log(`seed ${seed}: ${first ? broken!.what : broken!.what.split('\n')[0]}`);
  if (!first) return;
  console.log(JSON.stringify(knobs));
  for (const line of trace.slice(-60)) console.log(line);
  console.log(`again: npm run sim -- ${seed} 1`);
}

async function plant(part: string): Promise<boolean> {
  const { caught, all } = await plantAll((line) => console.log(line), part);
  console.log(`caught ${caught} of ${all}`);
  return caught === all && all > 0;
}

async function run([what = '1', more, ...rest]: readonly string[]): Promise<boolean> {
  if (what === 'full' || what === 'figure') {
    const { runFull, runOne } = await import('./full/main.ts');
    const asked = more === undefined ? [] : [more, ...rest];
    return what === 'full' ? runFull(asked) : runOne(asked);
  }
  if (what === 'faults') return plant(more ?? '');
  if (what === 'seeds') {
    const failed = JSON.parse(await readFile(new URL('seeds.json', import.meta.url), 'utf8')) as { seed: number }[];
    return worlds(failed.map(({ seed }) => seed));
  }
  const [first, many] = [Number(what), Number(more ?? '2000')];
  if (Number.isSafeInteger(first) && Number.isSafeInteger(many) && many > 0) return worlds(Array.from({ length: many }, (_, i) => first + i));
  console.log(USE);
  return false;
}

// A figure that left something open must not keep the others waiting.
process.exit((await run(process.argv.slice(2))) ? 0 : 1);
