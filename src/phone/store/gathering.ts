// Lays rows into one generation of a seat's store, documents and list together, inside the transaction it is called in.
import type { KeptRow, RowKey } from '#journal/act.ts';
import { keyOf } from '#journal/act.ts';
import { replaces } from '#journal/cursor.ts';
import { type Sum, noRows, summed } from '#journal/digest.ts';
import type { HouseholdLine } from '#phone/book.ts';
import { Document, texts, unwired, wired } from './document.ts';
import type { WireRow } from './document.ts';
import { lineOf } from './lines.ts';
import { type Lines, linesIn, textOfLines } from './list.ts';
import type { ChunkMarks, MarksOfBefore } from './marks.ts';
import { homesOf, packedMarks, remarked, unpackedMarks } from './marks.ts';
import type { Read } from './quick.ts';
import { ShelfTrouble } from './shelf.ts';
import type { Codec, DocRecord, Generation, LooseRecord, MarkRecord, Tables } from './tables.ts';
import { chunkKey, docKey, genPrefix, looseKey } from './tables.ts';

/**
 * Households whose lines lie together. Measured with 10,000: chunks of 90 kB are read in 50 ms in all, smaller ones in 400,
 * as the browser hands over values above 64 kB without copying them; a change writes one chunk.
 */
const CHUNK_HOMES = 350;

/** The household that a row's key names: its own row, and its consents (commune/households/consent.ts). Ids of households may hold dots. */
export const homeIn = (key: RowKey): string | undefined => (/^household\/(.+)$/u.exec(key) ?? /^consent\/(.+)\.[^.]+$/u.exec(key))?.[1];

/** What a household's document became, for the list. */
interface Changed {
  readonly chunk: number;
  readonly line: HouseholdLine | null;
  readonly keys: readonly RowKey[];
}

/** What of a generation is known already to whoever gathers. */
export interface Known {
  /** Its households; where they are not known, every document is looked for. */
  readonly homes?: ReadonlySet<string>;
  readonly marks?: () => Promise<readonly ChunkMarks[]>;
  readonly lines?: (chunk: number) => Lines | undefined;
}

export class Gathering {
  readonly #tables: Tables;
  readonly #codec: Codec;
  #generation: Generation;
  readonly #known: Known;
  readonly #changed = new Map<string, Changed>();
  readonly #puts: DocRecord[] = [];
  #held = noRows;
  /** Something here could not be read: it counts as missing, and all must be read anew. */
  harmed = false;
  /** Chunks of lines as they were written, for whoever shows them. */
  readonly lines = new Map<number, Lines>();

  constructor(tables: Tables, codec: Codec, generation: Generation, known: Known = {}) {
    this.#tables = tables;
    this.#codec = codec;
    this.#generation = generation;
    this.#known = known;
  }

  /**
   * Lays the rows in; none replaces a newer one. `whole`: the rows belong to a reading from nothing, where no row
   * lies in two places. Answers the generation as it is then.
   */
  async take(rows: readonly KeptRow[], whole: boolean): Promise<Generation> {
    this.#held = this.#generation.held ?? (await this.#counted());
    const loose: KeptRow[] = [];
    const byHome = new Map<string, KeptRow[]>();
    for (const row of whole ? rows : await this.#placed(rows)) {
      const mates = row.household === null ? loose : byHome.get(row.household);
      if (mates) mates.push(row);
      else byHome.set(row.household!, [row]);
    }
    const known = [...byHome.keys()].filter((home) => this.#known.homes?.has(home) ?? true);
    const documents = await this.documents(known);
    for (const [home, mates] of byHome) {
      const held = documents.get(home);
      if (held) this.#change(held.document, held.record, mates);
      else this.#add(home, mates);
    }
    await this.#keepLoose(loose);
    if (this.#puts.length > 0) await this.#tables.docs.bulkPut(this.#puts);
    await this.#relist();
    return { ...this.#generation, held: this.#held };
  }

  /** A row made way for another, or came, or left. */
  #count(before: KeptRow | undefined, after: KeptRow | undefined): void {
    this.#held = summed(this.#held, before, after);
  }

  /** The sum over all that lies here: asked once, of a store of before sums were kept. */
  async #counted(): Promise<Sum> {
    const prefix = genPrefix(this.#generation.gen);
    let sum = noRows;
    await this.#tables.loose.where('k').startsWith(prefix).each((record) => void (sum = summed(sum, undefined, this.looseRow(record))));
    await this.#tables.docs.where('k').startsWith(prefix).each((record) => {
      const rows = this.#unharmed(() => JSON.parse(this.#codec.open(record.text, docPlace(record))) as WireRow[]) ?? [];
      for (const row of rows) sum = summed(sum, undefined, unwired(row, null));
    });
    return sum;
  }

