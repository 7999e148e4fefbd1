// Requests about one's own data: asked by the household or for it, answered by an officer within the lawful days, told.
import * as z from 'zod/mini';
import { done, refuse } from '#journal/act.ts';
import type { HouseholdRow } from '../households/rows.ts';
import { author } from '../places/author.ts';
import { NO_CHANGES } from '../places/clock.ts';
import { addDays, isFuture } from '../places/days.ts';
import { change, find, findAt } from '../places/find.ts';
import { kind } from '../places/kind.ts';
import type { CommuneRow } from '../places/rows.ts';
import { day, id, line, maybe, name, words } from '../places/shape.ts';
import { ANSWERS, ASKED, type RequestBody, type RequestRow } from './rows.ts';
import { ANSWER_TERM, DONE_TERMS, endOf, LONGER_TERM } from './terms.ts';

const MOST_ANSWERS = 30;
/** `household.head`, `member.abc-3.1.born`, `visit.abc-7`: names a place, says nothing. */
const about = z.string().check(z.regex(/^[a-z]+(\.[A-Za-z0-9._-]{1,60})?$/));

export const rightAsk = kind({
  name: 'right.ask',
  version: 1,
  shape: z.strictObject({ household: id, what: z.enum(ASKED), about: maybe(about), words: maybe(words(2000)), by: name, on: day }),
  needs: ({ household }, said) => [`household/${household}`, `commune/${said.commune}`],
  decide({ household, on, ...asked }, said, rows) {
    const by = author(rows, said);
    const row = find<HouseholdRow>(rows, 'household', household);
    if (!row || !by.may('right.ask', row)) return by.denied('right.ask', { row, unknown: refuse('household.unknown', { household }) });
    if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
    const calendar = find<CommuneRow>(rows, 'commune', said.commune)?.body ?? NO_CHANGES;
    // A closed household keeps its rights: it may have moved away and want to know what stays behind.
    return done({
      kind: 'request', id: said.id, village: row.village, household,
      body: {
        what: asked.what, about: asked.about ?? null, words: asked.words ?? null, by: asked.by, takenBy: said.author, on,
        answerDueOn: endOf(ANSWER_TERM, on, calendar), doneDueOn: endOf(DONE_TERMS[asked.what], on, calendar),
        answers: [], closedOn: null, toldOn: null,
      },
    } satisfies RequestRow);
  },
});

const value = z.nullable(line(200));

/** `was`, `now`: what a correction changed; the old value is kept with the request. `dueOn`: the longer term. */
export const rightAnswer = kind({
  name: 'right.answer',
  version: 1,
  shape: z.strictObject({
    request: id, household: id, did: z.enum(ANSWERS), words: words(2000), dueOn: z.optional(day),
    was: z.optional(value), now: z.optional(value), on: day,
  }),
  needs: ({ request, household }) => [`request/${request}`, `household/${household}`],
  decide(answer, said, rows) {
    const by = author(rows, said);
    const { request, household, did, on } = answer;
    const row = findAt<RequestRow>(rows, 'request', request, household);
    if (!row || !by.may('right.answer', row)) return by.denied('right.answer', { row, unknown: refuse('request.unknown', { request }) });
    if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
    const { body } = row;
    if (on < body.on) return refuse('day.early', { field: 'on', earliest: body.on });
    if (body.closedOn !== null) return refuse('request.closed', { on: body.closedOn });
    if (did !== 'heard' && body.erasing?.confirmedOn) return refuse('request.confirmed', { on: body.erasing.confirmedOn });
    if (body.answers.length >= MOST_ANSWERS) return refuse('request.full', { most: MOST_ANSWERS });
    const answers = [...body.answers, { did, on, by: said.author, words: answer.words }];
    if (did === 'longer') {
      if (body.answers.some((one) => one.did === 'longer')) return refuse('request.longer-once', { dueOn: body.doneDueOn });
      const [earliest, latest] = [addDays(body.doneDueOn, 1), addDays(body.doneDueOn, LONGER_TERM.days)];
      const dueOn = answer.dueOn ?? latest;
      if (dueOn < earliest) return refuse('day.early', { field: 'dueOn', earliest });
      if (dueOn > latest) return refuse('day.late', { field: 'dueOn', latest });
      return done(change(row, { answers, doneDueOn: dueOn, toldOn: null }));
    }
    if (did === 'done' && body.what === 'erase') return refuse('request.needs-two', {});
    const next = change(row, { answers, toldOn: null, ...closing(answer, body) });
    const limited = did === 'done' ? limiting(find<HouseholdRow>(rows, 'household', household), body, on) : undefined;
    return limited ? done(next, limited) : done(next);
  },
});

interface Answer {
  readonly did: (typeof ANSWERS)[number];
  readonly on: string;
  readonly was?: string | null | undefined;
  readonly now?: string | null | undefined;
}

function closing({ did, on, was, now }: Answer, { what }: RequestBody): Partial<RequestBody> {
  if (did === 'heard') return {};
  const corrected = did === 'done' && what === 'correct' && (was !== undefined || now !== undefined);
  return { closedOn: on, ...(corrected ? { corrected: { was: was ?? null, now: now ?? null } } : {}) };
}

/** A restriction stands on the household's own row, so that every phone that holds the household knows of it. */
function limiting(household: HouseholdRow | undefined, { what }: RequestBody, on: string): HouseholdRow | undefined {
  if (!household) return undefined;
  if (what === 'restrict') return change(household, { limitedOn: on });
  if (what !== 'lift' || household.body.limitedOn === undefined) return undefined;
  const { limitedOn: _, ...body } = household.body;
  return { ...household, body };
}

/** The household was told of the last answer: by word of mouth, or by reading it itself. */
export const rightTold = kind({
  name: 'right.told',
  version: 1,
  shape: z.strictObject({ request: id, household: id, on: day }),
  needs: ({ request }) => [`request/${request}`],
  decide({ request, household, on }, said, rows) {
    const by = author(rows, said);
    const row = findAt<RequestRow>(rows, 'request', request, household);
    if (!row || !by.may('right.told', row)) return by.denied('right.told', { row, unknown: refuse('request.unknown', { request }) });
    if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
    const last = row.body.answers.at(-1);
    if (!last) return refuse('request.unanswered', {});
    if (on < last.on) return refuse('day.early', { field: 'on', earliest: last.on });
    // Told twice changes nothing: two people may both have said it, without signal.
    return done(row.body.toldOn === null ? change(row, { toldOn: on }) : row);
  },
});

/** The open or declined correction that speaks of this value: the family says it is not so. */
export const disputeOf = (requests: readonly RequestRow[], about: string): RequestRow | undefined =>
  requests.find(({ body }) => body.what === 'correct' && body.about === about &&
    (body.closedOn === null || body.answers.at(-1)?.did === 'declined'));
