// npm run sim -- <seed> <worlds>: replays worlds; npm run sim -- faults: plants each fault and sees it caught.
import { realCode } from './code.ts';
import { plantAll } from './faults.ts';
import { type Outcome, runWorld } from './world.ts';

const [what = '1', count = '2000'] = process.argv.slice(2);

async function worlds(first: number, many: number): Promise<boolean> {
  const counts = new Map<string, number>();
  let acts = 0;
  let steps = 0;
  let broken = 0;
  const began = process.hrtime.bigint();
  for (let seed = first; seed < first + many; seed++) {
    const outcome = await runWorld(seed, realCode);
    acts += outcome.acts;
    steps += outcome.steps;
    for (const [name, n] of outcome.counts) counts.set(name, (counts.get(name) ?? 0) + n);
    if (!outcome.broken) continue;
    broken += 1;
    if (broken === 1) tell(outcome);
    else console.log(`seed ${seed}: ${outcome.broken.what.split('\n')[0]}`);
    if (broken >= 20) break;
  }
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  for (const [name, n] of [...counts].sort()) console.log(`${name}: ${n}`);
  console.log(`${steps} steps, ${Math.round(many / seconds)} worlds a second`);
  console.log(`${many} worlds, ${acts} acts, ${broken} laws broken`);
  return broken === 0;
}

function tell({ seed, broken, trace, knobs }: Outcome): void {
  console.log(`seed ${seed}: ${broken!.what}`);
  console.log(JSON.stringify(knobs));
  for (const line of trace.slice(-60)) console.log(line);
  console.log(`again: npm run sim -- ${seed} 1`);
}

async function plant(): Promise<boolean> {
  const { caught, all } = await plantAll(console.log, count === '2000' ? '' : count);
  console.log(`caught ${caught} of ${all}`);
  return caught === all;
}

process.exitCode = (what === 'faults' ? await plant() : await worlds(Number(what), Number(count))) ? 0 : 1;
