// A phone's store in memory: the model the real one is held against, and the one simulated phones use.
import type { KeptRow, Refusal, RowKey } from './act.ts';
import { keyOf } from './act.ts';
import { settles } from './accept.ts';
import { type Asked, type Reach, nowhere, reachAfter, replaces, sameMark, takingOf, underOf, withOwn } from './cursor.ts';
import { hearing, overturns, sameSum, sumOf } from './digest.ts';
import { type KeptAct, type Page, type ReplicaStore, type Settlement, type StoreState, type Taken, tellsSum, unsure } from './ports.ts';

/**
 * Called around each step, so that a simulation can pause, fail or kill the caller there: `before` a step nothing has
 * happened, `after` it all of it has. A rejection before is the store saying no (full, closed); one that never settles
 * is a phone that died.
 */
export type StoreGate = (moment: 'before' | 'after', call: keyof ReplicaStore) => Promise<void> | undefined;

export class MemoryStore implements ReplicaStore {
  readonly #gate: StoreGate | undefined;
  readonly #disk: MemoryDisk;

  constructor(disk: MemoryDisk = new MemoryDisk(), gate?: StoreGate) {
    this.#disk = disk;
    this.#gate = gate;
  }

  open(): Promise<StoreState> {
    return this.#step('open', () => this.#disk.state());
  }

  rows(keys: readonly RowKey[]): Promise<ReadonlyMap<RowKey, KeptRow>> {
    return this.#step('rows', () => this.#disk.some(keys));
  }

  append(build: (turn: number) => KeptAct | { readonly refusal: Refusal }): Promise<KeptAct | { readonly refusal: Refusal }> {
    return this.#step('append', () => this.#disk.append(build));
  }

  settle(settlement: Settlement): Promise<void> {
    return this.#step('settle', () => this.#disk.settle(settlement));
  }

  take(page: Page, asked: Asked): Promise<Taken> {
    return this.#step('take', () => this.#disk.take(page, asked));
  }

  dismiss(turn: number): Promise<void> {
    return this.#step('dismiss', () => this.#disk.dismiss(turn));
  }

  async #step<T>(call: keyof ReplicaStore, work: () => T): Promise<T> {
    await this.#gate?.('before', call);
    const result = work();
    await this.#gate?.('after', call);
    return result;
  }
}

/** What outlives the caller. Several stores may stand over one disk, as tabs do. */
export class MemoryDisk {
  readonly acts = new Map<number, KeptAct>();
  /** Confirmed rows. */
  held = new Map<RowKey, KeptRow>();
  /** Rows of a reset whose last page is not in yet. */
  aside = new Map<RowKey, KeptRow>();
  reach: Reach = nowhere;
  lastTurn = 0;

  state(): StoreState {
    return { ...this.reach, acts: [...this.acts.values()] };
  }

  some(keys: readonly RowKey[]): ReadonlyMap<RowKey, KeptRow> {
    const found = new Map<RowKey, KeptRow>();
    for (const key of keys) {
      const row = this.held.get(key);
      if (row) found.set(key, row);
    }
    return found;
  }

  append(build: (turn: number) => KeptAct | { readonly refusal: Refusal }): KeptAct | { readonly refusal: Refusal } {
    const kept = build(this.lastTurn + 1);
    if ('refusal' in kept) return kept;
    this.lastTurn += 1;
    this.acts.set(this.lastTurn, kept);
    return kept;
  }

  settle({ epoch, verdicts, under, rows, own, mistrust, forget, told }: Settlement): void {
    if (told) {
      const heard = hearing(this.reach.heard, told);
      if (overturns(this.reach.heard, told)) {
        this.#doubt();
        this.reach = this.#lost();
        this.aside = new Map();
      }
      this.reach = { ...this.reach, heard };
    }
    for (const verdict of verdicts) {
      const kept = this.acts.get(verdict.turn);
      if (kept && settles(kept.verdict, kept.epoch, verdict, epoch)) this.acts.set(verdict.turn, { ...kept, verdict, epoch });
    }
    for (const turn of forget) this.acts.delete(turn);
    const { cursor } = this.reach;
    if (!sameMark(cursor, under)) return;
    if (mistrust) {
      this.reach = { ...this.#lost(), heard: this.reach.heard };
      this.aside = new Map();
    } else if (cursor) {
      for (const row of rows) put(this.held, row);
      this.reach = { ...this.reach, cursor: withOwn(cursor, own) };
    }
  }

  /** Where it stands is forgotten; under which word its rows were read is not. */
  #lost(): Reach {
    return { ...nowhere, under: underOf(this.reach) };
  }

  take(page: Page, asked: Asked): Taken {
    const taking = takingOf(this.reach, page, asked);
    if (taking === 'begin' && page.other) this.#doubt();
    if (taking === 'plain') for (const row of page.rows) put(this.held, row);
    if (taking === 'begin') this.aside = new Map();
    if (taking === 'begin' || taking === 'go on') for (const row of page.rows) put(this.aside, row);
    this.reach = reachAfter(this.reach, page, asked, taking);
    if ((taking === 'begin' || taking === 'go on') && page.more === null) {
      this.held = this.aside;
      this.aside = new Map();
    }
    if (!tellsSum(page, taking, this.reach)) return { ...this.reach, sum: null };
    return { ...this.reach, sum: sameSum(sumOf(this.held.values()), page.sum!) ? 'equal' : 'unequal' };
  }

  /** Nothing counts as booked any more until it is said again. */
  #doubt(): void {
    for (const [turn, kept] of this.acts) this.acts.set(turn, unsure(kept));
  }

  dismiss(turn: number): void {
    const kept = this.acts.get(turn);
    if (kept?.verdict && 'refusal' in kept.verdict) this.acts.delete(turn);
  }
}

function put(rows: Map<RowKey, KeptRow>, row: KeptRow): void {
  const key = keyOf(row);
  if (replaces(rows.get(key), row)) rows.set(key, row);
}
