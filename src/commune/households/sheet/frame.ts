// Finds the table in a sheet: which rows are titles, head, numbered head, totals, signatures; and what stands above each column.
import { bare, isBlank, textOf, type Cell, type Sheet } from './cell.ts';
import { isHeadWord, SUB_WORDS } from './fields.ts';

export interface Head {
  /** First row of the head, from 0. */
  readonly headRow: number;
  /** Rows it has; 0: none was found, the table begins at `headRow`. */
  readonly headRows: number;
}

/** A head is looked for in the first rows only; titles of a commune's forms take up to a dozen. */
const LOOK_IN = 40;
const MOST_HEAD_ROWS = 4;

const filled = (row: readonly Cell[]): number => row.reduce<number>((sum, cell) => sum + (isBlank(cell) ? 0 : 1), 0);
const isValue = (cell: Cell | undefined): boolean => typeof cell === 'number' || (typeof cell === 'object' && cell !== null) || /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$|^\d{4}$/u.test(textOf(cell));

/** Cells that could stand in a head, counted once each text. */
function score(row: readonly Cell[]): number {
  const texts = new Set(row.map(textOf).filter((text) => text !== '' && text.length <= 80));
  return [...texts].filter(isHeadWord).length;
}

export function findHead(sheet: Sheet): Head {
  const rows = sheet.rows.slice(0, LOOK_IN);
  const scores = rows.map(score);
  const best = Math.max(0, ...scores);
  if (best < 2) return { headRow: 0, headRows: best === 1 && filled(rows[0] ?? []) === 1 && scores[0] === 1 ? 1 : 0 };
  // The first row that is nearly as good as the best: heads are repeated on each printed page.
  let first = scores.findIndex((count, r) => count >= 2 && count >= best / 2 && !rows[r]!.some((cell) => typeof cell === 'number'));
  if (first < 0) return { headRow: 0, headRows: 0 };
  if (first > 0 && isGroupRow(sheet, first - 1, first)) first -= 1;
  let last = first;
  while (last + 1 < sheet.rows.length && last - first + 1 < MOST_HEAD_ROWS && isSubRow(sheet, first, last + 1)) last += 1;
  return { headRow: first, headRows: last - first + 1 };
}

/** A row above the found one that holds the heads of groups: several texts, none of them alone across the sheet. */
function isGroupRow(sheet: Sheet, row: number, below: number): boolean {
  const cells = sheet.rows[row]!;
  const texts = cells.filter((cell) => !isBlank(cell));
  if (texts.length === 0 || texts.some(isValue) || !texts.some((cell) => isHeadWord(textOf(cell)))) return false;
  return texts.length >= 2 || sheet.merges.some(([top, left, , right]) => top === row && right > left && right - left + 1 < filled(sheet.rows[below]!));
}

/** A further row of the head: nothing in it stands under a head that is whole already. */
function isSubRow(sheet: Sheet, first: number, row: number): boolean {
  const cells = sheet.rows[row]!;
  if (filled(cells) === 0) return sheet.merges.some(([top, left, bottom, right]) => top >= first && top < row && bottom >= row && left === right);
  if (cells.some(isValue) || isNumbered(cells)) return false;
  return cells.every((cell, column) => {
    if (isBlank(cell)) return true;
    const text = bare(textOf(cell));
    if (text.length > 60) return false;
    const above = textAbove(sheet, row - 1, column, first);
    return above === '' || isSpread(sheet, row - 1, column) || (SUB_WORDS.test(text) && !isBlank(sheet.rows[row - 1]?.[column]));
  });
}

const textAbove = (sheet: Sheet, row: number, column: number, first: number): string => {
  for (let r = row; r >= first; r--) if (!isBlank(sheet.rows[r]?.[column])) return textOf(sheet.rows[r]![column]);
  return '';
};

/** The cell lies in a merge over several columns, or is followed by blanks that it seems to span. */
function isSpread(sheet: Sheet, row: number, column: number): boolean {
  if (sheet.merges.some(([top, left, bottom, right]) => row >= top && row <= bottom && column >= left && column <= right)) {
    return sheet.merges.some(([top, left, bottom, right]) => row >= top && row <= bottom && column >= left && column <= right && right > left);
  }
  const cells = sheet.rows[row] ?? [];
  return !isBlank(cells[column]) && column + 1 < cells.length && isBlank(cells[column + 1]) && !isBlank(sheet.rows[row + 1]?.[column + 1]);
}

/** `(1) (2) (3)`, `A B 1 2`, `1 2 3=4+5`: forms number their columns under the head. */
export function isNumbered(cells: readonly Cell[]): boolean {
  const texts = cells.map(textOf).filter((text) => text !== '');
  if (texts.length < 3) return false;
  const marks: string[] = [];
  for (const text of texts) {
    const mark = /^\(?\s*(\d{1,2}|[A-Ha-hĐđ])\s*\)?(\s*=.*)?$/u.exec(text)?.[1];
    if (mark === undefined) return false;
    marks.push(mark);
  }
  const numbers = marks.filter((mark) => /^\d+$/u.test(mark)).map(Number);
  return numbers.every((number, i) => i === 0 || number === numbers[i - 1]! + 1) && (numbers[0] ?? 1) <= 2;
}

/** Texts above each column, top first, where a text over several columns stands above all of them. */
export function headTexts(sheet: Sheet, head: Head, columns: number): readonly (readonly string[])[] {
  return Array.from({ length: columns }, (_, column) => {
    const parts: string[] = [];
    for (let r = head.headRow; r < head.headRow + head.headRows; r++) {
      const text = textOf(sheet.rows[r]?.[column]) || spreadText(sheet, r, column, head);
      if (text !== '' && parts.at(-1) !== text) parts.push(text);
    }
    return parts;
  });
}

