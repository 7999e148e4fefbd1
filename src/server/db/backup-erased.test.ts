// What was erased by law stays erased: no backup, however old and wherever it lies, brings a word of it back.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase, freshDb, type Fresh } from '../../../test/databases.ts';
import { say } from '../desk.ts';
import { makeSample } from '../sample/make.ts';
import { forgetHouseholds, gatherKeys, keyring, KEY_DAYS, listKeyFiles, readErased, readKeyFile, rotateKeyFiles, writeKeyFile } from './backup-households.ts';
import { openBackupKey } from './backup-key.ts';
import { nameOf } from './backup-list.ts';
import { mirror } from './backup-second.ts';
import { belongingTables, blocked, unblocked, type SubjectKeys } from './backup-subjects.ts';
import { makeBackup } from './backup.ts';
import { checkDigests } from './digest.ts';
import { emptyErased } from './empty.ts';
import { buryHousehold, replayErased, type Tombstone } from './erase.ts';
import { openDb } from './open.ts';
import { restoreBackup } from './restore.ts';
import { readTables } from './table-catalog.ts';

const SAMPLE = '99999';
const NOW = Date.UTC(2026, 10, 23, 8);
const DAY = 86_400_000;
const UNLIKE = 'ZQX-7';

describe('erased households and backups', () => {
  let folder: string;
  let fresh: Fresh;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nr-erased-'));
    for (const name of ['data', 'usb']) mkdirSync(join(folder, name));
    fresh = await freshDb('embedded');
  });
  afterEach(async () => {
    await fresh.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  const places = () => ({ dataDir: join(folder, 'data'), backupDir: join(folder, 'backup') });
  const backup = (now: number) => makeBackup(fresh.db, { ...places(), now });
  const key = () => openBackupKey(join(folder, 'data'));
  /** A household of the sample, about which the officer has just said what nobody else's rows say. */
  const chosen = async () => {
    const { rows } = await fresh.db.inCommune(SAMPLE, 'read', (tx) => sql<{ id: string; officer: string }>`select h.id,
        (select id from kept_row where commune_id = ${tx.commune} and kind = 'person' and body->'posts'->0->>'role' = 'officer' limit 1) officer
      from kept_row h join kept_row v on v.commune_id = h.commune_id and v.household_id = h.id and v.kind = 'visit'
      where h.commune_id = ${tx.commune} and h.kind = 'household' group by 1 order by count(*) desc, 1 limit 1`.execute(tx));
    const { id, officer } = rows[0]!;
    const by = { commune: SAMPLE, person: officer };
    await say(fresh.db, by, { kind: 'household.amend', body: { household: id, place: `Gốc đa ${UNLIKE}` } }, NOW);
    await say(fresh.db, by, { kind: 'promise.make', body: { household: id, what: `Sửa máng ${UNLIKE}`, keeper: officer, dueOn: '2026-12-20', on: '2026-11-23' } }, NOW);
    return { id };
  };

  test('a key of its own: a stick that was away and a restore of the backup before bring nothing back', async () => {
    await makeSample(fresh.db, () => undefined, NOW);
    const home = await chosen();
    const before = await backup(NOW);
    await mirror(places().backupDir, join(folder, 'usb'), key(), false);
    expect((await gatherKeys(join(folder, 'usb'), key())).has(`99999/${home.id}`)).toBe(true);
    const tomb: Tombstone = { subject: home.id, at: NOW + 1000, why: 'asked' };
    await fresh.db.inCommune(SAMPLE, 'write', (tx) => buryHousehold(tx, tomb));
    await replayErased(fresh.db, SAMPLE, [tomb]);
    await emptyErased(fresh.db, SAMPLE, NOW + 2000);
    await backup(NOW + 60_000);
    for (const name of listKeyFiles(places().backupDir)) expect((await readKeyFile(places().backupDir, name, key())).has(`99999/${home.id}`)).toBe(false);
    // The stick comes back: what was erased meanwhile goes there too.
    await mirror(places().backupDir, join(folder, 'usb'), key(), true);
    for (const name of listKeyFiles(join(folder, 'usb'))) expect((await readKeyFile(join(folder, 'usb'), name, key())).has(`99999/${home.id}`)).toBe(false);
    const url = await emptyDatabase('embedded');
    const restored = await restoreBackup(join(folder, 'usb', before.folder.slice(-20)), { dataDir: join(folder, 'data2'), url: url.url, key: key() });
    expect(restored).toMatchObject({ erased: 1, rows: before.rows });
    const db = await openDb({ dataDir: '', url: url.url });
    const said = await db.inCommune(SAMPLE, 'read', async (tx) => {
      const all = [];
      for (const table of await readTables(tx)) if (table.ofCommune) all.push(...(await sql<{ line: string }>`select row_to_json(t)::text line from ${sql.table(table.name)} t where commune_id = ${tx.commune} and ${table.name !== 'kept_row' ? sql`true` : sql`kind <> 'petition'`}`.execute(tx)).rows);
      return all.map(({ line }) => line).join('\n');
    });
    const telling = (words: string): readonly string[] => said.split('\n').filter((line) => line.includes(words)).map((line) => line.slice(0, 300));
    expect(telling(UNLIKE)).toEqual([]);
    expect(telling(`"subject":"${home.id}"`)).not.toEqual([]);
    expect(await db.inCommune(SAMPLE, 'read', checkDigests)).toEqual([]);
    // The others are all there, as they were.
    const others = (of: typeof db) => of.inCommune(SAMPLE, 'read', (tx) => sql<{ n: number }>`select count(*) n from kept_row where commune_id = ${tx.commune} and household_id <> ${home.id} and not gone`.execute(tx));
    expect((await others(db)).rows).toEqual((await others(fresh.db)).rows);
    await db.close();
    await url.drop();
  });

  test('without the folder of keys nothing is put back, and it is said where it belongs', async () => {
    await makeSample(fresh.db, () => undefined, NOW);
    const { folder: kept } = await backup(NOW);
    rmSync(join(places().backupDir, 'keys'), { recursive: true });
    const url = await emptyDatabase('embedded');
    await expect(restoreBackup(kept, { dataDir: join(folder, 'data2'), url: url.url, key: key() })).rejects.toThrow('The folder “keys” belongs into');
    await url.drop();
  });

  test('key files older than 35 days go, but never while nothing newer is made', async () => {
    const keys: SubjectKeys = new Map([['1/a', Buffer.alloc(32, 1)]]);
    const dir = join(folder, 'backup');
    mkdirSync(dir);
    for (const days of [0, 4, 5, KEY_DAYS + 4]) await writeKeyFile(dir, nameOf(NOW + days * DAY), keys, key());
    rotateKeyFiles(dir);
    expect(listKeyFiles(dir)).toEqual([4, 5, KEY_DAYS + 4].map((days) => nameOf(NOW + days * DAY)));
    const erased = [{ commune_id: 1, subject: 'a', at: NOW, why: 'asked' as const }];
    await forgetHouseholds(dir, key(), erased);
    await forgetHouseholds(dir, key(), erased);
    expect(readErased(dir)).toEqual(erased);
    expect(await gatherKeys(dir, key())).toEqual(new Map());
  });

  test('every table with words of a household is among those sealed under its key', async () => {
    const tables = await fresh.db.inHouse(readTables);
    // Of these there are no words of a household: ids, digests, moments, columns of sheets, and counts of five and more.
    const wordless = ['audit', 'scope_said', 'clip', 'clip_part', 'tray_clip', 'tray_piece', 'card', 'row_left', 'board_release', 'board_past', 'sheet_mapping'];
    const spoken = tables.filter(({ name, columns, ofCommune }) => ofCommune && !wordless.includes(name) &&
      columns.some((column) => column.name === 'household_id' || ((column.type === 'json' || column.type === 'jsonb') && column.name !== 'verdict')));
    expect(spoken.map(({ name }) => name).sort()).toEqual([...belongingTables()].sort());
  });

  test('lines of any kind come back as they went in, in blocks of their household; an act a stranger made up is nobody’s', async () => {
    const ring = keyring(new Map(), [{ commune_id: 1, subject: 'gone', at: 0, why: 'asked' }]);
    const lines = [
      { commune_id: 1, device: 'a', turn: 1, kind: 'visit.record', body: { household: 'h1', words: 'Y Bhăm \u0000 \ud800' } },
      { commune_id: 1, device: 'a', turn: 2, kind: 'visit.record', body: { household: 'h2' } },
      { commune_id: 1, device: 'a', turn: 3, kind: 'visit.record', body: { household: '\u0000' } },
      { commune_id: 1, device: 'a', turn: 4, kind: 'person.add', body: { id: 'p1', name: 'Chủ hộ' } },
      { commune_id: 1, device: 'a', turn: 5, kind: 'strange', body: null },
      { commune_id: 2, device: 'a', turn: 1, kind: 'visit.record', body: { household: 'h1', words: 'xã khác' } },
      { commune_id: 1, device: 'a', turn: 6, kind: 'visit.record', body: { household: 'gone' } },
    ];
    async function* texts() { for (const line of lines) yield JSON.stringify(line); }
    const written: string[] = [];
    for await (const line of blocked('act', texts(), { keyFor: ring.keyFor, people: new Map([['1/p1', 'h1']]) })) written.push(line);
    expect(written.filter((line) => line.includes('"sealed"'))).toHaveLength(3);
    expect(written.join()).not.toMatch(/Bhăm|Chủ hộ|xã khác/);
    const back = written.flatMap((line) => unblocked('act', line, ring.keys, () => undefined));
    const inOrder = (all: readonly any[]) => [...all].sort((a, b) => a.commune_id - b.commune_id || a.turn - b.turn);
    expect(inOrder(back)).toEqual(inOrder(lines));
    const told: string[] = [];
    const without = written.flatMap((line) => unblocked('act', line, new Map([...ring.keys].filter(([name]) => name !== '1/h1')), (name) => told.push(name)));
    expect(inOrder(without)[0]).toEqual({ ...lines[0], body: null });
    expect(told).toEqual(['1/h1']);
  });
});
