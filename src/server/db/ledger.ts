// The journal in PostgreSQL: what `accept` decided is written in one statement, all of it or nothing.
import { sql, type RawBuilder } from 'kysely';
import type { Act, KeptRow, Row, RowKey } from '#journal/act.ts';
import { keyOf } from '#journal/act.ts';
import type { Decided, LedgerTx, Verdict } from '#journal/accept.ts';
import { canonical, tally } from '#journal/canonical.ts';
import { MARKS, markOf } from '#journal/digest.ts';
import { chainAt, endOf, hashOf, linked, readEnd, told } from './chain.ts';
import type { Tx } from './open.ts';

export interface SeatedLedger extends LedgerTx {
  /** Highest turn in a verified backup, of the seat that was asked for last: known without another question. */
  readonly safe: number;
}

/**
 * The ledger of the transaction's commune.
 * @param now ms, when the acts were received
 * @param sentAt what the device's clock showed when it sent them, null where it did not say
 */
export function ledgerOf(tx: Tx, now: number, sentAt: number | null = null): SeatedLedger {
  let safe = 0;
  /** The journal's end with all that is written here: nobody else writes meanwhile (law J8), so it is asked for once. */
  let end: { entry: number; chain: Buffer } | undefined;
  let last: number | undefined;
  const known = async () => end ??= await readEnd(tx);
  return {
    get safe() {
      return safe;
    },
    async seat(device, at) {
      const { seat, there, ...journal } = await readSeatAndEnd(tx, device, at);
      end ??= journal;
      safe = seat?.safe ?? 0;
      return seat && { person: seat.person, lastTurn: seat.lastTurn, chain: there === null ? undefined : told(there) };
    },
    taken: (device, turns) => readTaken(tx, device, turns),
    rows: (keys) => readKept(tx, keys),
    async number(count) {
      last = (last ?? (await known()).entry) + count;
      return last - count + 1;
    },
    async write(device, decided, lastTurn) {
      end = await writeDecided(tx, { device, decided, lastTurn, end: await known(), now, sentAt });
    },
    quarantine: (act, reason) => setApart(tx, act, reason, now),
    end: async () => endOf(await known()),
  };
}

/** Gives a person a seat: from now on the device's acts are taken, beginning with turn 1. */
export async function openSeat(tx: Tx, seat: { device: string; person: string; now: number }): Promise<void> {
  await tx.insertInto('seat').values({ commune_id: tx.commune, device: seat.device, person: seat.person, opened_at: seat.now }).execute();
}

export interface Seat {
  readonly person: string;
  readonly lastTurn: number;
  /** Highest turn of the device that stands in a verified backup. */
  readonly safe: number;
}

export async function readSeat(tx: Tx, device: string): Promise<Seat | undefined> {
  const { rows } = await sql<Seat>`select person, last_turn "lastTurn", safe_turn "safe" from seat
    where commune_id = ${tx.commune} and device = ${device}`.execute(tx);
  return rows[0];
}

export interface SeatAndEnd {
  readonly seat: Seat | undefined;
  readonly entry: number;
  readonly chain: Buffer;
  /** The chain at the entry asked for; null where the journal does not reach so far. */
  readonly there: Buffer | null;
}

/** The seat, where the commune's journal ends, and its chain at entry `at`, with one question. */
export async function readSeatAndEnd(tx: Tx, device: string, at: number): Promise<SeatAndEnd> {
  const { rows } = await sql<{ person: string | null; lastTurn: number; safe: number; entry: number | null; chain: Buffer | null; there: Buffer | null }>`
    select s.person, s.last_turn "lastTurn", s.safe_turn "safe", j.last_entry entry, j.chain, ${chainAt(tx, at)} there
    from (select 1) as one
      left join seat s on s.commune_id = ${tx.commune} and s.device = ${device}
      left join journal j on j.commune_id = ${tx.commune}`.execute(tx);
  const { person, lastTurn, safe, entry, chain, there } = rows[0]!;
  return { seat: person === null ? undefined : { person, lastTurn, safe }, entry: entry ?? 0, chain: chain ?? Buffer.alloc(0), there };
}

