// A share of the attack on the public tables in every test run, and the proof that it would find what leaks.
import { describe, expect, it } from 'vitest';
import { attack, figure, history } from './board-subtraction.ts';

const SEED = Number(process.env['SEED'] ?? 20260);
console.log(`board subtraction seed ${SEED}`);

describe('B1 an attacker who keeps every table and subtracts gets no cell of fewer than five households', () => {
  it('B1 no history gives anything away', async () => {
    const tried = await figure.run(150, SEED, () => undefined);
    expect(tried.wrong).toEqual([]);
    expect(tried).toMatchObject({ done: 150, bad: 0 });
    expect(tried.seen['tables']).toBeGreaterThan(3_000);
    expect(tried.seen['differences']).toBeGreaterThan(1_000);
  });

  it('B1 a board that forgets its earlier tables is broken by the same attack', () => {
    const broken = Array.from({ length: 60 }, (_, n) => history(SEED + n, false)).filter(({ recovered }) => recovered.length > 0);
    expect(broken.length).toBeGreaterThan(5);
  });

  it('B1 the attack sees a cell of four, a step of one, and a step of one that only two sums tell', () => {
    const five = { a: 1, b: 1, c: 1, d: 1, e: 1 };
    const table = (open: Record<string, number>, claimed: Record<string, number>) => ({ 'promises.open': { value: 0, basis: open }, 'promises.claimed': { value: 0, basis: claimed } });
    const on = ['2026-05-01'];
    expect(attack([table({ a: 1, b: 1, c: 1, d: 1 }, five)], on).recovered[0]).toContain('rests on 4');
    expect(attack([table(five, five), table({ ...five, f: 1 }, five)], on).recovered[0]).toContain('tells of 1');
    const moved = Object.fromEntries(Object.keys(five).map((home) => [home, 2]));
    const sums = attack([table(moved, five), table({ ...five, f: 1 }, moved)], on).recovered;
    expect(sums.length).toBeGreaterThan(0);
    expect(sums.every((what) => what.includes('+'))).toBe(true);
    expect(attack([table(five, five), table(five, five)], on).recovered).toEqual([]);
  });
});
