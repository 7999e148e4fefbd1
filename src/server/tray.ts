// The officer's hand in the tray: a letter goes into the book as its author's own, or on their behalf, or is kept apart with a reason.
import type { Act, Json, KeptRow, Refusal, RowKey, Said } from '#journal/act.ts';
import { keyOf } from '#journal/act.ts';
import { accept, noSeat, type LedgerTx } from '#journal/accept.ts';
import { read } from '#journal/decide.ts';
import { kinds } from '#commune/kinds.ts';
import type { PersonRow, Post } from '#commune/places/rows.ts';
import { inForce } from '#commune/places/policy.ts';
import { dayAt } from './clock.ts';
import { ledgerOf, readKept, readSeat, type SeatedLedger } from './db/ledger.ts';
import type { Tx } from './db/open.ts';
import { clipsNamed, giveClips } from './db/tray-clips.ts';
import { addStep, isOpen, putLetters, readApart, readLetter, readTray, type LetterAndStep, type LetterKey } from './db/tray.ts';
import { DeskRefused, sayAll } from './desk.ts';
import { hashOf } from './letters.ts';

/** The officer who does it. */
export interface Hand {
  readonly commune: string;
  readonly person: string;
  readonly now: number;
}

/** Why a letter stays where it is. */
export type TrayFault =
  | { readonly fault: 'tray.unknown' | 'tray.sealed' | 'tray.waits' | 'tray.settled' }
  /** An earlier one of the same phone has to be judged first: it was said first. */
  | { readonly fault: 'tray.earlier'; readonly turn: number }
  | { readonly fault: 'tray.refused'; readonly refusal: Refusal };

export type Booked = { readonly entry: number; readonly author: string };

/** Undoes what the transaction began; the door answers with the fault. */
export class TrayRefused extends Error {
  readonly why: TrayFault;
  constructor(why: TrayFault) {
    super(why.fault);
    this.why = why;
  }
}

const refused = (why: TrayFault): never => {
  throw new TrayRefused(why);
};

/** The letter, also where it is an act that was set apart and nobody has touched yet. @throws TrayRefused */
async function letterOf(tx: Tx, key: LetterKey): Promise<LetterAndStep> {
  const letter = await readLetter(tx, key);
  if (letter) return letter;
  const apart = (await readApart(tx)).find(({ act }) => act.device === key.device && act.turn === key.turn && hashOf(act) === key.hash);
  if (!apart) return refused({ fault: 'tray.unknown' });
  const fresh = { ...key, person: apart.person, act: apart.act, letter: null, receivedAt: apart.receivedAt, endedAt: null };
  await putLetters(tx, [fresh]);
  return { ...fresh, step: null };
}

/** Puts the letter into the book. @throws TrayRefused; nothing has then happened */
export async function book(tx: Tx, hand: Hand, key: LetterKey): Promise<Booked> {
  const { act, step, person } = await letterOf(tx, key);
  if (act === null) return refused({ fault: 'tray.sealed' });
  if (!isOpen(step)) return refused({ fault: 'tray.settled' });
  const ledger = ledgerOf(tx, hand.now);
  const known = (await ledger.taken(act.device, [act.turn])).get(act.turn);
  if (known && 'waits' in known.verdict && known.same(act)) return refused({ fault: 'tray.waits' });
  if (known && 'entry' in known.verdict && known.same(act)) {
    await addStep(tx, key, { what: 'known', reason: null, entry: known.verdict.entry, author: person, person: hand.person, doneAt: hand.now });
    return { entry: known.verdict.entry, author: person };
  }
  const lastTurn = (await readSeat(tx, act.device))?.lastTurn;
  const booked = known || lastTurn === undefined || act.turn <= lastTurn
    ? await onBehalf(tx, hand, act, person)
    : await inItsTurn(tx, ledger, hand, act, { person, lastTurn });
  await addStep(tx, key, { what: 'booked', reason: null, ...booked, person: hand.person, doneAt: hand.now });
  await giveClips(tx, await clipsNamed(tx, act.device, JSON.stringify(act.body)), hand.now);
  return booked;
}

/** Keeps the letter apart, with the reason; or (null) takes it up again. @throws TrayRefused */
export async function setAside(tx: Tx, hand: Hand, key: LetterKey, reason: string | null): Promise<void> {
  const { step } = await letterOf(tx, key);
  const fits = reason === null ? step?.what === 'aside' : isOpen(step);
  if (!fits) return refused({ fault: 'tray.settled' });
  await addStep(tx, key, { what: reason === null ? 'back' : 'aside', reason, entry: null, author: null, person: hand.person, doneAt: hand.now });
}

/** Whose word an act is taken as: with which posts, and from which row of the person. */
interface Voice {
  readonly author: string;
  /** The author's row as it is held while the act is judged; undefined: as it stands. */
  readonly as?: PersonRow;
}

/**
 * An act that keeps its own name and turn, so that the same act coming from the phone some day is known and stands once (law J2).
 * It is taken as the author's own where they may still say it; else under the posts they held on the day it was said by the
 * phone's clock, which is what the officer vouches for; else as the officer's.
 */
