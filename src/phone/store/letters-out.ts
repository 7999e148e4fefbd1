// Hands a seat's letters to the server: without its person's key, and whatever version of the app wrote the store.
import { RoadTrouble, ask, json } from '../road/ask.ts';
import { all, asked, openAsItIs, pieces } from './as-it-is.ts';
import { textIn } from './base64.ts';
import type { ClipBytes, KeptLetter, OutboxRecord } from './tables.ts';
import { databaseOf } from './tables.ts';

/** Letters in one request: well under 1 MB with what base64 adds. */
const MOST_LETTERS = 200;
const MOST_BYTES = 600_000;

type ActOnWire = { readonly turn: number; readonly to: string; readonly epk: string; readonly box: string };
type ClipOnWire = { readonly clip: string; readonly piece: number; readonly pieces: number; readonly to: string; readonly epk: string; readonly box: string };
interface Received { readonly received: readonly number[]; readonly clips?: readonly (readonly [hash: string, piece: number])[] }

/** Some of a seat's letters: what the server will not have from this person any more goes to the office all the same. */
export interface Some {
  readonly turns: readonly number[];
  readonly clips: readonly string[];
}

/**
 * Sends the letters of the seat, all or some, acts first. What the server names as received is marked so at once, and nothing
 * else; told again, it does no harm. @throws RoadTrouble where the road fails: what went before stays marked
 */
export async function sendLetters(device: string, letterbox: string, some?: Some): Promise<void> {
  const db = await openAsItIs(databaseOf(device));
  if (!db) return;
  try {
    const acts = await all<OutboxRecord>(db, 'outbox');
    const wire = acts.flatMap(({ turn, letter }): ActOnWire[] => (typeof letter === 'object' && letter && (some?.turns.includes(turn) ?? true) ? [{ turn, ...onWire(letter) }] : []));
    for (const batch of batches(wire)) {
      const { received } = await hand(letterbox, batch);
      await mark(db, 'outbox', received, (record: OutboxRecord) => ({ ...record, letter: 'received' as const }));
      if (!batch.every(({ turn }) => received.includes(turn))) throw notAll();
    }
    for (const { hash } of (await all<ClipBytes>(db, 'clipBytes')).filter((clip) => pieces(clip).some(Boolean) && (some?.clips.includes(clip.hash) ?? true))) await sendClip(db, letterbox, hash);
  } finally {
    db.close();
  }
}

async function sendClip(db: IDBDatabase, letterbox: string, hash: string): Promise<void> {
  const kept = await asked(db.transaction('clipBytes', 'readonly').objectStore('clipBytes').get(hash) as IDBRequest<ClipBytes | undefined>);
  const whole = kept ? pieces(kept) : [];
  for (const [piece, letter] of whole.entries()) {
    if (!letter) continue;
    const sent: ClipOnWire = { clip: hash, piece, pieces: whole.length, ...onWire(letter) };
    const { clips = [] } = await hand(letterbox, [sent]);
    if (!clips.some(([name, at]) => name === hash && at === piece)) throw notAll();
    await mark(db, 'clipBytes', [hash], (record: ClipBytes) => {
      const left = pieces(record).map((one, at) => (at === piece ? null : one));
      return { ...record, letter: left.some(Boolean) ? left : ('received' as const) };
    });
  }
}

const notAll = (): RoadTrouble => new RoadTrouble('trouble', { code: 'letterbox.partly' });

const onWire = ({ to, epk, box }: KeptLetter) => ({ to, epk, box: textIn(box) });

function batches(letters: readonly ActOnWire[]): readonly (readonly ActOnWire[])[] {
  const made: ActOnWire[][] = [];
  let bytes = MOST_BYTES;
  for (const letter of letters) {
    bytes += letter.box.length + 200;
    if (bytes > MOST_BYTES || made.at(-1)!.length === MOST_LETTERS) {
      made.push([]);
      bytes = letter.box.length + 200;
    }
    made.at(-1)!.push(letter);
  }
  return made;
}

async function hand(letterbox: string, letters: readonly (ActOnWire | ClipOnWire)[]): Promise<Received> {
  const answer = await ask(null, '/api/letterbox', {
    method: 'POST', body: JSON.stringify({ letters }), headers: { 'content-type': 'application/json', authorization: `Bearer ${letterbox}` },
  });
  const said = await json<Received>(answer);
  if (!Array.isArray(said.received)) throw new RoadTrouble('no-signal', { code: 'road.no-signal' });
  return said;
}

/** Changes the records of those keys that still lie there, in one step. */
function mark<T>(db: IDBDatabase, table: string, keys: readonly IDBValidKey[], change: (record: T) => T): Promise<void> {
  if (keys.length === 0) return Promise.resolve();
  return new Promise((done, fail) => {
    const writing = db.transaction(table, 'readwrite', { durability: 'strict' });
    const store = writing.objectStore(table);
    for (const key of keys) {
      const get = store.get(key) as IDBRequest<T | undefined>;
      get.onsuccess = () => {
        if (get.result !== undefined) store.put(change(get.result));
      };
    }
    writing.oncomplete = () => done();
    writing.onabort = () => fail(writing.error ?? new DOMException('the writing was broken off', 'AbortError'));
  });
}

/** Whether all of a clip lies with the office: its letters were written, and all of them have arrived. */
export async function clipReceived(device: string, hash: string): Promise<boolean> {
  const db = await openAsItIs(databaseOf(device));
  if (!db) return false;
  try {
    return (await all<ClipBytes>(db, 'clipBytes')).some((clip) => clip.hash === hash && clip.letter === 'received');
  } finally {
    db.close();
  }
}

/** Sends the letters of every seat of a phone whose list of seats a later version of the app keeps. What fails is tried again at the next start. */
export async function sendAllLetters(): Promise<void> {
  const db = await openAsItIs('nr_seats');
  if (!db) return;
  const seats = await all<{ readonly device: string; readonly keys?: { readonly letterbox?: unknown } | null }>(db, 'seats');
  db.close();
  for (const { device, keys } of seats) {
    if (typeof keys?.letterbox === 'string') await sendLetters(device, keys.letterbox).catch(() => undefined);
  }
}
