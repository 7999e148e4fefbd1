// Reads .csv and .tsv into one sheet: finds out the encoding, the mark between the columns, and the bounds.
import Papa from 'papaparse';
import { MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, type Sheet } from '#commune/households/sheet/cell.ts';
import { evidence, LEGACY_CODES } from '#commune/households/sheet/legacy.ts';
import { isSyllable } from '#commune/households/sheet/syllable.ts';
import { FileRefused } from './refused.ts';

/** @throws FileRefused */
export function readTextFile(bytes: Buffer, name: string): readonly Sheet[] {
  const text = decodeText(bytes);
  if (/^\s*(<!doctype|<html|<\?xml|<table)/iu.test(text)) throw new FileRefused('file.not-sheet');
  const { separator, body } = separatorOf(text);
  const rows: string[][] = [];
  Papa.parse<string[]>(body, {
    delimiter: separator,
    step: ({ data }, parser) => {
      rows.push(data.slice(0, MOST_COLUMNS + 1).map((cell) => unquoted(cell.slice(0, MOST_LETTERS))));
      if (rows.length > MOST_ROWS) parser.abort();
    },
  });
  const sheet = name.replace(/\.[^.]*$/u, '').slice(0, 60) || 'CSV';
  if (rows.length > MOST_ROWS) throw new FileRefused('file.many-rows', { sheet: sheet.slice(0, 40), most: MOST_ROWS });
  if (rows.some((row) => row.length > MOST_COLUMNS)) throw new FileRefused('file.many-columns', { sheet: sheet.slice(0, 40), most: MOST_COLUMNS });
  while (rows.length > 0 && rows.at(-1)!.every((cell) => cell.trim() === '')) rows.pop();
  return [{ name: sheet, hidden: false, rows: rows.map((row) => row.map((cell) => (cell.trim() === '' ? null : cell))), merges: [] }];
}

/** Exports put a quote before what a spreadsheet would run as a formula (doors/export/csv.ts): it is no part of the text. */
const unquoted = (cell: string): string => (/^'[=+\-@\t\r\n]/u.test(cell) ? cell.slice(1) : cell);

/** By its mark, else UTF-8 if it is that, else the better of Windows-1258 and Windows-1252 (with TCVN3 or VNI in it). */
export function decodeText(bytes: Buffer): string {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return new TextDecoder('utf-8').decode(bytes);
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) return withoutMark(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const vietnamese = new TextDecoder('windows-1258').decode(bytes).normalize('NFC');
    const western = new TextDecoder('windows-1252').decode(bytes);
    return fit(vietnamese) > fit(western) ? vietnamese : western;
  }
}

/** Every second byte of Latin text in UTF-16 is zero: on which side tells the order. Otherwise it is no text. */
function withoutMark(bytes: Buffer): string {
  const sample = bytes.subarray(0, 4000);
  const zeros = [0, 0];
  for (const [i, byte] of sample.entries()) if (byte === 0) zeros[i % 2]! += 1;
  const enough = sample.length / 8;
  if (zeros[1]! > enough && zeros[0]! < zeros[1]! / 4) return new TextDecoder('utf-16le').decode(bytes);
  if (zeros[0]! > enough && zeros[1]! < zeros[0]! / 4) return new TextDecoder('utf-16be').decode(bytes);
  throw new FileRefused('file.not-sheet');
}

/** How many words make sense: as they stand, or as read in one of the old codes. */
function fit(text: string): number {
  const lines = text.slice(0, 200_000).split(/\r?\n/u);
  const words = (lines.join(' ').match(/[^\s.,;:()/"+\d-]+/gu) ?? []).filter((word) => /[^\u0000-\u007f]/u.test(word));
  const standing = words.filter(isSyllable).length;
  return Math.max(standing, ...LEGACY_CODES.map((code) => evidence(lines, code).pro));
}

const SEPARATORS = [';', '\t', ',', '|'] as const;

/** The mark that stands in most of the first lines equally often; Excel may say it itself in a first line `sep=;`. */
function separatorOf(text: string): { readonly separator: string; readonly body: string } {
  const said = /^\uFEFF?sep=(.)\r?\n/u.exec(text);
  if (said) return { separator: said[1]!, body: text.slice(said[0].length) };
  const lines = text.replace(/"[^"]*"/gu, '').split(/\r?\n/u).slice(0, 200).filter((line) => line.trim() !== '');
  let best: { separator: string; score: number } = { separator: ';', score: 0 };
  for (const separator of SEPARATORS) {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const marks = line.split(separator).length - 1;
      if (marks > 0) counts.set(marks, (counts.get(marks) ?? 0) + 1);
    }
    const score = Math.max(0, ...[...counts].map(([marks, times]) => times * Math.min(marks, 12)));
    if (score > best.score) best = { separator, score };
  }
  return { separator: best.separator, body: text };
}
