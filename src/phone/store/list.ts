// The list of all households as it lies on the phone: opened at once when the app opens, sealed again for that in quiet moments.
import type { HouseholdLine, PromiseLine } from '#phone/book.ts';
import { ShelfTrouble } from './shelf.ts';
import type { Codec, ListRecord, Sealed } from './tables.ts';
import { bytesOf, textOf } from './tables.ts';

/** Lines of one chunk of the list, in the order of its homes. */
export type Lines = readonly (HouseholdLine | null)[];

/** What many lines say alike stands once, in `said`; there are its places. */
type Places = readonly number[];
type Rest = readonly (readonly [at: number, more: object])[];
type Said = string | boolean | null;
interface Table {
  readonly said: readonly Said[];
  /** Which lines are null: the columns leave them out. */
  readonly gaps: readonly number[];
  readonly lines: readonly [
    id: readonly string[], no: readonly string[], head: readonly string[], village: Places, place: Places, members: readonly number[], search: readonly string[],
    lastVisitOn: Places, promises: readonly number[], petitions: readonly number[], closed: Places, cardSince: Places, marks: readonly string[],
  ];
  readonly promises: readonly [id: readonly string[], what: Places, keeper: Places, offeredTo: Places, dueOn: Places, state: Places, told: Places];
  readonly petitions: readonly [id: readonly string[], topic: Places, replyDueOn: Places];
  /** What few have, by its name. */
  readonly rests: readonly [lines: Rest, promises: Rest, petitions: Rest];
}

/**
 * Lines as a table of columns, without the names of their members, and with what they have in common said once: half the
 * bytes to fetch, unseal and read, and ten thousand lines open that much sooner. The mark in front tells it from lists of before.
 */
export function textOfLines(lines: Lines): string {
  const places = new Map<Said, number>();
  const placeOf = (value: Said): number => {
    const held = places.get(value);
    if (held === undefined) places.set(value, places.size);
    return held ?? places.size - 1;
  };
  const columns = (all: readonly object[], names: readonly string[]) => names.map((name) => (all as readonly Readonly<Record<string, Said>>[]).map((one) => {
    const value = one[name];
    return ALONE.has(name) ? value ?? '' : Array.isArray(value) ? value.length : placeOf(value!);
  })) as never;
  const standing = lines.filter((line) => line !== null);
  const promises = standing.flatMap((line) => line.promises);
  const petitions = standing.flatMap((line) => line.petitions);
  const table: Omit<Table, 'said'> = {
    gaps: lines.flatMap((line, at) => (line ? [] : [at])),
    lines: columns(standing, LINE), promises: columns(promises, PROMISE), petitions: columns(petitions, PETITION),
    rests: [restOf(standing, LINE), restOf(promises, PROMISE), restOf(petitions, PETITION)],
  };
  return `[2,${JSON.stringify({ said: [...places.keys()], ...table } satisfies Table)}]`;
}

/** What has a column of its own, in the order of the columns; and of these, what hardly two lines say alike. */
const LINE = ['id', 'no', 'head', 'village', 'place', 'members', 'search', 'lastVisitOn', 'promises', 'petitions', 'closed', 'cardSince', 'marks'];
const PROMISE = ['id', 'what', 'keeper', 'offeredTo', 'dueOn', 'state', 'told'];
const PETITION = ['id', 'topic', 'replyDueOn'];
const ALONE: ReadonlySet<string> = new Set(['id', 'no', 'head', 'members', 'search', 'marks']);

const restOf = (all: readonly object[], columns: readonly string[]): Rest => all.flatMap((one, at) => {
  const more = Object.entries(one).filter(([name]) => !columns.includes(name));
  return more.length > 0 ? [[at, Object.fromEntries(more)] as const] : [];
});

/** @throws SyntaxError, TypeError where the text is no list */
export function linesIn(text: string): Lines {
  const read = JSON.parse(text) as Lines | readonly [2, Table];
  if (read.length === 0 || read[0] === null || typeof read[0] === 'object') return read as Lines;
  if (read[0] !== 2) throw new TypeError('a list of another form');
  return linesOf(read[1] as Table);
}

function linesOf({ said, gaps, lines, promises, petitions, rests }: Table): Lines {
  const [id, no, head, village, place, members, search, lastVisitOn, promised, petitioned, closed, cardSince, marks] = lines;
  const at = (where: Places, n: number) => said[where[n]!] as never;
  const owed = withRest(promisesOf(promises, at), rests[1]);
  const asked = withRest(petitionsOf(petitions, at), rests[2]);
  let [owes, asks] = [0, 0];
  const standing = withRest(id.map((one, n): HouseholdLine => {
    const line = {
      id: one, no: no[n]!, head: head[n]!, village: at(village, n), place: at(place, n), members: members[n]!, search: search[n]!, lastVisitOn: at(lastVisitOn, n),
      promises: owed.slice(owes, owes += promised[n]!), petitions: asked.slice(asks, asks += petitioned[n]!), closed: at(closed, n), cardSince: at(cardSince, n),
    };
    return marks[n] === '' ? line : { ...line, marks: marks[n]! };
  }), rests[0]);
  const all: (HouseholdLine | null)[] = standing;
  for (const gap of gaps) all.splice(gap, 0, null);
  return all;
}

type At = (where: Places, n: number) => never;

const promisesOf = ([id, what, keeper, offeredTo, dueOn, state, told]: Table['promises'], at: At): PromiseLine[] =>
  id.map((one, n) => ({ id: one, what: at(what, n), keeper: at(keeper, n), offeredTo: at(offeredTo, n), dueOn: at(dueOn, n), state: at(state, n), told: at(told, n) }));

const petitionsOf = ([id, topic, replyDueOn]: Table['petitions'], at: At): HouseholdLine['petitions'][number][] =>
  id.map((one, n) => ({ id: one, topic: at(topic, n), replyDueOn: at(replyDueOn, n) }));

function withRest<T>(all: T[], rest: Rest): T[] {
  for (const [n, more] of rest) all[n] = { ...all[n]!, ...more };
  return all;
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
