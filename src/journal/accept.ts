// What the server does with a batch of acts: in turn, once each, every one answered (laws J1, J2, J4, J5, J8).
import type { Act, Kinds, KeptRow, Refusal, Row, RowKey, Said } from './act.ts';
import { actId, keyOf } from './act.ts';
import { canonical, tally } from './canonical.ts';
import { type Cursor, type Span, knows } from './cursor.ts';
import type { End, Heard } from './digest.ts';
import { read } from './decide.ts';

/** What became of an act. `entry` is its number in the commune's journal, from 1, gapless. `on`: the server's day. */
export type Verdict =
  | { readonly turn: number; readonly entry: number; readonly asSaid: boolean; readonly on: string }
  | { readonly turn: number; readonly refusal: Refusal }
  | { readonly turn: number; readonly waits: true };

/**
 * Whether a verdict that comes takes the place of the one a phone keeps. Within an epoch the first one stands. A
 * restored server judges anew; but that it was told not to expect an act (`act.withheld`) is no judgement, and may
 * come late, asked by another tab: the reason its author has read must stay.
 */
export function settles(kept: Verdict | null, keptEpoch: string | null, verdict: Verdict, epoch: string): boolean {
  if (!kept || 'waits' in kept) return true;
  return keptEpoch !== epoch && !('refusal' in verdict && verdict.refusal.code === 'act.withheld');
}

/** An act with its verdict and what it left behind, ready to be written in one transaction. */
export interface Decided {
  readonly act: Act;
  readonly verdict: Verdict;
  readonly puts: readonly Row[];
  readonly drops: readonly RowKey[];
}

/** One transaction on one commune's journal, with nobody else writing it (law J8). */
export interface LedgerTx {
  /**
   * The seat's person and the last turn taken, or undefined where no such device is known here. `chain` is the journal's
   * digest at entry `at` ('' at 0), undefined where it does not reach so far.
   */
  seat(device: string, at: number): Promise<{ readonly person: string; readonly lastTurn: number; readonly chain: string | undefined } | undefined>;
  /** Acts already taken, by turn. `same`: whether an act says what that one said, also where its words were erased since. */
  taken(device: string, turns: readonly number[]): Promise<ReadonlyMap<number, { readonly verdict: Verdict; same(act: Act): boolean }>>;
  /** Rows with those keys, those taken away included. */
  rows(keys: readonly RowKey[]): Promise<ReadonlyMap<RowKey, KeptRow>>;
  /** Takes the next `count` entry numbers; answers the first. A transaction that fails gives them back. */
  number(count: number): Promise<number>;
  /**
   * Keeps the acts, their verdicts and what they left, in order, and sets the seat's last turn. An act that was kept
   * with `waits` may come again: its verdict is replaced. A row that goes or changes its village or household leaves
   * a mark for those who saw it where it was.
   */
  write(device: string, decided: readonly Decided[], lastTurn: number): Promise<void>;
  /** Keeps an act that came again with other content, for people to look at. Never dropped; the same one only once. */
  quarantine(act: Act, reason: string): Promise<void>;
  /** Where the journal ends, with what was written here. */
  end(): Promise<End>;
}

export interface Batch {
  readonly commune: string;
  readonly device: string;
  readonly acts: readonly Act[];
  /** What the device knows. Null: nothing, so that nothing is as-said and every row is sent. */
  readonly cursor: Cursor | null;
  /** Turns the device will not say again; see `Push` in ports.ts. */
  readonly withheld: readonly Span[];
  /** What the device was last told of the journal. Left out: it is said on the server itself, in this very history. */
  readonly heard?: Heard | null | undefined;
}

/** `same`: what the device heard is in this journal · `old`: it knows of another life of the server, or of none · `other`: of another history. */
export type History = 'same' | 'old' | 'other';

export function historyOf(heard: Heard | null | undefined, epoch: string, chain: string | undefined): History {
  if (heard === undefined) return 'same';
  if (heard?.epoch !== epoch) return 'old';
  return heard.chain === chain ? 'same' : 'other';
}

