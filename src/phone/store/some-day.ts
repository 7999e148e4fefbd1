// Says an act where the day is not sure: the phone refuses only what would be refused on every day it may be.
import type { ActKind, Json, Refusal } from '#journal/act.ts';
import type { KeptAct } from '#journal/ports.ts';
import type { Replica } from '#journal/replica.ts';
import { isDay } from '#commune/places/days.ts';
import type { Day, PersonRow } from '#commune/places/rows.ts';

/** Each is decided on in memory; nobody waits for it. */
const MOST_DAYS = 12;

export interface Unsure {
  /** Whose posts say from when they are in force. */
  readonly person: string;
  /** Days it may be as well, besides the one this phone believes in. */
  readonly perhaps: readonly Day[];
}

/**
 * A wrong clock must never keep anybody from writing (the server, which knows the day, judges in the end): what is
 * refused on the day this phone believes in is tried on each of the other days it may be. The days that people write
 * down, those a refusal speaks of, and those on which their posts began, are days it may be.
 * @param unsure undefined: the day is sure
 */
export async function sayOnSomeDay<B>(replica: Replica, kind: ActKind<B>, body: Json, unsure: Unsure | undefined): Promise<KeptAct | { readonly refusal: Refusal }> {
  const first = await replica.say(kind, body);
  if (!('refusal' in first) || unsure === undefined) return first;
  const days = new Set([...unsure.perhaps, ...daysIn(body), ...daysIn(first.refusal.params ?? null), ...(await beginnings(replica, unsure.person))]);
  let tries = 0;
  // A set is gone through in order, with what is put in meanwhile.
  for (const day of days) {
    if ((tries += 1) > MOST_DAYS) break;
    const next = await replica.say(kind, body, day);
    if (!('refusal' in next)) return next;
    for (const another of daysIn(next.refusal.params ?? null)) days.add(another);
  }
  return first;
}

/** Days on which the person's posts began. */
async function beginnings(replica: Replica, person: string): Promise<readonly Day[]> {
  const key = `person/${person}`;
  const own = (await replica.rows([key])).get(key) as PersonRow | undefined;
  return (own?.body.posts ?? []).map(({ from }) => from);
}

/** Days that stand in what was said. */
function daysIn(value: Json): Day[] {
  if (typeof value === 'string') return isDay(value) ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((member) => daysIn(member as Json));
}
