// Makes the sheets of this folder and what they say: `node tools/run.mjs test/sheets/make.ts`, when a layout is added.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type ExcelJS from 'exceljs';
import * as layouts from './layouts.ts';
import { to1258, toTcvn3 } from './old-fonts.ts';
import { homes } from './people.ts';
import { troubled } from './troubled.ts';

const here = import.meta.dirname;
const keep = (name: string, bytes: Uint8Array | string, expected: layouts.Expected): void => {
  writeFileSync(join(here, name), bytes);
  writeFileSync(join(here, `${name}.json`), `${JSON.stringify(expected, null, 1)}\n`);
  console.log(name, expected.households.length);
};
const xlsx = async (name: string, [workbook, expected]: [ExcelJS.Workbook, layouts.Expected]): Promise<void> =>
  keep(`${name}.xlsx`, new Uint8Array(await workbook.xlsx.writeBuffer()), expected);

await xlsx('01-household', layouts.householdSimple());
await xlsx('02-household-two-row-head', layouts.householdTwoRowHead());
await xlsx('03-person-merged', layouts.personMerged());
await xlsx('04-person-repeated', layouts.personRepeated());
await xlsx('05-person-restart', layouts.personRestart());
await xlsx('06-person-titled', layouts.personTitled());
await xlsx('07-members-beside', layouts.membersBeside());
await xlsx('08-members-in-cell', layouts.membersInCell());
await xlsx('09-village-column', layouts.villageColumn());
await xlsx('10-village-sheets', layouts.villageSheets());
await xlsx('11-village-sections', layouts.villageSections());
await xlsx('12-tcvn3', layouts.oldLetters('tcvn3'));
await xlsx('13-vni', layouts.oldLetters('vni'));
await xlsx('14-garbled-utf8', layouts.oldLetters('twice'));
await xlsx('15-nfd', layouts.decomposed());
await xlsx('16-troubled', troubled());

/** The same list as text, in the encodings it comes in. */
const list = homes({ seed: 30, count: 9, plain: true });
const lines = (separator: string, quote: (text: string) => string = (text) => text): string => [
  ['Danh sách hộ thôn Kon Năng', '', '', '', ''], ['', '', '', '', ''],
  ['Số hộ', 'Họ tên chủ hộ', 'Ngày sinh', 'Giới tính', 'Địa chỉ'],
  ...list.map((home) => [home.no, home.people[0]!.name, home.people[0]!.born.split('-').reverse().join('/'), home.people[0]!.sex === 'm' ? 'Nam' : 'Nữ', `${home.place}, gần trường`]),
  ['Tổng cộng', '', '', '', ''],
].map((row) => row.map(quote).join(separator)).join('\r\n');
const households = list.map((home) => {
  const one = layouts.told(home, { phone: false });
  return { ...one, members: one.members.slice(0, 1), place: `${home.place}, gần trường` };
});
const text = (what: string, decoded?: string): layouts.Expected =>
  ({ what, parts: [[0, 'v1']], layout: 'household', households, problems: [], ...(decoded ? { decoded } : {}) });
const quoted = (cell: string): string => (/[",]/.test(cell) ? `"${cell}"` : cell);
keep('17-utf8.csv', `\ufeff${lines(',', quoted)}\r\n`, text('UTF-8 with its mark, commas and quotes'));
keep('18-utf8-bare.csv', lines(';'), text('UTF-8 without a mark, semicolons'));
keep('19-utf16.tsv', Buffer.from(`\ufeff${lines('\t')}`, 'utf16le'), text('UTF-16 as Excel saves Unicode text'));
keep('20-tcvn3.csv', Buffer.from(toTcvn3(lines(';')), 'latin1'), text('TCVN3 bytes', 'tcvn3'));
keep('21-windows-1258.csv', to1258(lines(';')), text('Windows-1258'));

// The same people a season later: a child born, a grandmother gone, a telephone, a head changed, a new household, one missing.
const before = homes({ seed: 3, count: 10 });
const later = before.filter((_, i) => i !== 8).map((home, i) => {
  if (i === 0) return { ...home, people: [...home.people, { name: 'Bùi Thị Mầm', relation: 'child' as const, sex: 'f' as const, born: '2025-11-20' }] };
  if (i === 1) return { ...home, people: home.people.slice(0, -1) };
  if (i === 2) return { ...home, place: 'Nhóm 7' };
  return home;
});
await xlsx('22-changed', layouts.personMerged([...later, ...homes({ seed: 33, count: 1, first: 11 })]));

// Saved again by LibreOffice, which writes strings, dates and styles its own way.
const soffice = ['/usr/bin/soffice', '/usr/bin/libreoffice'].find(existsSync);
if (soffice) {
  const folder = mkdtempSync(join(tmpdir(), 'nr-sheets-'));
  for (const name of ['02-household-two-row-head', '03-person-merged', '07-members-beside', '12-tcvn3']) {
    execFileSync(soffice, ['--headless', '--convert-to', 'xlsx:Calc MS Excel 2007 XML', '--outdir', folder, join(here, `${name}.xlsx`)], { stdio: 'ignore' });
    copyFileSync(join(folder, `${name}.xlsx`), join(here, `${name}.libreoffice.xlsx`));
    copyFileSync(join(here, `${name}.xlsx.json`), join(here, `${name}.libreoffice.xlsx.json`));
  }
  execFileSync(soffice, ['--headless', '--convert-to', 'xls:MS Excel 97', '--outdir', folder, join(here, '01-household.xlsx')], { stdio: 'ignore' });
  copyFileSync(join(folder, '01-household.xls'), join(here, 'old.xls'));
  rmSync(folder, { recursive: true, force: true });
}
