// The key of one person's store: made by chance, kept only wrapped under their PIN and the share that the server holds.
import { openAtOnce, sealAtOnce } from './sealed.ts';
import type { Sealed } from './tables.ts';
import { bytesOf } from './tables.ts';

const KEY_BYTES = 32;
/** PBKDF2-SHA-256; OWASP asks for 600,000 where it can be had, a phone of 200,000 đồng a month for 310,000. */
export const ROUNDS = 310_000;

/** The wrapped key. Without the share no PIN opens it, however many are tried; with both, each try costs the rounds. */
export interface Lock {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly rounds: number;
  readonly box: Sealed;
}

export type Bytes = Uint8Array<ArrayBuffer>;

export const newKey = (): Bytes => crypto.getRandomValues(new Uint8Array(KEY_BYTES));

const placeOf = (device: string): string => `key|${device}`;

/** @param share 32 bytes from the server; any other share makes another lock */
export async function lockKey(key: Bytes, pin: string, share: Bytes, device: string): Promise<Lock> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt, rounds: ROUNDS, box: sealAtOnce(await wrapping(pin, { salt, rounds: ROUNDS }, share), key, placeOf(device)) };
}

/** The key, or null where it was wrapped under another. @param wrap made of PIN and share by `wrapping` */
export function unwrapped({ box }: Lock, wrap: Bytes, device: string): Bytes | null {
  try {
    return openAtOnce(wrap, box, placeOf(device));
  } catch {
    return null;
  }
}

/** What a lock is opened with: slow to make, and says nothing by itself about whether the PIN was right. */
export async function wrapping(pin: string, { salt, rounds }: Pick<Lock, 'salt' | 'rounds'>, share: Bytes): Promise<Bytes> {
  const slow = await crypto.subtle.importKey('raw', await stretched(pin, salt, rounds), 'HKDF', false, ['deriveBits']);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: share, info: bytesOf('nha-rong seat key v1') }, slow, KEY_BYTES * 8));
}

/** The PIN, made slow to guess. */
export async function stretched(pin: string, salt: Bytes, rounds: number): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', bytesOf(pin), 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, key, KEY_BYTES * 8));
}
