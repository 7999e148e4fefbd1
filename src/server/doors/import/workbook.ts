// Reads an .xlsx into sheets of plain cells, after checking that it is nothing but small, plain XML.
import { strToU8, zipSync } from 'fflate';
import readXlsx from 'read-excel-file/universal';
import { MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, MOST_SHEETS, type Cell, type Merge, type Sheet } from '#commune/households/sheet/cell.ts';
import { FileRefused } from './refused.ts';
import { unzip } from './zip.ts';

const WANTED = /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/workbook\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/sharedStrings\.xml|xl\/styles\.xml|xl\/worksheets\/[^/]+\.xml)$/iu;
const MOST_MERGES = 50_000;

/** @throws FileRefused */
export async function readWorkbook(bytes: Buffer): Promise<readonly Sheet[]> {
  const files = new Map([...unzip(bytes, (name) => WANTED.test(name))].map(([name, data]) => [name, plainXml(data)]));
  const workbook = files.get('xl/workbook.xml');
  if (workbook === undefined) throw new FileRefused('file.not-sheet');
  const tabs = tabsOf(workbook, files.get('xl/_rels/workbook.xml.rels') ?? '');
  if (tabs.length > MOST_SHEETS) throw new FileRefused('file.many-sheets', { most: MOST_SHEETS });
  const facts = new Map<string, { merges: readonly Merge[]; broken: ReadonlyMap<string, string> }>();
  for (const tab of tabs) {
    const xml = files.get(tab.path);
    if (xml === undefined) continue;
    facts.set(tab.path, { merges: mergesOf(xml), broken: brokenCells(xml) });
    files.set(tab.path, slim(xml, tab.name));
  }
  // Packed anew from what was checked, so that the reader sees exactly that and nothing else.
  const checked = zipSync(Object.fromEntries([...files].map(([name, xml]) => [name, strToU8(xml)])), { level: 0 });
  files.clear();
  const read = await readAll(checked);
  return tabs.flatMap((tab): Sheet[] => {
    const rows = read.find((one) => one.sheet === tab.name)?.data;
    const known = facts.get(tab.path);
    return rows && known ? [{ name: tab.name, hidden: tab.hidden, rows: cellsOf(rows as readonly (readonly unknown[])[], known.broken), merges: known.merges }] : [];
  });
}

async function readAll(bytes: Uint8Array): ReturnType<typeof readXlsx> {
  try {
    // Trimming would eat the no-break space that is half a letter in garbled text.
    return await readXlsx(bytes.buffer as ArrayBuffer, { trim: false });
  } catch {
    throw new FileRefused('file.broken');
  }
}

/** UTF-8 without a document type: entities that grow or reach outside cannot be declared. */
function plainXml(data: Buffer): string {
  const text = data.toString('utf8');
  if (text.includes('\0') || /<!(DOCTYPE|ENTITY)/iu.test(text)) throw new FileRefused('file.hostile');
  return text;
}

interface Tab {
  readonly name: string;
  readonly hidden: boolean;
  readonly path: string;
}

const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'u').exec(tag);
  return value ? unescape(value[1] ?? value[2] ?? '') : undefined;
};

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'' };
const unescape = (text: string): string => text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/giu, (whole, hex: string, decimal: string, name: string) => {
  const point = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : undefined;
  return point === undefined ? ENTITIES[name] ?? whole : point <= 0x10ffff ? String.fromCodePoint(point) : whole;
});

