// Who sits at this phone: several people with a PIN and a store each, opened without signal, left only when nothing waits.
import { signal } from '@preact/signals';
import type { EntityTable } from 'dexie';
import { Dexie } from 'dexie';
import { kinds } from '#commune/kinds.ts';
import type { Refusal } from '#journal/act.ts';
import { refuse } from '#journal/act.ts';
import type { Book, Phone, SeatLine } from '#phone/book.ts';
import { RoadTrouble, ask, json } from '../road/ask.ts';
import { httpCarrier } from '../road/carrier.ts';
import { askForUpdate, takeUpdate, updateWaiting } from './app-version.ts';
import { OpenBook } from './book.ts';
import { DexieShelf } from './dexie-shelf.ts';
import { phoneName } from './phone-name.ts';
import type { PinRecord } from './pin.ts';
import { barred, matches, newPin, pinFits, wrongTry } from './pin.ts';
import { ShelfTrouble } from './shelf.ts';
import { databaseOf } from './tables.ts';
import { troubleOf } from './trouble.ts';

/** Names the deciding code of this build (server/build-id.ts). */
declare const __BUILD__: string;

interface SeatRecord {
  readonly device: string;
  readonly commune: string;
  readonly communeName: string;
  readonly person: string;
  readonly personName: string;
  readonly kind: SeatLine['kind'];
  readonly pin: PinRecord | null;
  /** Acts and clips that had not been sent when the seat was last looked at. */
  readonly waiting: number;
  readonly usedAt: number;
}

class Registry extends Dexie {
  readonly seats!: EntityTable<SeatRecord, 'device'>;
  readonly settings!: EntityTable<{ readonly name: string; readonly value: number }, 'name'>;

  constructor() {
    super('nr_seats', { chromeTransactionDurability: 'strict', cache: 'disabled' });
    this.version(1).stores({ seats: 'device', settings: 'name' });
  }
}

interface SignedIn {
  readonly device: string;
  readonly commune: string;
  readonly person: { readonly id: string; readonly name: string };
}

type How = Parameters<Phone['signIn']>[0];
type Answered = { readonly refusal: Refusal } | { readonly ok: true };
const LOCK_AFTER_MIN = 5;

class Seats implements Phone {
  readonly seats = signal<readonly SeatLine[]>([]);
  readonly book = signal<Book | null>(null);
  readonly lockAfter = signal(LOCK_AFTER_MIN);
  readonly update = updateWaiting;
  readonly takeUpdate = takeUpdate;
  readonly #registry = new Registry();
  readonly #channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('nr_seats');
  #open: OpenBook | null = null;
  #ahead: { readonly device: string; readonly shelf: Promise<DexieShelf> } | null = null;
  /** Wrong PINs that could not be written down. */
  readonly #triesHere = new Map<string, PinRecord>();
  readonly #leaving = new Map<string, Promise<Answered>>();
  #hiddenAt: number | null = null;
  #lockTimer: ReturnType<typeof setTimeout> | undefined;

  async start(): Promise<void> {
    const records = await this.#list();
    this.lockAfter.value = (await this.#registry.settings.get('lockAfter'))?.value ?? LOCK_AFTER_MIN;
    document.addEventListener('visibilitychange', () => this.#looked());
    this.#channel?.addEventListener('message', () => void this.#list());
    const [only] = records;
    // One person and no PIN: there is nothing to ask.
    if (only && records.length === 1 && !only.pin) await this.#enter(only);
    else if (only) this.#fetchAhead(only.device);
  }

  /** The seat used last is probably the one: its store is opened, and its lines fetched as they lie there, while the PIN is pressed. */
  #fetchAhead(device: string): void {
    const shelf = DexieShelf.of(device).then(async (opened) => {
      await opened.fetchLines();
      return opened;
    });
    shelf.catch(() => undefined);
    this.#ahead = { device, shelf };
  }

  async #shelfOf(device: string): Promise<DexieShelf> {
    const ahead = this.#ahead;
    this.#ahead = null;
    if (ahead?.device === device) return ahead.shelf.catch(() => DexieShelf.of(device));
    void ahead?.shelf.then((other) => other.close(), () => undefined);
    return DexieShelf.of(device);
  }

