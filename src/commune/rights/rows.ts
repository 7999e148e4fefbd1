// What a household asks about its own data, and what the commune did about it: one row a request, with its lawful clocks.
import type { Row } from '#journal/act.ts';
import type { Day } from '../places/rows.ts';

/**
 * see: everything held, on paper · correct: a value is wrong · erase: all of it gone · restrict: nothing more written,
 * what is there folded away · lift: end of that · object: one use is to stop · withdraw: a consent ends.
 */
export const ASKED = ['see', 'correct', 'erase', 'restrict', 'lift', 'object', 'withdraw'] as const;
export type Asked = (typeof ASKED)[number];

/** heard: taken in, with what happens next · longer: needs more time · done · declined: not, and why. */
export const ANSWERS = ['heard', 'longer', 'done', 'declined'] as const;

export interface RightAnswer {
  readonly did: (typeof ANSWERS)[number];
  readonly on: Day;
  /** Person id. */
  readonly by: string;
  /** Null once the household's data were erased. */
  readonly words: string | null;
}

/** Two people erase: one asks, another confirms. */
export interface Erasing {
  readonly askedBy: string;
  readonly askedOn: Day;
  readonly confirmedBy: string | null;
  readonly confirmedOn: Day | null;
  /** Day the data were gone. */
  readonly doneOn: Day | null;
}

/** A value that was corrected on request: the old one stays here, where it is not in the way. */
export interface Corrected {
  readonly was: string | null;
  readonly now: string | null;
}

export interface RequestBody {
  readonly what: Asked;
  /** What it is about: `household.head`, `member.<id>.name`, `visit.<id>`, `consent.photo`; null: the whole page. */
  readonly about: string | null;
  readonly words: string | null;
  /** Who of the household spoke, by name as said. */
  readonly by: string | null;
  /** Person id of whoever wrote it down. */
  readonly takenBy: string;
  readonly on: Day;
  /** By when the household must have heard that it was taken in and what happens. */
  readonly answerDueOn: Day;
  /** By when it must be done; a longer term that was told moves it, once. */
  readonly doneDueOn: Day;
  readonly answers: readonly RightAnswer[];
  /** First day on which nothing of it is owed any more: done or declined. */
  readonly closedOn: Day | null;
  /** Day on which the household was told of the last answer; null: it is still to be told. */
  readonly toldOn: Day | null;
  readonly corrected?: Corrected;
  readonly erasing?: Erasing;
}
export type RequestRow = Row<'request', RequestBody>;
