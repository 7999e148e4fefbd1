// Sealed files: only the key opens them, no change goes unnoticed, any size passes, and others' tools read the same format.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepBackupKey, knownBackupKey, newBackupKey, openBackupKey, readBackupKey } from './backup-key.ts';
import { openBytes, plainSize, sealBytes } from './backup-seal.ts';

describe('the key as people hold it', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'nr-key-')); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is read as it is typed: small letters, spaces, O for 0, l for 1; the mark tells keys apart', () => {
    const key = newBackupKey();
    expect(key.text).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){11}[0-9A-HJKMNP-TV-Z]{4}$/);
    const typed = key.text.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    expect(readBackupKey(` ${typed}\n`)).toEqual(key);
    expect(newBackupKey().mark).not.toBe(key.mark);
    expect(key.text).not.toContain(key.mark.slice(0, 4) + key.mark.slice(5));
  });

  test('every single mistyped letter, and every swap of neighbours that changes it, is noticed', () => {
    const { text } = newBackupKey();
    for (let i = 0; i < text.length; i++) {
      if (text[i] === '-') continue;
      const other = text[i] === 'A' ? 'B' : 'A';
      expect(() => readBackupKey(text.slice(0, i) + other + text.slice(i + 1))).toThrow('mistyped');
      const swapped = text.slice(0, i) + text.slice(i, i + 2).split('').reverse().join('') + text.slice(i + 2);
      if (swapped.replaceAll('-', '') !== text.replaceAll('-', '')) expect(() => readBackupKey(swapped)).toThrow('mistyped');
    }
    expect(() => readBackupKey(text.slice(0, -1))).toThrow('47 of 48 letters');
    expect(() => readBackupKey(`${text}Đ`)).toThrow('“Đ”');
  });

  test('lies closed to others, is made once, and a damaged file says what to do', () => {
    const key = openBackupKey(folder);
    expect(openBackupKey(folder)).toEqual(key);
    expect(statSync(join(folder, 'keys', 'backup.key')).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'keys')).mode & 0o077).toBe(0);
    keepBackupKey(folder, newBackupKey(), 'if there is none');
    expect(knownBackupKey(folder)).toEqual(key);
    writeFileSync(join(folder, 'keys', 'backup.key'), key.text.slice(0, 20));
    expect(() => openBackupKey(folder)).toThrow('Write the key of the printed recovery sheet into that file');
  });
});

describe('sealed files', () => {
  const key = newBackupKey();

  test('any bytes come back as they were, and only under their own key', async () => {
    const other = newBackupKey();
    const sizes = fc.oneof(fc.nat(300), fc.constantFrom(65_535, 65_536, 65_537, 131_072, 200_000));
    await fc.assert(fc.asyncProperty(sizes, async (size) => {
      const plain = randomBytes(size);
      const sealed = await sealBytes(key, plain);
      expect(plainSize(sealed.length)).toBe(size);
      expect(await openBytes(key, sealed, 'it')).toEqual(plain);
      await expect(openBytes(other, sealed, 'it')).rejects.toThrow(`it was not sealed with this key (${other.mark})`);
    }), { numRuns: 25 });
  });

  test('a bit turned anywhere, an end cut off, pieces swapped or left out: nothing of it opens unnoticed', async () => {
    const plain = randomBytes(150_000);
    const sealed = await sealBytes(key, plain);
    const head = sealed.length - (150_000 + 3 * 16);
    for (const at of [3, 30, 60, 100, 140, head - 3, head, head + 70_000, sealed.length - 1]) {
      const bad = Buffer.from(sealed);
      bad[at]! ^= 1;
      await expect(openBytes(key, bad, 'it'), `bit at ${at}`).rejects.toThrow(/damaged|not a sealed file|cut short|not sealed with/);
    }
    const piece = (n: number): Buffer => sealed.subarray(head + n * 65_552, Math.min(sealed.length, head + (n + 1) * 65_552));
    const rebuilt = (...pieces: Buffer[]): Buffer => Buffer.concat([sealed.subarray(0, head), ...pieces]);
    expect(await openBytes(key, rebuilt(piece(0), piece(1), piece(2)), 'it')).toEqual(plain);
    for (const bad of [rebuilt(piece(1), piece(0), piece(2)), rebuilt(piece(0), piece(1)), rebuilt(piece(0), piece(2)), rebuilt(), sealed.subarray(0, 50), sealed.subarray(0, -1), Buffer.alloc(0), Buffer.from('not ours'.repeat(1000))]) {
      await expect(openBytes(key, bad, 'it')).rejects.toThrow(/damaged|not a sealed file|cut short/);
    }
  });

  test('a file sealed by the format’s own tool opens here', async () => {
    // Made with `age -p` 1.1.1 of Debian 12; the passphrase is this key as printed.
    const fixture = JSON.parse(readFileSync(new URL('backup-seal.fixture.json', import.meta.url), 'utf8')) as { key: string; plain: string; sealed: string };
    expect(String(await openBytes(readBackupKey(fixture.key), Buffer.from(fixture.sealed, 'base64'), 'it'))).toBe(fixture.plain);
  });
});
