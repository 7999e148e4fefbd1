// A store of before is sealed without a loss, wherever it is killed: after every single write, and by a full phone too.
import 'fake-indexeddb/auto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dexie } from 'dexie';
import { beforeEach, describe, expect, test } from 'vitest';
import type { KeptAct } from '#journal/ports.ts';
import { openKeys } from '#server/keys.ts';
import { rowsOfHousehold, looseRows } from '../../../test/phone-page/many-rows.ts';
import { textIn } from './base64.ts';
import { DexieShelf } from './dexie-shelf.ts';
import { LetterWriter, actPlaceOf, clipPlaceOf } from './letter.ts';
import { unpackedMarks } from './marks.ts';
import { SealedCodec, isSealed } from './sealed.ts';
import { newKey } from './seat-key.ts';
import type { ClipBytes, DocRecord, KeptLetter, ListRecord, MarkRecord, OutboxRecord } from './tables.ts';
import { bytesOf, databaseOf, plain } from './tables.ts';

const SEAT = { commune: '99999', device: 'abcdefgh' };
const folder = mkdtempSync(join(tmpdir(), 'nha-rong-keys-'));
const keys = openKeys(folder);
rmSync(folder, { recursive: true });

const HOMES = 120;
const ACTS = 5;
const PHOTO = new Uint8Array(300_000).map((_, at) => (at * 7) % 251);
const HASH = 'ab'.repeat(32);

const act = (turn: number): KeptAct => ({
  act: { id: `${SEAT.device}-${turn}`, kind: 'visit.record', v: 1, device: SEAT.device, turn, at: turn, body: { words: `Việc thứ ${turn}` } },
  shown: [], hidden: [], verdict: null, epoch: null,
});

/** A store as version 1 kept it: the same tables under a lower number, everything open, no letters, marks as lists of numbers. */
async function storeOfBefore(): Promise<void> {
  await Dexie.delete(databaseOf(SEAT.device));
  const shelf = await DexieShelf.of(SEAT.device);
  const rows = [...looseRows(), ...Array.from({ length: HOMES }, (_, h) => rowsOfHousehold(h, 6, 100 + h * 10)).flat()];
  const cursor = { epoch: 'e', scope: 's', entry: 5000 };
  await shelf.take(
    { cursor, reset: true, rows, more: null, end: { entry: 5000, chain: 'c' }, other: false, from: null, hidden: null, sum: null },
    { cursor: null, more: null, heard: null },
  );
  for (let turn = 1; turn <= ACTS; turn++) await shelf.append(act);
  await shelf.putClip({ hash: HASH, type: 'image/webp', bytes: PHOTO.length, household: 'hh00001', offset: 0, sent: false, refusedAt: null }, new Blob([PHOTO]));
  await shelf.keepNote('draft.visit.hh00001', { words: 'đang ghi dở' });
  shelf.close();
  const now = await new Dexie(databaseOf(SEAT.device)).open();
  const held = await Promise.all(now.tables.map(async (table) => [table.name, await table.toArray()] as const));
  now.close();
  await Dexie.delete(databaseOf(SEAT.device));
  const before = new Dexie(databaseOf(SEAT.device));
  before.version(1).stores({ docs: 'k', loose: 'k', list: 'k', marks: 'k', outbox: 'turn', turns: 'name', state: 'name', clips: '[hash+household]', clipBytes: 'hash', notes: 'name' });
  await before.open();
  for (const [name, records] of held) await before.table(name).bulkPut(records.map((record) => asBefore(name, record)));
  before.close();
}

function asBefore(name: string, record: unknown): unknown {
  if (name === 'outbox') return (({ turn, act: said, verdict }: OutboxRecord) => ({ turn, act: said, verdict }))(record as OutboxRecord);
  if (name === 'marks') return { k: (record as MarkRecord).k, ...unpackedMarks((record as MarkRecord).text) };
  if (name === 'clipBytes') return (({ hash, type, bytes }: ClipBytes) => ({ hash, type, bytes: (bytes as Uint8Array<ArrayBuffer>).slice().buffer }))(record as ClipBytes);
  return record;
}

