// Cursors know what they claim to know, and pages are taken only where they fit.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeptRow } from './act.ts';
import { type Asked, type Cursor, type Mark, type Reach, knows, nowhere, reachAfter, replaces, spansOf, takingOf, withOwn } from './cursor.ts';
import type { Page } from './ports.ts';

const SEED = 41;
const spans = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(5)).map(([from, length]) => [from, from + length] as const), { maxLength: 8 });
const cursor = (entry: number, own: Cursor['own'] = []): Cursor => ({ epoch: 'e1', scope: 's1', entry, own });
const REST = { rows: [], end: { entry: 10, chain: 'c10' }, other: false, from: null, hidden: null, sum: null } as const;
const page = (mark: Partial<Mark>, reset = false, more: string | null = null): Page =>
  ({ cursor: { epoch: 'e1', scope: 's1', entry: 10, ...mark }, reset, more, ...REST });

const ordered = (scope: string, n: number, forScope = scope): Page => ({ ...page({ scope }, true), order: { n, scope: forScope, lost: { villages: [], households: [] } } });

describe('own entries', () => {
  test(`J6 a cursor knows its own entries and those below it, and nothing else (seed ${SEED})`, () => {
    fc.assert(fc.property(fc.nat(20), spans, spans, (entry, some, others) => {
      const made = withOwn(withOwn(cursor(entry), some), others);
      const wanted = (at: number) => at <= entry || [...some, ...others].some(([from, to]) => from <= at && at <= to);
      for (let at = 0; at < 50; at++) expect(knows(made, at)).toBe(wanted(at));
      for (const [i, [from, to]] of made.own.entries()) {
        expect(from).toBeLessThanOrEqual(to);
        expect(from).toBeGreaterThan(i === 0 ? -1 : made.own[i - 1]![1] + 1);
        expect(to).toBeGreaterThan(entry);
      }
    }), { seed: SEED, numRuns: 500 });
  });

  test(`J6 numbers and their spans say the same (seed ${SEED})`, () => {
    fc.assert(fc.property(fc.uniqueArray(fc.nat(60), { maxLength: 30 }), (numbers) => {
      const rising = [...numbers].sort((a, b) => a - b);
      expect(spansOf(rising).flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i))).toEqual(rising);
    }), { seed: SEED, numRuns: 300 });
  });

  test('J3 nothing is known without a cursor', () => expect(knows(null, 0)).toBe(false));
});

