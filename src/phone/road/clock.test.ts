// Holds when a phone is told that its clock is wrong.
import { expect, test } from 'vitest';
import { clockOff, hearClock } from './clock.ts';

const NOON = Date.UTC(2026, 6, 1, 12);
const heard = (said: string | null, now: number): number => { hearClock(said, now); return clockOff.value; };

test('J4 a clock a year ahead or behind is noticed before anything is refused, an hour is not', () => {
  const there = new Date(NOON).toUTCString();
  const year = 365 * 86_400_000;
  expect(heard(there, NOON + year)).toBe(year);
  expect(heard(there, NOON - year)).toBe(-year);
  expect(heard(there, NOON + 3_600_000)).toBe(0);
});

test('J4 an answer that says no time, or none that can be read, changes nothing', () => {
  hearClock(new Date(NOON).toUTCString(), NOON + 2 * 86_400_000);
  expect(heard(null, NOON)).toBe(2 * 86_400_000);
  expect(heard('yesterday', NOON)).toBe(2 * 86_400_000);
  expect(heard(new Date(NOON).toUTCString(), NOON)).toBe(0);
});
