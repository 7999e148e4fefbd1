// Makes a household's one line for the lists, and its whole page, from its rows.
import type { Row } from '#journal/act.ts';
import type { ConsentRow, HouseholdRow } from '#commune/households/rows.ts';
import type { Day, PersonRow } from '#commune/places/rows.ts';
import type { PromiseRow } from '#commune/promises/rows.ts';
import type { RequestRow } from '#commune/rights/rows.ts';
import type { PetitionRow, VisitRow } from '#commune/visits/rows.ts';
import { strikeDue } from '#commune/visits/strike-due.ts';
import type { HouseholdLine, HouseholdPage, PromiseLine, RequestLine } from '#phone/book.ts';
import { peopleIn } from '#commune/households/people.ts';
import { searchText } from '#commune/households/search.ts';
import { marksOf } from '#commune/households/twins.ts';

interface Sorted {
  household: HouseholdRow | undefined;
  readonly consents: ConsentRow[];
  readonly visits: VisitRow[];
  readonly petitions: PetitionRow[];
  readonly promises: PromiseRow[];
  readonly requests: RequestRow[];
  readonly people: PersonRow[];
}

function sorted(rows: Iterable<Row>): Sorted {
  const kinds: Sorted = { household: undefined, consents: [], visits: [], petitions: [], promises: [], requests: [], people: [] };
  for (const row of rows) {
    if (row.kind === 'household') kinds.household = row as HouseholdRow;
    else if (row.kind === 'consent') kinds.consents.push(row as ConsentRow);
    else if (row.kind === 'visit') kinds.visits.push(row as VisitRow);
    else if (row.kind === 'petition') kinds.petitions.push(row as PetitionRow);
    else if (row.kind === 'promise') kinds.promises.push(row as PromiseRow);
    else if (row.kind === 'request') kinds.requests.push(row as RequestRow);
    else if (row.kind === 'person') kinds.people.push(row as PersonRow);
  }
  return kinds;
}

/** Not yet confirmed, or withdrawn without the household having been told why. */
const stillOwed = ({ body }: PromiseRow): boolean =>
  body.state === 'open' || body.state === 'claimed' || (body.state === 'withdrawn' && !body.told);

const promiseLine = ({ id, body }: PromiseRow): PromiseLine => ({
  id, what: body.what, keeper: body.keeper, offeredTo: body.offeredTo, dueOn: body.dueOn, state: body.state, told: body.told,
});

/** The household's line, or null while its own row is not on this phone. */
export function lineOf(rows: Iterable<Row>): HouseholdLine | null {
  const { household, consents, visits, petitions, promises, requests, people } = sorted(rows);
  if (!household) return null;
  const strike = strikeDue(consents, visits);
  const { body } = household;
  const asked = requests.flatMap(requestLine);
  // Of an erased household there is nothing to be found; only what is still owed about it stands in the lists.
  if (body.erasedOn !== undefined && asked.length === 0 && petitions.every((petition) => petition.body.replies.length > 0)) return null;
  return {
    id: household.id,
    no: body.no,
    head: body.head,
    village: household.village ?? '',
    place: body.place,
    members: peopleIn(body),
    search: searchText(body),
    lastVisitOn: visits.reduce<string | null>((last, { body: { on } }) => (last === null || on > last ? on : last), null),
    promises: promises.filter(stillOwed).map(promiseLine),
    petitions: petitions
      .filter((petition) => petition.body.replies.length === 0)
      .map((petition) => ({ id: petition.id, topic: petition.body.topic, replyDueOn: petition.body.replyDueOn })),
    closed: body.closedOn !== null,
    ...(asked.length > 0 ? { requests: asked } : {}),
    ...notesOf(household),
    ...(strike ? { strikeUntil: strike.until } : {}),
    cardSince: cardSince(people),
  };
}

/** The next thing the request asks of somebody; nothing once it is settled and told. */
function requestLine({ id, body }: RequestRow): readonly RequestLine[] {
  const { what, answers, closedOn, toldOn, erasing, answerDueOn, doneDueOn } = body;
  const line = (next: RequestLine['next'], dueOn: Day): readonly RequestLine[] => [{ id, what, next, dueOn }];
  if (erasing?.doneOn) return [];
  if (closedOn !== null) return toldOn === null ? line('tell', doneDueOn) : [];
  if (erasing && erasing.confirmedOn === null) return [{ id, what, next: 'confirm', dueOn: doneDueOn, askedBy: erasing.askedBy }];
  return answers.length === 0 ? line('answer', answerDueOn) : line('do', doneDueOn);
}

