// What the server does with a batch of acts: in turn, once each, every one answered (laws J1, J2, J4, J5, J8).
import type { Act, Kinds, KeptRow, Refusal, Row, RowKey, Said } from './act.ts';
import { keyOf } from './act.ts';
import { canonical, tally } from './canonical.ts';
import { read } from './decide.ts';

/** What became of an act. `entry` is its number in the commune's journal, from 1, gapless. */
export type Verdict =
  | { readonly turn: number; readonly entry: number; readonly asSaid: boolean; readonly on: string }
  | { readonly turn: number; readonly refusal: Refusal }
  | { readonly turn: number; readonly waits: true };

/** An act with its verdict and what it left behind, ready to be written in one transaction. */
export interface Decided {
  readonly act: Act;
  readonly verdict: Verdict;
  readonly puts: readonly Row[];
  readonly drops: readonly RowKey[];
}

export interface LedgerRow extends KeptRow {
  /** Device whose act last touched the row. */
  readonly device: string;
  /** That act was decided from rows the device already had: it need not be sent back to it. */
  readonly asSaid: boolean;
}

/** One transaction on one commune's journal, with nobody else writing it (law J8). */
export interface LedgerTx {
  /** The seat's person and the last turn taken, or undefined where no such device is known here. */
  seat(device: string): Promise<{ readonly person: string; readonly lastTurn: number } | undefined>;
  /** Acts already taken, by turn. */
  taken(device: string, turns: readonly number[]): Promise<ReadonlyMap<number, { act: Act; verdict: Verdict }>>;
  rows(keys: readonly RowKey[]): Promise<ReadonlyMap<RowKey, LedgerRow>>;
  /** Takes the next `count` entry numbers; answers the first. */
  number(count: number): Promise<number>;
  write(device: string, decided: readonly Decided[], lastTurn: number): Promise<void>;
  /** Keeps an act that came again with other content, for people to look at. Never dropped. */
  quarantine(act: Act, reason: string): Promise<void>;
}

export interface Batch {
  readonly commune: string;
  readonly device: string;
  readonly acts: readonly Act[];
  /** Entry up to which the device has read the journal: decides what must be sent back to it. */
  readonly cursor: number;
}

export interface Answer {
  readonly verdicts: readonly Verdict[];
  /** The turn the server would take next. Lower than what the phone sent: a gap, or a restored server. */
  readonly expected: number;
  /** First turn that was new to the server; repeats before it got their old verdicts. */
  readonly fresh: number;
  /** Tally over the rows left by the new as-said acts: the phone compares its own. */
  readonly tally: number;
}

export interface Deciding {
  readonly kinds: Kinds;
  readonly today: string;
  /** Whether the person may see the row: only seen rows can be settled without being sent. */
  sees(person: Row, row: Row): boolean;
}

export const noSeat: unique symbol = Symbol('no such device');

/** Takes a batch within `tx`. Acts beyond a gap in turns are left for a later batch. */
export async function accept(tx: LedgerTx, batch: Batch, by: Deciding): Promise<Answer | typeof noSeat> {
  const seat = await tx.seat(batch.device);
  if (!seat) return noSeat;
  const repeats = await tx.taken(batch.device, batch.acts.filter((act) => act.turn <= seat.lastTurn).map((act) => act.turn));
  const answers = new Map<number, Verdict>();
  const fresh: Act[] = [];
  let expected = seat.lastTurn + 1;
  for (const act of [...batch.acts].sort((a, b) => a.turn - b.turn)) {
    const before = repeats.get(act.turn);
    if (before) answers.set(act.turn, await again(tx, before, act));
    else if (act.turn === expected) {
      fresh.push(act);
      expected += 1;
    } else if (fresh.at(-1)?.turn === act.turn && canonical(fresh.at(-1)) !== canonical(act)) {
      await tx.quarantine(act, 'same turn twice in one batch');
    }
  }
  const decided = await decideAll(tx, { ...batch, acts: fresh }, seat.person, by);
  if (decided.length > 0) await tx.write(batch.device, decided, expected - 1);
  for (const one of decided) answers.set(one.verdict.turn, one.verdict);
  const left = decided.filter((one) => 'entry' in one.verdict && one.verdict.asSaid).flatMap((one) => one.puts);
  return {
    verdicts: [...answers.values()].sort((a, b) => a.turn - b.turn),
    expected,
    fresh: seat.lastTurn + 1,
    tally: tallyOf(left),
  };
}

