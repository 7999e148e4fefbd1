// What the doors call for a phone's push and pull: acts in, verdicts out; a cursor in, lines of rows out.
import type { Act, Kinds } from '#journal/act.ts';
import { actId } from '#journal/act.ts';
import { accept, historyOf, noSeat, type Deciding } from '#journal/accept.ts';
import type { Cursor, Mark } from '#journal/cursor.ts';
import type { Heard } from '#journal/digest.ts';
import type { Push as Said, Pushed } from '#journal/ports.ts';
import { grantsOf, scopeOf, sees, type Grant } from '#commune/places/policy.ts';
import type { PersonRow } from '#commune/places/rows.ts';
import { dayAt } from './clock.ts';
import { endOf, told } from './db/chain.ts';
import { readSum } from './db/digest.ts';
import { ledgerOf, readKept, readSeatAndEnd, readWaiting } from './db/ledger.ts';
import type { Db, Reader, Tx } from './db/open.ts';
import type { SignedOrder, Telling } from './orders.ts';
import { readChanges, readHouseholds, type Change, type Stretch } from './db/read-rows.ts';

/** The rules this server decides by. */
export interface Rules {
  readonly kinds: Kinds;
  /** Name of the deciding code (server/build-id.ts). */
  readonly build: string;
  /** ms since 1970. */
  now(): number;
  /** Told of an act that waits because our own code failed on it. */
  troubled?(act: Act, why: string): void;
  /** The signed word for a device that reads all anew; left out: none is said, and phones keep to the scope they hold. */
  order?(telling: Omit<Telling, 'now'>): Promise<SignedOrder>;
}

export interface Push extends Said {
  readonly commune: string;
  readonly device: string;
  /** What the device's clock showed when it sent this, ms: evidence only. */
  readonly sentAt?: number | null;
  /** The client's build; another than ours: nothing is as-said. */
  readonly build: string;
  /** The client does not decide acts itself: nothing is as-said. */
  readonly echo: boolean;
}

/** The device has no seat in the commune: its session is not worth anything here. */
export class NoSeat extends Error {
  override readonly name = 'NoSeat';
}

/** An act no phone of ours can have said; the door answers `act.malformed` with its turn. */
export class BadAct extends Error {
  override readonly name = 'BadAct';
  readonly turn: number;
  constructor(turn: number) {
    super(`act ${turn} is malformed`);
    this.turn = turn;
  }
}

/** Takes a batch of acts in one transaction. @throws NoSeat, BadAct. Durable when it resolves. */
export async function push(db: Db, rules: Rules, asked: Push): Promise<Pushed & { readonly build: string }> {
  for (const act of asked.acts) check(act, asked.device);
  const now = rules.now();
  const today = dayAt(now);
  // Without a cursor nothing is as-said: the device gets every row its acts leave by the next pull.
  const batch = { ...asked, cursor: asked.echo || asked.build !== rules.build ? null : asked.cursor, heard: heardBy(asked) };
  const by = decidingBy(rules, db.epoch, today);
  return await db.inCommune(asked.commune, 'write', async (tx) => {
    const ledger = ledgerOf(tx, now, asked.sentAt ?? null);
    const answer = await accept(ledger, batch, by);
    if (answer === noSeat) throw new NoSeat();
    return { ...answer, epoch: db.epoch, safe: ledger.safe, build: rules.build };
  });
}

/** Clients of before do not say what they heard: they are taken at their cursor's word. */
const heardBy = ({ heard, cursor }: Push): Heard | null | undefined =>
  heard === undefined && cursor ? { epoch: cursor.epoch, entry: 0, chain: '' } : heard;

const decidingBy = (rules: Rules, epoch: string, today: string): Deciding => ({
  kinds: rules.kinds, today, epoch,
  scopeOf: (person) => scopeOf(person as PersonRow, today),
  sees: (person, row) => sees(person, row, today),
  troubled: (act, why) => rules.troubled?.(act, why),
});

const KIND = /^[a-z][a-z0-9.-]{0,63}$/;
const whole = (value: number, most: number): boolean => Number.isInteger(value) && value >= 0 && value <= most;

