// Gives the person who came in a seat on their phone: the one its acts wait on, if there is one, else a new one.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PersonRow } from '#commune/places/rows.ts';
import { dayAt } from '../clock.ts';
import { readKept } from '../db/ledger.ts';
import { leaseUntil, noteLease } from '../db/leases.ts';
import { devicesNamed, openDevice, openSession } from '../db/sessions.ts';
import type { Tx } from '../db/open.ts';
import { digest, isDevice, newDevice, newToken } from '../secrets.ts';
import { giveCookie } from './cookies.ts';
import type { House } from './house.ts';
import { givenTo, type Given } from './lease.ts';
import { deed } from './noting.ts';
import { Problem } from './problem.ts';

/** Staff phones are offline for weeks. */
const STAFF_IDLE_MS = 90 * 86_400_000;

/** Somebody who has shown that they are this person. */
export interface Found {
  readonly commune: string;
  readonly person: string;
  /** Session ends then however much it is used; null: only when idle. */
  readonly until: number | null;
  /** How they showed it. */
  readonly by: 'password' | 'card' | 'slip' | 'founding';
}

export interface Phone {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Devices this phone was given before: `<device>`, or `<device>/<person>` where it knows whose it is. */
  readonly devices: readonly string[];
  readonly phoneName: string;
}

export interface Admitted extends Given {
  readonly device: string;
  readonly commune: string;
  readonly person: { readonly id: string; readonly name: string };
  readonly epoch: string;
  readonly build: string;
  readonly token?: string;
}

/** Opens a session for the person on this phone and answers as PROTOCOL.md says. Rejects with 403 sign-in.closed. */
export async function admit(house: House, found: Found, phone: Phone): Promise<Admitted> {
  const now = house.clock();
  const token = newToken(found.commune);
  const until = leaseUntil(now, found.until);
  const { device, name } = await house.db.inCommune(found.commune, 'write', async (tx) => {
    const { row, closed } = await standing(tx, found.person, now);
    const again = await continued(tx, found.person, phone.devices, { now, phoneName: phone.phoneName });
    // Someone whose place has ended may still send what waits on a phone of theirs, but takes no new one.
    if (closed && again === undefined) throw new Problem(403, 'sign-in.closed');
    const device = again ?? (await opened(tx, found.person, { now, phoneName: phone.phoneName }));
    await openSession(tx, { digest: digest(token), device, person: found.person, at: now, idleMs: STAFF_IDLE_MS, until: found.until });
    await noteLease(tx, device, until);
    await deed(tx, { person: found.person, device }, { at: now, what: 'sign-in', about: { by: found.by, again: again !== undefined, borrowed: found.until !== null } });
    return { device, name: row?.body.name ?? '' };
  });
  const answer = {
    device, commune: found.commune, person: { id: found.person, name }, epoch: house.db.epoch, build: house.rules.build,
    ...givenTo(house.keys, { commune: found.commune, device, person: found.person }, until),
  };
  if (phone.request.headers['x-client'] === 'token') return { ...answer, token };
  giveCookie(phone.request, phone.reply, { device, token, maxAgeMs: found.until === null ? 2 * STAFF_IDLE_MS : found.until - now });
  return answer;
}

interface Opening {
  readonly now: number;
  readonly phoneName: string;
}

/**
 * A device of this phone and person that may go on. One that a restored server has forgotten is taken up
 * again under its name, if the phone knows it as this person's: the acts waiting there carry that name.
 */
async function continued(tx: Tx, person: string, said: readonly string[], opening: Opening): Promise<string | undefined> {
  const named = said.map((one) => one.split('/', 2)).filter(([device]) => isDevice(device));
  if (named.length === 0) return undefined;
  const known = new Map((await devicesNamed(tx, named.map(([device]) => device!))).map((one) => [one.device, one]));
  const ours = named.find(([device]) => {
    const one = known.get(device!);
    return one !== undefined && one.person === person && !one.desk && one.revokedAt === null;
  });
  if (ours) return ours[0];
  const lost = named.find(([device, whose]) => whose === person && !known.has(device!));
  if (!lost) return undefined;
  const opened = await openDevice(tx, { device: lost[0]!, person, desk: false, phoneName: opening.phoneName, at: opening.now });
  return opened ? lost[0] : undefined;
}

async function opened(tx: Tx, person: string, opening: Opening): Promise<string> {
  for (;;) {
    const device = newDevice();
    if (await openDevice(tx, { device, person, desk: false, phoneName: opening.phoneName, at: opening.now })) return device;
  }
}

/** The person's row, if it stands and is not closed today. */
async function standing(tx: Tx, person: string, now: number): Promise<{ row: PersonRow | undefined; closed: boolean }> {
  const row = (await readKept(tx, [`person/${person}`])).get(`person/${person}`);
  if (!row || row.gone) return { row: undefined, closed: true };
  const { closedOn } = row.body as PersonRow['body'];
  return { row: row as unknown as PersonRow, closed: closedOn !== null && closedOn <= dayAt(now) };
}
