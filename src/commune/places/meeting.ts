// Two people set the same field without knowing of each other: one value stands, the others are kept, until a person chooses.
import type { Outcome, Row, Said } from '#journal/act.ts';
import { refuse } from '#journal/act.ts';
import type { Field, Meeting, Met, SetBy, Settled, Voice } from './rows.ts';

type Value = string | null;

/** Values by field; what is left out is not spoken of. */
export type Some = { readonly [field: string]: Value | undefined };

/** More values than this wait on one field only where nobody ever chooses: then people must, before they go on. */
export const MOST_VALUES = 20;
const KEEP_SETTLED = 10;

interface Amending {
  /** The fields as they are now. */
  readonly now: object;
  readonly next: Some;
  /** What the author saw; of a field left out here it is not known what they saw. */
  readonly was: Some;
  readonly member?: string;
}

interface Noting {
  readonly setBy: readonly SetBy[];
  readonly meetings: readonly Meeting[];
  readonly settled: readonly Settled[];
}

const whose = (at: Field) => (one: Field): boolean => one.field === at.field && one.member === at.member;
const value = (from: object, field: string): Value => (from as Some)[field] ?? null;
const notValue = (gone: Value) => (voice: Voice): boolean => voice.value !== gone;

export const meetingOf = (met: Met, at: Field): Meeting | undefined => met.meetings?.find(whose(at));

const noting = ({ setBy = [], meetings = [], settled = [] }: Met): Noting => ({ setBy, meetings, settled });
/** Empty lists are taken out of the body again: `change` and the journal leave out what is undefined. */
const left = ({ setBy, meetings, settled }: Noting): Met => ({
  ...(setBy.length > 0 ? { setBy } : {}), ...(meetings.length > 0 ? { meetings } : {}),
  ...(settled.length > 0 ? { settled: settled.slice(-KEEP_SETTLED) } : {}),
});

function voiceOf(notes: Noting, at: Field, now: Value): Voice {
  const set = notes.setBy.find(whose(at));
  return { value: now, by: set?.by ?? null, on: set?.on ?? null, ...(set?.also ? { also: set.also } : {}) };
}

/** Everyone who said the value. */
const sayers = ({ by, also = [] }: Voice): readonly string[] => [...(by === null ? [] : [by]), ...also];

/** The voice with others who said the same. */
function joined(voice: Voice, more: readonly string[]): Voice {
  const also = [...new Set([...(voice.also ?? []), ...more])].filter((one) => one !== voice.by);
  return { value: voice.value, by: voice.by, on: voice.on, ...(also.length > 0 ? { also } : {}) };
}

/** The field as it now stands, with the values that still wait beside it. */
function put(notes: Noting, at: Field, voice: Voice, others: readonly Voice[], said: Said): Noting {
  const before = notes.meetings.find(whose(at));
  const rest = notes.meetings.filter((one) => one !== before);
  const stands = joined(voice, others.filter((one) => one.value === voice.value).flatMap(sayers));
  const wait = others.filter(notValue(voice.value));
  const by = stands.by === null ? [] : [{ ...at, by: stands.by, on: stands.on ?? said.today, ...(stands.also ? { also: stands.also } : {}) }];
  const setBy = [...notes.setBy.filter((one) => !whose(at)(one)), ...by];
  if (wait.length > 0) return { ...notes, setBy, meetings: [...rest, { ...at, id: before?.id ?? said.id, stands, others: wait }] };
  if (!before) return { ...notes, setBy };
  const over = [before.stands, ...before.others].filter(notValue(stands.value));
  return { setBy, meetings: rest, settled: [...notes.settled, { ...at, chose: stands, by: said.author, on: said.today, over }] };
}

