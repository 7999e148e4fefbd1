// Rows that a screen has just read, kept at hand: whoever then says something about them waits for one write and no reading.
import type { KeptRow, RowKey } from '#journal/act.ts';
import { keyOf } from '#journal/act.ts';
import { homeIn } from './gathering.ts';

/** Households kept at hand; a visit touches one, a walk through the village some. */
const MOST_HOMES = 24;

/**
 * All of it is forgotten at every change of confirmed rows, by this window at once and by others when they tell of it. An
 * act may so be decided over rows some milliseconds old, as if it had been said that much earlier; the server decides again.
 */
export class Near {
  #loose: ReadonlyMap<RowKey, KeptRow> | null = null;
  readonly #homes = new Map<string, ReadonlyMap<RowKey, KeptRow>>();
  #age = 0;

  /** To be asked before reading: what was read before a change is not kept after it. */
  get age(): number {
    return this.#age;
  }

  isPast(age: number): boolean {
    return age !== this.#age;
  }

  forget(): void {
    this.#age += 1;
    this.#loose = null;
    this.#homes.clear();
  }

  keepLoose(rows: readonly KeptRow[]): void {
    this.#loose = new Map(rows.map((row) => [keyOf(row), row]));
  }

  keepHome(home: string, rows: readonly KeptRow[]): void {
    this.#homes.delete(home);
    this.#homes.set(home, new Map(rows.map((row) => [keyOf(row), row])));
    const [oldest] = this.#homes.keys();
    if (this.#homes.size > MOST_HOMES) this.#homes.delete(oldest!);
  }

  /** The rows of those keys, where all that is asked for is at hand; else undefined. */
  among(keys: readonly RowKey[]): ReadonlyMap<RowKey, KeptRow> | undefined {
    if (!this.#loose) return undefined;
    const homes = [...new Set(keys.flatMap((key) => homeIn(key) ?? []))].map((home) => this.#homes.get(home));
    if (homes.includes(undefined)) return undefined;
    const found = new Map<RowKey, KeptRow>();
    for (const key of keys) {
      const row = this.#loose.get(key) ?? homes.find((home) => home!.has(key))?.get(key);
      if (row) found.set(key, row);
      else if (homeIn(key) === undefined) return undefined;
    }
    return found;
  }
}
