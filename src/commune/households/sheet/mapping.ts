// What the person says of a sheet: where its head ends, what each column is, and where a household begins.
import * as z from 'zod/mini';
import { RELATIONS } from '../rows.ts';
import { id } from '../../places/shape.ts';
import { MOST_COLUMNS, MOST_ROWS, MOST_SHEETS } from './cell.ts';

/**
 * What a column holds. `no`: number in the register · `index`: a running number that means nothing · `surname`: the
 * first part of a name cut in two · `born-m` / `born-f`: year of birth, in the column of the person's sex · `members`:
 * several names in one cell · `left-out`: not read · `withheld`: must not be read (identity papers, ethnicity, poverty,
 * health …); such columns are emptied before anything is kept.
 */
export const FIELDS = [
  'no', 'index', 'head', 'name', 'surname', 'relation', 'born', 'born-m', 'born-f', 'born-day', 'born-month', 'born-year',
  'sex', 'sex-m', 'sex-f', 'count', 'village', 'place', 'phone', 'language', 'members', 'left-out', 'withheld',
] as const;
export type Field = (typeof FIELDS)[number];

/** Fields that say something of one person, and so may stand once for each member of a row. */
export const PERSON_FIELDS: readonly Field[] = ['name', 'surname', 'relation', 'born', 'born-m', 'born-f', 'born-day', 'born-month', 'born-year', 'sex', 'sex-m', 'sex-f'];

/** One row a household (with or without columns for its members), or one row a person under its household. */
export const LAYOUTS = ['household', 'person'] as const;
export type Layout = (typeof LAYOUTS)[number];

/**
 * Where the next household begins, one row a person: where a number stands or changes · at each `Chủ hộ` · where the
 * name in the head's column changes · where the running number starts again at 1 · after a blank row.
 * A row such as `Hộ số 12: …` begins one always.
 */
export const STARTS = ['number', 'relation', 'head', 'restart', 'blank'] as const;
export type Starts = (typeof STARTS)[number];

/**
 * `day-first` as written here · `month-first`: typed in the American order · `turned`: an American computer took
 * 05/03 for the 3rd of May where it could, and left 25/03 as text; its date cells are turned back.
 */
export const DATES = ['day-first', 'month-first', 'turned'] as const;
export type Dates = (typeof DATES)[number];

const column = z.object({
  field: z.enum(FIELDS),
  /** 1, 2, 3 …: whose column it is, where members stand beside each other in one row. */
  member: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(40))),
  /** What that member is to the head, where the column says so: `Vợ/chồng`. */
  relation: z.optional(z.enum(RELATIONS)),
});
export type Column = z.output<typeof column>;

const row = z.number().check(z.int(), z.minimum(0), z.maximum(MOST_ROWS));

export const mappingShape = z.object({
  /** First row of the table's head, from 0, and how many rows it has; 0: the sheet has no head. */
  headRow: row,
  headRows: z.number().check(z.int(), z.minimum(0), z.maximum(4)),
  columns: z.array(column).check(z.maxLength(MOST_COLUMNS)),
  layout: z.enum(LAYOUTS),
  starts: z.enum(STARTS),
  dates: z.enum(DATES),
  /** Villages by their name in the file; null: those rows are left out. */
  villages: z.record(z.string().check(z.maxLength(200)), z.nullable(id)),
});
export type Mapping = z.output<typeof mappingShape>;

/** One sheet that is to be taken, into `village` where the sheet itself does not say which. */
export const partShape = z.object({
  sheet: z.number().check(z.int(), z.minimum(0), z.maximum(MOST_SHEETS)),
  village: z.nullable(id),
  /** Left out: as guessed; so it is answered with the guess for a head that the person pointed at. */
  mapping: z.optional(mappingShape),
  head: z.optional(z.object({ headRow: row, headRows: z.number().check(z.int(), z.minimum(0), z.maximum(4)) })),
});
export type Part = z.output<typeof partShape>;

export const askShape = z.object({ parts: z.array(partShape).check(z.minLength(1), z.maxLength(MOST_SHEETS)) });
export type Ask = z.output<typeof askShape>;

