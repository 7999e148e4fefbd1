// The server's own clock and the calendar day it makes.
import type { Day } from '#commune/places/rows.ts';

/** ms since 1970. Handed in, so that tests and the simulator own the time. */
export type Clock = () => number;

/** Viet Nam has kept one time, seven hours ahead, since 1975, and no summer time. */
const AHEAD_MS = 7 * 3_600_000;

/** The calendar day in Asia/Ho_Chi_Minh. */
export const dayAt = (at: number): Day => new Date(at + AHEAD_MS).toISOString().slice(0, 10);
