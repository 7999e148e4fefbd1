// Erasing a household's data takes two people; what goes, what stays empty, and what the law keeps is decided here.
import * as z from 'zod/mini';
import type { RowKey, Rows } from '#journal/act.ts';
import { done, refuse } from '#journal/act.ts';
import { erasedRow } from '../households/erased.ts';
import type { HouseholdRow } from '../households/rows.ts';
import { author, HOUSE } from '../places/author.ts';
import { isFuture } from '../places/days.ts';
import { change, find, findAt } from '../places/find.ts';
import { kind } from '../places/kind.ts';
import type { CommuneRow, Day } from '../places/rows.ts';
import { day, id, list } from '../places/shape.ts';
import { isOver } from './retention.ts';
import type { RequestRow } from './rows.ts';

/** An officer has looked into it and asks for a second person. */
export const eraseAsk = kind({
  name: 'erase.ask',
  version: 1,
  shape: z.strictObject({ request: id, household: id, on: day }),
  needs: ({ request }) => [`request/${request}`],
  decide({ request, household, on }, said, rows) {
    const by = author(rows, said);
    const row = findAt<RequestRow>(rows, 'request', request, household);
    if (!row || !by.may('erase.ask', row)) return by.denied('erase.ask', { row, unknown: refuse('request.unknown', { request }) });
    if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
    const { body } = row;
    if (body.what !== 'erase') return refuse('request.other', { what: body.what });
    if (body.closedOn !== null) return refuse('request.closed', { on: body.closedOn });
    if (body.erasing) return refuse('request.asked', { by: body.erasing.askedBy, on: body.erasing.askedOn });
    return done(change(row, { erasing: { askedBy: said.author, askedOn: on, confirmedBy: null, confirmedOn: null, doneOn: null } }));
  },
});

/** Whether the commune has one officer at most in the post on that day, as its own row lists them. */
export const hasOneOfficer = (commune: CommuneRow | undefined, today: Day): boolean =>
  new Set((commune?.body.officers ?? []).filter(({ from, until }) => from <= today && (until === null || until >= today)).map(({ person }) => person)).size < 2;

/**
 * Another officer confirms. A commune with one officer has no other: there the head of the household's village does.
 * From then on nothing brings the data back.
 */
export const eraseConfirm = kind({
  name: 'erase.confirm',
  version: 1,
  shape: z.strictObject({ request: id, household: id, on: day }),
  needs: ({ request }, said) => [`request/${request}`, `commune/${said.commune}`],
  decide({ request, household, on }, said, rows) {
    const by = author(rows, said);
    const row = findAt<RequestRow>(rows, 'request', request, household);
    const ties = hasOneOfficer(find<CommuneRow>(rows, 'commune', said.commune), said.today) ? ['alone' as const] : [];
    if (!row || !by.may('erase.confirm', row, ties)) return by.denied('erase.confirm', { row, unknown: refuse('request.unknown', { request }) });
    if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
    const { erasing, closedOn } = row.body;
    if (closedOn !== null) return refuse('request.closed', { on: closedOn });
    if (!erasing) return refuse('request.not-asked', {});
    if (erasing.confirmedOn !== null) return refuse('request.asked', { by: erasing.confirmedBy!, on: erasing.confirmedOn });
    if (erasing.askedBy === said.author) return refuse('request.same-person', {});
    if (on < erasing.askedOn) return refuse('day.early', { field: 'on', earliest: erasing.askedOn });
    return done(change(row, { erasing: { ...erasing, confirmedBy: said.author, confirmedOn: on } }));
  },
});

/** Kinds of rows that stay although the household is erased, and why. Their words go once their own term is over (retention.ts). */
export const KEPT_BY_LAW: Readonly<Record<string, string>> = {
  petition: 'Luật Tiếp công dân 42/2013/QH13',
};

/** One batch of a household's rows. */
export const MOST_ERASED = 400;
const key = z.string().check(z.regex(/^[a-z]+\/[A-Za-z0-9][A-Za-z0-9._-]{0,60}$/));

/**
 * Said by the house once two people have settled it, with the keys of the rows there are, several times where there are many;
 * `last` with the last batch. `of`: whose rows, the household's own or those of one merged with it. The rows go from every phone;
 * the household's line and the request stay without a word, to show that it was done. Without a request: the house says it of
 * a household that left the village longer ago than its data are kept.
 */
export const householdErase = kind({
  name: 'household.erase',
  version: 1,
  afterErasing: true,
  shape: z.strictObject({ request: z.nullable(id), household: id, of: id, rows: list(key, MOST_ERASED), last: z.boolean() }),
  needs: ({ request, household, of, rows }) => [...(request === null ? [] : [`request/${request}`]), `household/${household}`, `household/${of}`, ...rows],
  decide({ request, household, of, rows: keys, last }, said, rows) {
    const by = author(rows, said);
    const home = find<HouseholdRow>(rows, 'household', household);
    const row = request === null ? undefined : findAt<RequestRow>(rows, 'request', request, household);
    const unknown = refuse('household.unknown', { household });
    if (!home || !by.may('household.erase', home, said.author === HOUSE ? ['house'] : [])) return by.denied('household.erase', { row: home, unknown });
    if (request === null ? !isForgotten(home, said.today) : !row?.body.erasing?.confirmedOn) return refuse('request.not-asked', {});
    const part = find<HouseholdRow>(rows, 'household', of);
    if (!part || (of !== household && part.body.mergedInto !== household)) return unknown;
    const foreign = keys.find((one) => !mayGo(rows, one, of));
    if (foreign !== undefined) return refuse('request.foreign-row', { row: foreign });
    if (!last) return { puts: [], drops: keys };
    const stub = erasedRow(part, said.today);
    return { puts: [stub, ...(row && of === household ? [emptied(row, said.today)] : [])], drops: keys };
  },
});

/** Everything of the household but its line, its requests, and what the law keeps. */
export const goesWith = (kind: string): boolean => !(kind in KEPT_BY_LAW) && kind !== 'request' && kind !== 'household';

function mayGo(rows: Rows, key: RowKey, household: string): boolean {
  const row = rows.get(key);
  return row === undefined || (row.household === household && goesWith(row.kind));
}

/** Whether the household left so long ago that all of it goes. */
export const isForgotten = ({ body }: HouseholdRow, today: Day): boolean => body.erasedOn === undefined && isOver('register', body.closedOn, today);

/** What shows later that it was asked for, who of the commune did it, and when: no word of the household's. */
export const emptied = (row: RequestRow, on: Day): RequestRow => {
  const { corrected: _, ...body } = row.body;
  const carried = body.what === 'erase' && body.closedOn === null && body.erasing?.confirmedBy;
  return {
    ...row,
    body: {
      ...body, words: null, by: null, about: null, closedOn: body.closedOn ?? on,
      answers: [...body.answers.map((answer) => ({ ...answer, words: null })), ...(carried ? [{ did: 'done' as const, on, by: carried, words: null }] : [])],
      ...(body.erasing ? { erasing: { ...body.erasing, doneOn: body.erasing.doneOn ?? on } } : {}),
    },
  };
};
