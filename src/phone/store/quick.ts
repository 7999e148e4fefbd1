// The two steps a thumb waits for, straight on the browser's database: there Dexie's own bookkeeping costs more than the write.
import type { RowKey } from '#journal/act.ts';
import type { DocRecord, LooseRecord, OutboxRecord, StateRecord, TurnRecord } from './tables.ts';
import { docKey, looseKey } from './tables.ts';

/** What was read at once; the records are of the generation asked for, which may not be the live one any more. */
export interface Read {
  /** Undefined in a store nothing was ever kept in, or that was cleared. */
  readonly state: StateRecord | undefined;
  readonly loose: ReadonlyMap<RowKey, LooseRecord>;
  /** First parts, by household. */
  readonly docs: ReadonlyMap<string, DocRecord>;
}

/** Reads rows of no household and first parts of documents in one round, at a generation that is guessed. */
export function readAt(db: IDBDatabase, gen: number, keys: readonly RowKey[], homes: readonly string[]): Promise<Read> {
  return new Promise((done, fail) => {
    const reading = db.transaction(['state', 'loose', 'docs'], 'readonly');
    const state = reading.objectStore('state').get('state') as IDBRequest<StateRecord | undefined>;
    const loose = keys.map((key) => [key, reading.objectStore('loose').get(looseKey(gen, key)) as IDBRequest<LooseRecord | undefined>] as const);
    const docs = homes.map((home) => [home, reading.objectStore('docs').get(docKey(gen, home, 0)) as IDBRequest<DocRecord | undefined>] as const);
    reading.oncomplete = () => done({ state: state.result, loose: found(loose), docs: found(docs) });
    reading.onabort = () => fail(reading.error ?? new DOMException('the reading was broken off', 'AbortError'));
  });
}

function found<T>(asked: readonly (readonly [string, IDBRequest<T | undefined>])[]): ReadonlyMap<string, T> {
  return new Map(asked.flatMap(([key, { result }]) => (result === undefined ? [] : [[key, result] as const])));
}

/** Somebody else has taken that turn meanwhile: here is the last one taken. */
export class TurnTaken extends Error {
  readonly lastTurn: number;

  constructor(lastTurn: number) {
    super(`turn ${lastTurn} is the last one taken`);
    this.lastTurn = lastTurn;
  }
}

/**
 * Writes the record in one strict step: resolved means flushed. The turn is a guess, so that nothing has to be asked
 * before writing; what the store answers about the last turn is judged before the step is closed.
 * @throws TurnTaken where the guess was wrong, else the browser's reason; then nothing is written
 */
export function appendAt(db: IDBDatabase, record: OutboxRecord): Promise<void> {
  return new Promise((done, fail) => {
    const writing = db.transaction(['outbox', 'turns'], 'readwrite', { durability: 'strict' });
    let fault: unknown;
    writing.oncomplete = () => done();
    writing.onabort = () => fail(fault ?? writing.error ?? new DOMException('the writing was broken off', 'AbortError'));
    const turns = writing.objectStore('turns');
    const asked = turns.get('last') as IDBRequest<TurnRecord | undefined>;
    writing.objectStore('outbox').put(record);
    turns.put({ name: 'last', turn: record.turn } satisfies TurnRecord);
    asked.onsuccess = () => {
      const last = asked.result?.turn ?? 0;
      if (last === record.turn - 1) return writing.commit();
      fault = new TurnTaken(last);
      writing.abort();
    };
  });
}
