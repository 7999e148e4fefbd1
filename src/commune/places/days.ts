// Calendar days as text: which are real, which come after which, without clocks or time zones.
import type { Day } from './rows.ts';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MS = 86_400_000;

const toMs = (day: Day): number => Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));
const toDay = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

/** Whether the text is a day of the calendar between 1900 and 2199: 2026-02-30 is not. */
export const isDay = (text: string): boolean => {
  const parts = DAY.exec(text);
  if (!parts || text < '1900' || text >= '2200') return false;
  return toDay(toMs(text)) === text;
};

export const addDays = (day: Day, days: number): Day => toDay(toMs(day) + days * MS);
export const daysBetween = (from: Day, until: Day): number => Math.round((toMs(until) - toMs(from)) / MS);
/** 0 Sunday … 6 Saturday. */
export const weekday = (day: Day): number => new Date(toMs(day)).getUTCDay();

/**
 * Whether a day somebody claims to speak of has not come yet. One day of grace: the clock of a phone may
 * stand in another time zone, and the server must not refuse what the phone took.
 */
export const isFuture = (on: Day, today: Day): boolean => on > today && on > addDays(today, 1);
