// The desk: a seat on the server from which it speaks for a person, through the same rules as every phone.
import type { Act, Json, Refusal } from '#journal/act.ts';
import { actId } from '#journal/act.ts';
import { accept, noSeat } from '#journal/accept.ts';
import { kinds } from '#commune/kinds.ts';
import { dayAt } from './clock.ts';
import { ledgerOf, readSeat } from './db/ledger.ts';
import type { Db, Tx } from './db/open.ts';
import { deskOf, openDevice } from './db/sessions.ts';
import { newDevice } from './secrets.ts';

export interface Saying {
  readonly kind: string;
  /** Version of the body; left out: the newest. */
  readonly v?: number;
  readonly body: Json;
}

export interface Spoken {
  /** Id of the act: rows it made are named after it. */
  readonly id: string;
  readonly entry: number;
}

/** The rules refused one of the sayings, so none of them stands. */
export class DeskRefused extends Error {
  readonly index: number;
  readonly refusal: Refusal;

  constructor(index: number, refusal: Refusal) {
    super(`${refusal.code} ${JSON.stringify(refusal.params ?? {})}`);
    this.index = index;
    this.refusal = refusal;
  }
}

/**
 * Says acts for the person, in order, all or none: the transaction must be one of `inCommune(commune, 'write', …)`.
 * @param now ms; also makes the day the rules decide on
 * @throws DeskRefused where the rules refuse one; let it through, so that the transaction is undone
 */
export async function sayAll(tx: Tx, commune: string, person: string, sayings: readonly Saying[], now = Date.now()): Promise<readonly Spoken[]> {
  if (sayings.length === 0) return [];
  const device = await openDesk(tx, person, now);
  const { lastTurn } = (await readSeat(tx, device))!;
  const acts = sayings.map(({ kind, v: version, body }, i): Act => {
    const turn = lastTurn + 1 + i;
    const v = version ?? kinds.get(kind)?.version;
    if (v === undefined) throw new Error(`no act of kind ${kind}`);
    return { id: actId(device, turn), kind, v, device, turn, at: now, body };
  });
  const today = dayAt(now);
  // The desk holds no rows of its own: nothing it says is as-said, so that its person's phones are told of all of it.
  const batch = { commune, device, acts, cursor: null, withheld: [] };
  const answer = await accept(ledgerOf(tx, now), batch, { kinds, today, epoch: '', scopeOf: () => '', sees: () => false });
  if (answer === noSeat) throw new Error('the desk has no seat');
  return answer.verdicts.map((verdict, i): Spoken => {
    if ('entry' in verdict) return { id: acts[i]!.id, entry: verdict.entry };
    throw new DeskRefused(i, 'refusal' in verdict ? verdict.refusal : { code: 'act.unknown' });
  });
}

/** Says one act for a person of a commune, in a transaction of its own. */
export async function say(db: Db, by: { readonly commune: string; readonly person: string }, saying: Saying, now = Date.now()): Promise<Spoken> {
  const spoken = await db.inCommune(by.commune, 'write', (tx) => sayAll(tx, by.commune, by.person, [saying], now));
  return spoken[0]!;
}

/** The person's desk; made when it is first needed. */
export async function openDesk(tx: Tx, person: string, now: number): Promise<string> {
  const known = await deskOf(tx, person);
  if (known !== undefined) return known;
  for (;;) {
    const device = newDevice();
    if (await openDevice(tx, { device, person, desk: true, phoneName: 'máy chủ', at: now })) return device;
  }
}
