// The drill: a book is backed up, lost, restored from plain files, and phones go on as if nothing had been.
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { actId, type Act, type Json } from '#journal/act.ts';
import { canonical } from '#journal/canonical.ts';
import { kinds } from '#commune/kinds.ts';
import { emptyDatabase, engines, freshDb, type Fresh } from '../../../test/databases.ts';
import { pull, push } from '../exchange.ts';
import { foundIaToi, IA_TOI } from '../found.fixture.ts';
import { makeSample } from '../sample/make.ts';
import { openKeys } from '../keys.ts';
import { readAudit, verifyAudit } from './audit.ts';
import { sealedClips } from './backup-clips.ts';
import { listBackups, nameOf, noticeReturn, readManifest, verifyBackup } from './backup-list.ts';
import { openBytes, sealBytes } from './backup-seal.ts';
import { makeBackup } from './backup.ts';
import { openBackupKey, newBackupKey, type BackupKey } from './backup-key.ts';
import { keepClip as putClipLine } from './clips.ts';
import { openSeat, readSeat } from './ledger.ts';
import { openDb, type Db } from './open.ts';
import { restoreBackup } from './restore.ts';

const SAMPLE = '99999';
const NOW = Date.UTC(2026, 10, 23, 8);

describe.each(engines)('backup and restore on %s', (engine) => {
  let fresh: Fresh;
  let folder: string;
  let dataDir: string;
  let backupDir: string;
  const wish = (now: number) => ({ dataDir, backupDir, now });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nr-bak-'));
    [dataDir, backupDir] = [join(folder, 'data'), join(folder, 'backup')];
    mkdirSync(dataDir);
    fresh = await freshDb(engine);
  });
  afterEach(async () => {
    await fresh.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const key = (): BackupKey => openBackupKey(dataDir);
  const keepClip = async (commune = IA_TOI, bytes = randomBytes(5000)): Promise<string> => {
    const hash = createHash('sha256').update(bytes).digest('hex');
    mkdirSync(join(dataDir, 'clips', hash.slice(0, 2)), { recursive: true });
    writeFileSync(join(dataDir, 'clips', hash.slice(0, 2), hash), bytes);
    await fresh.db.inCommune(commune, 'write', (tx) => putClipLine(tx, { hash, household: 'h1', type: 'image/jpeg', bytes: bytes.length, file: hash, device: 'phonexyz', at: NOW }));
    return hash;
  };
  const act = (device: string, turn: number, body: Json, kind = 'future.kind'): Act => ({ id: actId(device, turn), kind, v: 1, device, turn, at: NOW, body });
  const send = (db: Db, device: string, acts: readonly Act[], commune = IA_TOI) =>
    push(db, { kinds, build: 'b', now: () => NOW }, { commune, device, acts, cursor: null, withheld: [], build: 'b', echo: false });
  /** Number and digest of all rows a device reads; their order within a household has no meaning. */
  const rowsOf = async (db: Db, device: string) => {
    const rows: string[] = [];
    for await (const line of pull(db, { kinds, build: 'b', now: () => NOW }, { commune: SAMPLE, device, cursor: null, more: null })) {
      const { h, rows: some } = JSON.parse(line) as { h?: string | null; rows?: Json[] };
      if (Array.isArray(some)) for (const row of some) rows.push(JSON.stringify([h, row]));
    }
    return { rows: rows.length, digest: createHash('sha256').update(rows.sort().join()).digest('hex') };
  };
  const sitDown = (db: Db, commune: string, person: string) => db.inCommune(commune, 'write', async (tx) => {
    await openSeat(tx, { device: 'phonexyz', person, now: NOW });
    return 'phonexyz';
  });
  /** A small commune; answers a phone of its officer. */
  const found = async (db: Db): Promise<string> => sitDown(db, IA_TOI, await foundIaToi(db, NOW));

  test('J1 the whole sample commune comes back letter for letter, with its photos, under a new epoch', async () => {
    await makeSample(fresh.db, () => undefined, NOW);
    const officers = await fresh.db.inCommune(SAMPLE, 'read', (tx) => sql<{ id: string }>`select id from kept_row
      where commune_id = ${tx.commune} and kind = 'person' and body->'posts'->0->>'role' = 'officer'`.execute(tx));
    const device = await sitDown(fresh.db, SAMPLE, officers.rows[0]!.id);
    // What jsonb could not hold, and what looks like an escape of PostgreSQL's.
    const odd: Json = { words: 'Y Bhăm \u0000 \ud800 "\\N" \\. {a,b} \n', deep: [null, 1e21, -0.5, { NULL: 'NULL' }] };
    expect((await send(fresh.db, device, [act(device, 1, odd)], SAMPLE)).verdicts).toEqual([{ turn: 1, waits: true }]);
    const clips = [await keepClip(SAMPLE), await keepClip(SAMPLE)];
    const done = await makeBackup(fresh.db, wish(NOW));
    expect(done).toMatchObject({ clips: 2, newClips: 2, lost: 0 });
    const url = await emptyDatabase(engine);
    const restored = await restoreBackup(done.folder, { dataDir: join(folder, 'data2'), url: url.url, key: key() });
    expect(restored).toMatchObject({ rows: done.rows, clips: 2, missing: [], erased: 0 });
    const db = await openDb({ dataDir: '', url: url.url });
    expect(db.epoch).not.toBe(fresh.db.epoch);
    expect((await rowsOf(fresh.db, device)).rows).toBeGreaterThan(1500);
    expect(await rowsOf(db, device)).toEqual(await rowsOf(fresh.db, device));
    expect((await send(db, device, [act(device, 1, odd)], SAMPLE)).verdicts).toEqual([{ turn: 1, waits: true }]);
    for (const hash of clips) expect(createHash('sha256').update(readFileSync(join(folder, 'data2', 'clips', hash.slice(0, 2), hash))).digest('hex')).toBe(hash);
    // “Sổ xem” goes on from where the backup was made, and its next line says what happened.
    const [last] = await db.inCommune(SAMPLE, 'read', (tx) => readAudit(tx, { from: 0, until: Number.MAX_SAFE_INTEGER, before: null }, 1));
    expect(last).toMatchObject({ deed: true, what: 'book.restored', person: null, about: { by: 'operator', made: NOW, erased: 0 } });
    expect((await db.inCommune(SAMPLE, 'read', (tx) => verifyAudit(tx))).broken).toBeNull();
    // A backup of the restored book holds the same files, but for its epoch, what is safe, and that line.
    const second = await makeBackup(db, { dataDir: join(folder, 'data2'), backupDir: join(folder, 'backup2'), now: NOW });
    const sums = (path: string) => readManifest(path).tables.filter(({ name }) => !['house', 'seat', 'audit', 'audit_head'].includes(name)).map(({ name, rows, sha256 }) => ({ name, rows, sha256 }));
    expect(readManifest(second.folder).key).toBe(key().mark);
    expect(sums(second.folder)).toEqual(sums(done.folder));
    await db.close();
    await url.drop();
  });

  test('J1 J2 acts said after the backup are asked for again by the restored server, and stand once', async () => {
    const device = await found(fresh.db);
    const acts = [1, 2, 3, 4].map((turn) => act(device, turn, { daysOff: ['2026-12-0' + turn] }, 'commune.calendar'));
    await send(fresh.db, device, acts.slice(0, 2));
    const { folder: kept } = await makeBackup(fresh.db, wish(NOW));
    expect((await send(fresh.db, device, acts.slice(2))).safe).toBe(0);
    const url = await emptyDatabase(engine);
    await restoreBackup(kept, { dataDir: join(folder, 'data2'), url: url.url, key: key() });
    const db = await openDb({ dataDir: '', url: url.url });
    const lost = await send(db, device, [act(device, 5, {})]);
    expect({ expected: lost.expected, verdicts: lost.verdicts }).toEqual({ expected: 3, verdicts: [] });
    const again = await send(db, device, acts);
    expect(again.expected).toBe(5);
    expect(again.verdicts.map((verdict) => 'turn' in verdict && verdict.turn)).toEqual([1, 2, 3, 4]);
    await db.close();
    await url.drop();
  });

  test('J1 a device hears that its acts are safe only once they stand in two verified backups: the newest may be the one that is damaged', async () => {
    const device = await found(fresh.db);
    const safe = () => fresh.db.inCommune(IA_TOI, 'read', (tx) => readSeat(tx, device)).then((seat) => seat!.safe);
    await send(fresh.db, device, [act(device, 1, {})]);
    expect(await safe()).toBe(0);
    writeFileSync(join(folder, 'a-file'), '');
    await expect(makeBackup(fresh.db, { dataDir, backupDir: join(folder, 'a-file', 'x'), now: NOW })).rejects.toThrow();
    expect(await safe()).toBe(0);
    await makeBackup(fresh.db, wish(NOW));
    expect(await safe()).toBe(0);
    await send(fresh.db, device, [act(device, 2, {})]);
    await makeBackup(fresh.db, wish(NOW + 1000));
    expect(await safe()).toBe(1);
    await makeBackup(fresh.db, wish(NOW + 2000));
    expect(await safe()).toBe(2);
  });

  test('a backup is whole or not there: a failure leaves earlier ones and no rests', async () => {
    await found(fresh.db);
    await makeBackup(fresh.db, wish(NOW));
    await expect(makeBackup(fresh.db, wish(NOW))).rejects.toThrow('already a backup of this second');
    mkdirSync(join(backupDir, 'keys', `${nameOf(NOW + 1000)}.keys.gz.age`));
    await expect(makeBackup(fresh.db, wish(NOW + 1000))).rejects.toThrow();
    expect(listBackups(backupDir)).toHaveLength(1);
    expect(readdirSync(backupDir).filter((name) => name.startsWith('.'))).toEqual([]);
    await verifyBackup(join(backupDir, listBackups(backupDir)[0]!), key());
  });

  test('J1 a damaged photo is told and does not keep the book from being backed up', async () => {
    await found(fresh.db);
    const hash = await keepClip();
    writeFileSync(join(dataDir, 'clips', hash.slice(0, 2), hash), 'rotten');
    expect(await makeBackup(fresh.db, wish(NOW))).toMatchObject({ clips: 0, lost: 1 });
  });

  test('damage to a backup, and a wrong key, are found before anything is touched', async () => {
    await found(fresh.db);
    const { folder: kept } = await makeBackup(fresh.db, wish(NOW));
    const into = { dataDir: join(folder, 'data2'), url: 'postgres://nobody@127.0.0.1:1/x' };
    const wrong = newBackupKey();
    await expect(restoreBackup(kept, { ...into, key: wrong })).rejects.toThrow(`This is not the key of the backup ${kept}: the mark of the key given is ${wrong.mark}. It was sealed with the key whose mark is ${key().mark}`);
    await expect(restoreBackup(kept, into)).rejects.toThrow('is sealed, and its key is needed');
    const file = join(kept, 'kept_row.ndjson.gz.age');
    const before = readFileSync(file);
    const half = await openBytes(key(), before, 'it');
    const others = [half.subarray(0, half.length / 2), gzipSync(gunzipSync(half).toString().replace('"gone":false', '"gone":true')), gzipSync('{"commune_id":1}\n')];
    for (const bad of [Buffer.alloc(0), before.subarray(0, before.length / 2), ...(await Promise.all(others.map((one) => sealBytes(key(), one))))]) {
      writeFileSync(file, bad);
      await expect(restoreBackup(kept, { ...into, key: key() })).rejects.toThrow(/kept_row.ndjson.gz.age (of the backup (cannot be read|is not as it was written)|is cut short|is damaged)/);
    }
    writeFileSync(file, before);
    const manifest = readFileSync(join(kept, 'manifest.json'), 'utf8');
    writeFileSync(join(kept, 'manifest.json'), manifest.replace('"name": "Xã Ia Tơi"', '"name": "Xã Khác"'));
    await expect(restoreBackup(kept, { ...into, key: key() })).rejects.toThrow('is not as it was written');
    writeFileSync(join(kept, 'manifest.json'), '{"format": 3}');
    await expect(verifyBackup(kept, key())).rejects.toThrow('damaged or of a newer version');
    // The server starts all the same.
    await noticeReturn(fresh.db, backupDir, () => undefined);
    expect(existsSync(join(folder, 'data2'))).toBe(false);
  });

  test('nothing of the book stands readable in the backup’s files', async () => {
    await makeSample(fresh.db, () => undefined, NOW);
    const done = await makeBackup(fresh.db, wish(NOW));
    const all = readdirSync(backupDir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
    for (const file of all.filter((one) => !one.endsWith('.json') && !one.startsWith(join(backupDir, 'HOW')) && !one.endsWith('.mjs'))) {
      expect(file).toMatch(/\.(age|names\.gz)$/);
      if (file.endsWith('.age')) expect(readFileSync(file).subarray(0, 21).toString()).toBe('age-encryption.org/v1');
    }
    expect(Object.keys(readManifest(done.folder)).sort()).toEqual(['at', 'clips', 'communes', 'epoch', 'format', 'key', 'lost', 'mac', 'migrations', 'server', 'tables']);
  });

  test('the server’s keys come back; one that stands in the new folder already is kept beside', async () => {
    await found(fresh.db);
    const keys = openKeys(dataDir);
    const { folder: kept } = await makeBackup(fresh.db, wish(NOW));
    const other = openKeys(join(folder, 'data2'));
    const url = await emptyDatabase(engine);
    await restoreBackup(kept, { dataDir: join(folder, 'data2'), url: url.url, key: key() });
    const now = openKeys(join(folder, 'data2'));
    expect([now.sealTo, now.signKey]).toEqual([keys.sealTo, keys.signKey]);
    expect(other.sealTo).not.toEqual(keys.sealTo);
    expect(readdirSync(join(folder, 'data2', 'keys')).filter((name) => /^seal-before-\d+\.key$/.test(name))).toHaveLength(1);
    expect(openBackupKey(join(folder, 'data2'))).toEqual(key());
    await url.drop();
  });

  test('the page-long reader beside the backups reads them without this program', async () => {
    await makeSample(fresh.db, () => undefined, NOW);
    const hash = await keepClip(SAMPLE);
    const { folder: kept } = await makeBackup(fresh.db, wish(NOW));
    const read = (table: string): string => {
      const ran = spawnSync(process.execPath, [join(backupDir, 'read-backup.mjs'), kept, table], { cwd: folder, input: `${key().text}\n`, encoding: 'utf8', maxBuffer: 100_000_000 });
      if (ran.status !== 0) throw new Error(ran.stderr);
      return ran.stdout;
    };
    const rows = read('kept_row').split('\n').filter(Boolean).map((line) => JSON.parse(line) as { kind: string; id: string; body: Json });
    const inBook = await fresh.db.inCommune(SAMPLE, 'read', (tx) => sql<{ kind: string; id: string; body: Json }>`select kind, id, body from kept_row where commune_id = ${tx.commune}`.execute(tx));
    const texts = (all: readonly { kind: string; id: string; body: Json }[]) => all.map(({ kind, id, body }) => canonical([kind, id, body])).sort();
    expect(texts(rows)).toEqual(texts(inBook.rows));
    read('clips');
    expect(createHash('sha256').update(readFileSync(join(folder, 'clips', hash))).digest('hex')).toBe(hash);
  });

  test('a backup is put only into an empty database', async () => {
    await found(fresh.db);
    const { folder: kept } = await makeBackup(fresh.db, wish(NOW));
    await expect(restoreBackup(kept, { dataDir, url: fresh.url, key: key() })).rejects.toThrow('already holds');
  });

  test('a photo missing beside the backup is named, and the rest is restored', async () => {
    await found(fresh.db);
    const hashes = [await keepClip(), await keepClip()];
    const { folder: kept } = await makeBackup(fresh.db, wish(NOW));
    rmSync(join(backupDir, 'clips', (await sealedClips(backupDir))[0]!));
    const url = await emptyDatabase(engine);
    const { clips, missing } = await restoreBackup(kept, { dataDir: join(folder, 'data2'), url: url.url, key: key() });
    expect({ clips, missing: missing.length }).toEqual({ clips: 1, missing: 1 });
    for (const hash of hashes) expect(existsSync(join(folder, 'data2', 'clips', hash.slice(0, 2), hash))).toBe(!missing.includes(hash));
    await url.drop();
  });

  test('J1 a database put back by hand behind its own backups begins a new life at the start', async () => {
    await found(fresh.db);
    await makeBackup(fresh.db, wish(NOW));
    const told: string[] = [];
    const before = fresh.db.epoch;
    await noticeReturn(fresh.db, backupDir, (sentence) => told.push(sentence));
    expect({ told, epoch: fresh.db.epoch }).toEqual({ told: [], epoch: before });
    await fresh.db.inCommune(IA_TOI, 'write', (tx) => sql`update journal set last_entry = last_entry - 2 where commune_id = ${tx.commune}`.execute(tx));
    await noticeReturn(fresh.db, backupDir, (sentence) => told.push(sentence));
    expect(told.join()).toContain('an older copy of the database was put back');
    expect(fresh.db.epoch).not.toBe(before);
  });
});
