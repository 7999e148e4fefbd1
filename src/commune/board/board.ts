// What anyone may see of a commune and its villages: computed from released cells only.
import type { Day } from '../places/rows.ts';
import { TOPICS, type Topic } from '../visits/rows.ts';
import { cellsOn, heardCell, monthCell, monthsUpTo, PROMISE_CELLS, promiseCell, spanOf, type CellName, type PromiseCell, type Span } from './cells.ts';
import { release, releaseTogether, shownIn, totalOf, type Basis, type ReleasedCell, type Snapshot } from './release.ts';

/** Parts of households, as the ledger counts them now: cell name -> household -> number. */
export type Parts = Readonly<Record<string, Basis>>;

/** What was released last for one village, and beside it how long confirmed promises took. */
export interface VillageRelease {
  readonly cells: Readonly<Record<string, ReleasedCell>>;
  readonly span: Span | null;
}

/** Tables that stood before, by group of cells that may be added up: the first the oldest. */
export type Snapshots = Readonly<Record<string, readonly Snapshot[]>>;

/** Cells of one kind can be added up by any reader; each group is released with its sums in mind. */
function groupsOn(on: Day): readonly { readonly name: string; readonly cells: readonly CellName[]; readonly sums: readonly (readonly CellName[])[] }[] {
  const all = cellsOn(on);
  return [['promises', 'promises.'], ['visits', 'visits.'], [`heard.${on.slice(0, 4)}`, 'heard.']].map(([name, start]) => {
    const cells = all.filter((cell) => cell.startsWith(start!));
    return { name: name!, cells, sums: name === 'promises' ? everyChoice(cells) : pairsAndAll(cells) };
  });
}

const everyChoice = <T>(of: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: 2 ** of.length - 1 }, (_, n) => of.filter((_one, bit) => (n + 1) & (2 ** bit)));

function pairsAndAll<T>(of: readonly T[]): readonly (readonly T[])[] {
  const pairs = of.flatMap((one, n) => of.slice(n + 1).map((other) => [one, other]));
  return [...of.map((one) => [one]), ...pairs, [...of]];
}

/**
 * The next release of a village's cells.
 *
 * @param days days from promise to confirmation of the confirmed promises, taken over only when that cell moves
 * @param earlier every table of the village that stood before, by group (`newTables`)
 */
export function releaseVillage(before: VillageRelease | undefined, now: Parts, days: readonly number[], on: Day, earlier: Snapshots): VillageRelease {
  const cells: Record<string, ReleasedCell> = {};
  for (const group of groupsOn(on)) {
    Object.assign(cells, releaseTogether(before?.cells ?? {}, now, group.cells, group.sums, earlier[group.name] ?? [], on));
  }
  const confirmed = promiseCell('confirmed');
  const moved = cells[confirmed]!.value !== null && cells[confirmed]!.basis !== before?.cells[confirmed]?.basis;
  const span = cells[confirmed]!.value === null ? null : moved ? spanOf(days) : before?.span ?? null;
  return { cells, span };
}

/** Whether any cell may move: only then need the tables of before be looked through. */
export const wantsToMove = (before: VillageRelease | undefined, now: Parts, on: Day): boolean =>
  cellsOn(on).some((name) => release(before?.cells[name], now[name] ?? {}, on) !== before?.cells[name]);

/** Groups whose table is another than before: these stand from now on, and are to be remembered. */
export function newTables(before: VillageRelease | undefined, after: VillageRelease, on: Day): Snapshots {
  return Object.fromEntries(groupsOn(on).flatMap(({ name, cells }) => {
    const changed = cells.some((cell) => before?.cells[cell]?.value !== after.cells[cell]!.value || before?.cells[cell]?.basis !== after.cells[cell]!.basis);
    const table = shownIn(after.cells, cells);
    return changed && Object.keys(table).length > 0 ? [[name, [table]]] : [];
  }));
}

export interface BoardView {
  readonly promises: Readonly<Record<PromiseCell, number | null>>;
  /** Sum of the promise numbers shown. */
  readonly made: number | null;
  readonly span: Span | null;
  readonly months: readonly { readonly month: string; readonly visits: number | null }[];
  /** Topics with a number, most heard first; topics of one number in the fixed order. */
  readonly heard: readonly { readonly topic: Topic; readonly count: number }[];
  readonly year: string;
  /** Oldest day of the shown promise numbers: all are true at least up to it. */
  readonly asOf: Day | null;
}

/** The view of one village, or of several together: totals are sums of what each village shows. */
export function viewOf(releases: readonly VillageRelease[], today: Day): BoardView {
  const year = today.slice(0, 4);
  const total = (name: CellName): number | null => totalOf(releases.map((one) => one.cells[name]));
  const promises = Object.fromEntries(PROMISE_CELLS.map((cell) => [cell, total(promiseCell(cell))])) as Record<PromiseCell, number | null>;
  const shown = releases.flatMap((one) => PROMISE_CELLS.map((cell) => one.cells[promiseCell(cell)]).filter((cell) => cell !== undefined && cell.value !== null));
  return {
    promises,
    made: totalOf(releases.flatMap((one) => PROMISE_CELLS.map((cell) => one.cells[promiseCell(cell)]))),
    span: releases.length === 1 ? releases[0]!.span : null,
    months: monthsUpTo(today).map((month) => ({ month, visits: total(monthCell(month)) })),
    heard: TOPICS.map((topic) => ({ topic, count: total(heardCell(year, topic)) }))
      .filter((one): one is { topic: Topic; count: number } => one.count !== null)
      .sort((a, b) => b.count - a.count),
    year,
    asOf: shown.map((cell) => cell!.on).sort()[0] ?? null,
  };
}
