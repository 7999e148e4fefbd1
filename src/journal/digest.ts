// How the two sides notice that they no longer speak of the same book: a chain over entries, and a sum over the rows held.
import type { KeptRow } from './act.ts';
import { tally } from './canonical.ts';

/** A moment of a journal. `chain` is a digest over every entry up to `entry`; '' before the first. */
export interface End {
  readonly entry: number;
  readonly chain: string;
}

/** The newest moment of a journal that a phone was told of, and of which life of the server. */
export interface Heard extends End {
  readonly epoch: string;
}

/** What an answer told of the journal. */
export interface Told {
  readonly end: Heard;
  /** What had been heard when it was asked for. */
  readonly asked: Heard | null;
  /** What had been heard is not in the server's journal, or the rows are not the server's: another history. */
  readonly other: boolean;
}

export const sameHeard = (a: Heard | null, b: Heard | null): boolean =>
  a === null || b === null ? a === b : a.epoch === b.epoch && a.entry === b.entry && a.chain === b.chain;

/**
 * Whether what was told overturns all that was booked: then nothing counts as booked until it is said once more. An
 * answer to a question of before does not count; what was heard since may be of the right history already.
 */
export const overturns = (held: Heard | null, told: Told): boolean => told.other && sameHeard(held, told.asked);

/** What was heard once this is told. */
export function hearing(held: Heard | null, told: Told): Heard {
  if (held === null || held.epoch !== told.end.epoch || overturns(held, told)) return told.end;
  return told.end.entry > held.entry ? told.end : held;
}

/** Rows that are not gone: how many, and the sum of their marks. */
export interface Sum {
  readonly rows: number;
  readonly sum: number;
}

/** Marks are below this; so is their sum, which therefore never loses a digit. */
export const MARKS = 2 ** 52;
export const noRows: Sum = { rows: 0, sum: 0 };

/** What a row adds to the sum: says which row it is and which entry left it so. A row that is gone adds nothing. */
export const markOf = ({ kind, id, entry }: Pick<KeptRow, 'kind' | 'id' | 'entry'>): number => tally(`${kind}/${id}`, entry) % MARKS;

/** The sum once `before` has made way for `after`; undefined: there was or is none. */
export function summed({ rows, sum }: Sum, before: KeptRow | undefined, after: KeptRow | undefined): Sum {
  const [was, is] = [before && !before.gone ? before : undefined, after && !after.gone ? after : undefined];
  const less = was ? (sum - markOf(was) + MARKS) % MARKS : sum;
  return { rows: rows + (is ? 1 : 0) - (was ? 1 : 0), sum: is ? (less + markOf(is)) % MARKS : less };
}

/** Rows are never changed in place; whoever counts all of them again and again need not mark each again. */
const marks = new WeakMap<KeptRow, number>();

export function sumOf(all: Iterable<KeptRow>): Sum {
  let [rows, sum] = [0, 0];
  for (const row of all) {
    if (row.gone) continue;
    let mark = marks.get(row);
    if (mark === undefined) {
      mark = markOf(row);
      marks.set(row, mark);
    }
    rows += 1;
    sum = (sum + mark) % MARKS;
  }
  return { rows, sum };
}

export const sameSum = (a: Sum, b: Sum): boolean => a.rows === b.rows && a.sum === b.sum;
