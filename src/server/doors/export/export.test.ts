// What leaves the register as a file is whole, is never a formula, is read back as it was, is noted, and is not had too often.
import fc from 'fast-check';
import { unzipSync, strFromU8 } from 'fflate';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '#commune/households/sheet/check.ts';
import { prepare } from '#commune/households/sheet/prepare.ts';
import type { HouseholdRow, Member } from '#commune/households/rows.ts';
import { found, openRig, PASSWORD, staff, type Rig } from '../../../../test/rig.ts';
import { Refused, type Stranger } from '../../../../test/stranger.ts';
import { readFile } from '../import/read-file.ts';
import { BEGINS_FORMULA, csvOf, plainCell } from './csv.ts';
import { HEADS, registerRows } from './register-sheet.ts';
import { workbookOf } from './workbook.ts';

const VILLAGES = [{ id: 'v1', name: 'Thôn 1' }, { id: 'v2', name: 'Làng Lung' }];
const member = (id: string, name: string, relation: Member['relation'], sex: Member['sex'], born: string | null, leftOn: string | null = null): Member => ({ id, name, relation, sex, born, leftOn });
const home = (no: string, head: string, members: readonly Member[], rest: Partial<HouseholdRow['body']> = {}): HouseholdRow => ({
  kind: 'household', id: `h${no}`, village: 'v1', household: `h${no}`,
  body: { no, head, members, language: 'jra', place: null, phone: null, closedOn: null, ...rest } as HouseholdRow['body'],
});
const HOMES = [
  home('10', 'A Blơi', [member('a', 'A Blơi', 'head', 'm', '1980-03-05'), member('b', 'Y Hương', 'spouse', 'f', '1983'), member('c', 'A Thắng', 'child', 'm', '2009-12-31'), member('d', 'Y Gone', 'child', 'f', '2011', '2026-01-01')], { place: 'Nhóm 2, gần "cầu treo"', phone: '0905 123 456' }),
  home('2', 'Ksor H’Bươi', [member('e', 'Ksor H’Bươi', 'head', 'f', null)], { place: '=HYPERLINK("http://x";"y")', phone: '+84 905 111 222' }),
  home('012A', 'Nguyễn Văn Bảy', []),
  home('7', 'Đã Đóng', [], { closedOn: '2026-02-02' }),
];

describe('the file', () => {
  const files = [['csv', () => csvOf([HEADS, ...registerRows('Thôn 1', HOMES)])], ['xlsx', () => workbookOf('Thôn 1', HEADS, registerRows('Thôn 1', HOMES))]] as const;

  test.each(files)('%s is read back by the import: nothing new, nothing changed, nobody missing', async (format, make) => {
    const sheets = (await readFile(make(), `so-ho.${format}`)).map((sheet) => prepare(sheet).sheet);
    const seen = check(sheets, [{ sheet: 0, village: null }], { villages: VILLAGES, register: HOMES, today: '2026-11-23' });
    expect(seen.comparison.adds).toEqual([]);
    expect(seen.comparison.changes).toEqual([]);
    expect(seen.comparison.missing).toEqual([]);
    expect(seen.comparison.same).toBe(3);
  });

  test('households stand by their number, those who left and closed ones are not in it', () => {
    const rows = registerRows('Thôn 1', HOMES);
    expect(rows.map((row) => [row[0], row[3]])).toEqual([['2', 'Ksor H’Bươi'], ['10', 'A Blơi'], ['10', 'Y Hương'], ['10', 'A Thắng'], ['012A', '']]);
    expect(rows[1]).toEqual(['10', 'Thôn 1', 'A Blơi', 'A Blơi', 'Chủ hộ', 'Nam', '05/03/1980', 'Nhóm 2, gần "cầu treo"', '0905 123 456', 'jra']);
  });

  test('V1.2.10 no cell of a .csv begins a formula, whatever people wrote, and every cell is read back (RFC 4180)', () => {
    const nasty = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('=cmd|\' /C calc\'!A0', '+1', '-1', '@SUM(1)', '\t=1', '\r=1', '\n=1', '\0=1', '"', 'a"b', 'a,b', "'=1"), fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string()).map(([a, b]) => a + b))
      .map((text) => text.replace(/\p{Cs}/gu, ''));
    fc.assert(fc.property(fc.array(fc.array(nasty, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 }), (rows) => {
      const text = csvOf(rows).toString('utf8');
      expect(text.charCodeAt(0)).toBe(0xfeff);
      const read = Papa.parse<string[]>(text.slice(1), { delimiter: ',', newline: '\r\n' }).data.slice(0, -1);
      expect(read).toEqual(rows.map((row) => row.map((cell) => plainCell(cell.replaceAll('\0', '')))));
      for (const cell of read.flat()) expect(BEGINS_FORMULA.test(cell), cell).toBe(false);
    }), { seed: 23, numRuns: 400 });
  });

  test('V1.2.10 an .xlsx holds texts only, formula-like ones marked with the hidden quote, and its XML stays whole', async () => {
    const file = workbookOf('Thôn [1]/<2>', ['a'], [['=1+1'], ['+84'], ['<x>&"'], ['\u0001\ufffeok'], ['thường']]);
    const sheet = strFromU8(unzipSync(file)['xl/worksheets/sheet1.xml']!);
    expect(sheet).not.toMatch(/<f[ >]|t="str"|t="n"/);
    expect([...sheet.matchAll(/<c r="[A-Z]+\d+"( s="\d")? t="inlineStr">/g)].map((one) => one[1])).toEqual([' s="2"', ' s="1"', ' s="1"', undefined, undefined, undefined]);
    const [read] = await readFile(file, 'x.xlsx');
    expect(read!.rows.flat()).toEqual(['a', '=1+1', '+84', '<x>&"', 'ok', 'thường']);
    expect(read!.name).not.toMatch(/[[\]/]/);
  });
});

