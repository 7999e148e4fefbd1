// Photos that are to go leave disk, book and tray together; what another household has, or is just being put there, stays.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDb, type Fresh } from '../../../test/databases.ts';
import { shelf } from '../clips/shelf.ts';
import { keepClip, type NamedClip } from '../db/clips.ts';
import { addCommune } from '../db/communes.ts';
import { buryHousehold } from '../db/erase.ts';
import { isScrubDue } from '../db/scrub.ts';
import { putClip, putPiece } from '../db/tray-clips.ts';
import { addStep, putLetters, type Letter } from '../db/tray.ts';
import { newName } from '../secrets.ts';
import { takeClipsAway } from './clips-away.ts';
import { clearAway } from './erase-settled.ts';
import { retentionDue, runRetention } from './retention.ts';

const [HERE, THERE] = ['23538', '23541'];
const COMMUNES = [HERE, THERE];
const NOW = Date.UTC(2026, 10, 23, 8);

describe('photos and recordings that are to go', () => {
  let fresh: Fresh;
  let dataDir: string;
  beforeEach(async () => {
    fresh = await freshDb('embedded');
    dataDir = mkdtempSync(join(tmpdir(), 'nr-away-'));
  });
  afterEach(async () => {
    await fresh.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const pathOf = (file: string): string => shelf(dataDir).pathOf(file);
  const lay = (text: string, fresh = false): string => {
    const file = createHash('sha256').update(text).digest('hex');
    mkdirSync(dirname(pathOf(file)), { recursive: true });
    writeFileSync(pathOf(file), text);
    if (!fresh) utimesSync(pathOf(file), 1, 1);
    return file;
  };
  const clip = (file: string, household: string) => ({ hash: file, file, household, type: 'image/webp', bytes: 1, device: 'phonexyz' });
  const inBook = (file: string, household: string, commune = HERE) => fresh.db.inCommune(commune, 'write', (tx) => keepClip(tx, { ...clip(file, household), at: NOW }));
  const inTray = (file: string, household: string, commune = HERE) => fresh.db.inCommune(commune, 'write', (tx) => putClip(tx, clip(file, household), NOW));
  const away = (...gone: readonly NamedClip[]) => takeClipsAway({ db: fresh.db, dataDir }, HERE, COMMUNES, () => Promise.resolve(gone));
  const erase = async (household: string): Promise<void> => {
    await fresh.db.inCommune(HERE, 'write', (tx) => buryHousehold(tx, { subject: household, at: NOW, why: 'asked' }));
    await clearAway(fresh.db, dataDir, HERE, COMMUNES, NOW);
  };
  const lines = (commune = HERE) => fresh.db.inCommune(commune, 'read', async (tx) => (await sql<{ line: string }>`
    select 'book ' || household_id line from clip where commune_id = ${tx.commune}
    union all select 'tray ' || household_id from tray_clip where commune_id = ${tx.commune} order by 1`.execute(tx)).rows.map(({ line }) => line));

  test('Luật 91/2025: a photo of an erased household that came in a letter leaves the disk and the tray; one put there this minute, the next time', async () => {
    const [old, young] = [lay('old'), lay('young', true)];
    await inTray(old, 'h1');
    await inTray(young, 'h1');
    await erase('h1');
    expect([existsSync(pathOf(old)), existsSync(pathOf(young))]).toEqual([false, true]);
    expect(await lines()).toEqual(['tray h1']);
    expect(await fresh.db.inHouse(isScrubDue)).toBe(true);
    utimesSync(pathOf(young), 1, 1);
    await clearAway(fresh.db, dataDir, HERE, COMMUNES, NOW);
    expect(existsSync(pathOf(young))).toBe(false);
    expect(await lines()).toEqual([]);
  });

  test('one that was booked from a letter leaves no line in the tray, by which backups would go on keeping it', async () => {
    const file = lay('one');
    await inTray(file, 'h1');
    await inBook(file, 'h1');
    expect(await away(clip(file, 'h1'))).toBe(1);
    expect(existsSync(pathOf(file))).toBe(false);
    expect(await lines()).toEqual([]);
  });

  test('J1 the bytes stay as long as another household has them: in the book, in a letter that waits, in another commune', async () => {
    for (const keep of [() => inBook(lay('one'), 'h2'), () => inTray(lay('one'), 'h2'), () => inBook(lay('one'), 'h1', THERE), () => inTray(lay('one'), 'h1', THERE)]) {
      const file = lay('one');
      await keep();
      await inBook(file, 'h1');
      expect(await away(clip(file, 'h1'))).toBe(1);
      expect(existsSync(pathOf(file))).toBe(true);
      expect(await lines()).not.toContain('book h1');
      await fresh.db.asOwner((owner) => owner.query(`set app.commune = '${HERE}'; delete from clip; delete from tray_clip; set app.commune = '${THERE}'; delete from clip; delete from tray_clip`));
    }
  });

  test('what came to go only since it was asked for waits for the next time', async () => {
    const file = lay('one');
    await inBook(file, 'h1');
    let asked = 0;
    expect(await takeClipsAway({ db: fresh.db, dataDir }, HERE, COMMUNES, () => Promise.resolve(asked++ === 0 ? [clip(lay('other'), 'h1')] : [clip(file, 'h1')]))).toBe(0);
    expect(existsSync(pathOf(file))).toBe(true);
    expect(await lines()).toEqual(['book h1']);
  });

  test('R10 a photo in a letter goes after a year, and pieces of one that never became whole; while its letter waits for the office it stays', async () => {
    const [open, aside, alone, booked] = [lay('open'), lay('aside'), lay('alone'), lay('booked')];
    for (const file of [open, aside, alone]) await inTray(file, 'h1');
    await inTray(booked, 'h2');
    await inBook(booked, 'h2');
    const letter = (turn: number, file: string): Letter => ({
      device: 'phonexyz', turn, hash: `${turn}`.repeat(64), person: 'tn1', letter: null, receivedAt: NOW, endedAt: null,
      act: { id: `phonexyz-${turn}`, kind: 'visit.record', v: 1, device: 'phonexyz', turn, at: NOW, body: { household: 'h1', photos: [file] } },
    });
    const piece = newName();
    mkdirSync(join(dataDir, 'clips', 'parts'), { recursive: true });
    writeFileSync(join(dataDir, 'clips', 'parts', piece), 'x');
    await fresh.db.inHouse((tx) => addCommune(tx, { code: HERE, name: 'Xã Ia Tơi', sample: false, now: NOW }));
    await fresh.db.inCommune(HERE, 'write', async (tx) => {
      await putLetters(tx, [letter(1, open), letter(2, aside)]);
      await addStep(tx, { device: 'phonexyz', turn: 2, hash: '2'.repeat(64) }, { what: 'aside', reason: 'nhầm', entry: null, author: null, person: 'o1', doneAt: NOW });
      await putPiece(tx, { device: 'phonexyz', hash: 'a'.repeat(64), piece: 0, pieces: 2, name: piece, bytes: 1 }, NOW);
    });
    const year = NOW + 366 * 86_400_000;
    const due = async (now: number) => (await retentionDue(fresh.db, HERE, now)).loose.find(({ rule }) => rule === 'unnamed')?.count;
    expect([await due(NOW + 360 * 86_400_000), await due(year)]).toEqual([undefined, 4]);
    await runRetention(fresh.db, dataDir, year);
    expect([open, aside, alone].map((file) => existsSync(pathOf(file)))).toEqual([true, false, false]);
    expect(existsSync(join(dataDir, 'clips', 'parts', piece))).toBe(false);
    expect(await lines()).toEqual(expect.arrayContaining(['tray h1']));
    expect(await due(year)).toBeUndefined();
  });
});
