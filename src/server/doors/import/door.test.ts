// The office's import door with real requests on both databases: read, look, take all or nothing, once, by officers of the commune only.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../../../../test/databases.ts';
import { found, openRig, staff, type Rig } from '../../../../test/rig.ts';
import type { Expected } from '../../../../test/sheets/layouts.ts';
import type { Json, Refused, Stranger } from '../../../../test/stranger.ts';
import type { CheckAnswer, ReadAnswer } from '#commune/households/sheet/answer.ts';
import { readTables } from '../../db/table-catalog.ts';
import { sweep } from '../sweep.ts';

const folder = new URL('../../../../test/sheets/', import.meta.url);
const bytesOf = (name: string): Buffer => readFileSync(new URL(name, folder));
const expectedOf = (name: string): Expected => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Expected;

describe.each(engines)('The register from Excel through the door, %s', (engine) => {
  let rig: Rig;
  let officer: Stranger;
  beforeAll(async () => {
    rig = await openRig(engine);
    officer = await found(rig);
  });
  afterAll(() => rig?.close());

  const upload = async (who: Stranger, bytes: Buffer, name = 'sổ hộ.xlsx'): Promise<ReadAnswer> => {
    const response = await fetch(`${rig.origin}/api/office/import`, {
      method: 'POST', body: new Uint8Array(bytes),
      headers: { ...who.headers, 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) },
    });
    const answer = (await response.json()) as any;
    if (!response.ok) throw Object.assign(new Error(answer.error.message), { status: response.status, code: answer.error.code });
    return answer as ReadAnswer;
  };
  const look = (who: Stranger, id: string, parts: Json): Promise<CheckAnswer> => who.ask(`/api/office/import/${id}/check`, { method: 'POST', json: { parts } });
  const take = (who: Stranger, id: string, digest: string): Promise<{ entries: { from: number; to: number; count: number }; households: number; people: number; changed: number }> =>
    who.ask(`/api/office/import/${id}/take`, { method: 'POST', json: { digest } });
  const read = async (who: Stranger) => {
    await who.pull();
    return [...who.rows.values()].filter((row) => row.kind === 'household');
  };
  const refusal = (work: Promise<unknown>) => work.then(() => 'taken', (error: Refused) => `${error.status} ${error.code}`);

  it('a real workbook is read, looked at and taken whole; then it changes nothing; a changed one says what would change', async () => {
    const name = '03-person-merged.xlsx';
    const expected = expectedOf(name);
    const first = await upload(officer, bytesOf(name));
    expect(first.sheets).toMatchObject([{ name: 'Nhân khẩu', guess: { layout: 'person', starts: 'number' }, village: null }]);
    const seen = await look(officer, first.import, [{ sheet: 0, village: 'v1' }]);
    expect(seen).toMatchObject({ problems: { stops: 0 }, adds: { count: expected.households.length }, changes: { count: 0 }, same: 0 });
    expect(await read(officer)).toHaveLength(0);
    const receipt = await take(officer, first.import, seen.digest);
    expect(receipt).toMatchObject({ households: expected.households.length, changed: 0, entries: { count: expected.households.length } });
    expect(receipt.entries.to - receipt.entries.from + 1).toBe(receipt.entries.count);
    const rows = await read(officer);
    expect(rows.map((row) => `${row.body.no} ${row.body.head} ${row.body.members.length}`).sort()).toEqual(expected.households.map((one) => `${one.no} ${one.head} ${one.members.length}`).sort());
    // The answer was lost on the road: asking again is the same answer, and nothing is taken twice.
    expect(await take(officer, first.import, seen.digest)).toEqual(receipt);
    expect(await read(officer)).toHaveLength(rows.length);

    const again = await upload(officer, bytesOf(name));
    expect(again.sheets[0]).toMatchObject({ learned: true });
    const same = await look(officer, again.import, [{ sheet: 0, village: 'v1' }]);
    expect(same).toMatchObject({ adds: { count: 0 }, changes: { count: 0 }, same: rows.length, missing: { count: 0 } });
    expect(await refusal(take(officer, again.import, same.digest))).toBe('409 import.nothing');

    const changed = await upload(officer, bytesOf('22-changed.xlsx'));
    const differs = await look(officer, changed.import, [{ sheet: 0, village: 'v1' }]);
    expect(differs).toMatchObject({ adds: { count: 1 }, changes: { count: 3 }, same: 6, missing: { count: 1 } });
    await take(officer, changed.import, differs.digest);
    const after = await read(officer);
    expect(after).toHaveLength(rows.length + 1);
    expect(after.every((row) => row.body.closedOn === null)).toBe(true);
    expect(after.flatMap((row) => row.body.members).filter((member) => member.name === 'Bùi Thị Mầm')).toHaveLength(1);
    expect(after.flatMap((row) => row.body.members).filter((member) => member.leftOn !== null)).toHaveLength(1);
  });

  it('with anything that must be mended nothing at all is taken', async () => {
    const before = (await read(officer)).length;
    const { import: id } = await upload(officer, bytesOf('16-troubled.xlsx'));
    const guessed = await look(officer, id, [{ sheet: 0, village: 'v1' }]);
    expect(guessed.problems.first.filter((one) => one.code === 'village.unknown').map((one) => one.params.name)).toContain('Kon Năng');
    const mapping = { ...guessed.mappings[0]!, villages: { 'Kon Năng': 'v1' } };
    const seen = await look(officer, id, [{ sheet: 0, village: 'v1', mapping: mapping as unknown as Json }]);
    expect(seen.problems.stops).toBeGreaterThan(5);
    expect(seen.problems.first.map((one) => one.level).join(' ')).toMatch(/^(stop )+(look ?)+$/);
    expect(await refusal(take(officer, id, seen.digest))).toBe('409 import.stopped');
    expect(await read(officer)).toHaveLength(before);
  });

  it('what is taken is what was shown: the register changed meanwhile, so the person looks again', async () => {
    const { import: id } = await upload(officer, bytesOf('01-household.xlsx'));
    expect(await refusal(take(officer, id, 'x'))).toBe('409 import.unchecked');
    const seen = await look(officer, id, [{ sheet: 0, village: 'v2' }]);
    expect(await refusal(take(officer, id, 'another'))).toBe('409 import.changed');
    const one = seen.adds.first[0]!;
    officer.say('household.register', { id: 'meanwhile', village: 'v2', no: one.no, head: one.head, members: [], language: null, place: null, phone: null });
    await officer.push();
    expect(await refusal(take(officer, id, seen.digest))).toBe('409 import.changed');
    const again = await look(officer, id, [{ sheet: 0, village: 'v2' }]);
    expect(again.adds.count).toBe(seen.adds.count - 1);
    expect((await take(officer, id, again.digest)).households).toBe(again.adds.count);
  });

  it('the head may be pointed at by hand, and the columns mapped by hand', async () => {
    const { import: id, sheets } = await upload(officer, Buffer.from('danh sach;;\nx1;x2;x3\n901;Nguyễn Văn Tay;1980\n902;Lê Văn Hai;1981\n'), 'la.csv');
    expect(sheets[0]!.guess.headRows).toBe(0);
    const bare = await look(officer, id, [{ sheet: 0, village: 'v2' }]);
    expect(bare.problems.first.map((one) => one.code)).toEqual(['sheet.no-head']);
    const pointed = await look(officer, id, [{ sheet: 0, village: 'v2', head: { headRow: 1, headRows: 1 } }]);
    expect(pointed.columns[0]!.map((column) => column.samples[0])).toEqual(['901', 'Nguyễn Văn Tay', '1980']);
    const mapping = { ...pointed.mappings[0]!, columns: [{ field: 'no' }, { field: 'head' }, { field: 'born' }], layout: 'household' };
    const seen = await look(officer, id, [{ sheet: 0, village: 'v2', mapping: mapping as unknown as Json }]);
    expect(seen.adds.first.map((one) => `${one.no} ${one.head} ${one.members[0]!.born}`)).toContain('902 Lê Văn Hai 1981');
  });

  it('only officers of this commune, and only whose file it is; gone after a day', async () => {
    const head = await staff(officer, { id: 'truongthon', name: 'A Thoi', role: 'head', village: 'v1' });
    expect(await refusal(upload(head, bytesOf('01-household.xlsx')))).toBe('403 post.officer-needed');
    const other = await staff(officer, { id: 'canbo2', name: 'Lê Thị Hai', role: 'officer', village: null });
    const { import: id } = await upload(officer, bytesOf('01-household.xlsx'));
    expect(await refusal(look(head, id, [{ sheet: 0, village: 'v1' }]))).toBe('403 post.officer-needed');
    expect(await refusal(look(other, id, [{ sheet: 0, village: 'v1' }]))).toBe('410 import.unknown');
    expect((await fetch(`${rig.origin}/api/office/import`, { method: 'POST', body: 'x' })).status).toBe(401);
    await look(officer, id, [{ sheet: 0, village: 'v1' }]);
    rig.clock.at += 86_400_000 + 60_000;
    await sweep({ db: rig.fresh.db, rules: {} as any, dataDir: rig.dataDir, clock: () => rig.clock.at, origin: null });
    expect(await refusal(look(officer, id, [{ sheet: 0, village: 'v1' }]))).toBe('410 import.unknown');
  });

  it('what cannot be read is refused with a sentence; what is too large before it is read', async () => {
    expect(await refusal(upload(officer, bytesOf('old.xls'), 'so.xls'))).toBe('422 file.old-xls');
    expect(await refusal(upload(officer, Buffer.alloc(10_000_100)))).toBe('413 file.too-large');
    expect(await refusal(look(officer, 'x', { no: 1 }))).toBe('400 request.malformed');
    expect(await refusal(officer.ask('/api/office/import', { method: 'POST', json: { a: 1 } }))).toBe('415 request.type');
  });

  it('Law 91/2025/QH15: identity numbers and ethnicity never reach the database', async () => {
    await upload(officer, bytesOf('02-household-two-row-head.xlsx'));
    const kept = await rig.fresh.db.inCommune('23538', 'read', (tx) => tx.selectFrom('sheet_upload').selectAll().where('commune_id', '=', 23538).execute());
    const { gunzipSync } = await import('node:zlib');
    const text = kept.map((row) => (row.sheets ? gunzipSync(row.sheets).toString('utf8') : '')).join();
    expect(text).toContain('Số CCCD');
    expect(text).not.toMatch(/0621\d{8}|Xơ Đăng/);
  });

  it('what is promised to be gone within a day is in no backup', async () => {
    const tables = await rig.fresh.db.inHouse(readTables);
    expect(tables.map((table) => table.name)).toContain('sheet_mapping');
    expect(tables.map((table) => table.name)).not.toContain('sheet_upload');
  });
});
