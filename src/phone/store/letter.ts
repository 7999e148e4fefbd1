// Letters: what waits on the phone, sealed so that only the commune's server opens it, whatever becomes of the person's key.
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import type { Act } from '#journal/act.ts';
import { canonical } from '#journal/canonical.ts';
import type { Clip } from '#commune/visits/rows.ts';
import type { Codec, KeptLetter } from './tables.ts';
import { bytesOf } from './tables.ts';
import { bytesIn, textIn } from './base64.ts';

/** A seat's store is opened with these: the cipher of its person, and who writes its letters, where a key of the server is known. */
export interface Vault {
  readonly codec: Codec;
  readonly letters: LetterWriter | null;
}

/** The server's public key, as its sign-in answer names it: a raw point of P-256, base64url. */
export interface SealTo {
  readonly id: string;
  readonly key: string;
}

/** Name of this way of sealing: docs/PROTOCOL.md, "Letters". */
const INFO = 'nha-rong letter v1';
const NONCE = 24;
const TAG = 16;
/** Bytes of a photo or recording in one piece. */
export const PIECE_BYTES = 256_000;
const P256 = { name: 'ECDH', namedCurve: 'P-256' } as const;

export const actPlaceOf = (seat: Seat, turn: number): string => `${seat.commune}|${seat.device}|${turn}`;
export const clipPlaceOf = (seat: Seat, hash: string, piece: number): string => `${seat.commune}|${seat.device}|clip|${hash}|${piece}`;

export interface Seat {
  readonly commune: string;
  readonly device: string;
}

/** One key for all letters of one unlocking: this phone keeps its public half only, so that it cannot open them later. */
export class LetterWriter {
  readonly #seat: Seat;
  readonly #to: string;
  readonly #epk: string;
  #key: Uint8Array | null;

  private constructor(seat: Seat, to: string, epk: string, key: Uint8Array) {
    this.#seat = seat;
    this.#to = to;
    this.#epk = epk;
    this.#key = key;
  }

  static async of(seat: Seat, to: SealTo): Promise<LetterWriter> {
    const theirs = await crypto.subtle.importKey('raw', bytesIn(to.key), P256, false, []);
    const pair = await crypto.subtle.generateKey(P256, false, ['deriveBits']) as CryptoKeyPair;
    const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, pair.privateKey, 256);
    const base = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveBits']);
    const key = await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: bytesOf(INFO) }, base, 256);
    const epk = textIn(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
    return new LetterWriter(seat, to.id, epk, new Uint8Array(key));
  }

  act(turn: number, act: Act): KeptLetter {
    return this.#letter(bytesOf(canonical(act)), actPlaceOf(this.#seat, turn));
  }

  /** Pieces in order. The phone breathes between them: a recording of minutes is many. */
  async clip(clip: Clip & { readonly household: string }, bytes: Uint8Array): Promise<readonly KeptLetter[]> {
    const { hash, household, type } = clip;
    const count = Math.max(1, Math.ceil(bytes.length / PIECE_BYTES));
    const head = bytesOf(`${JSON.stringify({ household, type, bytes: bytes.length, pieces: count })}\n`);
    const pieces: KeptLetter[] = [];
    for (let piece = 0; piece < count; piece++) {
      if (piece > 0) await new Promise((done) => setTimeout(done, 0));
      const part = bytes.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES);
      const inside = new Uint8Array(head.length + part.length);
      inside.set(head);
      inside.set(part, head.length);
      pieces.push(this.#letter(inside, clipPlaceOf(this.#seat, hash, piece)));
    }
    return pieces;
  }

  forget(): void {
    this.#key?.fill(0);
    this.#key = null;
  }

  #letter(bytes: Uint8Array, at: string): KeptLetter {
    if (!this.#key) throw new Error('no letters are written once the seat is locked');
    const box = new Uint8Array(NONCE + bytes.length + TAG);
    const nonce = crypto.getRandomValues(box.subarray(0, NONCE));
    xchacha20poly1305(this.#key, nonce, bytesOf(at)).encrypt(bytes, box.subarray(NONCE));
    return { to: this.#to, epk: this.#epk, box };
  }
}
