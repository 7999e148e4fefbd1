// Posts: who may act for which village in which role, from when until when; dated, never deleted.
import * as z from 'zod/mini';
import type { RowKey, Rows } from '#journal/act.ts';
import { done, refuse } from '#journal/act.ts';
import { author, COMMUNE_WIDE } from './author.ts';
import { isFounding } from './commune.ts';
import { addDays } from './days.ts';
import { change, find } from './find.ts';
import { kind } from './kind.ts';
import { relisted } from './meeting.ts';
import { isLastOfficer, withOfficerPosts } from './officers.ts';
import type { CommuneRow, Day, PersonRow, Role, VillageRow } from './rows.ts';
import { ROLES } from './rows.ts';
import { day, id, list } from './shape.ts';
import { assignedTwins } from './twins.ts';

/** A village cell assigns about twelve households to a volunteer; an emergency may assign a whole village. */
const households = list(id, 400);
const MOST_POSTS = 60;

/** Where each role stands: its village, and how many households it names. */
const PLACE: Readonly<Record<Role, { readonly village: 'none' | 'needed' | 'either'; readonly households: 'none' | 'some' | 'one' }>> = {
  officer: { village: 'none', households: 'none' },
  head: { village: 'needed', households: 'none' },
  volunteer: { village: 'needed', households: 'some' },
  supervisor: { village: 'either', households: 'none' },
  household: { village: 'needed', households: 'one' },
  viewer: { village: 'none', households: 'none' },
};

const householdKeys = (ids: readonly string[]): RowKey[] => ids.map((one) => `household/${one}`);

/** What of the households is merged with what. Households are a room above: only what is asked here is read. */
const joinedOf = (rows: Rows, ids: readonly string[]) => ids.flatMap((one) => {
  const body = rows.get(`household/${one}`)?.body as { readonly mergedInto?: string; readonly merged?: readonly { readonly household: string }[] } | undefined;
  return body ? [{ id: one, mergedInto: body.mergedInto, merged: body.merged?.map(({ household }) => household) }] : [];
});

/** The first household that is not there, or not of that village. */
function strayHousehold(rows: Rows, village: string | null, ids: readonly string[]): string | undefined {
  return ids.find((one) => {
    const row = rows.get(`household/${one}`);
    return !row || row.village !== village;
  });
}

export const postGive = kind({
  name: 'post.give',
  version: 1,
  shape: z.strictObject({
    person: id, role: z.enum(ROLES), village: z.nullable(id), households, from: day, until: z.nullable(day),
  }),
  needs: (body, said) => [
    `commune/${said.commune}`, `person/${body.person}`, ...(body.village === null ? [] : [`village/${body.village}`]),
    ...householdKeys(body.households),
  ],
  decide(body, said, rows) {
    const by = author(rows, said);
    const commune = find<CommuneRow>(rows, 'commune', said.commune);
    const founding = body.role === 'officer' && isFounding(commune, said.author, body.person);
    if (!by.may('post.give', COMMUNE_WIDE, founding ? ['founder'] : [])) return by.denied('post.give');
    if (!commune) return refuse('commune.unknown', { commune: said.commune });
    const person = find<PersonRow>(rows, 'person', body.person);
    if (!person) return refuse('person.unknown', { person: body.person });
    if (person.body.closedOn !== null) return refuse('person.closed', { on: person.body.closedOn });
    if (body.until !== null && body.until < body.from) return refuse('day.early', { field: 'until', earliest: body.from });
    const wrong = misplaced(body, rows) ?? clash(person, body);
    if (wrong) return wrong;
    const { role, village, households, from, until } = body;
    const post = assignedTwins({ id: said.id, role, village, households: [...new Set(households)].sort(), from, until }, joinedOf(rows, households));
    const given = change(person, { posts: [...person.body.posts, post] });
    if (role === 'household') return done({ ...given, village, household: post.households[0]! });
    if (role !== 'officer') return done(given);
    // The one who founds must stay: a first officer from tomorrow or until Friday would leave nobody to give posts.
    if (founding && isLastOfficer(commune, given, said.today)) return refuse('post.first-officer', { today: said.today });
    return done(given, withOfficerPosts(commune, given, said.today));
  },
});

interface Giving {
  readonly role: Role;
  readonly village: string | null;
  readonly households: readonly string[];
  readonly from: Day;
  readonly until: Day | null;
}

