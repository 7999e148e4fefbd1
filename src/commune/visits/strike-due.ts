// What a family no longer agrees to has to be struck from visits written before: what that is, and until when.
import { lastWord, stands } from '../households/consent.ts';
import type { ConsentPurpose, ConsentRow } from '../households/rows.ts';
import { addDays } from '../places/days.ts';
import type { Day } from '../places/rows.ts';
import type { VisitBody, VisitRow } from './rows.ts';

/** Decree 356/2025/NĐ-CP, under Law 91/2025/QH15: what a withdrawal asks for is done within 15 days of it. */
export const STRIKE_DAYS = 15;

export const STRIKES = ['words', 'clips'] as const;
/** words: what the family said, in writing · clips: photos and recordings, those of them that are no longer agreed to. */
export type Strike = (typeof STRIKES)[number];
/** Which consents each rests on. */
export const RESTS_ON: Readonly<Record<Strike, readonly ConsentPurpose[]>> = { words: ['visit-notes'], clips: ['photo', 'voice'] };

/** Whether the visit holds something that stands on that consent. */
export function holds({ heard, photos }: VisitBody, purpose: ConsentPurpose): boolean {
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
