// One household's rows as one text, or as a few where there are many; and how newer rows are laid into them.
import type { KeptRow, RowKey } from '#journal/act.ts';
import { replaces } from '#journal/cursor.ts';

/** A row as it stands on the wire and in a document; without a body it is gone (docs/PROTOCOL.md). */
export type WireRow = readonly [kind: string, id: string, village: string | null, entry: number, body?: unknown];

/**
 * A part that grew to so many letters takes no more rows. The price of a write grows with the text: at this size it is
 * about that of an empty one on a cheap phone.
 */
const PART_LETTERS = 64_000;

export const wired = (row: KeptRow): WireRow =>
  row.gone ? [row.kind, row.id, row.village, row.entry] : [row.kind, row.id, row.village, row.entry, row.body];

export const unwired = (row: WireRow, household: string | null): KeptRow => {
  const [kind, id, village, entry] = row;
  if (row.length > 4) return { kind, id, village, household, body: row[4], entry };
  return { kind, id, village, household, body: null, entry, gone: true };
};

const keyOfWire = (row: WireRow): RowKey => `${row[0]}/${row[1]}`;

/** A document being read or changed. Rows stay in the part they came to, so that a change writes one part. */
export class Document {
  readonly household: string;
  readonly parts: WireRow[][] = [];
  readonly #sizes: number[] = [];
  readonly changed = new Set<number>();
  readonly #places = new Map<RowKey, readonly [part: number, at: number]>();

  constructor(household: string, texts: readonly string[]) {
    this.household = household;
    texts.forEach((text, part) => {
      const rows = JSON.parse(text) as WireRow[];
      this.parts.push(rows);
      this.#sizes.push(text.length);
      rows.forEach((row, at) => this.#places.set(keyOfWire(row), [part, at]));
    });
  }

  get(key: RowKey): KeptRow | undefined {
    const place = this.#places.get(key);
    return place && unwired(this.parts[place[0]]![place[1]]!, this.household);
  }

  /** Lays the row in unless a newer one is there; answers whether it did. */
  put(row: KeptRow): boolean {
    const key: RowKey = `${row.kind}/${row.id}`;
    if (!replaces(this.get(key), row)) return false;
    const place = this.#places.get(key);
    if (place) {
      this.parts[place[0]]![place[1]] = wired(row);
      this.changed.add(place[0]);
      return true;
    }
    let last = this.parts.length - 1;
    if (last < 0 || this.#sizes[last]! >= PART_LETTERS) {
      last = this.parts.push([]) - 1;
      this.#sizes.push(0);
    }
    this.#places.set(key, [last, this.parts[last]!.push(wired(row)) - 1]);
    this.#sizes[last]! += JSON.stringify(row.body).length + 60;
    this.changed.add(last);
    return true;
  }

  /** Takes the row out altogether: it belongs elsewhere now. */
  remove(key: RowKey): void {
    const place = this.#places.get(key);
    if (!place) return;
    const [part] = place;
    this.parts[part] = this.parts[part]!.filter((row) => keyOfWire(row) !== key);
    this.#places.delete(key);
    this.parts[part]!.forEach((row, at) => this.#places.set(keyOfWire(row), [part, at]));
    this.changed.add(part);
  }

  keys(): readonly RowKey[] {
    return [...this.#places.keys()];
  }

  /** All rows, those that are gone too. */
  all(): readonly KeptRow[] {
    return this.parts.flat().map((row) => unwired(row, this.household));
  }

  /** Rows that are not gone. */
  rows(): readonly KeptRow[] {
    return this.parts.flat().filter((row) => row.length > 4).map((row) => unwired(row, this.household));
  }

  text(part: number): string {
    return JSON.stringify(this.parts[part]);
  }
}

/** Texts of a household that comes whole: the quick way of a first reading. */
export function texts(rows: readonly KeptRow[]): readonly string[] {
  const whole = JSON.stringify(rows.map(wired));
  if (whole.length <= PART_LETTERS) return [whole];
  const parts: string[][] = [[]];
  let size = 0;
  for (const row of rows) {
    const text = JSON.stringify(wired(row));
    if (size > 0 && size + text.length > PART_LETTERS) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)!.push(text);
    size += text.length + 1;
  }
  return parts.map((part) => `[${part.join(',')}]`);
}
