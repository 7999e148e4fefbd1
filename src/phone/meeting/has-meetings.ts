// Whether Today has something of meetings and twins to show to this person; what draws it is fetched only then.
import { twinsAmong } from '#commune/households/twins.ts';
import type { Book, HouseholdLine } from '#phone/book.ts';
import { myHand } from '#phone/parts/hand.ts';
import { settledFor, waitingFor } from './asked.ts';

/** Lines of the villages the person at the seat answers for: all to an officer, a head's own village. */
export function ownLines(book: Book): readonly HouseholdLine[] {
  const hand = myHand(book);
  return hand.isOfficer ? book.lines.value : book.lines.value.filter((line) => hand.isHeadOf(line.village));
}

let last: { readonly lines: readonly HouseholdLine[]; readonly seat: Book['seat']; readonly twins: boolean } | undefined;

/** Looking through ten thousand lines is felt: lists are never changed in place, and the same list has the same twins. */
function someTwins(book: Book): boolean {
  const lines = book.lines.value;
  if (last?.lines !== lines || last.seat !== book.seat) last = { lines, seat: book.seat, twins: twinsAmong(ownLines(book)).length > 0 };
  return last.twins;
}

export const hasMeetings = (book: Book): boolean =>
  waitingFor(book).length + settledFor(book).length > 0 || ownLines(book).some((line) => line.closed && line.review) || someTwins(book);
