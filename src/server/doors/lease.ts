// What a phone gets besides its session: its half of the seat's key, a signed lease, and where to put letters.
import type { FastifyReply } from 'fastify';
import type { Keys, Seat } from '../keys.ts';
import type { House } from './house.ts';

export interface Lease {
  /** ms; the phone opens the seat without a signal until then. */
  readonly until: number;
  /** Signature over `lease|<commune>|<device>|<until>`. */
  readonly sig: string;
}

/** What every sign-in answers with, as docs/PROTOCOL.md says under "Keys of a seat". */
export interface Given {
  readonly share: string;
  readonly lease: Lease;
  readonly sealTo: { readonly id: string; readonly key: string };
  readonly signKey: string;
  readonly letterbox: string;
}

export const leaseOf = (keys: Keys, { commune, device }: Pick<Seat, 'commune' | 'device'>, until: number): Lease =>
  ({ until, sig: keys.sign(`lease|${commune}|${device}|${until}`) });

export const givenTo = (keys: Keys, seat: Seat, until: number): Given => ({
  share: keys.shareOf(seat), lease: leaseOf(keys, seat, until), sealTo: keys.sealTo, signKey: keys.signKey, letterbox: keys.letterboxOf(seat),
});

/** Every exchange renews the lease: `NR-Lease: <until>.<sig>`. */
export function renewLease(house: House, reply: FastifyReply, who: Pick<Seat, 'commune' | 'device'> & { readonly leaseUntil: number }): void {
  const { until, sig } = leaseOf(house.keys, who, who.leaseUntil);
  reply.header('nr-lease', `${until}.${sig}`);
}
