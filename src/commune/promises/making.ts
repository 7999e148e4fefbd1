// A promise is made: to a household, by a keeper who acts for it, with a day by which it is due.
import * as z from 'zod/mini';
import type { Refusal, Rows, Said } from '#journal/act.ts';
import { done, refuse } from '#journal/act.ts';
import type { HouseholdRow } from '../households/rows.ts';
import { author, findStaff, handOf } from '../places/author.ts';
import { addDays, isFuture } from '../places/days.ts';
import { find } from '../places/find.ts';
import { kind } from '../places/kind.ts';
import type { Day } from '../places/rows.ts';
import { day, id, line } from '../places/shape.ts';
import type { PromiseRow } from './rows.ts';

/** A due day farther off than a village's term of office is a typing mistake. */
const FARTHEST_DAYS = 5 * 366;

interface Promising {
  readonly id: string;
  readonly household: HouseholdRow;
  readonly visit: string | null;
  readonly what: string;
  readonly keeper: string;
  readonly madeOn: Day;
  readonly dueOn: Day;
}

/** The first or a later due day, against the earliest it may be. */
export function wrongDue(dueOn: Day, earliest: Day): { readonly refusal: Refusal } | undefined {
  if (dueOn < earliest) return refuse('day.early', { field: 'dueOn', earliest });
  const latest = addDays(earliest, FARTHEST_DAYS);
  return dueOn > latest ? refuse('day.late', { field: 'dueOn', latest }) : undefined;
}

/** Only who acts for the household can see the promise, and so keep it: on the day it was made, or today. */
export function wrongKeeper(person: string, place: { village: string | null; household: string | null }, days: readonly Day[], rows: Rows) {
  const row = findStaff(rows, person);
  if (!row) return refuse('person.unknown', { person });
  if (days.some((on) => handOf(row, person, on).worksFor(place))) return undefined;
  return refuse('promise.outsider', { name: row.body.name });
}

/** The row of a new promise, with its first step. Reads the keeper's row. */
export function makePromise(promising: Promising, said: Said, rows: Rows): { readonly row: PromiseRow } | { readonly refusal: Refusal } {
  const { id, household, visit, what, keeper, madeOn, dueOn } = promising;
  const place = { village: household.village, household: household.id };
  const wrong = wrongKeeper(keeper, place, [madeOn, said.today], rows) ?? wrongDue(dueOn, madeOn);
  if (wrong) return wrong;
  return { row: {
    kind: 'promise', id, ...place,
    body: {
      visit, what, keeper, offeredTo: null, madeOn, dueOn, state: 'open', stateOn: madeOn, told: false,
      steps: [{ did: 'made', on: madeOn, by: said.author, words: null, photo: null, dueOn }],
    },
  } };
}

export const promiseMake = kind({
  name: 'promise.make',
  version: 1,
  shape: z.strictObject({ household: id, what: line(300), keeper: id, dueOn: day, on: day }),
  needs: ({ household, keeper }) => [`household/${household}`, `person/${keeper}`],
  decide({ household, what, keeper, dueOn, on }, said, rows) {
    const by = author(rows, said);
    const row = find<HouseholdRow>(rows, 'household', household);
    if (!row || !by.may('promise.make', row)) return by.denied('promise.make', { row, unknown: refuse('household.unknown', { household }) });
    if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
    const { closedOn } = row.body;
    if (closedOn !== null && closedOn <= on) return refuse('household.closed', { on: closedOn });
    const made = makePromise({ id: said.id, household: row, visit: null, what, keeper, madeOn: on, dueOn }, said, rows);
    return 'refusal' in made ? made : done(made.row);
  },
});
