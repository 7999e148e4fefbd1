// People with a place in the commune's work: added, renamed, and closed when they leave it.
import * as z from 'zod/mini';
import { done, refuse } from '#journal/act.ts';
import { author } from './author.ts';
import { isFounding } from './commune.ts';
import { addDays, isFuture } from './days.ts';
import { change, find, kind } from './kind.ts';
import { isLastOfficer, withOfficerPosts } from './officers.ts';
import type { CommuneRow, PersonRow } from './rows.ts';
import { day, id, name } from './shape.ts';

export const personAdd = kind({
  name: 'person.add',
  version: 1,
  shape: z.strictObject({ id, name }),
  needs: ({ id }, said) => [`commune/${said.commune}`, `person/${id}`],
  decide({ id, name }, said, rows) {
    const by = author(rows, said);
    const founding = isFounding(find<CommuneRow>(rows, 'commune', said.commune), said.author, id);
    if (!by.isOfficer && !founding) return by.mayNot('officer');
    const known = find<PersonRow>(rows, 'person', id);
    if (known) return refuse('person.known', { person: id, name: known.body.name });
    return done({ kind: 'person', id, village: null, household: null, body: { name, posts: [], closedOn: null } } satisfies PersonRow);
  },
});

export const personRename = kind({
  name: 'person.rename',
  version: 1,
  shape: z.strictObject({ person: id, name }),
  needs: ({ person }) => [`person/${person}`],
  decide({ person, name }, said, rows) {
    const by = author(rows, said);
    if (!by.isOfficer && person !== said.author) return by.mayNot('officer');
    const row = find<PersonRow>(rows, 'person', person);
    if (!row) return refuse('person.unknown', { person });
    if (row.body.closedOn !== null) return refuse('person.closed', { on: row.body.closedOn });
    return done(change(row, { name }));
  },
});

/** `on` is the first day on which the person no longer acts: closing takes away at once what they could read. */
export const personClose = kind({
  name: 'person.close',
  version: 1,
  shape: z.strictObject({ person: id, on: day }),
  needs: ({ person }, said) => [`commune/${said.commune}`, `person/${person}`],
  decide({ person, on }, said, rows) {
    const by = author(rows, said);
    if (!by.isOfficer) return by.mayNot('officer');
    if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
    const row = find<PersonRow>(rows, 'person', person);
    if (!row) return refuse('person.unknown', { person });
    if (row.body.closedOn !== null) return refuse('person.closed', { on: row.body.closedOn });
    const last = addDays(on, -1);
    const posts = row.body.posts.map((post) => (post.until === null || post.until > last ? { ...post, until: last } : post));
    const closed = change(row, { closedOn: on, posts });
    const commune = find<CommuneRow>(rows, 'commune', said.commune);
    if (!commune || !row.body.posts.some((post) => post.role === 'officer')) return done(closed);
    if (isLastOfficer(commune, closed, said.today)) return refuse('post.last-officer', { name: row.body.name });
    return done(closed, withOfficerPosts(commune, closed, said.today));
  },
});
