// When the door stands before the book although a book is open: a paper to be used, or a seat without a PIN yet.
import type { Phone } from '#phone/book.ts';
import { forgottenPins } from './forgotten-pin.ts';

/** @param first first part of the address */
export function doorNeeded(phone: Phone, first: string | undefined): boolean {
  const book = phone.book.value;
  if (!book) return true;
  if (first === 'vao' || first === 'the') return true;
  if (forgottenPins.value.has(book.seat.device)) return true;
  return phone.seats.value.some((seat) => seat.device === book.seat.device && !seat.hasPin);
}
