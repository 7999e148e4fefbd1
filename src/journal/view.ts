// Rows as they stand with what waits upon them; what deciders and screens look at.
import type { KeptRow, Row, RowKey, Rows } from './act.ts';

/** Confirmed rows with the waiting ones over them. */
export class View implements Rows {
  readonly #held: ReadonlyMap<RowKey, KeptRow>;
  readonly #over: ReadonlyMap<RowKey, Row | undefined>;

  constructor(held: ReadonlyMap<RowKey, KeptRow>, over: ReadonlyMap<RowKey, Row | undefined>) {
    this.#held = held;
    this.#over = over;
  }

  get(key: RowKey): Row | undefined {
    if (this.#over.has(key)) return this.#over.get(key);
    const row = this.#held.get(key);
    return row && !row.gone ? row : undefined;
  }
}

/** Those of the keys that stand, with what waits over what is held. */
export function merged(keys: readonly RowKey[], held: ReadonlyMap<RowKey, KeptRow>, over: ReadonlyMap<RowKey, Row | undefined>) {
  const view = new View(held, over);
  const rows = new Map<RowKey, Row>();
  for (const key of keys) {
    const row = view.get(key);
    if (row) rows.set(key, row);
  }
  return rows;
}

/** The mark of a row taken away. */
export function goneRow(key: RowKey, entry: number, last: KeptRow | undefined): KeptRow {
  const slash = key.indexOf('/');
  return {
    kind: key.slice(0, slash), id: key.slice(slash + 1), village: last?.village ?? null,
    household: last?.household ?? null, body: null, entry, gone: true,
  };
}
