// The rows a device may read, as lines of the wire: a household a line, built by the database, never all in memory.
import { sql, type RawBuilder } from 'kysely';
import type { Span } from '#journal/cursor.ts';
import { ROW_KINDS, type Grant } from '#commune/places/policy.ts';
import { readKept } from './ledger.ts';
import type { Tx } from './open.ts';

type Fragment = RawBuilder<boolean>;

/** The grants as a condition on rows of `alias`; the words in `places/policy.ts` say the same, and a test compares. */
export function seenBy(grants: readonly Grant[], alias: 'k' | 'l'): Fragment {
  if (grants.length === 0) return sql`false`;
  return sql`(${sql.join(grants.map((grant) => ofGrant(grant, alias)), sql` or `)})`;
}

function ofGrant(grant: Grant, alias: 'k' | 'l'): Fragment {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  const parts = [sql`${column('kind')} = any(${grant.kinds}::text[])`];
  if (grant.village !== null) parts.push(sql`${column('village_id')} = ${grant.village}`);
  if (grant.households !== null) parts.push(sql`(${column('household_id')} is null or ${column('household_id')} = any(${grant.households}::text[]))`);
  if (grant.ids !== null) parts.push(sql`${column('id')} = any(${grant.ids}::text[])`);
  return sql`(${sql.join(parts, sql` and `)})`;
}

/** JSON text of one row as docs/PROTOCOL.md writes it: `[kind, id, village, entry, body]`. */
const WIRE = sql`'[' || to_json(k.kind) || ',' || to_json(k.id) || ',' || coalesce(to_json(k.village_id)::text, 'null') || ',' || k.entry || ',' || k.body::text || ']'`;

export interface Line {
  readonly household: string | null;
  readonly rows: number;
  /** `{"h":…,"rows":[…]}` without the line end. */
  readonly text: string;
}

/**
 * The next households of a whole reading, in order of their ids, until about `rows` rows of the commune are passed;
 * `after` null: from the beginning, and then the rows of no household come first, as one line.
 * `next` is where to go on, null at the end.
 */
export async function readHouseholds(tx: Tx, grants: readonly Grant[], after: string | null, rows: number): Promise<{ lines: readonly Line[]; next: string | null }> {
  // A commune imported a minute ago has no statistics yet; sorting all of it for every stretch took 30 times longer
  // than walking the index of households, which is what these two leave to choose.
  await sql.raw('set local enable_sort = off; set local enable_bitmapscan = off').execute(tx);
  const free = after === null ? await readLines(tx, grants, sql`household_id is null`) : [];
  const from = after ?? '';
  const few = await namedHouseholds(tx, grants);
  if (few) return { lines: [...free, ...(await readLines(tx, grants, sql`household_id > ${from} and household_id = any(${few}::text[])`))], next: null };
  const next = await readBound(tx, grants, from, rows);
  const upto = next === null ? sql`true` : sql`household_id <= ${next}`;
  return { lines: [...free, ...(await readLines(tx, grants, sql`household_id > ${from} and ${upto}`))], next };
}

/** Kinds of which a commune has few rows, hardly any of them in a household. */
const FEW: readonly string[] = ['commune', 'village'];

/** All households with rows the grants can reach, where those are few and named; undefined: some grant takes any household. */
async function namedHouseholds(tx: Tx, grants: readonly Grant[]): Promise<readonly string[] | undefined> {
  const named = new Set<string | null>();
  for (const { kinds, households, ids } of grants) {
    if (households !== null) for (const household of households) named.add(household);
    else if (ids !== null) {
      const rows = await readKept(tx, kinds.flatMap((kind) => ids.map((id) => `${kind}/${id}`)));
      for (const { household } of rows.values()) named.add(household);
    } else if (kinds.every((kind) => FEW.includes(kind))) {
      const { rows } = await sql<{ household: string }>`select distinct household_id household from kept_row
        where commune_id = ${tx.commune} and kind = any(${kinds}::text[]) and household_id is not null`.execute(tx);
      for (const { household } of rows) named.add(household);
    } else return undefined;
  }
  named.delete(null);
  return [...named] as string[];
}