/** The store opened with the key; `finished`: nothing open is taken any more. */
async function openedWith(key: Uint8Array<ArrayBuffer>, finished = false): Promise<DexieShelf> {
  const shelf = await DexieShelf.of(SEAT.device, null);
  shelf.openWith({ codec: await SealedCodec.of(key.slice(), !finished), letters: await LetterWriter.of(SEAT, keys.sealTo) });
  return shelf;
}

async function everything(shelf: DexieShelf) {
  const { acts, cursor } = await shelf.open();
  const lines = await shelf.lines();
  const homes = await shelf.households(lines.map(({ id }) => id));
  const photo = await shelf.clipBytes(HASH);
  return {
    acts: acts.map((kept) => kept.act), entry: cursor!.entry, lines: lines.length, rows: [...homes.values()].flat().length, loose: (await shelf.loose()).length,
    found: (await shelf.rows(['visit/v1-0', 'promise/p7-1', 'petition/q9-2'])).size,
    photo: photo && (await photo.arrayBuffer()).byteLength, draft: await shelf.note('draft.visit.hh00001'), clips: (await shelf.clips()).length,
  };
}

async function raw<T>(table: string): Promise<readonly T[]> {
  const db = await new Dexie(databaseOf(SEAT.device)).open();
  const records = (await db.table(table).toArray()) as T[];
  db.close();
  return records;
}

const wire = ({ to, epk, box }: KeptLetter) => ({ to, epk, box: textIn(box) });

/** Breaks off the transaction at its `nth` write from now on, as a killed browser or a full disk does; 0: at none. Answers how many writes there were. */
function killAt(nth: number): { readonly writes: () => number; readonly over: () => void } {
  const { put } = IDBObjectStore.prototype;
  let writes = 0;
  IDBObjectStore.prototype.put = function broken(this: IDBObjectStore, ...args: Parameters<typeof put>) {
    writes += 1;
    if (nth > 0 && writes >= nth) {
      this.transaction.abort();
      throw new DOMException('no more', 'QuotaExceededError');
    }
    return put.apply(this, args);
  };
  return { writes: () => writes, over: () => { IDBObjectStore.prototype.put = put; } };
}

let expected: Awaited<ReturnType<typeof everything>>;
let writesInAll = 0;
const key = newKey();

beforeEach(storeOfBefore, 60_000);

