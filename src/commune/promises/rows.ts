// What was promised, by whom, by which day; only the household closes it.
import type { Row } from '#journal/act.ts';
import type { Day } from '../places/rows.ts';
import type { Clip } from '../households/clips.ts';

/** open → claimed → confirmed, or back to open when the household says "chưa xong"; or withdrawn with a reason. */
export type PromiseState = 'open' | 'claimed' | 'confirmed' | 'withdrawn';

export interface PromiseStep {
  readonly did: 'made' | 'claimed' | 'confirmed' | 'reopened' | 'offered' | 'accepted' | 'declined' | 'withdrawn' | 'told' | 'postponed';
  readonly on: Day;
  /** Person id. */
  readonly by: string;
  readonly words: string | null;
  readonly photo: Clip | null;
  /** made: the first due day, which stays here for good · postponed: the new one. */
  readonly dueOn?: Day;
  /** offered: the person it was offered to. */
  readonly to?: string;
}

export interface PromiseBody {
  readonly visit: string | null;
  readonly what: string;
  /** Person id of the one who promised to see to it. */
  readonly keeper: string;
  /** Person id it is offered to, until accepted or declined. */
  readonly offeredTo: string | null;
  readonly madeOn: Day;
  readonly dueOn: Day;
  readonly state: PromiseState;
  /** Day of the last state change. */
  readonly stateOn: Day;
  /** After a withdrawal: whether the household has been told why. */
  readonly told: boolean;
  readonly steps: readonly PromiseStep[];
  /** Hashes of photos whose time was over: phones and server throw their bytes away. Left out while there are none. */
  readonly goneClips?: readonly string[];
}
export type PromiseRow = Row<'promise', PromiseBody>;
