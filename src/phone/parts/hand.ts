// What the person at the seat may do today: what a post does not allow is not offered. The book itself decides again.
import type { Hand } from '#commune/places/author.ts';
import { handOf } from '#commune/places/author.ts';
import { postsOn } from '#commune/places/policy.ts';
import type { Post } from '#commune/places/rows.ts';
import type { Book } from '#phone/book.ts';

/** Posts of the person at the seat that are in force today. Read while drawing: redraws when posts change. */
export function myPosts(book: Book): readonly Post[] {
  const me = book.people.value.get(book.seat.person);
  return me ? postsOn(me, book.today()) : [];
}

export const myHand = (book: Book): Hand => handOf(book.people.value.get(book.seat.person), book.seat.person, book.today());

/** The household this seat belongs to, where it is a household's own seat; else null. */
export const ownHousehold = (book: Book): string | null => myPosts(book).find((post) => post.role === 'household')?.households[0] ?? null;

/** Whether the seat works with households at all: sees lists of them and keeps promises. */
export const worksInVillages = (book: Book): boolean => myPosts(book).some((post) => post.role !== 'household' && post.role !== 'viewer');

/** Whether the seat visits households and notes: officer, head, volunteer. */
export const visits = (book: Book): boolean => myPosts(book).some((post) => post.role === 'officer' || post.role === 'head' || post.role === 'volunteer');

/** Name of a person as everyone sees it. */
export const nameOf = (book: Book, person: string): string => book.people.value.get(person)?.body.name ?? person;
