// Keeps a seat's rows, acts and clips in the browser's database: strict, one atomic step a call, several windows at once.
import type { Json, KeptRow, Refusal, RowKey } from '#journal/act.ts';
import { settles } from '#journal/accept.ts';
import type { Asked, Reach } from '#journal/cursor.ts';
import { reachAfter, sameMark, takingOf, withOwn } from '#journal/cursor.ts';
import type { KeptAct, Page, Settlement, StoreState } from '#journal/ports.ts';
import type { HouseholdLine } from '#phone/book.ts';
import { Gathering } from './gathering.ts';
import type { KeptClip, Rumour, Shelf } from './shelf.ts';
import { ShelfTrouble } from './shelf.ts';
import type { Codec, Generation, MarkRecord, OutboxRecord, StateRecord } from './tables.ts';
import { Tables, emptyGeneration, freshState, genPrefix, plain } from './tables.ts';
import { troubleOf } from './trouble.ts';

/** Clips that were sent are kept to be looked at, up to this many bytes; then the oldest go. */
const SENT_CLIP_BYTES = 40_000_000;

const SWEEP_AFTER_MS = 20_000;

type Stored = Pick<KeptAct, 'act' | 'shown' | 'hidden'>;
type Judged = Pick<KeptAct, 'verdict' | 'epoch'>;
type Names = readonly ('docs' | 'loose' | 'list' | 'marks' | 'outbox' | 'state' | 'clips' | 'clipBytes' | 'notes')[];

const ROWS: Names = ['docs', 'loose', 'list', 'marks', 'state'];

export class DexieShelf implements Shelf {
  readonly #tables: Tables;
  readonly #codec: Codec;
  readonly #listeners = new Set<(what: Rumour, here: boolean) => void>();
  readonly #channel: BroadcastChannel | null;
  #closed = false;
  #sweeping: ReturnType<typeof setTimeout> | undefined;
  /** Lines by chunk of the generation `of`, as far as they were read. */
  #lines: { of: number; version: number; chunks: (readonly (HouseholdLine | null)[])[]; all: readonly HouseholdLine[] | null } | null = null;
  #marks: { readonly gen: number; readonly version: number; readonly records: readonly MarkRecord[] } | null = null;
  /** Households of the generation a reading sets aside. */
  #aside: { readonly gen: number; readonly homes: Set<string> } | null = null;
  /** The highest turn ever seen here: a store that knows less has lost what it held. */
  #lastTurn = 0;

