// The open book of one person at this phone: rows with what waits laid over, acts said, clips kept, the road watched.
import { batch, computed, signal } from '@preact/signals';
import type { ActKind, Json, Refusal, Row, RowKey } from '#journal/act.ts';
import { keyOf, refuse } from '#journal/act.ts';
import type { KeptAct, Road } from '#journal/ports.ts';
import type { Trust } from '#journal/replica.ts';
import { Replica } from '#journal/replica.ts';
import type { CommuneRow, Day, PersonRow, VillageRow } from '#commune/places/rows.ts';
import type { Clip } from '#commune/visits/rows.ts';
import type { Book, HouseholdLine, HouseholdPage, KeptActWithTrust, PhoneHealth, RoadSign } from '#phone/book.ts';
import type { Progress } from '../road/exchange.ts';
import { Exchange } from '../road/exchange.ts';
import { appOnPhone } from './app-version.ts';
import { believed, dayAt, evidenceAt, perhaps } from '../road/clock.ts';
import { arranged, pageOf, withChanged } from './lines.ts';
import { joinedLines, wholePage } from './merged.ts';
import { Remembered } from './remembered.ts';
import { sayOnSomeDay } from './some-day.ts';
import { type LateKinds, cleaning } from './late-kinds.ts';
import { outboxFileOf } from './outbox-file.ts';
import { looseOver, Overlay } from './overlay.ts';
import type { KeptClip, Rumour, Shelf } from './shelf.ts';
import { ShelfTrouble } from './shelf.ts';
import { sendClips } from './send-clips.ts';
import { soon } from './soon.ts';
import { struckClips } from './struck.ts';

/** How the open book reaches the server; the make-believe phone has one of its own. */
export interface Carrier {
  /** `waiting`: acts and clips still here, told to the office with every question. */
  road(progress: (bytes: number) => void, waiting: () => number): Road;
  sendClip(clip: KeptClip, shelf: Shelf): Promise<void>;
  fetchClip(hash: string): Promise<Blob | null>;
  /** What of these was refused because its author's post had ended goes to the office as letters, once. */
  handOver?(acts: readonly KeptActWithTrust[]): Promise<void>;
  /** Runs `work` while no other window exchanges for this seat; answers false where another does. */
  alone(work: () => Promise<void>): Promise<boolean>;
  /** Asks the browser never to clear this phone's store by itself; null: it cannot be asked. */
  persist(): Promise<boolean | null>;
}

export interface BookParts {
  readonly seat: Book['seat'];
  readonly kinds: LateKinds;
  readonly shelf: Shelf;
  readonly carrier: Carrier;
  now(): number;
  /** Hears how many acts and clips wait, whenever it changes. */
  waiting?(count: number): void;
}

const BY_NAME = new Intl.Collator('vi', { numeric: true });

