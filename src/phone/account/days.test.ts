// A day the commune sets stands once in its calendar, and taking it back leaves what was there before.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorkingDay, NO_CHANGES } from '#commune/places/clock.ts';
import { addDays } from '#commune/places/days.ts';
import { withDay, withoutDay, yearsFrom } from './days.ts';

describe('Luật 42/2013 Điều 28: lịch ngày làm việc do xã giữ', () => {
  it('what was set last counts, no day is off and worked at once, and others stay', () => {
    const day = fc.integer({ min: 0, max: 730 }).map((n) => addDays('2026-01-01', n));
    fc.assert(fc.property(fc.array(fc.record({ on: day, works: fc.boolean() }), { minLength: 1, maxLength: 20 }), (sets) => {
      const calendar = sets.reduce((before, { on, works }) => withDay(before, on, works), NO_CHANGES);
      const last = new Map(sets.map(({ on, works }) => [on, works]));
      for (const [on, works] of last) expect(isWorkingDay(on, calendar)).toBe(works);
      expect([...calendar.daysOff, ...calendar.daysOn].sort()).toEqual([...last.keys()].sort());
      const { on } = sets[0]!;
      expect(isWorkingDay(on, withoutDay(calendar, on))).toBe(isWorkingDay(on, NO_CHANGES));
    }), { seed: 28, numRuns: 100 });
  });

  it('this year and the next', () => expect(yearsFrom('2026-12-31')).toEqual(['2026', '2027']));
});