  /** Opened documents of the households that are here. */
  async documents(homes: readonly string[]): Promise<Map<string, { document: Document; record: DocRecord }>> {
    const { gen } = this.#generation;
    const found = await this.#tables.docs.bulkGet(homes.map((home) => docKey(gen, home, 0)));
    const documents = new Map<string, { document: Document; record: DocRecord }>();
    for (const [i, record] of found.entries()) {
      if (!record) continue;
      const home = homes[i]!;
      const more = Array.from({ length: record.parts - 1 }, (_, part) => docKey(gen, home, part + 1));
      const rest = more.length > 0 ? await this.#tables.docs.bulkGet(more) : [];
      const document = this.#unharmed(() => new Document(home, [record, ...rest].map((part) => this.#codec.open(part!.text, docPlace(part!)))));
      if (document) documents.set(home, { document, record });
    }
    return documents;
  }

  #unharmed<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      // Locked meanwhile: nothing is wrong with what lies here.
      if (error instanceof ShelfTrouble && error.trouble === 'closed') throw error;
      this.harmed = true;
      return undefined;
    }
  }

  /** A row of no household. */
  looseRow({ k, text }: LooseRecord): KeptRow | undefined {
    return this.#unharmed(() => unwired(JSON.parse(this.#codec.open(text, `loose/${k}`)) as WireRow, null));
  }

  /**
   * The held rows of those keys, those taken away included. `hints`: households where they probably lie; a key that
   * names its own household lies there or nowhere.
   */
  async find(keys: readonly RowKey[], hints: readonly string[] = []): Promise<Map<RowKey, KeptRow>> {
    const { gen } = this.#generation;
    const found = new Map<RowKey, KeptRow>();
    const loose = await this.#tables.loose.bulkGet(keys.map((key) => looseKey(gen, key)));
    loose.forEach((record, i) => {
      const row = record && this.looseRow(record);
      if (row) found.set(keys[i]!, row);
    });
    const lookIn = async (homes: readonly string[]) => {
      for (const { document } of (await this.documents(homes)).values()) {
        for (const key of keys) {
          const row = document.get(key);
          if (row && replaces(found.get(key), row)) found.set(key, row);
        }
      }
    };
    const tried = new Set([...hints, ...keys.flatMap((key) => homeIn(key) ?? [])]);
    if (tried.size > 0) await lookIn([...tried]);
    const missing = keys.filter((key) => !found.has(key) && homeIn(key) === undefined);
    if (missing.length > 0) {
      const homes = homesOf(await (this.#known.marks ?? (() => this.marks()))(), missing);
      await lookIn([...new Set([...homes.values()].flat())].filter((home) => !tried.has(home)));
    }
    return found;
  }

  /** Those of the keys that lie among what was read. */
  among(keys: readonly RowKey[], read: Read): Map<RowKey, KeptRow> {
    const rows = new Map<RowKey, KeptRow>();
    for (const [key, record] of read.loose) {
      const row = this.looseRow(record);
      if (row) rows.set(key, row);
    }
    const wanted = new Set(keys);
    for (const [home, record] of read.docs) {
      const list = this.#unharmed(() => JSON.parse(this.#codec.open(record.text, docPlace(record))) as WireRow[]) ?? [];
      for (const row of list) if (wanted.has(`${row[0]}/${row[1]}`)) rows.set(`${row[0]}/${row[1]}`, unwired(row, home));
    }
    return rows;
  }

  async marks(): Promise<readonly ChunkMarks[]> {
    const prefix = genPrefix(this.#generation.gen);
    const records = await this.#tables.marks.where('k').startsWith(prefix).toArray();
    return records.flatMap((record) => this.#marked(record) ?? []);
  }

  #marked(record: MarkRecord | MarksOfBefore): ChunkMarks | undefined {
    return 'homes' in record ? record : this.#unharmed(() => unpackedMarks(this.#codec.openRaw(record.text, `marks/${record.k}`)));
  }

  /**
   * The rows, each where it must lie: a mark of a taken row knows perhaps not its household, and a row that changed its
   * household must not stay in the old one. Older rows are left out.
   */
  async #placed(rows: readonly KeptRow[]): Promise<readonly KeptRow[]> {
    const hints = rows.flatMap((row) => row.household ?? []);
    const held = await this.find([...new Set(rows.map(keyOf))], hints);
    const placed: KeptRow[] = [];
    for (const row of rows) {
      const before = held.get(keyOf(row));
      if (!replaces(before, row)) continue;
      if (!before || before.household === row.household) placed.push(row);
      else if (row.gone) placed.push({ ...row, village: before.village, household: before.household });
      else {
        placed.push(row);
        await this.#moveOut(before);
      }
    }
    return placed;
  }

  async #moveOut(row: KeptRow): Promise<void> {
    const { gen } = this.#generation;
    const key = keyOf(row);
    this.#count(row, undefined);
    if (row.household === null) return this.#tables.loose.delete(looseKey(gen, key));
    const held = (await this.documents([row.household])).get(row.household);
    if (!held) return;
    held.document.remove(key);
    this.#stand(held.document, held.record);
    // Others of this batch may lie in the same document: they must find it changed.
    await this.#tables.docs.bulkPut(this.#puts.splice(0));
  }

  #change(document: Document, record: DocRecord, rows: readonly KeptRow[]): void {
    for (const row of rows) {
      const before = document.get(keyOf(row));
      if (document.put(row)) this.#count(before, row);
    }
    this.#stand(document, record);
  }

  #stand(document: Document, record: DocRecord): void {
    const { gen } = this.#generation;
    const parts = document.parts.length;
    if (parts !== record.parts) document.changed.add(0);
    for (const part of document.changed) {
      this.#putDoc({ k: docKey(gen, document.household, part), chunk: record.chunk, parts }, document.text(part));
    }
    this.#changed.set(document.household, { chunk: record.chunk, line: lineOf(document.rows()), keys: document.keys() });
  }

  #add(home: string, rows: readonly KeptRow[]): void {
    const { gen } = this.#generation;
    const chunk = this.#room();
    const parts = texts(rows);
    for (const row of rows) this.#count(undefined, row);
    parts.forEach((text, part) => {
      this.#putDoc({ k: docKey(gen, home, part), chunk, parts: parts.length }, text);
    });
    this.#changed.set(home, { chunk, line: lineOf(rows.filter((row) => !row.gone)), keys: rows.map(keyOf) });
  }

  #putDoc(bare: Omit<DocRecord, 'text'>, text: string): void {
    this.#puts.push({ ...bare, text: this.#codec.seal(text, docPlace(bare)) });
  }

  /** The chunk a new household joins. */
  #room(): number {
    const { gen, chunks, fill, homes } = this.#generation;
    const opens = chunks === 0 || fill >= CHUNK_HOMES;
    this.#generation = opens ? { gen, chunks: chunks + 1, fill: 1, homes: homes + 1 } : { gen, chunks, fill: fill + 1, homes: homes + 1 };
    return this.#generation.chunks - 1;
  }

  async #keepLoose(rows: readonly KeptRow[]): Promise<void> {
    if (rows.length === 0) return;
    const { gen } = this.#generation;
    const newest = new Map<RowKey, KeptRow>();
    for (const row of rows) if (replaces(newest.get(keyOf(row)), row)) newest.set(keyOf(row), row);
    const keys = [...newest.keys()];
    const held = await this.#tables.loose.bulkGet(keys.map((key) => looseKey(gen, key)));
    const puts = keys.flatMap((key, i) => {
      const before = held[i] && this.looseRow(held[i]);
      const row = newest.get(key)!;
      const k = looseKey(gen, key);
      if (!replaces(before, row)) return [];
      this.#count(before, row);
      return [{ k, text: this.#codec.seal(JSON.stringify(wired(row)), `loose/${k}`) }];
    });
    await this.#tables.loose.bulkPut(puts);
  }

  /** Writes the chunks of the list, and the marks, in which something changed. */
  async #relist(): Promise<void> {
    const { gen } = this.#generation;
    const byChunk = new Map<number, Map<string, Changed>>();
    for (const [home, changed] of this.#changed) {
      const mates = byChunk.get(changed.chunk);
      if (mates) mates.set(home, changed);
      else byChunk.set(changed.chunk, new Map([[home, changed]]));
    }
    for (const [chunk, changes] of byChunk) {
      const k = chunkKey(gen, chunk);
      const record = await this.#tables.marks.get(k);
      const before = record && this.#marked(record);
      const marks = remarked(before, new Map([...changes].map(([home, { keys }]) => [home, keys])));
      const old = before && before.homes.some((home) => !changes.has(home)) ? await this.#linesOf(chunk, before.homes) : [];
      const lines = marks.homes.map((home, i) => (changes.has(home) ? changes.get(home)!.line : (old[i] ?? null)));
      this.lines.set(chunk, lines);
      await this.#tables.marks.put({ k, text: this.#codec.sealRaw(packedMarks(marks), `marks/${k}`) });
      await this.#tables.list.put({ k, text: this.#codec.seal(textOfLines(lines), `list/${k}`) });
    }
  }

  /** The lines a chunk had: as they are known, as they lie there, or made anew where only the other cipher opens them. */
  async #linesOf(chunk: number, homes: readonly string[]): Promise<Lines> {
    const known = this.#known.lines?.(chunk);
    if (known) return known;
    const k = chunkKey(this.#generation.gen, chunk);
    const record = await this.#tables.list.get(k);
    if (record && !this.#codec.isApart(record.text)) {
      return this.#unharmed(() => linesIn(this.#codec.open(record.text, `list/${k}`))) ?? [];
    }
    const documents = await this.documents(homes);
    return homes.map((home) => (documents.has(home) ? lineOf(documents.get(home)!.document.rows()) : null));
  }
}

const docPlace = ({ k }: Pick<DocRecord, 'k'>): string => `docs/${k}`;
