// The PIN that opens a seat on a phone without signal: kept as a slow hash, with growing waits after wrong tries.
import type { Refusal } from '#journal/act.ts';

/**
 * What is kept of a PIN. A PIN of few digits stops the curious, not a workshop with the phone's memory in its hands:
 * what lies on the phone is to be sealed with a key of its own (the store's codec is the place for it).
 */
export interface PinRecord {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly rounds: number;
  readonly hash: Uint8Array<ArrayBuffer>;
  readonly wrong: number;
  readonly wrongAt: number;
}

/** PBKDF2-SHA-256; OWASP asks for 600,000 where it can be had, a phone of 200,000 đồng a month for 310,000. */
export const ROUNDS = 310_000;
/** Wrong tries before each further one must wait, and before the password is asked for instead. */
const FREE_TRIES = 5;
const LAST_TRY = 10;
const FIRST_WAIT_S = 30;

export const pinFits = (pin: string): boolean => /^\d{4,8}$/u.test(pin);

export async function newPin(pin: string): Promise<PinRecord> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt, rounds: ROUNDS, hash: await stretched(pin, salt, ROUNDS), wrong: 0, wrongAt: 0 };
}

/** Why a try is not taken now, or null where it is. `unlock.password`: only signing in anew helps. */
export function barred(record: PinRecord, now: number): Refusal | null {
  if (record.wrong >= LAST_TRY) return { code: 'unlock.password' };
  if (record.wrong < FREE_TRIES) return null;
  const wait = FIRST_WAIT_S * 2 ** (record.wrong - FREE_TRIES) * 1000;
  // A clock set back must not wait for ever: the wait is never longer than itself.
  const left = Math.min(wait, record.wrongAt + wait - now);
  return left > 0 ? { code: 'unlock.wait', params: { seconds: Math.ceil(left / 1000) } } : null;
}

/** The refusal after a wrong try, `record` having counted it. */
export function wrongTry(record: PinRecord, now: number): Refusal {
  return barred(record, now) ?? { code: 'unlock.wrong', params: { left: FREE_TRIES - record.wrong } };
}

export async function matches(record: PinRecord, pin: string): Promise<boolean> {
  const hash = await stretched(pin, record.salt, record.rounds);
  let differ = hash.length ^ record.hash.length;
  for (let i = 0; i < hash.length; i++) differ |= hash[i]! ^ record.hash[i]!;
  return differ === 0;
}

async function stretched(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, key, 256));
}