/** By digest, so that an act is known for the same also where its words were erased; by its words where these were digested as they stood (0070_digest.sql). */
async function readTaken(tx: Tx, device: string, turns: readonly number[]) {
  const taken = new Map<number, { verdict: Verdict; same(act: Act): boolean }>();
  if (turns.length === 0) return taken;
  const { rows } = await sql<Act & { verdict: Verdict; hash: Buffer }>`select id, kind, v, device, turn, at, body, verdict, hash from act
    where commune_id = ${tx.commune} and device = ${device} and turn = any(${turns}::bigint[])`.execute(tx);
  for (const { verdict, hash, ...act } of rows) {
    taken.set(act.turn, { verdict, same: (other) => hash.equals(hashOf(other)) || canonical(act) === canonical(other) });
  }
  return taken;
}

interface WireRow {
  readonly kind: string;
  readonly id: string;
  readonly village: string | null;
  readonly household: string | null;
  readonly entry: number;
  readonly gone: boolean;
  readonly body: unknown;
}

/**
 * The row a key names, one look into the index a key. A plain join would be planned by statistics, which a table that has just
 * been filled has not: then all rows of the commune are read for every batch (24 ms for 21,000 rows, seen).
 */
const keptAs = (tx: Tx, asked: RawBuilder<unknown>) => sql`cross join lateral (select * from kept_row
  where commune_id = ${tx.commune} and kind = ${asked}.kind and id = ${asked}.id limit 1) as k`;

/** Rows by key, as they stand; those never left by an act are not in the answer. */
export async function readKept(tx: Tx, keys: readonly RowKey[]): Promise<ReadonlyMap<RowKey, KeptRow>> {
  const kept = new Map<RowKey, KeptRow>();
  if (keys.length === 0) return kept;
  const slashes = keys.map((key) => key.indexOf('/'));
  const kinds = keys.map((key, i) => key.slice(0, slashes[i]));
  const ids = keys.map((key, i) => key.slice(slashes[i]! + 1));
  const { rows } = await sql<WireRow>`select k.kind, k.id, k.village_id village, k.household_id household, k.entry, k.gone, k.body
    from unnest(${kinds}::text[], ${ids}::text[]) as asked (kind, id)
    ${keptAs(tx, sql`asked`)}`.execute(tx);
  for (const { gone, ...row } of rows) kept.set(keyOf(row), gone ? { ...row, gone } : row);
  return kept;
}

/** Number of the last entry of the commune's journal; 0 before the first. */
export async function lastEntry(tx: Tx): Promise<number> {
  const { rows } = await sql<{ last: number }>`select last_entry "last" from journal where commune_id = ${tx.commune}`.execute(tx);
  return rows[0]?.last ?? 0;
}

interface Left {
  readonly row: Row;
  readonly gone: boolean;
  readonly entry: number;
  /** The batch itself says where the row belongs; otherwise it stays where it was, if it was. */
  readonly placed: boolean;
}

/** How the batch leaves each row: of several touches of one row the last stands. */
function lastTouches(decided: readonly Decided[]): readonly Left[] {
  const left = new Map<RowKey, Left>();
  for (const { verdict, puts, drops } of decided) {
    if (!('entry' in verdict)) continue;
    const { entry } = verdict;
    for (const row of puts) left.set(keyOf(row), { row, gone: false, entry, placed: true });
    for (const key of drops) {
      const last = left.get(key);
      left.set(key, { row: emptied(key, last?.row), gone: true, entry, placed: last?.placed ?? false });
    }
  }
  return [...left.values()];
}

