// What becomes of a row when its time is over: words, names and pictures go; that something was done, and when, stays.
import * as z from 'zod/mini';
import type { Row } from '#journal/act.ts';
import { refuse } from '#journal/act.ts';
import { FADED } from '../households/erased.ts';
import type { HouseholdRow } from '../households/rows.ts';
import { author, HOUSE } from '../places/author.ts';
import { kind } from '../places/kind.ts';
import type { Day, PersonRow } from '../places/rows.ts';
import { id, list } from '../places/shape.ts';
import type { PromiseRow } from '../promises/rows.ts';
import { gone, type PetitionRow, type VisitRow } from '../visits/rows.ts';
import { emptied } from './erase.ts';
import { isOver, type RetentionName } from './retention.ts';
import type { RequestRow } from './rows.ts';

export interface Faded {
  readonly row: Row;
  /** By which rule. */
  readonly by: RetentionName;
}

/** The row as it will be, or undefined where nothing of it is over yet, or nothing is left to go. */
export function fade(row: Row, today: Day): Faded | undefined {
  const as = (by: RetentionName, next: Row | undefined): Faded | undefined => (next ? { row: next, by } : undefined);
  switch (row.kind) {
    case 'visit': return as('visit-words', fadeVisit(row as VisitRow, today));
    case 'promise': return as('promise-words', fadePromise(row as PromiseRow, today));
    case 'petition': return as('petition-words', fadePetition(row as PetitionRow, today));
    case 'request': return as('request-words', fadeRequest(row as RequestRow, today));
    case 'household': return as('member', fadeHousehold(row as HouseholdRow, today));
    case 'person': return as('staff', fadePerson(row as PersonRow, today));
    default: return undefined;
  }
}

function fadeVisit(row: VisitRow, today: Day): VisitRow | undefined {
  const { body } = row;
  if (!isOver('visit-words', body.on, today)) return undefined;
  const bare = body.met.length === 0 && body.along.length === 0 && body.photos.length === 0 && body.heard.every(({ words, clip }) => words === null && clip === null);
  if (bare) return undefined;
  const left = { heard: body.heard.map(({ topic }) => ({ topic, words: null, clip: null })), photos: [] };
  return { ...row, body: { ...body, ...left, met: [], along: [], ...gone(body, left) } };
}

function fadePromise(row: PromiseRow, today: Day): PromiseRow | undefined {
  const { body } = row;
  const over = body.state === 'confirmed' || (body.state === 'withdrawn' && body.told);
  if (!over || !isOver('promise-words', body.stateOn, today)) return undefined;
  if (body.what === FADED && body.steps.every(({ words, photo }) => words === null && photo === null)) return undefined;
  const photos = body.steps.flatMap(({ photo }) => photo?.hash ?? []);
  return { ...row, body: {
    ...body, what: FADED, steps: body.steps.map((step) => ({ ...step, words: null, photo: null })), ...(photos.length > 0 ? { goneClips: [...new Set(photos)] } : {}),
  } };
}

function fadePetition(row: PetitionRow, today: Day): PetitionRow | undefined {
  const { body } = row;
  const last = body.replies.at(-1);
  if (!last?.final || !isOver('petition-words', last.on, today)) return undefined;
  if (body.matter === FADED && body.replies.every(({ words }) => words === FADED)) return undefined;
  return { ...row, body: { ...body, matter: FADED, replies: body.replies.map((reply) => ({ ...reply, words: FADED })) } };
}

function fadeRequest(row: RequestRow, today: Day): RequestRow | undefined {
  const { body } = row;
  if (!isOver('request-words', body.closedOn, today)) return undefined;
  if (body.words === null && body.by === null && body.about === null && !body.corrected && body.answers.every(({ words }) => words === null)) return undefined;
  return emptied(row, today);
}

/** People who left long ago, and values that were replaced long ago. The household as a whole is erased, not faded. */
function fadeHousehold(row: HouseholdRow, today: Day): HouseholdRow | undefined {
  const { body } = row;
  const members = body.members.filter(({ leftOn }) => !isOver('member', leftOn, today));
  const settled = body.settled?.filter(({ on }) => !isOver('replaced', on, today));
  if (members.length === body.members.length && settled?.length === body.settled?.length) return undefined;
  const { settled: _, ...rest } = body;
  return { ...row, body: { ...rest, members, ...(settled && settled.length > 0 ? { settled } : {}) } };
}

/** Staff, not representatives: those go with their household. What they did stays under their id. */
function fadePerson(row: PersonRow, today: Day): PersonRow | undefined {
  if (row.household !== null || row.body.name === FADED || !isOver('staff', row.body.closedOn, today)) return undefined;
  return { ...row, body: { ...row.body, name: FADED } };
}

const MOST_FADED = 200;
const key = z.string().check(z.regex(/^[a-z]+\/[A-Za-z0-9][A-Za-z0-9._-]{0,60}$/));

/** Said by the house every night, and by an officer who does not want to wait. Rows whose time is not over stay as they are. */
export const recordFade = kind({
  name: 'record.fade',
  version: 1,
  shape: z.strictObject({ household: z.nullable(id), rows: list(key, MOST_FADED, 1) }),
  needs: ({ rows }) => rows,
  decide({ household, rows: keys }, said, rows) {
    const by = author(rows, said);
    if (!by.may('record.fade', { village: null, household }, said.author === HOUSE ? ['house'] : [])) return by.denied('record.fade');
    const old = keys.flatMap((one) => rows.get(one) ?? []).filter((row) => row.household === household);
    const puts = old.flatMap((row) => fade(row, said.today)?.row ?? []);
    return puts.length > 0 ? { puts } : refuse('record.kept', {});
  },
});