/** What is rare is left out, as ten thousand lines are kept. */
function notesOf({ id, body }: HouseholdRow): Pick<HouseholdLine, 'meetings' | 'settled' | 'review' | 'marks' | 'apart' | 'mergedInto'> {
  const marks = marksOf(body);
  return {
    ...(body.meetings ? { meetings: body.meetings.map((one) => ({ ...one, household: id })) } : {}),
    ...(body.settled ? { settled: body.settled.map((one) => ({ ...one, household: id })) } : {}),
    ...(body.review ? { review: body.review } : {}), ...(marks === '' ? {} : { marks }),
    ...(body.apart ? { apart: body.apart } : {}), ...(body.mergedInto === undefined ? {} : { mergedInto: body.mergedInto }),
  };
}

/** A representative's post stands as long as their card does; the line knows no today, so an end set ahead counts as an end. */
function cardSince(people: readonly PersonRow[]): Day | null {
  const posts = people.filter(({ body }) => body.closedOn === null).flatMap(({ body }) => body.posts);
  return posts.find((post) => post.role === 'household' && post.until === null)?.from ?? null;
}

export const later = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0);

/** All that is known of the household, newest first; undefined while its own row is not on this phone. */
export function pageOf(rows: Iterable<Row>): HouseholdPage | undefined {
  const { household, consents, visits, petitions, promises, requests } = sorted(rows);
  if (!household) return undefined;
  return {
    household,
    consents,
    visits: visits.sort((a, b) => later(a.body.on, b.body.on) || later(a.id, b.id)),
    petitions: petitions.sort((a, b) => later(a.body.on, b.body.on) || later(a.id, b.id)),
    promises: promises.sort((a, b) => later(a.body.madeOn, b.body.madeOn) || later(a.id, b.id)),
    requests: requests.sort((a, b) => later(a.body.on, b.body.on) || later(a.id, b.id)),
  };
}

/** Register numbers in the order people count: 2, 12, 12A, 100. */
const inOrder = (no: string): string => no.replace(/\d+/gu, (digits) => digits.padStart(7, '0'));

type KeyOf = (line: HouseholdLine) => string;

const keyBy = (villages: readonly string[]): KeyOf => {
  const place = new Map(villages.map((village, i) => [village, String(i).padStart(5, '0')]));
  return ({ village, no }) => `${place.get(village) ?? `~${village}`} ${inOrder(no)}`;
};

/** A register number that is one, as most are. */
const WHOLE = /^[1-9]\d{0,6}$/u;

/**
 * Numbers in the place of keys, where villages and register numbers are no more than that: sorted without asking anybody
 * which of two comes first, in a fifth of the time. Undefined where a line has no such number.
 */
function ranks(lines: readonly HouseholdLine[], villages: readonly string[]): Float64Array | undefined {
  const place = new Map(villages.map((village, i) => [village, i]));
  const most = lines.length;
  if (villages.length * 1e7 * most > Number.MAX_SAFE_INTEGER) return undefined;
  const all = new Float64Array(most);
  for (let at = 0; at < most; at++) {
    const { village, no } = lines[at]!;
    const held = place.get(village);
    if (held === undefined || !WHOLE.test(no)) return undefined;
    all[at] = (held * 1e7 + Number(no)) * most + at;
  }
  return all;
}

/** Lines by village in the order given, and by register number within. */
export function arranged(lines: readonly HouseholdLine[], villages: readonly string[]): readonly HouseholdLine[] {
  const ranked = ranks(lines, villages)?.sort();
  if (ranked) return Array.from(ranked, (rank) => lines[rank % lines.length]!);
  const key = keyBy(villages);
  const keyed = lines.map((line) => ({ line, key: key(line) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ line }) => line);
}

/** Arranged lines with some put in place of theirs before, taken out (null), or, where they are new, put in. */
export function withChanged(lines: readonly HouseholdLine[], changed: ReadonlyMap<string, HouseholdLine | null>, villages: readonly string[]): readonly HouseholdLine[] {
  if (changed.size === 0) return lines;
  const left = new Map(changed);
  const next: HouseholdLine[] = [];
  for (const line of lines) {
    const now = left.get(line.id);
    if (now === undefined) next.push(line);
    else if (now) next.push(now);
    left.delete(line.id);
  }
  const key = keyBy(villages);
  // New ones are few: each looks for its place by halves, as arranging ten thousand anew is felt on a cheap phone.
  for (const line of left.values()) if (line) next.splice(placeOf(next, key(line), key), 0, line);
  return next;
}

function placeOf(lines: readonly HouseholdLine[], wanted: string, key: KeyOf): number {
  let from = 0;
  let to = lines.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (key(lines[middle]!) <= wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}
