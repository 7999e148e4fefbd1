// How long a seat may be opened without asking the server: thirty days from the last time it was heard, by its own signature.
import { bytesIn } from './base64.ts';
import { bytesOf } from './tables.ts';

/** A seat opens so long after the server was last heard (docs/PROTOCOL.md, "Keys of a seat"). */
export const LEASE_DAYS = 30;
const DAY_MS = 86_400_000;
/** A clock that says two years have gone by is broken, and no lapse: whoever holds it must come to their work. */
const BROKEN_CLOCK_MS = 2 * 365 * DAY_MS;

export interface Lease {
  /** Moment the server named, by its clock, ms. */
  readonly until: number;
  /** When it was heard, by the phone's clock, ms: what lapses is time gone by here, so that a clock set wrong does no harm. */
  readonly heardAt: number;
}

/** Two clocks of one phone: what the lease is from, and what it counts for. */
export interface Leaseholder {
  readonly commune: string;
  readonly device: string;
  readonly signKey: string;
}

/** `<until ms>.<signature>` as it stands in `NR-Lease`; null where it is nothing of the kind. */
export function readLease(said: string): { readonly until: number; readonly sig: string } | null {
  const found = /^(\d{1,15})\.([\w-]{86})$/u.exec(said);
  return found ? { until: Number(found[1]), sig: found[2]! } : null;
}

/** The lease to keep once `said` was heard: a newer one that the server signed for this seat, else the one that is held. */
export async function newerLease(held: Lease | null, said: { readonly until: number; readonly sig: string }, by: Leaseholder, now: number): Promise<Lease | null> {
  if (held && said.until <= held.until) return held;
  try {
    const key = await crypto.subtle.importKey('raw', bytesIn(by.signKey), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    const text = bytesOf(`lease|${by.commune}|${by.device}|${said.until}`);
    const right = await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytesIn(said.sig), text);
    return right ? { until: said.until, heardAt: now } : held;
  } catch {
    return held;
  }
}

/** Whether the lease has lapsed. A clock set back stretches it, which no phone can prevent (docs/decisions/0009). */
export function lapsed(lease: Lease | null, now: number): boolean {
  if (!lease) return false;
  const gone = now - lease.heardAt;
  return gone >= LEASE_DAYS * DAY_MS && gone < BROKEN_CLOCK_MS;
}
