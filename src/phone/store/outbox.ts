// How an act stands in the outbox: an opaque record that outlives changes of what an act is.
import type { KeptAct } from '#journal/ports.ts';
import type { Codec, OutboxRecord } from './tables.ts';

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
  return verdict === null ? { verdict: null, epoch: null } : (JSON.parse(codec.open(verdict, verdictPlace(turn))) as Judged);
}

export const storedOf = (codec: Codec, { turn, act }: OutboxRecord): Stored => JSON.parse(codec.open(act, actPlace(turn))) as Stored;

export const keptActOf = (codec: Codec, record: OutboxRecord, stored: Stored = storedOf(codec, record)): KeptAct => ({ ...stored, ...judgedOf(codec, record) });
