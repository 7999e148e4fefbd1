// Says an act where the day is not sure: the phone refuses only what would be refused on every day it may be.
import type { ActKind, Json, Refusal } from '#journal/act.ts';
import type { KeptAct } from '#journal/ports.ts';
import type { Replica } from '#journal/replica.ts';
import { isDay } from '#commune/places/days.ts';
import type { Day } from '#commune/places/rows.ts';

/** Days to come that one act may name. */
const MOST_DAYS = 4;

/**
 * A wrong clock must never keep anybody from writing (the server, which knows the day, judges in the end): what is
 * refused on the day this phone believes in is tried on each of the other days it may be, and on the very day that was
 * "to come".
 * @param perhaps days it may be as well; undefined: the day is sure
 */
export async function sayOnSomeDay<B>(replica: Replica, kind: ActKind<B>, body: Json, perhaps: readonly Day[] | undefined): Promise<KeptAct | { readonly refusal: Refusal }> {
  const first = await replica.say(kind, body);
  if (!('refusal' in first) || perhaps === undefined) return first;
  const days = [...perhaps];
  const ahead = (refusal: Refusal): void => {
    const day = refusal.params?.['day'];
    if (refusal.code === 'day.future' && typeof day === 'string' && isDay(day) && days.length < MOST_DAYS + perhaps.length) days.push(day);
  };
  ahead(first.refusal);
  for (const day of days) {
    const next = await replica.say(kind, body, day);
    if (!('refusal' in next)) return next;
    ahead(next.refusal);
  }
  return first;
}
