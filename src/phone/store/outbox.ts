// How an act stands in the outbox: an opaque record that outlives changes of what an act is.
import type { KeptAct } from '#journal/ports.ts';
import { isSealed } from './sealed.ts';
import type { Codec, OutboxRecord, Sealed } from './tables.ts';
import { textOf } from './tables.ts';

export type Stored = Pick<KeptAct, 'act' | 'shown' | 'hidden'>;
export type Judged = Pick<KeptAct, 'verdict' | 'epoch'>;

/** Where an act, and the verdict on it, lie. */
export const actPlace = (turn: number): string => `outbox/${turn}`;
export const verdictPlace = (turn: number): string => `outbox/${turn}/verdict`;

export function recordOf(codec: Codec, turn: number, kept: KeptAct, letter: OutboxRecord['letter']): OutboxRecord {
  const { act, shown, hidden, verdict, epoch } = kept;
  return {
    turn,
    act: codec.seal(JSON.stringify({ act, shown, hidden } satisfies Stored), actPlace(turn)),
    verdict: verdict && sealedVerdict(codec, turn, { verdict, epoch }),
    letter,
  };
}

export const sealedVerdict = (codec: Codec, turn: number, judged: Judged) => codec.seal(JSON.stringify(judged), verdictPlace(turn));

export function judgedOf(codec: Codec, { turn, verdict }: OutboxRecord): Judged {
  return verdict === null ? { verdict: null, epoch: null } : (JSON.parse(opened(codec, verdict, verdictPlace(turn))) as Judged);
}

/** An act that an older app kept open in a store it did not understand is an act all the same. */
const opened = (codec: Codec, bytes: Sealed, at: string): string => (isSealed(bytes) ? codec.open(bytes, at) : textOf(bytes));

export const storedOf = (codec: Codec, { turn, act }: OutboxRecord): Stored => JSON.parse(opened(codec, act, actPlace(turn))) as Stored;

export const keptActOf = (codec: Codec, record: OutboxRecord, stored: Stored = storedOf(codec, record)): KeptAct => ({ ...stored, ...judgedOf(codec, record) });
