// A phone's copy of the book: what was said here stands on screen at once and stays until it is settled.
import type { Act, ActKind, Kinds, KeptRow, Json, Refusal, Row, RowKey, Rows, Said } from './act.ts';
import { actId, keyOf } from './act.ts';
import type { Verdict } from './accept.ts';
import { tallyOf } from './accept.ts';
import { canonical } from './canonical.ts';
import { type Asked, type Cursor, letsGo, nowhere, spansOf } from './cursor.ts';
import { read, unreadable } from './decide.ts';
import type { Heard } from './digest.ts';
import { type KeptAct, type Page, type Pushed, type ReplicaStore, type Road, type Settlement, type StoreState, type Taken, hasGap } from './ports.ts';
import { isOver, isRefused, withheldOf } from './kept.ts';
import { View, goneRow, merged } from './view.ts';

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

/** What a push carries at most: a request stays below the door's 1 MB even where every letter takes three bytes. */
export const PUSH_LIMITS = { acts: 500, letters: 300_000 } as const;

/**
 * Why a phone forgot how far it had read: the server has another history · the rows of the two sides differ · a page left
 * something out · an act was decided otherwise there. It reads all anew; but for the last it also says again what was booked.
 */
export type Doubt = 'history' | 'rows' | 'gap' | 'tally';

/** A page that does not account for the entries it covers, also after everything was read anew. */
export class PageGap extends Error {
  override readonly name = 'PageGap';
}

/** Where reading everything does not make the rows equal, the next try waits twice as many exchanges, up to so many. */
const LONGEST_PASS = 63;
/** Answers in one exchange that only tell of another history. */
const MOST_TOLD = 3;

/** What one exchange has sent so far. */
interface Round {
  readonly sent: Set<number>;
  /** By kind and version: the turn of the act that asks whether the server can judge them by now. */
  readonly probes: Map<string, number>;
  /** First turn a restored server has lost. */
  lost: number;
}

export class Replica {
  readonly #kinds: Kinds;
  readonly #seat: Seat;
  readonly #store: ReplicaStore;
  readonly #senses: Senses;
  readonly #limits: { readonly acts: number; readonly letters: number };
  #state: StoreState = { ...nowhere, acts: [] };
  /** Rows as the waiting acts leave them, over the confirmed ones; undefined: taken away. */
  #over = new Map<RowKey, Row | undefined>();
  #road: ReadonlySet<number> = new Set();
  #queue: Promise<unknown> = Promise.resolve();
  readonly #watchers = new Set<() => void>();
  readonly #doubters = new Set<(why: Doubt) => void>();
  /** Readings of everything that were in vain since the rows were last found equal, and how often to let it pass now. */
  #vain = 0;
  #pass = 0;

  constructor(kinds: Kinds, seat: Seat, store: ReplicaStore, senses: Senses, limits: { acts: number; letters: number } = PUSH_LIMITS) {
    this.#kinds = kinds;
    this.#seat = seat;
    this.#store = store;
    this.#senses = senses;
    this.#limits = limits;
  }

  /** Reads the store; also called when another tab has written to it. */
  open(): Promise<void> {
    return this.#alone(() => this.#reopen());
  }

  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Hears whenever something made this phone doubt what it holds: people must be told, even where it mends itself. */
  doubts(doubter: (why: Doubt) => void): () => void {
    this.#doubters.add(doubter);
    return () => this.#doubters.delete(doubter);
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
    // What lies over when we ask must count: once it is settled it lies there no more, and was not asked of the store.
    const over = this.#over;
    const held = await this.#store.rows(keys.filter((key) => !over.has(key)));
    return merged(keys, held, over);
  }

  /** Waiting rows by key; undefined means taken away. For screens that list whole households. */
  get over(): ReadonlyMap<RowKey, Row | undefined> {
    return this.#over;
  }

