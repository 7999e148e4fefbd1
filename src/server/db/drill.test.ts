// A drill that finds nothing proves nothing unless it finds what is planted: it does, and leaves no trace.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshDb, type Fresh } from '../../../test/databases.ts';
import { foundIaToi, IA_TOI } from '../found.fixture.ts';
import { openBackupKey } from './backup-key.ts';
import { mirror } from './backup-second.ts';
import { noteState, readState } from './backup-state.ts';
import { makeBackup } from './backup.ts';
import { drill } from './drill.ts';
import { listBackups } from './backup-list.ts';

const NOW = Date.UTC(2026, 10, 23, 8);
let fresh: Fresh;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nr-drill-'));
  mkdirSync(join(folder, 'data'));
  fresh = await freshDb('embedded');
  await foundIaToi(fresh.db, NOW);
});
afterEach(async () => {
  await fresh.drop();
  rmSync(folder, { recursive: true, force: true });
});
const wish = () => ({ dataDir: join(folder, 'data'), backupDir: join(folder, 'backup'), key: openBackupKey(join(folder, 'data')), now: NOW });

test('J1 J8 the drill puts the newest backup into a database of its own, finds it whole, and removes it', async () => {
  await expect(drill(wish())).rejects.toThrow('There is no backup');
  const done = await makeBackup(fresh.db, wish());
  expect(await drill(wish())).toMatchObject({ backup: done.folder.slice(-20), rows: done.rows, wrong: [] });
  expect(readdirSync(join(folder, 'data'))).toEqual(['keys']);
});

test('J8 a book with a hole, an act that was changed, and a damaged file are found', async () => {
  await fresh.db.asOwner(async (owner) => {
    await owner.query(`begin; set local app.commune = '${IA_TOI}'; update act set body = '{"changed": true}' where entry = 2; commit`);
  });
  await makeBackup(fresh.db, wish());
  expect((await drill(wish())).wrong.join()).toMatch(/Xã Ia Tơi: entry 2 .* does not say what it said/);
  await fresh.db.inCommune(IA_TOI, 'write', (tx) => sql`update journal set last_entry = last_entry + 1 where commune_id = ${tx.commune}`.execute(tx));
  const { folder: kept } = await makeBackup(fresh.db, { ...wish(), now: NOW + 1000 });
  expect((await drill(wish())).wrong.join()).toMatch(/the journal says it ends at/);
  writeFileSync(join(kept, 'act.ndjson.gz.age'), 'rotten');
  expect((await drill(wish())).wrong.join()).toMatch(/act.ndjson.gz.age/);
});

test('a further place that is away, comes back, is another disk, or is full of rests', async () => {
  const [first, second] = [wish().backupDir, join(folder, 'usb')];
  await makeBackup(fresh.db, wish());
  expect(await mirror(first, second, wish().key, false)).toBe('absent');
  mkdirSync(second);
  expect(await mirror(first, second, wish().key, false)).toMatchObject({ backups: 1, newest: listBackups(first)[0] });
  expect(await mirror(first, second, wish().key, true)).toMatchObject({ backups: 0, clips: 0 });
  rmSync(second, { recursive: true });
  mkdirSync(second);
  expect(await mirror(first, second, wish().key, true)).toBe('absent');
  expect(readdirSync(second)).toEqual([]);
  mkdirSync(join(second, '.part-1-x'));
  expect(await mirror(first, second, wish().key, false)).toMatchObject({ backups: 1 });
  expect(readdirSync(second).sort()).toEqual([listBackups(first)[0], 'HOW-TO-READ.txt', 'keys', 'nha-rong-backups.txt', 'read-backup.mjs']);
  rmSync(second, { recursive: true });
  writeFileSync(second, '');
  expect(await mirror(first, second, wish().key, true)).toBe('absent');
});

test('what is noted of backups is kept, and a damaged note begins anew', () => {
  noteState(folder, { fault: { at: NOW, code: 'disk.full', text: 'full' } });
  noteState(folder, { sheet: { at: NOW, mark: 'AB12-CD34' } });
  expect(readState(folder)).toMatchObject({ fault: { code: 'disk.full' }, sheet: { mark: 'AB12-CD34' }, drill: null });
  writeFileSync(join(folder, 'backup-state.json'), '{');
  expect(readState(folder)).toMatchObject({ fault: null, sheet: null });
});
