// People with a place in the commune's work: added, renamed, and closed when they leave it.
import * as z from 'zod/mini';
import { done, refuse } from '#journal/act.ts';
import { author, COMMUNE_WIDE, HOUSE } from './author.ts';
import { isFounding } from './commune.ts';
import { addDays, isFuture } from './days.ts';
import { change, find } from './find.ts';
import { kind } from './kind.ts';
import { amended, chosen, withNotes } from './meeting.ts';
import { choosing, fit } from './meeting-shape.ts';
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
    if (!by.may('person.add', COMMUNE_WIDE, founding ? ['founder'] : [])) return by.denied('person.add');
    const known = find<PersonRow>(rows, 'person', id);
    if (known) return refuse('person.known', { person: id, name: known.body.name });
    // Whoever bore that name would stand in the way of what the server carries out.
    if (id === HOUSE) return refuse('person.known', { person: id, name: id });
    return done({ kind: 'person', id, village: null, household: null, body: { name, posts: [], closedOn: null } } satisfies PersonRow);
  },
});

/** `was`: the name the author saw. */
export const personRename = kind({
  name: 'person.rename',
  version: 1,
  shape: z.strictObject({ person: id, name, was: z.optional(name) }),
  needs: ({ person }) => [`person/${person}`],
  decide({ person, name, was }, said, rows) {
    const by = author(rows, said);
    if (!by.may('person.rename', COMMUNE_WIDE, person === said.author ? ['self'] : [])) return by.denied('person.rename');
    const row = find<PersonRow>(rows, 'person', person);
    if (!row) return refuse('person.unknown', { person });
    if (row.body.closedOn !== null) return refuse('person.closed', { on: row.body.closedOn });
    const noted = amended(row.body, { now: row.body, next: { name }, was: was === undefined ? {} : { name: was } }, said);
    return 'no' in noted ? noted.no : done(withNotes(row, { name }, noted.notes));
  },
});

export const personChoose = kind({
  name: 'person.choose',
  version: 1,
  shape: z.strictObject({ person: id, ...choosing }),
  needs: ({ person }) => [`person/${person}`],
  decide(body, said, rows) {
    const by = author(rows, said);
    if (!by.may('person.choose', COMMUNE_WIDE, body.person === said.author ? ['self'] : [])) return by.denied('person.choose');
    const row = find<PersonRow>(rows, 'person', body.person);
    if (!row) return refuse('person.unknown', { person: body.person });
    if (row.body.closedOn !== null) return refuse('person.closed', { on: row.body.closedOn });
    const unfit = fit({ name }, body.field, body.keep);
    if (unfit) return unfit.no;
    const noted = chosen(row.body, row.body, body, said);
    return 'no' in noted ? noted.no : done(withNotes(row, { [body.field]: body.keep ?? null }, noted.notes));
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
    if (!by.may('person.close')) return by.denied('person.close');
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
