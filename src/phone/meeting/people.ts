// Who works for which of two households that are one, or will be: volunteers and representatives, as this phone knows them.
import { householdsOf } from '#commune/places/policy.ts';
import type { PersonRow } from '#commune/places/rows.ts';
import type { Book } from '#phone/book.ts';

const MOST = 60;

const working = (book: Book, ...households: readonly string[]): readonly PersonRow[] =>
  [...book.people.value.values()].filter((person) => person.body.closedOn === null && person.body.posts.some((post) =>
    (post.role === 'volunteer' || post.role === 'household') && (post.until === null || post.until >= book.today()) && householdsOf(post).some((one) => households.includes(one))));

/** Those whose posts an act of merging or parting changes. */
export const peopleOf = (book: Book, a: string, b: string): readonly string[] => working(book, a, b).map(({ id }) => id).slice(0, MOST);

/** Those who work for one of the merged households and do not see all: assigned by somebody who did not know of the merging. */
export const seeingHalf = (book: Book, into: string, from: string): readonly PersonRow[] =>
  working(book, into, from).filter(({ body }) => body.posts.some((post) => {
    const both = householdsOf(post);
    return both.includes(into) !== both.includes(from);
  }));
