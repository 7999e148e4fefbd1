// The commune's journal in memory: the model PostgreSQL is held against, and the one simulated servers use.
import type { Act, KeptRow, RowKey } from './act.ts';
import { keyOf } from './act.ts';
import type { Decided, LedgerTx, Verdict } from './accept.ts';
import { canonical, tally } from './canonical.ts';
import type { End } from './digest.ts';

/**
 * The row is no longer at this place since `entry`. Those who may see this place, and not the row where it is now, are
 * told that it is gone. A row taken away needs none: it stays where it was, as `gone`.
 */
export interface RowLeft {
  readonly entry: number;
  readonly kind: string;
  readonly id: string;
  readonly village: string | null;
  readonly household: string | null;
}

export interface TakenAct {
  readonly act: Act;
  readonly verdict: Verdict;
}

interface MemorySeat {
  readonly person: string;
  lastTurn: number;
}

/** All that is committed. A copy of it is a backup. */
export class MemoryBook {
  readonly seats = new Map<string, MemorySeat>();
  /** By device, by turn. */
  readonly acts = new Map<string, Map<number, TakenAct>>();
  readonly rows = new Map<RowKey, KeptRow>();
  readonly left: RowLeft[] = [];
  readonly apart: { act: Act; reason: string }[] = [];
  /** By device: the last word on what it may read. */
  readonly said = new Map<string, { readonly n: number; readonly scope: string }>();
  /** By entry: the digest over all entries up to it. */
  readonly chains: string[] = [''];
  lastEntry = 0;

  /** The digest at that entry; undefined where the journal does not reach so far. */
  chainAt(entry: number): string | undefined {
    return entry > this.lastEntry ? undefined : (this.chains[entry] ?? '');
  }

  get end(): End {
    return { entry: this.lastEntry, chain: this.chainAt(this.lastEntry)! };
  }

  copy(): MemoryBook {
    const copy = new MemoryBook();
    for (const [device, seat] of this.seats) copy.seats.set(device, { ...seat });
    for (const [device, acts] of this.acts) copy.acts.set(device, new Map(acts));
    for (const [key, row] of this.rows) copy.rows.set(key, row);
    for (const [device, said] of this.said) copy.said.set(device, said);
    copy.left.push(...this.left);
    copy.apart.push(...this.apart);
    copy.chains.push(...this.chains.slice(1));
    copy.lastEntry = this.lastEntry;
    return copy;
  }
}

/**
 * Called at each step of a transaction, so that a simulation can let others run there, or let the server die: `commit`
 * stands before it, `done` right after.
 */
export type LedgerGate = (step: 'lock' | 'read' | 'number' | 'write' | 'commit' | 'done') => Promise<void> | undefined;

export class MemoryLedger {
  book: MemoryBook;
  readonly #gate: LedgerGate | undefined;
  readonly #moment: () => number;
  #queue: Promise<unknown> = Promise.resolve();

  /** @param moment the server's clock: a book that is put back and told the same acts again is another history */
  constructor(book: MemoryBook = new MemoryBook(), gate?: LedgerGate, moment: () => number = () => 0) {
    this.book = book;
    this.#gate = gate;
    this.#moment = moment;
  }

  openSeat(device: string, person: string): void {
    this.book.seats.set(device, { person, lastTurn: 0 });
  }

