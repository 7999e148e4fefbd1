// Lets the server's word on what this device may read in, once its signature was checked: everything else that says so is air.
import type { Mark } from '#journal/cursor.ts';
import { canonical } from '#journal/canonical.ts';
import { orderText, type Lost, type Order } from '#journal/scope.ts';
import { bytesIn } from '../store/base64.ts';
import { bytesOf } from '../store/tables.ts';

/** Whose word counts here, and for whom it must be. */
export interface Signer {
  readonly commune: string;
  readonly device: string;
  /** Raw point of the server's signing key, as the sign-in gave it. */
  readonly signKey: string;
}

const texts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((one) => typeof one === 'string');

function lostIn(value: unknown): Lost | null {
  const { villages, households, rest } = (value ?? {}) as Partial<Record<keyof Lost, unknown>>;
  if (!texts(villages) || !texts(households) || (rest !== undefined && rest !== true)) return null;
  return rest === undefined ? { villages, households } : { villages, households, rest };
}

/** The order in a page's first line; null where there is none, or where it is not signed for this very device and epoch. */
export async function orderIn(said: unknown, { epoch }: Mark, by: Signer): Promise<Order | null> {
  const { n, scope, lost: named, sig } = (said ?? {}) as Partial<Record<keyof Order | 'sig', unknown>>;
  const lost = lostIn(named);
  if (typeof n !== 'number' || !Number.isSafeInteger(n) || typeof scope !== 'string' || typeof sig !== 'string' || !lost) return null;
  try {
    const key = await crypto.subtle.importKey('raw', bytesIn(by.signKey), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(canonical(lost))));
    const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const right = await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytesIn(sig), bytesOf(orderText(by, epoch, { n, scope }, hex)));
    return right ? { n, scope, lost } : null;
  } catch {
    return null;
  }
}
