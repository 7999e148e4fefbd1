// The people with posts as an office lists them: who does what now, what begins, what has ended.
import type { Day, PersonRow, Post, Role } from '#commune/places/rows.ts';
import { fold } from '#commune/households/search.ts';

/** Roles of people, in the order an office thinks of them; a household's representative is no staff. */
export const STAFF_ROLES = ['officer', 'head', 'volunteer', 'supervisor', 'viewer'] as const satisfies readonly Role[];
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Roles that stand in one village; a supervisor may stand in one or in the whole commune. */
export const VILLAGE_ROLES: readonly Role[] = ['head', 'volunteer'];
export const EITHER_ROLES: readonly Role[] = ['supervisor'];

export type PostTime = 'now' | 'later' | 'past';

export const timeOf = (post: Post, today: Day): PostTime => (post.from > today ? 'later' : post.until !== null && post.until < today ? 'past' : 'now');

export interface StaffLine {
  readonly id: string;
  readonly name: string;
  /** In force or to come, the weightiest first. */
  readonly posts: readonly Post[];
  readonly past: readonly Post[];
  readonly closedOn: Day | null;
  readonly search: string;
}

const rank = (post: Post | undefined): number => (post ? STAFF_ROLES.indexOf(post.role as StaffRole) : STAFF_ROLES.length);

/** Vietnamese names are sorted by the given name, which stands last. */
const given = (name: string): string => fold(name).split(' ').reverse().join(' ');

/** Everybody but households' representatives, by role, then by given name. */
export function staffOf(people: Iterable<PersonRow>, today: Day): readonly StaffLine[] {
  const lines: StaffLine[] = [];
  for (const { id, household, body } of people) {
    if (household !== null) continue;
    const live = body.posts.filter((post) => timeOf(post, today) !== 'past').sort((a, b) => rank(a) - rank(b));
    const past = body.posts.filter((post) => timeOf(post, today) === 'past').sort((a, b) => ((a.until ?? '') < (b.until ?? '') ? 1 : -1));
    lines.push({ id, name: body.name, posts: body.closedOn === null ? live : [], past: body.closedOn === null ? past : [...live, ...past], closedOn: body.closedOn, search: fold(body.name) });
  }
  return lines.sort((a, b) => rank(a.posts[0]) - rank(b.posts[0]) || given(a.name).localeCompare(given(b.name)));
}

/** Who looks after each household now, by household id; a household with two is named with the first. */
export function volunteersOf(people: Iterable<PersonRow>, today: Day, but: string | null): ReadonlyMap<string, string> {
  const by = new Map<string, string>();
  for (const { id, body } of people) {
    if (id === but || body.closedOn !== null) continue;
    for (const post of body.posts) {
      if (post.role !== 'volunteer' || timeOf(post, today) === 'past') continue;
      for (const household of post.households) if (!by.has(household)) by.set(household, body.name);
    }
  }
  return by;
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A name for a new row, made on the phone: 60 bits of chance, so that two phones never make the same. */
export function newId(prefix: string): string {
  return prefix + Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => LETTERS[byte & 31]).join('');
}
