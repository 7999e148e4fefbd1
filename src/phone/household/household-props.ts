// What the household's page and each of its forms are given.
import type { Book, HouseholdPage } from '#phone/book.ts';

export interface HouseholdProps {
  readonly book: Book;
  readonly page: HouseholdPage;
  /** What follows the form's name in the address: a member, a purpose, a visit. */
  readonly which: string | undefined;
}
