// Seals files under the backup key in the age format (age-encryption.org/v1, passphrase), in pieces, so that no file is held in memory.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { BackupKey } from './backup-key.ts';
import { Trouble } from './trouble.ts';

/*
 * The format is public and other programs open it, which is why it was chosen: whoever finds these files in ten years
 * needs the printed key and `age -d`, or the reader beside the backups. The key is chance, no word people chose, so the
 * passphrase is not stretched more than the format asks: 2^10 rounds, a few milliseconds and a megabyte a file.
 */
const ROUNDS = 10;
/** What we open: a file that asks for more would only make us work. */
const MOST_ROUNDS = 18;
const VERSION = 'age-encryption.org/v1';
const PIECE = 65_536;
const TAG = 16;
const MOST_HEADER = 1_000;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replaceAll('=', '');
const derived = (from: Uint8Array, salt: Uint8Array, info: string): Buffer => Buffer.from(hkdfSync('sha256', from, salt, info, 32));

function wrapping(key: BackupKey, salt: Uint8Array, rounds: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const full = Buffer.concat([Buffer.from(`${VERSION}/scrypt`), salt]);
    scrypt(key.text, full, 32, { N: 2 ** rounds, r: 8, p: 1, maxmem: 2 ** rounds * 1024 + 1_000_000 }, (error, derived) => (error ? reject(error) : resolve(derived)));
  });
}

const macOf = (fileKey: Uint8Array, header: string): Buffer => createHmac('sha256', derived(fileKey, Buffer.alloc(0), 'header')).update(header).digest();

function sealPiece(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG });
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws where the piece is not as it was sealed */
function openPiece(key: Uint8Array, nonce: Uint8Array, sealed: Buffer): Buffer {
  const cipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG });
  cipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  return Buffer.concat([cipher.update(sealed.subarray(0, -TAG)), cipher.final()]);
}

