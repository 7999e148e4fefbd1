// The tables of one seat on this phone: what is strict, what is named how, and the one place where text is sealed.
import type { EntityTable, Table } from 'dexie';
import { Dexie } from 'dexie';
import type { Cursor, Reading } from '#journal/cursor.ts';
import { type Heard, type Sum, noRows } from '#journal/digest.ts';
import type { Under } from '#journal/scope.ts';
import type { KeptClip } from './shelf.ts';

/**
 * Everything about people passes through here on its way to and from the phone's memory. `at` is the place where it lies
 * (table and key): what was sealed for one place does not open in another. `seal` and `open` answer at once, because a
 * transaction of the browser's database ends at the first wait for anything else; what is large and not written in a
 * transaction goes the other way, through the browser's own cipher beside the main thread.
 */
export interface Codec {
  seal(text: string, at: string): Sealed;
  /** @throws ShelfTrouble corrupt where it was harmed or lies elsewhere than it was sealed for; closed once locked */
  open(sealed: Sealed, at: string): string;
  sealRaw(bytes: Uint8Array<ArrayBuffer>, at: string): Sealed;
  openRaw(sealed: Sealed, at: string): Uint8Array<ArrayBuffer>;
  sealApart(bytes: Uint8Array<ArrayBuffer>, at: string): Promise<Sealed>;
  /** Opens either form. */
  openApart(sealed: Sealed, at: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Whether `sealApart` made it: `open` then cannot open it. */
  isApart(sealed: Sealed): boolean;
}
export type Sealed = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });
/** UTF-8 bytes: the browser would write Vietnamese text with two bytes a letter, and half again as long (measured). */
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);
/** @throws TypeError where they are no UTF-8 */
export const textOf = (bytes: Uint8Array): string => decoder.decode(bytes);

/** Keeps everything as it is. For tests, and for reading a store of before it was sealed. */
export const plain: Codec = {
  seal: bytesOf, open: textOf, sealRaw: (bytes) => bytes, openRaw: (sealed) => sealed,
  sealApart: async (bytes) => bytes, openApart: async (sealed) => sealed, isApart: () => false,
};

/** One household's rows, or a part of them; `text` is a JSON list of rows as they stand on the wire. */
export interface DocRecord {
  readonly k: string;
  /** Which chunk of the list carries its line. */
  readonly chunk: number;
  /** How many parts there are; counts only on part 0. */
  readonly parts: number;
  readonly text: Sealed;
}
/** A row of no household; `text` is the row as it stands on the wire. */
export interface LooseRecord { readonly k: string; readonly text: Sealed }
/** Some hundred lines of the list, in the order of `MarkRecord.homes`; null where the household's own row is missing. */
export interface ListRecord { readonly k: string; readonly text: Sealed }
/** Which households a chunk holds, and a mark of every row they have (marks.ts), so that a row is found by its key alone. */
export interface MarkRecord { readonly k: string; readonly text: Sealed }
/**
 * One act as it waits. Its shape is frozen: later versions of the app change what lies within, never this, so that no
 * change of the store touches what has not been sent, and an older app can still hand over letters (docs/decisions/0009).
 */
export interface OutboxRecord {
  readonly turn: number;
  readonly act: Sealed;
  readonly verdict: Sealed | null;
  /** The act once more, sealed to the server: this phone cannot read it. null: no key of the server was known then. */
  readonly letter: KeptLetter | 'received' | null;
}
/** What only the server named by `to` opens; `epk` is the public half of the key it was sealed under. */
export interface KeptLetter {
  readonly to: string;
  readonly epk: string;
  readonly box: Uint8Array<ArrayBuffer>;
}
/** The last turn ever taken here: no turn is used twice, whatever has left the outbox. */
export interface TurnRecord { readonly name: 'last'; readonly turn: number }
export interface ClipRecord extends KeptClip { readonly keptAt: number }
/** `letter`: its pieces in order, sealed to the server, while it has not been sent; null where one has arrived. Before stores were sealed, `bytes` was a buffer. */
export interface ClipBytes {
  readonly hash: string;
  readonly type: string;
  readonly bytes: Sealed | ArrayBuffer;
  readonly letter?: readonly (KeptLetter | null)[] | 'received' | null;
}
export interface NoteRecord { readonly name: string; readonly text: Sealed }

/** A whole set of rows; a reset makes a new one beside the old and then changes over at once. */
export interface Generation {
  readonly gen: number;
  readonly chunks: number;
  /** Households in the last chunk, and in all. */
  readonly fill: number;
  readonly homes: number;
  /** Sum over its rows (journal/digest.ts), kept with every change; missing where it was made before sums were kept. */
  readonly held?: Sum;
}

export interface StateRecord {
  readonly name: 'state';
  readonly cursor: Cursor | null;
  readonly reading: Reading | null;
  /** Missing in a store of before journals told of their end. */
  readonly heard?: Heard | null;
  /** Missing in a store of before scopes were signed. */
  readonly under?: Under | null;
  readonly live: Generation;
  /** What the reading under way has set aside. */
  readonly aside: Generation | null;
  readonly nextGen: number;
  /** Rises with every change of rows: another window's picture of them is then old. */
  readonly version: number;
}

export const emptyGeneration = (gen: number): Generation => ({ gen, chunks: 0, fill: 0, homes: 0, held: noRows });
export const freshState: StateRecord = {
  name: 'state', cursor: null, reading: null, heard: null, live: emptyGeneration(1), aside: null, nextGen: 2, version: 0,
};

/** Ends every name in a key. No id holds it. */
const END = '\t';
const padded = (n: number): string => String(n).padStart(8, '0');
export const genPrefix = (gen: number): string => padded(gen) + END;
export const docKey = (gen: number, household: string, part: number): string =>
  part === 0 ? `${padded(gen)}${END}${household}` : `${padded(gen)}${END}${household}${END}${padded(part)}`;
export const looseKey = (gen: number, key: string): string => `${padded(gen)}${END}${key}`;
export const chunkKey = (gen: number, chunk: number): string => `${padded(gen)}${END}${padded(chunk)}`;

export const databaseOf = (device: string): string => `nr_${device}`;

export class Tables extends Dexie {
  readonly docs!: EntityTable<DocRecord, 'k'>;
  readonly loose!: EntityTable<LooseRecord, 'k'>;
  readonly list!: EntityTable<ListRecord, 'k'>;
  readonly marks!: EntityTable<MarkRecord, 'k'>;
  readonly outbox!: EntityTable<OutboxRecord, 'turn'>;
  readonly turns!: EntityTable<TurnRecord, 'name'>;
  readonly state!: EntityTable<StateRecord, 'name'>;
  readonly clips!: Table<ClipRecord, [hash: string, household: string]>;
  readonly clipBytes!: EntityTable<ClipBytes, 'hash'>;
  readonly notes!: EntityTable<NoteRecord, 'name'>;

  constructor(device: string) {
    // Measured: with the browser's default, two power cuts in three lost writes it had called done; strict lost none.
    super(databaseOf(device), { chromeTransactionDurability: 'strict', cache: 'disabled' });
    // The tables are those of version 1, in which nothing was sealed: the number keeps code away that knows no other.
    this.version(2).stores({
      docs: 'k', loose: 'k', list: 'k', marks: 'k', outbox: 'turn', turns: 'name', state: 'name', clips: '[hash+household]', clipBytes: 'hash', notes: 'name',
    });
  }
}
