// The tray as tables keep it: letters as they came, what the office did with each, and photos that wait for an act. Nothing is taken away.
import { sql, type RawBuilder } from 'kysely';
import type { Act } from '#journal/act.ts';
import type { Sealed } from '../keys.ts';
import type { Tx } from './open.ts';
import type { JsonText } from './tables.ts';
import '#server/db/tables.ts';

declare module '#server/db/tables.ts' {
  interface Tables {
    tray: {
      commune_id: number; device: string; turn: number; hash: string; person: string;
      act: JsonText<Act> | null; letter: JsonText<Sealed> | null; received_at: number; ended_at: number | null;
    };
    tray_step: {
      commune_id: number; device: string; turn: number; hash: string; n: number; what: StepName; reason: string | null;
      entry: number | null; author: string | null; person: string; done_at: number;
    };
  }
}

/**
 * booked: it stands in the book · known: the book had it already · aside: kept apart, with a reason · back: taken up again ·
 * opened: it could be opened after all and lies in the tray once more, read.
 */
export type StepName = 'booked' | 'known' | 'aside' | 'back' | 'opened';

/** Names one letter. */
export interface LetterKey {
  readonly device: string;
  readonly turn: number;
  /** SHA-256 of the act's canonical text, or of the box where it could not be opened; hex. */
  readonly hash: string;
}

export interface Letter extends LetterKey {
  readonly person: string;
  /** null where it could not be opened. */
  readonly act: Act | null;
  /** Kept where it could not be opened. */
  readonly letter: Sealed | null;
  readonly receivedAt: number;
  /** When the person's right or the phone's had ended, as known when it came. */
  readonly endedAt: number | null;
}

export interface Step {
  readonly what: StepName;
  readonly reason: string | null;
  readonly entry: number | null;
  /** For whom it stands in the book. */
  readonly author: string | null;
  /** The officer. */
  readonly person: string;
  readonly doneAt: number;
}

type Fragment = RawBuilder<unknown>;

/** What was done last leaves it open, or not. */
export const isOpen = (step: Step | null): boolean => step === null || step.what === 'back';

/** What the office did last with the letter of the table or alias `t`. */
export const lastStep = (t: string): Fragment => sql`lateral (select s.what, s.reason, s.entry, s.author, s.person, s.done_at "doneAt" from tray_step s
  where s.commune_id = ${sql.ref(t)}.commune_id and s.device = ${sql.ref(t)}.device and s.turn = ${sql.ref(t)}.turn and s.hash = ${sql.ref(t)}.hash order by s.n desc limit 1)`;
/** The same as `isOpen`, of what `lastStep` found. */
export const isOpenStep = (step: string): Fragment => sql`coalesce(${sql.ref(step)}.what, 'back') = 'back'`;

const LAST = lastStep('t');
const OPEN = isOpenStep('l');
const COLUMNS = sql`t.device, t.turn, t.hash, t.person, t.act, t.letter, t.received_at "receivedAt", t.ended_at "endedAt",
  case when l.what is null then null else row_to_json(l) end step`;

/** Puts letters in; those that lie there already stay as they are. Answers how many were new. */
export async function putLetters(tx: Tx, letters: readonly Letter[]): Promise<number> {
  if (letters.length === 0) return 0;
  const put = await tx.insertInto('tray').values(letters.map((one) => ({
    commune_id: tx.commune, device: one.device, turn: one.turn, hash: one.hash, person: one.person,
    act: one.act === null ? null : JSON.stringify(one.act), letter: one.letter === null ? null : JSON.stringify(one.letter),
    received_at: one.receivedAt, ended_at: one.endedAt,
  }))).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return Number(put.numInsertedOrUpdatedRows ?? 0n);
}

export type LetterAndStep = Letter & { readonly step: Step | null };

/** Letters the office has to look at, device by device in turn, or those it has dealt with, the latest first. */
export async function readTray(tx: Tx, which: 'open' | 'past', most: number): Promise<readonly LetterAndStep[]> {
  const [where, order] = which === 'open' ? [OPEN, sql`t.device, t.turn, t.received_at, t.hash`] : [sql`not (${OPEN})`, sql`l."doneAt" desc, t.device, t.turn`];
  const { rows } = await sql<LetterAndStep>`select ${COLUMNS} from tray t left join ${LAST} l on true
    where t.commune_id = ${tx.commune} and ${where} order by ${order} limit ${most}`.execute(tx);
  return rows;
}

export async function readLetter(tx: Tx, { device, turn, hash }: LetterKey): Promise<LetterAndStep | undefined> {
  const { rows } = await sql<LetterAndStep>`select ${COLUMNS} from tray t left join ${LAST} l on true
    where t.commune_id = ${tx.commune} and t.device = ${device} and t.turn = ${turn} and t.hash = ${hash}`.execute(tx);
  return rows[0];
}

/** How many letters wait, by device. */
export async function countOpen(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ device: string; count: number }>`select t.device, count(*)::integer "count" from tray t left join ${LAST} l on true
    where t.commune_id = ${tx.commune} and ${OPEN} group by t.device`.execute(tx);
  return new Map(rows.map(({ device, count }) => [device, count]));
}

/** Adds a step of the office. */
export async function addStep(tx: Tx, { device, turn, hash }: LetterKey, step: Step): Promise<void> {
  await sql`insert into tray_step (commune_id, device, turn, hash, n, what, reason, entry, author, person, done_at)
    select ${tx.commune}, ${device}, ${turn}, ${hash}, coalesce(max(n), 0) + 1, ${step.what}, ${step.reason}, ${step.entry}::bigint, ${step.author}, ${step.person}, ${step.doneAt}
    from tray_step where commune_id = ${tx.commune} and device = ${device} and turn = ${turn} and hash = ${hash}`.execute(tx);
}

export interface Apart {
  readonly act: Act;
  readonly person: string;
  readonly reason: string;
  readonly receivedAt: number;
}

/** Acts that came again under a taken name with other content, with whose seat they came from. */
export async function readApart(tx: Tx): Promise<readonly Apart[]> {
  const { rows } = await sql<Apart>`select a.act, s.person, a.reason, a.received_at "receivedAt" from act_apart a
    join seat s on s.commune_id = a.commune_id and s.device = a.device where a.commune_id = ${tx.commune} order by a.device, a.turn, a.received_at`.execute(tx);
  return rows;
}

/** Letters that are still sealed. */
export async function readSealed(tx: Tx): Promise<readonly Letter[]> {
  const { rows } = await sql<Letter>`select ${COLUMNS} from tray t left join ${LAST} l on true
    where t.commune_id = ${tx.commune} and t.letter::text is not null and l.what is distinct from 'opened' limit 1000`.execute(tx);
  return rows;
}
