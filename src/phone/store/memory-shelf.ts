// A seat's store in memory, for screens without a browser's database and for tests: the journal's model with lists upon it.
import type { Json, KeptRow } from '#journal/act.ts';
import { MemoryDisk, MemoryStore } from '#journal/memory-store.ts';
import type { Asked } from '#journal/cursor.ts';
import type { KeptAct, Page, Settlement, Taken } from '#journal/ports.ts';
import type { Refusal } from '#journal/act.ts';
import type { HouseholdLine } from '#phone/book.ts';
import { lineOf } from './lines.ts';
import type { KeptClip, Rumour, Shelf } from './shelf.ts';

export class MemoryShelf extends MemoryStore implements Shelf {
  readonly disk: MemoryDisk;
  readonly #clips = new Map<string, KeptClip>();
  readonly #bytes = new Map<string, Blob>();
  readonly #notes = new Map<string, Json>();
  readonly #listeners = new Set<(what: Rumour, here: boolean) => void>();
  #lines: readonly HouseholdLine[] | null = null;

  constructor(disk: MemoryDisk = new MemoryDisk()) {
    super(disk);
    this.disk = disk;
  }

  override async append(build: (turn: number) => KeptAct | { readonly refusal: Refusal }): Promise<KeptAct | { readonly refusal: Refusal }> {
    const kept = await super.append(build);
    this.#tell('acts');
    return kept;
  }

  override async settle(settlement: Settlement): Promise<void> {
    await super.settle(settlement);
    this.#tell('rows');
  }

  override async take(page: Page, asked: Asked): Promise<Taken> {
    const reach = await super.take(page, asked);
    this.#tell('rows');
    return reach;
  }

  async lines(): Promise<readonly HouseholdLine[]> {
    if (this.#lines) return this.#lines;
    const homes = new Map<string, KeptRow[]>();
    for (const row of this.#standing()) {
      if (row.household === null) continue;
      const mates = homes.get(row.household);
      if (mates) mates.push(row);
      else homes.set(row.household, [row]);
    }
    this.#lines = [...homes.values()].flatMap((rows) => lineOf(rows) ?? []);
    return this.#lines;
  }

  async households(ids: readonly string[]): Promise<ReadonlyMap<string, readonly KeptRow[]>> {
    const standing = this.#standing();
    const found = ids.map((id) => [id, standing.filter((row) => row.household === id)] as const);
    return new Map(found.filter(([, rows]) => rows.length > 0));
  }

  async loose(): Promise<readonly KeptRow[]> {
    return this.#standing().filter((row) => row.household === null);
  }

  async putClip(clip: KeptClip, bytes: Blob): Promise<void> {
    if (!this.#clips.has(placeOf(clip))) this.#clips.set(placeOf(clip), clip);
    this.#bytes.set(clip.hash, bytes);
    this.#tell('clips');
  }

  async clipBytes(hash: string): Promise<Blob | undefined> {
    return this.#bytes.get(hash);
  }

  async clips(): Promise<readonly KeptClip[]> {
    return [...this.#clips.values()];
  }

  async clipWent(clip: KeptClip, went: Partial<KeptClip>): Promise<void> {
    this.#clips.set(placeOf(clip), { ...this.#clips.get(placeOf(clip))!, ...went });
    this.#tell('clips');
  }

  async dropClips(clips: readonly KeptClip[]): Promise<void> {
    for (const clip of clips) this.#clips.delete(placeOf(clip));
    const left = new Set([...this.#clips.values()].map(({ hash }) => hash));
    for (const { hash } of clips) if (!left.has(hash)) this.#bytes.delete(hash);
    this.#tell('clips');
  }

  async note(name: string): Promise<Json> {
    return this.#notes.get(name) ?? null;
  }

  async keepNote(name: string, value: Json): Promise<void> {
    this.#notes.set(name, value);
  }

  hear(listener: (what: Rumour, here: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
  }

  #standing(): readonly KeptRow[] {
    return [...this.disk.held.values()].filter((row) => !row.gone);
  }

  #tell(what: Rumour): void {
    if (what === 'rows') this.#lines = null;
    for (const listener of this.#listeners) listener(what, true);
  }
}

const placeOf = ({ hash, household }: KeptClip): string => `${hash} ${household}`;
