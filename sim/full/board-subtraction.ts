// An attacker keeps every public table of a commune and subtracts: cells, sums of cells, villages from the commune, one day from any other.
import { pathToFileURL } from 'node:url';
import { newTables, releaseVillage, viewOf, type Parts, type Snapshots, type VillageRelease } from '#commune/board/board.ts';
import { cellsOn, heardCell, monthCell, PROMISE_CELLS, promiseCell, type CellName } from '#commune/board/cells.ts';
import { FEWEST_HOUSEHOLDS, type Basis } from '#commune/board/release.ts';
import { addDays } from '#commune/places/days.ts';
import { TOPICS } from '#commune/visits/rows.ts';
import { boardNumbers } from './board-numbers.ts';
import type { Figure, Tried } from './figure.ts';

/** Mulberry32: the same history for the same seed. */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

type Counts = Record<string, Record<string, number>>;

/** What really happens in one village: every household's part of every cell. */
class Village {
  readonly parts: Counts = {};
  readonly days: number[] = [];
  readonly #households: string[];
  readonly #roll: (below: number) => number;

  constructor(households: number, roll: (below: number) => number) {
    this.#households = Array.from({ length: households }, (_, n) => `h${n}`);
    this.#roll = roll;
  }

  #add(cell: CellName, household: string, n: number): boolean {
    const parts = (this.parts[cell] ??= {});
    const next = (parts[household] ?? 0) + n;
    if (next < 0) return false;
    if (next === 0) delete parts[household];
    else parts[household] = next;
    return true;
  }

  /** One thing that happens to one household on that day. */
  happens(day: string): void {
    if (this.#households.length === 0) return;
    const home = this.#households[this.#roll(this.#households.length)]!;
    const topic = () => heardCell(day.slice(0, 4), TOPICS[this.#roll(4)]!);
    const what = this.#roll(100);
    if (what < 30) {
      this.#add(monthCell(day.slice(0, 7)), home, 1);
      this.#add(topic(), home, 1);
    } else if (what < 50) this.#add(promiseCell('open'), home, 1);
    else if (what < 92) {
      const [from, to] = [PROMISE_CELLS[this.#roll(5)]!, PROMISE_CELLS[this.#roll(5)]!];
      if (from !== to && this.#add(promiseCell(from), home, -1)) this.#add(promiseCell(to), home, 1);
      this.days.push(this.#roll(60));
    } else if (what < 98) {
      // A visit is corrected: it was about something else.
      if (this.#add(topic(), home, -1)) this.#add(topic(), home, 1);
    } else {
      for (const parts of Object.values(this.parts)) delete parts[home];
      this.#households.splice(this.#households.indexOf(home), 1);
    }
  }
}

/** One published table: the numbers anyone sees, and (for the judge only) what each rests on. */
type Table = Readonly<Record<string, { readonly value: number; readonly basis: Basis }>>;

const shownOf = (release: VillageRelease): Table =>
  Object.fromEntries(Object.entries(release.cells).flatMap(([name, { value, basis }]) => (value === null ? [] : [[name, { value, basis }]])));

/** Sums the attacker makes of cells of one kind: each alone, all pairs, all together, and every choice of promises. */
export function sumsOf(days: readonly string[]): readonly (readonly CellName[])[] {
  const names = [...new Set(days.flatMap(cellsOn))];
  const sums: CellName[][] = names.map((name) => [name]);
  const promises = names.filter((name) => name.startsWith('promises.'));
  for (let choice = 1; choice < 2 ** promises.length; choice++) sums.push(promises.filter((_, n) => choice & (2 ** n)));
  for (const kind of ['visits.', 'heard.']) {
    const all = names.filter((name) => name.startsWith(kind));
    sums.push(all);
    for (let a = 0; a < all.length; a++) for (let b = a + 1; b < all.length; b++) sums.push([all[a]!, all[b]!]);
  }
  return sums.filter((sum) => sum.length > 0);
}

const sumUp = (table: Table, sum: readonly string[]): Map<string, number> | null => {
  const total = new Map<string, number>();
  for (const name of sum) {
    const cell = table[name];
    if (!cell) return null;
    for (const [home, n] of Object.entries(cell.basis)) total.set(home, (total.get(home) ?? 0) + n);
  }
  return total;
};

/** Households of which a difference tells: 1 to 4 of them is a cell recovered. */
function told(a: Map<string, number>, b: Map<string, number>): number {
  let n = 0;
  for (const home of new Set([...a.keys(), ...b.keys()])) if ((a.get(home) ?? 0) !== (b.get(home) ?? 0)) n += 1;
  return n;
}

interface Attacked {
  readonly differences: number;
  readonly recovered: readonly string[];
}

/** Every table against every other, in every sum that both show. */
export function attack(tables: readonly Table[], days: readonly string[]): Attacked {
  let differences = 0;
  const recovered: string[] = [];
  for (const sum of sumsOf(days)) {
    const seen: (Map<string, number> | null)[] = tables.map((table) => sumUp(table, sum));
    // The same number again tells nothing new: only those that differ from the one before need be kept.
    const kept: { readonly at: number; readonly total: Map<string, number> }[] = [];
    seen.forEach((total, at) => {
      if (!total) return;
      if (total.size > 0 && total.size < FEWEST_HOUSEHOLDS) recovered.push(`table ${at}: ${sum.join('+')} rests on ${total.size}`);
      if (kept.length > 0 && told(kept.at(-1)!.total, total) === 0) return;
      for (const before of kept) {
        differences += 1;
        const n = told(before.total, total);
        if (n > 0 && n < FEWEST_HOUSEHOLDS) recovered.push(`tables ${before.at} and ${at}: ${sum.join('+')} tells of ${n}`);
      }
      kept.push({ at, total });
    });
  }
  return { differences, recovered };
}

interface History {
  readonly tables: number;
  readonly differences: number;
  readonly recovered: readonly string[];
}

/** The commune's own numbers hold nothing but what its villages show. */
function communeFaults(releases: readonly VillageRelease[], day: string): readonly string[] {
  const [whole, each] = [viewOf(releases, day), releases.map((one) => viewOf([one], day))];
  const sum = (values: readonly (number | null)[]): number | null => {
    const shown = values.filter((value) => value !== null);
    return shown.length === 0 ? null : shown.reduce((a, b) => a + b, 0);
  };
  const faults = PROMISE_CELLS.filter((cell) => whole.promises[cell] !== sum(each.map((one) => one.promises[cell])));
  const months = whole.months.filter(({ visits }, n) => visits !== sum(each.map((one) => one.months[n]!.visits)));
  return [...faults, ...months.map(({ month }) => month)].map((name) => `${day}: the commune's ${name} is not the sum of what its villages show`);
}

/**
 * One commune over some months; the board is looked at now and then, by whoever comes by.
 * @param remembers false: the board forgets the tables of before, as it once did; a test sees that the attacker then gets through
 */
export function history(seed: number, remembers = true): History {
  const roll = dice(seed);
  const villages = Array.from({ length: 1 + roll(3) }, () => new Village(4 + roll(20), roll));
  const state = villages.map(() => ({ release: undefined as VillageRelease | undefined, earlier: {} as Snapshots }));
  const tables: Table[][] = villages.map(() => []);
  let day = addDays('2026-01-05', roll(300));
  const first = day;
  const recovered: string[] = [];
  const steps = 15 + roll(45);
  const busy = 2 + roll(28);
  for (let step = 0; step < steps; step++) {
    day = addDays(day, roll(6));
    villages.forEach((village, n) => {
      for (let i = roll(busy + 1); i > 0; i--) village.happens(day);
      const { release, earlier } = state[n]!;
      const next = releaseVillage(release, structuredClone(village.parts) as Parts, village.days, day, remembers ? earlier : {});
      const stands = newTables(release, next, day);
      state[n] = { release: next, earlier: { ...earlier, ...Object.fromEntries(Object.entries(stands).map(([group, tables]) => [group, [...(earlier[group] ?? []), ...tables]])) } };
      tables[n]!.push(shownOf(next));
    });
    recovered.push(...communeFaults(state.map((one) => one.release!), day));
  }
  if (seed % 50 === 0) recovered.push(...boardNumbers(state.map((one) => one.release!), day));
  let differences = 0;
  for (const [n, all] of tables.entries()) {
    const attacked = attack(all, [...new Set([first, day])]);
    differences += attacked.differences;
    recovered.push(...attacked.recovered.map((what) => `village ${n}, ${what}`));
  }
  return { tables: tables.length * steps, differences, recovered };
}

export const figure: Figure = {
  name: 'board-subtraction',
  shows: 'public tables kept over time and subtracted in all pairs and sums: cells under five households recovered',
  atLeast: 5_000,
  async run(count, seed, say): Promise<Tried> {
    let [bad, tables, differences] = [0, 0, 0];
    const wrong: string[] = [];
    for (let n = 0; n < count; n++) {
      const one = history(seed + n);
      tables += one.tables;
      differences += one.differences;
      if (one.recovered.length > 0) bad += 1;
      if (wrong.length < 30) wrong.push(...one.recovered.slice(0, 2).map((what) => `seed ${seed + n}: ${what}`));
      if ((n + 1) % 500 === 0) say(`${n + 1} histories, ${tables} tables, ${differences} differences, ${bad} with something recovered`);
      // A long run leaves the machine to others now and then.
      if (n % 50 === 49) await new Promise((resolve) => setImmediate(resolve));
    }
    return { done: count, bad, seen: { tables, differences }, wrong };
  },
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [count = '5000', seed = '1'] = process.argv.slice(2);
  const tried = await figure.run(Number(count), Number(seed), (line) => console.log(line));
  console.log(JSON.stringify(tried, null, 1));
}
