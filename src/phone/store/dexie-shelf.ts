// Keeps a seat's rows, acts and clips in the browser's database: strict, one atomic step a call, several windows at once.
import type { KeptRow, Refusal, RowKey } from '#journal/act.ts';
import { settles } from '#journal/accept.ts';
import type { Asked } from '#journal/cursor.ts';
import { reachAfter, sameMark, takingOf, underOf, withOwn } from '#journal/cursor.ts';
import { type Told, hearing, overturns, sameSum } from '#journal/digest.ts';
import type { KeptAct, Page, Settlement, StoreState, Taken } from '#journal/ports.ts';
import { tellsSum, unsure } from '#journal/ports.ts';
import type { HouseholdLine } from '#phone/book.ts';
import { Gathering, homeIn } from './gathering.ts';
import type { Vault } from './letter.ts';
import { type Lines, openedList, repacked, sameBytes } from './list.ts';
import type { ChunkMarks } from './marks.ts';
import type { Stored } from './outbox.ts';
import { judgedOf, keptActOf, recordOf, sealedVerdict, storedOf } from './outbox.ts';
import { Near } from './near.ts';
import { TurnTaken, appendAt, readAt } from './quick.ts';
import type { Rumour, Shelf } from './shelf.ts';
import { ShelfTrouble } from './shelf.ts';
import type { Generation, ListRecord, StateRecord } from './tables.ts';
import type { Names } from './table-shelf.ts';
import { isSealed } from './sealed.ts';
import { openedAtLast } from './trouble.ts';
import { TableShelf } from './table-shelf.ts';
import { emptyGeneration, freshState, genPrefix, plain } from './tables.ts';

const SWEEP_AFTER_MS = 20_000;
const REPACK_AFTER_MS = 1_500;

type StandingState = StateRecord & Required<Pick<StateRecord, 'heard' | 'under'>>;

const ROWS: Names = ['docs', 'loose', 'list', 'marks', 'state'];

export class DexieShelf extends TableShelf implements Shelf {
  #sweeping: ReturnType<typeof setTimeout> | undefined;
  /** Lines by chunk of the generation `of`, as far as they were read. */
  #lines: { of: number; version: number; chunks: Lines[]; all: readonly HouseholdLine[] | null } | null = null;
  #marks: { readonly gen: number; readonly version: number; readonly chunks: readonly ChunkMarks[] } | null = null;
  /** Acts that were opened: what was said never changes, and opening hundreds at every exchange is felt. */
  #said = new Map<number, Stored>();
  #repacking: ReturnType<typeof setTimeout> | undefined;
  /** Households of the generation a reading sets aside. */
  #aside: { readonly gen: number; readonly homes: Set<string> } | null = null;
  /** Chunks of lines as they lie on the disk, fetched ahead. */
  #fetched: { readonly gen: number; readonly version: number; readonly records: readonly ListRecord[] } | null = null;
  readonly #near = new Near();
  /** The live generation as it was last seen. */
  #gen = freshState.live.gen;
  /** Whether it was ever seen where the store stands. */
  #stood = false;
  /** The highest turn ever seen here: a store that knows less has lost what it held. */
  #lastTurn = 0;

  /** @throws ShelfTrouble where the browser cannot open it */
  static async of(device: string, vault: Vault | null = { codec: plain, letters: null }): Promise<DexieShelf> {
    const shelf = await openedAtLast(() => new DexieShelf(device, vault), ({ tables }) => tables);
    // Left over where the app was killed between a reset and its sweeping: nothing reads it, so there is no hurry.
    shelf.#sweeping = setTimeout(() => void shelf.#sweep().catch(() => undefined), SWEEP_AFTER_MS);
    return shelf;
  }

