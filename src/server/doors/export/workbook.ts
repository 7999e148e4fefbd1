// Writes a table as an .xlsx of one sheet in which every cell is a text: nothing in it can be a formula.
import { zipSync, strToU8 } from 'fflate';
import { letterOf } from '#commune/households/sheet/cell.ts';
import { BEGINS_FORMULA } from './csv.ts';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

const TYPES = `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`;
const ROOT = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
const LINKS = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;
/** 0: text · 1: text with the quote before it that Excel keeps out of sight · 2: the head, bold. */
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Times New Roman"/></font><font><b/><sz val="11"/><name val="Times New Roman"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1" quotePrefix="1"/><xf numFmtId="49" applyNumberFormat="1" fontId="1" applyFont="1"/></cellXfs></styleSheet>`;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Letters that XML 1.0 cannot hold are left out. */
const escaped = (text: string): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '').replace(/[&<>"]/gu, (sign) => ESCAPES[sign]!);

const cell = (text: string, r: number, c: number): string => {
  if (text === '') return '';
  const style = r === 0 ? ' s="2"' : BEGINS_FORMULA.test(text) ? ' s="1"' : '';
  return `<c r="${letterOf(c)}${r + 1}"${style} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
};

/** What Excel does not take in the name of a sheet, and its 31 letters. */
const sheetName = (name: string): string => escaped(name.replace(/[[\]:*?/\\']/gu, ' ').trim().slice(0, 31)) || 'Sổ hộ';

/** @param heads the first row */
export function workbookOf(name: string, heads: readonly string[], rows: readonly (readonly string[])[]): Buffer {
  const lines = [heads, ...rows].map((row, r) => `<row r="${r + 1}">${row.map((text, c) => cell(text, r, c)).join('')}</row>`).join('');
  const widths = heads.map((_, c) => `<col min="${c + 1}" max="${c + 1}" width="${Math.min(40, 3 + Math.max(...[heads, ...rows].map((row) => (row[c] ?? '').length)))}" customWidth="1"/>`).join('');
  return Buffer.from(zipSync({
    '[Content_Types].xml': strToU8(TYPES), '_rels/.rels': strToU8(ROOT), 'xl/_rels/workbook.xml.rels': strToU8(LINKS), 'xl/styles.xml': strToU8(STYLES),
    'xl/workbook.xml': strToU8(`${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${sheetName(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`),
    'xl/worksheets/sheet1.xml': strToU8(`${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths}</cols><sheetData>${lines}</sheetData></worksheet>`),
  }, { level: 6 }));
}