function emptied(key: RowKey, last: Row | undefined): Row {
  const slash = key.indexOf('/');
  return { kind: key.slice(0, slash), id: key.slice(slash + 1), village: last?.village ?? null, household: last?.household ?? null, body: null };
}

/**
 * `puts`: the rows as they will be; `moved`: marks where they no longer are. Statements of one WITH see the rows as before.
 * The rows of before are looked up one by one, as in `keptAs`, and for the same reason.
 */
function rowsPart(tx: Tx, left: readonly Left[]) {
  const of = <T>(read: (one: Left) => T) => left.map(read);
  return {
    puts: sql`puts as (
      select p.kind, p.id, case when p.placed then p.village_id else k.village_id end village_id,
        case when p.placed then p.household_id else k.household_id end household_id, p.entry, p.gone, p.body, p.mark,
        k.id is not null "known", k.village_id old_village_id, k.household_id old_household_id, k.gone old_gone, k.mark old_mark
      from unnest(
        ${of((one) => one.row.kind)}::text[], ${of((one) => one.row.id)}::text[], ${of((one) => one.row.village)}::text[],
        ${of((one) => one.row.household)}::text[], ${of((one) => one.entry)}::bigint[], ${of((one) => one.gone)}::boolean[],
        ${of((one) => one.placed)}::boolean[], ${of((one) => JSON.stringify(one.row.body ?? null))}::text[],
        ${of((one) => (one.gone ? 0 : markOf({ ...one.row, entry: one.entry })))}::bigint[]
      ) as p (kind, id, village_id, household_id, entry, gone, placed, body, mark)
      left join lateral (select * from kept_row
        where commune_id = ${tx.commune} and kind = p.kind and id = p.id limit 1) as k on true
      where p.placed or not k.gone)`,
    moved: sql`moved as (insert into row_left (commune_id, entry, kind, id, village_id, household_id)
      select ${tx.commune}, entry, kind, id, old_village_id, old_household_id from puts
      where "known" and (village_id is distinct from old_village_id or household_id is distinct from old_household_id))`,
    // What was there makes way, what is there now comes: marks are summed modulo 2^52, so that taking away is adding the rest.
    summed: sql`summed as (insert into row_sum (commune_id, kind, village_id, loose, rows, sum)
      select ${tx.commune}::integer, kind, village_id, loose, sum(n), mod(sum(m), ${MARKS}::bigint)::bigint from (
        select kind, coalesce(village_id, '') village_id, household_id is null loose, 1 n, mark m from puts where not gone
        union all
        select kind, coalesce(old_village_id, ''), old_household_id is null, -1, ${MARKS}::bigint - old_mark from puts where "known" and not old_gone
      ) as changed group by kind, village_id, loose
      on conflict (commune_id, kind, village_id, loose) do update
        set rows = row_sum.rows + excluded.rows, sum = mod(row_sum.sum + excluded.sum, ${MARKS}::bigint))`,
    upsert: sql`insert into kept_row (commune_id, kind, id, village_id, household_id, entry, gone, body, mark)
      select ${tx.commune}, kind, id, village_id, household_id, entry, gone, body::json, mark from puts
      on conflict (commune_id, kind, id) do update set village_id = excluded.village_id, household_id = excluded.household_id,
        entry = excluded.entry, gone = excluded.gone, body = excluded.body, mark = excluded.mark`,
  };
}

const entryOf = (verdict: Verdict): number | null => ('entry' in verdict ? verdict.entry : null);
const waits = (verdict: Verdict): boolean => 'waits' in verdict;

interface Said {
  readonly device: string;
  readonly decided: readonly Decided[];
  readonly lastTurn: number;
  /** The journal's end before this. */
  readonly end: { readonly entry: number; readonly chain: Buffer };
  readonly now: number;
  readonly sentAt: number | null;
}

interface Link {
  readonly hash: Buffer;
  /** Null without an entry. */
  readonly chain: Buffer | null;
}

