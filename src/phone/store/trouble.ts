// Tells apart the ways in which a phone's store can fail a person: full, closed, corrupt, kept by a newer app, held by an older one.
import type { Dexie } from 'dexie';
import type { Trouble } from './shelf.ts';
import { ShelfTrouble } from './shelf.ts';

interface Named { readonly name?: unknown; readonly inner?: unknown; readonly failures?: unknown }

/** Names of browser and Dexie errors, by what they mean for the person. */
const MEANINGS: Readonly<Record<string, Trouble>> = {
  QuotaExceededError: 'full', QuotaExceeded: 'full', NS_ERROR_DOM_INDEXEDDB_QUOTA_ERR: 'full',
  DatabaseClosedError: 'closed', DatabaseClosed: 'closed', InvalidStateError: 'closed', VersionError: 'newer', AbortError: 'closed', Abort: 'closed',
  OpenFailedError: 'closed', OpenFailed: 'closed', TransactionInactiveError: 'closed', TimeoutError: 'closed', MissingAPIError: 'closed',
  UnknownError: 'corrupt', Unknown: 'corrupt', DataError: 'corrupt', NotFoundError: 'corrupt', NotFound: 'corrupt', NotReadableError: 'corrupt',
  DataCloneError: 'corrupt', SyntaxError: 'corrupt',
};

/** The names of the error and of what caused it, outermost first. */
function namesOf(error: unknown): string[] {
  const names: string[] = [];
  for (let at = error as Named | undefined, depth = 0; at && depth < 6; depth++) {
    if (typeof at.name === 'string') names.push(at.name);
    const failures = Array.isArray(at.failures) ? (at.failures as unknown[]) : [];
    at = (at.inner ?? failures[0]) as Named | undefined;
  }
  return names;
}

/** The error as a ShelfTrouble, or as it is where it is a fault of our own. */
export function troubleOf(error: unknown): unknown {
  if (error instanceof ShelfTrouble) return error;
  const meanings = namesOf(error).map((name) => MEANINGS[name]);
  // A transaction that ended because the phone is full says "aborted" outside and "full" within.
  const trouble = meanings.find((meaning) => meaning === 'full') ?? meanings.find((meaning) => meaning !== undefined);
  return trouble ? new ShelfTrouble(trouble, error) : error;
}

/**
 * Opens the database. Where a window of an earlier version of the app does not let go of it, that is said, not waited for;
 * and what a later version keeps is not opened at all: Dexie would, and add to it what it misses. Rejects with ShelfTrouble.
 */
export async function openedOr(db: Dexie): Promise<void> {
  // The browser counts ten for one of ours, and one for a small mend that Dexie makes by itself.
  const next = (db.verno + 1) * 10;
  const blocked = new Promise<never>((_, fail) => {
    db.on('blocked', () => fail(new ShelfTrouble('blocked', new Error('another window holds an older version'))));
  });
  try {
    const kept = (await indexedDB.databases()).find(({ name }) => name === db.name);
    if ((kept?.version ?? 0) >= next) throw new ShelfTrouble('newer', new Error('a later version of the app keeps this store'));
    await Promise.race([db.open(), blocked]);
  } catch (error) {
    db.close();
    throw troubleOf(error);
  }
}

const PASSING: ReadonlySet<Trouble> = new Set<Trouble>(['corrupt', 'closed']);
const OPENINGS = 5;
const BREATH_MS = 100;

/**
 * A store, opened. Some failures pass in a moment (all seen in Chromium): the server's word clears the stores in every window, and
 * an opening that meets the clearing is broken off, for good as far as that object goes; and a browser that was just killed
 * may still hold its files. So it is tried a few times, each with an object of its own. Rejects with the ShelfTrouble of the last.
 */
export async function openedAtLast<S extends { close(): void }>(make: () => S, databaseOf: (store: S) => Dexie, store = make()): Promise<S> {
  for (let tries = 1; ; tries++) {
    try {
      await openedOr(databaseOf(store));
      return store;
    } catch (error) {
      if (tries === OPENINGS || !(error instanceof ShelfTrouble && PASSING.has(error.trouble))) throw error;
      store.close();
      await new Promise((resolve) => setTimeout(resolve, BREATH_MS * 2 ** (tries - 1)));
      store = make();
    }
  }
}
