// What no backup lists any more leaves the backups' shelf, and nothing else does.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { copyClips, dropUnlisted } from './backup-clips.ts';

describe('photos and recordings in backups', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'nr-clips-')); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const keep = (text: string): string => {
    const hash = createHash('sha256').update(text).digest('hex');
    mkdirSync(join(folder, 'data', hash.slice(0, 2)), { recursive: true });
    writeFileSync(join(folder, 'data', hash.slice(0, 2), hash), text);
    return hash;
  };
  const list = (name: string, hashes: readonly string[]): string => {
    writeFileSync(join(folder, name), gzipSync(hashes.map((hash) => `${JSON.stringify({ hash, bytes: 1 })}\n`).join('')));
    return join(folder, name);
  };

  test('a struck photo goes from the backups with the last backup that lists it', async () => {
    const [one, two] = [keep('one'), keep('two')];
    const shelves = join(folder, 'backup');
    await copyClips(join(folder, 'data'), shelves);
    const there = () => [one, two].map((hash) => existsSync(join(shelves, hash.slice(0, 2), hash)));
    const [before, after] = [list('before', [one, two]), list('after', [two])];
    expect(await dropUnlisted(shelves, [before, after])).toBe(0);
    expect(there()).toEqual([true, true]);
    expect(await dropUnlisted(shelves, [after])).toBe(1);
    expect(there()).toEqual([false, true]);
  });

  test('J1 where a list cannot be read nothing is deleted', async () => {
    const hash = keep('one');
    const shelves = join(folder, 'backup');
    await copyClips(join(folder, 'data'), shelves);
    writeFileSync(join(folder, 'cut'), gzipSync('{"hash":"x"}').subarray(0, 10));
    for (const bad of ['cut', 'none']) expect(await dropUnlisted(shelves, [list('whole', []), join(folder, bad)])).toBe(0);
    expect(existsSync(join(shelves, hash.slice(0, 2), hash))).toBe(true);
  });
});
