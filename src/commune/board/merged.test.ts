// A family entered twice is one household on the board: no number rests on it twice.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { releaseVillage, type Parts, type VillageRelease } from './board.ts';
import { PROMISE_CELLS, promiseCell } from './cells.ts';
import { joinedBasis, joinedRelease } from './merged.ts';
import { changedHouseholds, FEWEST_HOUSEHOLDS, release, type ReleasedCell } from './release.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
console.log(`board merged seed ${seed}`);

const cell = promiseCell('open');
const of = (households: Readonly<Record<string, number>>): VillageRelease => ({ span: null, cells: { [cell]: release(undefined, households, '2026-05-01') } });

describe('B1 merged households are one', () => {
  it('B1 their parts are added up; others stay as they are', () => {
    expect(joinedBasis({ a: 1, b: 2, c: 3 }, new Map([['a', 'c']]))).toEqual({ c: 4, b: 2 });
    const basis = { a: 1 };
    expect(joinedBasis(basis, new Map([['x', 'y']]))).toBe(basis);
  });

  it('B1 five that were four in truth are hidden; six that are five stay with their number', () => {
    const five = of({ a: 1, b: 1, c: 1, d: 1, e: 1 });
    expect(five.cells[cell]!.value).toBe(5);
    expect(joinedRelease(five, new Map([['a', 'b']])).cells[cell]).toMatchObject({ value: null, basis: { b: 2, c: 1, d: 1, e: 1 } });
    expect(joinedRelease(of({ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }), new Map([['a', 'b']])).cells[cell]).toMatchObject({ value: 6 });
  });

  it('B1 whatever is merged and parted between boards, shown numbers and their differences rest on five (property)', () => {
    const move = fc.record({
      parts: fc.array(fc.tuple(fc.nat(11), fc.nat(4), fc.nat(3)), { maxLength: 9 }),
      twin: fc.option(fc.tuple(fc.nat(11), fc.nat(11)), { freq: 2 }), part: fc.boolean(),
    });
    let shown = 0;
    fc.assert(fc.property(fc.array(move, { minLength: 2, maxLength: 30 }), (moves) => {
      const parts: Record<string, Record<string, number>> = {};
      const standing = new Map<string, string>();
      let before: VillageRelease | undefined;
      moves.forEach((one, i) => {
        for (const [household, at, value] of one.parts) {
          const name = promiseCell(PROMISE_CELLS[at]!);
          (parts[name] ??= {})[`h${household}`] = value;
        }
        if (one.part) standing.delete([...standing.keys()][0] ?? '');
        const [from, into] = (one.twin ?? [0, 0]).map((n) => `h${n}`) as [string, string];
        if (from !== into && !standing.has(from) && !standing.has(into) && ![...standing.values()].includes(from)) standing.set(from, into);
        const now: Parts = Object.fromEntries(Object.entries(parts).map(([name, basis]) =>
          [name, joinedBasis(Object.fromEntries(Object.entries(basis).filter(([, value]) => value > 0)), standing)]));
        const last = before && joinedRelease(before, standing);
        const next = releaseVillage(last, now, [], `2026-05-${String((i % 28) + 1).padStart(2, '0')}`, {});
        for (const name of PROMISE_CELLS.map(promiseCell)) {
          const [was, is] = [last?.cells[name], next.cells[name]!] as [ReleasedCell | undefined, ReleasedCell];
          if (is.value === null) continue;
          shown += 1;
          expect(Object.keys(is.basis).length).toBeGreaterThanOrEqual(FEWEST_HOUSEHOLDS);
          expect(Object.keys(is.basis).some((household) => standing.has(household) && is.basis !== was?.basis)).toBe(false);
          const changed = was ? changedHouseholds(was.basis, is.basis) : 0;
          expect(changed === 0 || changed >= FEWEST_HOUSEHOLDS).toBe(true);
        }
        before = next;
      });
    }), { seed, numRuns: 600 });
    expect(shown).toBeGreaterThan(100);
  });
});
