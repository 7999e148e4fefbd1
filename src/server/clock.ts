// The server's own clock, the calendar day and hour it makes, and time as it passes.
import type { Day } from '#commune/places/rows.ts';

/** ms since 1970. Handed in, so that tests and the simulator own the time. */
export type Clock = () => number;

/** Viet Nam has kept one time, seven hours ahead, since 1975, and no summer time. */
const AHEAD_MS = 7 * 3_600_000;

/** The calendar day in Asia/Ho_Chi_Minh. */
export const dayAt = (at: number): Day => new Date(at + AHEAD_MS).toISOString().slice(0, 10);

/** The hour of the day there, 0 to 23. */
export const hourAt = (at: number): number => new Date(at + AHEAD_MS).getUTCHours();

/** Time as it passes, for what comes again by itself; a test makes its own. */
export interface Time {
  now(): number;
  /** Calls once after so many ms; the answer takes it back. */
  after(ms: number, call: () => void): () => void;
}

/** Keeps no process alive. */
export const REAL_TIME: Time = {
  now: Date.now,
  after(ms, call) {
    const timer = setTimeout(call, ms).unref();
    return () => clearTimeout(timer);
  },
};