function check(act: Act, device: string): void {
  const sound = act.device === device && whole(act.turn, Number.MAX_SAFE_INTEGER) && act.turn > 0 && act.id === actId(device, act.turn) &&
    KIND.test(act.kind) && whole(act.v, 10_000) && whole(act.at, Number.MAX_SAFE_INTEGER) && act.body !== undefined;
  if (!sound) throw new BadAct(act.turn);
}

export interface Pull {
  readonly commune: string;
  readonly device: string;
  /** null: a first reading. */
  readonly cursor: Cursor | null;
  readonly more: string | null;
  /** What the device was last told of the journal. */
  readonly heard?: Heard | null;
}

export interface Sizes {
  /** Rows passed by one question to the database: about two megabytes are in memory at once. */
  readonly chunk: number;
  /** Rows of a page of a whole reading: 250,000 rows take 7 pages; at about 300 bytes a row a page is 11 MB unpacked. */
  readonly reset: number;
  /** Changes of a plain page. */
  readonly plain: number;
}
const SIZES: Sizes = { chunk: 6_000, reset: 36_000, plain: 4_000 };

/**
 * The lines of one page, each with its line end. No transaction stays open between lines, so a slow road holds
 * nothing but its socket. @throws NoSeat before the first line.
 */
export async function* pull(db: Db, rules: Rules, asked: Pull, sizes = SIZES): AsyncGenerator<string, void, undefined> {
  const today = dayAt(rules.now());
  const { cursor, heard = null } = asked;
  const ask = await db.inCommune(asked.commune, 'read', (tx) => begin(tx, asked.device, today, heard?.entry ?? 0));
  const here: Mark = { epoch: db.epoch, scope: ask.scope, entry: ask.entry };
  const other = historyOf(heard ?? undefined, here.epoch, ask.chain) === 'other';
  const same = cursor !== null && cursor.epoch === here.epoch && cursor.scope === here.scope && cursor.entry <= here.entry && !other;
  const place = same ? readMore(asked.more) : undefined;
  const last = [ask.end.entry, ask.end.chain] as const;
  const order = place || !same ? await rules.order?.({ commune: asked.commune, device: asked.device, held: cursor?.scope ?? null, scope: here.scope, grants: ask.grants, goesOn: place !== undefined }) : undefined;
  const book: Reading = { db, reader: { commune: asked.commune, grants: ask.grants, device: asked.device }, sizes, head: { last, ...(other ? { other } : {}), ...(order ? { order } : {}) } };
  if (place) yield* resetPage(book, { ...here, entry: place.entry }, place.after);
  else if (same) yield* plainPage(book, here, { after: cursor.entry, upto: here.entry, own: cursor.own });
  else yield* resetPage(book, here, null);
}

interface Reading {
  readonly db: Db;
  readonly reader: Reader;
  readonly sizes: Sizes;
  /** What every first line says of the journal. */
  readonly head: { readonly last: readonly [entry: number, chain: string]; readonly other?: boolean; readonly order?: SignedOrder };
}