async function inItsTurn(tx: Tx, ledger: SeatedLedger, hand: Hand, act: Act, seat: { person: string; lastTurn: number }): Promise<Booked> {
  const before = (await readTray(tx, 'open', 10_000)).find((one) => one.device === act.device && one.act !== null && one.turn > seat.lastTurn && one.turn < act.turn);
  if (before) return refused({ fault: 'tray.earlier', turn: before.turn });
  const row = (await readKept(tx, [`person/${seat.person}`])).get(`person/${seat.person}`);
  const then = row && !row.gone ? asOf(row as unknown as PersonRow, dayAt(act.at)) : undefined;
  const voices: readonly Voice[] = [{ author: seat.person }, ...(then ? [{ author: seat.person, as: then }] : []), { author: hand.person }];
  let refusal: Refusal = { code: 'act.unknown' };
  for (const voice of voices) {
    const outcome = await judged(ledger, hand, act, voice);
    if (outcome === 'waits') return refused({ fault: 'tray.waits' });
    if (outcome !== undefined) refusal = outcome;
    else return { entry: await taken(ledger, hand, act, voice, seat.lastTurn), author: voice.author };
  }
  return refused({ fault: 'tray.refused', refusal });
}

/** The person with the posts they held on that day, as if they still did; undefined where they held none. */
function asOf(row: PersonRow, on: string): PersonRow | undefined {
  const posts = row.body.posts.filter((post) => inForce(post, on) && (row.body.closedOn === null || on < row.body.closedOn));
  return posts.length === 0 ? undefined : { ...row, body: { ...row.body, closedOn: null, posts: posts.map((post): Post => ({ ...post, until: null })) } };
}

/** Why the rules refuse the act from this voice; undefined where they do not. */
async function judged(ledger: LedgerTx, hand: Hand, act: Act, { author, as }: Voice): Promise<Refusal | 'waits' | undefined> {
  const said: Said = { id: act.id, device: act.device, commune: hand.commune, author, at: act.at, today: dayAt(hand.now) };
  const reading = read(kinds, act, said);
  if ('waits' in reading) return 'waits';
  if ('refusal' in reading) return reading.refusal;
  const rows = await heldAs(ledger, author, as).rows([`person/${author}`, ...reading.readable.needs]);
  const outcome = reading.readable.decide({ get: (key) => alive(rows.get(key)) });
  if ('waits' in outcome) return 'waits';
  if ('refusal' in outcome) return outcome.refusal;
  // Their row is held otherwise than it stands: it must not be written back so.
  return as && outcome.puts.some((row) => keyOf(row) === keyOf(as)) ? { code: 'post.ended' } : undefined;
}

const alive = (row: KeptRow | undefined): KeptRow | undefined => (row && !row.gone ? row : undefined);

/** The ledger with one person's row held as it is said to have been. */
function heldAs(ledger: LedgerTx, author: string, as: PersonRow | undefined): LedgerTx {
  return {
    ...pass(ledger),
    seat: async (...asked) => {
      const seat = await ledger.seat(...asked);
      return seat && { ...seat, person: author };
    },
    rows: async (keys) => {
      const rows = new Map<RowKey, KeptRow>(await ledger.rows(keys));
      if (as && keys.includes(keyOf(as))) rows.set(keyOf(as), { ...as, entry: rows.get(keyOf(as))?.entry ?? 0 });
      return rows;
    },
  };
}

const pass = (ledger: LedgerTx): LedgerTx => ({
  seat: (...asked) => ledger.seat(...asked), taken: (...asked) => ledger.taken(...asked), rows: (keys) => ledger.rows(keys),
  number: (count) => ledger.number(count), write: (...written) => ledger.write(...written), quarantine: (...kept) => ledger.quarantine(...kept),
  end: () => ledger.end(),
});

/** The entry of the act in the book; turns between are given up, as their letters were judged or never came. */
async function taken(ledger: LedgerTx, hand: Hand, act: Act, { author, as }: Voice, lastTurn: number): Promise<number> {
  const batch = { commune: hand.commune, device: act.device, acts: [act], cursor: null, withheld: act.turn > lastTurn + 1 ? [[lastTurn + 1, act.turn - 1] as const] : [] };
  const answer = await accept(heldAs(ledger, author, as), batch, { kinds, today: dayAt(hand.now), epoch: '', scopeOf: () => '', sees: () => false });
  const verdict = answer === noSeat ? undefined : answer.verdicts[0];
  if (verdict && 'entry' in verdict) return verdict.entry;
  return refused({ fault: 'tray.refused', refusal: verdict && 'refusal' in verdict ? verdict.refusal : { code: 'act.unknown' } });
}

/** The turn is taken by another act, or was refused: the officer says it anew, and a visit tells who was there. */
async function onBehalf(tx: Tx, hand: Hand, act: Act, person: string): Promise<Booked> {
  if (!kinds.has(act.kind)) return refused({ fault: 'tray.waits' });
  try {
    const [spoken] = await sayAll(tx, hand.commune, hand.person, [{ kind: act.kind, v: act.v, body: await withAuthor(tx, act, person) }], hand.now);
    return { entry: spoken!.entry, author: hand.person };
  } catch (error) {
    if (error instanceof DeskRefused) return refused({ fault: 'tray.refused', refusal: error.refusal });
    throw error;
  }
}

async function withAuthor(tx: Tx, { kind, body }: Act, person: string): Promise<Json> {
  if (kind !== 'visit.record' || body === null || typeof body !== 'object' || Array.isArray(body)) return body;
  const row = (await readKept(tx, [`person/${person}`])).get(`person/${person}`);
  const name = row && !row.gone ? (row as unknown as PersonRow).body.name : undefined;
  const { along, ...rest } = body as { readonly along?: Json };
  const names = Array.isArray(along) ? along : [];
  return name === undefined || names.includes(name) || names.length >= 30 ? body : { ...rest, along: [...names, name] };
}
