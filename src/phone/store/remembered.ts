// What an open book remembers of its exchanges: when the last one was, what the server's clock said then, and what was doubted.
import { signal } from '@preact/signals';
import type { Json } from '#journal/act.ts';
import type { Doubt, Replica } from '#journal/replica.ts';
import type { KeptDoubt } from '#phone/book.ts';
import { type Word, lastWord, recallWord } from '../road/clock.ts';
import type { Shelf } from './shelf.ts';

const NOTES = { last: 'exchange.last', word: 'exchange.word', doubt: 'exchange.doubt' } as const;

export class Remembered {
  readonly doubt = signal<KeptDoubt | null>(null);
  readonly #shelf: Shelf;
  readonly #now: () => number;
  /** When this seat last exchanged, as it was when the book was opened; null: never. */
  readonly lastAtOpening: number | null;
  /** Something was doubted since the last exchange that went well. */
  #fresh = false;

  private constructor(shelf: Shelf, now: () => number, lastAtOpening: number | null) {
    this.#shelf = shelf;
    this.lastAtOpening = lastAtOpening;
    this.#now = now;
  }

  static async of(shelf: Shelf, replica: Replica, now: () => number): Promise<Remembered> {
    const [doubt, word, last] = await Promise.all([shelf.note(NOTES.doubt), shelf.note(NOTES.word), shelf.note(NOTES.last)]);
    const remembered = new Remembered(shelf, now, momentIn(last));
    remembered.doubt.value = doubt as unknown as KeptDoubt | null;
    recallWord(word as unknown as Word | null);
    replica.doubts((why) => remembered.#doubted(why));
    return remembered;
  }

  /** When this seat last exchanged, by this phone's clock; null: never. */
  async lastAt(): Promise<number | null> {
    return momentIn(await this.#shelf.note(NOTES.last));
  }

  /** An exchange went well to its end. */
  async exchanged(): Promise<void> {
    await this.#shelf.keepNote(NOTES.last, this.#now());
    await this.#shelf.keepNote(NOTES.word, lastWord() as unknown as Json);
    const doubt = this.doubt.peek();
    // What was doubted in this very exchange has been read anew by now; only the next one shows whether that was enough.
    if (doubt && !doubt.mended && !this.#fresh) this.#keep({ ...doubt, mended: true });
    this.#fresh = false;
  }

  #doubted(why: Doubt): void {
    this.#fresh = true;
    this.#keep({ at: this.#now(), why, mended: false });
  }

  #keep(doubt: KeptDoubt): void {
    this.doubt.value = doubt;
    // Where the phone is full it is still shown while the book is open.
    void this.#shelf.keepNote(NOTES.doubt, doubt as unknown as Json).catch(() => undefined);
  }
}

const momentIn = (note: Json): number | null => (typeof note === 'number' ? note : null);
