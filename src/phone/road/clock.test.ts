// Holds when a phone is told that its clock is wrong, and which day it believes in.
import { expect, test } from 'vitest';
import { type Evidence, believed, clockOff, dayAt, hearClock, perhaps } from './clock.ts';

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

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What is known at NOON: heard or kept so many hours ago, by a clock that showed `wall` then. */
const evidence = (change: Partial<Evidence>): Evidence => ({ wall: NOON, mono: 50 * HOUR, heard: null, kept: null, ...change });
const heardAgo = (hours: number, wall = NOON - hours * HOUR) => ({ server: NOON - hours * HOUR, wall, mono: (50 - hours) * HOUR });

test('J1 heard in this run, a clock that is wrong all the same is put right, also after a night asleep', () => {
  expect(believed(evidence({ heard: heardAgo(3) }))).toEqual({ at: NOON, sure: true });
  expect(believed(evidence({ wall: 5 * HOUR, heard: heardAgo(3, 2 * HOUR) }))).toEqual({ at: NOON, sure: true });
  const asleep = { ...heardAgo(9), mono: 49 * HOUR };
  expect(believed(evidence({ heard: asleep }))).toEqual({ at: NOON, sure: true });
});

test('J1 a clock that is set anew, frozen or runs away after it was right is not followed, and nothing is sure any more', () => {
  expect(believed(evidence({ wall: NOON + 20 * 365 * DAY, heard: heardAgo(3) }))).toEqual({ at: NOON, sure: false });
  expect(believed(evidence({ wall: NOON - 400 * DAY, heard: heardAgo(3) }))).toEqual({ at: NOON, sure: false });
  expect(believed(evidence({ wall: NOON - 30 * HOUR, heard: heardAgo(30) }))).toEqual({ at: NOON, sure: false });
});

test('J1 of an earlier run the server’s word bounds the day from below; without any the clock is believed, and not sure', () => {
  const kept = { server: NOON - 60 * DAY, wall: NOON - 60 * DAY };
  expect(believed(evidence({ kept }))).toEqual({ at: NOON, sure: false });
  expect(believed(evidence({ wall: 0, kept }))).toEqual({ at: kept.server, sure: false });
  expect(believed(evidence({ wall: Date.UTC(2099, 0, 1), kept }))).toEqual({ at: kept.server, sure: false });
  expect(believed(evidence({ wall: 7 }))).toEqual({ at: 7, sure: false });
  expect(perhaps(evidence({ wall: 0, kept }))).toEqual(['1970-01-01']);
  expect(perhaps(evidence({ heard: heardAgo(1) }))).toEqual([]);
});

test('a day is the village’s, whatever zone the phone thinks it is in, and there is one for every clock', () => {
  expect([dayAt(Date.UTC(2026, 10, 22, 17)), dayAt(Date.UTC(2026, 10, 22, 16, 59))]).toEqual(['2026-11-23', '2026-11-22']);
  expect([dayAt(0), dayAt(-1e15), dayAt(8e15)]).toEqual(['1970-01-01', '1900-01-02', '2199-12-30']);
});
