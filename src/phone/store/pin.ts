// Trying a PIN on a phone without signal: growing waits after wrong tries, and an end to them.
import type { Refusal } from '#journal/act.ts';
import { stretched } from './seat-key.ts';

/** How often it was tried wrongly since it was last right, and when last, ms. */
export interface Tries {
  readonly wrong: number;
  readonly wrongAt: number;
}
export const noTries: Tries = { wrong: 0, wrongAt: 0 };

/** What was kept of a PIN before stores were sealed: a slow hash. It is taken away with the first unlocking. */
export interface PinRecord extends Tries {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly rounds: number;
  readonly hash: Uint8Array<ArrayBuffer>;
}

/** Wrong tries before each further one must wait, and before the password is asked for instead. */
const FREE_TRIES = 5;
export const LAST_TRY = 10;
const FIRST_WAIT_S = 30;

export const pinFits = (pin: string): boolean => /^\d{4,8}$/u.test(pin);

/** Why a try is not taken now, or null where it is. `unlock.password`: only signing in anew helps. */
export function barred(record: Tries, now: number): Refusal | null {
  if (record.wrong >= LAST_TRY) return { code: 'unlock.password' };
  if (record.wrong < FREE_TRIES) return null;
  const wait = FIRST_WAIT_S * 2 ** (record.wrong - FREE_TRIES) * 1000;
  // A clock set back must not wait for ever: the wait is never longer than itself.
  const left = Math.min(wait, record.wrongAt + wait - now);
  return left > 0 ? { code: 'unlock.wait', params: { seconds: Math.ceil(left / 1000) } } : null;
}

/** The refusal after a wrong try, `record` having counted it. */
export function wrongTry(record: Tries, now: number): Refusal {
  return barred(record, now) ?? { code: 'unlock.wrong', params: { left: FREE_TRIES - record.wrong } };
}

/** Whether it is the PIN of the hash. */
export async function matches(record: PinRecord, pin: string): Promise<boolean> {
  const hash = await stretched(pin, record.salt, record.rounds);
  let differ = hash.length ^ record.hash.length;
  for (let i = 0; i < hash.length; i++) differ |= hash[i]! ^ record.hash[i]!;
  return differ === 0;
}
