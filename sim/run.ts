// Runs one world from its seed to its end: chaos, healing, a quiet road, and what came of it.
import type { Code } from './code.ts';
import { firstBook } from './commune.ts';
import type { Knobs } from './knobs.ts';
import { quietRoad } from './quiet.ts';
import { World } from './world.ts';

export interface Outcome {
  readonly seed: number;
  readonly acts: number;
  readonly steps: number;
  /** Equal for two runs of the same seed. */
  readonly hash: number;
  readonly counts: ReadonlyMap<string, number>;
  readonly knobs: Knobs;
  readonly broken: { readonly law: string; readonly what: string } | null;
  readonly trace: readonly string[];
}

/** `set` fixes knobs that would otherwise be drawn. */
export async function runWorld(seed: number, code: Code, set: Partial<Knobs> = {}): Promise<Outcome> {
  return await live(new World(seed, code, await firstBook(), set));
}

/** From its first moment to its end, wherever its server runs. */
export async function live(world: World): Promise<Outcome> {
  const { seed, laws, schedule, counts, knobs, trace } = world;
  try {
    await world.chaos();
    if (!laws.broken) await world.heal();
    if (!laws.broken) await quietRoad(world);
  } catch (error) {
    laws.break('J1', `the code failed: ${error instanceof Error ? error.stack : String(error)}`);
  }
  const broken = laws.broken ? { law: laws.broken.law, what: laws.broken.message } : null;
  return { seed, acts: laws.acts, steps: schedule.steps, hash: schedule.hash >>> 0, counts, knobs, broken, trace };
}
