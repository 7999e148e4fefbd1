// The lawful clock: working days, counted without weekends, public holidays and the commune's own days off.
import { addDays, weekday } from './days.ts';
import { EVERY_YEAR, HOLIDAYS, LISTED_YEARS, WORKED, type Holiday } from './holidays.ts';
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
  return hasList(day.slice(0, 4)) || !EVERY_YEAR.has(day.slice(5));
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

/** A day on which offices do otherwise than weekdays and weekends say, as the clock counts it. */
export interface SpecialDay {
  readonly on: Day;
  readonly works: boolean;
  /** Which holiday the shipped list has on that day; null: none, or a Saturday worked instead. */
  readonly what: Holiday['what'] | null;
  /** shipped: as the list says · unsure: as the list says, before the year's decision was seen · own: set by the commune. */
  readonly from: 'shipped' | 'unsure' | 'own';
}

/** The days off on weekdays and the days worked at weekends of a year, and every day the commune set itself, in order. */
export function specialDays(year: string, calendar: Calendar): readonly SpecialDay[] {
  const days: SpecialDay[] = [];
  for (let on = `${year}-01-01`; on.startsWith(year); on = addDays(on, 1)) {
    const works = isWorkingDay(on, calendar);
    const own = calendar.daysOff.includes(on) || calendar.daysOn.includes(on);
    const usual = weekday(on) !== 0 && weekday(on) !== 6;
    if (works === usual && !own) continue;
    const holiday = HOLIDAYS.find((one) => one.on === on);
    const shipped = holiday ?? WORKED.find((one) => one.on === on);
    const yearly = usual && !hasList(year) ? EVERY_YEAR.get(on.slice(5)) : undefined;
    days.push({ on, works, what: holiday?.what ?? yearly ?? null, from: own ? 'own' : shipped?.unverified ? 'unsure' : 'shipped' });
  }
  return days;
}

/** Whether the shipped calendar knows the year; else only the days that are off every year are off. */
export const hasList = (year: string): boolean => LISTED_YEARS.includes(year);
