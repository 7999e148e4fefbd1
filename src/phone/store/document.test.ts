// A household's document and the marks that find a row in it, held against the plainest way of doing the same.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeptRow } from '#journal/act.ts';
import { keyOf } from '#journal/act.ts';
import { replaces } from '#journal/cursor.ts';
import { Document, texts } from './document.ts';
import type { ChunkMarks } from './marks.ts';
import { homesOf, remarked } from './marks.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const times = { seed: SEED, numRuns: 150 };

const rows = fc.array(fc.record({
  id: fc.integer({ min: 0, max: 30 }).map((n) => `r${n}`), entry: fc.integer({ min: 1, max: 50 }), gone: fc.boolean(), size: fc.constantFrom(0, 10, 30_000),
}), { maxLength: 40 }).map((list) => list.map(({ id, entry, gone, size }): KeptRow => ({
  kind: 'visit', id, village: 'v', household: 'h', entry, body: gone ? null : `Đã hứa ${'ơ'.repeat(size)}`, ...(gone ? { gone: true } : {}),
})));

describe(`documents (seed ${SEED})`, () => {
  test('J3 rows laid into a document, in any order and size, are those a plain map would hold; also after it was kept and opened', () => {
    fc.assert(fc.property(rows, rows, (first, second) => {
      const wanted = new Map<string, KeptRow>();
      let document = new Document('h', []);
      for (const batch of [first, second]) {
        for (const row of batch) {
          if (replaces(wanted.get(keyOf(row)), row)) wanted.set(keyOf(row), row);
          document.put(row);
        }
        document = new Document('h', document.parts.map((_, part) => document.text(part)));
      }
      expect(new Map(document.keys().map((key) => [key, document.get(key)]))).toEqual(wanted);
      expect(document.rows()).toHaveLength([...wanted.values()].filter((row) => !row.gone).length);
    }), times);
  });

  test('a change writes the part it lies in, and no part of a large document grows on', () => {
    const document = new Document('h', []);
    for (let n = 0; n < 12; n++) document.put({ kind: 'visit', id: `v${n}`, village: 'v', household: 'h', entry: n, body: 'x'.repeat(20_000) });
    expect(document.parts.map((part) => part.length)).toEqual([4, 4, 4]);
    document.changed.clear();
    document.put({ kind: 'visit', id: 'v5', village: 'v', household: 'h', entry: 90, body: 'y' });
    expect([...document.changed]).toEqual([1]);
  });

  test('a first reading splits as a document does: every part can be opened, none is beyond its size by more than a row', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 60 })), fc.constantFrom(5, 9_000, 70_000), (ids, size) => {
      const whole = ids.map((n): KeptRow => ({ kind: 'visit', id: `v${n}`, village: null, household: 'h', entry: n + 1, body: 'a'.repeat(size) }));
      const parts = texts(whole);
      expect(parts.every((part) => part.length <= 64_000 + size + 100)).toBe(true);
      expect(new Document('h', parts).rows()).toEqual(whole);
    }), times);
  });
});

describe(`marks (seed ${SEED})`, () => {
  const homes = fc.dictionary(fc.constantFrom('h1', 'h2', 'h3', 'h4'), fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 20 }));

  test('J3 a row is found in its household, whatever was laid in before; only a shared mark may name another as well', () => {
    fc.assert(fc.property(fc.array(homes, { maxLength: 5 }), (changes) => {
      const held = new Map<string, string[]>();
      let chunk: ChunkMarks | undefined;
      for (const change of changes) {
        const fresh = new Map(Object.entries(change).map(([home, ids]) => [home, ids.map((id) => `visit/${home}-${id}`)]));
        chunk = remarked(chunk, fresh);
        for (const [home, keys] of fresh) held.set(home, keys);
      }
      const keys = [...held.values()].flat();
      const found = homesOf(chunk ? [chunk] : [], [...keys, 'visit/nowhere']);
      for (const [home, list] of held) for (const key of list) expect(found.get(key)).toEqual([home]);
      expect(found.get('visit/nowhere')).toEqual([]);
    }), times);
  });
});
