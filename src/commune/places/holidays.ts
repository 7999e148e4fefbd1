// Days off and made-up working days in Việt Nam, as published; a commune corrects them with commune.calendar.
import type { Day } from './rows.ts';

/**
 * Labour Code 45/2019/QH14, Art. 112: 1 January, five days at Tết, the Hùng Kings (10/3 of the lunar year),
 * 30 April, 1 May, 2 September and one day beside it; Art. 111.3: where one falls on a weekly day off, the
 * next working day is off instead. Which five days Tết takes, which day stands beside 2 September, and which
 * Saturdays are worked for a Friday is decided anew each year: those are marked `unverified` until a decision
 * or the officers' own notice has been seen.
 */
export interface Holiday {
  readonly on: Day;
  readonly what: 'new-year' | 'tet' | 'hung-kings' | 'reunification' | 'labour' | 'national' | 'swapped';
  readonly unverified?: true;
}

export const HOLIDAYS: readonly Holiday[] = [
  { on: '2025-01-01', what: 'new-year' },
  { on: '2025-01-27', what: 'tet' },
  { on: '2025-01-28', what: 'tet' },
  { on: '2025-01-29', what: 'tet' },
  { on: '2025-01-30', what: 'tet' },
  { on: '2025-01-31', what: 'tet' },
  { on: '2025-04-07', what: 'hung-kings' },
  { on: '2025-04-30', what: 'reunification' },
  { on: '2025-05-01', what: 'labour' },
  { on: '2025-05-02', what: 'swapped', unverified: true },
  { on: '2025-09-01', what: 'national' },
  { on: '2025-09-02', what: 'national' },

  { on: '2026-01-01', what: 'new-year' },
  { on: '2026-01-02', what: 'swapped', unverified: true },
  { on: '2026-02-16', what: 'tet', unverified: true },
  { on: '2026-02-17', what: 'tet', unverified: true },
  { on: '2026-02-18', what: 'tet', unverified: true },
  { on: '2026-02-19', what: 'tet', unverified: true },
  { on: '2026-02-20', what: 'tet', unverified: true },
  // 10/3 of Bính Ngọ is Sunday 26 April: the Monday after.
  { on: '2026-04-27', what: 'hung-kings' },
  { on: '2026-04-30', what: 'reunification' },
  { on: '2026-05-01', what: 'labour' },
  { on: '2026-08-31', what: 'swapped', unverified: true },
  { on: '2026-09-01', what: 'national', unverified: true },
  { on: '2026-09-02', what: 'national' },

  { on: '2027-01-01', what: 'new-year' },
  // 1/1 of Đinh Mùi is Saturday 6 February.
  { on: '2027-02-05', what: 'tet', unverified: true },
  { on: '2027-02-08', what: 'tet', unverified: true },
  { on: '2027-02-09', what: 'tet', unverified: true },
  { on: '2027-02-10', what: 'tet', unverified: true },
  { on: '2027-02-11', what: 'tet', unverified: true },
  { on: '2027-04-16', what: 'hung-kings' },
  { on: '2027-04-30', what: 'reunification' },
  // 1 May is a Saturday: the Monday after.
  { on: '2027-05-03', what: 'labour' },
  { on: '2027-09-02', what: 'national' },
  { on: '2027-09-03', what: 'national', unverified: true },
];
// 24 November (Ngày Văn hóa Việt Nam, Resolution 80-NQ/TW of 2026) is left out until the Labour Code names it:
// a clock that counts a day too many makes the answer late, one that counts a day too few makes it early.

/** Saturdays worked in place of a weekday taken off. */
export const WORKED: readonly { readonly on: Day; readonly unverified?: true }[] = [
  { on: '2025-04-26', unverified: true },
  { on: '2026-01-10', unverified: true },
  { on: '2026-08-22', unverified: true },
];

/** Days that are off in every year, for the years after this list ends (`MM-DD`), and what they are. */
export const EVERY_YEAR: ReadonlyMap<string, Holiday['what']> = new Map([
  ['01-01', 'new-year'], ['04-30', 'reunification'], ['05-01', 'labour'], ['09-02', 'national'],
]);
export const LISTED_YEARS: readonly string[] = ['2025', '2026', '2027'];
