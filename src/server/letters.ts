// What phones put into the letterbox: opened, compared with the book, and laid into the tray where the book does not have it.
import { createHash } from 'node:crypto';
import type { Act } from '#journal/act.ts';
import { actId } from '#journal/act.ts';
import { canonical } from '#journal/canonical.ts';
import type { PersonRow } from '#commune/places/rows.ts';
import { postsOn } from '#commune/places/policy.ts';
import { dayAt } from './clock.ts';
import { ledgerOf, readKept } from './db/ledger.ts';
import type { Tx } from './db/open.ts';
import { devicesNamed } from './db/sessions.ts';
import { addStep, putLetters, readSealed, type Letter } from './db/tray.ts';
import { LetterFault, type Keys, type Sealed, type Seat } from './keys.ts';

export interface ActLetter extends Sealed {
  readonly turn: number;
}

/** A letter opened: the act it holds, or the letter itself where it does not open or is not what it says. */
export type Opened = { readonly turn: number } & ({ readonly act: Act } | { readonly letter: Sealed });

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Name of an act in the tray. */
export const hashOf = (act: Act): string => sha256(canonical(act));

/** Name of a letter in the tray. */
export const nameOf = (one: Opened): string => ('letter' in one ? sha256(one.letter.box) : hashOf(one.act));

/** @param parse reads JSON from outside; throws where it is none, or too deep */
export function openAct(keys: Keys, { commune, device }: Seat, { turn, ...sealed }: ActLetter, parse: (text: string) => unknown): Opened {
  let inside: unknown;
  try {
    inside = parse(keys.open(sealed, `${commune}|${device}|${turn}`).toString('utf8'));
  } catch (error) {
    if (error instanceof LetterFault || error instanceof Error) return { turn, letter: sealed };
    throw error;
  }
  const act = actIn(inside);
  const ours = act !== undefined && act.device === device && act.turn === turn && act.id === actId(device, turn);
  return ours ? { turn, act } : { turn, letter: sealed };
}

const KIND = /^[a-z][a-z0-9.-]{0,63}$/;
const whole = (value: unknown, most: number): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;

function actIn(inside: unknown): Act | undefined {
  if (inside === null || typeof inside !== 'object') return undefined;
  const { id, kind, v, device, turn, at, body } = inside as Partial<Record<keyof Act, unknown>>;
  const sound = typeof id === 'string' && typeof kind === 'string' && KIND.test(kind) && whole(v, 10_000) && typeof device === 'string' &&
    whole(turn, Number.MAX_SAFE_INTEGER) && turn > 0 && whole(at, Number.MAX_SAFE_INTEGER) && body !== undefined;
  return sound ? { id, kind, v, device, turn, at, body: body as Act['body'] } : undefined;
}

/** Lays into the tray what the book does not have. Answers how many letters were new there. */
export async function layIn(tx: Tx, seat: Seat, opened: readonly Opened[], now: number): Promise<number> {
  const acts = opened.filter((one): one is { turn: number; act: Act } => 'act' in one);
  const taken = await ledgerOf(tx, now).taken(seat.device, [...new Set(acts.map(({ turn }) => turn))]);
  const endedAt = await rightEnded(tx, seat, now);
  const letters = opened.flatMap((one): Letter[] => {
    const laid = { device: seat.device, turn: one.turn, person: seat.person, receivedAt: now, endedAt };
    if ('letter' in one) return [{ ...laid, hash: nameOf(one), act: null, letter: one.letter }];
    const before = taken.get(one.turn);
    // In the book, or kept there until a newer version judges it: nothing is left to do. A refused one is for the office to see.
    if (before && !('refusal' in before.verdict) && before.same(one.act)) return [];
    return [{ ...laid, hash: nameOf(one), act: one.act, letter: null }];
  });
  return await putLetters(tx, letters);
}

/** Letters that could not be opened, once more: a key may have been put back. Answers how many open now. */
export async function reopen(tx: Tx, keys: Keys, commune: string, now: number, parse: (text: string) => unknown): Promise<number> {
  let count = 0;
  for (const { device, turn, hash, person, letter } of await readSealed(tx)) {
    const seat = { commune, device, person };
    const opened = openAct(keys, seat, { turn, ...letter! }, parse);
    if (!('act' in opened)) continue;
    await layIn(tx, seat, [opened], now);
    await addStep(tx, { device, turn, hash }, { what: 'opened', reason: null, entry: null, author: null, person, doneAt: now });
    count += 1;
  }
  return count;
}

/** The first moment of a day in Viet Nam, ms. */
const startOf = (day: string): number => Date.parse(`${day}T00:00:00+07:00`);
const DAY_MS = 86_400_000;

/** When the person's last post or the phone's right ended, whichever came first; null while both last. */
export async function rightEnded(tx: Tx, { device, person }: Pick<Seat, 'device' | 'person'>, now: number): Promise<number | null> {
  const row = (await readKept(tx, [`person/${person}`])).get(`person/${person}`);
  const revokedAt = (await devicesNamed(tx, [device]))[0]?.revokedAt ?? null;
  const ends = [revokedAt, row && !row.gone ? postsEnded(row as unknown as PersonRow, now) : null].filter((at) => at !== null);
  return ends.length > 0 ? Math.min(...ends) : null;
}

function postsEnded(row: PersonRow, now: number): number | null {
  const today = dayAt(now);
  const { closedOn, posts } = row.body;
  if (postsOn(row, today).length > 0) return null;
  const last = posts.map(({ until }) => until).filter((until) => until !== null && until < today).sort().at(-1);
  // A post lasts to the end of its last day.
  const ends = [closedOn !== null && closedOn <= today ? startOf(closedOn) : null, last ? startOf(last) + DAY_MS : null].filter((at) => at !== null);
  return ends.length > 0 ? Math.min(...ends) : null;
}
