// A phone's copy of the book: what was said here stands on screen at once and stays until it is settled.
import type { Act, ActKind, Kinds, KeptRow, Json, Refusal, Row, RowKey, Rows, Said } from './act.ts';
import { actId, keyOf } from './act.ts';
import type { Verdict } from './accept.ts';
import { tallyOf } from './accept.ts';
import { read } from './decide.ts';
import type { Cursor, KeptAct, Page, Pushed, ReplicaStore, Road, StoreState } from './ports.ts';

export interface Seat {
  readonly commune: string;
  readonly device: string;
  readonly person: string;
}

export interface Senses {
  now(): number;
  /** Calendar day in Asia/Ho_Chi_Minh, YYYY-MM-DD. */
  today(): string;
}

/** saved: on this phone · sent: the server has it, undecided · booked: in the book · refused: with a reason. */
export type Trust = 'saved' | 'sent' | 'booked' | 'refused';

export const trustOf = (kept: KeptAct, onTheRoad: boolean): Trust => {
  if (!kept.verdict) return onTheRoad ? 'sent' : 'saved';
  if ('entry' in kept.verdict) return 'booked';
  return 'refusal' in kept.verdict ? 'refused' : 'sent';
};

/** Acts a push carries at most: 1,000 acts of a fortnight offline take a few requests. */
const PUSH_ACTS = 500;

export class Replica {
  readonly #kinds: Kinds;
  readonly #seat: Seat;
  readonly #store: ReplicaStore;
  readonly #senses: Senses;
  #state: StoreState = { cursor: null, reading: null, acts: [] };
  /** Rows as the waiting acts leave them, over the confirmed ones; undefined: taken away. */
  #over = new Map<RowKey, Row | undefined>();
  readonly #road = new Set<number>();
  readonly #watchers = new Set<() => void>();

  constructor(kinds: Kinds, seat: Seat, store: ReplicaStore, senses: Senses) {
    this.#kinds = kinds;
    this.#seat = seat;
    this.#store = store;
    this.#senses = senses;
  }

  /** Reads the store; also called when another tab has written to it. */
  async open(): Promise<void> {
    this.#state = await this.#store.open();
    await this.#lay();
    this.#tell();
  }

  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  get cursor(): Cursor | null {
    return this.#state.cursor;
  }

  /** Every kept act with its state of trust, in turn order. */
  get acts(): readonly (KeptAct & { readonly trust: Trust })[] {
    return this.#state.acts.map((kept) => ({ ...kept, trust: trustOf(kept, this.#road.has(kept.act.turn)) }));
  }

