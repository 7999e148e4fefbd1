// Sees seats off: their letters go out first, then what is kept of them goes; and sends letters of seats nobody can open just now.
import { signal } from '@preact/signals';
import { Dexie } from 'dexie';
import { RoadTrouble, ask } from '../road/ask.ts';
import { waitAfter } from '../road/exchange.ts';
import { lettersIn } from './as-it-is.ts';
import type { Registry, SeatRecord } from './registry.ts';
import { shutOf } from './registry.ts';
import { databaseOf } from './tables.ts';

/** A session that is merely over is given so long to be opened again before what waits goes by letter. */
const OUT_FOR_MS = 86_400_000;
const LOOK_MS = 10 * 60_000;
const LOCK = 'nha-rong-letters';
/** Another window is at it, or one that is just being closed: it is looked at again. */
const OTHER_MS = 15_000;

export interface Ground {
  registry(): Registry;
  /** The seat whose book is open in this window. */
  openDevice(): string | null;
  /** The list of seats is another now. */
  changed(): Promise<void>;
  /** The browser has cleared everything of this address, as the server told it to. */
  cleared(): void;
}

export class Departures {
  /** Acts and photos that wait in seats nobody opens any more. */
  readonly waiting = signal(0);
  readonly #ground: Ground;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #running: Promise<void> | null = null;
  /** The signal came back while a round was under way: that one may have met the bad road, another follows. */
  #again = false;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  start(): void {
    globalThis.addEventListener?.('online', () => {
      this.#again = this.#running !== null;
      this.soon();
    });
    this.soon();
  }

  soon(): void {
    void this.run().catch(() => undefined);
  }

  /**
   * The key of the seat is gone when this resolves, and its rows with it. Where letters are still to be sent, they stay,
   * shut to everyone but the server, and the seat is only shown as so many letters; `run` sends them. `settled`: nothing
   * waits there, and what the book has already needs no letter.
   */
  async depart(device: string, settled = false): Promise<void> {
    const registry = this.#ground.registry();
    await registry.seats.update(device, { left: true, lock: null, pin: null });
    await registry.dropShares(device);
    // Other windows hear of it and close the book before anything is taken from under them.
    await this.#ground.changed();
    if (settled) await Dexie.delete(databaseOf(device));
    else await emptied(device).catch(() => undefined);
    this.soon();
  }

  /** Sends what is due, one window of this phone at a time. Never rejects for the road: it tries again by itself. */
  run(): Promise<void> {
    this.#running ??= this.#alone(() => this.#round()).finally(() => {
      this.#running = null;
      if (!this.#again) return;
      this.#again = false;
      this.soon();
    });
    return this.#running;
  }

  async #alone(work: () => Promise<void>): Promise<void> {
    if (!globalThis.navigator || !('locks' in navigator)) return work();
    await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => (lock ? work() : this.#later(OTHER_MS)));
  }

  async #round(): Promise<void> {
    clearTimeout(this.#timer);
    const registry = this.#ground.registry();
    let waits = LOOK_MS;
    let left = 0;
    for (const seat of await registry.seats.toArray()) {
      if (shutOf(seat, Date.now()) === 'lapsed' && seat.device !== this.#ground.openDevice()) await registry.dropShares(seat.device);
      if (!this.#isDue(seat)) continue;
      try {
        const gone = await this.#sent(seat);
        if (seat.left && gone) await this.#end(seat);
        else if (seat.left) left += (await lettersIn(seat.device)).unbooked;
        this.#failures = 0;
      } catch (error) {
        // The road, or a store that another window or the browser closed amid this: whatever it was, it is tried again.
        this.#failures += 1;
        waits = Math.min(waits, waitAfter(this.#failures, error instanceof RoadTrouble ? error.seconds : null, Math.random()));
        if (seat.left) left += (await lettersIn(seat.device).catch(() => null))?.unbooked ?? 0;
      }
    }
    this.waiting.value = left;
    this.#later(waits);
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.soon(), ms);
  }

  /** Left for good, or shut to its own person for now: by wrong PINs, by a lapsed lease, by a session that is long over. */
  #isDue(seat: SeatRecord): boolean {
    if (seat.left) return true;
    if (seat.device === this.#ground.openDevice() && !seat.outSince) return false;
    const long = typeof seat.outSince === 'number' && Date.now() - seat.outSince > OUT_FOR_MS;
    return seat.lettersDue === true || long || shutOf(seat, Date.now()) !== null;
  }

  /** Whether nothing that could be sent is left. */
  async #sent(seat: SeatRecord): Promise<boolean> {
    const { letters } = await lettersIn(seat.device);
    if (letters === 0) return true;
    if (!seat.keys) return false;
    const { sendLetters } = await import('./letters-out.ts');
    await sendLetters(seat.device, seat.keys.letterbox);
    return (await lettersIn(seat.device)).letters === 0;
  }

  /** Ends the session where one still stands, and takes away what is kept; with the last seat the browser clears all there ever was. */
  async #end(seat: SeatRecord): Promise<void> {
    const { changed, cleared } = this.#ground;
    const registry = this.#ground.registry();
    const { device } = seat;
    await Dexie.delete(databaseOf(device));
    await registry.seats.delete(device);
    await registry.dropShares(device);
    const wipe = (await registry.seats.count()) === 0;
    // Where there is no signal the session stays with the server; the officer's list of phones can end it.
    const answer = await ask(device, '/api/sign-out', {
      method: 'POST', patienceMs: 10_000, expect: [401],
      ...(wipe ? { body: '{"wipe":true}', headers: { 'content-type': 'application/json' } } : {}),
    }).catch(() => null);
    if (answer?.headers.has('clear-site-data')) cleared();
    await changed();
  }
}

/** Takes away all but the letters: rows and drafts that nobody can read any more. */
async function emptied(device: string): Promise<void> {
  if (!(await Dexie.exists(databaseOf(device)))) return;
  const db = await new Dexie(databaseOf(device), { chromeTransactionDurability: 'strict' }).open();
  try {
    const rest = db.tables.filter(({ name }) => !['outbox', 'turns', 'clips', 'clipBytes'].includes(name));
    if (rest.length > 0) await db.transaction('rw', rest, () => Promise.all(rest.map((table) => table.clear())));
  } finally {
    db.close();
  }
}
