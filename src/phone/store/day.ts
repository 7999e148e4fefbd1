// The village's calendar day: one country, one clock, UTC+7, without summer time.
import type { Day } from '#commune/places/rows.ts';

/** Calendar day in Asia/Ho_Chi_Minh at the moment, ms since 1970. */
export const dayAt = (ms: number): Day => new Date(ms + 7 * 3_600_000).toISOString().slice(0, 10);
