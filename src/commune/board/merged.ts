// Households that were found to be one count as one on the board, also in what was shown before they were.
import type { Snapshots, VillageRelease } from './board.ts';
import { FEWEST_HOUSEHOLDS, type Basis, type ReleasedCell } from './release.ts';

/** Each household that was merged away, and the one it stands in. */
export type StandingOf = ReadonlyMap<string, string>;

/** The parts of households merged with one another, added up. */
export function joinedBasis(basis: Basis, standing: StandingOf): Basis {
  if (!Object.keys(basis).some((household) => standing.has(household))) return basis;
  const joined: Record<string, number> = {};
  for (const [household, part] of Object.entries(basis)) {
    const one = standing.get(household) ?? household;
    joined[one] = (joined[one] ?? 0) + part;
  }
  return joined;
}

function joinedCell(cell: ReleasedCell, standing: StandingOf): ReleasedCell {
  const basis = joinedBasis(cell.basis, standing);
  if (basis === cell.basis) return cell;
  // Shown as five, and four in truth: it is hidden as soon as that is known.
  return { ...cell, basis, value: Object.keys(basis).length < FEWEST_HOUSEHOLDS ? null : cell.value };
}

/** Tables of before, with the parts of households that are one since added up. */
export const joinedTables = (earlier: Snapshots, standing: StandingOf): Snapshots => (standing.size === 0 ? earlier : Object.fromEntries(
  Object.entries(earlier).map(([group, tables]) => [group, tables.map((table) => Object.fromEntries(Object.entries(table).map(([name, basis]) => [name, joinedBasis(basis, standing)])))])));

/** What was released last, as it must be read now that some of its households are one. */
export const joinedRelease = (release: VillageRelease, standing: StandingOf): VillageRelease => (standing.size === 0 ? release : {
  ...release, cells: Object.fromEntries(Object.entries(release.cells).map(([name, cell]) => [name, joinedCell(cell, standing)])),
});
