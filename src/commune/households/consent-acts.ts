// What a household agrees to is asked for one purpose at a time, given aloud or in writing, and taken back on any day.
import * as z from 'zod/mini';
import { done, refuse } from '#journal/act.ts';
import { author } from '../places/author.ts';
import { isFuture } from '../places/days.ts';
import { change, find } from '../places/find.ts';
import { kind } from '../places/kind.ts';
import { day, id, language, line, name } from '../places/shape.ts';
import { CONSENT_TEXT, consentId, findConsent, heardLast, lastWord } from './consent.ts';
import type { HouseholdRow } from './rows.ts';
import { CONSENT_PURPOSES } from './rows.ts';

const purpose = z.enum(CONSENT_PURPOSES);
/** As asked within a visit, whose day and language it shares. */
export const consentAsked = z.strictObject({
  purpose, given: z.boolean(), how: z.enum(['spoken', 'signed']), by: name, text: z._default(line(40), CONSENT_TEXT),
});

export const consentRecord = kind({
  name: 'consent.record',
  version: 1,
  shape: z.extend(consentAsked, { household: id, language, on: day }),
  needs: ({ household, purpose }) => [`household/${household}`, `consent/${consentId(household, purpose)}`],
  decide({ household, ...body }, said, rows) {
    const by = author(rows, said);
    const row = find<HouseholdRow>(rows, 'household', household);
    const unknown = refuse('household.unknown', { household });
    if (!row || !by.may('consent.record', row)) return by.denied('consent.record', { row, unknown });
    if (isFuture(body.on, said.today)) return refuse('day.future', { field: 'on', day: body.on });
    const known = findConsent(rows, household, body.purpose);
    const next = heardLast(row, { ...body, withdrawnOn: null }, known);
    return next ? done(next) : refuse('consent.later', { purpose: body.purpose, on: lastWord(known!.body) });
  },
});

export const consentWithdraw = kind({
  name: 'consent.withdraw',
  version: 1,
  shape: z.strictObject({ household: id, purpose, on: day }),
  needs: ({ household, purpose }) => [`household/${household}`, `consent/${consentId(household, purpose)}`],
  decide({ household, purpose, on }, said, rows) {
    const by = author(rows, said);
    const row = find<HouseholdRow>(rows, 'household', household);
    const unknown = refuse('household.unknown', { household });
    if (!row || !by.may('consent.withdraw', row)) return by.denied('consent.withdraw', { row, unknown });
    if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
    const consent = findConsent(rows, household, purpose);
    if (!consent || !consent.body.given) return refuse('consent.none', { purpose });
    if (consent.body.withdrawnOn !== null) return refuse('consent.withdrawn', { purpose, on: consent.body.withdrawnOn });
    if (on < consent.body.on) return refuse('day.early', { field: 'on', earliest: consent.body.on });
    return done(change(consent, { withdrawnOn: on }));
  },
});