  /**
   * Says an act. It is durable on this phone when the promise resolves, or refused and nowhere; where the promise
   * rejects (the phone is full) it is nowhere either, and the screen must not call it saved.
   * @param today another day to decide on, where the phone is not sure of its own
   */
  say<B>(kind: ActKind<B>, body: Json, today = this.#senses.today()): Promise<KeptAct | { readonly refusal: Refusal }> {
    return this.#alone(async () => {
      const draft = this.#read(this.#act(kind, body, 0), today);
      if (!('readable' in draft)) return unreadable(kind.name, draft);
      const view = new View(await this.#store.rows(draft.readable.needs), this.#over);
      const kept = await this.#store.append((turn) => this.#build(this.#act(kind, body, turn), view, today));
      if ('refusal' in kept) return kept;
      this.#state = { ...this.#state, acts: [...this.#state.acts, kept] };
      for (const row of kept.shown) this.#over.set(keyOf(row), row);
      for (const key of kept.hidden) this.#over.set(key, undefined);
      this.#tell();
      return kept;
    });
  }

  dismiss(turn: number): Promise<void> {
    return this.#alone(async () => {
      await this.#store.dismiss(turn);
      await this.#reopen();
    });
  }

  /** One exchange: everything waiting goes out, everything new comes in. Rejects where the road fails. */
  async exchange(road: Road, progress?: (rows: number) => void): Promise<void> {
    await this.#pushAll(road);
    await this.#pullAll(road, progress);
    // The server may have turned out to be a restored one: what it no longer has goes again at once.
    if (this.#state.acts.some((kept) => kept.verdict && 'entry' in kept.verdict && this.#isForeign(kept))) {
      await this.#pushAll(road);
      await this.#pullAll(road, progress);
    }
  }

  async #pushAll(road: Road): Promise<void> {
    // Another tab may have said or settled something: what is withheld must be judged from all there is.
    await this.open();
    const round: Round = { sent: new Set(), probes: new Map(), lost: Infinity };
    for (let told = 0; ; ) {
      const batch = this.#batch(round);
      const last = batch.at(-1)?.act.turn;
      if (last === undefined) return;
      const { cursor, heard } = this.#state;
      // A phone that was told of no journal yet asks first: its acts would go for nothing.
      const pushed = await this.#send(road, heard ? batch : [], cursor, heard);
      await this.#alone(() => this.#settle(pushed, cursor, heard));
      if (pushed.history !== 'same') {
        // Nothing new was taken: the server has another history than this phone knew of. Now it knows.
        if ((told += 1) === MOST_TOLD) return;
        round.sent.clear();
        round.probes.clear();
        continue;
      }
      // A restored server asks for turns it has lost: they are still kept here, and go again, once an exchange.
      if (pushed.expected <= last && round.lost === Infinity) {
        round.lost = pushed.expected;
        for (const turn of round.sent) if (turn >= round.lost) round.sent.delete(turn);
      }
    }
  }

  async #send(road: Road, batch: readonly KeptAct[], cursor: Cursor | null, heard: Heard | null): Promise<Pushed> {
    this.#road = new Set(batch.map((kept) => kept.act.turn));
    this.#tell();
    try {
      return await road.push({ acts: batch.map((kept) => kept.act), cursor, heard, withheld: withheldOf(this.#state.acts, batch.at(-1)?.act.turn ?? 0) });
    } catch (error) {
      // Whoever looks must not be left believing that it went.
      this.#road = new Set();
      this.#tell();
      throw error;
    } finally {
      this.#road = new Set();
    }
  }

  /** The next acts to send, in turn order, none twice in a round. */
  #batch(round: Round): readonly KeptAct[] {
    const batch: KeptAct[] = [];
    let letters = 0;
    for (const kept of this.#state.acts) {
      const { act } = kept;
      if (round.sent.has(act.turn) || !this.#isDue(kept, round)) continue;
      letters += canonical(act).length;
      if (batch.length > 0 && (letters > this.#limits.letters || batch.length === this.#limits.acts)) break;
      batch.push(kept);
      round.sent.add(act.turn);
    }
    return batch;
  }

  /**
   * Acts without a verdict; those a restored server has lost or may have lost; and of those that wait for a newer
   * server one of each kind and version, which asks for all, so that a quiet road stays quiet.
   */
  #isDue(kept: KeptAct, { probes, lost }: Round): boolean {
    const { act, verdict } = kept;
    if (!verdict) return true;
    if ('refusal' in verdict) return false;
    if (act.turn >= lost || this.#isForeign(kept)) return true;
    if ('entry' in verdict) return false;
    const kind = `${act.kind}/${act.v}`;
    const probe = probes.get(kind);
    if (probe === undefined) {
      probes.set(kind, act.turn);
      return true;
    }
    const asked = this.#state.acts.find((one) => one.act.turn === probe);
    return !(asked?.verdict && 'waits' in asked.verdict);
  }

  /** Whether the verdict comes from before the server was restored, or does not count any more. */
  #isForeign(kept: KeptAct): boolean {
    const { heard } = this.#state;
    return heard !== null && kept.epoch !== heard.epoch;
  }

  async #settle(pushed: Pushed, under: Cursor | null, asked: Heard | null): Promise<void> {
    const { epoch, verdicts, end, history } = pushed;
    const found = await this.#workOut(pushed);
    const told = { end: { ...end, epoch }, asked, other: history === 'other' };
    await this.#store.settle({ epoch, verdicts, under, ...found, forget: this.#forgettable(pushed), told });
    if (told.other) this.#doubt('history');
    else if (found.mistrust) this.#doubt('tally');
    await this.#reopen();
  }

  /** Decides the as-said acts once more over the confirmed rows, on the server's day, and compares with the server. */
  async #workOut({ verdicts, fresh, tally }: Pushed): Promise<Pick<Settlement, 'rows' | 'own' | 'mistrust'>> {
    const kept = new Map(this.#state.acts.map((one) => [one.act.turn, one.act]));
    // A repeat was settled before, or its answer was lost: then the rows are sent, as this phone does not own them.
    const asSaid = verdicts.filter((verdict) => 'entry' in verdict && verdict.asSaid && verdict.turn >= fresh) as (Verdict & { entry: number; on: string })[];
    const readings = asSaid.map(({ turn, on }) => kept.get(turn) && this.#read(kept.get(turn)!, on));
    const needs = new Set(readings.flatMap((reading) => (reading && 'readable' in reading ? reading.readable.needs : [])));
    const rows = new Map(needs.size > 0 ? await this.#store.rows([...needs]) : []);
    const left = new Map<RowKey, KeptRow>();
    const outcomes: { puts: readonly Row[]; drops: readonly RowKey[] }[] = [];
    const nothing = { rows: [], own: [], mistrust: true };
    for (const [i, { entry }] of asSaid.entries()) {
      const reading = readings[i];
      const outcome = reading && 'readable' in reading ? reading.readable.decide(new View(rows, new Map())) : undefined;
      if (!outcome || !('puts' in outcome)) return nothing;
      const { puts, drops = [] } = outcome;
      for (const row of puts) left.set(keyOf(row), { ...row, entry });
      for (const key of drops) left.set(key, goneRow(key, entry, left.get(key) ?? rows.get(key)));
      for (const key of [...puts.map(keyOf), ...drops]) rows.set(key, left.get(key)!);
      outcomes.push({ puts, drops });
    }
    if (tallyOf(outcomes) !== tally) return nothing;
    return { rows: [...left.values()], own: spansOf(asSaid.map(({ entry }) => entry)), mistrust: false };
  }

  /** Booked acts that stand in a backup, and whose rows have been read back or were as said. */
  #forgettable({ epoch, safe }: Pushed): Settlement['forget'] {
    return this.#state.acts
      .filter((kept) => kept.act.turn <= safe && kept.epoch === epoch && !isOver(kept, this.#state.cursor) && !isRefused(kept))
      .map((kept) => kept.act.turn);
  }

  async #pullAll(road: Road, progress?: (rows: number) => void): Promise<void> {
    let reach: Omit<StoreState, 'acts'> = this.#state;
    for (let rows = 0; ; ) {
      const { heard } = reach;
      const asked: Asked = reach.reading
        ? { cursor: { ...reach.reading.cursor, own: [] }, more: reach.reading.more, heard }
        : { cursor: reach.cursor, more: null, heard };
      const page = await road.pull(asked);
      // Before what its person may read no longer goes, what was said here meanwhile goes out: it may be about just that.
      if (letsGo(reach, page) && this.#state.acts.some(({ verdict }) => verdict === null)) await this.#pushAll(road);
      const taken = await this.#take(page, asked);
      reach = taken ?? (await this.#store.open());
      rows += page.rows.length;
      progress?.(rows);
      // After a whole reading comes a plain page: what changed meanwhile, and whether the two sides now hold the same.
      if (taken && page.more === null && !page.reset) break;
    }
    await this.open();
  }

  /** Takes a page; undefined where what is held is in doubt and all must be read anew. */
  async #take(page: Page, asked: Asked): Promise<Taken | undefined> {
    const gap = hasGap(page, asked);
    const taken = gap ? undefined : await this.#store.take(page, asked);
    if (page.other) this.#doubt('history');
    if (taken?.sum === 'equal') this.#vain = this.#pass = 0;
    if (taken && taken.sum !== 'unequal') return taken;
    this.#doubt(gap ? 'gap' : 'rows');
    if (this.#pass === 0) {
      this.#vain += 1;
      this.#pass = Math.min(2 ** this.#vain - 1, LONGEST_PASS);
      await this.#forgetAll();
      return undefined;
    }
    this.#pass -= 1;
    if (taken) return taken;
    throw new PageGap(`a page after ${asked.cursor?.entry} leaves entries out`);
  }

  /** How far this phone has read is forgotten, and nothing counts as booked until it is said again. */
  async #forgetAll(): Promise<void> {
    await this.#alone(async () => {
      const { cursor, heard } = await this.#store.open();
      const told = heard && { end: heard, asked: heard, other: true };
      await this.#store.settle({ epoch: '', verdicts: [], under: cursor, rows: [], own: [], mistrust: true, forget: [], told });
      await this.#reopen();
    });
  }

  #doubt(why: Doubt): void {
    for (const doubter of this.#doubters) doubter(why);
  }

  /** One thing after another within this tab: what is shown must never be laid over a state that is already past. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #reopen(): Promise<void> {
    const state = await this.#store.open();
    const over = await this.#laid(state);
    // Both at once: the list of acts and the rows on the screen tell the same.
    this.#state = state;
    this.#over = over;
    this.#tell();
  }

  #act(kind: { name: string; version: number }, body: Json, turn: number): Act {
    const { device } = this.#seat;
    return { id: actId(device, turn), kind: kind.name, v: kind.version, device, turn, at: Math.max(0, Math.round(this.#senses.now())), body };
  }

  #read(act: Act, today: string) {
    const { commune, device, person } = this.#seat;
    const said: Said = { id: act.id, device, commune, author: person, at: act.at, today };
    return read(this.#kinds, act, said);
  }

  #build(act: Act, view: Rows, today: string): KeptAct | { readonly refusal: Refusal } {
    const reading = this.#read(act, today);
    if (!('readable' in reading)) return unreadable(act.kind, reading);
    const outcome = reading.readable.decide(view);
    if (!('puts' in outcome)) return unreadable(act.kind, outcome);
    return { act, shown: outcome.puts, hidden: outcome.drops ?? [], verdict: null, epoch: null };
  }

  /** The waiting acts laid anew over the confirmed rows. What was shown stays shown (law J7). */
  async #laid({ acts, cursor }: StoreState): Promise<Map<RowKey, Row | undefined>> {
    const waiting = acts.filter((kept) => isOver(kept, cursor));
    const readings = waiting.map((kept) => this.#read(kept.act, this.#senses.today()));
    const needs = readings.flatMap((reading) => ('readable' in reading ? reading.readable.needs : []));
    const rows = needs.length > 0 ? await this.#store.rows([...new Set(needs)]) : new Map<RowKey, KeptRow>();
    const over = new Map<RowKey, Row | undefined>();
    waiting.forEach((kept, i) => {
      const reading = readings[i]!;
      const outcome = 'readable' in reading ? reading.readable.decide(new View(rows, over)) : undefined;
      const stands = outcome && 'puts' in outcome ? { shown: outcome.puts, hidden: outcome.drops ?? [] } : kept;
      for (const row of stands.shown) over.set(keyOf(row), row);
      for (const key of stands.hidden) over.set(key, undefined);
    });
    return over;
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
