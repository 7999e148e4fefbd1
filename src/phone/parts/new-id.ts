// Ids for rows that carry one of their own: the seat and a moment, so that two phones never choose the same.
import type { Book } from '#phone/book.ts';

let last = 0;

/** `<device>-<ms in base 36>`, unique on this device even within one millisecond. */
export function newId(book: Book): string {
  last = Math.max(Date.now(), last + 1);
  return `${book.seat.device}-${last.toString(36)}`;
}
