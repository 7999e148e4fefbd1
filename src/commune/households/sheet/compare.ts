// Sets a file beside the register: what is new, what would change field by field, what is the same, what is missing.
import type { HouseholdBody, HouseholdRow, Member, Relation } from '../rows.ts';
import { fold } from '../search.ts';
import { marksOf, twinReasons } from '../twins.ts';
import type { FileHousehold, FileMember } from './file-household.ts';
import { nameKey } from './file-household.ts';
import { match } from './match.ts';
import { problem, type Problem } from './problems.ts';
import { numberKey } from './values.ts';

/** A plain field that would change. A blank in the file never empties the register. */
export interface FieldChange {
  readonly field: 'no' | 'head' | 'place' | 'phone' | 'language' | 'name' | 'relation' | 'sex' | 'born';
  readonly was: string | null;
  readonly now: string;
}

export type MemberChange =
  | { readonly joins: FileMember }
  | { readonly leaves: { readonly id: string; readonly name: string; readonly born: string | null } }
  | { readonly member: string; readonly name: string; readonly row: number; readonly fields: readonly FieldChange[] };

export interface HouseholdChange {
  readonly household: string;
  readonly village: string;
  readonly no: string;
  readonly head: string;
  readonly sheet: string;
  readonly row: number;
  readonly fields: readonly FieldChange[];
  readonly members: readonly MemberChange[];
}

export interface Comparison {
  /** With the number each will have. */
  readonly adds: readonly (FileHousehold & { readonly no: string })[];
  readonly changes: readonly HouseholdChange[];
  /** Households of the register that the file tells of without anything new. */
  readonly same: number;
  /** Open households of the file's villages that the file does not have: shown, never closed by themselves. */
  readonly missing: readonly { readonly household: string; readonly village: string; readonly no: string; readonly head: string }[];
  readonly problems: readonly Problem[];
}

/** @param register every household of the file's villages, closed ones too */
export function compare(file: readonly FileHousehold[], register: readonly HouseholdRow[]): Comparison {
  const villages = new Set(file.map((one) => one.village));
  const ours = register.filter((row) => row.village !== null && villages.has(row.village));
  // A household that was merged into another is no line of the register any more; a file may still have it.
  const open = ours.filter((row) => row.body.closedOn === null && row.body.mergedInto === undefined);
  const problems: Problem[] = [];
  const pairs = match(file, open, problems);
  const changes: HouseholdChange[] = [];
  let same = 0;
  const news: FileHousehold[] = [];
  for (const household of file) {
    const row = pairs.get(household);
    if (!row) {
      if (isMerged(household, ours, problems)) same += 1;
      else news.push(household);
      continue;
    }
    const change = changeOf(household, row, problems);
    if (change.fields.length + change.members.length === 0) same += 1;
    else changes.push(change);
  }
  const met = new Set([...pairs.values()].map((row) => row.id));
  noteClosed(news, ours, problems);
  noteTwins(news, open, problems);
  return {
    adds: numbered(news, file, open, problems), changes, same, problems,
    missing: open.filter((row) => !met.has(row.id)).map((row) => ({ household: row.id, village: row.village!, no: row.body.no, head: row.body.head })),
  };
}

/** Whether the file speaks of a household that stands in the register as part of another: it is not entered again. */
function isMerged(one: FileHousehold, ours: readonly HouseholdRow[], problems: Problem[]): boolean {
  const away = ours.find(({ village, body }) => village === one.village && body.mergedInto !== undefined
    && fold(body.head) === fold(one.head) && (one.no === null || numberKey(body.no) === numberKey(one.no)));
  const into = away && ours.find((row) => row.id === away.body.mergedInto);
  if (!into) return false;
  problems.push(problem('household.merged', one, { head: one.head, no: into.body.no }));
  return true;
}

/** New households that are perhaps there already: taken as said, and shown as twins afterwards. */
function noteTwins(news: readonly FileHousehold[], open: readonly HouseholdRow[], problems: Problem[]): void {
  const sights = open.map(({ id, village, body }) => ({ id, village: village ?? '', no: body.no, head: body.head, closed: false, marks: marksOf(body) }));
  const byHead = new Map<string, (typeof sights)[number][]>();
  for (const sight of sights) byHead.set(fold(sight.head), [...(byHead.get(fold(sight.head)) ?? []), sight]);
  for (const one of news) {
    const members = one.members.map((member) => ({ ...member, id: '', relation: member.relation ?? 'other', leftOn: null }));
    const sight = { id: '', village: one.village, no: one.no ?? '', head: one.head, closed: false, marks: marksOf({ head: one.head, members, phone: one.phone }) };
    const twin = byHead.get(fold(one.head))?.find((other) => twinReasons(sight, other).length > 0);
    if (twin) problems.push(problem('household.twin', one, { head: one.head, no: twin.no }));
  }
}

function noteClosed(news: readonly FileHousehold[], ours: readonly HouseholdRow[], problems: Problem[]): void {
  const closed = new Map(ours.filter((row) => row.body.closedOn !== null).map((row) => [`${row.village}/${numberKey(row.body.no)}/${nameKey(row.body.head)}`, row]));
  for (const one of news) {
    const before = one.no === null ? undefined : closed.get(`${one.village}/${numberKey(one.no)}/${nameKey(one.head)}`);
    if (before) problems.push(problem('household.was-closed', one, { no: before.body.no, head: before.body.head, on: before.body.closedOn! }));
  }
}

