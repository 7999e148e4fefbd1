// The register of households: entered, amended field by field, closed; never deleted.
import * as z from 'zod/mini';
import { done, refuse } from '#journal/act.ts';
import { author } from '../places/author.ts';
import { isFuture } from '../places/days.ts';
import { find, spoken } from '../places/find.ts';
import { kind } from '../places/kind.ts';
import { amended, chosen, withNotes } from '../places/meeting.ts';
import { choosing, fit } from '../places/meeting-shape.ts';
import type { VillageRow } from '../places/rows.ts';
import { day, id, language, line, list, maybe, name } from '../places/shape.ts';
import { MEMBER_FIELDS, memberShape, MOST_MEMBERS } from './member.ts';
import { looked, reviewed } from './review.ts';
import type { HouseholdRow } from './rows.ts';

/** `12`, `012A`: as written in the village's book. */
const no = line(20);
const place = line(160);
/** One number or several, as people write them. */
const phone = line(60).check(z.regex(/^[0-9+][0-9 +.()/,;-]*$/));

export const householdRegister = kind({
  name: 'household.register',
  version: 1,
  shape: z.strictObject({
    id, village: id, no, head: name, members: z._default(list(memberShape, MOST_MEMBERS), []),
    language: maybe(language), place: maybe(place), phone: maybe(phone),
  }),
  needs: ({ id, village }) => [`household/${id}`, `village/${village}`],
  decide(body, said, rows) {
    const by = author(rows, said);
    if (!by.may('household.register', { village: body.village, household: null })) return by.denied('household.register');
    const known = find<HouseholdRow>(rows, 'household', body.id);
    if (known) return refuse('household.known', { household: body.id });
    const village = find<VillageRow>(rows, 'village', body.village);
    if (!village) return refuse('village.unknown', { village: body.village });
    if (village.body.closedOn !== null) return refuse('village.closed', { name: village.body.name, on: village.body.closedOn });
    const bornLater = body.members.find((member) => member.born != null && isFuture(member.born, said.today));
    if (bornLater) return refuse('day.future', { field: 'born', day: bornLater.born! });
    return done({
      kind: 'household', id: body.id, village: body.village, household: body.id,
      body: {
        no: body.no, head: body.head,
        members: body.members.map(({ name, relation, sex, born }, n) =>
          ({ id: `${said.id}.${n}`, name, relation, sex: sex ?? null, born: born ?? null, leftOn: null })),
        language: body.language ?? null, place: body.place ?? null, phone: body.phone ?? null, closedOn: null,
        added: { by: said.author, on: said.today },
      },
    } satisfies HouseholdRow);
  },
});

const plain = {
  no: z.optional(no), head: z.optional(name), language: maybe(language), place: maybe(place), phone: maybe(phone),
};

/** What one plain field may hold; whether the household is closed is a field too, which `close` and `reopen` set. */
const FIELDS = { no, head: name, language: maybe(language), place: maybe(place), phone: maybe(phone), closedOn: maybe(day) };

/** `was`: the values the author saw. Where one differs from the row by then, both values are kept until somebody chooses. */
export const householdAmend = kind({
  name: 'household.amend',
  version: 1,
  shape: z.strictObject({ household: id, ...plain, was: z.optional(z.strictObject(plain)) }),
  needs: ({ household }) => [`household/${household}`],
  decide(body, said, rows) {
    const by = author(rows, said);
    const row = find<HouseholdRow>(rows, 'household', body.household);
    const unknown = refuse('household.unknown', { household: body.household });
    if (!row || !by.may('household.amend', row)) return by.denied('household.amend', { row, unknown });
    const fields = spoken(body, 'no', 'head', 'language', 'place', 'phone');
    const noted = amended(row.body, { now: row.body, next: fields, was: body.was ?? {} }, said);
    return 'no' in noted ? noted.no : done(reviewed(withNotes(row, fields, noted.notes), said));
  },
});

/** Settles a field that two people set without knowing of each other, of the household or of one of its members. */
export const householdChoose = kind({
  name: 'household.choose',
  version: 1,
  shape: z.strictObject({ household: id, member: z.optional(id), ...choosing }),
  needs: ({ household }) => [`household/${household}`],
  decide(body, said, rows) {
    const by = author(rows, said);
    const row = find<HouseholdRow>(rows, 'household', body.household);
    const unknown = refuse('household.unknown', { household: body.household });
    if (!row || !by.may('household.choose', row)) return by.denied('household.choose', { row, unknown });
    const member = row.body.members.find((one) => one.id === body.member);
    if (body.member !== undefined && !member) return refuse('member.unknown', { member: body.member });
    const unfit = fit(member ? MEMBER_FIELDS : FIELDS, body.field, body.keep);
    if (unfit) return unfit.no;
    const noted = chosen(row.body, member ?? row.body, body, said);
    if ('no' in noted) return noted.no;
    const to = { [body.field]: body.keep ?? null };
    return done(withNotes(row, member ? { members: row.body.members.map((one) => (one === member ? { ...one, ...to } : one)) } : to, noted.notes));
  },
});

/** Also says, of a household that was edited after it was closed, that it stays closed. */
export const householdClose = kind({
  name: 'household.close',
  version: 1,
  shape: z.strictObject({ household: id, on: day }),
  needs: ({ household }) => [`household/${household}`],
  decide({ household, on }, said, rows) {
    const by = author(rows, said);
    const row = find<HouseholdRow>(rows, 'household', household);
    const unknown = refuse('household.unknown', { household });
    if (!row || !by.may('household.close', row)) return by.denied('household.close', { row, unknown });
    if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
    // Two who closed it on different days without knowing of each other: the days meet like any other field.
    const noted = amended(row.body, { now: row.body, next: { closedOn: on }, was: { closedOn: null } }, said);
    return 'no' in noted ? noted.no : done(looked(withNotes(row, { closedOn: on }, noted.notes)));
  },
});

/** It was closed by mistake, or people came back. `was`: the day of closing that was seen. */
export const householdReopen = kind({
  name: 'household.reopen',
  version: 1,
  shape: z.strictObject({ household: id, was: z.nullable(day) }),
  needs: ({ household }) => [`household/${household}`],
  decide({ household, was }, said, rows) {
    const by = author(rows, said);
    const row = find<HouseholdRow>(rows, 'household', household);
    const unknown = refuse('household.unknown', { household });
    if (!row || !by.may('household.reopen', row)) return by.denied('household.reopen', { row, unknown });
    const noted = amended(row.body, { now: row.body, next: { closedOn: null }, was: { closedOn: was } }, said);
    return 'no' in noted ? noted.no : done(looked(withNotes(row, { closedOn: null }, noted.notes)));
  },
});
