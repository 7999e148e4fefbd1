// The register of households: entered, amended field by field, closed; never deleted.
import * as z from 'zod/mini';
import { done, refuse } from '#journal/act.ts';
import { author } from '../places/author.ts';
import { isFuture } from '../places/days.ts';
import { change, find, kind, spoken } from '../places/kind.ts';
import type { VillageRow } from '../places/rows.ts';
import { day, id, language, line, list, maybe, name } from '../places/shape.ts';
import { amended } from './amended.ts';
import { memberShape, MOST_MEMBERS } from './member.ts';
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
    if (!by.isOfficer && !by.isHeadOf(body.village)) return by.mayNot('officer', 'head');
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
      },
    } satisfies HouseholdRow);
  },
});

const plain = {
  no: z.optional(no), head: z.optional(name), language: maybe(language), place: maybe(place), phone: maybe(phone),
};

/** `was`: the values the author saw. Where one differs from the row by then, the person replaced is told. */
export const householdAmend = kind({
  name: 'household.amend',
  version: 1,
  shape: z.strictObject({ household: id, ...plain, was: z.optional(z.strictObject(plain)) }),
  needs: ({ household }) => [`household/${household}`],
  decide(body, said, rows) {
    const by = author(rows, said);
    const row = find<HouseholdRow>(rows, 'household', body.household);
    if (!row) return refuse('household.unknown', { household: body.household });
    if (!by.worksFor(row)) return by.mayNot('officer', 'head', 'volunteer');
    if (row.body.closedOn !== null) return refuse('household.closed', { on: row.body.closedOn });
    const fields = spoken(body, 'no', 'head', 'language', 'place', 'phone');
    return done(change(row, { ...fields, ...amended(row.body, { now: row.body, next: fields, was: body.was ?? {} }, said) }));
  },
});

export const householdClose = kind({
  name: 'household.close',
  version: 1,
  shape: z.strictObject({ household: id, on: day }),
  needs: ({ household }) => [`household/${household}`],
  decide({ household, on }, said, rows) {
    const by = author(rows, said);
    const row = find<HouseholdRow>(rows, 'household', household);
    if (!row) return refuse('household.unknown', { household });
    if (!by.isOfficer && !by.isHeadOf(row.village)) return by.mayNot('officer', 'head');
    if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
    if (row.body.closedOn !== null) return refuse('household.closed', { on: row.body.closedOn });
    return done(change(row, { closedOn: on }));
  },
});
