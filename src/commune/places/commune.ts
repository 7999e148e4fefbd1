// The commune: founded once at set-up; its calendar of days off is the officers' to keep.
import * as z from 'zod/mini';
import { done, refuse } from '#journal/act.ts';
import { author } from './author.ts';
import { change, find, kind } from './kind.ts';
import type { CommuneRow, PersonRow } from './rows.ts';
import { day, line, list } from './shape.ts';

export const communeFound = kind({
  name: 'commune.found',
  version: 1,
  shape: z.strictObject({ code: z.string().check(z.regex(/^[0-9]{1,8}$/)), name: line(80), province: line(80), sample: z.boolean() }),
  needs: (_body, said) => [`commune/${said.commune}`],
  decide({ code, name, province, sample }, said, rows) {
    // Whoever holds the only seat there is: the server gives it out for set-up, once.
    const known = find<CommuneRow>(rows, 'commune', said.commune);
    if (known) return refuse('commune.known', { name: known.body.name });
    if (code !== said.commune) return refuse('commune.other', { code, commune: said.commune });
    return done({
      kind: 'commune', id: code, village: null, household: null,
      body: { code, name, province, sample, daysOff: [], daysOn: [], officers: [] },
    } satisfies CommuneRow);
  },
});

/** Ten years of corrections at most. */
const days = list(day, 200);

export const communeCalendar = kind({
  name: 'commune.calendar',
  version: 1,
  shape: z.strictObject({ daysOff: days, daysOn: z.optional(days) }),
  needs: (_body, said) => [`commune/${said.commune}`],
  decide({ daysOff, daysOn = [] }, said, rows) {
    const by = author(rows, said);
    if (!by.isOfficer) return by.mayNot('officer');
    const commune = find<CommuneRow>(rows, 'commune', said.commune);
    if (!commune) return refuse('commune.unknown', { commune: said.commune });
    const both = daysOff.find((one) => daysOn.includes(one));
    if (both) return refuse('commune.day-twice', { day: both });
    return done(change(commune, { daysOff: [...new Set(daysOff)].sort(), daysOn: [...new Set(daysOn)].sort() }));
  },
});

/** Set-up: nobody holds an officer's post yet, and the seat speaks of its own person only. */
export const isFounding = (commune: CommuneRow | undefined, author: string, person: PersonRow['id']): boolean =>
  commune !== undefined && commune.body.officers.length === 0 && author === person;
