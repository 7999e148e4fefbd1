// The signed word that what a device may read has changed, naming what was lost: without it no phone lets go of a row.
import { createHash } from 'node:crypto';
import { canonical } from '#journal/canonical.ts';
import { nextNumber, nothingLost, orderText, type Lost, type Order } from '#journal/scope.ts';
import type { Grant } from '#commune/places/policy.ts';
import type { Db, Tx } from './db/open.ts';
import { readSaid, sayAgain, saySaid, type SaidScope } from './db/scope-said.ts';
import type { Keys } from './keys.ts';

/** An order as it stands in the first line of a page. */
export interface SignedOrder extends Order {
  readonly sig: string;
}

export interface Telling {
  readonly commune: string;
  readonly device: string;
  /** The scope the device says it holds; null: it says none. */
  readonly held: string | null;
  readonly scope: string;
  readonly grants: readonly Grant[];
  /** Another page of a reading that has its word. */
  readonly goesOn: boolean;
  readonly now: number;
}

/**
 * The word for a device that reads all anew. One change is said once; said again, until the device has taken it, it gets a newer
 * number: a database that was put back, and nobody told, knows neither what was said after it nor that it was.
 */
export async function orderFor(db: Db, keys: Keys, telling: Telling): Promise<SignedOrder> {
  const { commune, device } = telling;
  const before = telling.goesOn ? (await db.inCommune(commune, 'read', (tx) => readSaid(tx, device, telling.scope))).last : undefined;
  const { n, scope, lost } = before?.scope === telling.scope ? before : await db.inCommune(commune, 'write', (tx) => say(tx, telling));
  const digest = createHash('sha256').update(canonical(lost)).digest('hex');
  return { n, scope, lost, sig: keys.sign(orderText({ commune, device }, db.epoch, { n, scope }, digest)) };
}

/** The last word, and the next one where the last does not tell this device what it lost. */
async function standing(tx: Tx, { device, held, scope, grants, now }: Telling): Promise<{ last: SaidScope | undefined; next: SaidScope | null }> {
  const { last, of } = await readSaid(tx, device, held);
  const before = held === null ? last : of;
  // A device that says nothing and was told nothing holds nothing of ours; one that holds what we do not know must look itself.
  const lost = before ? lostOf(before.places, grants) : held === null || held === scope ? nothingLost : { ...nothingLost, rest: true as const };
  const told = last?.scope === scope && (held === null || held === scope || canonical(last.lost) === canonical(lost));
  if (told) return { last, next: null };
  return { last, next: { n: nextNumber(last?.n, now), scope, places: grants, lost, gained: before ? lostOf(grants, before.places) : nothingLost } };
}

async function say(tx: Tx, telling: Telling): Promise<SaidScope> {
  const { last, next } = await standing(tx, telling);
  if (next === null) {
    const again = { ...last!, n: nextNumber(last!.n, telling.now) };
    await sayAgain(tx, telling.device, last!.n, again.n, telling.now);
    return again;
  }
  await saySaid(tx, telling.device, next, telling.now);
  return next;
}

/** Places whose rows were read under the grants of before, all or some kinds of them, and are no longer. */
export function lostOf(before: readonly Grant[], now: readonly Grant[]): Lost {
  const villages = new Set<string>();
  const households = new Set<string>();
  for (const grant of before) {
    if (grant.ids !== null) continue;
    if (grant.households === null && !covered(grant, null, now)) villages.add(grant.village ?? '*');
    for (const household of grant.households ?? []) if (!covered(grant, household, now)) households.add(household);
  }
  return { villages: [...villages].sort(), households: [...households].sort() };
}

const covered = ({ kinds, village }: Grant, household: string | null, now: readonly Grant[]): boolean =>
  kinds.every((kind) => now.some((grant) => grant.ids === null && grant.kinds.includes(kind) && (grant.village === null || grant.village === village) &&
    (grant.households === null || (household !== null && grant.households.includes(household)))));