  /** The rows as this person should see them now: confirmed, with what waits laid over. */
  async rows(keys: readonly RowKey[]): Promise<ReadonlyMap<RowKey, Row>> {
    const held = await this.#store.rows(keys.filter((key) => !this.#over.has(key)));
    return merged(keys, held, this.#over);
  }

  /** Waiting rows by key; undefined means taken away. For screens that list whole households. */
  get over(): ReadonlyMap<RowKey, Row | undefined> {
    return this.#over;
  }

  /** Says an act. It is durable on this phone when the promise resolves, or refused and nowhere. */
  async say<B>(kind: ActKind<B>, body: Json): Promise<KeptAct | { readonly refusal: Refusal }> {
    const needs = this.#read(this.#act(kind, body, 0), this.#senses.today());
    if ('refusal' in needs) return needs;
    if ('waits' in needs) return { refusal: { code: 'act.unknown', params: { kind: kind.name } } };
    const rows = await this.#store.rows(needs.readable.needs);
    const view = new View(rows, this.#over);
    const kept = await this.#store.append((turn) => this.#build(this.#act(kind, body, turn), view));
    if ('refusal' in kept) return kept;
    this.#state = { ...this.#state, acts: [...this.#state.acts, kept] };
    this.#cover(kept);
    this.#tell();
    return kept;
  }

  async dismiss(turn: number): Promise<void> {
    await this.#store.dismiss(turn);
    await this.open();
  }

  /** One exchange: everything waiting goes out, everything new comes in. Rejects where the road fails. */
  async exchange(road: Road, progress?: (rows: number) => void): Promise<void> {
    await this.#pushAll(road);
    await this.#pullAll(road, progress);
  }

  async #pushAll(road: Road): Promise<void> {
    let waiting = this.#unsettled();
    while (waiting.length > 0) {
      const batch = waiting.slice(0, PUSH_ACTS);
      for (const kept of batch) this.#road.add(kept.act.turn);
      this.#tell();
      let pushed: Pushed;
      try {
        pushed = await road.push(batch.map((kept) => kept.act), this.#state.cursor?.entry ?? 0);
      } finally {
        this.#road.clear();
      }
      await this.#settle(pushed);
      const last = batch.at(-1)!.act.turn;
      const rest = this.#unsettled();
      // A restored server asks for turns it has lost: they are still kept here, and go again.
      const lost = pushed.expected <= last ? this.#state.acts.filter((kept) => kept.act.turn >= pushed.expected) : [];
      if (lost.length > 0 && lost[0]!.act.turn !== pushed.expected) return;
      const next = lost.length > 0 ? lost : rest.filter((kept) => kept.act.turn > last);
      if (next.length > 0 && next[0]!.act.turn === batch[0]!.act.turn) return;
      waiting = next;
    }
  }

  #unsettled(): readonly KeptAct[] {
    return this.#state.acts.filter((kept) => !kept.verdict || 'waits' in kept.verdict);
  }

  async #settle(pushed: Pushed): Promise<void> {
    const kept = new Map(this.#state.acts.map((one) => [one.act.turn, one]));
    const left = new Map<RowKey, KeptRow>();
    const fresh: Row[] = [];
    let mistrust = false;
    for (const verdict of pushed.verdicts) {
      const one = kept.get(verdict.turn);
      if (!one || !('entry' in verdict) || !verdict.asSaid) continue;
      // Settled before: its rows are already confirmed here.
      if (one.verdict && 'entry' in one.verdict) continue;
      const outcome = await this.#again(one.act, verdict, left);
      if (!outcome) mistrust = true;
      else {
        for (const row of outcome.puts) left.set(keyOf(row), { ...row, entry: verdict.entry });
        for (const key of outcome.drops ?? []) left.set(key, goneRow(key, verdict.entry, left.get(key)));
        if (verdict.turn >= pushed.fresh) fresh.push(...outcome.puts);
      }
    }
    if (tallyOf(fresh) !== pushed.tally) mistrust = true;
    const rows = mistrust ? [] : [...left.values()];
    await this.#store.settle({ verdicts: pushed.verdicts, rows, safe: pushed.safe, mistrust });
    await this.open();
  }

  /** Decides a settled act once more over the confirmed rows, on the server's day. */
  async #again(act: Act, verdict: Verdict & { on: string }, left: ReadonlyMap<RowKey, KeptRow>) {
    const reading = this.#read(act, verdict.on);
    if (!('readable' in reading)) return undefined;
    const rows = new Map(await this.#store.rows(reading.readable.needs));
    for (const key of reading.readable.needs) if (left.has(key)) rows.set(key, left.get(key)!);
    const outcome = reading.readable.decide(new View(rows, new Map()));
    return 'refusal' in outcome ? undefined : outcome;
  }

  async #pullAll(road: Road, progress?: (rows: number) => void): Promise<void> {
    let more = this.#state.reading?.more ?? null;
    let from = this.#state.reading?.cursor ?? this.#state.cursor;
    for (let rows = 0; ; ) {
      const page: Page = await road.pull(from, more);
      await this.#store.take(page);
      rows += page.rows.length;
      progress?.(rows);
      if (page.more === null) break;
      from = page.cursor;
      more = page.more;
    }
    await this.open();
  }

