// Seals what lies on the phone under one person's key: XChaCha20-Poly1305 where the answer must come at once, the browser's AES-GCM for what is large.
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ShelfTrouble } from './shelf.ts';
import type { Codec, Sealed } from './tables.ts';
import { bytesOf, textOf } from './tables.ts';

/** First byte of everything sealed; three zero bytes follow. No text of ours and no photo or recording begins so. */
const AT_ONCE = 1;
const APART = 2;
const HEAD = 4;
const NONCE = 24;
const GCM_NONCE = 12;
const TAG = 16;

const formOf = (bytes: Uint8Array): number => (bytes.length >= HEAD && bytes[1] === 0 && bytes[2] === 0 && bytes[3] === 0 ? bytes[0]! : 0);
/** Whether the bytes are sealed at all, in either form. */
export const isSealed = (bytes: Uint8Array): boolean => formOf(bytes) === AT_ONCE || formOf(bytes) === APART;

const corrupt = (cause: unknown): ShelfTrouble => new ShelfTrouble('corrupt', cause);

/** Head, nonce and box in one, the nonce drawn anew each time: 192 bits of chance never meet twice. */
export function sealAtOnce(key: Uint8Array, bytes: Uint8Array, at: string): Sealed {
  const sealed = new Uint8Array(HEAD + NONCE + bytes.length + TAG);
  sealed[0] = AT_ONCE;
  const nonce = crypto.getRandomValues(sealed.subarray(HEAD, HEAD + NONCE));
  xchacha20poly1305(key, nonce, bytesOf(at)).encrypt(bytes, sealed.subarray(HEAD + NONCE));
  return sealed;
}

/** @throws where key, bytes and place do not belong together */
export function openAtOnce(key: Uint8Array, sealed: Uint8Array, at: string): Uint8Array<ArrayBuffer> {
  if (formOf(sealed) !== AT_ONCE) throw new TypeError('not sealed in this form');
  return xchacha20poly1305(key, sealed.subarray(HEAD, HEAD + NONCE), bytesOf(at)).decrypt(sealed.subarray(HEAD + NONCE)) as Uint8Array<ArrayBuffer>;
}

const PRACTICE = 30;

/**
 * A browser makes code quick only after it has run for a while. What is opened after the PIN is waited for; so the cipher is
 * run while nobody waits, a little at a time. Without it the first thirty rows take a cheap phone 0.1 s.
 */
export async function practised(): Promise<void> {
  const [key, bytes] = [crypto.getRandomValues(new Uint8Array(32)), new Uint8Array(700)];
  for (let i = 0; i < PRACTICE; i++) {
    await new Promise((done) => { setTimeout(done, 0); });
    openAtOnce(key, sealAtOnce(key, bytes, ''), '');
  }
}

export class SealedCodec implements Codec {
  #key: Uint8Array | null;
  #apart: CryptoKey | null;
  readonly #plainToo: boolean;

  private constructor(key: Uint8Array, apart: CryptoKey, plainToo: boolean) {
    this.#key = key;
    this.#apart = apart;
    this.#plainToo = plainToo;
  }

  /**
   * @param key 32 bytes; they are the codec's own from now on, and are overwritten when it forgets
   * @param plainToo what was kept before anything was sealed is read as it is
   */
  static async of(key: Uint8Array<ArrayBuffer>, plainToo = false): Promise<SealedCodec> {
    const base = await crypto.subtle.importKey('raw', key, 'HKDF', false, ['deriveKey']);
    const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: bytesOf('nha-rong apart v1') };
    const apart = await crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    return new SealedCodec(key, apart, plainToo);
  }

  /** Locked: nothing is sealed or opened any more, and the key is gone from memory. */
  forget(): void {
    this.#key?.fill(0);
    this.#key = null;
    this.#apart = null;
  }

  seal(text: string, at: string): Sealed {
    return this.sealRaw(bytesOf(text), at);
  }

  open(sealed: Sealed, at: string): string {
    try {
      return textOf(this.openRaw(sealed, at));
    } catch (error) {
      throw error instanceof ShelfTrouble ? error : corrupt(error);
    }
  }

  sealRaw(bytes: Uint8Array<ArrayBuffer>, at: string): Sealed {
    return sealAtOnce(held(this.#key), bytes, at);
  }

  openRaw(sealed: Sealed, at: string): Uint8Array<ArrayBuffer> {
    const key = held(this.#key);
    if (this.#plainToo && !isSealed(sealed)) return sealed;
    try {
      return openAtOnce(key, sealed, at);
    } catch (error) {
      throw corrupt(error);
    }
  }

  async sealApart(bytes: Uint8Array<ArrayBuffer>, at: string): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(GCM_NONCE));
    const box = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(at) }, held(this.#apart), bytes));
    const sealed = new Uint8Array(HEAD + GCM_NONCE + box.length);
    sealed[0] = APART;
    sealed.set(iv, HEAD);
    sealed.set(box, HEAD + GCM_NONCE);
    return sealed;
  }

  async openApart(sealed: Sealed, at: string): Promise<Uint8Array<ArrayBuffer>> {
    if (!this.isApart(sealed)) return this.openRaw(sealed, at);
    const key = held(this.#apart);
    try {
      const iv = sealed.subarray(HEAD, HEAD + GCM_NONCE);
      return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(at) }, key, sealed.subarray(HEAD + GCM_NONCE)));
    } catch (error) {
      throw corrupt(error);
    }
  }

  isApart(sealed: Sealed): boolean {
    return formOf(sealed) === APART;
  }
}

function held<T>(key: T | null): T {
  if (key === null) throw new ShelfTrouble('closed', new Error('the seat is locked'));
  return key;
}
