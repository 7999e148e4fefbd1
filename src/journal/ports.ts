// What a phone's replica asks of its store and of the road; each port has a contract suite.
import type { Act, KeptRow, Refusal, Row, RowKey } from './act.ts';
import type { Answer, Verdict } from './accept.ts';
import type { Asked, Cursor, Mark, PageHead, Reach, Span } from './cursor.ts';
import type { Heard, Sum, Told } from './digest.ts';

/** An act on this phone and what the screen showed of it. */
export interface KeptAct {
  readonly act: Act;
  readonly shown: readonly Row[];
  readonly hidden: readonly RowKey[];
  readonly verdict: Verdict | null;
  /** Epoch of the server that gave the verdict; a restored server may know nothing of it. Null without a verdict. */
  readonly epoch: string | null;
}

/** No epoch has this name: what was booked under it must be said again before it counts. */
const UNSURE = '';

/** The act once its verdict no longer counts. A refusal stays: its author has read why and done something else. */
export const unsure = (kept: KeptAct): KeptAct =>
  kept.verdict && !('refusal' in kept.verdict) ? { ...kept, epoch: UNSURE } : kept;

/**
 * One page of rows. A plain page carries, in rising order of entry, rows changed after the asked cursor up to its own
 * `cursor`. A `reset` page belongs to a whole new reading of the scope: its rows are set aside and replace all held
 * rows, all at once, when its last page is in.
 */
export interface Page extends PageHead {
  readonly rows: readonly KeptRow[];
  /** On a plain page: it covers the entries after this one, up to its cursor's. Null also where an older server does not say. */
  readonly from: number | null;
  /** On a plain page: how many of these entries it carries nothing of (hidden from this person, or overwritten since). */
  readonly hidden: number | null;
  /** On the last plain page: what the phone must hold once it is in. */
  readonly sum: Sum | null;
}

/** Whether the page leaves out entries without saying so: it must begin where it was asked to and account for each. */
export function hasGap({ reset, from, hidden, cursor, rows }: Page, asked: Asked): boolean {
  if (reset || from === null) return false;
  const shown = new Set(rows.map((row) => row.entry));
  const stray = rows.some(({ entry }) => entry <= from || entry > cursor.entry);
  return from !== asked.cursor?.entry || stray || shown.size + (hidden ?? 0) !== cursor.entry - from;
}

/** Where the store stands once a page is taken; `sum`: whether it then holds what the page says, null where that cannot be told. */
export interface Taken extends Reach {
  readonly sum: 'equal' | 'unequal' | null;
}

/** Whether the sum can be told: the last plain page was taken, and nothing is held of what came after it. */
export const tellsSum = (page: Page, taking: string, { cursor }: Reach): boolean =>
  taking === 'plain' && page.sum !== null && page.more === null && cursor !== null && cursor.own.length === 0;

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
  /**
   * What the answer told of the journal. Where it `overturns` what was heard (digest.ts), before anything else: every kept
   * act is made `unsure`, and cursor and reading are forgotten.
   */
  readonly told: Told | null;
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
  /**
   * Takes a page as `takingOf` and `reachAfter` in cursor.ts say; one that overturns what was heard makes every kept act
   * `unsure`. Answers where the store stands then.
   */
  take(page: Page, asked: Asked): Promise<Taken>;
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
   * What the phone was last told of the journal; a server with another history takes no act that is new to it. Left out
   * only by whoever speaks on the server itself.
   */
  readonly heard?: Heard | null | undefined;
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
