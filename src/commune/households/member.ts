// Who lives in a household: added, amended, and marked as having left; the reason is nobody's business here.
import * as z from 'zod/mini';
import type { Outcome, Rows, Said } from '#journal/act.ts';
import { done, refuse } from '#journal/act.ts';
import { author } from '../places/author.ts';
import { isDay, isFuture } from '../places/days.ts';
import { change, find, spoken } from '../places/find.ts';
import { kind } from '../places/kind.ts';
import { amended, withNotes } from '../places/meeting.ts';
import { day, id, maybe, name } from '../places/shape.ts';
import { reviewed } from './review.ts';
import type { ActName } from '../places/policy-table.ts';
import type { HouseholdRow, Member } from './rows.ts';
import { RELATIONS } from './rows.ts';

/** The largest household of a long house that anybody here has heard of, twice over. */
export const MOST_MEMBERS = 60;

const sex = z.enum(['m', 'f']);
/** A day, or only the year where no more is known. */
const born = z.string().check(z.refine((text) => isDay(/^\d{4}$/.test(text) ? `${text}-01-01` : text), { error: 'form' }));

export const memberShape = z.strictObject({ name, relation: z.enum(RELATIONS), sex: maybe(sex), born: maybe(born) });

/** The household, if the author may change its members; else why not. A closed one too: what was said without knowing is not lost. */
function openTo(kind: ActName, household: string, said: Said, rows: Rows): { readonly row: HouseholdRow } | { readonly no: Outcome } {
  const by = author(rows, said);
  const row = find<HouseholdRow>(rows, 'household', household);
  if (!row || !by.may(kind, row)) return { no: by.denied(kind, { row, unknown: refuse('household.unknown', { household }) }) };
  return { row };
}

const withMember = ({ body }: HouseholdRow, member: Member) => ({ members: body.members.map((one) => (one.id === member.id ? member : one)) });

export const memberAdd = kind({
  name: 'member.add',
  version: 1,
  shape: z.extend(memberShape, { household: id }),
  needs: ({ household }) => [`household/${household}`],
  decide({ household, name, relation, sex, born }, said, rows) {
    const open = openTo('member.add', household, said, rows);
    if ('no' in open) return open.no;
    const { row } = open;
    if (born != null && isFuture(born, said.today)) return refuse('day.future', { field: 'born', day: born });
    if (row.body.members.length >= MOST_MEMBERS) return refuse('household.full', { most: MOST_MEMBERS });
    const member: Member = { id: said.id, name, relation, sex: sex ?? null, born: born ?? null, leftOn: null };
    return done(reviewed(change(row, { members: [...row.body.members, member] }), said));
  },
});

/** What one plain field of a member may hold. */
export const MEMBER_FIELDS = { name, relation: z.enum(RELATIONS), sex: maybe(sex), born: maybe(born), leftOn: maybe(day) };

const plain = { name: z.optional(name), relation: z.optional(z.enum(RELATIONS)), sex: maybe(sex), born: maybe(born) };

export const memberAmend = kind({
  name: 'member.amend',
  version: 1,
  shape: z.strictObject({ household: id, member: id, ...plain, was: z.optional(z.strictObject(plain)) }),
  needs: ({ household }) => [`household/${household}`],
  decide(body, said, rows) {
    const open = openTo('member.amend', body.household, said, rows);
    if ('no' in open) return open.no;
    const { row } = open;
    const member = row.body.members.find((one) => one.id === body.member);
    if (!member) return refuse('member.unknown', { member: body.member });
    if (body.born != null && isFuture(body.born, said.today)) return refuse('day.future', { field: 'born', day: body.born });
    const fields = spoken(body, 'name', 'relation', 'sex', 'born');
    const noted = amended(row.body, { now: member, next: fields, was: body.was ?? {}, member: member.id }, said);
    return 'no' in noted ? noted.no : done(reviewed(withNotes(row, withMember(row, { ...member, ...fields }), noted.notes), said));
  },
});

export const memberLeave = kind({
  name: 'member.leave',
  version: 1,
  shape: z.strictObject({ household: id, member: id, on: day }),
  needs: ({ household }) => [`household/${household}`],
  decide({ household, member, on }, said, rows) {
    const open = openTo('member.leave', household, said, rows);
    if ('no' in open) return open.no;
    const one = open.row.body.members.find(({ id }) => id === member);
    if (!one) return refuse('member.unknown', { member });
    if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
    // Two who said so for different days without knowing of each other: the days meet like any other field.
    const noted = amended(open.row.body, { now: one, next: { leftOn: on }, was: { leftOn: null }, member }, said);
    return 'no' in noted ? noted.no : done(reviewed(withNotes(open.row, withMember(open.row, { ...one, leftOn: on }), noted.notes), said));
  },
});
