// The journal in PostgreSQL: what `accept` decided is written in one statement, all of it or nothing.
import { sql, type RawBuilder } from 'kysely';
import type { Act, KeptRow, Row, RowKey } from '#journal/act.ts';
import { keyOf } from '#journal/act.ts';
import type { Decided, LedgerTx, Verdict } from '#journal/accept.ts';
import { canonical, tally } from '#journal/canonical.ts';
import type { Tx } from './open.ts';

export interface SeatedLedger extends LedgerTx {
  /** Highest turn in a verified backup, of the seat that was asked for last: known without another question. */
  readonly safe: number;
}

/** The ledger of the transaction's commune. `now`: ms, when the acts were received. */
export function ledgerOf(tx: Tx, now: number): SeatedLedger {
  let safe = 0;
  /** Last number given out, once the seat was asked for; `write` then keeps it, as nobody else writes meanwhile (law J8). */
  let last: number | undefined;
  return {
    get safe() {
      return safe;
    },
    async seat(device) {
      const { seat, entry } = await readSeatAndEntry(tx, device);
      last = Math.max(last ?? 0, entry);
      safe = seat?.safe ?? 0;
      return seat && { person: seat.person, lastTurn: seat.lastTurn };
    },
    taken: (device, turns) => readTaken(tx, device, turns),
    rows: (keys) => readKept(tx, keys),
    async number(count) {
      if (last === undefined) return takeNumbers(tx, count);
      last += count;
      return last - count + 1;
    },
    write: (device, decided, lastTurn) => writeDecided(tx, { device, decided, lastTurn, lastEntry: last, now }),
    quarantine: (act, reason) => setApart(tx, act, reason, now),
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

/** The seat, and the number of the commune's last entry, with one question. */
async function readSeatAndEntry(tx: Tx, device: string): Promise<{ seat: Seat | undefined; entry: number }> {
  const { rows } = await sql<{ person: string | null; lastTurn: number; safe: number; entry: number | null }>`
    select s.person, s.last_turn "lastTurn", s.safe_turn "safe", j.last_entry entry
    from (select 1) as one
      left join seat s on s.commune_id = ${tx.commune} and s.device = ${device}
      left join journal j on j.commune_id = ${tx.commune}`.execute(tx);
  const { person, lastTurn, safe, entry } = rows[0]!;
  return { seat: person === null ? undefined : { person, lastTurn, safe }, entry: entry ?? 0 };
}

async function readTaken(tx: Tx, device: string, turns: readonly number[]) {
  const taken = new Map<number, { act: Act; verdict: Verdict }>();
  if (turns.length === 0) return taken;
  const { rows } = await sql<Act & { verdict: Verdict }>`select id, kind, v, device, turn, at, body, verdict from act
    where commune_id = ${tx.commune} and device = ${device} and turn = any(${turns}::bigint[])`.execute(tx);
  for (const { verdict, ...act } of rows) taken.set(act.turn, { act, verdict });
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

/** The counter is one row of the commune, updated in the writing transaction: gapless, and in commit order (law J8). */
async function takeNumbers(tx: Tx, count: number): Promise<number> {
  const { rows } = await sql<{ last: number }>`insert into journal (commune_id, last_entry) values (${tx.commune}, ${count})
    on conflict (commune_id) do update set last_entry = journal.last_entry + excluded.last_entry returning last_entry "last"`.execute(tx);
  return rows[0]!.last - count + 1;
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
        case when p.placed then p.household_id else k.household_id end household_id, p.entry, p.gone, p.body,
        k.id is not null "known", k.village_id old_village_id, k.household_id old_household_id
      from unnest(
        ${of((one) => one.row.kind)}::text[], ${of((one) => one.row.id)}::text[], ${of((one) => one.row.village)}::text[],
        ${of((one) => one.row.household)}::text[], ${of((one) => one.entry)}::bigint[], ${of((one) => one.gone)}::boolean[],
        ${of((one) => one.placed)}::boolean[], ${of((one) => JSON.stringify(one.row.body ?? null))}::text[]
      ) as p (kind, id, village_id, household_id, entry, gone, placed, body)
      left join lateral (select * from kept_row
        where commune_id = ${tx.commune} and kind = p.kind and id = p.id limit 1) as k on true
      where p.placed or not k.gone)`,
    moved: sql`moved as (insert into row_left (commune_id, entry, kind, id, village_id, household_id)
      select ${tx.commune}, entry, kind, id, old_village_id, old_household_id from puts
      where "known" and (village_id is distinct from old_village_id or household_id is distinct from old_household_id))`,
    upsert: sql`insert into kept_row (commune_id, kind, id, village_id, household_id, entry, gone, body)
      select ${tx.commune}, kind, id, village_id, household_id, entry, gone, body::json from puts
      on conflict (commune_id, kind, id) do update set village_id = excluded.village_id, household_id = excluded.household_id,
        entry = excluded.entry, gone = excluded.gone, body = excluded.body`,
  };
}

const entryOf = (verdict: Verdict): number | null => ('entry' in verdict ? verdict.entry : null);
const waits = (verdict: Verdict): boolean => 'waits' in verdict;

interface Said {
  readonly device: string;
  readonly decided: readonly Decided[];
  readonly lastTurn: number;
  /** The commune's counter as it stands after this; undefined where it was moved already. */
  readonly lastEntry: number | undefined;
  readonly now: number;
}

/** An act that is there already is one that waited: row security lets nothing else of it be changed. */
async function writeDecided(tx: Tx, said: Said): Promise<void> {
  const { device, decided, lastTurn, lastEntry, now } = said;
  const of = <T>(read: (one: Decided) => T) => decided.map(read);
  const part = rowsPart(tx, lastTouches(decided));
  const counted = lastEntry === undefined ? sql`` : sql`counted as (insert into journal (commune_id, last_entry) values (${tx.commune}, ${lastEntry})
      on conflict (commune_id) do update set last_entry = excluded.last_entry),`;
  await sql`with ${part.puts}, ${part.moved}, ${counted}
    said as (insert into act (commune_id, device, turn, id, kind, v, at, body, entry, verdict, waits, received_at)
      select ${tx.commune}, ${device}, turn, id, kind, v, at, body::json, entry, verdict::json, waits, ${now} from unnest(
        ${of(({ act }) => act.turn)}::bigint[], ${of(({ act }) => act.id)}::text[], ${of(({ act }) => act.kind)}::text[],
        ${of(({ act }) => act.v)}::integer[], ${of(({ act }) => act.at)}::bigint[], ${of(({ act }) => JSON.stringify(act.body))}::text[],
        ${of(({ verdict }) => entryOf(verdict))}::bigint[], ${of(({ verdict }) => JSON.stringify(verdict))}::text[],
        ${of(({ verdict }) => waits(verdict))}::boolean[]
      ) as a (turn, id, kind, v, at, body, entry, verdict, waits)
      on conflict (commune_id, device, turn) do update set entry = excluded.entry, verdict = excluded.verdict, waits = excluded.waits),
    sat as (update seat set last_turn = ${lastTurn} where commune_id = ${tx.commune} and device = ${device})
    ${part.upsert}`.execute(tx);
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
