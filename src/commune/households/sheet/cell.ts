// A sheet as it was read, before anything is understood: cells, merges and the sheet's name.
import { oneLine } from '../../places/shape.ts';
import type { Day } from '../../places/rows.ts';

/** A cell as JSON: what the file holds, not what it might mean. `error` is a broken formula, such as `#REF!`. */
export type Cell = string | number | boolean | null | { readonly day: Day } | { readonly error: string };

/** First row, first column, last row, last column; all from 0. */
export type Merge = readonly [number, number, number, number];

export interface Sheet {
  readonly name: string;
  /** Hidden in the workbook: shown to the person, but not chosen for them. */
  readonly hidden: boolean;
  readonly rows: readonly (readonly Cell[])[];
  readonly merges: readonly Merge[];
}

/** What a sheet may hold. A whole commune, one row a person, is about 40,000 rows. */
export const MOST_ROWS = 50_000;
export const MOST_COLUMNS = 120;
export const MOST_SHEETS = 60;
/** Characters of one cell that are read; more is cut, and too much for any field anyway. */
export const MOST_LETTERS = 1_000;

/** `A`, `B` … `AA`: what the person sees above the column in a spreadsheet. */
export function letterOf(column: number): string {
  let left = column;
  let letters = '';
  do {
    letters = String.fromCharCode(65 + (left % 26)) + letters;
    left = Math.floor(left / 26) - 1;
  } while (left >= 0);
  return letters;
}

/** Text of a cell for showing and for comparing: one line, single blanks, NFC. A day comes as dd/mm/yyyy. */
export function textOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'object') return 'day' in cell ? cell.day.split('-').reverse().join('/') : cell.error;
  if (typeof cell === 'boolean') return cell ? 'x' : '';
  if (typeof cell === 'number') return String(cell);
  return UNTIDY.test(cell) ? tidy(cell) : cell;
}

/** Most cells are tidy as they stand; making sure of it anew each time would be most of the work of reading a sheet. */
const UNTIDY = /[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u1e00-\u1eff\u2018\u2019\u2013\u2014]|^ | $| {2}/u;

/** One line as the register keeps it, without what no field may hold. */
export const tidy = (text: string): string => oneLine(text.replace(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]+/gu, ' '));

export const isBlank = (cell: Cell | undefined): boolean => textOf(cell) === '';

/** Lower case, no marks, words only: `Họ & tên (chủ hộ)` → `ho ten chu ho`. */
export const bare = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐðÐ]/gu, 'd').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