function amendField(notes: Noting, at: Field, { now, next, was }: Amending, said: Said): Noting {
  const [current, to] = [value(now, at.field), value(next, at.field)];
  const stood = voiceOf(notes, at, current);
  const told = was[at.field] !== undefined;
  // A value the author says they saw is replaced knowingly, wherever it stands by now.
  const others = (notes.meetings.find(whose(at))?.others ?? [])
    .filter((voice) => !told || voice.value !== was[at.field] || voice.value === to);
  if (current === to) return put(notes, at, stood.by === null ? { ...stood, by: said.author, on: said.today } : joined(stood, [said.author]), others, said);
  const saw = told ? was[at.field] === current : stood.by === null || stood.by === said.author;
  // Who saw what stands and sets another knows of their own earlier value too.
  const own = (voice: Voice) => saw && sayers(voice).every((one) => one === said.author);
  const stay = others.filter((voice) => voice.by === null || !own(voice));
  return put(notes, at, { value: to, by: said.author, on: said.today }, saw ? stay : [...stay, stood], said);
}

const full = (notes: Noting) => {
  const meeting = notes.meetings.find((one) => one.others.length >= MOST_VALUES);
  return meeting && refuse('meeting.full', { field: meeting.field, most: MOST_VALUES });
};

type Notes = { readonly notes: Met } | { readonly no: Outcome };
const answer = (notes: Noting): Notes => {
  const no = full(notes);
  return no ? { no } : { notes: left(notes) };
};

/**
 * The record's notes after an amendment: who set which field, and which values wait for a choice. Where the author does
 * not tell what they saw, a value somebody else set counts as unseen.
 */
export function amended(record: Met, amending: Amending, said: Said): Notes {
  const { next, member } = amending;
  const fields = Object.keys(next).filter((field) => next[field] !== undefined);
  return answer(fields.reduce((notes, field) => amendField(notes, member === undefined ? { field } : { field, member }, amending, said), noting(record)));
}

interface Choosing {
  readonly meeting: string;
  readonly field: string;
  readonly member?: string | undefined;
  readonly keep?: Value | undefined;
  readonly over: readonly (Value | undefined)[];
}

/**
 * The record's notes after a choice. Values the chooser had not seen go on waiting. Where the meeting is already over and
 * another value was chosen, or where it is another meeting by now, the two choices meet in their turn.
 */
export function chosen(record: Met, now: object, { meeting, field, member, keep = null, over }: Choosing, said: Said): Notes {
  const at: Field = member === undefined ? { field } : { field, member };
  const notes = noting(record);
  const before = notes.meetings.find(whose(at));
  const current = value(now, field);
  const stood = voiceOf(notes, at, current);
  const mine = { value: keep, by: said.author, on: said.today };
  if (before?.id === meeting) {
    const seen = (voice: Voice) => voice.value === keep || over.some((one) => (one ?? null) === voice.value);
    const all = [before.stands, ...before.others];
    // Whoever chose answers for it from now on, with those who said so before.
    const stands = joined(mine, all.filter((voice) => voice.value === keep).flatMap(sayers));
    return answer(put(notes, at, stands, all.filter((voice) => !seen(voice)), said));
  }
  const others = before?.others ?? [];
  return answer(current === keep ? put(notes, at, stood.by === null ? mine : joined(stood, [said.author]), others, said) : put(notes, at, mine, [...others, stood], said));
}

/**
 * A list as somebody changed it, laid upon what others changed meanwhile: what they added is added and what they took away is
 * taken away. Without `was`, the list they saw, theirs stands whole.
 */
export function relisted<T>(now: readonly T[], next: readonly T[], was: readonly T[] | undefined): readonly T[] {
  const taken = was?.filter((one) => !next.includes(one)) ?? [];
  const stay = was ? now.filter((one) => !taken.includes(one)) : [];
  return [...new Set([...stay, ...(was ? next.filter((one) => !was.includes(one) || now.includes(one)) : next)])];
}

/** The row with fields and notes as they now are; lists that became empty are gone from it. */
export function withNotes<R extends Row<string, object>>(row: R, fields: object, notes: Met): R {
  const { setBy: _setBy, meetings: _meetings, settled: _settled, ...body } = row.body as Met & object;
  return { ...row, body: { ...body, ...fields, ...notes } };
}

/**
 * Who is asked to choose: those whose values do not stand, and the record's owner. Whoever may amend the record may choose.
 * @param owners heads of its village today; officers where there is none
 */
export const askedOf = (meeting: Meeting, owners: readonly string[]): readonly string[] =>
  [...new Set([...meeting.others.flatMap(sayers), ...owners])];
