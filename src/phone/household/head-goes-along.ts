// The head's name stands over the household and among its members: written once, it is right in both places.
import type { HouseholdBody, Member, Relation } from '#commune/households/rows.ts';

/** The members a new household begins with: its head, as when it comes from a sheet. */
export const firstMembers = (head: string) => [{ name: head, relation: 'head' as const }];

/**
 * What is said of the household when its head was given another name or spelling; null where it is not the head, or where
 * the household bore a name of its own, which somebody meant.
 */
export function headRenamed(household: string, { head }: Pick<HouseholdBody, 'head'>, before: Pick<Member, 'name' | 'relation'>, after: { readonly name: string; readonly relation: Relation }) {
  const stays = before.relation === 'head' && after.relation === 'head';
  return stays && before.name === head && after.name !== head ? { household, head: after.name, was: { head } } : null;
}
