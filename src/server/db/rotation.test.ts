// Old backups go by a rule a person can foresee, and never the newest two.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameOf } from './backup-list.ts';
import { toKeep } from './rotation.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);

describe('which backups stay', () => {
  test('a year of hourly backups, taken away as they come, leaves 24 hours, 30 days and 12 months', () => {
    let there: string[] = [];
    for (let hour = 0; hour < 366 * 24; hour++) {
      there.push(nameOf(START + hour * HOUR));
      const keep = toKeep(there);
      there = there.filter((name) => keep.has(name));
    }
    const newest = START + (366 * 24 - 1) * HOUR;
    const hours = Array.from({ length: 24 }, (_, i) => nameOf(newest - i * HOUR));
    expect(there.slice(-24).reverse()).toEqual(hours);
    const days = new Set(there.map((name) => name.slice(0, 10)));
    for (let day = 0; day < 30; day++) expect(days.has(nameOf(newest - day * 24 * HOUR).slice(0, 10))).toBe(true);
    expect(new Set(there.map((name) => name.slice(0, 7))).size).toBe(12);
    expect(there.length).toBeLessThanOrEqual(24 + 30 + 12);
  });

  test('the newest two always stay, and nothing is kept that is not there', () => {
    fc.assert(fc.property(fc.array(fc.nat(400 * 24 * 60), { minLength: 1, maxLength: 200 }), (minutes) => {
      const names = [...new Set(minutes.map((minute) => nameOf(START + minute * 60_000)))];
      const keep = toKeep(names);
      for (const newest of [...names].sort().slice(-2)) expect(keep.has(newest)).toBe(true);
      expect([...keep].every((name) => names.includes(name))).toBe(true);
      expect(keep.size).toBeLessThanOrEqual(24 + 30 + 12 + 1);
    }));
  });

  test('where the machine was off for months, the last backups before that stay', () => {
    const before = Array.from({ length: 20 }, (_, i) => nameOf(START + i * HOUR));
    const after = nameOf(START + 100 * 24 * HOUR);
    const keep = toKeep([...before, after]);
    expect([...before, after].every((name) => keep.has(name))).toBe(true);
  });
});