describe('the door', () => {
  let rig: Rig;
  let officer: Stranger;
  beforeAll(async () => {
    rig = await openRig('embedded');
    officer = await found(rig);
    officer.say('household.register', { id: 'h1', village: 'v1', no: '1', head: '=A1', members: [], language: 'vi', place: null, phone: null });
    await officer.push();
  });
  afterAll(() => rig.close());
  const ask = (who: Stranger, json: object) => who.raw('/api/office/export', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) });
  const wish = { village: 'v1', format: 'csv', why: 'review' };

  test('an officer gets the file as a download, and the audit says what went out, of whom, and why', async () => {
    const answer = await ask(officer, wish);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="so-ho-v1-\d{4}-\d\d-\d\d\.csv"$/);
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(await answer.text()).toContain("1,Thôn 1,'=A1,");
    const day = new Date(rig.clock.at + 7 * 3_600_000).toISOString().slice(0, 10);
    const { lines, people } = await officer.ask<any>(`/api/office/audit?day=${day}`);
    const line = lines.find((one: any) => one.what === 'export');
    expect(line).toMatchObject({ deed: false, person: officer.seat.person.id, device: officer.seat.device, about: { village: 'v1', format: 'csv', why: 'review', households: ['h1'], rows: 1 } });
    expect(people[line.person]).toBe('Y Hương');
    expect(JSON.stringify(lines)).not.toContain('=A1');
  });

  test('nobody else gets it, and nothing but a known village, form and reason', async () => {
    const head = await staff(officer, { id: 'bidoan', name: 'A Bị', role: 'head', village: 'v1' });
    expect((await ask(head, wish)).status).toBe(403);
    for (const [wrong, status] of [[{ village: 'v9' }, 404], [{ format: 'pdf' }, 400], [{ why: 'because' }, 400], [{ why: undefined }, 400]] as const) expect((await ask(officer, { ...wish, ...wrong })).status).toBe(status);
  });

  test('R14 with another officer in the commune nothing goes out unless that one says who they are, and the audit names both', async () => {
    const other = await staff(officer, { id: 'canbo2', name: 'Trần Thị Hai', role: 'officer', village: null });
    const code = async (json: object) => ((await (await ask(officer, json)).json()) as { error: { code: string } }).error.code;
    expect(await code(wish)).toBe('export.second-needed');
    const head = { login: 'bidoan', password: PASSWORD };
    const self = { login: 'yhuong', password: PASSWORD };
    // Not an officer, oneself, a wrong password, nobody: one answer.
    for (const second of [head, self, { login: 'canbo2', password: 'x' }, { login: 'nobody', password: PASSWORD }, { login: '', password: '' }]) expect(await code({ ...wish, second })).toBe('export.second-wrong');
    for (const second of [[], 'canbo2', { login: 'canbo2' }, { login: 7, password: PASSWORD }]) expect(await code({ ...wish, second })).toBe('request.malformed');
    const answer = await ask(officer, { ...wish, second: { login: 'CANBO2', password: PASSWORD } });
    expect(answer.status).toBe(200);
    const day = new Date(rig.clock.at + 7 * 3_600_000).toISOString().slice(0, 10);
    const { lines } = await officer.ask<any>(`/api/office/audit?day=${day}`);
    expect(lines.filter((one: any) => one.what === 'export').map((one: any) => one.about.second)).toEqual(['canbo2', null]);
    // Wrong tries count as at the door: the fifth shuts that name for a while.
    for (let n = 0; n < 5; n++) await ask(officer, { ...wish, second: { login: 'canbo2', password: 'x' } });
    const shut = await ask(officer, { ...wish, second: { login: 'canbo2', password: PASSWORD } });
    expect([shut.status, (await shut.json() as any).error.code]).toEqual([429, 'sign-in.wait']);
    // Whose post has ended is no second officer.
    rig.clock.at += 86_400_000;
    await other.pull();
    await officer.pull();
    officer.say('post.end', { person: 'canbo2', post: officer.rows.get('person/canbo2')!.body.posts[0].id, until: new Date(rig.clock.at + 7 * 3_600_000 - 86_400_000).toISOString().slice(0, 10) });
    await officer.push();
    expect((await ask(officer, wish)).status).toBe(200);
  });

  test('not more often than an office needs', async () => {
    let answer = await ask(officer, wish);
    for (let i = 0; i < 40 && answer.status === 200; i++) answer = await ask(officer, wish);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(60);
    expect(new Refused(429, (await answer.json() as any).error, null).code).toBe('request.too-many');
  });
});
