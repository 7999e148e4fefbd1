// Proves that what a phone let go of because the office had it outlives the office's machine, though no backup held it yet.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase, engines } from '../../../test/databases.ts';
import { found, openRig, PASSWORD, register, staff, type Rig } from '../../../test/rig.ts';
import { Stranger } from '../../../test/stranger.ts';
import { openBackupKey } from '../db/backup-key.ts';
import { MARK } from '../db/backup-places.ts';
import { makeBackup } from '../db/backup.ts';
import { openDb, type Db } from '../db/open.ts';
import { restoreBackup } from '../db/restore.ts';
import { openDoors, type Doors } from './open.ts';
import type { TrayLine } from './tray.ts';

const HOUR = 3_600_000;
/** The smallest picture there is. */
const PICTURE = Buffer.from('/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=', 'base64');

describe.each(engines)('letters beside the backups on %s', (engine) => {
  let folder: string;
  let places: { backupDir: string; backupDir2: string };
  let rig: Rig;
  let officer: Stranger;
  let household: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nr-again-'));
    places = { backupDir: join(folder, 'backup'), backupDir2: join(folder, 'usb') };
    rig = await openRig(engine, { backups: places });
    officer = await found(rig);
    household = await register(officer, '1');
  });
  afterEach(async () => {
    await rig.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const backup = () => makeBackup(rig.fresh.db, { dataDir: rig.dataDir, backupDir: places.backupDir, now: rig.clock.at });
  const beside = (place: string) => (existsSync(join(place, 'letters')) ? readdirSync(join(place, 'letters')) : []);
  const visit = (one: Stranger, words: string) => one.say('visit.record', { household, on: new Date(rig.clock.at + 7 * HOUR).toISOString().slice(0, 10), language: 'vi', met: ['Bà'], heard: [{ topic: 'land', words }], consents: [{ purpose: 'visit-notes', given: true, how: 'spoken', by: 'Bà', text: '2026-1' }] });
  const volunteer = () => staff(officer, { id: 'tn1', name: 'Y Blưn', role: 'volunteer', village: 'v1', households: [household] });
  /** The office's machine is lost; another one gets the backup and what lies beside it. */
  const elsewhere = async (made: string, work: (tray: TrayLine[], db: Db, dataDir: string) => Promise<void>, meanwhile: (dataDir: string) => void = () => undefined): Promise<void> => {
    const dataDir = join(folder, 'data2');
    mkdirSync(dataDir);
    const url = await emptyDatabase(engine);
    let doors: Doors | undefined;
    let db: Db | undefined;
    try {
      await restoreBackup(made, { dataDir, url: url.url, key: openBackupKey(rig.dataDir) });
      meanwhile(dataDir);
      db = await openDb({ dataDir, url: url.url });
      doors = await openDoors(db, { port: 0, host: '127.0.0.1', dataDir, build: 'test', clock: () => rig.clock.at, log: false });
      const desk = await Stranger.signIn(`http://localhost:${doors.port}`, { login: 'yhuong', password: PASSWORD });
      const read = async () => (await desk.ask<{ open: TrayLine[] }>('/api/office/tray')).open;
      for (let n = 0; n < 30 && beside(dataDir).length > 0 && (await read()).length === 0; n++) await new Promise((resolve) => setTimeout(resolve, 50));
      await work(await read(), db, dataDir);
    } finally {
      await doors?.close();
      await db?.close();
      await url.drop();
    }
  };

  test('J1 a letter that came after the newest backup is in the tray of the restored server, with its photo, and once', async () => {
    const one = await volunteer();
    const { folder: made } = await backup();
    visit(one, 'mương lở sau bản sao lưu');
    const bytes = Buffer.concat([PICTURE, randomBytes(8)]);
    expect((await one.post(one.letters())).received).toEqual([1]);
    await one.post(one.clipLetters({ household, type: 'image/jpeg', bytes }));
    expect(beside(places.backupDir)).toHaveLength(2);
    for (const name of beside(places.backupDir)) expect(readFileSync(join(places.backupDir, 'letters', name), 'utf8')).not.toMatch(/mương|visit\.record|household/);
    await elsewhere(made, async (tray, _db, dataDir) => {
      expect(tray).toMatchObject([{ turn: 1, came: 'letter', person: 'tn1', act: { body: { heard: [{ words: 'mương lở sau bản sao lưu' }] } } }]);
      expect(tray[0]!.receivedAt).toBe(rig.clock.at);
      expect(beside(dataDir)).toEqual([]);
    });
  });

  test('J1 what two backups hold lies beside them no more, and nothing goes before', async () => {
    const one = await volunteer();
    await backup();
    rig.clock.at += HOUR;
    visit(one, 'chờ hai bản');
    await one.post(one.letters());
    for (const held of [0, 1]) {
      expect({ held, beside: beside(places.backupDir).length }).toEqual({ held, beside: 1 });
      rig.clock.at += HOUR;
      await backup();
    }
    expect(beside(places.backupDir)).toEqual([]);
  });

  test('the further place gets them too when its disk is there, and one that is away or fails keeps no letter from being received', async () => {
    const one = await volunteer();
    visit(one, 'một');
    await one.post(one.letters());
    expect([beside(places.backupDir).length, beside(places.backupDir2).length]).toEqual([1, 0]);
    mkdirSync(places.backupDir2);
    writeFileSync(join(places.backupDir2, MARK), '');
    // Said again, sealed anew: where it lies already it is not laid once more.
    await one.post(one.letters());
    await one.post([]);
    expect([beside(places.backupDir).length, beside(places.backupDir2).length]).toEqual([1, 1]);
    visit(one, 'hai');
    rmSync(places.backupDir, { recursive: true });
    writeFileSync(places.backupDir, 'no folder');
    expect((await one.post(one.letters())).received).toEqual([1, 2]);
    expect(beside(places.backupDir2)).toHaveLength(2);
    rmSync(places.backupDir);
  });

  test('a letter that somebody put beside the backups or changed there is not laid in, and stays to be looked at', async () => {
    const one = await volunteer();
    const { folder: made } = await backup();
    visit(one, 'thật');
    await one.post(one.letters());
    await elsewhere(made, async (tray, _db, dataDir) => {
      expect(tray).toEqual([]);
      expect(beside(dataDir)).toHaveLength(1);
    }, (dataDir) => {
      const file = join(dataDir, 'letters', beside(dataDir)[0]!);
      const { post, signed } = JSON.parse(readFileSync(file, 'utf8')) as { post: string; signed: string };
      writeFileSync(file, JSON.stringify({ post: post.replace('tn1', 'tn2'), signed }));
    });
  });
});
