// Lays what waits over what is confirmed, household by household, and makes only those lines anew that changed.
import type { Row, RowKey } from '#journal/act.ts';
import { keyOf } from '#journal/act.ts';
import type { HouseholdLine } from '#phone/book.ts';
import { lineOf } from './lines.ts';
import type { Shelf } from './shelf.ts';

type Over = ReadonlyMap<RowKey, Row | undefined>;
interface Made { readonly of: readonly unknown[]; readonly line: HouseholdLine | null }

export class Overlay {
  readonly #shelf: Pick<Shelf, 'households' | 'rows'>;
  #made = new Map<string, Made>();

  constructor(shelf: Pick<Shelf, 'households' | 'rows'>) {
    this.#shelf = shelf;
  }

  /** Confirmed rows changed: every covered line must be made anew. */
  forget(): void {
    this.#made = new Map();
  }

  /** The household's rows as this person should see them now. */
  async rowsOf(household: string, over: Over): Promise<readonly Row[]> {
    const held = await this.#shelf.households([household]);
    return covered(held.get(household) ?? [], [...over].filter(([, row]) => !row || row.household === household));
  }

  /** The lines of the households that `over` touches, made from their rows with it upon them; null: none is left. */
  async linesUnder(over: Over): Promise<ReadonlyMap<string, HouseholdLine | null>> {
    if (over.size === 0) return new Map();
    const touched = await this.#byHousehold(over);
    const changed = [...touched].filter(([household, rows]) => !same(this.#made.get(household)?.of, rows.flat()));
    const held = await this.#shelf.households(changed.map(([household]) => household));
    for (const [household, rows] of changed) {
      this.#made.set(household, { of: rows.flat(), line: lineOf(covered(held.get(household) ?? [], rows)) });
    }
    return new Map([...touched.keys()].map((household) => [household, this.#made.get(household)!.line]));
  }

  async #byHousehold(over: Over): Promise<Map<string, [RowKey, Row | undefined][]>> {
    const taken = [...over].filter(([, row]) => !row).map(([key]) => key);
    const before = taken.length > 0 ? await this.#shelf.rows(taken) : new Map<RowKey, Row>();
    const touched = new Map<string, [RowKey, Row | undefined][]>();
    for (const [key, row] of over) {
      const household = (row ?? before.get(key))?.household;
      if (!household) continue;
      const rows = touched.get(household);
      if (rows) rows.push([key, row]);
      else touched.set(household, [[key, row]]);
    }
    return touched;
  }
}

function covered(held: readonly Row[], over: readonly (readonly [RowKey, Row | undefined])[]): readonly Row[] {
  const rows = new Map<RowKey, Row>(held.map((row) => [keyOf(row), row]));
  for (const [key, row] of over) {
    if (row) rows.set(key, row);
    else rows.delete(key);
  }
  return [...rows.values()];
}

const same = (a: readonly unknown[] | undefined, b: readonly unknown[]): boolean =>
  a !== undefined && a.length === b.length && a.every((one, i) => one === b[i]);

/** Rows of no household, with the waiting ones over them. */
export function looseOver(loose: readonly Row[], over: Over): Row[] {
  const rows = new Map(loose.map((row) => [keyOf(row), row]));
  for (const [key, row] of over) {
    if (!row) rows.delete(key);
    else if (row.household === null || rows.has(key)) rows.set(key, row);
  }
  return [...rows.values()];
}
