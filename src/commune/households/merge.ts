// One family that stands twice in the register: shown as one, told apart again, or found to be two. Nothing is thrown away.
import * as z from 'zod/mini';
import type { Outcome, Row, RowKey, Rows, Said } from '#journal/act.ts';
import { done, refuse } from '#journal/act.ts';
import { author } from '../places/author.ts';
import { find } from '../places/find.ts';
import { kind } from '../places/kind.ts';
import type { ActName } from '../places/policy-table.ts';
import type { PersonRow } from '../places/rows.ts';
import { id, list } from '../places/shape.ts';
import { withoutTwins, withTwins } from '../places/twins.ts';
import { consentKeys, findConsent, lastWord, stands } from './consent.ts';
import type { ConsentRow, HouseholdRow, Merged } from './rows.ts';
import { CONSENT_PURPOSES } from './rows.ts';

/** Households merged into one: a family is entered twice, now and then three times. */
const MOST_MERGED = 10;
const MOST_APART = 40;

/** Volunteers and representatives of either, as the phone knows them: they work for both from then on. */
const people = list(id, 60);

const peopleKeys = (ids: readonly string[]): RowKey[] => ids.map((one) => `person/${one}`);
const bothKeys = (a: string, b: string): RowKey[] => [`household/${a}`, `household/${b}`];

interface Both {
  readonly from: HouseholdRow;
  readonly into: HouseholdRow;
}

/** The two households, of one village, if the author may join and part them there; else why not. */
function bothOf(kind: ActName, { from, into }: { readonly from: string; readonly into: string }, said: Said, rows: Rows): Both | { readonly no: Outcome } {
  const by = author(rows, said);
  const [one, other] = [find<HouseholdRow>(rows, 'household', from), find<HouseholdRow>(rows, 'household', into)];
  if (!other || !by.may(kind, other)) return { no: by.denied(kind, { row: other, unknown: refuse('household.unknown', { household: into }) }) };
  if (!one || !by.may(kind, one)) return { no: refuse('household.unknown', { household: from }) };
  if (one.village !== other.village || from === into) return { no: refuse('household.elsewhere', { household: from, village: other.village ?? '' }) };
  return { from: one, into: other };
}

const staffOf = (rows: Rows, ids: readonly string[]): readonly PersonRow[] => ids.flatMap((one) => find<PersonRow>(rows, 'person', one) ?? []);

/** The row with one of its lists changed; a list that became empty, and what is undefined, is left out. */
function relist(row: HouseholdRow, change: { readonly [F in 'merged' | 'mergedInto' | 'apart']?: HouseholdRow['body'][F] | undefined }): HouseholdRow {
  const body = Object.fromEntries(Object.entries({ ...row.body, ...change })
    .filter(([field, value]) => value !== undefined && !((field === 'merged' || field === 'apart') && (value as readonly unknown[]).length === 0)));
  return { ...row, body: body as unknown as HouseholdRow['body'] };
}

/** Consents that stand with the one and not with the other: what a family refused or withdrew once, it refused. */
function refusedOnce(rows: Rows, { from, into }: Both): { readonly rows: readonly ConsentRow[]; readonly withdrew: Merged['withdrew'] } {
  const over: ConsentRow[] = [];
  for (const purpose of CONSENT_PURPOSES) {
    const both = [from, into].flatMap((household) => findConsent(rows, household.id, purpose) ?? []);
    const refused = both.find((consent) => !stands(consent));
    const given = both.find(stands);
    if (!refused || !given) continue;
    const day = lastWord(refused.body);
    over.push({ ...given, body: { ...given.body, withdrawnOn: day > given.body.on ? day : given.body.on } });
  }
  return { rows: over, withdrew: over.map(({ household, body }) => ({ household: household!, purpose: body.purpose })) };
}

/**
 * Shows two households as one: `into` stands, what belongs to `from` stays with it and is seen beside. Said again, it lets
 * further people see both. Depth is one: what has others merged into it cannot be merged away.
 */