  private constructor(device: string, codec: Codec) {
    this.#tables = new Tables(device);
    this.#codec = codec;
    this.#channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`nr_${device}`);
    this.#channel?.addEventListener('message', (event: MessageEvent<Rumour>) => this.#rumour(event.data, false));
    this.#tables.on('versionchange', () => {
      // Another window brings a newer layout: this one lets go and says so.
      this.#closed = true;
      this.#tables.close();
      this.#rumour('closed', true);
    });
    this.#tables.on('close', () => {
      if (!this.#closed) this.#rumour('closed', true);
    });
  }

  /** @throws ShelfTrouble where the browser cannot open it */
  static async of(device: string, codec: Codec = plain): Promise<DexieShelf> {
    const shelf = new DexieShelf(device, codec);
    await shelf.#guarded(() => shelf.#tables.open());
    // Left over where the app was killed between a reset and its sweeping: nothing reads it, so there is no hurry.
    shelf.#sweeping = setTimeout(() => void shelf.#sweep().catch(() => undefined), SWEEP_AFTER_MS);
    return shelf;
  }

  open(): Promise<StoreState> {
    return this.#read(['outbox', 'state'], async () => {
      const { cursor, reading } = await this.#state();
      const records = await this.#tables.outbox.orderBy('turn').toArray();
      return { cursor, reading, acts: records.map((record) => this.#keptAct(record)) };
    });
  }

  rows(keys: readonly RowKey[]): Promise<ReadonlyMap<RowKey, KeptRow>> {
    if (keys.length === 0) return Promise.resolve(new Map());
    return this.#readRows(ROWS, (gathering) => gathering.find([...new Set(keys)]));
  }

  async append(build: (turn: number) => KeptAct | { readonly refusal: Refusal }): Promise<KeptAct | { readonly refusal: Refusal }> {
    const kept = await this.#write(['outbox', 'state'], async () => {
      const state = await this.#state();
      const turn = state.lastTurn + 1;
      const built = build(turn);
      if ('refusal' in built) return built;
      await this.#tables.outbox.add(this.#record(turn, built));
      await this.#tables.state.put({ ...state, lastTurn: turn });
      return built;
    });
    if (!('refusal' in kept)) {
      this.#lastTurn = Math.max(this.#lastTurn, kept.act.turn);
      this.#tell('acts');
    }
    return kept;
  }

  async settle(settlement: Settlement): Promise<void> {
    const { epoch, verdicts, under, rows, own, mistrust, forget } = settlement;
    const lines = await this.#write([...ROWS, 'outbox'], async () => {
      const records = await this.#tables.outbox.bulkGet(verdicts.map(({ turn }) => turn));
      const judged = records.flatMap((record, i) => {
        if (!record) return [];
        const { verdict, epoch: before } = this.#judged(record);
        if (!settles(verdict, before, verdicts[i]!, epoch)) return [];
        return [{ ...record, verdict: this.#codec.seal(JSON.stringify({ verdict: verdicts[i]!, epoch } satisfies Judged)) }];
      });
      if (judged.length > 0) await this.#tables.outbox.bulkPut(judged);
      if (forget.length > 0) await this.#tables.outbox.bulkDelete([...forget]);
      const state = await this.#state();
      if (!sameMark(state.cursor, under)) return null;
      if (mistrust) {
        await this.#tables.state.put({ ...state, cursor: null, reading: null, aside: null });
        return null;
      }
      if (!state.cursor || (rows.length === 0 && own.length === 0)) return null;
      const gathering = this.#gathering(state.live, state.version);
      const live = await gathering.take(rows, false);
      const version = state.version + 1;
      const cursor = gathering.harmed ? null : withOwn(state.cursor, own);
      await this.#tables.state.put({ ...state, live, cursor, version });
      return { live, version, chunks: gathering.lines };
    });
    if (lines) this.#relined(lines);
    this.#tell(lines ? 'rows' : 'acts');
  }

  async take(page: Page, asked: Asked): Promise<Reach> {
    const taken = await this.#unharmed(ROWS, async () => {
      const state = await this.#state();
      const taking = takingOf(state, page, asked);
      const { cursor, reading } = reachAfter(state, page, taking);
      if (taking === 'pass') return { reach: { cursor, reading } };
      if (taking === 'plain') {
        const gathering = this.#gathering(state.live, state.version);
        const live = page.rows.length > 0 ? await gathering.take(page.rows, false) : state.live;
        const version = page.rows.length > 0 ? state.version + 1 : state.version;
        if (gathering.harmed) throw new ShelfTrouble('corrupt', new Error('a document could not be read'));
        await this.#tables.state.put({ ...state, live, cursor, reading, version });
        return { reach: { cursor, reading }, lines: { live, version, chunks: gathering.lines } };
      }
      const begins = taking === 'begin' || !state.aside;
      const before = begins ? emptyGeneration(state.nextGen) : state.aside;
      const aside = await this.#setAside(before, page);
      const next = { ...state, cursor, reading, nextGen: begins ? state.nextGen + 1 : state.nextGen };
      const whole = page.more === null;
      await this.#tables.state.put(whole ? { ...next, live: aside, aside: null, version: state.version + 1 } : { ...next, aside });
      return { reach: { cursor, reading }, whole };
    });
    if (taken.lines) this.#relined(taken.lines);
    if (taken.whole) {
      this.#aside = null;
      await this.#sweep();
    }
    if (taken.whole || taken.lines) this.#tell('rows');
    return taken.reach;
  }

  /** A page that meets what cannot be read is not taken; the next exchange reads all anew. */
  async #unharmed<T>(names: Names, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#write(names, work);
    } catch (error) {
      if (error instanceof ShelfTrouble && error.trouble === 'corrupt') await this.#readAnew();
      throw error;
    }
  }

  async dismiss(turn: number): Promise<void> {
    await this.#write(['outbox'], async () => {
      const record = await this.#tables.outbox.get(turn);
      const verdict = record && this.#judged(record).verdict;
      if (verdict && 'refusal' in verdict) await this.#tables.outbox.delete(turn);
    });
    this.#tell('acts');
  }

  lines(): Promise<readonly HouseholdLine[]> {
    return this.#readRows(['list', 'state'], async (gathering, { live, version }) => {
      if (this.#lines?.of !== live.gen || this.#lines.version !== version) {
        const records = await this.#tables.list.where('k').startsWith(genPrefix(live.gen)).toArray();
        this.#lines = { of: live.gen, version, chunks: records.map((record) => gathering.chunk(record)), all: null };
      }
      this.#lines.all ??= this.#lines.chunks.flat().filter((line) => line !== null);
      return this.#lines.all;
    });
  }

  households(ids: readonly string[]): Promise<ReadonlyMap<string, readonly KeptRow[]>> {
    if (ids.length === 0) return Promise.resolve(new Map());
    return this.#readRows(['docs', 'state'], async (gathering) => {
      const documents = await gathering.documents(ids);
      return new Map([...documents].map(([id, { document }]) => [id, document.rows()]));
    });
  }

  loose(): Promise<readonly KeptRow[]> {
    return this.#readRows(['loose', 'state'], async (gathering, { live }) => {
      const records = await this.#tables.loose.where('k').startsWith(genPrefix(live.gen)).toArray();
      return records.flatMap((record) => gathering.looseRow(record) ?? []).filter((row) => !row.gone);
    });
  }

  async putClip(clip: KeptClip, bytes: Blob): Promise<void> {
    const sealed = this.#codec.sealBytes(await bytes.arrayBuffer());
    await this.#write(['clips', 'clipBytes'], async () => {
      // The same picture again: what the server already has of it stays true.
      if (await this.#tables.clips.get([clip.hash, clip.household])) return;
      await this.#tables.clips.put({ ...clip, keptAt: Date.now() });
      await this.#tables.clipBytes.put({ hash: clip.hash, type: clip.type, bytes: sealed });
    });
    this.#tell('clips');
  }

  clipBytes(hash: string): Promise<Blob | undefined> {
    return this.#read(['clipBytes'], async () => {
      const kept = await this.#tables.clipBytes.get(hash);
      return kept && new Blob([this.#codec.openBytes(kept.bytes)], { type: kept.type });
    });
  }

  clips(): Promise<readonly KeptClip[]> {
    return this.#read(['clips'], async () => (await this.#tables.clips.toArray()).sort((a, b) => a.keptAt - b.keptAt));
  }

  async clipWent(clip: KeptClip, went: Partial<Pick<KeptClip, 'offset' | 'sent' | 'refusedAt'>>): Promise<void> {
    await this.#write(['clips', 'clipBytes'], async () => {
      await this.#tables.clips.update([clip.hash, clip.household], went);
      if (!went.sent) return;
      const all = (await this.#tables.clips.toArray()).sort((a, b) => b.keptAt - a.keptAt);
      const needed = new Set(all.filter((one) => !one.sent).map(({ hash }) => hash));
      let bytes = 0;
      const old = all.filter((one) => one.sent && (bytes += one.bytes) > SENT_CLIP_BYTES);
      await this.#tables.clips.bulkDelete(old.map(({ hash, household }) => [hash, household]));
      await this.#tables.clipBytes.bulkDelete(old.map(({ hash }) => hash).filter((hash) => !needed.has(hash)));
    });
    this.#tell('clips');
  }

  async dropClips(clips: readonly KeptClip[]): Promise<void> {
    await this.#write(['clips', 'clipBytes'], async () => {
      await this.#tables.clips.bulkDelete(clips.map(({ hash, household }) => [hash, household]));
      const left = new Set((await this.#tables.clips.toArray()).map(({ hash }) => hash));
      await this.#tables.clipBytes.bulkDelete(clips.map(({ hash }) => hash).filter((hash) => !left.has(hash)));
    });
    this.#tell('clips');
  }

  note(name: string): Promise<Json> {
    return this.#read(['notes'], async () => {
      const record = await this.#tables.notes.get(name);
      return record ? (JSON.parse(this.#codec.open(record.text)) as Json) : null;
    });
  }

  async keepNote(name: string, value: Json): Promise<void> {
    await this.#write(['notes'], async () => {
      if (value === null) await this.#tables.notes.delete(name);
      else await this.#tables.notes.put({ name, text: this.#codec.seal(JSON.stringify(value)) });
    });
  }

  hear(listener: (what: Rumour, here: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#sweeping);
    this.#listeners.clear();
    this.#channel?.close();
    this.#tables.close();
  }

  #gathering(live: Generation, version: number): Gathering {
    return new Gathering(this.#tables, this.#codec, live, null, async () => {
      if (this.#marks?.gen !== live.gen || this.#marks.version !== version) {
        this.#marks = { gen: live.gen, version, records: await new Gathering(this.#tables, this.#codec, live).marks() };
      }
      return this.#marks.records;
    });
  }

  async #setAside(aside: Generation, page: Page): Promise<Generation> {
    if (this.#aside?.gen !== aside.gen || this.#aside.homes.size !== aside.homes) {
      const marks = aside.homes === 0 ? [] : await new Gathering(this.#tables, this.#codec, aside).marks();
      this.#aside = { gen: aside.gen, homes: new Set(marks.flatMap(({ homes }) => homes)) };
    }
    const { homes } = this.#aside;
    const after = await new Gathering(this.#tables, this.#codec, aside, homes).take(page.rows, true);
    for (const { household } of page.rows) if (household !== null) homes.add(household);
    return after;
  }

  /** Takes away what belongs to no standing generation: the rows before a reset, or of a reset that was given up. */
  async #sweep(): Promise<void> {
    await this.#write(ROWS, async () => {
      const { live, aside } = await this.#state();
      const kept = [live.gen, ...(aside ? [aside.gen] : [])].sort((a, b) => a - b);
      for (const table of [this.#tables.docs, this.#tables.loose, this.#tables.list, this.#tables.marks]) {
        let from = '';
        for (const gen of kept) {
          await table.where(':id').between(from, genPrefix(gen), true, false).delete();
          from = genPrefix(gen + 1);
        }
        await table.where(':id').aboveOrEqual(from).delete();
      }
    });
  }

  async #state(): Promise<StateRecord> {
    const state = (await this.#tables.state.get('state')) ?? freshState;
    if (state.lastTurn < this.#lastTurn) throw new ShelfTrouble('corrupt', new Error('the browser has cleared the store'));
    this.#lastTurn = state.lastTurn;
    return state;
  }

  /** Puts the written chunks in place of those in memory, if those were of the version just before. */
  #relined({ live, version, chunks }: { live: Generation; version: number; chunks: ReadonlyMap<number, readonly (HouseholdLine | null)[]> }): void {
    const held = this.#lines;
    if (!held || held.of !== live.gen || held.version !== version - 1) {
      if (held?.version !== version) this.#lines = null;
      return;
    }
    for (const [chunk, lines] of chunks) held.chunks[chunk] = lines;
    this.#lines = { ...held, version, all: null };
  }

  #record(turn: number, kept: KeptAct): OutboxRecord {
    const { act, shown, hidden, verdict, epoch } = kept;
    return {
      turn,
      act: this.#codec.seal(JSON.stringify({ act, shown, hidden } satisfies Stored)),
      verdict: verdict && this.#codec.seal(JSON.stringify({ verdict, epoch } satisfies Judged)),
    };
  }

  #judged({ verdict }: OutboxRecord): Judged {
    return verdict === null ? { verdict: null, epoch: null } : (JSON.parse(this.#codec.open(verdict)) as Judged);
  }

  #keptAct(record: OutboxRecord): KeptAct {
    return { ...(JSON.parse(this.#codec.open(record.act)) as Stored), ...this.#judged(record) };
  }

  #read<T>(names: Names, work: () => Promise<T>): Promise<T> {
    return this.#guarded(() => this.#tables.transaction('r', [...names], work));
  }

  /** Reads rows. What cannot be read counts as missing, and where we stand is forgotten, so that all is read anew. */
  async #readRows<T>(names: Names, work: (gathering: Gathering, state: StateRecord) => Promise<T>): Promise<T> {
    const { found, harmed, known } = await this.#read(names, async () => {
      const state = await this.#state();
      const gathering = this.#gathering(state.live, state.version);
      return { found: await work(gathering, state), harmed: gathering.harmed, known: state.cursor !== null };
    });
    if (harmed && known) await this.#readAnew();
    else if (harmed) this.#rumour('harmed', true);
    return found;
  }

  async #readAnew(): Promise<void> {
    await this.#write(['state'], async () => {
      await this.#tables.state.put({ ...(await this.#state()), cursor: null, reading: null, aside: null });
    });
    this.#tell('harmed');
  }

  #write<T>(names: Names, work: () => Promise<T>): Promise<T> {
    return this.#guarded(() => this.#tables.transaction('rw', [...names], work));
  }

  /** Every way to the database goes through here: a failure comes out as one of three troubles. */
  async #guarded<T>(work: () => PromiseLike<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw troubleOf(error);
    }
  }

  #tell(what: Rumour): void {
    this.#channel?.postMessage(what);
    this.#rumour(what, true);
  }

  #rumour(what: Rumour, here: boolean): void {
    for (const listener of this.#listeners) listener(what, here);
  }
}
