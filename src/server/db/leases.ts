// Until when a phone may be opened without a signal: what it was told last, which is the latest it can believe.
import type { Tx } from './open.ts';
import '#server/db/tables.ts';
import '#server/db/sessions.ts';

/** A phone without a signal can be opened so many days after it was last heard of (`LEASE_DAYS`). */
export const LEASE_DAYS = 30;
const LEASE_MS = LEASE_DAYS * 86_400_000;

/** When a lease given now lapses: a borrowed phone's never outlives its session. */
export const leaseUntil = (now: number, sessionUntil: number | null): number => Math.min(now + LEASE_MS, sessionUntil ?? Infinity);

/** Notes the lease the device was given; never an earlier one than it may hold already. */
export async function noteLease(tx: Tx, device: string, until: number): Promise<void> {
  await tx.updateTable('device').set({ lease_until_at: until }).where('commune_id', '=', tx.commune).where('device', '=', device)
    .where((is) => is.or([is('lease_until_at', 'is', null), is('lease_until_at', '<', until)])).execute();
}
