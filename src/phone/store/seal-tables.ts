// Seals what a store of before kept open, and writes the letters that were missing: a few records at a time, each step whole.
import type { LetterWriter, Vault } from './letter.ts';
import type { MarksOfBefore } from './marks.ts';
import { packedMarks } from './marks.ts';
import type { Stored } from './outbox.ts';
import { actPlace, storedOf, verdictPlace } from './outbox.ts';
import { isSealed } from './sealed.ts';
import type { ClipBytes, Codec, MarkRecord, OutboxRecord, Sealed, Tables } from './tables.ts';

/** Records in one transaction: some hundred kilobytes, so that a cheap phone never holds more. */
const BATCH = 50;

/**
 * Record by record and in place, not copied and then switched: every record says by its first byte whether it is sealed, so
 * that the store is whole and readable after every step, wherever it is killed, and a full phone needs no second copy. What
 * has not been sent comes first, before the book is opened. Going through it twice, or in two windows at once, does no harm.
 */
export async function sealWaiting(tables: Tables, { codec, letters }: Vault): Promise<void> {
  await sealOutbox(tables, codec, letters);
  await sealClips(tables, codec, letters);
}

export async function sealRows(tables: Tables, codec: Codec): Promise<void> {
  for (const name of ['notes', 'loose', 'list', 'docs'] as const) await sealTexts(tables, name, codec);
  await sealMarks(tables, codec);
}

/** All acts in one step: they are few, and the next turn must find the same form. */
async function sealOutbox(tables: Tables, codec: Codec, letters: LetterWriter | null): Promise<void> {
  await tables.transaction('rw', tables.outbox, async () => {
    const changed = (await tables.outbox.toArray()).flatMap((record) => sealedRecord(record, codec, letters) ?? []);
    if (changed.length > 0) await tables.outbox.bulkPut(changed);
  });
}

function sealedRecord(record: OutboxRecord, codec: Codec, letters: LetterWriter | null): OutboxRecord | undefined {
  const { turn, act, verdict } = record;
  const missing = !record.letter && letters !== null;
  if (isSealed(act) && !missing) return undefined;
  const stored: Stored = storedOf(codec, record);
  return {
    turn, act: again(codec, act, actPlace(turn)), verdict: verdict && again(codec, verdict, verdictPlace(turn)),
    letter: missing ? letters.act(turn, stored.act) : (record.letter ?? null),
  };
}

const again = (codec: Codec, bytes: Sealed, at: string): Sealed => (isSealed(bytes) ? bytes : codec.sealRaw(bytes, at));

async function sealClips(tables: Tables, codec: Codec, letters: LetterWriter | null): Promise<void> {
  for (const hash of await tables.clipBytes.toCollection().primaryKeys()) {
    const kept = await tables.clipBytes.get(hash);
    const waiting = (await tables.clips.where('[hash+household]').between([hash, ''], [hash, '￿']).toArray()).find(({ sent }) => !sent);
    if (!kept) continue;
    const open = kept.bytes instanceof ArrayBuffer;
    const missing = waiting !== undefined && !kept.letter && letters !== null;
    if (!open && !missing) continue;
    const bare = kept.bytes instanceof ArrayBuffer ? new Uint8Array(kept.bytes) : await codec.openApart(kept.bytes, `clips/${hash}`);
    const sealed: Partial<ClipBytes> = {
      ...(open ? { bytes: await codec.sealApart(bare, `clips/${hash}`) } : {}),
      ...(missing ? { letter: await letters.clip(waiting, bare) } : {}),
    };
    await tables.clipBytes.update(hash, sealed);
  }
}

async function sealTexts(tables: Tables, name: 'notes' | 'loose' | 'list' | 'docs', codec: Codec): Promise<void> {
  const table = tables.table<{ readonly text: Sealed }, string>(name);
  let last = '';
  for (;;) {
    const keys = await table.where(':id').above(last).limit(BATCH).primaryKeys();
    if (keys.length === 0) return;
    await tables.transaction('rw', table, async () => {
      const records = await table.bulkGet(keys);
      const open = records.flatMap((record, at) => (record && !isSealed(record.text) ? [{ ...record, text: codec.sealRaw(record.text, `${name}/${keys[at]!}`) }] : []));
      if (open.length > 0) await table.bulkPut(open);
    });
    last = keys.at(-1)!;
  }
}

async function sealMarks(tables: Tables, codec: Codec): Promise<void> {
  for (const k of await tables.marks.toCollection().primaryKeys()) {
    await tables.transaction('rw', tables.marks, async () => {
      const record = (await tables.marks.get(k)) as MarkRecord | MarksOfBefore | undefined;
      if (record && 'homes' in record) await tables.marks.put({ k, text: codec.sealRaw(packedMarks(record), `marks/${k}`) });
    });
  }
}
