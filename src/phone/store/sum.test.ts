// The sum a phone keeps of its rows is theirs after whatever came, and is counted once in a store of before sums were kept.
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KeptRow } from '#journal/act.ts';
import type { Asked } from '#journal/cursor.ts';
import { type Sum, sumOf } from '#journal/digest.ts';
import { MemoryDisk, MemoryStore } from '#journal/memory-store.ts';
import type { Page } from '#journal/ports.ts';
import { DexieShelf } from './dexie-shelf.ts';
import { Tables } from './tables.ts';

const SEED = 70;
let devices = 0;
const mark = (entry: number) => ({ epoch: 'e', scope: 's', entry });
const page = (reset: boolean, entry: number, rows: readonly KeptRow[], sum: Sum | null): Page =>
  ({ cursor: mark(entry), reset, rows, more: null, end: { entry, chain: `c${entry}` }, other: false, from: null, hidden: null, sum });
const at = (entry: number): Asked => ({ cursor: { ...mark(entry), own: [] }, more: null, heard: null });
const nothing: Asked = { cursor: null, more: null, heard: null };

const row = fc.record({
  kind: fc.constantFrom('visit', 'village', 'promise'), id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  household: fc.constantFrom('h1', 'h2', 'h3', null), gone: fc.boolean(), long: fc.boolean(),
});

test(`J3 whatever rows come, change, move and go, the sum is that of the rows held (seed ${SEED})`, async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.uniqueArray(row, { maxLength: 5, selector: ({ kind, id }) => `${kind}/${id}` }), { minLength: 1, maxLength: 8 }), async (steps) => {
    const shelf = await DexieShelf.of(`sum${devices++}`);
    const model = new MemoryDisk();
    const store = new MemoryStore(model);
    const told: unknown[] = [];
    await shelf.take(page(true, 0, [], null), nothing);
    await store.take(page(true, 0, [], null), nothing);
    for (const [i, some] of steps.entries()) {
      const rows = some.map(({ kind, id, household, gone, long }): KeptRow => {
        const body = gone ? null : { words: long ? 'dài '.repeat(9_000) : 'ngắn' };
        return { kind, id, village: 'v1', household, body, entry: i + 1, ...(gone ? { gone } : {}) };
      });
      await store.take(page(false, i + 1, rows, null), at(i));
      // What the model holds now is what the server would say.
      const sum = sumOf(model.held.values());
      told.push((await shelf.take(page(false, i + 1, rows, sum), at(i))).sum);
    }
    expect(told).toEqual(steps.map(() => 'equal'));
    shelf.close();
  }), { seed: SEED, numRuns: 60 });
});

test('J3 a store of before sums were kept counts its rows once, and is read anew only where they really differ', async () => {
  const device = `sum${devices++}`;
  const rows: KeptRow[] = [
    { kind: 'village', id: 'v1', village: 'v1', household: null, body: { name: 'Thôn' }, entry: 1 },
    { kind: 'visit', id: 'a', village: 'v1', household: 'h1', body: { words: 'dài '.repeat(30_000) }, entry: 2 },
    { kind: 'visit', id: 'b', village: 'v1', household: 'h1', body: { words: 'dài '.repeat(30_000) }, entry: 3 },
    { kind: 'visit', id: 'c', village: 'v1', household: 'h2', body: null, entry: 4, gone: true },
  ];
  const shelf = await DexieShelf.of(device);
  await shelf.take(page(true, 4, rows, null), nothing);
  shelf.close();
  const tables = new Tables(device);
  const { heard, ...state } = (await tables.state.get('state'))!;
  const { held, ...live } = state.live;
  expect([heard?.entry, held]).toEqual([4, sumOf(rows)]);
  await tables.state.put({ ...state, live });
  tables.close();
  const later = await DexieShelf.of(device);
  expect((await later.open()).heard).toBeNull();
  expect((await later.take(page(false, 4, [], sumOf(rows)), at(4))).sum).toBe('equal');
  expect((await later.take(page(false, 4, [], sumOf(rows.slice(1))), at(4))).sum).toBe('unequal');
  later.close();
});
