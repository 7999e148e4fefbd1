// Which number may stand on the public board, and when it may change: never one that tells of fewer than five households (law B1).
import type { Day } from '../places/rows.ts';

/** No public number rests on fewer households than this, and no change of one does. */
export const FEWEST_HOUSEHOLDS = 5;

/** What each household adds to one cell, e.g. its confirmed promises. Households that add nothing are left out. */
export type Basis = Readonly<Record<string, number>>;

/**
 * A cell as it stands on the board. `value` null: not shown ("dưới 5 hộ"). `basis` is what the number shown last rested on, also
 * while nothing is shown, so that a number cannot come back a household or two away from the old one. It never leaves the server.
 */
export interface ReleasedCell {
  readonly value: number | null;
  /** Day of its last move: the number was true then. */
  readonly on: Day;
  readonly basis: Basis;
}

const sum = (basis: Basis): number => Object.values(basis).reduce((total, value) => total + value, 0);

/** Households whose part differs between two bases. */
export function changedHouseholds(before: Basis, now: Basis): number {
  const households = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...households].filter((household) => (before[household] ?? 0) !== (now[household] ?? 0)).length;
}

/**
 * The cell to show, from the one shown last and what is true now, looked at alone.
 *
 * Whoever writes down the board every day and subtracts must not learn of fewer than five households:
 * so a number moves only when at least five households' parts have changed since it last moved; until then it keeps
 * its old value and its day. A cell of fewer than five households, none included, is not shown at all,
 * so that "none" and "a few" look alike. The day is that of the last move also while nothing changes: were it to go
 * on, a day that stands still would tell that one to four households have done something.
 */
export function release(before: ReleasedCell | undefined, now: Basis, on: Day): ReleasedCell {
  const last = before ?? { value: null, on, basis: {} };
  if (changedHouseholds(last.basis, now) < FEWEST_HOUSEHOLDS) return last;
  if (Object.keys(now).length >= FEWEST_HOUSEHOLDS) return { value: sum(now), on, basis: now };
  return last.value === null ? last : { value: null, on, basis: last.basis };
}

/** A table as it once stood: what each shown cell rested on. */
export type Snapshot = Readonly<Record<string, Basis>>;
type Cells = Readonly<Record<string, ReleasedCell>>;

/** The cells that show a number. */
export const shownIn = (cells: Cells, names: readonly string[]): Snapshot =>
  Object.fromEntries(names.flatMap((name) => (cells[name] && cells[name].value !== null ? [[name, cells[name].basis]] : [])));

/** Households of which the difference of a sum of cells tells, once what cancels out within a household has. */
function toldBy(sum: readonly string[], before: Snapshot, after: Snapshot): number {
  const parts = new Map<string, number>();
  for (const [table, sign] of [[before, -1], [after, 1]] as const) {
    for (const name of sum) for (const [home, n] of Object.entries(table[name]!)) parts.set(home, (parts.get(home) ?? 0) + sign * n);
  }
  let told = 0;
  for (const n of parts.values()) if (n !== 0) told += 1;
  return told;
}

/**
 * Cells that may be added up with each other (promises of all states; visits of all months) move together, or each as far as
 * no sum of them, against any table that ever stood, tells of one to four households. What would tell stays as it is:
 * of the cells in such a sum the one with the fewest changes is held back, and the rest looked at again.
 *
 * @param sums every choice of the cells that is guarded, each cell alone among them
 * @param earlier all tables that stood before, of these cells
 */
export function releaseTogether(before: Cells, now: Readonly<Record<string, Basis>>, names: readonly string[], sums: readonly (readonly string[])[], earlier: readonly Snapshot[], on: Day): Cells {
  const wanted = Object.fromEntries(names.map((name) => [name, release(before[name], now[name] ?? {}, on)]));
  const moving = new Set(names.filter((name) => before[name] !== undefined && wanted[name] !== before[name]));
  for (const name of names) if (before[name] === undefined) moving.add(name);
  const changes = new Map([...moving].map((name) => [name, changedHouseholds(before[name]?.basis ?? {}, wanted[name]!.basis)]));
  const still: ReleasedCell = { value: null, on, basis: {} };
  for (;;) {
    const cells = Object.fromEntries(names.map((name) => [name, moving.has(name) ? wanted[name]! : before[name] ?? still]));
    const held = tellsOfFew(cells, sums, earlier, moving, changes);
    if (held === undefined) return cells;
    moving.delete(held);
  }
}

/** The cell to hold back, where some sum tells of one to four households; undefined where none does. */
function tellsOfFew(cells: Cells, sums: readonly (readonly string[])[], earlier: readonly Snapshot[], moving: ReadonlySet<string>, changes: ReadonlyMap<string, number>): string | undefined {
  const table = shownIn(cells, Object.keys(cells));
  for (const sum of sums) {
    const movers = sum.filter((name) => moving.has(name) && name in table);
    if (movers.length === 0 || sum.some((name) => !(name in table))) continue;
    for (const old of earlier) {
      if (sum.some((name) => !(name in old))) continue;
      const told = toldBy(sum, old, table);
      if (told > 0 && told < FEWEST_HOUSEHOLDS) return [...movers].sort((a, b) => changes.get(a)! - changes.get(b)!)[0];
    }
  }
  return undefined;
}

/**
 * A total on the board is the sum of the cells shown, and of nothing else: what is hidden is in no total,
 * so no subtraction brings it back. Null where nothing is shown.
 */
export function totalOf(cells: readonly (ReleasedCell | undefined)[]): number | null {
  const shown = cells.filter((one): one is ReleasedCell & { value: number } => one !== undefined && one.value !== null);
  return shown.length === 0 ? null : shown.reduce((total, one) => total + one.value, 0);
}
