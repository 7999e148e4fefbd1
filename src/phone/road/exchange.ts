// Decides when to exchange with the commune: at the start, on signal, after a save, every five minutes, by hand; and how long to wait after a failure.
import { signal } from '@preact/signals';
import type { Refusal } from '#journal/act.ts';
import type { RoadSign } from '#phone/book.ts';
import { UnsignedScope } from '#journal/scope.ts';
import { RoadTrouble } from './ask.ts';

/** While somebody looks at the phone. */
const EVERY_MS = 5 * 60_000;
/** Saves that follow one another travel together. */
const AFTER_SAVE_MS = 1_500;
const FIRST_WAIT_MS = 5_000;
const LAST_WAIT_MS = 10 * 60_000;

export type Sign = Pick<RoadSign, 'state' | 'lastAt' | 'progress' | 'trouble'>;
export type Progress = NonNullable<RoadSign['progress']>;

/** `elsewhere`: another window of this phone is exchanging for the same seat just now. */
export type Outcome = 'done' | 'elsewhere';

export interface Trip {
  /** One whole exchange; rejects with RoadTrouble where the road fails. */
  run(report: (progress: Progress) => void): Promise<Outcome>;
  /** The words for a failure that is not the road's. */
  explain(error: unknown): Refusal;
}

/** How long to wait after `failures` failures in a row, in ms; `chance` in [0, 1). */
export function waitAfter(failures: number, seconds: number | null, chance: number): number {
  if (seconds !== null) return seconds * 1000 * (1 + chance);
  const wait = Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
  // Half fixed, half by chance: phones that lost the road together do not come back together.
  return wait / 2 + (wait / 2) * chance;
}

export class Exchange {
  readonly sign = signal<Sign>({ state: 'quiet', lastAt: null, progress: null, trouble: null });
  readonly #trip: Trip;
  readonly #quit = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;
  #again = false;
  #failures = 0;
  /** Until then, on the clock that nobody sets, the server asked to be left alone; nothing goes before, by whatever hand. */
  #quietUntil = 0;

  constructor(trip: Trip, lastAt: number | null) {
    this.#trip = trip;
    this.sign.value = { ...this.sign.value, lastAt };
  }

  start(): void {
    const { signal: until } = this.#quit;
    globalThis.addEventListener?.('online', () => void this.now(), { signal: until });
    globalThis.addEventListener?.('offline', () => this.#set({ state: 'no-signal' }), { signal: until });
    globalThis.document?.addEventListener('visibilitychange', () => {
      const { lastAt } = this.sign.value;
      if (visible() && Math.abs(Date.now() - (lastAt ?? 0)) > EVERY_MS) void this.now();
    }, { signal: until });
    void this.now();
  }

  stop(): void {
    this.#quit.abort();
    clearTimeout(this.#timer);
  }

  /** Something was saved: it goes out shortly. */
  soon(): void {
    if (this.#running) this.#again = true;
    else if (this.sign.value.state !== 'sign-in') this.#after(AFTER_SAVE_MS);
  }

  /** Tries at once, whatever went before, unless the server asked for time; resolves when the try is over, well or not. */
  now(): Promise<void> {
    this.#failures = 0;
    return this.#try();
  }

  /** Another window of this seat exchanged at that moment. */
  seen(lastAt: number): void {
    if (lastAt > (this.sign.value.lastAt ?? 0)) this.#set({ lastAt });
  }

  #try(): Promise<void> {
    if (this.#quit.signal.aborted) return Promise.resolve();
    if (this.#running === null && performance.now() < this.#quietUntil) {
      this.#after(0);
      return Promise.resolve();
    }
    clearTimeout(this.#timer);
    this.#running ??= this.#go().finally(() => {
      this.#running = null;
      if (this.#again && this.sign.value.state === 'quiet') this.#after(0);
      this.#again = false;
    });
    return this.#running;
  }

  async #go(): Promise<void> {
    this.#set({ state: 'exchanging', trouble: null, progress: null });
    try {
      const outcome = await this.#trip.run((progress) => this.#set({ progress }));
      this.#failures = 0;
      this.#quietUntil = 0;
      this.#set({ state: 'quiet', progress: null, ...(outcome === 'done' ? { lastAt: Date.now() } : {}) });
      this.#after(EVERY_MS);
    } catch (error) {
      // Whoever says that this person may read less, and cannot show it, is obeyed in nothing; all that is held stays.
      this.#failed(error instanceof UnsignedScope ? new RoadTrouble('trouble', { code: 'scope.unsigned' }) : error);
    }
  }

  #failed(error: unknown): void {
    this.#failures += 1;
    if (!(error instanceof RoadTrouble)) {
      this.#set({ state: 'trouble', progress: null, trouble: this.#trip.explain(error) });
      this.#after(waitAfter(this.#failures, null, Math.random()));
      return;
    }
    const { end, refusal, seconds } = error;
    const state = end === 'wait' ? 'trouble' : end;
    this.#set({ state, progress: null, trouble: end === 'no-signal' ? null : refusal });
    if (end === 'sign-in') return;
    const wait = waitAfter(this.#failures, seconds, Math.random());
    if (end === 'wait') this.#quietUntil = performance.now() + wait;
    this.#after(wait);
  }

  #after(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#quit.signal.aborted) return;
    this.#timer = setTimeout(() => {
      // Nobody looks and nothing happened: the phone's battery is somebody's light tonight.
      if (ms === EVERY_MS && !visible()) this.#after(EVERY_MS);
      else void this.#try();
    }, Math.max(ms, this.#quietUntil - performance.now()));
  }

  #set(change: Partial<Sign>): void {
    this.sign.value = { ...this.sign.value, ...change };
  }
}

const visible = (): boolean => globalThis.document === undefined || document.visibilityState === 'visible';
