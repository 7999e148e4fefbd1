// How the commune's own days off change when one is set or taken back; the rest of the calendar stays as it is.
import type { Calendar } from '#commune/places/clock.ts';
import type { Day } from '#commune/places/rows.ts';

/** The calendar with that day set to be worked or off, whatever was set before. */
export const withDay = (calendar: Calendar, on: Day, works: boolean): Calendar => {
  const rest = withoutDay(calendar, on);
  return works ? { ...rest, daysOn: [...rest.daysOn, on] } : { ...rest, daysOff: [...rest.daysOff, on] };
};

/** The calendar as it is without the commune's own word on that day: the shipped list counts again. */
export const withoutDay = ({ daysOff, daysOn }: Calendar, on: Day): Calendar =>
  ({ daysOff: daysOff.filter((day) => day !== on), daysOn: daysOn.filter((day) => day !== on) });

/** This year and the next: as far as decisions are known. */
export const yearsFrom = (today: Day): readonly [string, string] => [today.slice(0, 4), String(Number(today.slice(0, 4)) + 1)];
