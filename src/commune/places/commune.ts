// The commune: founded once at set-up; its calendar of days off is the officers' to keep.
import * as z from 'zod/mini';
import { done, refuse } from '#journal/act.ts';
import { author, COMMUNE_WIDE } from './author.ts';
import { find } from './find.ts';
import { kind } from './kind.ts';
import { amended, chosen, withNotes } from './meeting.ts';
import { choosing } from './meeting-shape.ts';
import type { CommuneBody, CommuneRow, Met, PersonRow } from './rows.ts';
import { day, line, list, maybe } from './shape.ts';

export const communeFound = kind({
  name: 'commune.found',
  version: 1,
  shape: z.strictObject({ code: z.string().check(z.regex(/^[0-9]{1,8}$/)), name: line(80), province: line(80), sample: z.boolean() }),
  needs: (_body, said) => [`commune/${said.commune}`],
  decide({ code, name, province, sample }, said, rows) {
    // Whoever holds the only seat there is: the server gives it out for set-up, once.
    const known = find<CommuneRow>(rows, 'commune', said.commune);
    if (known) return refuse('commune.known', { name: known.body.name });
    const by = author(rows, said);
    if (!by.may('commune.found', COMMUNE_WIDE, ['founder'])) return by.denied('commune.found');
    if (code !== said.commune) return refuse('commune.other', { code, commune: said.commune });
    return done({
      kind: 'commune', id: code, village: null, household: null,
      body: { code, name, province, sample, daysOff: [], daysOn: [], officers: [] },
    } satisfies CommuneRow);
  },
});

/** Ten years of corrections at most. */
const MOST_DAYS = 200;
const days = list(day, MOST_DAYS);

type Lists = Pick<CommuneBody, 'daysOff' | 'daysOn'>;
/** What is said of a day: off, worked, or null as the shipped calendar has it. Two who say otherwise of one day meet there. */
type Days = { readonly [day: string]: 'off' | 'on' | null };

const daysOf = ({ daysOff, daysOn }: Lists): Days =>
  Object.fromEntries([...daysOff.map((day) => [day, 'off'] as const), ...daysOn.map((day) => [day, 'on'] as const)]);

const listsOf = (days: Days): Lists => {
  const all = Object.keys(days).sort();
  return { daysOff: all.filter((day) => days[day] === 'off'), daysOn: all.filter((day) => days[day] === 'on') };
};

/** Who set days of long ago is not kept for ever: three years of a commune that changes every week. */
const KEEP_SET_BY = 160;
const recent = (notes: Met): Met => (notes.setBy ? { ...notes, setBy: notes.setBy.slice(-KEEP_SET_BY) } : notes);

/** `was`: the lists the author saw. Only the days they changed are changed; without it, all that differ from theirs. */
export const communeCalendar = kind({
  name: 'commune.calendar',
  version: 1,
  shape: z.strictObject({ daysOff: days, daysOn: z.optional(days), was: z.optional(z.strictObject({ daysOff: days, daysOn: days })) }),
  needs: (_body, said) => [`commune/${said.commune}`],
  decide({ daysOff, daysOn = [], was }, said, rows) {
    const by = author(rows, said);
    if (!by.may('commune.calendar')) return by.denied('commune.calendar');
    const commune = find<CommuneRow>(rows, 'commune', said.commune);
    if (!commune) return refuse('commune.unknown', { commune: said.commune });
    const both = daysOff.find((one) => daysOn.includes(one));
    if (both) return refuse('commune.day-twice', { day: both });
    const [now, next] = [daysOf(commune.body), daysOf({ daysOff, daysOn })];
    const seen = was && daysOf(was);
    const against = seen ?? now;
    const changed = [...new Set([...Object.keys(against), ...Object.keys(next)])].filter((day) => (next[day] ?? null) !== (against[day] ?? null));
    const of = (days: Days) => Object.fromEntries(changed.map((day) => [day, days[day] ?? null]));
    const noted = amended(commune.body, { now, next: of(next), was: seen ? of(seen) : {} }, said);
    if ('no' in noted) return noted.no;
    const lists = listsOf({ ...now, ...of(next) });
    if (lists.daysOff.length > MOST_DAYS || lists.daysOn.length > MOST_DAYS) return refuse('body.invalid', { field: 'daysOff', problem: 'many' });
    return done(withNotes(commune, lists, recent(noted.notes)));
  },
});

export const communeChoose = kind({
  name: 'commune.choose',
  version: 1,
  shape: z.strictObject({ ...choosing, field: day, keep: maybe(z.enum(['off', 'on'])) }),
  needs: (_body, said) => [`commune/${said.commune}`],
  decide(body, said, rows) {
    const by = author(rows, said);
    if (!by.may('commune.choose')) return by.denied('commune.choose');
    const commune = find<CommuneRow>(rows, 'commune', said.commune);
    if (!commune) return refuse('commune.unknown', { commune: said.commune });
    const now = daysOf(commune.body);
    const noted = chosen(commune.body, now, body, said);
    if ('no' in noted) return noted.no;
    return done(withNotes(commune, listsOf({ ...now, [body.field]: body.keep ?? null }), recent(noted.notes)));
  },
});

/** Set-up: nobody holds an officer's post yet, and the seat speaks of its own person only. */
export const isFounding = (commune: CommuneRow | undefined, author: string, person: PersonRow['id']): boolean =>
  commune !== undefined && commune.body.officers.length === 0 && author === person;
