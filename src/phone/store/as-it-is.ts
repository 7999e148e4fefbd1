// Looks into a seat's store from outside: without its person's key, and whatever version of the app wrote it.
import type { ClipBytes, KeptLetter, OutboxRecord } from './tables.ts';
import { databaseOf } from './tables.ts';

/** What lies in a store that could be handed over. */
export interface InStore {
  /** Acts and clips whose letter has not arrived yet. */
  readonly letters: number;
  /** Those of them that stand in no book yet: what a person is told of as waiting. */
  readonly unbooked: number;
  /** Acts without an answer, and clips not sent, that no letter was written of: only their person's key opens them. */
  readonly bare: number;
}

/** The store's database as it is, of whatever version; null where there is none. */
export function openAsItIs(name: string): Promise<IDBDatabase | null> {
  return new Promise((done, fail) => {
    const opening = indexedDB.open(name);
    let none = false;
    opening.onupgradeneeded = () => {
      none = true;
      opening.transaction!.abort();
    };
    opening.onsuccess = () => {
      const db = opening.result;
      db.onversionchange = () => db.close();
      done(db);
    };
    opening.onerror = () => (none ? done(null) : fail(opening.error!));
  });
}

export const asked = <T>(request: IDBRequest<T>): Promise<T> => new Promise((done, fail) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => fail(request.error!);
});

export const all = async <T>(db: IDBDatabase, table: string): Promise<readonly T[]> =>
  db.objectStoreNames.contains(table) ? asked(db.transaction(table, 'readonly').objectStore(table).getAll() as IDBRequest<T[]>) : [];

export const pieces = ({ letter }: ClipBytes): readonly (KeptLetter | null)[] => (Array.isArray(letter) ? letter : []);

export async function lettersIn(device: string): Promise<InStore> {
  const db = await openAsItIs(databaseOf(device));
  if (!db) return { letters: 0, unbooked: 0, bare: 0 };
  try {
    const acts = await all<OutboxRecord>(db, 'outbox');
    const unsent = new Set((await all<{ hash: string; sent: boolean }>(db, 'clips')).filter(({ sent }) => !sent).map(({ hash }) => hash));
    const clips = (await all<ClipBytes>(db, 'clipBytes')).filter(({ hash }) => unsent.has(hash));
    const sealed = acts.filter(({ letter }) => typeof letter === 'object' && letter !== null);
    const clipLetters = clips.filter((clip) => pieces(clip).some(Boolean)).length;
    return {
      letters: sealed.length + clipLetters, unbooked: sealed.filter(({ verdict }) => verdict === null).length + clipLetters,
      bare: acts.filter(({ letter, verdict }) => !letter && verdict === null).length + clips.filter(({ letter }) => !letter).length,
    };
  } finally {
    db.close();
  }
}

/** Acts without an answer and clips not sent, as far as they can be counted without a key. */
export async function waitingIn(device: string): Promise<number> {
  const db = await openAsItIs(databaseOf(device));
  if (!db) return 0;
  try {
    const acts = await all<OutboxRecord>(db, 'outbox');
    const clips = await all<{ sent: boolean }>(db, 'clips');
    return acts.filter(({ verdict }) => verdict === null).length + clips.filter(({ sent }) => !sent).length;
  } finally {
    db.close();
  }
}
