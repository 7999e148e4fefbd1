// Everybody who may stand before a door: one of each kind of post, in its place, beside it and away; written by hand, and how each stands to a place.
import type { Stand, Tie } from '#commune/places/policy-table.ts';
import type { Day, PersonRow, Post, Role } from '#commune/places/rows.ts';

/** The place all cells are about, another household of its village, and one of another village. */
export const HERE = { village: 'v1', household: 'h1' } as const;
export const BESIDE = { village: 'v1', household: 'h2' } as const;
export const AWAY = { village: 'v2', household: 'h3' } as const;
export type Place = { readonly village: string | null; readonly household: string | null };

export interface Actor {
  /** Id of the person too. */
  readonly name: string;
  readonly role: Role | null;
  readonly at: Place;
  /** now: in the post · over: since yesterday · closed: the person is · gone: has a seat but no row · abroad: of another commune */
  readonly standing: 'now' | 'over' | 'closed' | 'gone' | 'abroad';
}

const actor = (name: string, role: Role | null, at: Place = { village: null, household: null }, standing: Actor['standing'] = 'now'): Actor => ({ name, role, at, standing });

export const ACTORS: readonly Actor[] = [
  actor('officer', 'officer'),
  actor('head', 'head', { ...HERE, household: null }),
  actor('head-away', 'head', { ...AWAY, household: null }),
  actor('volunteer', 'volunteer', HERE),
  actor('volunteer-beside', 'volunteer', BESIDE),
  actor('volunteer-away', 'volunteer', AWAY),
  actor('supervisor', 'supervisor'),
  actor('supervisor-here', 'supervisor', { ...HERE, household: null }),
  actor('supervisor-away', 'supervisor', { ...AWAY, household: null }),
  actor('household', 'household', HERE),
  actor('household-beside', 'household', BESIDE),
  actor('household-away', 'household', AWAY),
  actor('viewer', 'viewer'),
  actor('no-post', null),
  actor('officer-over', 'officer', undefined, 'over'),
  actor('volunteer-over', 'volunteer', HERE, 'over'),
  actor('household-over', 'household', HERE, 'over'),
  actor('officer-closed', 'officer', undefined, 'closed'),
  actor('head-closed', 'head', { ...HERE, household: null }, 'closed'),
  actor('lost', null, undefined, 'gone'),
  // The server's own seat, which the rules of erasing and fading know by this name.
  actor('house', null, undefined, 'gone'),
  actor('abroad', 'officer', undefined, 'abroad'),
];

/** The slow obvious reading of the table's words: how somebody with at most one post stands to a place. */
export function standTo({ role, at, standing }: Actor, place: Place): Stand {
  if (standing === 'gone' || standing === 'abroad') return 'stranger';
  if (standing === 'closed') return 'closed';
  if (standing === 'over') return 'ended';
  if (role === null) return 'no-post';
  if (role === 'officer' || role === 'viewer') return role;
  if (at.village === null) return 'supervisor';
  const sameVillage = place.village === at.village;
  if (role === 'head') return sameVillage ? 'head' : 'head-away';
  if (role === 'supervisor') return sameVillage ? 'supervisor-here' : 'supervisor-away';
  if (!sameVillage) return role === 'volunteer' ? 'volunteer-away' : 'household-away';
  if (place.household === at.household) return role;
  return role === 'volunteer' ? 'volunteer-beside' : 'household-beside';
}

const post = (role: Role, at: Place, until: Day | null): Post => ({
  id: 'post', role, village: role === 'officer' || role === 'viewer' ? null : at.village,
  households: (role === 'volunteer' || role === 'household') && at.household !== null ? [at.household] : [], from: '2020-01-01', until,
});

export interface Days {
  readonly today: Day;
  readonly yesterday: Day;
}

/** The person's row; undefined for somebody who has none here. */
export function personOf({ name, role, at, standing }: Actor, { today, yesterday }: Days): PersonRow | undefined {
  if (standing === 'gone') return undefined;
  const ended = standing === 'over' || standing === 'closed';
  const family = role === 'household';
  return {
    kind: 'person', id: name, village: family ? at.village : null, household: family ? at.household : null,
    body: { name: `Người ${name}`, posts: role === null ? [] : [post(role, at, ended ? yesterday : null)], closedOn: standing === 'closed' ? today : null },
  };
}

/** Ties that are a matter of who somebody is, and not of what stands in the book. */
export const isHouse = (ties: readonly Tie[]): boolean => ties.includes('house');