  async signIn(how: How): Promise<{ readonly device: string } | { readonly refusal: Refusal }> {
    const known = (await this.#registry.seats.toArray()).sort((a, b) => b.usedAt - a.usedAt);
    const { given, ...secrets } = { given: undefined, ...how };
    const devices = [...(given === undefined ? [] : [given]), ...known.map(({ device, person }) => `${device}/${person}`)].slice(0, 20);
    let signed: SignedIn;
    try {
      const body = JSON.stringify({ ...secrets, phoneName: phoneName(), devices });
      const answer = await ask(null, '/api/sign-in', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
      signed = await json<SignedIn>(answer);
    } catch (error) {
      if (error instanceof RoadTrouble) return { refusal: withSeconds(error) };
      throw error;
    }
    const before = known.find(({ device }) => device === signed.device);
    const record: SeatRecord = {
      device: signed.device, commune: signed.commune, communeName: before?.communeName ?? signed.commune,
      person: signed.person.id, personName: signed.person.name, kind: 'card' in how ? 'household' : 'staff',
      // Somebody who was asked for the password because of a forgotten PIN sets a new one.
      pin: before?.pin && barred(before.pin, Date.now())?.code !== 'unlock.password' ? { ...before.pin, wrong: 0 } : null,
      waiting: before?.waiting ?? 0, usedAt: Date.now(),
    };
    const entered = await this.#kept(async () => {
      await this.#registry.seats.put(record);
      return this.#enter(record);
    });
    return 'refusal' in entered ? entered : { device: signed.device };
  }

  async setPin(pin: string): Promise<void> {
    const device = this.#open?.seat.device;
    if (!device || !pinFits(pin)) throw new RangeError('a PIN is 4 to 8 digits, for the seat that is open');
    const record = await newPin(pin);
    await this.#registry.seats.update(device, { pin: record });
    await this.#changed();
  }

  async unlock(device: string, pin: string): Promise<Answered> {
    const seat = await this.#registry.seats.get(device);
    if (!seat) return refuse('seat.unknown');
    if (seat.pin) {
      const refusal = await this.#tryPin(seat, pin);
      if (refusal) return { refusal };
    }
    return this.#kept(() => this.#enter(seat));
  }

  lock(): void {
    this.#open?.close();
    this.#open = null;
    this.book.value = null;
    void this.#list();
  }

  leave(device: string): Promise<Answered> {
    // Asked twice, by a press and by the door that comes up behind it, it is one leaving: a second would make the store anew.
    const running = this.#leaving.get(device) ?? this.#leave(device).finally(() => this.#leaving.delete(device));
    this.#leaving.set(device, running);
    return running;
  }

  async #leave(device: string): Promise<Answered> {
    const shelf = this.#open?.seat.device === device ? null : await this.#shelfOf(device);
    const waiting = await this.#waitingOn(shelf);
    if (waiting.acts + waiting.clips > 0) return refuse('seat.waiting', waiting);
    // Where there is no signal the session stays with the server; the officer's list of phones can end it.
    await ask(device, '/api/sign-out', { method: 'POST', patienceMs: 10_000 }).catch(() => undefined);
    if (this.#open?.seat.device === device) this.lock();
    await Dexie.delete(databaseOf(device));
    await this.#registry.seats.delete(device);
    await this.#changed();
    return { ok: true };
  }

  async setLockAfter(minutes: number): Promise<void> {
    this.lockAfter.value = Math.min(60, Math.max(1, Math.round(minutes)));
    await this.#registry.settings.put({ name: 'lockAfter', value: this.lockAfter.value });
  }

