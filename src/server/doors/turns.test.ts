// Everybody at once: served in order, told when to come where it would take too long, and not sent away a second time.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from './problem.ts';
import { line, turns } from './turns.ts';

describe('a line', () => {
  test('serves so many at a time, the others in the order they came, and gives a place back once', async () => {
    const two = line(2);
    const served: number[] = [];
    const leaves: (() => void)[] = [];
    const all = [0, 1, 2, 3, 4].map(async (n) => {
      leaves[n] = await two.enter();
      served.push(n);
    });
    await Promise.all(all.slice(0, 2));
    expect({ served, length: two.length }).toEqual({ served: [0, 1], length: 5 });
    leaves[1]!();
    leaves[1]!();
    await all[2];
    await new Promise((resolve) => setImmediate(resolve));
    expect(served).toEqual([0, 1, 2]);
    leaves[0]!();
    leaves[2]!();
    await Promise.all(all);
    expect(served).toEqual([0, 1, 2, 3, 4]);
    leaves[3]!();
    leaves[4]!();
    expect(two.length).toBe(0);
  });
});

/** How long `ask` says to wait, s; 0: come in. */
function asked(ask: () => void): number {
  try {
    ask();
    return 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error).toMatchObject({ status: 503, code: 'server.busy' });
    expect(error.params).toEqual({ seconds: error.retryAfter });
    return error.retryAfter!;
  }
}

describe('turns', () => {
  test.each([50, 3_000])('a phone alone is never told to wait, however often it comes and however slow the machine is (%i ms)', async (ms) => {
    let now = 0;
    const one = turns({ patienceMs: 400, atOnce: 2, clock: () => now });
    for (let n = 0; n < 100; n++) {
      expect(asked(() => one.ask('a'))).toBe(0);
      await one.serve('a', async () => { now += ms; });
      now += 10;
    }
  });

  test('of two hundred at once the first come in, the others are told moments that follow one another, and come in then', () => {
    let now = 1_000_000;
    const many = turns({ patienceMs: 400, atOnce: 2, clock: () => now });
    const told = Array.from({ length: 200 }, (_, n) => asked(() => many.ask(`p${n}`)));
    const first = told.findIndex((seconds) => seconds > 0);
    expect(first).toBeGreaterThan(2);
    expect(first).toBeLessThan(20);
    expect(told.slice(first).every((seconds) => seconds > 0)).toBe(true);
    expect(told.slice(first)).toEqual(told.slice(first).sort((a, b) => a - b));
    expect(told.at(-1)).toBeLessThan(20);
    // Whoever asks again before its turn keeps it, and gains nothing by asking often.
    expect(asked(() => many.ask('p199'))).toBe(told.at(-1));
    now += told.at(-1)! * 1000;
    expect(asked(() => many.ask('p199'))).toBe(0);
  });

  test('bodies that come over slow roads keep nobody else out', () => {
    let now = 0;
    const slow = turns({ patienceMs: 400, atOnce: 2, clock: () => now });
    let n = 0;
    while (asked(() => slow.ask(`slow${n}`)) === 0) n += 1;
    now += 1_500;
    expect(asked(() => slow.ask('quick'))).toBe(0);
  });

  test('nobody is told more than two minutes, and a flood of names is forgotten', () => {
    fc.assert(fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 400 }), (waits) => {
      let now = 0;
      const flood = turns({ patienceMs: 400, atOnce: 2, clock: () => now });
      for (const [n, wait] of waits.entries()) {
        now += wait;
        expect(asked(() => flood.ask(`x${n}`))).toBeLessThanOrEqual(120);
      }
      now += 300_000;
      expect(asked(() => flood.ask('late'))).toBe(0);
    }), { numRuns: 40 });
  });
});
