// One window's way to a seat's tables: every failure told as one of three troubles, every write told to other windows.
import type { Json } from '#journal/act.ts';
import type { KeptClip, Rumour } from './shelf.ts';
import type { Vault } from './letter.ts';
import { ShelfTrouble } from './shelf.ts';
import type { Codec } from './tables.ts';
import { Tables, plain } from './tables.ts';
import { troubleOf } from './trouble.ts';

/** Clips that were sent are kept to be looked at, up to this many bytes; then the oldest go. */
const SENT_CLIP_BYTES = 40_000_000;

export type Names = readonly ('docs' | 'loose' | 'list' | 'marks' | 'outbox' | 'turns' | 'state' | 'clips' | 'clipBytes' | 'notes')[];

export const clipPlace = (hash: string): string => `clips/${hash}`;
export const notePlace = (name: string): string => `notes/${name}`;

export abstract class TableShelf {
  protected readonly tables: Tables;
  #vault: Vault | null;
  readonly #listeners = new Set<(what: Rumour, here: boolean) => void>();
  readonly #channel: BroadcastChannel | null;
  #closed = false;
  /** Rejects when the browser closes the store under us: what was under way then is never answered (seen: a save that waits for ever). */
  #cutOff = cutOff();

  protected constructor(device: string, vault: Vault | null) {
    this.tables = new Tables(device);
    this.#vault = vault;
    this.#channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`nr_${device}`);
    this.#channel?.addEventListener('message', (event: MessageEvent<Rumour>) => this.rumour(event.data, false));
    this.tables.on('versionchange', () => {
      // Another window brings a newer layout: this one lets go and says so.
      this.#closed = true;
      this.tables.close();
      this.rumour('closed', true);
    });
    this.tables.on('close', () => {
      this.#cutOff.now();
      this.#cutOff = cutOff();
      if (!this.#closed) this.rumour('closed', true);
    });
  }

  /** Nothing is read or written before. */
  openWith(vault: Vault): void {
    this.#vault = vault;
  }

  /** For a store of before, in which nothing is sealed yet. */
  openPlain(): void {
    this.#vault = { codec: plain, letters: null };
  }

  /** What a store of before keeps open of acts and photos is sealed, with letters beside it, before anything else is done. */
  sealWhatWaits(): Promise<void> {
    return this.guarded(async () => (await import('./seal-tables.ts')).sealWaiting(this.tables, this.vault));
  }

  /** The rows follow while the book is open. */
  sealRest(): Promise<void> {
    return this.guarded(async () => (await import('./seal-tables.ts')).sealRows(this.tables, this.vault.codec));
  }

  /** @throws ShelfTrouble closed while nobody has shown who they are */
  protected get vault(): Vault {
    if (!this.#vault) throw new ShelfTrouble('closed', new Error('the store is locked'));
    return this.#vault;
  }

  protected get codec(): Codec {
    return this.vault.codec;
  }

  async putClip(clip: KeptClip, blob: Blob): Promise<void> {
    const bare = new Uint8Array(await blob.arrayBuffer());
    const bytes = await this.codec.sealApart(bare, clipPlace(clip.hash));
    const letter = (await this.vault.letters?.clip(clip, bare)) ?? null;
    await this.write(['clips', 'clipBytes'], async () => {
      // The same picture again: what the server already has of it stays true.
      if (await this.tables.clips.get([clip.hash, clip.household])) return;
      await this.tables.clips.put({ ...clip, keptAt: Date.now() });
      await this.tables.clipBytes.put({ hash: clip.hash, type: clip.type, bytes, letter });
    });
    this.tell('clips');
  }

  async clipBytes(hash: string): Promise<Blob | undefined> {
    const kept = await this.read(['clipBytes'], () => this.tables.clipBytes.get(hash));
    if (!kept) return undefined;
    const bytes = await this.codec.openApart(kept.bytes instanceof ArrayBuffer ? new Uint8Array(kept.bytes) : kept.bytes, clipPlace(hash));
    return new Blob([bytes], { type: kept.type });
  }

  clips(): Promise<readonly KeptClip[]> {
    return this.read(['clips'], async () => (await this.tables.clips.toArray()).sort((a, b) => a.keptAt - b.keptAt));
  }

  async clipWent(clip: KeptClip, went: Partial<Pick<KeptClip, 'offset' | 'sent' | 'refusedAt'>>): Promise<void> {
    await this.write(['clips', 'clipBytes'], async () => {
      await this.tables.clips.update([clip.hash, clip.household], went);
      if (!went.sent) return;
      const all = (await this.tables.clips.toArray()).sort((a, b) => b.keptAt - a.keptAt);
      const needed = new Set(all.filter((one) => !one.sent).map(({ hash }) => hash));
      if (!needed.has(clip.hash)) await this.tables.clipBytes.update(clip.hash, { letter: null });
      let bytes = 0;
      const old = all.filter((one) => one.sent && (bytes += one.bytes) > SENT_CLIP_BYTES);
      await this.tables.clips.bulkDelete(old.map(({ hash, household }) => [hash, household]));
      await this.tables.clipBytes.bulkDelete(old.map(({ hash }) => hash).filter((hash) => !needed.has(hash)));
    });
    this.tell('clips');
  }

  async dropClips(clips: readonly KeptClip[]): Promise<void> {
    await this.write(['clips', 'clipBytes'], async () => {
      await this.tables.clips.bulkDelete(clips.map(({ hash, household }) => [hash, household]));
      const left = new Set((await this.tables.clips.toArray()).map(({ hash }) => hash));
      await this.tables.clipBytes.bulkDelete(clips.map(({ hash }) => hash).filter((hash) => !left.has(hash)));
    });
    this.tell('clips');
  }

  note(name: string): Promise<Json> {
    return this.read(['notes'], async () => {
      const record = await this.tables.notes.get(name);
      return record ? (JSON.parse(this.codec.open(record.text, notePlace(name))) as Json) : null;
    });
  }

  async keepNote(name: string, value: Json): Promise<void> {
    await this.write(['notes'], async () => {
      if (value === null) await this.tables.notes.delete(name);
      else await this.tables.notes.put({ name, text: this.codec.seal(JSON.stringify(value), notePlace(name)) });
    });
  }

  hear(listener: (what: Rumour, here: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#listeners.clear();
    this.#channel?.close();
    this.tables.close();
  }

  protected read<T>(names: Names, work: () => Promise<T>): Promise<T> {
    return this.guarded(() => this.tables.transaction('r', [...names], work));
  }

  protected write<T>(names: Names, work: () => Promise<T>): Promise<T> {
    return this.guarded(() => this.tables.transaction('rw', [...names], work));
  }

  /** Every way to the database goes through here: a failure comes out as one of three troubles. */
  protected async guarded<T>(work: () => PromiseLike<T>): Promise<T> {
    try {
      return await Promise.race([work(), this.#cutOff.promise]);
    } catch (error) {
      throw troubleOf(error);
    }
  }

  protected tell(what: Rumour): void {
    // Locked while an exchange was on its way: what it wrote is kept, and nobody here listens any more.
    if (this.#closed) return;
    this.#channel?.postMessage(what);
    this.rumour(what, true);
  }

  protected rumour(what: Rumour, here: boolean): void {
    for (const listener of this.#listeners) listener(what, here);
  }
}

function cutOff(): { readonly promise: Promise<never>; now(): void } {
  let reject: (why: unknown) => void = () => undefined;
  const promise = new Promise<never>((_, fail) => { reject = fail; });
  promise.catch(() => undefined);
  return { promise, now: () => reject(new DOMException('the browser has closed the store', 'InvalidStateError')) };
}