/** The household of the row that is `rows` further on, of those that may be for this reader; a walk along the index. */
async function readBound(tx: Tx, grants: readonly Grant[], after: string, rows: number): Promise<string | null> {
  const bound = await sql<{ household: string }>`select household_id household from kept_row
    where commune_id = ${tx.commune} and household_id > ${after} and ${nearby(grants)} order by household_id offset ${rows} limit 1`.execute(tx);
  return bound.rows[0]?.household ?? null;
}

/**
 * A first sieve for who reads one village of many: what it lets through is looked at closely, the rest not at all.
 * It lets through all that `seenBy` does, and stays so plain that row security may be asked after it.
 */
function nearby(grants: readonly Grant[]): Fragment {
  const anywhere = [...new Set(grants.filter(({ village }) => village === null).flatMap(({ kinds }) => kinds))];
  const villages = [...new Set(grants.flatMap(({ village }) => village ?? []))];
  if (ROW_KINDS.every((kind) => anywhere.includes(kind))) return sql`true`;
  return sql`(village_id = any(${villages}::text[]) or kind = any(${anywhere}::text[]))`;
}

/** OFFSET 0 keeps the grants out of the choice of index: `kind = any(…)` would draw it to the table's key. */
async function readLines(tx: Tx, grants: readonly Grant[], which: RawBuilder<unknown>): Promise<readonly Line[]> {
  const { rows } = await sql<Line>`select k.household_id household, count(*)::integer "rows",
      '{"h":' || coalesce(to_json(k.household_id)::text, 'null') || ',"rows":[' || string_agg(${WIRE}, ',') || ']}' "text"
    from (select * from kept_row where commune_id = ${tx.commune} and ${which} and ${nearby(grants)} offset 0) k
    where not k.gone and ${seenBy(grants, 'k')}
    group by k.household_id order by k.household_id`.execute(tx);
  return rows;
}

/** One row that changed: `text` is its line part, with the body or, where it is gone for this reader, without. */
export interface Change {
  readonly household: string | null;
  readonly entry: number;
  readonly text: string;
}

export interface Stretch {
  /** Entries whose rows the reader has worked out itself, as runs. */
  readonly own: readonly Span[];
  /** Entries after this one … */
  readonly after: number;
  /** … up to this one. */
  readonly upto: number;
}

/**
 * What changed for this reader within the stretch, by entry: rows seen, rows taken away, and rows that moved out of
 * sight. What the reader has worked out itself is not repeated to it (law J6).
 */
export async function readChanges(tx: Tx, grants: readonly Grant[], stretch: Stretch, limit: number): Promise<readonly Change[]> {
  const { after, upto } = stretch;
  const own = (entry: RawBuilder<unknown>) => notOwn(stretch.own, entry);
  const { rows } = await sql<Change>`select household, entry, "text" from (
      select k.household_id household, k.entry,
        case when k.gone then '[' || to_json(k.kind) || ',' || to_json(k.id) || ',' || coalesce(to_json(k.village_id)::text, 'null') || ',' || k.entry || ']' else ${WIRE} end "text"
      from kept_row k
      where k.commune_id = ${tx.commune} and k.entry > ${after} and k.entry <= ${upto}
        and ${own(sql`k.entry`)} and ${seenBy(grants, 'k')}
      union all
      select l.household_id, l.entry,
        '[' || to_json(l.kind) || ',' || to_json(l.id) || ',' || coalesce(to_json(l.village_id)::text, 'null') || ',' || l.entry || ']'
      from row_left l
      where l.commune_id = ${tx.commune} and l.entry > ${after} and l.entry <= ${upto} and ${own(sql`l.entry`)} and ${seenBy(grants, 'l')}
        and not exists (select 1 from kept_row k
          where k.commune_id = ${tx.commune} and k.kind = l.kind and k.id = l.id and ${seenBy(grants, 'k')})
    ) changed order by entry limit ${limit}`.execute(tx);
  return rows;
}

function notOwn(own: readonly Span[], entry: RawBuilder<unknown>): RawBuilder<unknown> {
  if (own.length === 0) return sql`true`;
  return sql`not exists (select 1 from unnest(${own.map(([from]) => from)}::bigint[], ${own.map(([, to]) => to)}::bigint[]) as own (lowest, highest)
    where ${entry} between own.lowest and own.highest)`;
}
