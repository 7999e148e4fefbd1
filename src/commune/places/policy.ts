// What a person may read today, as the policy table says: the one way from its lines to rows, here, on the phone and in SQL.
import type { Row } from '#journal/act.ts';
import { canonical, tally } from '#journal/canonical.ts';
import { lets, READS, USES, type Line, type RowClass, type Stand, type Use } from './policy-table.ts';
import type { Day, PersonRow, Post, Role } from './rows.ts';

const LINES = Object.entries(READS) as readonly (readonly [RowClass, Line])[];
const kindOf = (row: RowClass): string => (row === 'representative' ? 'person' : row);

/** Every kind of row there is. What is not in the table nobody reads. */
export const ROW_KINDS: readonly string[] = [...new Set(LINES.map(([row]) => kindOf(row)))];

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

const isClosed = ({ body }: PersonRow, today: Day): boolean => body.closedOn !== null && body.closedOn <= today;

/** Posts in force today; none once the person is closed. */
export const postsOn = (person: PersonRow, today: Day): readonly Post[] =>
  isClosed(person, today) ? [] : person.body.posts.filter((post) => inForce(post, today));

/** How the person stands to a place on that day: every post in force says so once, in the words of the table. */
export function standsOf(person: PersonRow | undefined, place: Where, today: Day): readonly Stand[] {
  if (!person) return ['stranger'];
  if (isClosed(person, today)) return ['closed'];
  const stands = postsOn(person, today).flatMap((post) => standOf(post, place));
  if (stands.length > 0) return stands;
  return person.body.posts.some((post) => post.until !== null && post.until < today) ? ['ended'] : ['no-post'];
}

/** Whether a door of the server opens to them for that: about one place, or about the whole commune. */
export const mayUse = (person: PersonRow | undefined, use: Use, today: Day, place: Where = { village: null, household: null }): boolean =>
  lets(USES[use], standsOf(person, place, today));

export interface Where {
  readonly village: string | null;
  readonly household: string | null;
}

/** A post that ought to name a village and does not counts for nothing: in a grant null means "any village". */
const isBroken = ({ role, village }: Post): boolean => village === null && (role === 'head' || role === 'volunteer' || role === 'household');

function standOf(post: Post, { village, household }: Where): readonly Stand[] {
  const { role } = post;
  if (isBroken(post)) return [];
  if (role === 'officer' || role === 'viewer' || post.village === null) return [role];
  if (post.village !== village) return [`${role}-away` as Stand];
  if (role === 'head') return ['head'];
  if (role === 'supervisor') return ['supervisor-here'];
  return [household !== null && householdsOf(post).includes(household) ? role : `${role}-beside` as Stand];
}

/** What of the table's lines about one place a post opens: anywhere, in its whole village, in its households. */
function reachOf(role: Role, village: string | null, line: Line): 'anywhere' | 'village' | 'households' | null {
  const may = (stand: string) => lets(line, [stand as Stand]);
  if (role === 'officer' || role === 'viewer' || village === null) return may(role) ? 'anywhere' : null;
  if (may(`${role}-away`)) return 'anywhere';
  if (role === 'head') return may('head') ? 'village' : null;
  if (role === 'supervisor') return may('supervisor-here') ? 'village' : null;
  return may(`${role}-beside`) ? 'village' : may(role) ? 'households' : null;
}

const PLAIN = { village: null, households: null, ids: null } as const;

/** Grants of one post: what the table says of its role, put together by place. */
function grantsOfPost(post: Post): readonly Grant[] {
  if (isBroken(post)) return [];
  const { role, village } = post;
  const byPlace = new Map<string, { kinds: string[]; grant: Omit<Grant, 'kinds'> }>();
  const give = (kind: string, grant: Omit<Grant, 'kinds'>): void => {
    const place = canonical(grant);
    const known = byPlace.get(place) ?? { kinds: [], grant };
    if (!known.kinds.includes(kind)) known.kinds.push(kind);
    byPlace.set(place, known);
  };
  const family = reachOf(role, village, READS.representative);
  for (const [row, line] of LINES) {
    const reach = reachOf(role, village, line);
    if (reach === null) continue;
    // Rows of the staff belong to no household, those of families do: one kind, two classes.
    const households = row === 'person' && family !== 'anywhere' ? [] : null;
    if (reach === 'anywhere') give(kindOf(row), { ...PLAIN, households });
    // A village's own row belongs to no household.
    else if (reach === 'village') give(kindOf(row), { ...PLAIN, village, households: role === 'household' ? [] : null });
    else give(kindOf(row), { ...PLAIN, village, households: householdsOf(post) });
  }
  return [...byPlace.values()].map(({ kinds, grant }) => ({ kinds, ...grant }));
}

/**
 * What the person may read on that day. Somebody without a post keeps the commune's row and their own;
 * a closed person keeps nothing (law J10).
 */
export function grantsOf(person: PersonRow, today: Day): readonly Grant[] {
  if (isClosed(person, today)) return [];
  return [
    { ...PLAIN, kinds: LINES.filter(([, line]) => lets(line, ['no-post'])).map(([row]) => kindOf(row)) },
    { ...PLAIN, kinds: ['person'], ids: [person.id] },
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
