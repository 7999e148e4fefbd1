// Seats, the phones they are on, and the sessions that let them in, as tables keep them.
import { sql } from 'kysely';
import type { Tx } from './open.ts';
import '#server/db/tables.ts';

declare module '#server/db/tables.ts' {
  interface Tables {
    device: {
      commune_id: number; device: string; person: string; desk: boolean; phone_name: string;
      made_at: number; seen_at: number; waiting: number; revoked_at: number | null; lease_until_at: number | null;
    };
    session: {
      commune_id: number; digest: Buffer; device: string; person: string; made_at: number; seen_at: number;
      idle_ms: number; until_at: number | null;
    };
  }
}

export interface Device {
  readonly device: string;
  readonly person: string;
  readonly desk: boolean;
  readonly phoneName: string;
  readonly revokedAt: number | null;
}

/** Devices of these names that this commune knows. */
export async function devicesNamed(tx: Tx, names: readonly string[]): Promise<readonly Device[]> {
  return await tx.selectFrom('device').select(['device', 'person', 'desk', 'phone_name as phoneName', 'revoked_at as revokedAt']).where('commune_id', '=', tx.commune)
    .where('device', '=', sql<string>`any(${[...names]})`).execute();
}

export interface NewDevice {
  readonly device: string;
  readonly person: string;
  readonly desk: boolean;
  readonly phoneName: string;
  readonly at: number;
}

/** Opens a seat for the person on a new device. False where the name is taken. */
export async function openDevice(tx: Tx, wanted: NewDevice): Promise<boolean> {
  const seat = await tx.insertInto('seat')
    .values({ commune_id: tx.commune, device: wanted.device, person: wanted.person, opened_at: wanted.at })
    .onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  if (seat.numInsertedOrUpdatedRows === 0n) return false;
  await tx.insertInto('device').values({
    commune_id: tx.commune, device: wanted.device, person: wanted.person, desk: wanted.desk, phone_name: wanted.phoneName,
    made_at: wanted.at, seen_at: wanted.at, waiting: 0, revoked_at: null, lease_until_at: null,
  }).execute();
  return true;
}

/** The person's desk: the seat the server speaks from on their behalf. */
export async function deskOf(tx: Tx, person: string): Promise<string | undefined> {
  return (await tx.selectFrom('device').select('device').where('commune_id', '=', tx.commune)
    .where('person', '=', person).where('desk', '=', true).executeTakeFirst())?.device;
}

export interface NewSession {
  readonly digest: Buffer;
  readonly device: string;
  readonly person: string;
  readonly at: number;
  readonly idleMs: number;
  readonly until: number | null;
}

/** Opens a session on the device; an earlier one there ends, as a seat has one key. */
export async function openSession(tx: Tx, wanted: NewSession): Promise<void> {
  await tx.deleteFrom('session').where('commune_id', '=', tx.commune).where('device', '=', wanted.device).execute();
  await tx.insertInto('session').values({
    commune_id: tx.commune, digest: wanted.digest, device: wanted.device, person: wanted.person, made_at: wanted.at,
    seen_at: wanted.at, idle_ms: wanted.idleMs, until_at: wanted.until,
  }).execute();
}

export interface Session {
  readonly device: string;
  readonly person: string;
  /** The last moment it may live however much it is used; null: none. */
  readonly until: number | null;
  /** When the officer shut its phone out; null: not. */
  readonly revokedAt: number | null;
  readonly seenAt: number;
  readonly waiting: number;
}

/** The session of a token, if it is alive: not idle too long, not past its end. Its phone may have been shut out. */
export async function sessionOf(tx: Tx, digest: Buffer, at: number): Promise<Session | undefined> {
  return await tx.selectFrom('session as s')
    .innerJoin('device as d', (join) => join.onRef('d.commune_id', '=', 's.commune_id').onRef('d.device', '=', 's.device'))
    .select(['s.device', 's.person', 's.until_at as until', 's.seen_at as seenAt', 'd.waiting', 'd.revoked_at as revokedAt'])
    .where('s.commune_id', '=', tx.commune).where('d.commune_id', '=', tx.commune).where('s.digest', '=', digest)
    .where(sql<boolean>`s.seen_at + s.idle_ms > ${at} and (s.until_at is null or s.until_at > ${at})`)
    .executeTakeFirst();
}

