// What a person may read today: the only source of truth of read rights, here, on the phone and in SQL.
import type { Row } from '#journal/act.ts';
import { canonical, tally } from '#journal/canonical.ts';
import type { Day, PersonRow, Post } from './rows.ts';

/** Every kind of row there is. A new kind is seen by nobody below the commune until a grant here names it. */
export const ROW_KINDS = ['commune', 'village', 'person', 'household', 'consent', 'visit', 'petition', 'promise'] as const;
const HOUSEHOLD_KINDS = ['household', 'consent', 'visit', 'petition', 'promise'] as const;

/**
 * Rows that match all four parts. In SQL: `kind = ANY(kinds)`, and where a part is not null
 * `village_id = village`, `household_id IS NULL OR household_id = ANY(households)`, `id = ANY(ids)`.
 */
export interface Grant {
  readonly kinds: readonly string[];
  /** Rows of this village only; null: of any village and of none. */
  readonly village: string | null;
  /** Rows of these households, and rows that belong to no household; `[]`: only the latter; null: any. */
  readonly households: readonly string[] | null;
  /** Rows with these ids only; null: any. */
  readonly ids: readonly string[] | null;
}

/** Whether the post is in force on that day; `until` is its last day. */
export const inForce = (post: Post, on: Day): boolean => post.from <= on && (post.until === null || on <= post.until);

/** Households the post names, and those merged with one of them. */
export const householdsOf = ({ households, twins }: Post): readonly string[] =>
  (twins ? [...new Set([...households, ...twins.map(({ household }) => household)])] : households);

/** Posts in force today; none once the person is closed. */
export const postsOn = (person: PersonRow, today: Day): readonly Post[] =>
  person.body.closedOn !== null && person.body.closedOn <= today ? [] : person.body.posts.filter((post) => inForce(post, today));

/** Villages, and people who hold posts: staff rows belong to no household, representatives' rows do. */
const STAFF_SEES: readonly Grant[] = [
  { kinds: ['village'], village: null, households: null, ids: null },
  { kinds: ['person'], village: null, households: [], ids: null },
];

/** Grants of one post. One case a role, so that a village lawyer can read it. */
function grantsOfPost(post: Post): readonly Grant[] {
  const { role, village } = post;
  const households = householdsOf(post);
  // In a grant null means "any village", so a post that ought to name one and does not must give nothing.
  if (village === null && (role === 'head' || role === 'volunteer' || role === 'household')) return [];
  switch (role) {
    case 'officer':
      return [{ kinds: ROW_KINDS, village: null, households: null, ids: null }];
    case 'head':
      return [...STAFF_SEES, { kinds: ['person', ...HOUSEHOLD_KINDS], village, households: null, ids: null }];
    case 'volunteer':
      return [...STAFF_SEES, { kinds: HOUSEHOLD_KINDS, village, households, ids: null }];
    case 'supervisor':
      return [...STAFF_SEES, { kinds: ['household', 'promise'], village, households: null, ids: null }];
    case 'household':
      return [
        { kinds: ['village'], village, households: [], ids: null },
        { kinds: ['person'], village: null, households: [], ids: null },
        { kinds: ['person', ...HOUSEHOLD_KINDS], village, households, ids: null },
      ];
    case 'viewer':
      return [{ kinds: ['village'], village: null, households: null, ids: null }];
  }
}

/**
 * What the person may read on that day. Somebody without a post keeps the commune's row and their own;
 * a closed person keeps nothing (law J10).
 */
export function grantsOf(person: PersonRow, today: Day): readonly Grant[] {
  if (person.body.closedOn !== null && person.body.closedOn <= today) return [];
  return [
    { kinds: ['commune'], village: null, households: null, ids: null },
    { kinds: ['person'], village: null, households: null, ids: [person.id] },
    ...postsOn(person, today).flatMap(grantsOfPost),
  ];
}

const covers = (grant: Grant, row: Row): boolean =>
  grant.kinds.includes(row.kind) &&
  (grant.village === null || grant.village === row.village) &&
  (grant.households === null || row.household === null || grant.households.includes(row.household)) &&
  (grant.ids === null || grant.ids.includes(row.id));

/** A batch asks for the same person thousands of times; rows are never changed in place, so this may be kept. */
const kept = new WeakMap<Row, { readonly today: Day; readonly grants: readonly Grant[] }>();

/** Whether the person (a row of kind `person`) may read the row on that day. */
export function sees(person: Row, row: Row, today: Day): boolean {
  let known = kept.get(person);
  if (known?.today !== today) {
    known = { today, grants: grantsOf(person as PersonRow, today) };
    kept.set(person, known);
  }
  return known.grants.some((grant) => covers(grant, row));
}

/** Short digest of the grants: the same while the person may read the same, another as soon as not. */
export function scopeOf(person: PersonRow, today: Day): string {
  const grants = grantsOf(person, today).map((grant) =>
    canonical({ ...grant, kinds: [...grant.kinds].sort(), households: grant.households && [...grant.households].sort() }));
  return tally([...new Set(grants)].sort().join('\n')).toString(36);
}