/** Digests of the acts, each entry's chained to the one before; and the journal's end after them. */
function links({ decided, end, now }: Said): { readonly links: readonly Link[]; readonly end: Said['end'] } {
  let { entry, chain } = end;
  const made = decided.map(({ act, verdict }): Link => {
    const hash = hashOf(act);
    if (!('entry' in verdict)) return { hash, chain: null };
    entry = verdict.entry;
    chain = linked(chain, entry, act.id, now, hash);
    return { hash, chain };
  });
  return { links: made, end: { entry, chain } };
}

/** An act that is there already is one that waited: row security lets nothing else of it be changed. Answers where the journal ends then. */
async function writeDecided(tx: Tx, said: Said): Promise<Said['end']> {
  const { device, decided, lastTurn, now, sentAt } = said;
  const of = <T>(read: (one: Decided) => T) => decided.map(read);
  const part = rowsPart(tx, lastTouches(decided));
  const chained = links(said);
  const { end } = chained;
  const counted = end.entry === said.end.entry ? sql`` : sql`counted as (insert into journal (commune_id, last_entry, chain) values (${tx.commune}, ${end.entry}, ${end.chain})
      on conflict (commune_id) do update set last_entry = excluded.last_entry, chain = excluded.chain),`;
  await sql`with ${part.puts}, ${part.moved}, ${part.summed}, ${counted}
    said as (insert into act (commune_id, device, turn, id, kind, v, at, body, entry, verdict, waits, received_at, hash, chain, sent_at, booked_at)
      select ${tx.commune}, ${device}, turn, id, kind, v, at, body::json, entry, verdict::json, waits, ${now}, hash, chain, ${sentAt}::bigint, case when chain is not null then ${now}::bigint end from unnest(
        ${of(({ act }) => act.turn)}::bigint[], ${of(({ act }) => act.id)}::text[], ${of(({ act }) => act.kind)}::text[],
        ${of(({ act }) => act.v)}::integer[], ${of(({ act }) => act.at)}::bigint[], ${of(({ act }) => JSON.stringify(act.body))}::text[],
        ${of(({ verdict }) => entryOf(verdict))}::bigint[], ${of(({ verdict }) => JSON.stringify(verdict))}::text[],
        ${of(({ verdict }) => waits(verdict))}::boolean[], ${chained.links.map(({ hash }) => hash)}::bytea[], ${chained.links.map(({ chain }) => chain)}::bytea[]
      ) as a (turn, id, kind, v, at, body, entry, verdict, waits, hash, chain)
      on conflict (commune_id, device, turn) do update set entry = excluded.entry, verdict = excluded.verdict, waits = excluded.waits, chain = excluded.chain, booked_at = excluded.booked_at),
    sat as (update seat set last_turn = ${lastTurn} where commune_id = ${tx.commune} and device = ${device})
    ${part.upsert}`.execute(tx);
  return end;
}

/** Acts that wait for a newer build, in order of arrival, of the kinds given with the highest version of each. */
export async function readWaiting(tx: Tx, known: ReadonlyMap<string, number>): Promise<readonly Act[]> {
  const { rows } = await sql<Act>`select a.id, a.kind, a.v, a.device, a.turn, a.at, a.body from act a
    join unnest(${[...known.keys()]}::text[], ${[...known.values()]}::integer[]) as k (kind, v) on k.kind = a.kind and a.v <= k.v
    where a.commune_id = ${tx.commune} and a.waits order by a.received_at, a.device, a.turn`.execute(tx);
  return rows;
}

async function setApart(tx: Tx, act: Act, reason: string, now: number): Promise<void> {
  const text = canonical(act);
  await sql`insert into act_apart (commune_id, device, turn, tally, act, reason, received_at)
    values (${tx.commune}, ${act.device}, ${act.turn}, ${tally(text).toString(36)}, ${text}::json, ${reason}, ${now})
    on conflict do nothing`.execute(tx);
}
