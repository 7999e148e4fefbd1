// A commune's server in memory: takes acts and hands out pages as the protocol says. What the real doors are held against.
import type { KeptRow, Kinds, Row } from './act.ts';
import { keyOf } from './act.ts';
import { type Deciding, accept, historyOf, noSeat } from './accept.ts';
import { type Asked, type Cursor, type Mark, knows } from './cursor.ts';
import { sumOf } from './digest.ts';
import { type Order, nextNumber, nothingLost } from './scope.ts';
import type { MemoryBook, MemoryLedger } from './memory-ledger.ts';
import type { Page, Push, Pushed } from './ports.ts';

export interface ServerRules {
  readonly kinds: Kinds;
  /** Phones of another build decide for themselves, so nothing of theirs is as said. */
  readonly build: string;
  sees(person: Row, row: Row, today: string): boolean;
  scopeOf(person: Row, today: string): string;
}

export interface ServerSetting {
  readonly commune: string;
  readonly epoch: string;
  /** Rows a page carries before it ends at the next entry or household. */
  readonly pageRows: number;
  today(): string;
  /** Highest turn of the device in a verified backup. */
  safe(device: string): number;
  /** The server's clock, for what must rise also over a restore; left out: it stands still. */
  moment?(): number;
}

export class NoSeat extends Error {}

export class MemoryServer {
  readonly #ledger: MemoryLedger;
  readonly #rules: ServerRules;
  readonly #set: ServerSetting;

  constructor(ledger: MemoryLedger, rules: ServerRules, set: ServerSetting) {
    this.#ledger = ledger;
    this.#rules = rules;
    this.#set = set;
  }

  /** Takes what a phone of that build sends. Rejects with NoSeat where the device is unknown. */
  async push(device: string, { acts, cursor, withheld, heard }: Push, build: string): Promise<Pushed> {
    const known = build === this.#rules.build ? cursor : null;
    const { commune, epoch } = this.#set;
    const answer = await this.#ledger.transact((tx) => accept(tx, { commune, device, acts, withheld, cursor: known, heard }, this.#deciding()));
    if (answer === noSeat) throw new NoSeat(device);
    return { ...answer, epoch, safe: this.#set.safe(device) };
  }

  /** At the start: acts that waited and are known to this build get their verdict, also where no phone asks any more. */
  async judgeWaiting(): Promise<void> {
    const { commune } = this.#set;
    const waiting = [...this.#ledger.book.acts.values()].flatMap((acts) => [...acts.values()]).filter(({ verdict }) => 'waits' in verdict);
    for (const { act } of waiting) {
      await this.#ledger.transact((tx) => accept(tx, { commune, device: act.device, acts: [act], cursor: null, withheld: [] }, this.#deciding()));
    }
  }

  #deciding(): Deciding {
    const { kinds, sees, scopeOf } = this.#rules;
    const today = this.#set.today();
    return {
      kinds, today, epoch: this.#set.epoch,
      scopeOf: (person) => scopeOf(person, today), sees: (person, row) => sees(person, row, today),
    };
  }

  /** One page for the device's person as their posts are today, from one moment of the book. */
  pull(device: string, { cursor, more, heard }: Asked): Page {
    const { book } = this.#ledger;
    const seat = book.seats.get(device);
    if (!seat) throw new NoSeat(device);
    const today = this.#set.today();
    const row = book.rows.get(`person/${seat.person}`);
    const person = row && !row.gone ? row : undefined;
    const scope = person ? this.#rules.scopeOf(person, today) : 'nobody';
    const mark: Mark = { epoch: this.#set.epoch, scope, entry: book.lastEntry };
    const sees = (one: Row): boolean => person !== undefined && this.#rules.sees(person, one, today);
    const other = historyOf(heard ?? undefined, mark.epoch, book.chainAt(heard?.entry ?? 0)) === 'other';
    const fits = cursor !== null && cursor.epoch === mark.epoch && cursor.scope === mark.scope && !other;
    if (fits && more === null) return this.#changes(book, cursor, mark, sees);
    if (fits) return { ...this.#all(book, { ...cursor }, more!, sees), order: this.#order(book, device, scope, 'goes on') };
    return { ...this.#all(book, mark, '', sees), other, order: this.#order(book, device, scope, 'begins') };
  }

  /**
   * The word on what the device may read. Each reading begins with a newer number: a book that was put back, and nobody told,
   * knows neither what was said after it nor that it was. Which places went is for the rows to show here.
   */
  #order(book: MemoryBook, device: string, scope: string, reading: 'begins' | 'goes on'): Order {
    const last = book.said.get(device);
    const said = last?.scope === scope && reading === 'goes on' ? last : { n: nextNumber(last?.n, this.#set.moment?.() ?? 0), scope };
    book.said.set(device, said);
    return { ...said, lost: { ...nothingLost, rest: true } };
  }

  #changes(book: MemoryBook, cursor: Cursor, mark: Mark, sees: (row: Row) => boolean): Page {
    const found: KeptRow[] = [];
    for (const row of book.rows.values()) if (!knows(cursor, row.entry) && sees(row)) found.push(row);
    for (const { entry, kind, id, village, household } of book.left) {
      const gone: KeptRow = { kind, id, village, household, body: null, entry, gone: true };
      const now = book.rows.get(keyOf(gone));
      // Where the row may still be seen, it comes itself; the mark would only take it away.
      if (!knows(cursor, entry) && sees(gone) && !(now && sees(now))) found.push(gone);
    }
    found.sort((a, b) => a.entry - b.entry);
    let end = Math.min(this.#set.pageRows, found.length);
    while (end < found.length && found[end]!.entry === found[end - 1]!.entry) end += 1;
    const last = end === found.length;
    const upto = last ? mark.entry : found[end - 1]!.entry;
    const rows = found.slice(0, end);
    return {
      cursor: { ...mark, entry: upto }, reset: false, rows, more: last ? null : 'more', end: book.end, other: false, from: cursor.entry,
      hidden: upto - cursor.entry - new Set(rows.map((row) => row.entry)).size, sum: last ? sumOf(seen(book, sees)) : null,
    };
  }

  /** Rows in order of household and key; `after` is the last household of the page before. */
  #all(book: MemoryBook, { epoch, scope, entry }: Mark, after: string, sees: (row: Row) => boolean): Page {
    const home = (row: KeptRow): string => `h${row.household ?? ''}`;
    const rest = [...book.rows.values()].filter((row) => home(row) > after && !row.gone && sees(row));
    rest.sort((a, b) => (home(a) < home(b) ? -1 : home(a) > home(b) ? 1 : 0));
    let end = Math.min(this.#set.pageRows, rest.length);
    while (end < rest.length && home(rest[end]!) === home(rest[end - 1]!)) end += 1;
    return {
      cursor: { epoch, scope, entry },
      reset: true, rows: rest.slice(0, end), more: end === rest.length ? null : home(rest[end - 1]!),
      end: book.end, other: false, from: null, hidden: null, sum: null,
    };
  }
}

const seen = (book: MemoryBook, sees: (row: Row) => boolean): readonly KeptRow[] => [...book.rows.values()].filter((row) => !row.gone && sees(row));
