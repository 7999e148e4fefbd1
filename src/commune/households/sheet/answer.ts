// What the office is told about a file: everything that counts in numbers, and the first of everything in full.
import type { Checked } from './check.ts';
import type { Comparison } from './compare.ts';
import type { ColumnSight, NamedVillage } from './guess.ts';
import type { Mapping } from './mapping.ts';
import type { Problem } from './problems.ts';
import type { SheetSight } from './sight.ts';

export interface ReadAnswer {
  readonly import: string;
  readonly sheets: readonly SheetSight[];
  readonly villages: readonly NamedVillage[];
}

/** The first of a list, and how many there are. */
export interface Some<T> {
  readonly count: number;
  readonly first: readonly T[];
}

export interface CheckAnswer {
  readonly problems: Some<Problem> & { readonly stops: number; readonly looks: number };
  readonly adds: Some<Comparison['adds'][number]> & { readonly people: number };
  readonly changes: Some<Comparison['changes'][number]>;
  readonly same: number;
  readonly missing: Some<Comparison['missing'][number]>;
  /** One a part, as said or as guessed. */
  readonly mappings: readonly Mapping[];
  readonly columns: readonly (readonly ColumnSight[])[];
  readonly names: readonly (readonly string[])[];
  readonly digest: string;
}

/** A person mends or reads at most so many at a time; the counts say how many more there are. */
const MOST_PROBLEMS = 1_000;
const MOST_SHOWN = 300;

const some = <T>(list: readonly T[], most: number): Some<T> => ({ count: list.length, first: list.slice(0, most) });

export function answerOf({ comparison, problems, mappings, columns, names }: Checked, digest: string): CheckAnswer {
  // What stops the taking is never pushed off the list by what does not.
  const sorted = [...problems.filter((one) => one.level === 'stop'), ...problems.filter((one) => one.level === 'look')];
  const stops = problems.filter((one) => one.level === 'stop').length;
  return {
    problems: { ...some(sorted, MOST_PROBLEMS), stops, looks: problems.length - stops },
    adds: { ...some(comparison.adds, MOST_SHOWN), people: comparison.adds.reduce((sum, one) => sum + one.members.length, 0) },
    changes: some(comparison.changes, MOST_SHOWN),
    same: comparison.same,
    missing: some(comparison.missing, MOST_SHOWN),
    mappings, columns, names, digest,
  };
}

/** What an import did. Entries are of the commune's journal. */
export interface Receipt {
  readonly digest: string;
  readonly entries: { readonly from: number; readonly to: number; readonly count: number };
  readonly households: number;
  readonly people: number;
  readonly changed: number;
  /** ms */
  readonly at: number;
}
