// Which households a list shows: looked for by name or number, and by what is still owed to them.
import { addDays } from '#commune/places/days.ts';
import type { Day } from '#commune/places/rows.ts';
import { fold, found as matches, searchText } from '#commune/households/search.ts';
import type { HouseholdLine } from '#phone/book.ts';

/** After so many days without a visit a household stands on the list: a season. A list, never a ranking. */
export const UNVISITED_DAYS = 90;

export const unvisited = (line: HouseholdLine, today: Day): boolean =>
  !line.closed && line.lastVisitOn !== null && line.lastVisitOn < addDays(today, -UNVISITED_DAYS);

/** Never yet, however new it is in the book: it may have come in today, so nothing is said of days. */
export const neverVisited = (line: HouseholdLine): boolean => !line.closed && line.lastVisitOn === null;

export const FILTERS = ['all', 'unvisited', 'never-visited', 'promises', 'closed'] as const;
export type Filter = (typeof FILTERS)[number];

export interface Looking {
  readonly words: string;
  readonly filter: Filter;
  /** null: every village. */
  readonly village: string | null;
}

/** Lines in the order of the book. */
export function found(lines: readonly HouseholdLine[], looking: Looking, today: Day): readonly HouseholdLine[] {
  const query = fold(looking.words);
  return lines.filter((line) =>
    (looking.filter === 'closed') === line.closed &&
    (looking.village === null || line.village === looking.village) &&
    (looking.filter !== 'unvisited' || unvisited(line, today)) &&
    (looking.filter !== 'never-visited' || neverVisited(line)) &&
    (looking.filter !== 'promises' || line.promises.length > 0) &&
    matches(line.search, query));
}

/** Whether what is looked for is found only in the names of those who live there: then the row must say so, as it shows the head only. */
export function foundInside(line: HouseholdLine, words: string): boolean {
  const query = fold(words);
  return query !== '' && !matches(searchText({ no: line.no, head: line.head, members: [], place: line.place }), query);
}

/** Where it is, as far as the list leaves that open: numbers begin anew in every village, so a list of several says which. */
export function placesIn(lines: readonly HouseholdLine[], villages: readonly { readonly id: string; readonly body: { readonly name: string } }[]): (line: HouseholdLine) => string {
  const names = lines.some(({ village }) => village !== lines[0]!.village) ? new Map(villages.map(({ id, body }) => [id, body.name])) : null;
  return ({ village, place }) => [names?.get(village), place].filter(Boolean).join(' · ');
}

/** Promises of a household that are past their day and not claimed. */
export const lateOf = (line: HouseholdLine, today: Day): number =>
  line.promises.filter((promise) => promise.state === 'open' && promise.dueOn < today).length;
