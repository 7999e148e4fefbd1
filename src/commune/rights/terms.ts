// How long the commune may take over a request about personal data, and how sure we are of each term.
import { afterWorkingDays, type Calendar } from '../places/clock.ts';
import { addDays } from '../places/days.ts';
import type { Day } from '../places/rows.ts';
import type { Asked } from './rows.ts';

export interface Term {
  readonly days: number;
  /** Working days, or days of the calendar. */
  readonly counts: 'working' | 'calendar';
  /** As people here cite it. */
  readonly source: string;
  /** `unverified`: the article was not read by us word for word; a lawyer of the commune must look before it is relied on. */
  readonly confidence: 'confirmed' | 'unverified';
}

const DECREE = 'Nghị định 356/2025/NĐ-CP';

/** The household hears that its request was taken in, and what will happen. */
export const ANSWER_TERM: Term = { days: 2, counts: 'working', source: DECREE, confidence: 'confirmed' };

/**
 * Until it is done. For seeing, correcting and erasing the decree gives 10 to 20 days by kind, and which is which was not seen:
 * the shortest is kept to, which is within the law whichever it is.
 */
export const DONE_TERMS: Readonly<Record<Asked, Term>> = {
  see: { days: 10, counts: 'calendar', source: DECREE, confidence: 'unverified' },
  correct: { days: 10, counts: 'calendar', source: DECREE, confidence: 'unverified' },
  erase: { days: 10, counts: 'calendar', source: DECREE, confidence: 'unverified' },
  restrict: { days: 15, counts: 'calendar', source: DECREE, confidence: 'confirmed' },
  lift: { days: 15, counts: 'calendar', source: DECREE, confidence: 'unverified' },
  object: { days: 15, counts: 'calendar', source: DECREE, confidence: 'confirmed' },
  withdraw: { days: 15, counts: 'calendar', source: DECREE, confidence: 'confirmed' },
};

/** Once, and told to the household with the reason. */
export const LONGER_TERM: Term = { days: 15, counts: 'calendar', source: DECREE, confidence: 'confirmed' };

/** Last day of the term that begins on `from`, which is not counted. */
export const endOf = (term: Term, from: Day, calendar: Calendar): Day =>
  (term.counts === 'working' ? afterWorkingDays(from, term.days, calendar) : addDays(from, term.days));
