// A make-believe commune in a real database: founded once by the real code, copied for each world, and read back so that the laws can be held against it.
import pg from 'pg';
import type { Act, KeptRow } from '#journal/act.ts';
import { keyOf } from '#journal/act.ts';
import type { Verdict } from '#journal/accept.ts';
import { canonical } from '#journal/canonical.ts';
import { MemoryBook, type TakenAct } from '#journal/memory-ledger.ts';
import { told } from '#server/db/chain.ts';
import { openSeat } from '#server/db/ledger.ts';
import { type Db, enter } from '#server/db/open.ts';
import { external } from '#server/db/external.ts';
import { ourTypes } from '#server/db/values.ts';
import { push } from '#server/exchange.ts';
import { COMMUNE, DESK, OFFICER, PEOPLE, devicesOf, foundingActs, msAfter } from '../commune.ts';
import { kindsOf } from '../kinds.ts';
import { GatedClient } from './gated-client.ts';

/** Tables that make up a commune's book. */
const TABLES = ['seat', 'act', 'act_apart', 'kept_row', 'row_left', 'row_sum', 'journal', 'scope_said'] as const;
const TEMPLATE = 99_999_999;
/** Each world has a commune of its own number, and others beside it for its backups. */
const PER_WORLD = 64;

export interface Ground {
  /** Through gates. */
  readonly db: Db;
  /** Past row security, past gates. */
  readonly owner: pg.Pool;
  readonly name: string;
  close(): Promise<void>;
}

/**
 * Opens an empty database, brings it up to date, and founds the template in it. A world that lives beside another needs a ground, and
 * so a pool, of its own: both together may want more connections than a pool has, and each holds its own over its pauses.
 * @param founded it has been opened before
 */
export async function openGround(url: string, name: string, founded = false): Promise<Ground> {
  const entrance = await external(url);
  const db = await enter({ ...entrance, app: { ...entrance.app, Client: GatedClient } as pg.ClientConfig }, { say: () => undefined });
  const owner = new pg.Pool({ connectionString: url, max: 6, types: ourTypes });
  owner.on('error', () => undefined);
  if (!founded) await found(db);
  return { db, owner, name, close: () => owner.end().then(() => db.close()) };
}

/** The commune as worlds know it, under another number in the tables. @param unlocked planted: nobody waits for the commune's lock */
export function numbered(db: Db, number: number, epoch: () => string, unlocked = false): Db {
  const code = String(number);
  return {
    ...db,
    get epoch() {
      return epoch();
    },
    inCommune: (_commune, how, work) => db.inCommune(code, unlocked && how === 'write' ? 'note' : how, work),
    inScope: (reader, how, work) => db.inScope({ ...reader, commune: code }, how, work),
  };
}

async function found(db: Db): Promise<void> {
  const here = numbered(db, TEMPLATE, () => 'e0');
  await here.inCommune(COMMUNE, 'write', (tx) => openSeat(tx, { device: DESK, person: OFFICER, now: msAfter(0) }));
  for (const act of foundingActs()) {
    const { verdicts } = await push(here, { kinds: kindsOf[1], build: '1', now: () => msAfter(0) }, { commune: COMMUNE, device: DESK, acts: [act], cursor: null, withheld: [], build: '1', echo: false });
    if (!verdicts[0] || !('entry' in verdicts[0])) throw new Error(`the commune cannot be founded: ${act.kind} ${JSON.stringify(verdicts[0])}`);
  }
  await here.inCommune(COMMUNE, 'write', async (tx) => {
    for (const person of PEOPLE) for (const device of devicesOf(person)) await openSeat(tx, { device, person, now: msAfter(0) });
  });
}

export const worldNumber = (world: number): number => 1_000_000 + world * PER_WORLD;

const columns = new Map<string, string>();

async function columnsOf(owner: pg.Pool, table: string): Promise<string> {
  const known = columns.get(table);
  if (known) return known;
  const { rows } = await owner.query<{ list: string }>(`select string_agg(quote_ident(attname), ', ' order by attnum) list from pg_attribute
    where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> 'commune_id'`, [table]);
  columns.set(table, rows[0]!.list);
  return rows[0]!.list;
}

