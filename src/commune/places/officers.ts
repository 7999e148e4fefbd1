// The commune's list of officers' posts: kept so that somebody can always give posts to others.
import { change } from './find.ts';
import type { CommuneRow, PersonRow } from './rows.ts';
import type { Day } from './rows.ts';

/** The commune's row with that person's officer posts as they now are; what has ended falls off the list. */
export function withOfficerPosts(commune: CommuneRow, person: PersonRow, today: Day): CommuneRow {
  const others = commune.body.officers.filter((one) => one.person !== person.id);
  const own = person.body.posts
    .filter((post) => post.role === 'officer')
    .map(({ id, from, until }) => ({ person: person.id, post: id, from, until }));
  return change(commune, { officers: [...others, ...own].filter((one) => one.until === null || one.until >= today) });
}

/**
 * Whether nobody would be left, with the person's posts as they now are, who is an officer today and has no
 * end set: a commune whose last officer leaves on a set day would stand without one the day after.
 */
export const isLastOfficer = (commune: CommuneRow, person: PersonRow, today: Day): boolean =>
  !withOfficerPosts(commune, person, today).body.officers.some((one) => one.from <= today && one.until === null);
