// What a sign-in answers, and the seat it makes or renews on this phone.
import type { Phone } from '#phone/book.ts';
import { newerLease } from './lease.ts';
import type { SealTo } from './letter.ts';
import { noTries } from './pin.ts';
import type { SeatRecord } from './registry.ts';

export interface SignedIn {
  readonly device: string;
  readonly commune: string;
  readonly person: { readonly id: string; readonly name: string };
  /** docs/PROTOCOL.md, "Keys of a seat". */
  readonly share: string;
  readonly lease: { readonly until: number; readonly sig: string };
  readonly sealTo: SealTo;
  readonly signKey: string;
  readonly letterbox: string;
}

export type How = Parameters<Phone['signIn']>[0];

/** The seat as it is after the answer; a seat of before stays one until its PIN has been pressed. */
export async function seatOf(signed: SignedIn, how: How, before: SeatRecord | undefined, now: number): Promise<SeatRecord> {
  const { device, commune, person, sealTo, signKey, letterbox } = signed;
  // Counted from now even where the signature should not hold: a share without an end would be worse.
  const lease = (await newerLease(null, signed.lease, { commune, device, signKey }, now)) ?? { until: 0, heardAt: now };
  return {
    ...(before ?? { lock: null }), device, commune, communeName: before?.communeName ?? commune, person: person.id, personName: person.name,
    kind: 'card' in how ? 'household' : 'staff', borrowed: 'card' in how && how.borrowed,
    pin: before?.pin ? { ...before.pin, ...noTries } : null, tries: noTries, keys: { sealTo, signKey, letterbox }, lease, outSince: null, lettersDue: false,
    // Acts of before the server's key was known have no letters yet: they are looked through once more.
    sealed: !before || (before.sealed === true && Boolean(before.keys)),
    waiting: before?.waiting ?? 0, usedAt: now,
  };
}