/** Notes that the device was here, how many acts it says are waiting on it, and the lease it gets with the answer. */
export async function touch(tx: Tx, device: string, at: number, news: { readonly waiting: number | null; readonly leaseUntil: number }): Promise<void> {
  const { waiting, leaseUntil } = news;
  await tx.updateTable('session').set({ seen_at: at }).where('commune_id', '=', tx.commune).where('device', '=', device).execute();
  await tx.updateTable('device').set({ seen_at: at, lease_until_at: leaseUntil, ...(waiting === null ? {} : { waiting }) })
    .where('commune_id', '=', tx.commune).where('device', '=', device).execute();
}

export async function endSession(tx: Tx, device: string): Promise<void> {
  await tx.deleteFrom('session').where('commune_id', '=', tx.commune).where('device', '=', device).execute();
}

/** Ends the person's sessions on all devices but one, as after a new password. */
export async function endOtherSessions(tx: Tx, people: readonly string[], butOn: string | null): Promise<void> {
  await tx.deleteFrom('session').where('commune_id', '=', tx.commune).where('person', '=', sql<string>`any(${[...people]})`)
    .$if(butOn !== null, (query) => query.where('device', '<>', butOn!)).execute();
}

export interface DeviceLine {
  readonly device: string;
  readonly person: string;
  readonly phoneName: string;
  readonly lastSeenAt: number;
  readonly waiting: number;
  readonly revokedAt: number | null;
  /** The last moment it may be opened without a signal; null: it was given no lease. */
  readonly leaseUntil: number | null;
}

/** Every phone of the commune, the last seen first; desks are no phones. */
export async function listDevices(tx: Tx): Promise<readonly DeviceLine[]> {
  return await tx.selectFrom('device')
    .select(['device', 'person', 'phone_name as phoneName', 'seen_at as lastSeenAt', 'waiting', 'revoked_at as revokedAt', 'lease_until_at as leaseUntil'])
    .where('commune_id', '=', tx.commune).where('desk', '=', false).orderBy('seen_at', 'desc').orderBy('device').execute();
}

export interface OwnDevice {
  readonly device: string;
  readonly phoneName: string;
  readonly lastSeenAt: number;
  readonly waiting: number;
}

/** Phones on which the person is signed in now, the last seen first; those shut out are not among them. */
export async function openDevicesOf(tx: Tx, person: string, at: number): Promise<readonly OwnDevice[]> {
  return await tx.selectFrom('device as d')
    .innerJoin('session as s', (join) => join.onRef('s.commune_id', '=', 'd.commune_id').onRef('s.device', '=', 'd.device'))
    .select(['d.device', 'd.phone_name as phoneName', 'd.seen_at as lastSeenAt', 'd.waiting'])
    .where('d.commune_id', '=', tx.commune).where('s.commune_id', '=', tx.commune).where('d.person', '=', person).where('d.revoked_at', 'is', null)
    .where(sql<boolean>`s.seen_at + s.idle_ms > ${at} and (s.until_at is null or s.until_at > ${at})`)
    .orderBy('d.seen_at', 'desc').orderBy('d.device').execute();
}

/**
 * Shuts a phone out from its next request on, or (null) lets it sign in again. Its session stays while it is shut out, so that the
 * phone is told why it is turned away, and ends when it is let in again. False where there is no such phone.
 */
export async function setRevoked(tx: Tx, device: string, at: number | null): Promise<boolean> {
  if (at === null) await endSession(tx, device);
  const changed = await tx.updateTable('device').set({ revoked_at: at })
    .where('commune_id', '=', tx.commune).where('device', '=', device).where('desk', '=', false).executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** Takes away sessions that nobody can use any more. */
export async function sweepSessions(tx: Tx, at: number): Promise<void> {
  await tx.deleteFrom('session').where('commune_id', '=', tx.commune)
    .where(sql<boolean>`seen_at + idle_ms <= ${at} or until_at <= ${at}`).execute();
}