/** New households without a number get the next free ones of their village, in the order of the file. */
function numbered(news: readonly FileHousehold[], file: readonly FileHousehold[], open: readonly HouseholdRow[], problems: Problem[]): (FileHousehold & { no: string })[] {
  const last = new Map<string, number>();
  const see = (village: string, no: string | null): void => {
    const number = Number(/^\d{1,6}/u.exec(no === null ? '' : numberKey(no))?.[0] ?? 0);
    last.set(village, Math.max(last.get(village) ?? 0, number));
  };
  for (const row of open) see(row.village!, row.body.no);
  for (const one of file) see(one.village, one.no);
  let given = 0;
  const adds = news.map((one) => {
    if (one.no !== null) return { ...one, no: one.no };
    const next = (last.get(one.village) ?? 0) + 1;
    last.set(one.village, next);
    given += 1;
    return { ...one, no: String(next) };
  });
  if (given > 0) problems.push(problem('number.given', { sheet: news.find((one) => one.no === null)!.sheet }, { count: given }));
  return adds;
}

function changeOf(file: FileHousehold, row: HouseholdRow, problems: Problem[]): HouseholdChange {
  const { body } = row;
  const fields: FieldChange[] = [];
  const differs = (field: FieldChange['field'], was: string | null, now: string | null): void => {
    if (now !== null && now !== was) fields.push({ field, was, now });
  };
  differs('no', body.no, file.no);
  differs('head', body.head, file.head);
  differs('place', body.place, file.place);
  differs('phone', body.phone === null ? null : sameCall(body.phone, file.phone) ? file.phone : body.phone, file.phone);
  differs('language', body.language, file.language);
  return { household: row.id, village: file.village, no: body.no, head: body.head, sheet: file.sheet, row: file.row, fields, members: membersChange(file, body, problems) };
}

/** `0912 345 678` in the book, `0912345678` and `+84 912 345 678` in the file ring at the same place. */
const sameCall = (a: string, b: string | null): boolean => b !== null && called(a) === called(b);
const called = (phone: string): string => phone.replace(/\D/gu, '').replace(/^84(?=\d{9}$)/u, '0');

/** A year stands for any day in it; what one side does not know cannot differ. */
const bornAgrees = (a: string | null, b: string | null): boolean => a === null || b === null || a.startsWith(b) || b.startsWith(a);

function membersChange(file: FileHousehold, body: HouseholdBody, problems: Problem[]): readonly MemberChange[] {
  const living = body.members.filter((member) => member.leftOn === null);
  const left = body.members.filter((member) => member.leftOn !== null);
  const pairs = matchMembers(file.members, living);
  const changes: MemberChange[] = [];
  for (const one of file.members) {
    const member = pairs.get(one);
    if (!member) {
      if (left.some((gone) => nameKey(gone.name) === nameKey(one.name) && bornAgrees(gone.born, one.born))) problems.push(problem('member.came-back', { sheet: file.sheet, row: one.row }, { name: one.name }));
      changes.push({ joins: one });
      continue;
    }
    const fields = memberFields(one, member);
    if (fields.length > 0) changes.push({ member: member.id, name: member.name, row: one.row, fields });
  }
  if (file.listed) {
    const stay = new Set([...pairs.values()].map((member) => member.id));
    for (const member of living) if (!stay.has(member.id)) changes.push({ leaves: { id: member.id, name: member.name, born: member.born } });
  }
  return changes;
}

function memberFields(one: FileMember, member: Member): FieldChange[] {
  const fields: FieldChange[] = [];
  if (one.name !== member.name) fields.push({ field: 'name', was: member.name, now: one.name });
  if (one.relation !== null && one.relation !== member.relation) fields.push({ field: 'relation', was: member.relation, now: one.relation });
  if (one.sex !== null && one.sex !== member.sex) fields.push({ field: 'sex', was: member.sex, now: one.sex });
  // The register may know the day where the file has only the year: nothing is taken back.
  if (one.born !== null && one.born !== member.born && !(member.born?.startsWith(one.born) ?? false)) fields.push({ field: 'born', was: member.born, now: one.born });
  return fields;
}

/** Members of one household: by name and birth, then by name, then by everything but the name (a name mended). */
function matchMembers(file: readonly FileMember[], living: readonly Member[]): Map<FileMember, Member> {
  const pairs = new Map<FileMember, Member>();
  const free = new Set(living);
  const passes: ((one: FileMember, member: Member) => boolean)[] = [
    (one, member) => nameKey(one.name) === nameKey(member.name) && one.born === member.born && sameRelation(one.relation, member.relation),
    (one, member) => nameKey(one.name) === nameKey(member.name) && one.born === member.born,
    (one, member) => nameKey(one.name) === nameKey(member.name) && bornAgrees(one.born, member.born),
    (one, member) => nameKey(one.name) === nameKey(member.name) && sameRelation(one.relation, member.relation),
    (one, member) => one.born !== null && one.born.length === 10 && one.born === member.born && sameRelation(one.relation, member.relation) && (one.sex === null || member.sex === null || one.sex === member.sex),
  ];
  for (const fits of passes) {
    for (const one of file) {
      if (pairs.has(one)) continue;
      const member = [...free].find((candidate) => fits(one, candidate));
      if (!member) continue;
      pairs.set(one, member);
      free.delete(member);
    }
  }
  return pairs;
}

const sameRelation = (said: Relation | null, kept: Relation): boolean => said === null || said === kept;
