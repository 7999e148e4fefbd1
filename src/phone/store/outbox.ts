// How an act stands in the outbox: an opaque record that outlives changes of what an act is.
import type { KeptAct } from '#journal/ports.ts';
import type { Codec, OutboxRecord } from './tables.ts';

type Stored = Pick<KeptAct, 'act' | 'shown' | 'hidden'>;
export type Judged = Pick<KeptAct, 'verdict' | 'epoch'>;

export function recordOf(codec: Codec, turn: number, kept: KeptAct): OutboxRecord {
  const { act, shown, hidden, verdict, epoch } = kept;
  return {
    turn,
    act: codec.seal(JSON.stringify({ act, shown, hidden } satisfies Stored)),
    verdict: verdict && sealedVerdict(codec, { verdict, epoch }),
  };
}

export const sealedVerdict = (codec: Codec, judged: Judged) => codec.seal(JSON.stringify(judged));

export function judgedOf(codec: Codec, { verdict }: OutboxRecord): Judged {
  return verdict === null ? { verdict: null, epoch: null } : (JSON.parse(codec.open(verdict)) as Judged);
}

export function keptActOf(codec: Codec, record: OutboxRecord): KeptAct {
  return { ...(JSON.parse(codec.open(record.act)) as Stored), ...judgedOf(codec, record) };
}
