// What is done to a sheet before it is shown or kept: garbled text is read, and columns that must not be kept are emptied.
import { letterOf, textOf, tidy, type Cell, type Sheet } from './cell.ts';
import { isWithheld } from './fields.ts';
import { findHead, headTexts, type Head } from './frame.ts';
import { widthOf } from './guess.ts';
import { codeOf, readAs, type LegacyCode } from './legacy.ts';

export interface Prepared {
  readonly sheet: Sheet;
  /** Columns whose text was garbled, by letter. */
  readonly decoded: Readonly<Record<string, LegacyCode>>;
  /** Columns that were emptied, with what stood above them. */
  readonly withheld: readonly { readonly letter: string; readonly head: string }[];
}

export function prepare(raw: Sheet): Prepared {
  const { sheet, decoded } = readText(raw);
  const { sheet: kept, withheld } = withhold(sheet, findHead(sheet));
  return { sheet: kept, decoded, withheld };
}

/** Enough cells to tell a column's code by. */
const SAMPLE = 2_000;

function readText(sheet: Sheet): { readonly sheet: Sheet; readonly decoded: Record<string, LegacyCode> } {
  const width = widthOf(sheet);
  const whole: string[] = [];
  const codes: (LegacyCode | null)[] = [];
  for (let c = 0; c < width; c++) {
    const texts = new Set<string>();
    for (const row of sheet.rows) {
      const cell = row[c];
      if (typeof cell === 'string' && /[^\u0000-\u007f]/u.test(cell)) texts.add(cell);
      if (texts.size >= SAMPLE) break;
    }
    codes.push(codeOf([...texts]));
    whole.push(...[...texts].slice(0, 200));
  }
  // A column with nothing to tell by (`Nam`, `lóa`) was written with the same font as the others.
  const usual = codeOf(whole);
  const decoded: Record<string, LegacyCode> = {};
  const rows = sheet.rows.map((row) => row.map((cell, c): Cell => {
    if (typeof cell !== 'string') return cell;
    const code = codes[c] ?? (codes.some((one) => one !== null) ? usual : null);
    const text = code === null ? modern(cell) : readAs(cell, code);
    if (code !== null && text !== cell) decoded[letterOf(c)] = code;
    // Line ends part the names of one cell; they stay until the cell is read.
    return text.split('\n').map(tidy).join('\n');
  }));
  const name = usual === null ? modern(sheet.name) : readAs(sheet.name, usual);
  return { sheet: { ...sheet, name: tidy(name), rows }, decoded };
}

/** Some keyboards write the Icelandic letter for Đ, which looks the same. */
const modern = (text: string): string => text.replaceAll('Ð', 'Đ').replaceAll('ð', 'đ').normalize('NFC');

/** Empties the columns that must not be read, below their head, and every paper's number wherever it stands. */
export function withhold(sheet: Sheet, head: Head): { readonly sheet: Sheet; readonly withheld: Prepared['withheld'] } {
  const width = widthOf(sheet);
  const texts = headTexts(sheet, head, width);
  const from = head.headRow + head.headRows;
  const columns = new Set<number>();
  for (let c = 0; c < width; c++) if (texts[c]!.some(isWithheld) || isPapers(sheet, c, from)) columns.add(c);
  if (columns.size === 0) return { sheet, withheld: [] };
  const rows = sheet.rows.map((row, r) => (r < from ? row : row.map((cell, c) => (columns.has(c) ? null : cell))));
  return { sheet: { ...sheet, rows }, withheld: [...columns].map((c) => ({ letter: letterOf(c), head: texts[c]!.join(' › ').slice(0, 120) })) };
}

/** Most values are the twelve figures of an identity number. */
function isPapers(sheet: Sheet, c: number, from: number): boolean {
  let said = 0;
  let papers = 0;
  for (let r = from; r < sheet.rows.length; r++) {
    const text = textOf(sheet.rows[r]?.[c]).replace(/\s/gu, '');
    if (text === '') continue;
    said += 1;
    // A spreadsheet eats the zero they begin with.
    if (/^(0\d{11}|[1-9]\d{10,11})$/u.test(text)) papers += 1;
  }
  return said > 0 && papers > said / 2;
}