async function begin(tx: Tx, device: string, today: string, heard: number) {
  const { seat, there, ...end } = await readSeatAndEnd(tx, device, heard);
  if (!seat) throw new NoSeat();
  const key = `person/${seat.person}`;
  const person = (await readKept(tx, [key])).get(key);
  // Without a row of their own nobody reads anything; such a phone is told so by an empty reset.
  const standing = person && !person.gone ? (person as unknown as PersonRow) : undefined;
  const grants: readonly Grant[] = standing ? grantsOf(standing, today) : [];
  const scope = standing ? scopeOf(standing, today) : 'nobody';
  return { grants, scope, entry: end.entry, end: endOf(end), chain: there === null ? undefined : told(there) };
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** Where a whole reading goes on: its own fixed entry, and the household after which the next page begins. */
const moreOf = (entry: number, after: string): string => `${entry.toString(36)}.${Buffer.from(after, 'utf8').toString('base64url')}`;

function readMore(more: string | null): { entry: number; after: string } | undefined {
  const parts = /^([0-9a-z]{1,11})\.([\w-]{1,400})$/.exec(more ?? '');
  if (!parts) return undefined;
  const after = Buffer.from(parts[2]!, 'base64url').toString('utf8');
  return after.includes('\0') ? undefined : { entry: Number.parseInt(parts[1]!, 36), after };
}

/**
 * One page of a whole reading. Rows that change between its pages, or while one is read, have a higher entry than
 * the cursor, which was fixed before the first: the plain pull that follows brings them.
 */
async function* resetPage({ db, reader, sizes, head }: Reading, cursor: Mark, from: string | null): AsyncGenerator<string, void, undefined> {
  yield line({ cursor, reset: true, ...head });
  let after = from;
  let rows = 0;
  for (;;) {
    const start = after;
    const { lines, next } = await db.inScope(reader, 'read', (tx) => readHouseholds(tx, reader.grants, start, sizes.chunk));
    for (const one of lines) {
      if (rows > 0 && rows + one.rows > sizes.reset && after !== null) return yield line({ end: true, more: moreOf(cursor.entry, after), rows });
      yield `${one.text}\n`;
      rows += one.rows;
      after = one.household ?? after;
    }
    if (next === null) return yield line({ end: true, more: null, rows });
    after = next;
  }
}

/** What changed since the cursor. Too much for one page: the page's own cursor says how far it came. */
async function* plainPage(reading: Reading, here: Mark, stretch: Stretch): AsyncGenerator<string, void, undefined> {
  const { changes, upto } = await readStretch(reading, stretch);
  yield line({ cursor: { ...here, entry: upto }, reset: false, from: stretch.after, ...reading.head });
  const households = new Map<string | null, string[]>();
  for (const change of changes) {
    const texts = households.get(change.household);
    if (texts) texts.push(change.text);
    else households.set(change.household, [change.text]);
  }
  for (const [household, texts] of households) yield `{"h":${JSON.stringify(household)},"rows":[${texts.join(',')}]}\n`;
  const hidden = upto - stretch.after - new Set(changes.map((change) => change.entry)).size;
  const sum = upto === here.entry ? await sumAt(reading, upto) : {};
  yield line({ end: true, more: upto < here.entry ? 'next' : null, rows: changes.length, hidden, ...sum });
}

/** What the reader must hold at that entry. Where somebody has written since the page was begun it is not told: it would be of another moment. */
async function sumAt({ db, reader }: Reading, upto: number): Promise<{ readonly sum?: readonly [rows: number, sum: number] }> {
  const { entry, rows, sum } = await db.inCommune(reader.commune, 'read', (tx) => readSum(tx, reader.grants));
  return entry === upto ? { sum: [rows, sum] } : {};
}

/** Whole entries only: a page never ends amid what one act left. */
async function readStretch({ db, reader, sizes }: Reading, stretch: Stretch): Promise<{ changes: readonly Change[]; upto: number }> {
  for (let limit = sizes.plain; ; limit *= 2) {
    const most = limit;
    const changes = await db.inScope(reader, 'read', (tx) => readChanges(tx, reader.grants, stretch, most));
    if (changes.length < limit) return { changes, upto: stretch.upto };
    const last = changes.at(-1)!.entry;
    const whole = changes.filter((change) => change.entry < last);
    if (whole.length > 0) return { changes: whole, upto: last - 1 };
  }
}

/**
 * Judges the acts that waited for a newer build and are known to this one, in order of arrival (law J9).
 * To be run once at the start, for every commune. Answers how many were judged.
 */
export async function judgeWaiting(db: Db, rules: Rules, commune: string): Promise<number> {
  const known = new Map([...rules.kinds].map(([name, kind]) => [name, kind.version]));
  const today = dayAt(rules.now());
  return await db.inCommune(commune, 'write', async (tx) => {
    let judged = 0;
    for (const act of await readWaiting(tx, known)) {
      const batch = { commune, device: act.device, acts: [act], cursor: null, withheld: [] };
      const answer = await accept(ledgerOf(tx, rules.now()), batch, decidingBy(rules, db.epoch, today));
      if (answer !== noSeat && answer.verdicts.some((verdict) => !('waits' in verdict))) judged += 1;
    }
    return judged;
  });
}
