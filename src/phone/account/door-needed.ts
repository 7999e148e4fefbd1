// When the door stands before the book although a book is open: a way in is being used, or a seat has no PIN yet.
import type { Phone } from '#phone/book.ts';

/** @param first first part of the address */
export function doorNeeded(phone: Phone, first: string | undefined): boolean {
  const book = phone.book.value;
  if (!book) return true;
  if (first === 'vao' || first === 'the' || first === 'dang-nhap') return true;
  return phone.seats.value.some((seat) => seat.device === book.seat.device && !seat.hasPin);
}
