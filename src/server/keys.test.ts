// Proves that what a phone seals only this server opens, that its word can be checked, and that its keys outlive a restart.
import { createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LetterFault, openKeys, type Keys, type Sealed } from './keys.ts';

const AAD = '23538|abcdefgh|7';

function seal(keys: Keys, text: string, aad = AAD): Sealed {
  const eph = createECDH('prime256v1');
  eph.generateKeys();
  const key = hkdfSync('sha256', eph.computeSecret(Buffer.from(keys.sealTo.key, 'base64url')), '', 'nha-rong letter v1', 32);
  const nonce = randomBytes(24);
  const box = Buffer.concat([nonce, xchacha20poly1305(new Uint8Array(key), nonce, Buffer.from(aad)).encrypt(Buffer.from(text))]);
  return { to: keys.sealTo.id, epk: eph.getPublicKey('base64url'), box: box.toString('base64url') };
}

const why = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof LetterFault ? error.why : `${error}`;
  }
  return 'opened';
};

describe('the server’s keys', () => {
  let dataDir: string;
  let keys: Keys;
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'nr-keys-'));
    keys = openKeys(dataDir);
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  test('a letter opens here, under its own name only, and not when a bit of it was changed', () => {
    const letter = seal(keys, 'ruộng hai sào');
    expect(keys.open(letter, AAD).toString()).toBe('ruộng hai sào');
    expect(why(() => keys.open(letter, '23538|abcdefgh|8'))).toBe('broken');
    const bytes = Buffer.from(letter.box, 'base64url');
    bytes[30]! ^= 1;
    expect(why(() => keys.open({ ...letter, box: bytes.toString('base64url') }, AAD))).toBe('broken');
    for (const epk of ['', 'AAAA', Buffer.alloc(65, 4).toString('base64url')]) expect(why(() => keys.open({ ...letter, epk }, AAD))).toBe('broken');
    expect(why(() => keys.open({ ...letter, box: '' }, AAD))).toBe('broken');
    expect(why(() => keys.open({ ...letter, to: 'nobody' }, AAD))).toBe('unknown-key');
  });

  test('what it signs can be checked with the key it gives out, in the browser’s own form, and nothing else can', async () => {
    const sig = Buffer.from(keys.sign('lease|23538|abcdefgh|17'), 'base64url');
    const point = Buffer.from(keys.signKey, 'base64url');
    const known = await crypto.subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    const holds = (text: string) => crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, known, sig, Buffer.from(text));
    expect(await holds('lease|23538|abcdefgh|17')).toBe(true);
    expect(await holds('lease|23538|abcdefgh|18')).toBe(false);
    const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
    expect(verify('sha256', Buffer.from('lease|23538|abcdefgh|17'), { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, sig)).toBe(true);
  });

  test('shares and letterboxes belong to one seat, and to nobody who makes one up', () => {
    const seat = { commune: '23538', device: 'abcdefgh', person: 'p1' };
    expect(Buffer.from(keys.shareOf(seat), 'base64url')).toHaveLength(32);
    expect(keys.shareOf({ ...seat, person: 'p2' })).not.toBe(keys.shareOf(seat));
    const token = keys.letterboxOf(seat);
    expect(keys.readLetterbox(token)).toEqual(seat);
    const [commune, device, person, mac] = token.split('.') as [string, string, string, string];
    for (const forged of [`23541.${device}.${person}.${mac}`, `${commune}.bcdefghi.${person}.${mac}`, `${commune}.${device}.${Buffer.from('p2').toString('base64url')}.${mac}`, `${commune}.${device}.${person}.${mac.replace(/^./, (one) => (one === 'A' ? 'B' : 'A'))}`, '', 'x', `${token}x`]) {
      expect(keys.readLetterbox(forged)).toBeUndefined();
    }
  });

  test('they stay the same over a restart, are closed to others, and letters to a replaced key still open', () => {
    const letter = seal(keys, 'thư cũ');
    expect(openKeys(dataDir)).toMatchObject({ sealTo: keys.sealTo, signKey: keys.signKey });
    const folder = join(dataDir, 'keys');
    expect(readdirSync(folder).sort()).toEqual(['seal.key', 'share.key', 'sign.key']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    renameSync(join(folder, 'seal.key'), join(folder, 'seal-2026.key'));
    const newer = openKeys(dataDir);
    expect(newer.sealTo.id).not.toBe(keys.sealTo.id);
    expect(newer.open(letter, AAD).toString()).toBe('thư cũ');
  });
});
