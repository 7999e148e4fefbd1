// The lawful clock: working days, counted without weekends, public holidays and the commune's own days off.
import { addDays, weekday } from './days.ts';
import { EVERY_YEAR, HOLIDAYS, LISTED_YEARS, WORKED } from './holidays.ts';
import type { CommuneBody, Day } from './rows.ts';

const off: ReadonlySet<Day> = new Set(HOLIDAYS.map((holiday) => holiday.on));
const worked: ReadonlySet<Day> = new Set(WORKED.map((saturday) => saturday.on));

export type Calendar = Pick<CommuneBody, 'daysOff' | 'daysOn'>;

/** Whether offices work on that day. What the commune set itself stands above the shipped list. */
export function isWorkingDay(day: Day, calendar: Calendar): boolean {
  if (calendar.daysOn.includes(day)) return true;
  if (calendar.daysOff.includes(day)) return false;
  if (worked.has(day)) return true;
  if (weekday(day) === 0 || weekday(day) === 6 || off.has(day)) return false;
  return LISTED_YEARS.includes(day.slice(0, 4)) || !EVERY_YEAR.includes(day.slice(5));
}

/**
 * The last day of a term of so many working days that begins on `from`; the day itself is not counted
 * (Civil Code 91/2015/QH13, Art. 147.1: a term in days begins on the day after).
 */
export function afterWorkingDays(from: Day, count: number, calendar: Calendar): Day {
  let day = from;
  for (let left = count; left > 0; ) {
    day = addDays(day, 1);
    if (isWorkingDay(day, calendar)) left -= 1;
  }
  return day;
}

/** Working days from the day after `from` up to and with `until`; 0 where `until` is not later. */
export function workingDaysBetween(from: Day, until: Day, calendar: Calendar): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= until; day = addDays(day, 1)) if (isWorkingDay(day, calendar)) count += 1;
  return count;
}

/** Where the commune has set nothing itself. */
export const NO_CHANGES: Calendar = { daysOff: [], daysOn: [] };