  #act(kind: { name: string; version: number }, body: Json, turn: number): Act {
    const { device } = this.#seat;
    return { id: actId(device, turn), kind: kind.name, v: kind.version, device, turn, at: this.#senses.now(), body };
  }

  #read(act: Act, today: string) {
    const { commune, device, person } = this.#seat;
    const said: Said = { id: act.id, device, commune, author: person, at: act.at, today };
    return read(this.#kinds, act, said);
  }

  #build(act: Act, view: Rows): KeptAct | { readonly refusal: Refusal } {
    const reading = this.#read(act, this.#senses.today());
    if ('refusal' in reading) return reading;
    if ('waits' in reading) return { refusal: { code: 'act.unknown', params: { kind: act.kind } } };
    const outcome = reading.readable.decide(view);
    if ('refusal' in outcome) return outcome;
    return { act, shown: outcome.puts, hidden: outcome.drops ?? [], verdict: null };
  }

  /** Lays the waiting acts anew over the confirmed rows. What was shown stays shown (law J7). */
  async #lay(): Promise<void> {
    const waiting = this.#state.acts.filter((kept) => this.#stillOver(kept));
    const readings = waiting.map((kept) => this.#read(kept.act, this.#senses.today()));
    const needs = readings.flatMap((reading) => ('readable' in reading ? reading.readable.needs : []));
    const rows = await this.#store.rows([...new Set(needs)]);
    const over = new Map<RowKey, Row | undefined>();
    waiting.forEach((kept, i) => {
      const reading = readings[i]!;
      const outcome = 'readable' in reading ? reading.readable.decide(new View(rows, over)) : undefined;
      const stands = outcome && !('refusal' in outcome) ? { shown: outcome.puts, hidden: outcome.drops ?? [] } : kept;
      for (const row of stands.shown) over.set(keyOf(row), row);
      for (const key of stands.hidden) over.set(key, undefined);
    });
    this.#over = over;
  }

  /** A booked act stays laid over until the rows it left have been read back, unless they are here already. */
  #stillOver(kept: KeptAct): boolean {
    const { verdict } = kept;
    if (!verdict || 'waits' in verdict) return true;
    if ('refusal' in verdict || verdict.asSaid) return false;
    return verdict.entry > (this.#state.cursor?.entry ?? 0);
  }

  #cover(kept: KeptAct): void {
    for (const row of kept.shown) this.#over.set(keyOf(row), row);
    for (const key of kept.hidden) this.#over.set(key, undefined);
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher();
  }
}

/** Confirmed rows with the waiting ones over them. */
class View implements Rows {
  readonly #held: ReadonlyMap<RowKey, KeptRow>;
  readonly #over: ReadonlyMap<RowKey, Row | undefined>;

  constructor(held: ReadonlyMap<RowKey, KeptRow>, over: ReadonlyMap<RowKey, Row | undefined>) {
    this.#held = held;
    this.#over = over;
  }

  get(key: RowKey): Row | undefined {
    if (this.#over.has(key)) return this.#over.get(key);
    const row = this.#held.get(key);
    return row && !row.gone ? row : undefined;
  }
}

function merged(keys: readonly RowKey[], held: ReadonlyMap<RowKey, KeptRow>, over: ReadonlyMap<RowKey, Row | undefined>) {
  const view = new View(held, over);
  const rows = new Map<RowKey, Row>();
  for (const key of keys) {
    const row = view.get(key);
    if (row) rows.set(key, row);
  }
  return rows;
}

/** The mark of a row taken away, so that an older copy of it cannot come back. */
function goneRow(key: RowKey, entry: number, last: KeptRow | undefined): KeptRow {
  const slash = key.indexOf('/');
  return {
    kind: key.slice(0, slash), id: key.slice(slash + 1), village: last?.village ?? null,
    household: last?.household ?? null, body: null, entry, gone: true,
  };
}