describe('A store of before', () => {
  test('is sealed whole: every record, with a letter for everything that waits, and reads as it did', async () => {
    const before = await DexieShelf.of(SEAT.device);
    expected = { ...(await everythingPlain(before)) };
    before.close();
    const counter = killAt(0);
    const shelf = await openedWith(key);
    await shelf.sealWhatWaits();
    expect(await everything(shelf)).toEqual(expected);
    await shelf.sealRest();
    counter.over();
    writesInAll = counter.writes();
    shelf.close();
    const sealed = await openedWith(key, true);
    expect(await everything(sealed)).toEqual(expected);
    sealed.close();
    for (const table of ['docs', 'loose', 'list', 'marks', 'notes'] as const) {
      const records = await raw<DocRecord | ListRecord>(table);
      expect(records.length).toBeGreaterThan(0);
      expect(records.filter(({ text }) => !isSealed(text))).toEqual([]);
    }
    await lettersAreWhole();
  });

  test('goes on from any write at which it was killed: acts, rows, photos and drafts are there at once, and nothing is left open in the end', async () => {
    expect(writesInAll).toBeGreaterThan(20);
    // Every one of the first writes, which are the acts and photos, then some of the hundreds of rows.
    const steps = [...Array.from({ length: ACTS + 3 }, (_, i) => i + 1), ...Array.from({ length: 24 }, (_, i) => ACTS + 4 + Math.floor((i * (writesInAll - ACTS - 4)) / 23))];
    for (const step of steps) {
      await storeOfBefore();
      const killer = killAt(step);
      const shelf = await openedWith(key);
      await expect(shelf.sealWhatWaits().then(() => shelf.sealRest()), `killed at write ${step}`).rejects.toThrow();
      shelf.close();
      killer.over();
      const again = await openedWith(key);
      expect(await everything(again), `after a kill at write ${step}`).toEqual(expected);
      await again.sealWhatWaits();
      await again.sealRest();
      again.close();
      const sealed = await openedWith(key, true);
      expect(await everything(sealed)).toEqual(expected);
      const next = await sealed.append(act);
      expect('act' in next && next.act.turn).toBe(ACTS + 1);
      sealed.close();
    }
  });

  test('an act that code of before still kept open in it is an act like the others, and sealed the next time', async () => {
    const shelf = await openedWith(key);
    await shelf.sealWhatWaits();
    await shelf.sealRest();
    shelf.close();
    const old = await new Dexie(databaseOf(SEAT.device)).open();
    await old.table('outbox').put({ turn: ACTS + 1, act: bytesOf(JSON.stringify({ act: act(ACTS + 1).act, shown: [], hidden: [] })), verdict: null });
    await old.table('turns').put({ name: 'last', turn: ACTS + 1 });
    old.close();
    const again = await openedWith(key, true);
    expect((await again.open()).acts.map((kept) => kept.act.turn)).toEqual([1, 2, 3, 4, 5, 6]);
    await again.sealWhatWaits();
    again.close();
    expect((await raw<OutboxRecord>('outbox')).every(({ act: said, letter }) => isSealed(said) && letter !== null)).toBe(true);
  });

  test('of a later version of the app is not opened, and that is said', async () => {
    (await openedWith(key)).close();
    const later = new Dexie(databaseOf(SEAT.device));
    later.version(9).stores({ outbox: 'turn', more: 'k' });
    await later.open();
    later.close();
    await expect(DexieShelf.of(SEAT.device)).rejects.toMatchObject({ trouble: 'newer' });
  });

  test('lets go of a window of before first; one that does not let go is told of, not waited for', async () => {
    const old = new Dexie(databaseOf(SEAT.device));
    old.version(1).stores({ outbox: 'turn' });
    await old.open();
    old.on('versionchange', () => false);
    await expect(DexieShelf.of(SEAT.device)).rejects.toMatchObject({ trouble: 'blocked' });
    old.close();
    (await openedWith(key)).close();
  });
});

async function everythingPlain(shelf: DexieShelf) {
  // Marks were lists of numbers then, which this version only reads while it seals them.
  const records = await raw<{ k: string }>('marks');
  expect(records[0]).toHaveProperty('homes');
  const { acts, cursor } = await shelf.open();
  const lines = await shelf.lines();
  const homes = await shelf.households(lines.map(({ id }) => id));
  return {
    acts: acts.map((kept) => kept.act), entry: cursor!.entry, lines: lines.length, rows: [...homes.values()].flat().length, loose: (await shelf.loose()).length,
    found: 3, photo: PHOTO.length, draft: await shelf.note('draft.visit.hh00001'), clips: 1,
  };
}

async function lettersAreWhole(): Promise<void> {
  const acts = await raw<OutboxRecord>('outbox');
  expect(acts.map(({ turn, letter }) => (JSON.parse(keys.open(wire(letter as KeptLetter), actPlaceOf(SEAT, turn)).toString()) as KeptAct['act']).turn)).toEqual([1, 2, 3, 4, 5]);
  const [clip] = await raw<ClipBytes>('clipBytes');
  const pieces = (clip!.letter as readonly KeptLetter[]).map((piece, at) => {
    const inside = keys.open(wire(piece), clipPlaceOf(SEAT, HASH, at));
    return inside.subarray(inside.indexOf('\n') + 1);
  });
  expect(Buffer.concat(pieces).equals(Buffer.from(PHOTO))).toBe(true);
}

test('Plain is what it says: the test’s own store of before lies open', async () => {
  const [doc] = await raw<DocRecord>('docs');
  expect(plain.open(doc!.text, 'docs')).toContain('"household"');
});