/** Sheets in the order of their tabs, each with its file. */
function tabsOf(workbook: string, relations: string): readonly Tab[] {
  const targets = new Map([...relations.matchAll(/<(?:\w+:)?Relationship\s[^<>]*>/gu)].map(([tag]) => [attribute(tag, 'Id'), attribute(tag, 'Target')]));
  return [...workbook.matchAll(/<(?:\w+:)?sheet\s[^<>]*>/gu)].flatMap(([tag]): Tab[] => {
    const name = attribute(tag, 'name');
    const target = targets.get(attribute(tag, '(?:\\w+:)?id'));
    if (name === undefined || target === undefined) return [];
    return [{ name, hidden: (attribute(tag, 'state') ?? 'visible') !== 'visible', path: target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//u, '')}` }];
  });
}

const columnOf = (letters: string): number => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

function mergesOf(xml: string): readonly Merge[] {
  const merges: Merge[] = [];
  for (const [, left, top, right, bottom] of xml.matchAll(/<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/gu)) {
    merges.push([Number(top) - 1, columnOf(left!), Number(bottom) - 1, columnOf(right!)]);
    if (merges.length > MOST_MERGES) throw new FileRefused('file.swollen');
  }
  return merges;
}

/** Letters of a formula and its value that are looked at for what went wrong. */
const LONGEST_FORMULA = 10_000;

/** Formulas that ended in an error: the reader gives them as blank, but the person must be told. */
function brokenCells(xml: string): ReadonlyMap<string, string> {
  const broken = new Map<string, string>();
  for (const { 0: tag, index } of xml.matchAll(/<(?:\w+:)?c\s[^<>]{0,300}>/gu)) {
    if (!tag.includes('t="e"')) continue;
    const at = attribute(tag, 'r');
    const inside = xml.slice(index + tag.length, index + tag.length + LONGEST_FORMULA).split(/<\/(?:\w+:)?c>/u, 1)[0]!;
    if (at !== undefined) broken.set(at, /<(?:\w+:)?v>([^<]+)</u.exec(inside)?.[1]?.slice(0, 20) ?? '#LỖI');
    if (broken.size > MOST_ROWS) break;
  }
  return broken;
}

/**
 * Without cells and rows that hold nothing: sheets are coloured down to row 1,048,576 by one wrong click. What is
 * left must lie within the bounds, before the reader fills the gaps between.
 */
function slim(xml: string, sheet: string): string {
  const text = xml.replace(/<(?:\w+:)?c\s[^<>]*\/>/gu, '').replace(/<((?:\w+:)?c)\s[^<>]*>\s*<\/\1>/gu, '')
    .replace(/<(?:\w+:)?row\s[^<>]*\/>/gu, '').replace(/<((?:\w+:)?row)\s[^<>]*>\s*<\/\1>/gu, '');
  let rows = 0;
  for (const [tag] of text.matchAll(/<(?:\w+:)?row[\s>][^<>]*>?/gu)) {
    rows = Math.max(rows + 1, Number(attribute(tag, 'r') ?? 0));
    if (rows > MOST_ROWS) throw new FileRefused('file.many-rows', { sheet: sheet.slice(0, 40), most: MOST_ROWS });
  }
  for (const [, letters, row] of text.matchAll(/<(?:\w+:)?c\s[^<>]*?\br="([A-Z]{1,4})(\d{1,8})"/gu)) {
    if (columnOf(letters!) >= MOST_COLUMNS) throw new FileRefused('file.many-columns', { sheet: sheet.slice(0, 40), most: MOST_COLUMNS });
    if (Number(row) > MOST_ROWS) throw new FileRefused('file.many-rows', { sheet: sheet.slice(0, 40), most: MOST_ROWS });
  }
  return text;
}

function cellsOf(rows: readonly (readonly unknown[])[], broken: ReadonlyMap<string, string>): readonly (readonly Cell[])[] {
  const cells = rows.map((row) => row.map(cellOf));
  for (const [at, error] of broken) {
    const [, letters, row] = /^([A-Z]+)(\d+)$/u.exec(at) ?? [];
    const line = cells[Number(row) - 1];
    if (line && letters !== undefined && columnOf(letters) < line.length) line[columnOf(letters)] = { error };
  }
  return cells;
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'string') return value.slice(0, MOST_LETTERS);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? { error: '#NGÀY' } : { day: value.toISOString().slice(0, 10) };
  return null;
}
