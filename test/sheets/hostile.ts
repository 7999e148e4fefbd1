// Files nobody should be able to hurt the server with, made in memory.
import { zipSync, strToU8 } from 'fflate';

const WORKBOOK = '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>';
const RELATIONS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>';
const TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>';

/** A workbook of one sheet with this XML in it, and what else is asked for. */
export function workbookOf(sheet: string | Uint8Array, more: Record<string, Uint8Array> = {}): Buffer {
  return Buffer.from(zipSync({
    '[Content_Types].xml': strToU8(TYPES), 'xl/workbook.xml': strToU8(WORKBOOK), 'xl/_rels/workbook.xml.rels': strToU8(RELATIONS),
    'xl/worksheets/sheet1.xml': typeof sheet === 'string' ? strToU8(sheet) : sheet, ...more,
  }, { level: 1 }));
}

export const sheetOf = (rows: string): string => `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;
export const textCell = (at: string, text: string): string => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;

/** A table of so many people, one a row. */
export function longTable(rows: number): string {
  const lines = [`<row r="1">${textCell('A1', 'Số hộ')}${textCell('B1', 'Họ và tên')}${textCell('C1', 'Quan hệ với chủ hộ')}${textCell('D1', 'Năm sinh')}</row>`];
  for (let r = 2; r <= rows; r++) {
    const home = Math.floor((r - 2) / 4) + 1;
    const first = (r - 2) % 4 === 0;
    lines.push(`<row r="${r}"><c r="A${r}"><v>${home}</v></c>${textCell(`B${r}`, `Nguyễn Văn Người ${String.fromCharCode(65 + (r % 26))}${String.fromCharCode(65 + (home % 26))}${String.fromCharCode(65 + (Math.floor(home / 26) % 26))}`)}${textCell(`C${r}`, first ? 'Chủ hộ' : 'Con')}<c r="D${r}"><v>${1950 + (r % 70)}</v></c></row>`);
  }
  return lines.join('');
}

/** 120 MB of blanks in 120 kB. */
export const bomb = (): Buffer => workbookOf(Buffer.alloc(120_000_000, 0x20));

/** The declared size says small; what comes out is not. */
export function lyingBomb(): Buffer {
  const file = workbookOf(Buffer.alloc(120_000_000, 0x20));
  const central = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  file.writeUInt32LE(1_000, central + 24);
  return file;
}

export const laughing = (): Buffer => workbookOf(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${sheetOf(`<row r="1">${textCell('A1', '&b;')}</row>`).slice(38)}`);
export const outside = (): Buffer => workbookOf(sheetOf(''), { 'xl/sharedStrings.xml': strToU8('<!DOCTYPE s [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst><si><t>&f;</t></si></sst>') });
/** Two cells at opposite corners: 17 thousand million cells between them. */
export const corners = (): Buffer => workbookOf(sheetOf(`<row r="1">${textCell('XFD1', 'x')}</row><row r="1048576">${textCell('A1048576', 'x')}</row>`));
export const manyEntries = (): Buffer => workbookOf(sheetOf(''), Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`xl/media/${i}.xml`, strToU8('x')])));
