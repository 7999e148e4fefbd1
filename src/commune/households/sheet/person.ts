// Reads one person out of a row: the cells of its name, relation, sex and birth, whichever way the sheet has cut them up.
import type { Day } from '../../places/rows.ts';
import type { Relation } from '../rows.ts';
import { isBlank, letterOf, textOf, type Cell } from './cell.ts';
import type { FileMember } from './file-household.ts';
import type { Dates, Field, Mapping } from './mapping.ts';
import { problem, type Problem, type ProblemCode, type Where } from './problems.ts';
import { readBorn, readName, readRelation, readSex, type Sex, type Value } from './values.ts';

/** Columns by field, for one member or for the row itself (`member` 0). */
export type Columns = ReadonlyMap<Field, number>;

export function columnsOf(mapping: Mapping): ReadonlyMap<number, Columns> {
  const members = new Map<number, Map<Field, number>>();
  mapping.columns.forEach((column, c) => {
    if (column.field === 'left-out' || column.field === 'withheld') return;
    const of = members.get(column.member ?? 0) ?? new Map<Field, number>();
    if (!of.has(column.field)) of.set(column.field, c);
    members.set(column.member ?? 0, of);
  });
  return members;
}

/** One row being read, with where its problems go. */
export interface RowReading {
  readonly sheet: string;
  /** From 0. */
  readonly r: number;
  readonly cells: readonly Cell[];
  readonly problems: Problem[];
  readonly today: Day;
  readonly dates: Dates;
}

const where = (row: RowReading, column?: number): Where =>
  ({ sheet: row.sheet, row: row.r + 1, column: column === undefined ? null : letterOf(column) });

export const note = (row: RowReading, code: ProblemCode, column?: number, params?: Problem['params']): void => {
  row.problems.push(problem(code, where(row, column), params ?? (column === undefined ? {} : { value: textOf(row.cells[column]).slice(0, 80) })));
};

/** The value of a column, its doubts and faults noted; null where the column is missing, blank or unreadable. */
export function take<T>(row: RowReading, column: number | undefined, read: (cell: Cell | undefined) => Value<T | null>): T | null {
  if (column === undefined) return null;
  const cell = row.cells[column];
  if (typeof cell === 'object' && cell !== null && 'error' in cell) {
    note(row, 'cell.broken', column);
    return null;
  }
  const value = read(cell);
  if ('wrong' in value) {
    note(row, value.wrong as ProblemCode, column);
    return null;
  }
  if (value.doubt !== undefined) note(row, value.doubt as ProblemCode, column);
  return value.value;
}

/** A free text of at most `most` letters. */
export const readText = (most: number) => (cell: Cell | undefined): Value<string | null> => {
  const text = textOf(cell);
  return text.length > most ? { wrong: 'text.long' } : { value: text === '' ? null : text };
};

/** The person of these columns, or null where none of them says anything. */
export function readPerson(row: RowReading, columns: Columns, name: 'name' | 'head', fixed: Relation | null): FileMember | null {
  const cells = [...columns].filter(([field]) => PERSONAL.has(field) || field === name).map(([, c]) => row.cells[c]);
  if (cells.every((cell) => isBlank(cell) || textOf(cell) === '-')) return null;
  const called = fullName(row, columns, name);
  if (called === null) {
    const c = columns.get(name);
    if (!row.problems.some((one) => one.row === row.r + 1 && (one.code === 'text.long' || one.code === 'name.unreadable' || one.code === 'cell.broken'))) note(row, 'name.missing', c, {});
    return null;
  }
  const told = take(row, columns.get('relation'), readRelation);
  const birth = readBirth(row, columns);
  const sex = readSexOf(row, columns) ?? birth.sex ?? told?.sex ?? null;
  return { row: row.r + 1, name: called, relation: told?.relation ?? fixed, sex, born: birth.born };
}

const PERSONAL: ReadonlySet<Field> = new Set(['surname', 'relation', 'born', 'born-m', 'born-f', 'born-day', 'born-month', 'born-year', 'sex', 'sex-m', 'sex-f']);

function fullName(row: RowReading, columns: Columns, name: 'name' | 'head'): string | null {
  const given = take(row, columns.get(name), readName);
  const surname = columns.has('surname') ? take(row, columns.get('surname'), readName) : null;
  return surname !== null && given !== null ? `${surname} ${given}` : given;
}

function readBirth(row: RowReading, columns: Columns): { readonly born: string | null; readonly sex: Sex | null } {
  const read = (cell: Cell | undefined) => readBorn(cell, row);
  const [man, woman] = [columns.get('born-m'), columns.get('born-f')];
  const isMan = man !== undefined && !isBlank(row.cells[man]);
  const isWoman = woman !== undefined && !isBlank(row.cells[woman]);
  if (isMan && isWoman) {
    note(row, 'sex.both', man, {});
    return { born: take(row, man, read), sex: null };
  }
  if (isMan) return { born: take(row, man, read), sex: 'm' };
  if (isWoman) return { born: take(row, woman, read), sex: 'f' };
  const year = columns.get('born-year');
  if (year !== undefined) return { born: take(row, year, () => readBorn(partsOf(row, columns), row)), sex: null };
  return { born: take(row, columns.get('born'), read), sex: null };
}

/** Day, month and year from a column each; what is blank is unknown. */
function partsOf(row: RowReading, columns: Columns): string | null {
  const text = (field: Field): string => {
    const c = columns.get(field);
    return c === undefined ? '' : textOf(row.cells[c]);
  };
  const [day, month, year] = [text('born-day'), text('born-month'), text('born-year')];
  if (year === '') return day === '' && month === '' ? null : `${day}/${month}/?`;
  if (row.dates === 'month-first') return `${month || '0'}/${day || '0'}/${year}`;
  return `${day || '0'}/${month || '0'}/${year}`;
}

function readSexOf(row: RowReading, columns: Columns): Sex | null {
  const [man, woman] = [columns.get('sex-m'), columns.get('sex-f')];
  if (man === undefined && woman === undefined) return take(row, columns.get('sex'), readSex);
  const marked = (c: number | undefined): boolean => c !== undefined && !/^(|0|-|không)$/iu.test(textOf(row.cells[c]));
  if (marked(man) && marked(woman)) note(row, 'sex.both', man, {});
  else if (marked(man)) return 'm';
  else if (marked(woman)) return 'f';
  // One column alone, `Nữ` with a cross for women: the blank ones are men only if anybody says so.
  return null;
}