export interface Answer {
  readonly verdicts: readonly Verdict[];
  /** The turn the server would take next. Lower than what the phone sent: a gap, or a restored server. */
  readonly expected: number;
  /** First turn that was new to the server; repeats before it got their old verdicts. */
  readonly fresh: number;
  /** Tally over what the new as-said acts left: the phone compares its own. */
  readonly tally: number;
  /** Unless `same`, no act was taken that was new here: a request of before a restore may come late, or a phone speak to another history. */
  readonly history: History;
  /** Where the journal ends now. */
  readonly end: End;
}

export interface Deciding {
  readonly kinds: Kinds;
  readonly today: string;
  readonly epoch: string;
  /** Digest of what the person may read today; a cursor of another scope knows nothing. */
  scopeOf(person: Row): string;
  /** Whether the person may see the row: only seen rows can be settled without being sent. */
  sees(person: Row, row: Row): boolean;
  /** Told of an act that waits because our own code failed on it. */
  troubled?(act: Act, why: string): void;
}

export const noSeat: unique symbol = Symbol('no such device');

/** Takes a batch within `tx`. Acts beyond a gap in turns are left for a later batch. */
export async function accept(tx: LedgerTx, batch: Batch, by: Deciding): Promise<Answer | typeof noSeat> {
  const seat = await tx.seat(batch.device, batch.heard?.entry ?? 0);
  if (!seat) return noSeat;
  const history = historyOf(batch.heard, by.epoch, seat.chain);
  const acts = [...batch.acts].sort((a, b) => a.turn - b.turn);
  const before = await tx.taken(batch.device, acts.filter((act) => act.turn <= seat.lastTurn).map((act) => act.turn));
  const answers = new Map<number, Verdict>();
  const due: Act[] = [];
  let expected = seat.lastTurn + 1;
  for (const act of acts) {
    if (act.device !== batch.device || act.id !== actId(batch.device, act.turn)) throw new RangeError(`act ${act.id} is not of ${batch.device}`);
    const known = before.get(act.turn);
    const twin = due.at(-1)?.turn === act.turn ? due.at(-1) : undefined;
    if ((known && !known.same(act)) || (twin && canonical(twin) !== canonical(act))) {
      await tx.quarantine(act, 'same turn, other content');
      if (!answers.has(act.turn) && known) answers.set(act.turn, { turn: act.turn, refusal: { code: 'act.altered' } });
    } else if (known) {
      answers.set(act.turn, known.verdict);
      if ('waits' in known.verdict && !twin) due.push(act);
    } else if (act.turn <= seat.lastTurn) {
      answers.set(act.turn, { turn: act.turn, refusal: { code: 'act.withheld' } });
    } else if (history === 'same') {
      expected = pastWithheld(expected, batch.withheld, act.turn);
      if (act.turn !== expected) continue;
      due.push(act);
      expected += 1;
    }
  }
  const fresh = seat.lastTurn + 1;
  const decided = await decideAll(tx, { ...batch, acts: due }, fresh, seat.person, by);
  const news = decided.filter((one) => one.act.turn >= fresh || !('waits' in one.verdict));
  if (news.length > 0) await tx.write(batch.device, news, expected - 1);
  for (const one of decided) answers.set(one.verdict.turn, one.verdict);
  const asSaid = decided.filter(({ verdict }) => 'entry' in verdict && verdict.asSaid);
  return {
    verdicts: [...answers.values()].sort((a, b) => a.turn - b.turn),
    expected,
    fresh,
    tally: tallyOf(asSaid),
    history,
    end: await tx.end(),
  };
}

/** The next turn to take, given those that will never come. */
function pastWithheld(expected: number, withheld: readonly Span[], before: number): number {
  for (const [from, to] of withheld) if (from <= expected && expected <= to) expected = Math.min(to + 1, before);
  return expected;
}

/** Tally of what acts left, in the order they left it. */
export const tallyOf = (left: readonly { readonly puts: readonly Row[]; readonly drops: readonly RowKey[] }[]): number =>
  left.reduce((sum, { puts, drops }) => {
    const rows = puts.map((row) => [row.kind, row.id, row.village, row.household, row.body]);
    return tally(canonical([rows, drops]), sum);
  }, 0);

