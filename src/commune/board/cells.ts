// The fixed list of what the public board shows: no names, no free text, nothing that is not listed here (law B2).
import type { Day } from '../places/rows.ts';
import { TOPICS, type Topic } from '../visits/rows.ts';

/** Every promise is in exactly one of these. There is no separate total to subtract from. */
export const PROMISE_CELLS = ['confirmed', 'claimed', 'open', 'overdue', 'withdrawn'] as const;
export type PromiseCell = (typeof PROMISE_CELLS)[number];

/** How long confirmed promises took, said in words a village uses. */
export const SPANS = ['week', 'fortnight', 'month', 'quarter', 'longer'] as const;
export type Span = (typeof SPANS)[number];

/** Months of visits shown. */
export const MONTHS_SHOWN = 12;

export type CellName = `promises.${PromiseCell}` | `visits.${string}` | `heard.${string}.${Topic}`;

export const promiseCell = (cell: PromiseCell): CellName => `promises.${cell}`;
export const monthCell = (month: string): CellName => `visits.${month}`;
export const heardCell = (year: string, topic: Topic): CellName => `heard.${year}.${topic}`;

/** `YYYY-MM` of the last twelve months, the newest last. */
export function monthsUpTo(today: Day): readonly string[] {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7)) - 1;
  return Array.from({ length: MONTHS_SHOWN }, (_, i) => {
    const count = year * 12 + month - (MONTHS_SHOWN - 1 - i);
    return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
  });
}

/** All cells of one village's board on that day: the board asks for these and no others. */
export function cellsOn(today: Day): readonly CellName[] {
  const year = today.slice(0, 4);
  return [
    ...PROMISE_CELLS.map(promiseCell),
    ...monthsUpTo(today).map(monthCell),
    ...TOPICS.map((topic) => heardCell(year, topic)),
  ];
}

/**
 * The span within which half of the confirmed promises were done; null where there are none. A word, not a number of days, so that
 * one household's promise cannot be read from it.
 *
 * @param days days from promise to confirmation, one per confirmed promise
 */
export function spanOf(days: readonly number[]): Span | null {
  if (days.length === 0) return null;
  const sorted = [...days].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]!;
  if (middle <= 7) return 'week';
  if (middle <= 14) return 'fortnight';
  if (middle <= 31) return 'month';
  return middle <= 92 ? 'quarter' : 'longer';
}
