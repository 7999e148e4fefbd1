// What a phone's replica asks of its store and of the road; each port has a contract suite.
import type { Act, KeptRow, Refusal, Row, RowKey } from './act.ts';
import type { Answer, Verdict } from './accept.ts';
import type { Asked, Cursor, Mark, PageHead, Reach, Span } from './cursor.ts';

/** An act on this phone and what the screen showed of it. */
export interface KeptAct {
  readonly act: Act;
  readonly shown: readonly Row[];
  readonly hidden: readonly RowKey[];
  readonly verdict: Verdict | null;
  /** Epoch of the server that gave the verdict; a restored server may know nothing of it. Null without a verdict. */
  readonly epoch: string | null;
}

/**
 * One page of rows. A plain page carries, in rising order of entry, rows changed after the asked cursor up to its own
 * `cursor`. A `reset` page belongs to a whole new reading of the scope: its rows are set aside and replace all held
 * rows, all at once, when its last page is in.
 */
export interface Page extends PageHead {
  readonly rows: readonly KeptRow[];
}

export interface StoreState extends Reach {
  /** All kept acts in turn order: waiting, refused, and booked ones not yet safe in a backup. */
  readonly acts: readonly KeptAct[];
}

export interface Settlement {
  /** Epoch of the server that gave the verdicts. */
  readonly epoch: string;
  /** Each is taken where `settles` in accept.ts says so. Turns that are not kept are passed over. */
  readonly verdicts: readonly Verdict[];
  /**
   * What the as-said acts left, worked out over the rows as they were at `under`. It counts only while the held cursor
   * is still at that mark (epoch, scope and entry); otherwise only the verdicts and `forget` are taken.
   */
  readonly under: Mark | null;
  readonly rows: readonly KeptRow[];
  /** Entries of those acts, added to the cursor's own. */
  readonly own: readonly Span[];
  /** The rows of the two sides disagree: forget cursor and reading (not the rows), so that all is read anew. */
  readonly mistrust: boolean;
  /** Turns of booked acts that may be let go: safe in a backup, and what they left is here. */
  readonly forget: readonly number[];
}

/**
 * The phone's store. Each call is one atomic step, durable when its promise resolves (law J1);
 * each may be killed at any point and leaves the store as before or as after. Several tabs may hold the same store.
 */
export interface ReplicaStore {
  open(): Promise<StoreState>;
  rows(keys: readonly RowKey[]): Promise<ReadonlyMap<RowKey, KeptRow>>;
  /**
   * Gives the next turn to `build` and keeps what it builds; a refusal keeps nothing and uses no turn.
   * Turns are 1, 2, 3 … and never used again, whatever is dismissed or forgotten.
   */
  append(build: (turn: number) => KeptAct | { readonly refusal: Refusal }): Promise<KeptAct | { readonly refusal: Refusal }>;
  settle(settlement: Settlement): Promise<void>;
  /** Takes a page as `takingOf` and `reachAfter` in cursor.ts say; answers where the store stands then. */
  take(page: Page, asked: Asked): Promise<Reach>;
  /** Takes a refused act off the list once its author has seen the reason; any other act stays. */
  dismiss(turn: number): Promise<void>;
}

export interface Pushed extends Answer {
  readonly epoch: string;
  /** Highest turn of this device that stands in a verified backup. */
  readonly safe: number;
}

/** What a phone sends: acts in turn order, and what it will not send. */
export interface Push {
  readonly acts: readonly Act[];
  /** Where the phone stands: decides which acts are as said. */
  readonly cursor: Cursor | null;
  /**
   * Turns below the last act sent that this phone will not say again: refused before, or let go because they were
   * safe. Only a server that lost them (restored from a backup) takes note, and goes past them.
   */
  readonly withheld: readonly Span[];
}

/** The way to the server. A call that rejects may still have arrived: everything is safe to say again. */
export interface Road {
  push(push: Push): Promise<Pushed>;
  pull(asked: Asked): Promise<Page>;
}
