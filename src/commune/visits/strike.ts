// What a family no longer agrees to is taken out of visits written before.
import * as z from 'zod/mini';
import { done, refuse } from '#journal/act.ts';
import { consentKeys, findConsent, stands } from '../households/consent.ts';
import type { ConsentPurpose } from '../households/rows.ts';
import { author } from '../places/author.ts';
import { isFuture } from '../places/days.ts';
import { change, findAt } from '../places/find.ts';
import { kind } from '../places/kind.ts';
import { day, id, list } from '../places/shape.ts';
import type { Heard, VisitRow } from './rows.ts';
import { gone } from './rows.ts';
import { holds, RESTS_ON, STRIKES, type Strike } from './strike-due.ts';

export const visitStrike = kind({
  name: 'visit.strike',
  version: 1,
  shape: z.strictObject({ visit: id, household: id, what: list(z.enum(STRIKES), STRIKES.length, 1), on: day }),
  needs: ({ visit, household }) => [`visit/${visit}`, ...consentKeys(household)],
  decide({ visit, household, what, on }, said, rows) {
    const by = author(rows, said);
    const row = findAt<VisitRow>(rows, 'visit', visit, household);
    if (!row || !by.may('visit.strike', row)) return by.denied('visit.strike', { row, unknown: refuse('visit.unknown', { visit }) });
    if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
    if (on < row.body.on) return refuse('day.early', { field: 'on', earliest: row.body.on });
    const agreed = (purpose: ConsentPurpose) => stands(findConsent(rows, household, purpose));
    // Nobody strikes what the family still agrees to: else a word that is unwelcome could be made away with.
    const kept = what.find((one) => RESTS_ON[one].every(agreed));
    if (kept !== undefined) {
      const purpose = RESTS_ON[kept].find((one) => holds(row.body, one)) ?? RESTS_ON[kept][0]!;
      return refuse('visit.agreed', { purpose });
    }
    const goes = (one: Strike, purpose: ConsentPurpose) => what.includes(one) && !agreed(purpose) && holds(row.body, purpose);
    const [words, photos, voices] = [goes('words', 'visit-notes'), goes('clips', 'photo'), goes('clips', 'voice')];
    // Two people without signal may both have struck it: the second changes nothing, and is not refused for it.
    if (!words && !photos && !voices) return done(row);
    const heard = row.body.heard.map((one): Heard => ({ topic: one.topic, words: words ? null : one.words, clip: voices ? null : one.clip }));
    const left = { heard, photos: photos ? [] : row.body.photos };
    return done(change(row, { ...left, ...gone(row.body, left), struckOn: on }));
  },
});
