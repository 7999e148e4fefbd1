// What may be told from a kept act: whether it still lies over the rows, and which turns this phone will never say again.
import { type Cursor, type Span, knows } from './cursor.ts';
import type { KeptAct } from './ports.ts';

/** A booked act stays laid over until the rows it left are known here, read back or as said. */
export function isOver({ verdict, epoch }: KeptAct, cursor: Cursor | null): boolean {
  if (!verdict || 'waits' in verdict) return true;
  if ('refusal' in verdict) return false;
  return epoch !== cursor?.epoch || !knows(cursor, verdict.entry);
}

export const isRefused = ({ verdict }: KeptAct): boolean => verdict !== null && 'refusal' in verdict;

/** Turns up to `last` that this phone will not say: refused ones, and those it no longer has. */
export function withheldOf(acts: readonly KeptAct[], last: number): readonly Span[] {
  const spans: Span[] = [];
  let next = 1;
  for (const kept of acts) {
    const { turn } = kept.act;
    if (turn > last || isRefused(kept)) continue;
    if (turn > next) spans.push([next, turn - 1]);
    next = turn + 1;
  }
  return spans;
}
