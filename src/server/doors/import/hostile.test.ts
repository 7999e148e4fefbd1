// Files that are broken, locked, old, too large or made to hurt are refused with a sentence, within bounds of time and memory.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { bomb, corners, laughing, longTable, lyingBomb, manyEntries, outside, sheetOf, textCell, workbookOf } from '../../../../test/sheets/hostile.ts';
import type { Problem } from '../problem.ts';
import { beside } from './beside.ts';
import { readFile } from './read-file.ts';

const sheet = (name: string): Buffer => readFileSync(new URL(`../../../../test/sheets/${name}`, import.meta.url));
const locked = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]);
const csv = (rows: number): Buffer => Buffer.from(`Số hộ;Họ tên chủ hộ\n${Array.from({ length: rows }, (_, i) => `${i};Nguyễn Văn A`).join('\n')}`);

const HOSTILE: readonly (readonly [string, () => Buffer, string])[] = [
  ['a zip bomb', bomb, 'file.swollen'],
  ['a zip bomb that lies about its size', lyingBomb, 'file.swollen'],
  ['a document type with entities that grow', laughing, 'file.hostile'],
  ['an entity that reaches outside', outside, 'file.hostile'],
  ['two cells with 17 thousand million between them', corners, 'file.many-rows'],
  ['too many entries', manyEntries, 'file.swollen'],
  ['100,000 rows', () => workbookOf(sheetOf(longTable(100_000))), 'file.many-rows'],
  ['100,000 rows as text', () => csv(100_000), 'file.many-rows'],
  ['too many columns', () => workbookOf(sheetOf(`<row r="1">${textCell('A1', 'x')}${textCell('ZZ1', 'y')}</row>`)), 'file.many-columns'],
  ['a truncated workbook', () => sheet('03-person-merged.xlsx').subarray(0, 5_000), 'file.broken'],
  ['a workbook with a flipped byte in its sheet', () => {
    const bytes = Buffer.from(sheet('03-person-merged.xlsx'));
    for (let i = 900; i < bytes.length - 900; i += 97) bytes[i]! ^= 0x5a;
    return bytes;
  }, 'file.broken'],
  ['an .xls of Excel 97', () => sheet('old.xls'), 'file.old-xls'],
  ['a workbook under a password', () => locked, 'file.locked'],
  ['a picture', () => Buffer.concat([Buffer.from('\u0089PNG\r\n', 'latin1'), Buffer.alloc(100)]), 'file.not-sheet'],
  ['a PDF', () => Buffer.from('%PDF-1.7\n'), 'file.not-sheet'],
  ['a web page named .xls', () => Buffer.from('<html><table><tr><td>1</td></tr></table></html>'), 'file.not-sheet'],
  ['bytes without sense', () => Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 256)), 'file.not-sheet'],
  ['a zip that is no workbook', () => workbookOf(sheetOf('')).subarray(0), 'file.empty'],
  ['nothing', () => Buffer.alloc(0), 'file.empty'],
  ['blank rows only', () => Buffer.from(';;;\n;;;\n'), 'file.empty'],
  ['more than 10 MB', () => Buffer.alloc(10_000_001, 0x41), 'file.too-large'],
];

describe('Import: what cannot be read is refused with its reason', () => {
  it.each(HOSTILE)('%s', async (_what, make, code) => {
    await expect(readFile(make(), 'x.xlsx')).rejects.toMatchObject({ code });
  });
});

describe('Import: the heavy work stands beside the server', () => {
  const work = beside();
  afterAll(() => work.close());
  const job = { villages: [], learned: [] };

  it('reads in a thread, and the server goes on answering meanwhile', async () => {
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 5);
    const { kept, sheets } = await work.read({ bytes: workbookOf(sheetOf(longTable(20_000))), name: 'x.xlsx', ...job });
    clearInterval(timer);
    expect(sheets[0]).toMatchObject({ rows: 20_000, guess: { layout: 'person', starts: 'number' } });
    expect(JSON.parse(gunzipSync(kept).toString('utf8'))).toHaveLength(1);
    expect(ticks).toBeGreaterThan(20);
  });

  it('a refusal of the thread comes as a sentence', async () => {
    await expect(work.read({ bytes: bomb(), name: 'x.xlsx', ...job })).rejects.toMatchObject({ status: 422, code: 'file.swollen' } satisfies Partial<Problem>);
    await expect(work.read({ bytes: sheet('old.xls'), name: 'so.xls', ...job })).rejects.toThrow(/\.xlsx/);
  });

  it('what needs too much time or memory is stopped, and the next file is read', async () => {
    const hasty = beside({ ms: 1, megabytes: 384 });
    await expect(hasty.read({ bytes: workbookOf(sheetOf(longTable(20_000))), name: 'x.xlsx', ...job })).rejects.toMatchObject({ code: 'file.too-heavy' });
    const small = beside({ ms: 60_000, megabytes: 24 });
    await expect(small.read({ bytes: workbookOf(sheetOf(longTable(49_000))), name: 'x.xlsx', ...job })).rejects.toMatchObject({ code: 'file.too-heavy' });
    const { sheets } = await work.read({ bytes: sheet('01-household.xlsx'), name: 'x.xlsx', ...job });
    expect(sheets[0]!.name).toBe('Danh sách hộ');
  });

  it('one after the other, and those who wait too many are told to come back', async () => {
    const bytes = sheet('01-household.xlsx');
    const asked = Array.from({ length: 8 }, () => work.read({ bytes, name: 'x.xlsx', ...job }).then(() => 'read', (error: Problem) => error.code));
    const answers = await Promise.all(asked);
    expect(answers.filter((answer) => answer === 'read').length).toBeGreaterThanOrEqual(4);
    expect(answers).toContain('server.busy');
  });
});