  open(): Promise<StoreState> {
    return this.read(['outbox', 'turns', 'state'], async () => {
      const { cursor, reading, heard, under } = await this.#state();
      const last = (await this.tables.turns.get('last'))?.turn ?? 0;
      if (last < this.#lastTurn) throw new ShelfTrouble('corrupt', new Error('the browser has cleared the store'));
      this.#lastTurn = last;
      const records = await this.tables.outbox.orderBy('turn').toArray();
      const said = new Map(records.map((record) => [record.turn, this.#said.get(record.turn) ?? storedOf(this.codec, record)]));
      this.#said = said;
      // An older window kept it open in a store it did not understand.
      if (this.vault.letters && records.some(({ act }) => !isSealed(act))) void this.sealWhatWaits().catch(() => undefined);
      return { cursor, reading, heard, under, acts: records.map((record) => keptActOf(this.codec, record, said.get(record.turn))) };
    });
  }

  async rows(keys: readonly RowKey[]): Promise<ReadonlyMap<RowKey, KeptRow>> {
    if (keys.length === 0) return new Map();
    const wanted = [...new Set(keys)];
    return this.#near.among(wanted) ?? (await this.guarded(() => this.#quickRows(wanted))) ?? this.#readRows(ROWS, (gathering) => gathering.find(wanted));
  }

  /** The rows where all of them lie where one looks first; else undefined. */
  async #quickRows(keys: readonly RowKey[]): Promise<ReadonlyMap<RowKey, KeptRow> | undefined> {
    const gen = this.#gen;
    const homes = [...new Set(keys.flatMap((key) => homeIn(key) ?? []))];
    const read = await readAt(await this.#native(), gen, keys.filter((key) => homeIn(key) === undefined), homes);
    const state = this.#standing(read.state);
    if (state.live.gen !== gen || [...read.docs.values()].some(({ parts }) => parts > 1)) return undefined;
    const gathering = this.#gathering(state.live, state.version);
    const found = gathering.among(keys, read);
    const missing = keys.some((key) => !found.has(key) && homeIn(key) === undefined);
    return missing || gathering.harmed ? undefined : found;
  }

  /** The browser's own database; opened again where the system closed it. */
  async #native(): Promise<IDBDatabase> {
    if (!this.tables.isOpen()) await this.tables.open();
    return this.tables.backendDB();
  }

  async append(build: (turn: number) => KeptAct | { readonly refusal: Refusal }): Promise<KeptAct | { readonly refusal: Refusal }> {
    for (;;) {
      const turn = this.#lastTurn + 1;
      const kept = build(turn);
      if ('refusal' in kept) return kept;
      try {
        const letter = this.vault.letters?.act(turn, kept.act) ?? null;
        await this.guarded(async () => appendAt(await this.#native(), recordOf(this.codec, turn, kept, letter)));
      } catch (error) {
        if (!(error instanceof TurnTaken)) throw error;
        // Fewer turns than were seen here: the browser has cleared the store, and what waited in it.
        if (error.lastTurn < this.#lastTurn) throw new ShelfTrouble('corrupt', error);
        this.#lastTurn = error.lastTurn;
        continue;
      }
      this.#lastTurn = Math.max(this.#lastTurn, turn);
      this.tell('acts');
      return kept;
    }
  }

  async settle(settlement: Settlement): Promise<void> {
    const { epoch, verdicts, under, rows, own, mistrust, forget, told } = settlement;
    const lines = await this.write([...ROWS, 'outbox'], async () => {
      const state = await this.#hear(told);
      const records = await this.tables.outbox.bulkGet(verdicts.map(({ turn }) => turn));
      const judged = records.flatMap((record, i) => {
        if (!record) return [];
        const { verdict, epoch: before } = judgedOf(this.codec, record);
        if (!settles(verdict, before, verdicts[i]!, epoch)) return [];
        return [{ ...record, verdict: sealedVerdict(this.codec, record.turn, { verdict: verdicts[i]!, epoch }) }];
      });
      if (judged.length > 0) await this.tables.outbox.bulkPut(judged);
      if (forget.length > 0) await this.tables.outbox.bulkDelete([...forget]);
      if (!sameMark(state.cursor, under)) return null;
      if (mistrust) {
        await this.tables.state.put({ ...state, cursor: null, reading: null, aside: null });
        return null;
      }
      if (!state.cursor || (rows.length === 0 && own.length === 0)) return null;
      const gathering = this.#gathering(state.live, state.version);
      const live = await gathering.take(rows, false);
      const version = state.version + 1;
      const cursor = gathering.harmed ? null : withOwn(state.cursor, own);
      await this.tables.state.put({ ...state, live, cursor, version });
      return { live, version, chunks: gathering.lines };
    });
    if (lines) this.#relined(lines);
    this.tell(lines ? 'rows' : 'acts');
  }

  /** What was told of the journal; where it overturns what was heard, nothing counts as booked any more. */
  async #hear(told: Told | null): Promise<StandingState> {
    const state = await this.#state();
    if (!told) return state;
    const heard = hearing(state.heard, told);
    const doubted = overturns(state.heard, told);
    if (heard === state.heard && !doubted) return state;
    if (doubted) await this.#doubt();
    const next = { ...state, heard, ...(doubted ? { cursor: null, reading: null, aside: null } : {}) };
    await this.tables.state.put(next);
    return next;
  }

  async #doubt(): Promise<void> {
    const records = await this.tables.outbox.orderBy('turn').toArray();
    const doubted = records.flatMap((record) => {
      const kept = keptActOf(this.codec, record, this.#said.get(record.turn));
      const { verdict, epoch } = unsure(kept);
      return verdict === null || epoch === kept.epoch ? [] : [{ ...record, verdict: sealedVerdict(this.codec, record.turn, { verdict, epoch }) }];
    });
    await this.tables.outbox.bulkPut(doubted);
  }

  async take(page: Page, asked: Asked): Promise<Taken> {
    const taken = await this.#unharmed([...ROWS, 'outbox'], async () => {
      const state = await this.#state();
      const taking = takingOf(state, page, asked);
      const reach = reachAfter({ cursor: state.cursor, reading: state.reading, heard: state.heard, under: state.under }, page, asked, taking);
      if (taking === 'pass') return { reach: { ...reach, sum: null } };
      if (taking === 'plain') {
        const gathering = this.#gathering(state.live, state.version);
        const live = page.rows.length > 0 || !state.live.held ? await gathering.take(page.rows, false) : state.live;
        const version = page.rows.length > 0 ? state.version + 1 : state.version;
        if (gathering.harmed) throw new ShelfTrouble('corrupt', new Error('a document could not be read'));
        await this.tables.state.put({ ...state, ...reach, live, version });
        const sum = !tellsSum(page, taking, reach) ? null : sameSum(live.held!, page.sum!) ? 'equal' as const : 'unequal' as const;
        return { reach: { ...reach, sum }, lines: { live, version, chunks: gathering.lines } };
      }
      if (page.other) await this.#doubt();
      const begins = taking === 'begin' || !state.aside;
      const before = begins ? emptyGeneration(state.nextGen) : state.aside;
      const aside = await this.#setAside(before, page);
      const next = { ...state, ...reach, nextGen: begins ? state.nextGen + 1 : state.nextGen };
      const whole = page.more === null;
      await this.tables.state.put(whole ? { ...next, live: aside, aside: null, version: state.version + 1 } : { ...next, aside });
      return { reach: { ...reach, sum: null }, whole };
    });
    if (taken.lines) this.#relined(taken.lines);
    if (taken.whole) {
      this.#aside = null;
      await this.#sweep();
    }
    if (taken.whole || taken.lines) this.tell('rows');
    return taken.reach;
  }

  /** A page that meets what cannot be read is not taken; the next exchange reads all anew. */
  async #unharmed<T>(names: Names, work: () => Promise<T>): Promise<T> {
    try {
      return await this.write(names, work);
    } catch (error) {
      if (error instanceof ShelfTrouble && error.trouble === 'corrupt') await this.#readAnew();
      throw error;
    }
  }

  async dismiss(turn: number): Promise<void> {
    await this.write(['outbox'], async () => {
      const record = await this.tables.outbox.get(turn);
      const verdict = record && judgedOf(this.codec, record).verdict;
      if (verdict && 'refusal' in verdict) await this.tables.outbox.delete(turn);
    });
    this.tell('acts');
  }

  /** Fetches the lines as they lie on the disk, sealed: while nobody has shown yet who they are, `lines` then need not wait. */
  async fetchLines(): Promise<void> {
    this.#fetched = await this.read(['list', 'state'], async () => this.#listRecords(await this.#state()));
  }

  async #listRecords({ live: { gen }, version }: StateRecord) {
    return { gen, version, records: await this.tables.list.where('k').startsWith(genPrefix(gen)).toArray() };
  }

  async lines(): Promise<readonly HouseholdLine[]> {
    const { state, lines, records } = await this.read(['list', 'state'], async () => {
      const state = await this.#state();
      if (this.#lines?.of === state.live.gen && this.#lines.version === state.version) return { state, lines: this.#lines, records: [] };
      const ahead = this.#fetched?.gen === state.live.gen && this.#fetched.version === state.version ? this.#fetched : null;
      this.#fetched = null;
      return { state, lines: null, records: (ahead ?? (await this.#listRecords(state))).records };
    });
    const held = lines ?? (this.#lines = { of: state.live.gen, version: state.version, chunks: await this.#opened(records, state.cursor !== null), all: null });
    held.all ??= held.chunks.flat().filter((line) => line !== null);
    return held.all;
  }

  async #opened(records: readonly ListRecord[], known: boolean): Promise<Lines[]> {
    const { chunks, harmed, slow } = await openedList(this.codec, records);
    if (harmed) await this.#harmed(known);
    if (slow) this.#repackSoon();
    return chunks;
  }

  #repackSoon(): void {
    clearTimeout(this.#repacking);
    this.#repacking = setTimeout(() => void this.#repack().catch(() => undefined), REPACK_AFTER_MS);
  }

  async #repack(): Promise<void> {
    const { list } = this.tables;
    const keys = await this.read(['list', 'state'], async () => list.where('k').startsWith(genPrefix((await this.#state()).live.gen)).primaryKeys());
    for (const k of keys) {
      const record = await this.read(['list'], () => list.get(k));
      const text = record && (await repacked(this.codec, record));
      // Written anew meanwhile, it is left for the next quiet moment.
      if (text) await this.write(['list'], async () => void (sameBytes((await list.get(k))?.text ?? text, record.text) && (await list.put({ k, text }))));
    }
  }

  households(ids: readonly string[]): Promise<ReadonlyMap<string, readonly KeptRow[]>> {
    if (ids.length === 0) return Promise.resolve(new Map());
    const asked = this.#near.age;
    return this.#readRows(['docs', 'state'], async (gathering) => {
      const documents = await gathering.documents(ids);
      return new Map([...documents].map(([id, { document }]) => [id, document]));
    }).then((documents) => {
      if (!this.#near.isPast(asked)) for (const id of ids) this.#near.keepHome(id, documents.get(id)?.all() ?? []);
      return new Map([...documents].map(([id, document]) => [id, document.rows()]));
    });
  }

  loose(): Promise<readonly KeptRow[]> {
    const asked = this.#near.age;
    return this.#readRows(['loose', 'state'], async (gathering, { live }) => {
      const records = await this.tables.loose.where('k').startsWith(genPrefix(live.gen)).toArray();
      return records.flatMap((record) => gathering.looseRow(record) ?? []);
    }).then((rows) => {
      if (!this.#near.isPast(asked)) this.#near.keepLoose(rows);
      return rows.filter((row) => !row.gone);
    });
  }

  override close(): void {
    clearTimeout(this.#sweeping);
    clearTimeout(this.#repacking);
    super.close();
  }

  protected override rumour(what: Rumour, here: boolean): void {
    if (what !== 'acts' && what !== 'clips') this.#near.forget();
    super.rumour(what, here);
  }

  #gathering(live: Generation, version: number): Gathering {
    return new Gathering(this.tables, this.codec, live, {
      marks: async () => {
        if (this.#marks?.gen !== live.gen || this.#marks.version !== version) {
          this.#marks = { gen: live.gen, version, chunks: await new Gathering(this.tables, this.codec, live).marks() };
        }
        return this.#marks.chunks;
      },
      lines: (chunk) => (this.#lines?.of === live.gen && this.#lines.version === version ? this.#lines.chunks[chunk] : undefined),
    });
  }

  async #setAside(aside: Generation, page: Page): Promise<Generation> {
    if (this.#aside?.gen !== aside.gen || this.#aside.homes.size !== aside.homes) {
      const marks = aside.homes === 0 ? [] : await new Gathering(this.tables, this.codec, aside).marks();
      this.#aside = { gen: aside.gen, homes: new Set(marks.flatMap(({ homes }) => homes)) };
    }
    const { homes } = this.#aside;
    const after = await new Gathering(this.tables, this.codec, aside, { homes }).take(page.rows, true);
    for (const { household } of page.rows) if (household !== null) homes.add(household);
    return after;
  }

  /** Takes away what belongs to no standing generation: the rows before a reset, or of a reset that was given up. */
  async #sweep(): Promise<void> {
    await this.write(ROWS, async () => {
      const { live, aside } = await this.#state();
      const kept = [live.gen, ...(aside ? [aside.gen] : [])].sort((a, b) => a - b);
      for (const table of [this.tables.docs, this.tables.loose, this.tables.list, this.tables.marks]) {
        let from = '';
        for (const gen of kept) {
          await table.where(':id').between(from, genPrefix(gen), true, false).delete();
          from = genPrefix(gen + 1);
        }
        await table.where(':id').aboveOrEqual(from).delete();
      }
    });
  }

  async #state(): Promise<StandingState> {
    return this.#standing(await this.tables.state.get('state'));
  }

  /** Where the store stands. One that has forgotten that was cleared: its rows are missing, and nothing may be decided over them. */
  #standing(record: StateRecord | undefined): StandingState {
    if (!record && this.#stood) throw new ShelfTrouble('corrupt', new Error('the browser has cleared the store'));
    this.#stood ||= record !== undefined;
    const kept = record ?? freshState;
    this.#gen = kept.live.gen;
    return { ...kept, heard: kept.heard ?? null, under: underOf(kept) };
  }

  /** Puts the written chunks in place of those in memory, if those were of the version just before. */
  #relined({ live, version, chunks }: { live: Generation; version: number; chunks: ReadonlyMap<number, Lines> }): void {
    this.#repackSoon();
    const held = this.#lines;
    if (!held || held.of !== live.gen || held.version !== version - 1) {
      if (held?.version !== version) this.#lines = null;
      return;
    }
    for (const [chunk, lines] of chunks) held.chunks[chunk] = lines;
    this.#lines = { ...held, version, all: null };
  }

  /** Reads rows. What cannot be read counts as missing, and where we stand is forgotten, so that all is read anew. */
  async #readRows<T>(names: Names, work: (gathering: Gathering, state: StateRecord) => Promise<T>): Promise<T> {
    const { found, harmed, known } = await this.read(names, async () => {
      const state = await this.#state();
      const gathering = this.#gathering(state.live, state.version);
      return { found: await work(gathering, state), harmed: gathering.harmed, known: state.cursor !== null };
    });
    if (harmed) await this.#harmed(known);
    return found;
  }

  /** @param known whether anything says that we know where we stand */
  async #harmed(known: boolean): Promise<void> {
    if (known) await this.#readAnew();
    else this.rumour('harmed', true);
  }

  async #readAnew(): Promise<void> {
    await this.write(['state'], async () => {
      await this.tables.state.put({ ...(await this.#state()), cursor: null, reading: null, aside: null });
    });
    this.tell('harmed');
  }
}