/** A post must stand where its role stands, in a village there is, with households of that village. */
function misplaced({ role, village, households }: Giving, rows: Rows) {
  const place = PLACE[role];
  if (place.village === 'needed' && village === null) return refuse('post.place', { role, field: 'village' });
  if (place.village === 'none' && village !== null) return refuse('post.place', { role, field: 'village' });
  const count = new Set(households).size;
  if ((place.households === 'none' && count > 0) || (place.households === 'one' && count !== 1)) {
    return refuse('post.place', { role, field: 'households' });
  }
  if (village !== null && !find<VillageRow>(rows, 'village', village)) return refuse('village.unknown', { village });
  const stray = strayHousehold(rows, village, households);
  return stray === undefined ? undefined : refuse('household.elsewhere', { household: stray, village: village ?? '' });
}

const overlap = (a: Giving, b: Giving): boolean =>
  (a.until === null || b.from <= a.until) && (b.until === null || a.from <= b.until);

/** The same post twice at one time, or a household's card on a person of the staff. */
function clash(person: PersonRow, giving: Giving) {
  const { posts } = person.body;
  if (posts.length >= MOST_POSTS) return refuse('post.many', { most: MOST_POSTS });
  // A representative's row is seen by its household and village only, staff rows by everyone: never both in one.
  if (posts.some((post) => (post.role === 'household') !== (giving.role === 'household'))) return refuse('post.mixed', { name: person.body.name });
  if (giving.role === 'household' && person.household !== null && person.household !== giving.households[0]) {
    return refuse('post.mixed', { name: person.body.name });
  }
  const held = posts.find((post) => post.role === giving.role && post.village === giving.village && overlap(post, giving));
  return held ? refuse('post.held', { role: held.role, from: held.from }) : undefined;
}

/**
 * Assigns a volunteer's households anew. `was` is the list the author saw: with it only what the author
 * added and took away is changed, so that two people who assign at one time do not undo each other.
 */
export const postAssign = kind({
  name: 'post.assign',
  version: 1,
  shape: z.strictObject({ person: id, post: id, households, was: z.optional(households) }),
  needs: ({ person, households }) => [`person/${person}`, ...householdKeys(households)],
  decide({ person, post, households, was }, said, rows) {
    const by = author(rows, said);
    const row = find<PersonRow>(rows, 'person', person);
    const held = row?.body.posts.find((one) => one.id === post);
    if (!by.may('post.assign', { village: held?.village ?? null, household: null })) return by.denied('post.assign');
    if (!row || row.household !== null) return refuse('person.unknown', { person });
    if (!held) return refuse('post.unknown', { post });
    if (held.role !== 'volunteer') return refuse('post.place', { role: held.role, field: 'households' });
    if (held.until !== null && held.until < said.today) return refuse('post.over', { role: held.role, until: held.until });
    const stray = strayHousehold(rows, held.village, households);
    if (stray !== undefined) return refuse('household.elsewhere', { household: stray, village: held.village ?? '' });
    const all = [...relisted(held.households, households, was)].sort();
    if (all.length > 400) return refuse('body.invalid', { field: 'households', problem: 'many' });
    const posts = row.body.posts.map((one) => (one === held ? assignedTwins({ ...one, households: all }, joinedOf(rows, households)) : one));
    return done(change(row, { posts }));
  },
});

/** `until` is the post's last day; yesterday ends it at once. */
export const postEnd = kind({
  name: 'post.end',
  version: 1,
  shape: z.strictObject({ person: id, post: id, until: day }),
  needs: ({ person }, said) => [`commune/${said.commune}`, `person/${person}`],
  decide({ person, post, until }, said, rows) {
    const by = author(rows, said);
    if (!by.may('post.end')) return by.denied('post.end');
    const commune = find<CommuneRow>(rows, 'commune', said.commune);
    if (!commune) return refuse('commune.unknown', { commune: said.commune });
    const row = find<PersonRow>(rows, 'person', person);
    if (!row) return refuse('person.unknown', { person });
    const held = row.body.posts.find((one) => one.id === post);
    if (!held) return refuse('post.unknown', { post });
    if (held.until !== null && held.until < said.today) return refuse('post.over', { role: held.role, until: held.until });
    // The day before it began: the post was never in force.
    const earliest = addDays(held.from, -1);
    if (until < earliest) return refuse('day.early', { field: 'until', earliest });
    const ended = change(row, { posts: row.body.posts.map((one) => (one === held ? { ...one, until } : one)) });
    if (held.role !== 'officer') return done(ended);
    if (isLastOfficer(commune, ended, said.today)) return refuse('post.last-officer', { name: row.body.name });
    return done(ended, withOfficerPosts(commune, ended, said.today));
  },
});