describe('pages', () => {
  const at = (held: Cursor | null, reading: Reach['reading'] = null): Reach => ({ cursor: held, reading, heard: null });
  const asked = (held: Cursor | null, more: string | null = null): Asked => ({ cursor: held, more, heard: null });
  const under = { cursor: { epoch: 'e1', scope: 's2', entry: 10 }, more: 'p2' };
  const resumed = { ...under.cursor, own: [] };
  test.each([
    ['J3 a plain page where it was asked', at(cursor(5)), page({}), asked(cursor(5)), 'plain'],
    ['J3 a plain page asked by a tab that knew less', at(cursor(8)), page({}), asked(cursor(5)), 'plain'],
    ['J3 a plain page that would lead back', at(cursor(12)), page({}), asked(cursor(5)), 'pass'],
    ['J3 a plain page asked by a tab that knew more', at(cursor(5)), page({}), asked(cursor(7)), 'pass'],
    ['J3 a plain page that left out rows which are no longer held', at(cursor(5)), page({}), asked(cursor(5, [[8, 8]])), 'pass'],
    ['J3 a plain page that left out rows which are held', at(cursor(5, [[7, 9]])), page({}), asked(cursor(5, [[8, 8]])), 'plain'],
    ['J10 a plain page of another scope', at(cursor(5)), page({ scope: 's2' }), asked(cursor(5)), 'pass'],
    ['J3 a plain page of another epoch', at({ ...cursor(5), epoch: 'e2' }), page({}), asked(cursor(5)), 'pass'],
    ['J3 a plain page after mistrust', nowhere, page({}), asked(cursor(5)), 'pass'],
    ['J3 a first reading', nowhere, page({}, true), asked(null), 'begin'],
    ['J3 a first reading, when another tab has finished one', at(cursor(9)), page({}, true), asked(null), 'pass'],
    ['J10 a new scope', at(cursor(5)), ordered('s2', 1), asked(cursor(5)), 'begin'],
    ['J10 a new scope without an order', at(cursor(5)), page({ scope: 's2' }, true), asked(cursor(5)), 'pass'],
    ['J10 a new scope with an order for another', at(cursor(5)), ordered('s2', 1, 's3'), asked(cursor(5)), 'pass'],
    ['J10 a new scope with an order that is no newer', { ...at(cursor(5)), under: { epoch: 'e1', scope: 's1', n: 4 } }, ordered('s2', 4), asked(cursor(5)), 'pass'],
    ['J10 a new scope after mistrust, without an order', { ...nowhere, under: { epoch: 'e1', scope: 's1', n: 4 } }, page({ scope: 's2' }, true), asked(null), 'pass'],
    ['J10 a new scope after a restore, whose numbers are lower', { ...at(cursor(5)), under: { epoch: 'e0', scope: 's1', n: 4 } }, ordered('s2', 1), asked(cursor(5)), 'begin'],
    ['J3 the next page of a reset', at(cursor(5), under), ordered('s2', 1), asked(resumed, 'p2'), 'go on'],
    ['J3 the same page of a reset twice', at(cursor(5), { ...under, more: 'p3' }), page({ scope: 's2' }, true), asked(resumed, 'p2'), 'pass'],
    ['J10 a third scope in the midst of a reset', at(cursor(5), under), { ...ordered('s3', 2), cursor: { epoch: 'e1', scope: 's3', entry: 11 } }, asked(resumed, 'p2'), 'begin'],
    ['J3 a page of a reset that another tab has finished', at(cursor(10)), page({ scope: 's2' }, true), asked(resumed, 'p2'), 'pass'],
  ] as const)('%s', (_title, held, came, from, taking) => {
    expect(takingOf(held, came, from)).toBe(taking);
  });

  test(`J8 J3 whatever tabs ask and whenever pages come, what is known within a scope never shrinks but by a reset (seed ${SEED})`, () => {
    const step = fc.record({ asks: fc.boolean(), which: fc.nat(5), grows: fc.nat(6), rescope: fc.integer({ min: 0, max: 9 }), own: fc.boolean(), more: fc.boolean() });
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let held: Reach = nowhere;
      const server = { entry: 3, scope: 1 };
      const onTheRoad: { asked: Asked; page: Page }[] = [];
      for (const { asks, which, grows, rescope, own, more } of steps) {
        server.entry += grows;
        if (rescope === 0) server.scope += 1;
        const mark: Mark = { epoch: 'e1', scope: `s${server.scope}`, entry: server.entry };
        if (own && held.cursor) held = { cursor: withOwn(held.cursor, [[server.entry, server.entry]]), reading: held.reading, heard: held.heard };
        if (asks) {
          const from: Asked = held.reading ? { cursor: { ...held.reading.cursor, own: [] }, more: held.reading.more, heard: null } : { cursor: held.cursor, more: null, heard: null };
          const plain = from.more === null && from.cursor?.scope === mark.scope;
          onTheRoad.push({ asked: from, page: { cursor: from.more !== null && from.cursor!.scope === mark.scope ? from.cursor! : mark, ...REST, reset: !plain, order: { n: server.scope, scope: `s${server.scope}`, lost: { villages: [], households: [] } }, more: more ? `p${server.entry}` : null } });
        } else if (onTheRoad.length > 0) {
          const { asked: from, page: came } = onTheRoad[which % onTheRoad.length]!;
          const before = held;
          held = reachAfter(before, came, from, takingOf(before, came, from));
          if (before.cursor && held.cursor?.scope === before.cursor.scope && !came.reset) {
            for (let entry = 0; entry <= server.entry; entry++) if (knows(before.cursor, entry)) expect(knows(held.cursor, entry)).toBe(true);
          }
          if (held.cursor) expect(held.cursor.own.every(([from_]) => from_ > held.cursor!.entry)).toBe(true);
        }
      }
    }), { seed: SEED, numRuns: 400 });
  });

  test('J3 an older state never comes over a newer one', () => {
    const row = (entry: number): KeptRow => ({ kind: 'tally', id: 'a', village: null, household: null, body: 1, entry });
    expect([replaces(undefined, row(1)), replaces(row(1), row(2)), replaces(row(2), row(1)), replaces(row(2), row(2))]).toEqual([true, true, false, true]);
  });
});
