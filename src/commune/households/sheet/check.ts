// All sheets that are to be taken, understood together and set beside the register; and the acts that take them.
import type { Json } from '#journal/act.ts';
import type { Day } from '../../places/rows.ts';
import type { HouseholdRow } from '../rows.ts';
import type { Sheet } from './cell.ts';
import { compare, type Comparison, type FieldChange, type HouseholdChange } from './compare.ts';
import type { FileHousehold } from './file-household.ts';
import { headTexts } from './frame.ts';
import { isWithheld } from './fields.ts';
import { guess, sightsOf, villageNames, widthOf, type ColumnSight, type NamedVillage } from './guess.ts';
import type { Mapping, Part } from './mapping.ts';
import type { Problem } from './problems.ts';
import { headKey } from './sight.ts';
import { understand } from './understand.ts';
import { checkNumbers } from './whole-sheet.ts';

export interface Checked {
  readonly comparison: Comparison;
  /** Of the file and of the comparison together. */
  readonly problems: readonly Problem[];
  /** One a part: as said, or as guessed where nothing was said. */
  readonly mappings: readonly Mapping[];
  /** One a part: the columns under the head as it is mapped. */
  readonly columns: readonly (readonly ColumnSight[])[];
  /** One a part: villages named in it. */
  readonly names: readonly (readonly string[])[];
  /** One a part: the key of its head, under which the mapping is remembered. */
  readonly heads: readonly string[];
  readonly people: number;
}

export interface Ground {
  readonly villages: readonly NamedVillage[];
  readonly register: readonly HouseholdRow[];
  readonly today: Day;
}

/** The mapping of a part: as said, but never over what must not be read. */
export function mappingOf(sheet: Sheet, part: Part, villages: readonly NamedVillage[]): Mapping {
  const said = part.mapping ?? guess(sheet, villages, part.head);
  const texts = headTexts(sheet, said, widthOf(sheet));
  return { ...said, columns: said.columns.map((column, c) => ((texts[c] ?? []).some(isWithheld) ? { field: 'withheld' } : column)) };
}

/** Pure: the same sheets, mappings and register give the same answer, which is what its digest stands for. */
export function check(sheets: readonly Sheet[], parts: readonly Part[], ground: Ground): Checked {
  const file: FileHousehold[] = [];
  const problems: Problem[] = [];
  const mappings: Mapping[] = [];
  const columns: (readonly ColumnSight[])[] = [];
  const heads: string[] = [];
  const names: (readonly string[])[] = [];
  for (const part of parts) {
    const sheet = sheets[part.sheet];
    if (!sheet) continue;
    const mapping = mappingOf(sheet, part, ground.villages);
    mappings.push(mapping);
    columns.push(sightsOf(sheet, mapping));
    heads.push(headKey(sheet, mapping));
    names.push(villageNames(sheet, mapping, mapping.columns));
    const read = understand(sheet, mapping, { village: part.village, villages: ground.villages, today: ground.today });
    file.push(...read.households);
    problems.push(...read.problems);
  }
  problems.push(...checkNumbers(file));
  const comparison = compare(file, ground.register);
  return {
    comparison, mappings, columns, names, heads,
    problems: [...problems, ...comparison.problems],
    people: file.reduce((sum, one) => sum + one.members.length, 0),
  };
}

export const isStopped = (checked: Checked): boolean => checked.problems.some((one) => one.level === 'stop');


export interface Saying {
  readonly kind: string;
  readonly body: Json;
}

const set = (fields: readonly FieldChange[], side: 'was' | 'now'): Record<string, string | null> =>
  Object.fromEntries(fields.map((field) => [field.field, field[side]]));

/**
 * The acts that take the comparison, in order.
 * @param idOf id of the household that the n-th act registers
 */
export function sayings(comparison: Comparison, today: Day, idOf: (n: number) => string): readonly Saying[] {
  const said: Saying[] = [];
  for (const one of comparison.adds) {
    const members = one.members.map(({ name, relation, sex, born }) => ({ name, relation: relation ?? 'other', sex, born }));
    said.push({
      kind: 'household.register',
      body: { id: idOf(said.length), village: one.village, no: one.no, head: one.head, members, language: one.language, place: one.place, phone: one.phone },
    });
  }
  for (const one of comparison.changes) said.push(...changeSayings(one, today));
  return said;
}

function changeSayings(change: HouseholdChange, today: Day): readonly Saying[] {
  const { household } = change;
  const said: Saying[] = [];
  if (change.fields.length > 0) said.push({ kind: 'household.amend', body: { household, ...set(change.fields, 'now'), was: set(change.fields, 'was') } });
  for (const member of change.members) {
    if ('joins' in member) {
      const { name, relation, sex, born } = member.joins;
      said.push({ kind: 'member.add', body: { household, name, relation: relation ?? 'other', sex, born } });
    } else if ('leaves' in member) said.push({ kind: 'member.leave', body: { household, member: member.leaves.id, on: today } });
    else said.push({ kind: 'member.amend', body: { household, member: member.member, ...set(member.fields, 'now'), was: set(member.fields, 'was') } });
  }
  return said;
}
