// Which households a list shows: looked for by name or number, and by what is still owed to them.
import { addDays } from '#commune/places/days.ts';
import type { Day } from '#commune/places/rows.ts';
import type { HouseholdLine } from '#phone/book.ts';
import { fold } from '../account/fold.ts';

/** After so many days without a visit a household stands on the list: a season. A list, never a ranking. */
export const UNVISITED_DAYS = 90;

export const unvisited = (line: HouseholdLine, today: Day): boolean =>
  !line.closed && (line.lastVisitOn === null || line.lastVisitOn < addDays(today, -UNVISITED_DAYS));

export const FILTERS = ['all', 'unvisited', 'promises', 'closed'] as const;
export type Filter = (typeof FILTERS)[number];

export interface Looking {
  readonly words: string;
  readonly filter: Filter;
  /** null: every village. */
  readonly village: string | null;
}

/** Each word must stand somewhere; a number alone must be the household's number or begin it: `12` is not 112. */
function matches(line: HouseholdLine, words: readonly string[]): boolean {
  return words.every((word) => (/^\d+[a-z]?$/.test(word) ? fold(line.no).replace(/^0+/, '').startsWith(word.replace(/^0+/, '')) : line.search.includes(word)));
}

/** Lines in the order of the book. */
export function found(lines: readonly HouseholdLine[], looking: Looking, today: Day): readonly HouseholdLine[] {
  const words = fold(looking.words).split(' ').filter((word) => word !== '');
  return lines.filter((line) =>
    (looking.filter === 'closed') === line.closed &&
    (looking.village === null || line.village === looking.village) &&
    (looking.filter !== 'unvisited' || unvisited(line, today)) &&
    (looking.filter !== 'promises' || line.promises.length > 0) &&
    matches(line, words));
}

/** Promises of a household that are past their day and not claimed. */
export const lateOf = (line: HouseholdLine, today: Day): number =>
  line.promises.filter((promise) => promise.state === 'open' && promise.dueOn < today).length;
