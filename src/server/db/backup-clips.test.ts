// What no backup lists any more leaves the backups' shelf, and nothing else does; a damaged photo does not stop a backup.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dropUnlisted, keepClips, openClip, sealedClips } from './backup-clips.ts';
import { newBackupKey } from './backup-key.ts';

describe('photos and recordings in backups', () => {
  let folder: string;
  let backupDir: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nr-clips-'));
    backupDir = join(folder, 'backup');
    mkdirSync(backupDir);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const key = newBackupKey();
  const household = randomBytes(32);
  const places = () => ({ dataDir: folder, backupDir, key, keyFor: () => household });
  const pathOf = (hash: string): string => join(folder, 'clips', hash.slice(0, 2), hash);
  const take = (bytes: string | Buffer) => {
    const hash = createHash('sha256').update(bytes).digest('hex');
    mkdirSync(join(pathOf(hash), '..'), { recursive: true });
    writeFileSync(pathOf(hash), bytes);
    return { commune: 23538, subject: 'h1', hash };
  };
  const list = (name: string, names: readonly string[]): string => {
    writeFileSync(join(folder, name), gzipSync(names.map((one) => `${one}\n`).join('')));
    return join(folder, name);
  };

  test('a photo lies there sealed twice, comes back letter for letter, and is copied once', async () => {
    const big = randomBytes(200_000);
    const [one, two] = [take('one photo'), take(big)];
    const done = await keepClips([one, two], places());
    expect(done).toMatchObject({ fresh: 2, lost: [] });
    expect(done.lines.map(({ bytes }) => bytes)).toEqual([9, 200_000]);
    for (const way of await sealedClips(backupDir)) {
      expect(readFileSync(join(backupDir, 'clips', way)).includes('one photo')).toBe(false);
      expect(way).not.toContain(one.hash.slice(0, 16));
    }
    const again = await keepClips([one, two], places());
    expect({ ...again, fresh: 2 }).toEqual(done);
    expect(again.fresh).toBe(0);
    expect(await openClip(backupDir, done.lines[1]!, key, new Map([['23538/h1', household]]))).toEqual(big);
    expect(await openClip(backupDir, done.lines[1]!, key, new Map())).toBe('erased');
    expect(await openClip(backupDir, done.lines[1]!, key, new Map([['23538/h1', randomBytes(32)]]))).toBe('missing');
  });

  test('J1 a photo that is damaged or gone on the disk is named, and does not stop the others; one that is in the backup already stays good', async () => {
    const [one, two, three] = [take('one'), take('two'), take('three')];
    await keepClips([one], places());
    writeFileSync(pathOf(one.hash), 'rotten');
    writeFileSync(pathOf(two.hash), 'rotten');
    const done = await keepClips([one, two, three, { ...two, hash: 'f'.repeat(64) }], places());
    expect(done.lines.map(({ hash }) => hash)).toEqual([one.hash, three.hash]);
    expect(done.lost.map(({ hash }) => hash)).toEqual([two.hash, 'f'.repeat(64)]);
    expect(String(await openClip(backupDir, done.lines[0]!, key, new Map([['23538/h1', household]])))).toBe('one');
  });

  test('a struck photo goes from the backups with the last backup that lists it', async () => {
    const { lines } = await keepClips([take('one'), take('two')], places());
    const names = lines.map(({ name }) => name);
    const [before, after] = [list('before', names), list('after', names.slice(1))];
    expect(await dropUnlisted(backupDir, [before, after])).toBe(0);
    expect(await sealedClips(backupDir)).toHaveLength(2);
    expect(await dropUnlisted(backupDir, [after])).toBe(1);
    expect((await sealedClips(backupDir)).map((way) => way.slice(3))).toEqual(names.slice(1));
  });

  test('photos of backups from before they were sealed stay as long as those backups', async () => {
    const old = createHash('sha256').update('old').digest('hex');
    mkdirSync(join(backupDir, 'clips', old.slice(0, 2)), { recursive: true });
    writeFileSync(join(backupDir, 'clips', old.slice(0, 2), old), 'old');
    const lists = [list('plain', [JSON.stringify({ hash: old, bytes: 3 })]), list('sealed', [])];
    expect(await dropUnlisted(backupDir, lists)).toBe(0);
    expect(await dropUnlisted(backupDir, lists.slice(1))).toBe(1);
  });

  test('J1 where a list cannot be read nothing is deleted', async () => {
    await keepClips([take('one')], places());
    writeFileSync(join(folder, 'cut'), gzipSync('{"hash":"x"}').subarray(0, 10));
    for (const bad of ['cut', 'none']) expect(await dropUnlisted(backupDir, [list('whole', []), join(folder, bad)])).toBe(0);
    expect(await sealedClips(backupDir)).toHaveLength(1);
    expect(existsSync(join(backupDir, 'clips'))).toBe(true);
  });
});
