// Nothing on the board tells of fewer than five households: not a cell, not a total, not a difference between two days.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTables, releaseVillage, viewOf, type Parts, type VillageRelease } from './board.ts';
import { cellsOn, monthsUpTo, PROMISE_CELLS, promiseCell, spanOf } from './cells.ts';
import { changedHouseholds, FEWEST_HOUSEHOLDS, release, totalOf, type Basis, type ReleasedCell, type Snapshot } from './release.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
console.log(`board seed ${seed}`);

const households = (count: number, from = 0): Basis => Object.fromEntries(Array.from({ length: count }, (_, i) => [`h${from + i}`, 1]));

describe('B1 a cell rests on five households or is not shown', () => {
  it.each([[0, null], [1, null], [4, null], [5, 5], [12, 12]])('%i households → %s', (count, value) => {
    expect(release(undefined, households(count), '2026-05-01').value).toBe(value);
  });

  it('B1 one household with forty visits does not make a number', () => {
    expect(release(undefined, { h1: 40 }, '2026-05-01').value).toBeNull();
  });
});

describe('B1 a number moves only by five households at once', () => {
  const first = release(undefined, households(20), '2026-05-01');

  it('B1 four more households: the old number and its old day stand', () => {
    expect(release(first, households(24), '2026-05-09')).toEqual(first);
  });
  it('B1 five more households: the new number', () => {
    expect(release(first, households(25), '2026-05-09')).toMatchObject({ value: 25, on: '2026-05-09' });
  });
  it('B1 nothing changed: the day stands too, or a day that stood still would tell that somebody did something', () => {
    expect(release(first, households(20), '2026-05-09')).toEqual(first);
  });
  it('B1 five leave and the cell is hidden rather than small', () => {
    const small = release(undefined, households(7), '2026-05-01');
    expect(release(small, households(2), '2026-05-09').value).toBeNull();
  });
  it('B1 a hidden number does not come back one household away from the old one', () => {
    const hidden = release(release(undefined, households(6), '2026-05-01'), households(1, 9), '2026-05-09');
    expect(hidden.value).toBeNull();
    expect(release(hidden, households(7), '2026-05-10').value).toBeNull();
    expect(release(hidden, households(11), '2026-05-10').value).toBe(11);
  });
  it('B1 two leave a cell of six: the old number stands, four is never told', () => {
    const small = release(undefined, households(6), '2026-05-01');
    expect(release(small, households(4), '2026-05-09').value).toBe(6);
  });
});

/** Random village histories: each step gives households new parts in random cells. */
const history = fc.array(
  fc.array(fc.tuple(fc.nat(14), fc.nat(4), fc.nat(3)), { maxLength: 9 }),
  { minLength: 1, maxLength: 40 },
);

function play(steps: readonly (readonly (readonly [number, number, number])[])[]) {
  const parts: Record<string, Record<string, number>> = {};
  const boards: VillageRelease[] = [];
  const past: Record<string, Snapshot[]> = {};
  steps.forEach((step, i) => {
    for (const [household, cell, value] of step) {
      const name = promiseCell(PROMISE_CELLS[cell]!);
      parts[name] ??= {};
      if (value === 0) delete parts[name][`h${household}`];
      else parts[name][`h${household}`] = value;
    }
    const now = structuredClone(parts) as Parts;
    const day = `2026-05-${String((i % 28) + 1).padStart(2, '0')}`;
    const last = boards.at(-1);
    const next = releaseVillage(last, now, [], day, past);
    for (const [group, tables] of Object.entries(newTables(last, next, day))) past[group] = [...(past[group] ?? []), ...tables];
    boards.push(next);
  });
  return boards;
}

describe('B1 an attacker who keeps every board learns of no fewer than five households', () => {
  it('B1 every shown value and every difference of two shown values rests on at least five', () => {
    fc.assert(fc.property(history, (steps) => {
      const boards = play(steps);
      for (const cell of PROMISE_CELLS.map(promiseCell)) {
        const shown = boards.map((board) => board.cells[cell]!).filter((one) => one.value !== null);
        for (const one of shown) expect(Object.keys(one.basis).length).toBeGreaterThanOrEqual(FEWEST_HOUSEHOLDS);
        differences(shown);
      }
    }), { seed, numRuns: 1000 });
  });

  function differences(shown: readonly ReleasedCell[]): void {
    for (let i = 1; i < shown.length; i++) {
      const changed = changedHouseholds(shown[i - 1]!.basis, shown[i]!.basis);
      expect(changed === 0 || changed >= FEWEST_HOUSEHOLDS).toBe(true);
    }
  }

  it('B1 totals hold nothing that is hidden', () => {
    fc.assert(fc.property(history, (steps) => {
      const view = viewOf([play(steps).at(-1)!], '2026-05-28');
      const shown = PROMISE_CELLS.map((cell) => view.promises[cell]).filter((value) => value !== null);
      expect(view.made).toBe(shown.length === 0 ? null : shown.reduce((a, b) => a + b, 0));
    }), { seed, numRuns: 1000 });
    expect(totalOf([{ value: null, on: '2026-05-01', basis: households(3) }, { value: 6, on: '2026-05-01', basis: households(6) }])).toBe(6);
    expect(totalOf([undefined])).toBeNull();
  });
});

describe('B2 the board shows a fixed list and words, never names or free text', () => {
  it('B2 the list of cells is closed', () => {
    for (const name of cellsOn('2026-05-28')) expect(name).toMatch(/^(promises\.[a-z]+|visits\.\d{4}-\d\d|heard\.\d{4}\.[a-z]+)$/);
  });
  it('the last twelve months cross the year', () => {
    expect(monthsUpTo('2026-02-10')).toEqual(['2025-03', '2025-04', '2025-05', '2025-06', '2025-07', '2025-08', '2025-09', '2025-10', '2025-11', '2025-12', '2026-01', '2026-02']);
  });
  it.each([[[], null], [[3], 'week'], [[1, 7, 8], 'week'], [[8, 14, 90], 'fortnight'], [[31], 'month'], [[92, 92], 'quarter'], [[400], 'longer']] as const)('days %j → %s', (days, span) => {
    expect(spanOf(days)).toBe(span);
  });
});