  /** One write transaction; nobody else's runs between its lock and its end. Nothing of it stays if `work` fails. */
  transact<T>(work: (tx: LedgerTx) => Promise<T>): Promise<T> {
    const run = this.#queue.then(() => this.unlocked(work));
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /** The same without the lock: what must never be used, and what the simulation plants to see that it is noticed. */
  async unlocked<T>(work: (tx: LedgerTx) => Promise<T>): Promise<T> {
    await this.#gate?.('lock');
    const tx = new MemoryTx(this.book, this.#gate, this.#moment());
    const result = await work(tx);
    await this.#gate?.('commit');
    tx.commit();
    await this.#gate?.('done');
    return result;
  }
}

class MemoryTx implements LedgerTx {
  readonly #book: MemoryBook;
  readonly #gate: LedgerGate | undefined;
  readonly #work: (() => void)[] = [];
  readonly #now: number;
  #next: number;
  #end: End;
  #written = false;

  constructor(book: MemoryBook, gate: LedgerGate | undefined, now: number) {
    this.#book = book;
    this.#gate = gate;
    this.#now = now;
    this.#next = book.lastEntry + 1;
    this.#end = book.end;
  }

  async seat(device: string, at: number) {
    await this.#gate?.('read');
    const seat = this.#book.seats.get(device);
    return seat && { person: seat.person, lastTurn: seat.lastTurn, chain: this.#book.chainAt(at) };
  }

  async taken(device: string, turns: readonly number[]) {
    const acts = this.#book.acts.get(device);
    return new Map(turns.flatMap((turn) => {
      const kept = acts?.get(turn);
      return kept ? [[turn, { verdict: kept.verdict, same: (act: Act) => kept.act === act || canonical(kept.act) === canonical(act) }] as const] : [];
    }));
  }

  /** This model does not see its own writes; nobody reads after writing, and whoever begins to should hear of it. */
  async rows(keys: readonly RowKey[]) {
    if (this.#written) throw new RangeError('rows are read after a write of the same transaction');
    await this.#gate?.('read');
    return new Map(keys.flatMap((key) => (this.#book.rows.has(key) ? [[key, this.#book.rows.get(key)!] as const] : [])));
  }

  async number(count: number) {
    const first = this.#next;
    this.#next += count;
    await this.#gate?.('number');
    return first;
  }

  async write(device: string, decided: readonly Decided[], lastTurn: number) {
    await this.#gate?.('write');
    this.#written = true;
    const chains = new Map<number, string>();
    for (const { act, verdict } of decided) {
      if (!('entry' in verdict)) continue;
      this.#end = { entry: verdict.entry, chain: tally(`${this.#end.chain}|${verdict.entry}|${act.id}|${this.#now}|${canonical(act)}`).toString(36) };
      chains.set(verdict.entry, this.#end.chain);
    }
    this.#work.push(() => {
      for (const [entry, chain] of chains) this.#book.chains[entry] = chain;
      const acts = this.#book.acts.get(device) ?? new Map<number, TakenAct>();
      this.#book.acts.set(device, acts);
      for (const one of decided) {
        const before = acts.get(one.act.turn);
        if (before && !('waits' in before.verdict)) throw new RangeError(`turn ${one.act.turn} of ${device} is taken`);
        acts.set(one.act.turn, { act: one.act, verdict: one.verdict });
        if ('entry' in one.verdict) this.#leave(one, one.verdict.entry);
      }
      this.#book.seats.get(device)!.lastTurn = lastTurn;
    });
  }

  async quarantine(act: Act, reason: string) {
    this.#work.push(() => {
      const text = canonical(act);
      if (!this.#book.apart.some((one) => canonical(one.act) === text)) this.#book.apart.push({ act, reason });
    });
  }

  async end() {
    return this.#end;
  }

  commit(): void {
    for (const work of this.#work) work();
    this.#book.lastEntry = Math.max(this.#book.lastEntry, this.#next - 1);
  }

  #leave({ puts, drops }: Decided, entry: number): void {
    const { rows, left } = this.#book;
    for (const row of puts) {
      const before = rows.get(keyOf(row));
      // Also where the row was gone: a phone that was away then has not heard of it, and the gone one is overwritten.
      if (before && (before.village !== row.village || before.household !== row.household)) left.push(mark(before, entry));
      rows.set(keyOf(row), { ...row, entry });
    }
    for (const key of drops) {
      const before = rows.get(key);
      if (!before || before.gone) continue;
      rows.set(key, { ...before, body: null, entry, gone: true });
    }
  }
}

const mark = ({ kind, id, village, household }: KeptRow, entry: number): RowLeft => ({ entry, kind, id, village, household });
