// What the page of a promise and each of its forms are given.
import type { PromiseRow } from '#commune/promises/rows.ts';
import type { Book, HouseholdPage } from '#phone/book.ts';

export interface PromiseProps {
  readonly book: Book;
  readonly page: HouseholdPage;
  readonly promise: PromiseRow;
}