  async #tryPin(seat: SeatRecord, pin: string): Promise<Refusal | null> {
    const now = Date.now();
    const counted = await this.#countTry(seat, now);
    if ('code' in counted) return counted;
    if (!(await matches(counted, pin))) return wrongTry(counted, now);
    this.#triesHere.delete(seat.device);
    // The book is opened meanwhile: where this is lost, one try too many is counted, and nothing worse.
    void this.#ifRoom(() => this.#registry.seats.update(seat.device, { pin: { ...counted, wrong: 0, wrongAt: 0 } })).catch(() => undefined);
    return null;
  }

  /**
   * The try is counted before it is judged: a phone switched off in between has not tried for nothing. A full phone
   * counts in this window only: whoever holds the PIN must come to what is kept, most of all then.
   */
  async #countTry(seat: SeatRecord, now: number): Promise<PinRecord | Refusal> {
    const next = (record: PinRecord) => barred(record, now) ?? { ...record, wrong: record.wrong + 1, wrongAt: now };
    const here = this.#triesHere.get(seat.device);
    const counted = await this.#ifRoom(() => this.#registry.transaction('rw', this.#registry.seats, async () => {
      const record = next(here ?? (await this.#registry.seats.get(seat.device))!.pin!);
      if (!('code' in record)) await this.#registry.seats.update(seat.device, { pin: record });
      return record;
    }));
    if (counted) return counted;
    const record = next(here ?? seat.pin!);
    if (!('code' in record)) this.#triesHere.set(seat.device, record);
    return record;
  }

  /** What need not be kept where the phone is full: undefined then, and the work in hand goes on. */
  async #ifRoom<T>(write: () => PromiseLike<T>): Promise<T | undefined> {
    try {
      return await write();
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble instanceof ShelfTrouble && trouble.trouble === 'full') return undefined;
      throw error;
    }
  }

  async #enter(seat: SeatRecord): Promise<Answered> {
    if (this.#open) this.#open.close();
    this.#open = null;
    const { device, commune, person, personName } = seat;
    const book = await OpenBook.open({
      seat: { commune, device, person, personName }, kinds, shelf: await this.#shelfOf(device),
      carrier: httpCarrier(device, __BUILD__, askForUpdate), now: () => Date.now(),
      waiting: (count) => void this.#note(device, count),
    });
    this.#open = book;
    this.book.value = book;
    await this.#ifRoom(() => this.#registry.seats.update(device, { usedAt: Date.now() }));
    await this.#changed();
    book.start();
    return { ok: true };
  }

  /** Keeps beside the seat what a locked one must still show: how much waits, and its commune's name. */
  async #note(device: string, waiting: number): Promise<void> {
    if (this.#open?.seat.device !== device) return;
    const seen = this.seats.peek().find((seat) => seat.device === device);
    const communeName = this.#open.commune.peek()?.body.name ?? seen?.communeName;
    const personName = this.#open.people.peek().get(this.#open.seat.person)?.body.name ?? seen?.personName;
    if (seen?.waiting === waiting && seen.communeName === communeName && seen.personName === personName) return;
    await this.#ifRoom(() => this.#registry.seats.update(device, { waiting, ...(communeName ? { communeName } : {}), ...(personName ? { personName } : {}) }));
    await this.#changed();
  }

  async #waitingOn(shelf: DexieShelf | null): Promise<{ acts: number; clips: number }> {
    if (!shelf) {
      const { waitingActs, waitingClips } = this.#open!.road.peek();
      return { acts: waitingActs, clips: waitingClips };
    }
    const { acts } = await shelf.open();
    const clips = await shelf.clips();
    shelf.close();
    return { acts: acts.filter(({ verdict }) => !verdict || 'waits' in verdict).length, clips: clips.filter(({ sent }) => !sent).length };
  }

  /** Other windows show the same list. */
  async #changed(): Promise<void> {
    await this.#list();
    this.#channel?.postMessage('changed');
  }

  async #list(): Promise<readonly SeatRecord[]> {
    const records = (await this.#registry.seats.toArray()).sort((a, b) => b.usedAt - a.usedAt);
    this.seats.value = records.map(({ device, commune, communeName, personName, waiting, pin, kind }) =>
      ({ device, commune, communeName, personName, waiting, hasPin: pin !== null, kind }));
    return records;
  }

  async #kept<T>(work: () => Promise<T>): Promise<T | { readonly refusal: Refusal }> {
    try {
      return await work();
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble instanceof ShelfTrouble) return refuse(`store.${trouble.trouble}`);
      throw error;
    }
  }

  /** A phone left lying on somebody's table locks itself. Timers sleep with a hidden page, so the clock is read too. */
  #looked(): void {
    clearTimeout(this.#lockTimer);
    const after = this.lockAfter.peek() * 60_000;
    if (document.visibilityState === 'hidden') {
      this.#hiddenAt = Date.now();
      this.#lockTimer = setTimeout(() => this.#lockIfLong(after), after);
      return;
    }
    this.#lockIfLong(after);
    this.#hiddenAt = null;
  }

  #lockIfLong(after: number): void {
    const device = this.#open?.seat.device;
    const hasPin = this.seats.peek().some((seat) => seat.device === device && seat.hasPin);
    if (device && hasPin && this.#hiddenAt !== null && Date.now() - this.#hiddenAt >= after) this.lock();
  }
}

const withSeconds = ({ refusal, seconds }: RoadTrouble): Refusal =>
  seconds === null ? refusal : { ...refusal, params: { seconds, ...refusal.params } };

/** The phone as it was left. */
export async function openPhone(): Promise<Phone> {
  const seats = new Seats();
  await seats.start();
  return seats;
}
