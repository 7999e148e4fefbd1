// The outbox's shape is frozen: what the first sealed stores kept is read, sent and handed over by every later version.
import 'fake-indexeddb/auto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dexie } from 'dexie';
import { afterEach, expect, test, vi } from 'vitest';
import type { KeptAct } from '#journal/ports.ts';
import { canonical } from '#journal/canonical.ts';
import { openKeys } from '#server/keys.ts';
import { bytesIn } from './base64.ts';
import { DexieShelf } from './dexie-shelf.ts';
import { actPlaceOf } from './letter.ts';
import { lettersIn, waitingIn } from './as-it-is.ts';
import { sendLetters } from './letters-out.ts';
import { keptActOf, recordOf } from './outbox.ts';
import { SealedCodec } from './sealed.ts';
import type { OutboxRecord } from './tables.ts';
import { databaseOf } from './tables.ts';

interface LetterThen { readonly to: string; readonly epk: string; readonly box: string }
interface Fixture {
  readonly seat: { readonly commune: string; readonly device: string };
  readonly key: string;
  readonly sealKey: string;
  readonly kept: readonly KeptAct[];
  readonly records: readonly { readonly turn: number; readonly act: string; readonly verdict: string | null; readonly letter: LetterThen | 'received' | null }[];
}
const then = JSON.parse(readFileSync(new URL('outbox-1.json', import.meta.url), 'utf8')) as Fixture;
const records: readonly OutboxRecord[] = then.records.map(({ turn, act, verdict, letter }) => ({
  turn, act: bytesIn(act), verdict: verdict === null ? null : bytesIn(verdict), letter: letter !== null && letter !== 'received' ? { ...letter, box: bytesIn(letter.box) } : letter,
}));
const codec = () => SealedCodec.of(bytesIn(then.key));

/** The outbox of then, in a database as bare as it may ever become. */
async function storeOfThen(version: number): Promise<void> {
  await Dexie.delete(databaseOf(then.seat.device));
  const db = new Dexie(databaseOf(then.seat.device));
  db.version(version).stores({ outbox: 'turn' });
  await db.open();
  await db.table('outbox').bulkPut([...records]);
  db.close();
}

afterEach(() => vi.unstubAllGlobals());

test('Frozen: acts and verdicts of the first sealed stores are read as they were', async () => {
  const opener = await codec();
  expect(records.map((record) => keptActOf(opener, record))).toEqual(then.kept);
});

test('Frozen: a record written today has the very members of then, and none besides', async () => {
  const [kept] = then.kept;
  const today = recordOf(await codec(), 1, kept!, records[0]!.letter);
  expect(Object.keys(today).sort()).toEqual(Object.keys(then.records[0]!).sort());
  expect(Object.keys(today.letter as object).sort()).toEqual(Object.keys(then.records[0]!.letter as object).sort());
  expect([today.act.constructor, today.act[0]]).toEqual([Uint8Array, records[0]!.act[0]]);
});

test('Frozen: the store of today opens the outbox of then and goes on after its last turn', async () => {
  await storeOfThen(2);
  const shelf = await DexieShelf.of(then.seat.device, null);
  shelf.openWith({ codec: await codec(), letters: null });
  expect((await shelf.open()).acts).toEqual(then.kept);
  shelf.close();
});

test.each([2, 40])('Frozen: letters of a store of version %i are handed over as they lie, without any key of the phone', async (version) => {
  await storeOfThen(version);
  const asked: { readonly path: string; readonly body: string }[] = [];
  vi.stubGlobal('fetch', async (path: string, { body }: { body: string }) => {
    asked.push({ path, body });
    return new Response(JSON.stringify({ received: [1], clips: [] }), { headers: { 'content-type': 'application/json' } });
  });
  expect(await lettersIn(then.seat.device)).toEqual({ letters: 1, unbooked: 1, bare: 0 });
  expect(await waitingIn(then.seat.device)).toBe(1);
  await sendLetters(then.seat.device, 'token');
  expect(asked.map(({ path }) => path)).toEqual(['/api/letterbox']);
  const { letters } = JSON.parse(asked[0]!.body) as { letters: (LetterThen & { turn: number })[] };
  expect(letters).toEqual([{ turn: 1, ...(then.records[0]!.letter as LetterThen) }]);
  expect(opened(letters[0]!)).toBe(canonical(then.kept[0]!.act));
  expect(await lettersIn(then.seat.device)).toEqual({ letters: 0, unbooked: 0, bare: 0 });
  await sendLetters(then.seat.device, 'token');
  expect(asked).toHaveLength(1);
});

/** As the server of then opens it, with its key of then. */
function opened({ turn, ...sealed }: LetterThen & { turn: number }): string {
  const folder = mkdtempSync(join(tmpdir(), 'nha-rong-keys-'));
  mkdirSync(join(folder, 'keys'));
  writeFileSync(join(folder, 'keys', 'seal.key'), then.sealKey);
  const text = openKeys(folder).open(sealed, actPlaceOf(then.seat, turn)).toString();
  rmSync(folder, { recursive: true });
  return text;
}
