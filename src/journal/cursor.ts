// How far a phone has read the journal, and when a page that comes may still be taken: one rule for every store.
import type { KeptRow } from './act.ts';
import { type Order, type Under, UnsignedScope, mayReplace, underAfter } from './scope.ts';
import { type End, type Heard, type Told, hearing, overturns } from './digest.ts';

/** A place in one reading of the journal. A new `epoch` means the server was restored; a new `scope` that posts changed. */
export interface Mark {
  readonly epoch: string;
  readonly scope: string;
  readonly entry: number;
}

/** Entries `from` to `to`, both within. */
export type Span = readonly [from: number, to: number];

/**
 * What a phone knows: every row of its scope as entry `entry` left it, and the rows its own acts left at the entries
 * in `own`, which it worked out itself and the server found equal. Those need not be sent to it. The phone says this;
 * the server never assumes it, because an answer may have been lost on the road.
 */
export interface Cursor extends Mark {
  /** Above `entry`, rising, not touching each other. */
  readonly own: readonly Span[];
}

/** A reset that is under way: which reading, and where its next page begins. */
export interface Reading {
  readonly cursor: Mark;
  readonly more: string;
}

export interface Reach {
  readonly cursor: Cursor | null;
  readonly reading: Reading | null;
  /** The newest moment of the journal that was told here; it outlives every mistrust of rows. */
  readonly heard: Heard | null;
  /** Under which word of the server the held rows were read; it outlives every mistrust of rows, as they do. */
  readonly under?: Under | null;
}

/** What a page was asked with. `more` is null for the first page of a reset and for every plain page. */
export interface Asked {
  readonly cursor: Cursor | null;
  readonly more: string | null;
  readonly heard: Heard | null;
}

/** What of a page says where it belongs. */
export interface PageHead {
  /** Where the phone stands once this page (of a reset: its last page) is in. Pages of one reset share it. */
  readonly cursor: Mark;
  readonly reset: boolean;
  /** Null on the last page. In a reset: where the next page begins, opaque. On a plain page: only that there is more. */
  readonly more: string | null;
  /** Where the journal ended when the page was made. */
  readonly end: End;
  /** What the phone says it heard is not in this journal. The page is then the first of a reset. */
  readonly other: boolean;
  /** In a reset: the server's word on what this device may read, if it came with one that holds. */
  readonly order?: Order | null;
}

export const nowhere: Reach = { cursor: null, reading: null, heard: null };

/** The word the held rows were read under; a store of before has only its cursor to go by. */
export const underOf = ({ under, cursor }: Pick<Reach, 'under' | 'cursor'>): Under | null =>
  under ?? (cursor ? { epoch: cursor.epoch, scope: cursor.scope, n: 0 } : null);

/**
 * Whether the page, once it is in, takes away rows that were read under another scope.
 * @throws UnsignedScope where nothing gives it leave to: it must not be taken
 */
export function letsGo(held: Pick<Reach, 'under' | 'cursor'>, page: PageHead): boolean {
  if (!page.reset) return false;
  const under = underOf(held);
  if (!mayReplace(under, page)) throw new UnsignedScope(page.cursor.scope);
  return page.more === null && under !== null && under.scope !== page.cursor.scope;
}

export const sameMark = (a: Mark | null, b: Mark | null): boolean =>
  a === null || b === null ? a === b : a.epoch === b.epoch && a.scope === b.scope && a.entry === b.entry;

/** Whether the rows left by that entry are known, within the cursor's epoch and scope. */
export const knows = (cursor: Cursor | null, entry: number): boolean =>
  cursor !== null && (entry <= cursor.entry || cursor.own.some(([from, to]) => from <= entry && entry <= to));

/** The cursor with further own entries; those it has passed are left out. */
export function withOwn(cursor: Cursor, spans: readonly Span[]): Cursor {
  const own: [number, number][] = [];
  for (const [from, to] of [...cursor.own, ...spans].sort((a, b) => a[0] - b[0])) {
    if (to <= cursor.entry) continue;
    const last = own.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else own.push([from, to]);
  }
  return { ...cursor, own };
}

/** Spans of a rising list of numbers. */
export function spansOf(numbers: readonly number[]): readonly Span[] {
  const spans: [number, number][] = [];
  for (const number of numbers) {
    const last = spans.at(-1);
    if (last && number <= last[1] + 1) last[1] = number;
    else spans.push([number, number]);
  }
  return spans;
}

/** Whether whoever stands at `held` knows at least what was known at `asked`. */
const covers = (held: Cursor, asked: Cursor): boolean =>
  held.epoch === asked.epoch && held.scope === asked.scope && held.entry >= asked.entry &&
  asked.own.every(([from, to]) => to <= held.entry || held.own.some((own) => own[0] <= from && to <= own[1]));

/**
 * What to do with a page, given where the store stands now. Pages come late, twice, and asked by another tab.
 * plain: put its rows (those not lower than the held ones) · begin: drop what is set aside and set these rows aside ·
 * go on: set these aside too · pass: it no longer fits, change nothing.
 * `held` may differ from what was asked with, so this must be asked in the same transaction that acts on it.
 */
export function takingOf(held: Reach, page: PageHead, asked: Asked): 'plain' | 'begin' | 'go on' | 'pass' {
  if (page.reset && !mayReplace(underOf(held), page)) return 'pass';
  if (page.other) return overturns(held.heard, toldBy(page, asked)) ? 'begin' : 'pass';
  if (!page.reset) {
    const fits = held.cursor !== null && asked.cursor !== null && covers(held.cursor, asked.cursor) &&
      held.cursor.epoch === page.cursor.epoch && held.cursor.scope === page.cursor.scope &&
      page.cursor.entry >= held.cursor.entry;
    return fits ? 'plain' : 'pass';
  }
  if (asked.more === null) return sameMark(held.cursor, asked.cursor) ? 'begin' : 'pass';
  if (held.reading?.more !== asked.more || !sameMark(held.reading.cursor, asked.cursor)) return 'pass';
  return sameMark(asked.cursor, page.cursor) ? 'go on' : 'begin';
}

/** Where the store stands once the page is taken as `takingOf` said. */
export function reachAfter(held: Reach, page: PageHead, asked: Asked, taking: ReturnType<typeof takingOf>): Reach {
  if (taking === 'pass') return held;
  const heard = hearing(held.heard, toldBy(page, asked));
  if (taking === 'plain') return { ...held, heard, cursor: withOwn({ ...page.cursor, own: held.cursor!.own }, []) };
  // Of another history nothing is known any more, although its epoch may be called the same.
  if (page.more !== null) return { ...held, heard, cursor: page.other ? null : held.cursor, reading: { cursor: page.cursor, more: page.more } };
  return { heard, cursor: { ...page.cursor, own: [] }, reading: null, under: underAfter(underOf(held), page) };
}

/** What a page tells of the journal. */
export const toldBy = ({ cursor: { epoch }, end, other }: PageHead, { heard }: Asked): Told => ({ end: { ...end, epoch }, asked: heard, other });

/** Whether a row that comes replaces the held one: never an older state over a newer. */
export const replaces = (held: KeptRow | undefined, row: KeptRow): boolean => !held || row.entry >= held.entry;
