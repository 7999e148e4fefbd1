// What a family no longer agrees to is taken out of visits written before: what that is, until when, and the act that does it.
import * as z from 'zod/mini';
import { done, refuse } from '#journal/act.ts';
import { consentKeys, findConsent, lastWord, stands } from '../households/consent.ts';
import type { ConsentPurpose, ConsentRow } from '../households/rows.ts';
import { author } from '../places/author.ts';
import { addDays, isFuture } from '../places/days.ts';
import { change, findAt, kind } from '../places/kind.ts';
import type { Day } from '../places/rows.ts';
import { day, id, list } from '../places/shape.ts';
import type { Heard, VisitBody, VisitRow } from './rows.ts';
import { gone } from './rows.ts';

/** Decree 356/2025/NĐ-CP, under Law 91/2025/QH15: what a withdrawal asks for is done within 15 days of it. */
export const STRIKE_DAYS = 15;

export const STRIKES = ['words', 'clips'] as const;
/** words: what the family said, in writing · clips: photos and recordings, those of them that are no longer agreed to. */
export type Strike = (typeof STRIKES)[number];
const RESTS_ON: Readonly<Record<Strike, readonly ConsentPurpose[]>> = { words: ['visit-notes'], clips: ['photo', 'voice'] };

/** Whether the visit holds something that stands on that consent. */
function holds({ heard, photos }: VisitBody, purpose: ConsentPurpose): boolean {
  switch (purpose) {
    case 'visit-notes': return heard.some(({ words }) => words !== null);
    case 'voice': return heard.some(({ clip }) => clip !== null);
    case 'photo': return photos.length > 0;
  }
}

export interface StrikeDue {
  /** Last day of the lawful term, counted from the earliest withdrawal that still waits. */
  readonly until: Day;
  readonly visits: readonly { readonly visit: string; readonly what: readonly Strike[] }[];
}

/**
 * What of a household's visits has to be struck, as its consents stand now; null: nothing. A family that first agreed
 * and later refused has withdrawn, whichever of the two words was used.
 */
export function strikeDue(consents: readonly ConsentRow[], visits: readonly VisitRow[]): StrikeDue | null {
  const over = consents.filter((consent) => !stands(consent));
  const due = visits.map(({ id, body }) => ({ visit: id, rests: over.filter((consent) => holds(body, consent.body.purpose)) }))
    .filter(({ rests }) => rests.length > 0);
  const [first] = due.flatMap(({ rests }) => rests.map(({ body }) => lastWord(body))).sort();
  if (first === undefined) return null;
  return {
    until: addDays(first, STRIKE_DAYS),
    visits: due.map(({ visit, rests }) => ({
      visit, what: STRIKES.filter((one) => rests.some(({ body }) => RESTS_ON[one].includes(body.purpose))),
    })),
  };
}

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
