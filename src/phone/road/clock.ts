// Knows whether this phone's clock is wrong: what is written under a wrong day is refused, weeks later and one by one.
import { signal, type ReadonlySignal } from '@preact/signals';

/** Days are what acts carry; an hour or two does no harm, and a server's own clock may be a little off as well. */
const HARMLESS_MS = 12 * 3_600_000;

const off = signal(0);
/** How many milliseconds the phone is ahead of the server (behind: negative), as last heard; 0: near enough. */
export const clockOff: ReadonlySignal<number> = off;

/** Takes the moment of an answer (`Date`, as HTTP says it) against the phone's own at its coming. */
export function hearClock(said: string | null, now: number): void {
  const there = said === null ? NaN : Date.parse(said);
  if (Number.isNaN(there)) return;
  off.value = Math.abs(now - there) > HARMLESS_MS ? now - there : 0;
}