/** Makes one commune the copy of another, as it is at one moment: how a backup is made here, and put back. */
export async function copyBook({ owner }: Ground, from: number, to: number): Promise<void> {
  const parts: string[] = [];
  for (const table of TABLES) {
    const list = await columnsOf(owner, table);
    parts.push(`delete from ${table} where commune_id = ${to}`, `insert into ${table} (commune_id, ${list}) select ${to}, ${list} from ${table} where commune_id = ${from}`);
  }
  await owner.query(`begin isolation level repeatable read; ${parts.join('; ')}; commit`);
}

export async function layTemplate(ground: Ground, to: number): Promise<void> {
  await copyBook(ground, TEMPLATE, to);
}

/** Resolves when so many transactions stand in the queue for the commune's lock. */
export async function queuedFor({ owner }: Ground, number: number, count: () => number): Promise<void> {
  for (;;) {
    const { rows } = await owner.query<{ n: number }>(`select count(*) n from pg_locks where locktype = 'advisory' and objid = $1 and not granted`, [number]);
    if (rows[0]!.n >= count()) return;
  }
}

/** The world is over: nothing of it stays. */
export async function clearWorld({ owner }: Ground, world: number): Promise<void> {
  const from = worldNumber(world);
  await owner.query(TABLES.map((table) => `delete from ${table} where commune_id >= ${from} and commune_id < ${from + PER_WORLD}`).join('; '));
}

interface ActRow extends Act {
  readonly entry: number | null;
  readonly verdict: Verdict;
  readonly chain: Buffer | null;
}

/**
 * Brings the model up to what is committed in the commune, at one moment. What is known stays the same object, so that a
 * thing that changes under its name is seen to. @returns whether anything was new
 */
export async function readBack({ owner }: Ground, number: number, book: MemoryBook): Promise<boolean> {
  const last = book.lastEntry;
  // One question for all of it; a text of several statements answers a list.
  const answers = await owner.query(`begin isolation level repeatable read read only;
    select last_entry entry from journal where commune_id = ${number};
    select device, person, last_turn last from seat where commune_id = ${number};
    select id, kind, v, device, turn, at, body, entry, verdict, chain from act where commune_id = ${number} and (entry is null or entry > ${last});
    select kind, id, village_id village, household_id household, entry, gone, body from kept_row where commune_id = ${number} and entry > ${last};
    select act, reason from act_apart where commune_id = ${number};
    commit`) as unknown as readonly pg.QueryResult[];
  const [, journal, seats, acts, rows, apart] = answers.map((one) => one.rows as unknown);
  return take(book, { entry: (journal as readonly { entry: number }[])[0]?.entry ?? 0, seats, acts, rows, apart } as Read);
}

interface Read {
  readonly entry: number;
  readonly seats: readonly { readonly device: string; readonly person: string; readonly last: number }[];
  readonly acts: readonly ActRow[];
  readonly rows: readonly KeptRow[];
  readonly apart: readonly { readonly act: Act; readonly reason: string }[];
}

function take(book: MemoryBook, { entry, seats, acts, rows, apart }: Read): boolean {
  let fresh = entry !== book.lastEntry || apart.length !== book.apart.length || rows.length > 0;
  book.seats.clear();
  for (const { device, person, last } of seats) book.seats.set(device, { person, lastTurn: last });
  for (const { entry: at, verdict, chain, ...act } of acts) {
    const mine = book.acts.get(act.device) ?? new Map<number, TakenAct>();
    book.acts.set(act.device, mine);
    const known = mine.get(act.turn);
    if (known && canonical(known.verdict) === canonical(verdict) && canonical(known.act) === canonical(act)) continue;
    mine.set(act.turn, { act, verdict });
    fresh = true;
    if (at !== null && chain) book.chains[at] = told(chain);
  }
  for (const { gone, ...row } of rows) book.rows.set(keyOf(row), gone ? { ...row, gone } : row);
  book.apart.splice(0, book.apart.length, ...apart.map((one) => ({ ...one })));
  book.lastEntry = entry;
  return fresh;
}

/** The whole book anew, as after a restore. */
export async function readWhole(ground: Ground, number: number): Promise<MemoryBook> {
  const book = new MemoryBook();
  await readBack(ground, number, book);
  return book;
}
