// The further dump of an outside database: sealed, restored by PostgreSQL's own tool, and gone in time.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyDatabase, freshDb, type Fresh } from '../../../test/databases.ts';
import { systemPostgres } from '../../../tools/ensure-system.mjs';
import { foundIaToi, IA_TOI } from '../found.fixture.ts';
import { DUMP_NAME, dumpInto, pgDumpVersion, rotateDumps } from './backup-dump.ts';
import { forgetHouseholds } from './backup-households.ts';
import { openBackupKey } from './backup-key.ts';
import { nameOf } from './backup-list.ts';
import { openBytes } from './backup-seal.ts';
import { makeBackup } from './backup.ts';

const NOW = Date.UTC(2026, 10, 23, 8);
const DAY = 86_400_000;
/** Of the very PostgreSQL the tests run the outside database with. */
const program = join(systemPostgres()!, 'pg_dump');
let fresh: Fresh;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nr-dump-'));
  mkdirSync(join(folder, 'data'));
  fresh = await freshDb('debian15');
  await foundIaToi(fresh.db, NOW);
});
afterEach(async () => {
  await fresh.drop();
  rmSync(folder, { recursive: true, force: true });
});
const key = () => openBackupKey(join(folder, 'data'));

test('lies sealed beside the backup, and pg_restore puts it into an empty database; keys of households are not in it', async () => {
  expect(pgDumpVersion(program)).toMatch(/^\d+/);
  await fresh.db.inCommune(IA_TOI, 'write', (tx) => sql`insert into subject_key (commune_id, subject, key, made_at) values (${tx.commune}, 'h1', 'secret', 0)`.execute(tx));
  const { folder: kept } = await makeBackup(fresh.db, { dataDir: join(folder, 'data'), backupDir: join(folder, 'backup'), now: NOW });
  await dumpInto({ url: fresh.url, program, folder: kept, key: key() });
  const dump = await openBytes(key(), readFileSync(join(kept, DUMP_NAME)), 'the dump');
  expect(dump.subarray(0, 5).toString()).toBe('PGDMP');
  writeFileSync(join(folder, 'dump'), dump);
  const other = await emptyDatabase('debian15');
  const ran = spawnSync(join(systemPostgres()!, 'pg_restore'), ['--no-owner', '--dbname', other.url, join(folder, 'dump')], { encoding: 'utf8' });
  expect(ran.stderr).toBe('');
  const told = spawnSync(join(systemPostgres()!, 'psql'), [other.url, '-Atc', `select (select count(*) from act), (select count(*) from subject_key)`], { encoding: 'utf8' });
  const acts = await fresh.db.inCommune(IA_TOI, 'read', (tx) => sql<{ n: number }>`select count(*) n from act`.execute(tx));
  expect(told.stdout.trim()).toBe(`${acts.rows[0]!.n}|0`);
  await other.drop();
});

test('one that cannot be made leaves nothing, and says why', async () => {
  mkdirSync(join(folder, 'x'));
  await expect(dumpInto({ url: fresh.url, program: join(folder, 'none'), folder: join(folder, 'x'), key: key() })).rejects.toThrow('was not found. On Debian: apt-get install postgresql-client');
  await expect(dumpInto({ url: 'postgres://nobody@127.0.0.1:1/x', program, folder: join(folder, 'x'), key: key() })).rejects.toThrow('failed');
  expect(existsSync(join(folder, 'x', DUMP_NAME))).toBe(false);
});

test('goes after a week, and at once when somebody was erased since it was made', async () => {
  const dir = join(folder, 'backup');
  const lay = (at: number): string => {
    const here = join(dir, nameOf(at));
    mkdirSync(here, { recursive: true });
    writeFileSync(join(here, 'manifest.json'), '{}');
    writeFileSync(join(here, DUMP_NAME), '');
    return join(here, DUMP_NAME);
  };
  const files = [lay(NOW - 8 * DAY), lay(NOW - 2 * DAY), lay(NOW)];
  rotateDumps(dir, NOW);
  expect(files.map((file) => existsSync(file))).toEqual([false, true, true]);
  await forgetHouseholds(dir, key(), [{ commune_id: 1, subject: 'a', at: NOW - DAY, why: 'asked' }]);
  rotateDumps(dir, NOW);
  expect(files.map((file) => existsSync(file))).toEqual([false, false, true]);
});
