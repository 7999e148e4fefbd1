// What day it is, as well as a phone can know: its own clock, what the server's said last, and what has gone by since.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { Day } from '#commune/places/rows.ts';

const DAY_MS = 86_400_000;
/** Days are what acts carry; an hour or two does no harm, and a server's own clock may be a little off as well. */
const HARMLESS_MS = DAY_MS / 2;
/** While a phone sleeps its count of time may stand still, and the clock runs on: so much of that is a night, more is a clock set anew. */
const SLEEP_MS = 36 * 3_600_000;
/** A phone that was away for longer than this may be that; or its clock has jumped. */
const AWAY_MS = 400 * DAY_MS;

/** What the server's clock said, and what this phone's showed at that moment; ms since 1970. */
export interface Word {
  readonly server: number;
  readonly wall: number;
}

export interface Evidence {
  /** This phone's clock now. */
  readonly wall: number;
  /** A count of ms that no one can set; it begins anew with the app, and may stand still while the phone sleeps. */
  readonly mono: number;
  /** The newest word of this run of the app, with the count of then. */
  readonly heard: (Word & { readonly mono: number }) | null;
  /** The newest word of an earlier run. */
  readonly kept: Word | null;
}

export interface Believed {
  readonly at: number;
  /** The server was heard in this run, and clock and count agree since. Otherwise the phone has no right to say "not yet". */
  readonly sure: boolean;
}

/** The moment it probably is now. */
export function believed({ wall, mono, heard, kept }: Evidence): Believed {
  if (heard) {
    const [byClock, byCount] = [wall - heard.wall, mono - heard.mono];
    const slept = byClock - byCount;
    if (slept > -HARMLESS_MS && slept < SLEEP_MS) return { at: heard.server + Math.max(byClock, byCount), sure: true };
    // Set anew, or asleep for days: not earlier than this.
    return { at: heard.server + byCount, sure: false };
  }
  if (!kept) return { at: wall, sure: false };
  const gone = wall - kept.wall;
  return { at: kept.server + (gone >= 0 && gone <= AWAY_MS ? gone : 0), sure: false };
}

/** Days it may be as well, where nothing is sure: what is refused on one of them may be right on another. */
export function perhaps(evidence: Evidence): readonly Day[] {
  const { at, sure } = believed(evidence);
  if (sure) return [];
  const last = evidence.heard ?? evidence.kept;
  return [...new Set([...(last ? [dayAt(last.server)] : []), dayAt(evidence.wall)])].filter((day) => day !== dayAt(at));
}

/** Calendar day in Asia/Ho_Chi_Minh (one clock for the country, UTC+7, no summer time) at the moment, ms since 1970. */
export const dayAt = (ms: number): Day => new Date(Math.min(Math.max(ms, EARLIEST), LATEST) + 7 * 3_600_000).toISOString().slice(0, 10);

/** Beyond these no calendar of ours reaches, whatever a clock shows. */
const EARLIEST = Date.UTC(1900, 0, 2);
const LATEST = Date.UTC(2199, 11, 30);

const off = signal(0);
/** How many milliseconds the phone is ahead of the server (behind: negative), as last heard; 0: near enough. */
export const clockOff: ReadonlySignal<number> = off;
const words = signal<Pick<Evidence, 'heard' | 'kept'>>({ heard: null, kept: null });

/** Takes the moment of an answer (`Date`, as HTTP says it) against the phone's own at its coming. */
export function hearClock(said: string | null, now: number): void {
  const there = said === null ? NaN : Date.parse(said);
  if (Number.isNaN(there)) return;
  off.value = Math.abs(now - there) > HARMLESS_MS ? now - there : 0;
  words.value = { ...words.peek(), heard: { server: there, wall: now, mono: performance.now() } };
}

/** The newest word of the server, to be kept for the next run. */
export function lastWord(): Word | null {
  const { heard, kept } = words.peek();
  return heard ? { server: heard.server, wall: heard.wall } : kept;
}

/** What was kept of an earlier run; of two seats on one phone the newer word counts. */
export function recallWord(word: Word | null): void {
  const { kept } = words.peek();
  if (word && word.server > (kept?.server ?? 0)) words.value = { ...words.peek(), kept: word };
}

/** All that is known where the clock shows `wall`. */
export const evidenceAt = (wall: number): Evidence => ({ wall, mono: performance.now(), ...words.value });

/** Whether the phone may say of a day that it has not come yet. */
export const dayIsSure = (): boolean => believed(evidenceAt(Date.now())).sure;
