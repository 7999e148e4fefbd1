// Recorded voices for the words a household hears: files that came with the app, and those recorded on this phone.

const shipped = import.meta.glob<string>('./voices/*/*.*', { query: '?url', import: 'default' });
const ENDINGS = ['webm', 'ogg', 'mp3', 'm4a'];
const STORE = 'voices';

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asking = indexedDB.open('nha-rong-voices', 1);
    asking.onupgradeneeded = () => asking.result.createObjectStore(STORE);
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error ?? new Error('voices'));
  });
}

async function inStore<T>(how: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const tx = db.transaction(STORE, how);
      const asked = work(tx.objectStore(STORE));
      tx.oncomplete = () => resolve(asked.result);
      tx.onabort = () => reject(tx.error ?? new Error('voices'));
    });
  } finally {
    db.close();
  }
}

const nameOf = (language: string, key: string): string => `${language}/${key}`;

/** The recording of a word in a language: one made on this phone first, then one that came with the app; null: none. */
export async function voiceOf(language: string, key: string): Promise<Blob | null> {
  const own = await inStore<Blob | undefined>('readonly', (store) => store.get(nameOf(language, key))).catch(() => undefined);
  if (own) return own;
  for (const ending of ENDINGS) {
    const file = shipped[`./voices/${language}/${key}.${ending}`];
    if (file) return (await fetch(await file())).blob().catch(() => null);
  }
  return null;
}

/** Keeps a recording made in the village on this phone; null takes it away. */
export const keepVoice = (language: string, key: string, voice: Blob | null): Promise<unknown> =>
  inStore<unknown>('readwrite', (store) => (voice ? store.put(voice, nameOf(language, key)) : store.delete(nameOf(language, key))) as IDBRequest<unknown>);

/** Keys that have a recording in a language, from either place. */
export async function recordedKeys(language: string): Promise<ReadonlySet<string>> {
  const own = await inStore('readonly', (store) => store.getAllKeys()).catch(() => [] as IDBValidKey[]);
  const mine = own.map(String).filter((name) => name.startsWith(`${language}/`)).map((name) => name.slice(language.length + 1));
  const came = Object.keys(shipped).filter((path) => path.startsWith(`./voices/${language}/`)).map((path) => path.split('/').at(-1)!.replace(/\.[^.]+$/, ''));
  return new Set([...mine, ...came]);
}
