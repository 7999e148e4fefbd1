// What a reader must hold, told without counting their rows; and whether a commune's digests are what its journal says.
import { sql, type RawBuilder } from 'kysely';
import type { Act } from '#journal/act.ts';
import { type Sum, MARKS, markOf } from '#journal/digest.ts';
import type { Grant } from '#commune/places/policy.ts';
import { hashOf, linked, readEnd } from './chain.ts';
import type { Tx } from './open.ts';
import { seenBy } from './read-rows.ts';

declare module './tables.ts' {
  interface Tables {
    row_sum: { commune_id: number; kind: string; village_id: string; loose: boolean; rows: number; sum: number };
  }
}

/**
 * What a reader with these grants must hold once they have read up to the journal's end, and which entry that is.
 * Grants of whole villages are answered from the sums by village; only rows of named households and ids are counted.
 */
export async function readSum(tx: Tx, grants: readonly Grant[]): Promise<Sum & { readonly entry: number }> {
  const some = grants.filter(({ households, ids }) => ids !== null || (households !== null && households.length > 0));
  // Rows of no household lie in few cells, also for those who may see some households only.
  const whole = grants.flatMap((grant) => (grant.ids !== null ? [] : some.includes(grant) ? [{ ...grant, households: [] }] : [grant]));
  const parts = [sql`select s.rows, s.sum from row_sum s where s.commune_id = ${tx.commune} and ${cellsOf(whole)}`];
  if (some.length > 0) parts.push(sql`select count(*), sum(k.mark) from (${namedRows(tx, some)}) k
    where not k.gone and ${seenBy(some, 'k')} and (${seenBy(whole, 'k')}) is not true`);
  const { rows } = await sql<{ entry: number; rows: number; sum: number }>`select coalesce((select last_entry from journal where commune_id = ${tx.commune}), 0) entry,
      coalesce(sum(p.rows), 0)::bigint "rows", mod(coalesce(sum(p.sum), 0), ${MARKS}::bigint)::bigint "sum"
    from (${sql.join(parts, sql` union all `)}) as p (rows, sum)`.execute(tx);
  return rows[0]!;
}

/** Rows of the households and ids that the grants name, one look into the index each, whatever the planner knows (see `keptAs`). */
function namedRows(tx: Tx, some: readonly Grant[]): RawBuilder<unknown> {
  const households = [...new Set(some.flatMap((grant) => grant.households ?? []))];
  const named = some.flatMap(({ kinds, ids }) => kinds.flatMap((kind) => (ids ?? []).map((id) => ({ kind, id }))));
  const columns = sql`kind, id, village_id, household_id, gone, mark`;
  return sql`select k.* from unnest(${households}::text[]) as h (id) cross join lateral (select ${columns} from kept_row
      where commune_id = ${tx.commune} and household_id = h.id offset 0) k
    union select k.* from unnest(${named.map(({ kind }) => kind)}::text[], ${named.map(({ id }) => id)}::text[]) as n (kind, id) cross join lateral (select ${columns} from kept_row
      where commune_id = ${tx.commune} and kind = n.kind and id = n.id limit 1) k`;
}

function cellsOf(whole: readonly Grant[]): RawBuilder<unknown> {
  if (whole.length === 0) return sql`false`;
  return sql`(${sql.join(whole.map(({ kinds, village, households }) => {
    const parts = [sql`s.kind = any(${kinds}::text[])`];
    if (village !== null) parts.push(sql`s.village_id = ${village}`);
    if (households !== null) parts.push(sql`s.loose`);
    return sql`(${sql.join(parts, sql` and `)})`;
  }), sql` or `)})`;
}

/** Counts all sums of the commune anew; whoever writes rows past the ledger (a tool, a repair) calls it in the same transaction. */
export async function sumAnew(tx: Tx): Promise<void> {
  await sql`update row_sum set rows = 0, sum = 0 where commune_id = ${tx.commune}`.execute(tx);
  await sql`insert into row_sum (commune_id, kind, village_id, loose, rows, sum)
    ${countedAnew(tx)}
    on conflict (commune_id, kind, village_id, loose) do update set rows = excluded.rows, sum = excluded.sum`.execute(tx);
}

const countedAnew = (tx: Tx): RawBuilder<unknown> => sql`select ${tx.commune}::integer commune_id, kind, coalesce(village_id, '') village_id,
    household_id is null loose, count(*) "rows", mod(sum(mark), ${MARKS}::bigint)::bigint "sum"
  from kept_row where commune_id = ${tx.commune} and not gone group by 2, 3, 4`;

/**
 * Whether the commune's digests are what its journal and rows say: entries without gaps, each act's digest, the chain,
 * each row's mark, the sums. Answers what is wrong, in sentences; nothing where all is well. Reads every act and row once.
 */
export async function checkDigests(tx: Tx): Promise<readonly string[]> {
  const wrong: string[] = [];
  let [chain, next] = [Buffer.alloc(0) as Buffer, 1];
  for (let after = 0; ; ) {
    const { rows } = await sql<Act & { entry: number; hash: Buffer; chain: Buffer | null; booked: number; erased: boolean }>`select entry, id, kind, v, device, turn, at, body, hash, chain, booked_at booked,
        body::text = 'null' erased from act where commune_id = ${tx.commune} and entry > ${after} order by entry limit 2000`.execute(tx);
    for (const { entry, hash, chain: kept, booked, erased, ...act } of rows) {
      if (entry !== next) wrong.push(`entry ${next} is missing: ${entry} follows`);
      if (!erased && !hash.equals(hashOf(act))) wrong.push(`entry ${entry} (${act.id}) does not say what it said`);
      chain = linked(chain, entry, act.id, booked, hash);
      if (!kept?.equals(chain)) wrong.push(`the chain breaks at entry ${entry} (${act.id})`);
      chain = kept ?? chain;
      next = entry + 1;
    }
    if (rows.length === 0) break;
    after = rows.at(-1)!.entry;
  }
  const end = await readEnd(tx);
  if (end.entry !== next - 1 || !end.chain.equals(chain)) wrong.push(`the journal says it ends at ${end.entry}, its acts at ${next - 1}`);
  return [...wrong, ...(await checkSums(tx))].slice(0, 100);
}

async function checkSums(tx: Tx): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (let after = ['', '']; ; ) {
    const { rows } = await sql<{ kind: string; id: string; entry: number; gone: boolean; mark: number }>`select kind, id, entry, gone, mark from kept_row
      where commune_id = ${tx.commune} and (kind, id) > (${after[0]}, ${after[1]}) order by kind, id limit 5000`.execute(tx);
    for (const row of rows) if (row.mark !== (row.gone ? 0 : markOf(row))) wrong.push(`row ${row.kind}/${row.id} has the mark of another`);
    if (rows.length === 0) break;
    after = [rows.at(-1)!.kind, rows.at(-1)!.id];
  }
  const { rows } = await sql<{ kind: string; village_id: string }>`select kind, village_id from (
      select kind, village_id, loose, rows, sum from row_sum where commune_id = ${tx.commune} and rows <> 0
      except all select kind, village_id, loose, "rows", "sum" from (${countedAnew(tx)}) c
    ) a union select kind, village_id from (
      select kind, village_id, loose, "rows", "sum" from (${countedAnew(tx)}) c
      except all select kind, village_id, loose, rows, sum from row_sum where commune_id = ${tx.commune} and rows <> 0
    ) b`.execute(tx);
  return [...wrong, ...rows.map(({ kind, village_id: village }) => `the sum over ${kind} rows of ${village || 'no village'} is not theirs`)];
}
