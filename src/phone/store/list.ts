// The list of all households as it lies on the phone: opened at once when the app opens, sealed again for that in quiet moments.
import type { HouseholdLine, PromiseLine } from '#phone/book.ts';
import { ShelfTrouble } from './shelf.ts';
import type { Codec, ListRecord, Sealed } from './tables.ts';
import { bytesOf, textOf } from './tables.ts';

/** Lines of one chunk of the list, in the order of its homes. */
export type Lines = readonly (HouseholdLine | null)[];

type PromiseCells = readonly [string, string, string, string | null, string, PromiseLine['state'], boolean, object?];
type PetitionCells = readonly [string, HouseholdLine['petitions'][number]['topic'], string, object?];
type Cells = readonly [string, string, string, string, string | null, number, string, string | null, readonly PromiseCells[], readonly PetitionCells[], boolean, string | null, string, object?];

/** What few have, by its name; left out where there is nothing. */
const rest = (more: object): readonly [object?] => (Object.keys(more).length > 0 ? [more] : []);

/**
 * Lines as a table, without the names of their members: a third fewer bytes to fetch, unseal and read, and ten thousand
 * lines open that much sooner. The mark in front tells it from lists of before.
 */
export function textOfLines(lines: Lines): string {
  const cells = lines.map((line): Cells | null => {
    if (!line) return null;
    const { id, no, head, village, place, members, search, lastVisitOn, promises, petitions, closed, cardSince, marks = '', ...more } = line;
    return [id, no, head, village, place, members, search, lastVisitOn, promises.map(promiseCells), petitions.map(petitionCells), closed, cardSince, marks, ...rest(more)];
  });
  return `[1,${JSON.stringify(cells)}]`;
}

function promiseCells({ id, what, keeper, offeredTo, dueOn, state, told, ...more }: PromiseLine): PromiseCells {
  return [id, what, keeper, offeredTo, dueOn, state, told, ...rest(more)];
}

function petitionCells({ id, topic, replyDueOn, ...more }: HouseholdLine['petitions'][number]): PetitionCells {
  return [id, topic, replyDueOn, ...rest(more)];
}

/** @throws SyntaxError, TypeError where the text is no list */
export function linesIn(text: string): Lines {
  const read = JSON.parse(text) as Lines | readonly [1, readonly (Cells | null)[]];
  return read[0] === 1 ? (read[1] as readonly (Cells | null)[]).map((cells) => cells && lineIn(cells)) : (read as Lines);
}

function lineIn([id, no, head, village, place, members, search, lastVisitOn, promises, petitions, closed, cardSince, marks, more]: Cells): HouseholdLine {
  const line = { id, no, head, village, place, members, search, lastVisitOn, promises: promises.map(promiseIn), petitions: petitions.map(petitionIn), closed, cardSince };
  const marked = marks === '' ? line : { ...line, marks };
  return more ? { ...marked, ...more } : marked;
}

function promiseIn([id, what, keeper, offeredTo, dueOn, state, told, more]: PromiseCells): PromiseLine {
  const promise = { id, what, keeper, offeredTo, dueOn, state, told };
  return more ? { ...promise, ...more } : promise;
}

function petitionIn([id, topic, replyDueOn, more]: PetitionCells): HouseholdLine['petitions'][number] {
  const petition = { id, topic, replyDueOn };
  return more ? { ...petition, ...more } : petition;
}

export interface Opened {
  readonly chunks: Lines[];
  /** One could not be read. */
  readonly harmed: boolean;
  /** One was sealed by the slow cipher. */
  readonly slow: boolean;
}

/** The chunks in order, all opened beside one another; an unreadable one counts as empty, and is told. Rejects with ShelfTrouble closed. */
export async function openedList(codec: Codec, records: readonly ListRecord[]): Promise<Opened> {
  let harmed = false;
  const chunks = await Promise.all(records.map(async ({ k, text }) => {
    try {
      return linesIn(textOf(await codec.openApart(text, `list/${k}`)));
    } catch (error) {
      if (error instanceof ShelfTrouble && error.trouble === 'closed') throw error;
      harmed = true;
      return [];
    }
  }));
  return { chunks, harmed, slow: records.some(({ text }) => !codec.isApart(text)) };
}

/**
 * A chunk is written in a transaction, where only the slow cipher answers in time. Sealed by the browser's own it opens in
 * a tenth of the time (docs/decisions/0009). Undefined where it is so already.
 */
export async function repacked(codec: Codec, { k, text }: ListRecord): Promise<Sealed | undefined> {
  if (codec.isApart(text)) return undefined;
  const again = await codec.sealApart(bytesOf(codec.open(text, `list/${k}`)), `list/${k}`);
  return sameBytes(again, text) ? undefined : again;
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, at) => byte === b[at]);
