// How many people are known to live in a household, the head among them though nobody wrote them into the list.
import type { HouseholdBody } from './rows.ts';

type People = Pick<HouseholdBody, 'head' | 'members'>;

/** Whether the head stands over the household only, not among its members: neither as its head nor by name. */
export const headUnlisted = ({ head, members }: People): boolean =>
  !members.some(({ name, relation }) => relation === 'head' || name.trim().normalize() === head.trim().normalize());

/** 0 where nobody but the head is known: how many live there has then not been written down. */
export function peopleIn(body: People): number {
  const here = body.members.filter(({ leftOn }) => leftOn === null).length;
  return here > 0 && headUnlisted(body) ? here + 1 : here;
}