/** Tally of rows in the order they were left. */
export const tallyOf = (rows: readonly Row[]): number =>
  rows.reduce((sum, row) => tally(canonical([row.kind, row.id, row.village, row.household, row.body]), sum), 0);

/** The same act stands once and gets the same verdict; other content under its name is kept apart (J2). */
async function again(tx: LedgerTx, before: { act: Act; verdict: Verdict }, act: Act): Promise<Verdict> {
  if (canonical(before.act) === canonical(act)) return before.verdict;
  await tx.quarantine(act, 'same turn, other content');
  return { turn: act.turn, refusal: { code: 'act.altered' } };
}

interface Draft {
  readonly act: Act;
  readonly said: Said;
  readonly reading: ReturnType<typeof read>;
}

async function decideAll(tx: LedgerTx, batch: Batch, author: string, by: Deciding): Promise<Decided[]> {
  const drafts = batch.acts.map((act): Draft => {
    const said: Said = { id: act.id, device: act.device, commune: batch.commune, author, at: act.at, today: by.today };
    return { act, said, reading: read(by.kinds, act, said) };
  });
  const personKey = `person/${author}`;
  const keys = new Set<RowKey>([personKey]);
  for (const draft of drafts) if ('readable' in draft.reading) for (const key of draft.reading.readable.needs) keys.add(key);
  const kept = await tx.rows([...keys]);
  const view = new Desk(kept, batch, by);
  const outcomes = drafts.map((draft) => view.take(draft, personKey));
  const accepted = outcomes.filter((outcome) => outcome.accepted).length;
  let next = accepted > 0 ? await tx.number(accepted) : 0;
  return outcomes.map((outcome): Decided => {
    const { act, puts, drops, asSaid, verdict } = outcome;
    if (!outcome.accepted) return { act, verdict: verdict!, puts: [], drops: [] };
    return { act, verdict: { turn: act.turn, entry: next++, asSaid, on: by.today }, puts, drops };
  });
}

interface Taken {
  readonly act: Act;
  readonly accepted: boolean;
  readonly asSaid: boolean;
  readonly puts: readonly Row[];
  readonly drops: readonly RowKey[];
  readonly verdict?: Verdict;
}

/** The rows of one batch as they change from act to act. */
class Desk {
  readonly #kept: ReadonlyMap<RowKey, LedgerRow>;
  readonly #over = new Map<RowKey, Row | undefined>();
  /** Keys that an act of this very batch left otherwise than the phone could know. */
  readonly #strange = new Set<RowKey>();
  readonly #batch: Batch;
  readonly #by: Deciding;

  constructor(kept: ReadonlyMap<RowKey, LedgerRow>, batch: Batch, by: Deciding) {
    this.#kept = kept;
    this.#batch = batch;
    this.#by = by;
  }

  get(key: RowKey): Row | undefined {
    if (this.#over.has(key)) return this.#over.get(key);
    const row = this.#kept.get(key);
    return row && !row.gone ? row : undefined;
  }

  take(draft: Draft, personKey: RowKey): Taken {
    const { act, reading } = draft;
    const none = { act, accepted: false, asSaid: false, puts: [], drops: [] };
    if ('waits' in reading) return { ...none, verdict: { turn: act.turn, waits: true } };
    if ('refusal' in reading) return { ...none, verdict: { turn: act.turn, refusal: reading.refusal } };
    const outcome = reading.readable.decide(this);
    if ('refusal' in outcome) return { ...none, verdict: { turn: act.turn, refusal: outcome.refusal } };
    const person = this.get(personKey);
    const drops = outcome.drops ?? [];
    const touched = [...outcome.puts.map(keyOf), ...drops];
    const asSaid = person !== undefined &&
      [personKey, ...reading.readable.needs, ...touched].every((key) => this.#knows(key, person)) &&
      outcome.puts.every((row) => this.#by.sees(person, row));
    for (const row of outcome.puts) this.#over.set(keyOf(row), row);
    for (const key of drops) this.#over.set(key, undefined);
    if (!asSaid) for (const key of touched) this.#strange.add(key);
    return { act, accepted: true, asSaid, puts: outcome.puts, drops };
  }

  /** Whether the device holds this row just as the server does. */
  #knows(key: RowKey, person: Row): boolean {
    if (this.#strange.has(key)) return false;
    const row = this.#kept.get(key);
    if (!row) return true;
    if (!row.gone && !this.#by.sees(person, row)) return false;
    return row.entry <= this.#batch.cursor || (row.device === this.#batch.device && row.asSaid);
  }
}
