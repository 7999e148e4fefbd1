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
  /** Day up to which the number is true. */
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
 * The cell to show, from the one shown last and what is true now.
 *
 * Whoever writes down the board every day and subtracts must not learn of fewer than five households:
 * so a number moves only when at least five households' parts have changed since it last moved; until then it keeps
 * its old value and its old day. A cell of fewer than five households, none included, is not shown at all,
 * so that "none" and "a few" look alike.
 */
export function release(before: ReleasedCell | undefined, now: Basis, on: Day): ReleasedCell {
  const last = before ?? { value: null, on, basis: {} };
  const changed = changedHouseholds(last.basis, now);
  if (changed > 0 && changed < FEWEST_HOUSEHOLDS) return last;
  if (Object.keys(now).length >= FEWEST_HOUSEHOLDS) return { value: sum(now), on, basis: now };
  return { value: null, on, basis: last.basis };
}

/**
 * A total on the board is the sum of the cells shown, and of nothing else: what is hidden is in no total,
 * so no subtraction brings it back. Null where nothing is shown.
 */
export function totalOf(cells: readonly (ReleasedCell | undefined)[]): number | null {
  const shown = cells.filter((one): one is ReleasedCell & { value: number } => one !== undefined && one.value !== null);
  return shown.length === 0 ? null : shown.reduce((total, one) => total + one.value, 0);
}