export class OpenBook implements Book {
  readonly seat: Book['seat'];
  readonly commune = signal<CommuneRow | null>(null);
  readonly villages = signal<readonly VillageRow[]>([]);
  readonly people = signal<ReadonlyMap<string, PersonRow>>(new Map());
  readonly lines = signal<readonly HouseholdLine[]>([]);
  readonly acts = signal<readonly KeptActWithTrust[]>([]);
  readonly changed = signal(0);
  readonly #health = signal<Omit<PhoneHealth, 'readyOffline' | 'doubt'>>({ persisted: null, trouble: null });
  readonly #whole = signal(false);
  readonly health = computed<PhoneHealth>(() => ({ ...this.#health.value, readyOffline: appOnPhone.value && this.#whole.value, doubt: this.#remembered.doubt.value }));
  readonly #clips = signal(0);
  readonly road = computed<RoadSign>(() => {
    const acts = this.acts.value;
    return {
      ...this.#exchange.sign.value,
      waitingActs: acts.filter(({ trust }) => trust === 'saved' || trust === 'sent').length,
      waitingClips: this.#clips.value,
      refused: acts.filter(({ trust }) => trust === 'refused').length,
    };
  });

  readonly #parts: BookParts;
  readonly #shelf: Shelf;
  readonly #replica: Replica;
  readonly #exchange: Exchange;
  readonly #overlay: Overlay;
  readonly #remembered: Remembered;
  #trusts = new Map<RowKey, Trust>();
  /** Representatives met on opened pages: their rows lie with their households, which are too many to read at the start. */
  readonly #met = new Map<string, PersonRow>();
  #loose: readonly Row[] = [];
  /** Confirmed lines in the order they are shown. */
  #base: readonly HouseholdLine[] = [];
  #stale = true;
  #ended = false;
  #freshening: Promise<void> | null = null;
  #freshenAgain = false;
  /** After it was told that something is saved: asking the browser takes a cheap phone longer than a thumb should wait for. */
  readonly #persistSoon = soon(() => { if (!this.#ended && this.#health.peek().persisted !== true) void this.#persist(); });

  private constructor(parts: BookParts, replica: Replica, remembered: Remembered, lastAt: number | null) {
    this.#remembered = remembered;
    this.seat = parts.seat;
    this.#parts = parts;
    this.#shelf = parts.shelf;
    this.#replica = replica;
    this.#overlay = new Overlay(parts.shelf);
    this.#exchange = new Exchange({ run: (report) => this.#trip(report), explain: (error) => this.#explain(error) }, lastAt);
  }

  /** Opens the book of a seat; its lists stand when this resolves. The road is tried by `start`. */
  static async open(parts: BookParts): Promise<OpenBook> {
    const replica = new Replica(parts.kinds.kinds, parts.seat, parts.shelf, { now: parts.now, today: () => dayAt(believed(evidenceAt(parts.now())).at) });
    // The longest reading first: the browser fetches the lines while the rest is looked up.
    const lines = parts.shelf.lines().catch(() => undefined);
    const [remembered] = await Promise.all([Remembered.of(parts.shelf, replica, parts.now), replica.open()]);
    // What waits is laid over the rows by the rules of its kind; with nothing waiting they can wait too.
    if (replica.acts.length > 0) await parts.kinds.load().then(() => replica.open(), () => undefined);
    const book = new OpenBook(parts, replica, remembered, remembered.lastAtOpening);
    // In a turn of its own: whoever waits to hear "saved" does not wait until everything that tells of it is drawn anew.
    replica.watch(soon(() => {
      if (book.#ended) return;
      book.#showActs();
      void book.#freshen();
    }));
    parts.shelf.hear((what, here) => book.#heard(what, here));
    book.#showActs();
    await Promise.all([book.#countClips(), lines]);
    await book.#freshen();
    return book;
  }

  start(): void {
    this.#exchange.start();
  }

  close(): void {
    this.#ended = true;
    this.#exchange.stop();
    this.#shelf.close();
  }

  today(): Day {
    return dayAt(believed(evidenceAt(this.#parts.now())).at);
  }

  page(household: string): Promise<HouseholdPage | undefined> {
    return wholePage(household, (one) => this.#pageOf(one));
  }

  async #pageOf(household: string): Promise<HouseholdPage | undefined> {
    const rows = await this.#reading(() => this.#overlay.rowsOf(household, this.#replica.over));
    const strangers = rows.filter((row) => row.kind === 'person' && JSON.stringify(this.people.peek().get(row.id)) !== JSON.stringify(row)) as readonly PersonRow[];
    if (strangers.length > 0) {
      for (const row of strangers) this.#met.set(row.id, row);
      this.people.value = new Map([...this.people.peek(), ...strangers.map((row) => [row.id, row] as const)]);
    }
    return pageOf(rows);
  }

  trust(key: RowKey): Trust | null {
    // Read, so that whoever draws this draws it again when an act changes its state.
    void this.acts.value;
    return this.#trusts.get(key) ?? null;
  }

  async say(kind: string, body: Json): Promise<{ readonly kept: KeptAct } | { readonly refusal: Refusal }> {
    let kept: KeptAct | { readonly refusal: Refusal };
    try {
      await this.#parts.kinds.load();
      const known = this.#parts.kinds.kinds.get(kind) as ActKind<unknown> | undefined;
      if (!known) return refuse('act.unknown', { kind });
      const evidence = evidenceAt(this.#parts.now());
      kept = await sayOnSomeDay(this.#replica, known, body, believed(evidence).sure ? undefined : { person: this.seat.person, perhaps: perhaps(evidence) });
    } catch (error) {
      return { refusal: this.#explain(error) };
    }
    if ('refusal' in kept) return kept;
    this.#well();
    this.#persistSoon();
    this.#exchange.soon();
    return { kept };
  }

  async keepClip(household: string, source: Blob): Promise<Clip | { readonly refusal: Refusal }> {
    let clip: Clip;
    try {
      const { cleaned, hashOf } = await cleaning();
      const clean = await cleaned(source);
      if ('refusal' in clean) return clean;
      clip = { hash: await hashOf(clean.bytes), type: clean.type, bytes: clean.bytes.size };
      await this.#shelf.putClip({ ...clip, household, offset: 0, sent: false, refusedAt: null }, clean.bytes);
    } catch (error) {
      return { refusal: this.#explain(error) };
    }
    this.#well();
    this.#exchange.soon();
    return clip;
  }

  async clip(hash: string): Promise<Blob | null> {
    const kept = await this.#reading(() => this.#shelf.clipBytes(hash));
    return kept ?? (await this.#parts.carrier.fetchClip(hash));
  }

  getReady(): void {
    void this.#parts.kinds.load().catch(() => undefined);
    void cleaning().catch(() => undefined);
  }

  exchangeNow(): Promise<void> {
    return this.#exchange.now();
  }

  async dismiss(turn: number): Promise<void> {
    const gone = this.#replica.acts.find(({ act }) => act.turn === turn)?.act;
    await this.#reading(() => this.#replica.dismiss(turn));
    if (gone) await import('./let-go.ts').then(({ letGo }) => this.#reading(() => letGo(gone, this.#replica.acts, this.#shelf, (household) => this.page(household))));
  }

  outboxFile(): Promise<Blob> {
    return this.#reading(() => outboxFileOf(this.seat, this.#replica.acts, this.#shelf));
  }

  draft(name: string): Promise<Json> {
    return this.#reading(() => this.#shelf.note(`draft.${name}`));
  }

  async keepDraft(name: string, form: Json): Promise<void> {
    await this.#reading(() => this.#shelf.keepNote(`draft.${name}`, form));
    // A form that was kept proves that there is room again; one that was thrown away proves nothing.
    if (form !== null && this.#health.peek().trouble === 'full') this.#well();
  }

  /** How many acts and clips have not reached the server. */
  waitingNow(): number {
    const { waitingActs, waitingClips } = this.road.peek();
    return waitingActs + waitingClips;
  }

  async #trip(report: (progress: Progress) => void): Promise<'done' | 'elsewhere'> {
    const { carrier } = this.#parts;
    const ran = await carrier.alone(async () => {
      let [rows, before, bytes] = [0, 0, 0];
      // Another window may have said something since this one last looked.
      await this.#replica.open();
      // Answers are compared with what this phone works out itself.
      if (this.#replica.acts.length > 0) await this.#parts.kinds.load();
      const road = carrier.road((inPage) => {
        if (inPage < bytes) before += bytes;
        bytes = inPage;
        report({ rows, bytes: before + bytes });
      }, () => this.waitingNow());
      await this.#replica.exchange(road, (read) => {
        rows = read;
        report({ rows, bytes: before + bytes });
      });
      await this.#sendClips();
      await this.#parts.carrier.handOver?.(this.#replica.acts);
      await this.#remembered.exchanged();
    });
    if (!ran) return 'elsewhere';
    this.#well();
    void this.#persist();
    return 'done';
  }

  async #sendClips(): Promise<void> {
    const struck = await struckClips(await this.#shelf.clips(), (household) => this.page(household));
    if (struck.length > 0) await this.#shelf.dropClips(struck);
    await sendClips({ shelf: this.#shelf, send: (clip) => this.#parts.carrier.sendClip(clip, this.#shelf), now: this.#parts.now, epoch: this.#replica.cursor?.epoch ?? null });
  }

  async #persist(): Promise<void> {
    const persisted = await this.#parts.carrier.persist();
    this.#health.value = { ...this.#health.value, persisted };
  }

  #heard(what: Rumour, here: boolean): void {
    if (this.#ended) return;
    if (what === 'closed') void this.#reopen();
    else if (what === 'harmed') this.#readAnew();
    else if (what === 'clips') void this.#countClips();
    else {
      if (what === 'rows') this.#stale = true;
      // Another window wrote: the replica's own picture is behind. After a write from here it looks by itself.
      if (!here) void this.#replica.open().then(() => this.#seen(), (error: unknown) => this.#explain(error));
    }
  }

  #readAnew(): void {
    if (this.#health.peek().trouble === 'corrupt') return;
    this.#health.value = { ...this.#health.value, trouble: 'corrupt' };
    this.#exchange.soon();
  }

  /** The other window may just have exchanged. */
  async #seen(): Promise<void> {
    const lastAt = await this.#remembered.lastAt();
    if (lastAt !== null) this.#exchange.seen(lastAt);
  }

  /** Some systems close a store when memory is short; it is said, and opened again if it can be. */
  async #reopen(): Promise<void> {
    this.#health.value = { ...this.#health.value, trouble: 'closed' };
    await this.#replica.open().then(() => this.#well(), (error: unknown) => this.#explain(error));
  }

  async #countClips(): Promise<void> {
    const clips = await this.#reading(() => this.#shelf.clips());
    this.#clips.value = clips.filter((clip: KeptClip) => !clip.sent).length;
    this.#parts.waiting?.(this.waitingNow());
  }

  /** What was said, and how far it came; rows follow when they are read. */
  #showActs(): void {
    const { acts } = this.#replica;
    this.#trusts = trustsOf(acts);
    this.acts.value = acts;
  }

  /** Brings every signal up to date. Calls that come while it runs are met by one more run. */
  #freshen(): Promise<void> {
    if (this.#ended) return Promise.resolve();
    if (this.#freshening) {
      this.#freshenAgain = true;
      return this.#freshening;
    }
    this.#freshening = (async () => {
      do {
        this.#freshenAgain = false;
        await this.#freshenOnce();
      } while (this.#freshenAgain && !this.#ended);
    })().catch((error: unknown) => void this.#explain(error)).finally(() => {
      this.#freshening = null;
    });
    return this.#freshening;
  }

  async #freshenOnce(): Promise<void> {
    const { over, cursor } = this.#replica;
    const stale = this.#stale;
    if (stale) {
      this.#stale = false;
      this.#overlay.forget();
      this.#loose = await this.#shelf.loose();
    }
    const loose = looseOver(this.#loose, over);
    const villages = (loose.filter((row) => row.kind === 'village') as VillageRow[]).sort((a, b) => BY_NAME.compare(a.body.name, b.body.name));
    const places = villages.map(({ id }) => id);
    if (stale) this.#base = arranged(await this.#shelf.lines(), places);
    const own = await this.#ownRow(loose);
    const lines = joinedLines(withChanged(this.#base, await this.#overlay.linesUnder(over), places));
    batch(() => {
      this.commune.value = (loose.find((row) => row.kind === 'commune') as CommuneRow | undefined) ?? null;
      this.villages.value = villages;
      this.people.value = new Map([...this.#met, ...[...loose, ...own].filter((row) => row.kind === 'person').map((row) => [row.id, row as PersonRow] as const)]);
      this.lines.value = lines;
      this.#whole.value = cursor !== null;
      this.changed.value += 1;
    });
    this.#parts.waiting?.(this.waitingNow());
  }

  /** A representative's own row lies with their household; what they may do hangs on it. */
  async #ownRow(loose: readonly Row[]): Promise<readonly Row[]> {
    const { person } = this.seat;
    if (loose.some((row) => row.kind === 'person' && row.id === person)) return [];
    const key = `person/${person}`;
    const row = (await this.#replica.rows([key])).get(key);
    return row ? [row] : [];
  }

  async #reading<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#explain(error);
      throw error;
    }
  }

  #well(): void {
    if (this.#health.peek().trouble !== null) this.#health.value = { ...this.#health.peek(), trouble: null };
  }

  /** What to tell a person of a failure that is not the road's; the phone's own troubles stand on its health as well. */
  #explain(error: unknown): Refusal {
    if (error instanceof ShelfTrouble) {
      this.#health.value = { ...this.#health.peek(), trouble: error.trouble };
      return { code: `store.${error.trouble}` };
    }
    console.error(error);
    return { code: 'app.trouble', params: { what: error instanceof Error ? error.message : String(error) } };
  }
}

/** The last act on this phone that touched a row speaks for it. */
function trustsOf(acts: readonly KeptActWithTrust[]): Map<RowKey, Trust> {
  const trusts = new Map<RowKey, Trust>();
  for (const { shown, hidden, trust } of acts) {
    for (const row of shown) trusts.set(keyOf(row), trust);
    for (const key of hidden) trusts.set(key, trust);
  }
  return trusts;
}