async function decideAll(tx: LedgerTx, batch: Batch, fresh: number, author: string, by: Deciding): Promise<Decided[]> {
  const drafts = batch.acts.map((act) => {
    const said: Said = { id: act.id, device: act.device, commune: batch.commune, author, at: act.at, today: by.today };
    return { act, reading: read(by.kinds, act, said) };
  });
  const personKey = `person/${author}`;
  const keys = new Set<RowKey>([personKey]);
  for (const { reading } of drafts) if ('readable' in reading) for (const key of reading.readable.needs) keys.add(key);
  const desk = new Desk(await tx.rows([...keys]), batch, personKey, by);
  const outcomes = drafts.map((draft) => desk.take(draft, fresh));
  const accepted = outcomes.filter((outcome) => 'puts' in outcome).length;
  let next = accepted > 0 ? await tx.number(accepted) : 0;
  return outcomes.map((outcome): Decided => {
    const { act } = outcome;
    if (!('puts' in outcome)) return { act, verdict: { turn: act.turn, ...outcome.verdict }, puts: [], drops: [] };
    const { puts, drops, asSaid } = outcome;
    return { act, verdict: { turn: act.turn, entry: next++, asSaid, on: by.today }, puts, drops };
  });
}

type Taken =
  | { readonly act: Act; readonly asSaid: boolean; readonly puts: readonly Row[]; readonly drops: readonly RowKey[] }
  | { readonly act: Act; readonly verdict: { readonly refusal: Refusal } | { readonly waits: true } };

interface Draft {
  readonly act: Act;
  readonly reading: ReturnType<typeof read>;
}

/** The rows of one batch as they change from act to act. */
class Desk {
  readonly #kept: ReadonlyMap<RowKey, KeptRow>;
  readonly #over = new Map<RowKey, Row | undefined>();
  /** Keys that an act of this very batch left otherwise than the phone could know. */
  readonly #strange = new Set<RowKey>();
  readonly #batch: Batch;
  readonly #personKey: RowKey;
  readonly #by: Deciding;
  #scope: { readonly of: Row; readonly fits: boolean } | undefined;

  constructor(kept: ReadonlyMap<RowKey, KeptRow>, batch: Batch, personKey: RowKey, by: Deciding) {
    this.#kept = kept;
    this.#batch = batch;
    this.#personKey = personKey;
    this.#by = by;
  }

  get(key: RowKey): Row | undefined {
    if (this.#over.has(key)) return this.#over.get(key);
    const row = this.#kept.get(key);
    return row && !row.gone ? row : undefined;
  }

  take({ act, reading }: Draft, fresh: number): Taken {
    if ('waits' in reading) return this.#wait(act, reading.why);
    if ('refusal' in reading) return { act, verdict: { refusal: reading.refusal } };
    const outcome = reading.readable.decide(this);
    if ('waits' in outcome) return this.#wait(act, outcome.why);
    if ('refusal' in outcome) return { act, verdict: { refusal: outcome.refusal } };
    const { puts, drops = [] } = outcome;
    // An act judged later than it came (`waits`) is out of the order in which the phone laid it.
    const asSaid = act.turn >= fresh && this.#asSaid(reading.readable.needs, puts);
    for (const row of puts) this.#over.set(keyOf(row), row);
    for (const key of drops) this.#over.set(key, undefined);
    if (!asSaid) for (const key of [...puts.map(keyOf), ...drops]) this.#strange.add(key);
    return { act, asSaid, puts, drops };
  }

  #wait(act: Act, why: string | undefined): Taken {
    if (why !== undefined) this.#by.troubled?.(act, why);
    return { act, verdict: { waits: true } };
  }

  /** Whether the device, deciding over the rows it holds, must have come to the same rows and may hold them. */
  #asSaid(needs: readonly RowKey[], puts: readonly Row[]): boolean {
    const person = this.get(this.#personKey);
    const { cursor } = this.#batch;
    if (!person || !cursor || cursor.epoch !== this.#by.epoch) return false;
    if (this.#scope?.of !== person) this.#scope = { of: person, fits: this.#by.scopeOf(person) === cursor.scope };
    return this.#scope.fits && [this.#personKey, ...needs].every((key) => this.#held(key, person, cursor)) &&
      puts.every((row) => this.#by.sees(person, row));
  }

  /** Whether the device holds this row just as the server does. */
  #held(key: RowKey, person: Row, cursor: Cursor): boolean {
    if (this.#strange.has(key)) return false;
    const row = this.#kept.get(key);
    if (!row) return true;
    return (row.gone === true || this.#by.sees(person, row)) && knows(cursor, row.entry);
  }
}