function spreadText(sheet: Sheet, row: number, column: number, head: Head): string {
  const merge = sheet.merges.find(([top, left, bottom, right]) => row >= top && row <= bottom && column >= left && column <= right);
  if (merge) return textOf(sheet.rows[merge[0]]?.[merge[1]]);
  // A sheet without merges (CSV): a blank above a lower head belongs to the text on its left.
  const below = row + 1 < head.headRow + head.headRows && !isBlank(sheet.rows[row + 1]?.[column]);
  if (!below) return '';
  for (let c = column - 1; c >= 0; c--) {
    const text = textOf(sheet.rows[row]?.[c]);
    if (text !== '') return isBlank(sheet.rows[row + 1]?.[c]) ? '' : text;
  }
  return '';
}

/** What a row below the head is. */
export type RowKind =
  | { readonly is: 'people' | 'blank' | 'head' | 'total' | 'signature' }
  | { readonly is: 'household'; readonly no: string | null; readonly head: string | null }
  | { readonly is: 'village'; readonly name: string };

const SIGNATURE = /^(nguoi lap( bieu| bang| danh sach)?|nguoi viet|can bo|truong (thon|ban|lang|ap)|thon truong|truong ban nhan dan|chu tich|bi thu|tm( ubnd| uy ban| ban| chi)?|t m|kt chu tich|xac nhan( cua)?|ky (va )?ghi ro ho ten|ky ten|lap bieu|ubnd xa|uy ban nhan dan|ghi chu|noi nhan|nguoi kiem tra|ke toan|danh sach (nay )?(co|gom))\b/;
const DATED = /\b(ngay|ng)\b.*\b(thang|th)\b.*\b(nam)\b/;
const TOTAL = /^(tổng( cộng| số| toàn)?|cộng( trang| thôn| làng| mang sang| chuyển sang)?|luỹ kế|lũy kế|mang sang|tong cong|tong so)(\s|:|\d|$)/iu;
// Texts come from textOf: between two words stands one blank and nothing else.
const VILLAGE_ROW = /^(?:[IVXLC]{1,5}|\d{1,2}|[A-Z])? ?[.)/-]? ?((?:thôn|làng|bản|buôn|plei|tổ dân phố|tdp|khu dân cư|ấp|khóm) \S.*)$/iu;
const HOUSEHOLD_ROW = /^(?:gia đình )?(?:hộ gia đình|số hộ|hộ) ?(?:số|thứ)? ?[:.]? ?(?:(\d+ ?[A-Za-z]?)\b)? ?[.:,–-]* ?(?:chủ hộ|ông|bà|ông\/bà)? ?[:.]? ?(\p{L}.*)?$/iu;

const TELLING = 200;

/** `I`, `II.`, `A)`: what numbers a section. */
const ENUMERATOR = /^(?:[IVXLC]{1,6}|[A-Z])\s*[.)]?$/u;

/** What each row of the sheet is, under that head. Kept for the sheet, as many ask. */
export function rowKinds(sheet: Sheet, head: Head): readonly RowKind[] {
  const key = `${head.headRow} ${head.headRows}`;
  const known = KINDS.get(sheet) ?? new Map<string, readonly RowKind[]>();
  KINDS.set(sheet, known);
  const found = known.get(key) ?? kindsUnder(sheet, head);
  known.set(key, found);
  return found;
}

const KINDS = new WeakMap<Sheet, Map<string, readonly RowKind[]>>();

function kindsUnder(sheet: Sheet, head: Head): readonly RowKind[] {
  const from = head.headRow + head.headRows;
  const textsOf = (r: number): string => sheet.rows[r]!.map(textOf).filter((text) => text !== '').join('|');
  // The head's own rows, to know them again on the next printed page.
  const heads = new Set(sheet.rows.slice(head.headRow, from).map((_, i) => textsOf(head.headRow + i)).filter((text) => text !== ''));
  return sheet.rows.map((cells, r) => (r < from ? { is: 'head' } : kindOf(cells, heads)));
}

function kindOf(cells: readonly Cell[], heads: ReadonlySet<string>): RowKind {
  // What a row is stands in its first letters, and patterns with several gaps take long over a cell of a thousand.
  const texts = cells.map((cell) => textOf(cell).slice(0, TELLING)).filter((text) => text !== '');
  if (texts.length === 0) return { is: 'blank' };
  if (isNumbered(cells) || heads.has(texts.join('|'))) return { is: 'head' };
  if (texts.length >= 3 && !cells.some(isValue) && texts.filter(isHeadWord).length >= texts.length * 0.6) return { is: 'head' };
  const words = texts.filter((text) => /\p{L}/u.test(text) && !ENUMERATOR.test(text));
  const first = words[0] ?? '';
  if (TOTAL.test(first)) return { is: 'total' };
  if (texts.every((text) => SIGNATURE.test(bare(text)) || DATED.test(bare(text)) || /^\(.*\)$/u.test(text))) return { is: 'signature' };
  if (words.length === 1 && texts.length <= 3) {
    const household = /^(gia đình\s+)?(hộ|số hộ)(?=[\s:.\d])/iu.test(first) ? HOUSEHOLD_ROW.exec(first) : null;
    if (household && (household[1] ?? household[2]) !== undefined) return { is: 'household', no: household[1]?.replace(/\s/gu, '') ?? null, head: household[2]?.replace(/[.:,;\s]+$/u, '') ?? null };
    const village = VILLAGE_ROW.exec(first);
    if (village) return { is: 'village', name: village[1]!.replace(/\s*[:(].*$/u, '').trim() };
  }
  return { is: 'people' };
}