/** Number of the piece, and whether it is the last: a file cut short, or with pieces moved, does not open. */
function nonceOf(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

async function begin(key: BackupKey): Promise<{ head: Buffer; payload: Buffer }> {
  const fileKey = randomBytes(16);
  const salt = randomBytes(16);
  const body = sealPiece(await wrapping(key, salt, ROUNDS), Buffer.alloc(12), fileKey);
  const header = `${VERSION}\n-> scrypt ${base64(salt)} ${ROUNDS}\n${base64(body)}\n---`;
  const nonce = randomBytes(16);
  return { head: Buffer.concat([Buffer.from(`${header} ${base64(macOf(fileKey, header))}\n`), nonce]), payload: derived(fileKey, nonce, 'payload') };
}

/** Cuts what comes into pieces of one size; `last` says that none follows. */
class Pieces {
  readonly #size: number;
  #waiting: Buffer[] = [];
  #length = 0;
  number = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** Whole pieces that are surely not the last one. */
  add(bytes: Buffer): Buffer[] {
    this.#waiting.push(bytes);
    this.#length += bytes.length;
    if (this.#length <= this.#size) return [];
    const all = Buffer.concat(this.#waiting);
    const whole: Buffer[] = [];
    let at = 0;
    for (; all.length - at > this.#size; at += this.#size) whole.push(all.subarray(at, at + this.#size));
    this.#waiting = [all.subarray(at)];
    this.#length = all.length - at;
    return whole;
  }

  rest(): Buffer {
    return Buffer.concat(this.#waiting);
  }
}

/** A step of a pipeline: takes what comes, gives what goes on. */
export type Step = (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer, void, undefined>;

/** Seals what goes through it. */
export const sealing = (key: BackupKey): Step => async function* sealed(source) {
  const pieces = new Pieces(PIECE);
  const { head, payload } = await begin(key);
  yield head;
  for await (const bytes of source) {
    for (const piece of pieces.add(bytes)) yield sealPiece(payload, nonceOf(pieces.number++, false), piece);
  }
  yield sealPiece(payload, nonceOf(pieces.number, true), pieces.rest());
};

/** Header and nonce before the pieces: every part of them has one length. */
const HEAD = `${VERSION}\n-> scrypt ${'s'.repeat(22)} ${ROUNDS}\n${'b'.repeat(43)}\n--- ${'m'.repeat(43)}\n`.length + 16;

/** Bytes in a file of ours of that size. */
export const plainSize = (sealed: number): number => sealed - HEAD - TAG * Math.max(1, Math.ceil((sealed - HEAD) / (PIECE + TAG)));

/** Opens the header; `undefined` while it has not all come. @throws Trouble */
async function readHeader(key: BackupKey, bytes: Buffer, what: string): Promise<{ payload: Buffer; rest: Buffer } | undefined> {
  const dashes = bytes.indexOf('\n---');
  const end = dashes === -1 ? -1 : bytes.indexOf('\n', dashes + 1);
  if (end === -1 || bytes.length < end + 17) {
    if (bytes.length > MOST_HEADER) throw new Trouble(`${what} is not a sealed file of ours.`);
    return undefined;
  }
  const parts = /^age-encryption\.org\/v1\n-> scrypt ([A-Za-z0-9+/]{22}) (\d{1,2})\n([A-Za-z0-9+/]{43})\n--- ([A-Za-z0-9+/]{43})$/.exec(bytes.subarray(0, end).toString('latin1'));
  const rounds = Number(parts?.[2]);
  if (!parts || rounds < 1 || rounds > MOST_ROUNDS) throw new Trouble(`${what} is not a sealed file of ours.`);
  const fileKey = await unwrapped(key, parts[1]!, rounds, parts[3]!, what);
  const header = bytes.subarray(0, dashes + 4).toString('latin1');
  if (!timingSafeEqual(macOf(fileKey, header), Buffer.from(parts[4]!, 'base64'))) throw new Trouble(`${what} is damaged.`);
  return { payload: derived(fileKey, bytes.subarray(end + 1, end + 17), 'payload'), rest: bytes.subarray(end + 17) };
}

async function unwrapped(key: BackupKey, salt: string, rounds: number, body: string, what: string): Promise<Buffer> {
  const wrap = await wrapping(key, Buffer.from(salt, 'base64'), rounds);
  try {
    return openPiece(wrap, Buffer.alloc(12), Buffer.from(body, 'base64'));
  } catch (error) {
    throw new Trouble(`${what} was not sealed with this key (${key.mark}), or is damaged.`, { cause: error });
  }
}

/** Opens what `sealing` made. Fails with Trouble on a wrong key, and where a byte was changed or is missing. */
export const opening = (key: BackupKey, what: string): Step => async function* opened(source) {
  const pieces = new Pieces(PIECE + TAG);
  let header = Buffer.alloc(0);
  let payload: Buffer | undefined;
  const open = (under: Buffer, piece: Buffer, last: boolean): Buffer => {
    try {
      return openPiece(under, nonceOf(pieces.number++, last), piece);
    } catch (error) {
      throw new Trouble(`${what} is damaged or cut short.`, { cause: error });
    }
  };
  for await (const bytes of source) {
    let fresh = bytes;
    if (!payload) {
      header = Buffer.concat([header, bytes]);
      const read = await readHeader(key, header, what);
      if (!read) continue;
      ({ payload, rest: fresh } = read);
    }
    for (const piece of pieces.add(fresh)) yield open(payload, piece, false);
  }
  const rest = pieces.rest();
  if (!payload || rest.length < TAG) throw new Trouble(`${what} is cut short.`);
  yield open(payload, rest, true);
};

async function through(bytes: Uint8Array, step: Step): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of step(oneOf(bytes))) parts.push(part);
  return Buffer.concat(parts);
}

async function* oneOf(bytes: Uint8Array): AsyncGenerator<Buffer, void, undefined> {
  yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** For what fits into memory anyway: a photo, a list of keys. */
export const sealBytes = (key: BackupKey, bytes: Uint8Array): Promise<Buffer> => through(bytes, sealing(key));
export const openBytes = (key: BackupKey, sealed: Uint8Array, what: string): Promise<Buffer> => through(sealed, opening(key, what));
