// Tells from its bytes what a file is, and reads it into sheets; says plainly what cannot be read and what to do.
import type { Sheet } from '#commune/households/sheet/cell.ts';
import { isBlank } from '#commune/households/sheet/cell.ts';
import { FileRefused } from './refused.ts';
import { readTextFile } from './text-file.ts';
import { readWorkbook } from './workbook.ts';
import { namesIn } from './zip.ts';

export const MOST_FILE_BYTES = 10_000_000;

/** What all sheets together may hold: the table of a whole commune, thrice. */
const MOST_CELLS = 3_000_000;

/** Compound files: .xls of Excel 97 to 2003, and .xlsx under a password. */
const COMPOUND = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

/** @throws FileRefused */
export async function readFile(bytes: Buffer, name: string): Promise<readonly Sheet[]> {
  if (bytes.length === 0) throw new FileRefused('file.empty');
  if (bytes.length > MOST_FILE_BYTES) throw new FileRefused('file.too-large', { most: MOST_FILE_BYTES / 1_000_000 });
  const sheets = await sheetsOf(bytes, name);
  const filled = sheets.filter((sheet) => sheet.rows.some((row) => row.some((cell) => !isBlank(cell))));
  if (filled.length === 0) throw new FileRefused('file.empty');
  if (filled.reduce((sum, sheet) => sum + sheet.rows.reduce((cells, row) => cells + row.length, 0), 0) > MOST_CELLS) throw new FileRefused('file.swollen');
  return filled;
}

async function sheetsOf(bytes: Buffer, name: string): Promise<readonly Sheet[]> {
  if (bytes.subarray(0, 8).equals(COMPOUND)) {
    throw new FileRefused(bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'file.locked' : 'file.old-xls');
  }
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') {
    const names = namesIn(bytes);
    if (names.some((one) => /^xl\/workbook\.xml$/iu.test(one))) return await readWorkbook(bytes);
    throw new FileRefused('file.not-sheet');
  }
  // BIFF 2 to 5, before compound files; and a picture or a PDF renamed.
  if (/^(\u0009[\u0000\u0002\u0004\u0008]|%PDF|\u0089PNG|\u00ff\u00d8|GIF8)/u.test(bytes.subarray(0, 5).toString('latin1'))) {
    throw new FileRefused(bytes[0] === 9 ? 'file.old-xls' : 'file.not-sheet');
  }
  return readTextFile(bytes, name);
}
