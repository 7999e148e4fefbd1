// What a phone's replica asks of its store and of the road; each port has a contract suite.
import type { Act, KeptRow, Refusal, Row, RowKey } from './act.ts';
import type { Answer, Verdict } from './accept.ts';

/** How far a phone has read. A new `epoch` means the server was restored; a new `scope` that posts changed. */
export interface Cursor {
  readonly epoch: string;
  readonly scope: string;
  readonly entry: number;
}

/** An act on this phone and what the screen showed of it. */
export interface KeptAct {
  readonly act: Act;
  readonly shown: readonly Row[];
  readonly hidden: readonly RowKey[];
  readonly verdict: Verdict | null;
}

/**
 * One page of rows. A plain page carries what changed after the phone's cursor; a `reset` page belongs
 * to a whole new reading of the scope, which replaces all held rows once its last page is in.
 */
export interface Page {
  readonly cursor: Cursor;
  readonly reset: boolean;
  readonly rows: readonly KeptRow[];
  /** Where the next page begins, or null on the last one. Opaque. */
  readonly more: string | null;
}

/** A reset that was cut off between pages: where to go on. */
export interface Reading {
  readonly cursor: Cursor;
  readonly more: string;
}

export interface StoreState {
  readonly cursor: Cursor | null;
  readonly reading: Reading | null;
  /** All kept acts in turn order: waiting, refused, and booked ones not yet safe in a backup. */
  readonly acts: readonly KeptAct[];
}

export interface Settlement {
  readonly verdicts: readonly Verdict[];
  /** Confirmed rows left by as-said acts. */
  readonly rows: readonly KeptRow[];
  /** Acts up to this turn are in a verified backup: booked ones may be forgotten. */
  readonly safe: number;
  /** The rows of the two sides disagree: forget the cursor, so that all is read anew. */
  readonly mistrust: boolean;
}

/**
 * The phone's store. Each call is one atomic step, durable when its promise resolves (law J1);
 * each may be killed at any point and leaves the store as before or as after.
 */
export interface ReplicaStore {
  open(): Promise<StoreState>;
  rows(keys: readonly RowKey[]): Promise<ReadonlyMap<RowKey, KeptRow>>;
  /** Gives the next turn to `build` and keeps what it builds; a refusal keeps nothing and uses no turn. */
  append(build: (turn: number) => KeptAct | { readonly refusal: Refusal }): Promise<KeptAct | { readonly refusal: Refusal }>;
  settle(settlement: Settlement): Promise<void>;
  /** Rows with a lower entry than the one held are passed over. */
  take(page: Page): Promise<void>;
  /** Takes a refused act off the list once its author has seen the reason. */
  dismiss(turn: number): Promise<void>;
}

export interface Pushed extends Answer {
  readonly epoch: string;
  /** Highest turn of this device that stands in a verified backup. */
  readonly safe: number;
}

/** The way to the server. A call that rejects may still have arrived: everything is safe to say again. */
export interface Road {
  push(acts: readonly Act[], cursor: number): Promise<Pushed>;
  pull(cursor: Cursor | null, more: string | null): Promise<Page>;
}