export const householdMerge = kind({
  name: 'household.merge',
  version: 1,
  shape: z.strictObject({ from: id, into: id, people }),
  needs: ({ from, into, people }) => [...bothKeys(from, into), ...consentKeys(from), ...consentKeys(into), ...peopleKeys(people)],
  decide(body, said, rows) {
    const both = bothOf('household.merge', body, said, rows);
    if ('no' in both) return both.no;
    const { from, into } = both;
    const staff = staffOf(rows, body.people).map((person) => withTwins(person, from.id, into.id));
    if (from.body.mergedInto === into.id) return done(into, ...staff);
    if (into.body.mergedInto !== undefined) return refuse('household.merged', { household: into.id, into: into.body.mergedInto });
    if (from.body.mergedInto !== undefined) return refuse('household.merged', { household: from.id, into: from.body.mergedInto });
    if (from.body.merged !== undefined) return refuse('household.holds-others', { household: from.id });
    if (into.body.closedOn !== null) return refuse('household.closed', { on: into.body.closedOn });
    if ((into.body.merged ?? []).length >= MOST_MERGED) return refuse('household.merged-many', { most: MOST_MERGED });
    const consents = refusedOnce(rows, both);
    const merged: Merged = { household: from.id, by: said.author, on: said.today, withdrew: consents.withdrew };
    return done(relist(into, { merged: [...(into.body.merged ?? []), merged] }), relist(from, { mergedInto: into.id }), ...consents.rows, ...staff);
  },
});

/** Undoes a merging: both stand again as they were, with what was said of each since. */
export const householdPart = kind({
  name: 'household.part',
  version: 1,
  shape: z.strictObject({ from: id, into: id, people }),
  needs: ({ from, into, people }) => [...bothKeys(from, into), ...consentKeys(from), ...consentKeys(into), ...peopleKeys(people)],
  decide(body, said, rows) {
    const both = bothOf('household.part', body, said, rows);
    if ('no' in both) return both.no;
    const { from, into } = both;
    const staff = staffOf(rows, body.people).map((person) => withoutTwins(person, from.id, into.id));
    const merged = into.body.merged?.find((one) => one.household === from.id);
    // Two people may both have parted them: the second changes nothing, and is not refused for it.
    if (!merged) return done(into, ...staff);
    const back = merged.withdrew.flatMap(({ household, purpose }) => givenBack(rows, both, household, purpose) ?? []);
    return done(relist(into, { merged: into.body.merged!.filter((one) => one !== merged) }), relist(from, { mergedInto: undefined }), ...back, ...staff);
  },
});

/** A consent as it was before the merging withdrew it; what the family itself said of it since stands. */
function givenBack(rows: Rows, { from, into }: Both, household: string, purpose: Merged['withdrew'][number]['purpose']): ConsentRow | undefined {
  const consent = findConsent(rows, household, purpose);
  const refused = findConsent(rows, household === from.id ? into.id : from.id, purpose);
  if (!consent?.body.given || consent.body.withdrawnOn === null || !refused) return undefined;
  const day = lastWord(refused.body);
  const left = day > consent.body.on ? day : consent.body.on;
  return consent.body.withdrawnOn === left ? { ...consent, body: { ...consent.body, withdrawnOn: null } } : undefined;
}

/** Somebody looked at two households that seem one and found two: they are not shown as twins again. Merging stays possible. */
export const householdApart = kind({
  name: 'household.apart',
  version: 1,
  shape: z.strictObject({ household: id, other: id }),
  needs: ({ household, other }) => bothKeys(household, other),
  decide({ household, other }, said, rows) {
    const both = bothOf('household.apart', { from: household, into: other }, said, rows);
    if ('no' in both) return both.no;
    const noted = (row: HouseholdRow, from: Row) => relist(row, { apart: [...new Set([...(row.body.apart ?? []), from.id])].slice(-MOST_APART) });
    return done(noted(both.from, both.into), noted(both.into, both.from));
  },
});
