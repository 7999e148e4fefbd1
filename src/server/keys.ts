// The server's own keys: what phones seal letters to, what it signs by, what shares come from; made once, closed to others.
import { createECDH, createHash, createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, randomBytes, sign, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';

/** A box only this server opens: docs/PROTOCOL.md, "Letters". */
export interface Sealed {
  /** Name of the key it is sealed to. */
  readonly to: string;
  /** Raw public point of the key the phone made for it, base64url. */
  readonly epk: string;
  /** 24 bytes of nonce, then XChaCha20-Poly1305, base64url. */
  readonly box: string;
}

export interface Seat {
  readonly commune: string;
  readonly device: string;
  readonly person: string;
}

export interface Keys {
  /** The key letters are sealed to: its name, and its raw point in base64url. */
  readonly sealTo: { readonly id: string; readonly key: string };
  /** Raw point by which phones check `sign`, base64url. */
  readonly signKey: string;
  /** ECDSA P-256 with SHA-256 over the text, 64 raw bytes in base64url. */
  sign(text: string): string;
  /** Whether `sign` made this for that text, here. */
  isSigned(text: string, signature: string): boolean;
  /** What lay in the box. @throws LetterFault */
  open(sealed: Sealed, aad: string): Buffer;
  /** The half of a seat's key that lies here: 32 bytes in base64url, always the same for one seat. */
  shareOf(seat: Seat): string;
  /** What lets a phone put letters in, whatever became of its session. */
  letterboxOf(seat: Seat): string;
  /** Whose letters a token is for; undefined where it was not made here. */
  readLetterbox(token: string): Seat | undefined;
}

/** `unknown-key`: sealed to a key that is not here (it may be put back) · `broken`: altered, or not sealed as it says. */
export class LetterFault extends Error {
  readonly why: 'unknown-key' | 'broken';
  constructor(why: 'unknown-key' | 'broken') {
    super(why);
    this.why = why;
  }
}

const LETTER = 'nha-rong letter v1';
const NONCE = 24;

/** Opens the keys in the folder `keys` of `dataDir`; those that are not there yet are made, and are durable when this returns. */
export function openKeys(dataDir: string): Keys {
  const folder = join(dataDir, 'keys');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const signing = pairIn(folder, 'sign.key');
  const seal = pairIn(folder, 'seal.key');
  const secret = Buffer.from(keptIn(folder, 'share.key', () => randomBytes(32).toString('base64url')), 'base64url');
  // A key that was replaced stays beside the new one as `seal-….key`: letters to it may still come.
  const older = readdirSync(folder).filter((name) => /^seal-.+\.key$/.test(name)).map((name) => pairIn(folder, name));
  const seals = new Map([...older, seal].map((pair) => [pair.id, pair]));
  const mac = (text: string): Buffer => createHmac('sha256', secret).update(text).digest();
  const seatText = (what: string, { commune, device, person }: Seat): string => `${what}|${commune}|${device}|${person}`;
  const letterboxOf = (seat: Seat): string =>
    `${seat.commune}.${seat.device}.${Buffer.from(seat.person).toString('base64url')}.${mac(seatText('letterbox', seat)).toString('base64url')}`;
  return {
    sealTo: { id: seal.id, key: seal.point.toString('base64url') },
    signKey: signing.point.toString('base64url'),
    sign: (text) => sign('sha256', Buffer.from(text), { key: signing.key, dsaEncoding: 'ieee-p1363' }).toString('base64url'),
    isSigned: (text, signature) => verify('sha256', Buffer.from(text), { key: createPublicKey(signing.key), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')),
    open: (sealed, aad) => unseal(seals.get(sealed.to), sealed, aad),
    shareOf: (seat) => mac(seatText('share', seat)).toString('base64url'),
    letterboxOf,
    readLetterbox(token) {
      const parts = /^(\d{1,8})\.([a-z]{8})\.([\w-]{2,80})\.[\w-]{43}$/.exec(token);
      if (!parts) return undefined;
      const seat = { commune: parts[1]!, device: parts[2]!, person: Buffer.from(parts[3]!, 'base64url').toString('utf8') };
      const [said, ours] = [Buffer.from(token), Buffer.from(letterboxOf(seat))];
      return said.length === ours.length && timingSafeEqual(said, ours) ? seat : undefined;
    },
  };
}

interface Pair {
  readonly id: string;
  readonly key: KeyObject;
  /** Raw public point, 65 bytes. */
  readonly point: Buffer;
}

function pairIn(folder: string, name: string): Pair {
  const pem = keptIn(folder, name, () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
  const key = createPrivateKey(pem);
  const { x, y } = createPublicKey(key).export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]);
  return { id: createHash('sha256').update(point).digest('base64url').slice(0, 10), key, point };
}

/** The file's text. Made where it is missing: written aside, flushed and linked, so that two who start at once keep one. */
function keptIn(folder: string, name: string, make: () => string): string {
  const path = join(folder, name);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const aside = join(folder, `.${name}.${process.pid}.${randomBytes(4).toString('hex')}`);
  const file = openSync(aside, 'wx', 0o600);
  try {
    writeSync(file, make());
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside);
  }
  const here = openSync(folder, 'r');
  try {
    fsyncSync(here);
  } finally {
    closeSync(here);
  }
  return readFileSync(path, 'utf8');
}

function unseal(pair: Pair | undefined, { epk, box }: Sealed, aad: string): Buffer {
  if (!pair) throw new LetterFault('unknown-key');
  try {
    const ours = createECDH('prime256v1');
    ours.setPrivateKey(Buffer.from(pair.key.export({ format: 'jwk' }).d!, 'base64url'));
    const key = hkdfSync('sha256', ours.computeSecret(Buffer.from(epk, 'base64url')), '', LETTER, 32);
    const bytes = Buffer.from(box, 'base64url');
    return Buffer.from(xchacha20poly1305(new Uint8Array(key), bytes.subarray(0, NONCE), Buffer.from(aad)).decrypt(bytes.subarray(NONCE)));
  } catch {
    throw new LetterFault('broken');
  }
}
