// Who sits at this phone: several people with a PIN and a sealed store each, opened without signal; what waits outlives every key.
import { effect, signal } from '@preact/signals';
import { type Refusal, refuse } from '#journal/act.ts';
import type { Book, Phone, SeatLine } from '#phone/book.ts';
import { RoadTrouble, ask, json, refusalOf } from '../road/ask.ts';
import { httpCarrier } from '../road/carrier.ts';
import type { Signer } from '../road/order.ts';
import { onLease } from '../road/lease-heard.ts';
import { askForUpdate, keepAppOnPhone, takeUpdate, updateWaiting } from './app-version.ts';
import { lettersIn, waitingIn } from './as-it-is.ts';
import { lockWhenLeft } from './auto-lock.ts';
import { bytesIn } from './base64.ts';
import { OpenBook } from './book.ts';
import { claim, unclaimed } from './claim.ts';
import { Departures } from './departures.ts';
import { DexieShelf } from './dexie-shelf.ts';
import { Held, Keyring, ifRoom, writerOf } from './keyring.ts';
import { kinds } from './late-kinds.ts';
import { newerLease, readLease } from './lease.ts';
import type { LetterWriter } from './letter.ts';
import { phoneName } from './phone-name.ts';
import { noTries, pinFits } from './pin.ts';
import { Registry, type SeatRecord, isPlain, lineOf, openedRegistry, reopened } from './registry.ts';
import { practised } from './sealed.ts';
import { newKey } from './seat-key.ts';
import { ShelfTrouble } from './shelf.ts';
import { drawn } from './soon.ts';
import { type How, type SignedIn, seatOf } from './signed-in.ts';
import { troubleOf } from './trouble.ts';
import { bearWitness, clearedStore, seatLetGo } from './witness.ts';

/** Names the deciding code of this build (server/build-id.ts). */
declare const __BUILD__: string;

type Answered = { readonly refusal: Refusal } | { readonly ok: true };
type Entered = { readonly refusal: Refusal } | { readonly device: string };
const LOCK_AFTER_MIN = 5;

class Seats implements Phone {
  readonly seats = signal<readonly SeatLine[]>([]);
  readonly book = signal<Book | null>(null);
  readonly lockAfter = signal(LOCK_AFTER_MIN);
  readonly shutOut = signal<string | null>(null);
  readonly update = updateWaiting;
  readonly takeUpdate = takeUpdate;
  #registry = new Registry();
  readonly #keyring = new Keyring(() => this.#registry);
  readonly #departures = new Departures({
    registry: () => this.#registry, openDevice: () => this.#open?.seat.device ?? null, changed: () => (seatLetGo(), this.#changed()), cleared: () => this.#cleared(),
  });
  readonly lettersWaiting = this.#departures.waiting;
  readonly cleared = clearedStore;
  readonly #channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('nr_seats');
  #open: OpenBook | null = null;
  #held: Held | null = null;
  /** Ends what goes with the open book: the watch on its road, the claim on its key. */
  #after: (() => void)[] = [];
  #ahead: { readonly device: string; readonly shelf: Promise<DexieShelf>; readonly letters: Promise<LetterWriter | null> } | null = null;
  #signedIn: string | null = null;
  readonly #leaving = new Map<string, Promise<Answered>>();

  async start(): Promise<void> {
    this.#registry = await openedRegistry(this.#registry);
    const [records, lockAfter] = await Promise.all([this.#list(), this.#registry.settings.get('lockAfter')]);
    this.lockAfter.value = lockAfter?.value ?? LOCK_AFTER_MIN;
    lockWhenLeft(() => this.lockAfter.peek() * 60_000, () => this.#lockIfShut());
    this.#channel?.addEventListener('message', ({ data }) => (data === 'lock' ? this.#lockIfShut() : void this.#heardOther().catch(() => undefined)));
    onLease((device, said) => void this.#heardLease(device, said).catch(() => undefined));
    const [only] = records;
    // One person and no PIN, in a store of before: there is nothing to ask. Everybody else has a PIN to be asked for.
    if (only && records.length === 1 && isPlain(only) && !only.pin) await this.#enter(only, null);
    else if (only && only.lock !== null) this.#fetchAhead(only);
    await this.#giveUpStrays(records);
    this.#departures.start();
  }

  /** The seat used last is probably the one: its store is opened, its lines fetched as they lie there, and the key for its letters made, while the PIN is pressed. Not of one that was left meanwhile: opening would make it anew. */
  #fetchAhead(seat: SeatRecord): void {
    const stands = () => this.seats.peek().some(({ device }) => device === seat.device);
    const shelf = drawn().then(() => (stands() ? DexieShelf.of(seat.device, null) : Promise.reject(new Error('left')))).then((opened) => opened.fetchLines().then(() => opened));
    const letters = drawn().then(() => writerOf(seat));
    void shelf.then(practised).catch(() => undefined);
    letters.catch(() => undefined);
    this.#ahead = { device: seat.device, shelf, letters };
  }

  async #shelfOf(device: string): Promise<DexieShelf> {
    const ahead = this.#ahead;
    this.#ahead = null;
    if (ahead?.device === device) return ahead.shelf.catch(() => DexieShelf.of(device, null));
    void ahead?.shelf.then((other) => other.close(), () => undefined);
    return DexieShelf.of(device, null);
  }

  async signIn(how: How, forgotten: readonly string[] = []): Promise<Entered> {
    const known = (await this.#registry.here()).filter((seat) => !forgotten.includes(seat.device) && this.#goesOn(seat));
    const { given, ...secrets } = { given: undefined, ...how };
    // On a borrowed phone nothing is gone on with: what an earlier visit left there goes by letter.
    const again = 'card' in how && how.borrowed ? [] : known.map(({ device, person }) => `${device}/${person}`);
    const devices = [...(given === undefined ? [] : [given]), ...again].slice(0, 20);
    let signed: SignedIn;
    try {
      const body = JSON.stringify({ ...secrets, phoneName: phoneName(), devices });
      const answer = await ask(null, '/api/sign-in', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
      signed = await json<SignedIn>(answer);
    } catch (error) {
      if (error instanceof RoadTrouble) return { refusal: refusalOf(error) };
      throw error;
    }
    this.shutOut.value = null;
    const entered = await this.#kept(() => this.#admitted(signed, how));
    if (!('refusal' in entered)) await this.#giveUp(forgotten, signed);
    return entered;
  }

  /** A seat whose key can be had again: by its PIN, or because it is open in this window. */
  #goesOn(seat: SeatRecord): boolean {
    return isPlain(seat) || seat.lock !== null || this.#held?.device === seat.device;
  }

  async #admitted(signed: SignedIn, how: How): Promise<Entered> {
    const { device } = signed;
    const before = await this.#registry.seats.get(device);
    const share = bytesIn(signed.share);
    const record = await seatOf(signed, how, before, Date.now());
    await this.#registry.seats.put(record);
    const held = this.#held?.device === device ? this.#held : null;
    if (before?.lock || (before && isPlain(before))) await this.#keyring.renewed(before, share);
    if (held || !before) {
      await this.#enter(record, await Held.of(record, held?.key ?? newKey(), { share: before?.lock ? null : share }));
      return { device };
    }
    if (isPlain(before) && !before.pin) {
      await this.#enter(record, null);
      return { device };
    }
    if ('card' in how) return this.#withCard(device, how);
    this.lock(true);
    this.#signedIn = device;
    await this.#changed();
    return { device };
  }

  /** The card's PIN is mostly the phone's as well. Where it is another, and nothing waits behind it, a new seat is simpler than a riddle. */
  async #withCard(device: string, how: How & { readonly pin: string }): Promise<Entered> {
    const opened = await this.unlock(device, how.pin);
    if ('ok' in opened) return { device };
    if (opened.refusal.code !== 'unlock.wrong') return opened;
    if ((await this.#waitingOn(device)) === 0) return this.signIn(how, [device]);
    this.#signedIn = device;
    await this.#registry.seats.update(device, { tries: noTries });
    await this.#changed();
    return { device };
  }

  async setPin(pin: string): Promise<void> {
    const device = this.#open?.seat.device;
    const seat = device && (await this.#registry.seats.get(device));
    if (!seat || !pinFits(pin)) throw new RangeError('a PIN is 4 to 8 digits, for the seat that is open');
    if (seat.borrowed) return;
    const held = this.#held;
    try {
      await this.#keyring.lock(seat, held?.key ?? newKey(), pin, held?.share ?? null);
    } catch (error) {
      throw troubleOf(error);
    }
    // A store of before: from here on it is sealed, and opened anew with its key.
    if (!held) await this.unlock(seat.device, pin);
    await this.#changed();
  }

  async unlock(device: string, pin: string): Promise<Answered> {
    const seat = await this.#registry.seats.get(device);
    if (!seat || seat.left) return refuse('seat.unknown');
    const answer = await this.#kept(async () => {
      if (isPlain(seat) && !seat.pin) return this.#enter(seat, null);
      const opened = await this.#keyring.open(seat, pin);
      if ('refusal' in opened) {
        await this.#list();
        if (opened.refusal.code === 'unlock.password' || opened.refusal.code === 'unlock.lapsed') this.#departures.soon();
        return opened;
      }
      const letters = this.#ahead?.device === device ? await this.#ahead.letters.catch(() => null) : null;
      return this.#enter(opened.seat, await Held.of(opened.seat, opened.key, { letters }));
    });
    // A later version of the app keeps this store: its letters are still ours to send.
    if ('refusal' in answer && answer.refusal.code === 'store.newer') {
      await this.#registry.seats.update(device, { lettersDue: true });
      this.#departures.soon();
    }
    return answer;
  }

  /** Pressed to hand the phone on, it shuts what other windows have open too; not where this window alone was left or changes its person. */
  lock(alone = false): void {
    if (!alone) this.#channel?.postMessage('lock');
    const open = this.#open;
    this.#close();
    if (open) void this.#shut(open.seat.device, open.waitingNow()).catch(() => undefined);
  }

  /** What still waits there is noted once more: the last thing may have been said a moment ago. */
  async #shut(device: string, waiting: number): Promise<void> {
    await ifRoom(() => this.#registry.seats.update(device, { waiting }));
    await this.#ifGivenUp(device);
    await this.#changed();
  }

  /** Only where it can be opened again: a seat whose PIN is still to be chosen stays as it is. */
  #lockIfShut(): void {
    if (this.seats.peek().some((seat) => seat.device === this.#open?.seat.device && seat.hasPin)) this.lock(true);
  }

  /** The book is shut and its key gone from memory. */
  #close(): void {
    for (const end of this.#after.splice(0)) end();
    this.#open?.close();
    this.#open = null;
    this.book.value = null;
    this.#held?.forget();
    this.#held = null;
  }

  /** A seat whose key was nowhere but in memory is over once it is shut. */
  async #ifGivenUp(device: string): Promise<void> {
    const seat = await this.#registry.seats.get(device);
    if (seat && seat.lock === null && !seat.left) await this.#departures.depart(device);
  }

  async #giveUpStrays(records: readonly SeatRecord[]): Promise<void> {
    const open = records.filter(({ lock }) => lock === null).map(({ device }) => device);
    for (const device of open.length > 0 ? await unclaimed(open) : []) await this.#departures.depart(device);
  }

  /** Seats whose PIN is forgotten, now that their person has a new one: what waits there goes by letter. */
  async #giveUp(forgotten: readonly string[], signed: SignedIn): Promise<void> {
    for (const device of forgotten) {
      const seat = await this.#registry.seats.get(device);
      if (!seat || device === signed.device || seat.person !== signed.person.id || seat.commune !== signed.commune) continue;
      // What no letter was written of can only be read with the old PIN: it stays, should it be remembered.
      if ((await this.#waitingOn(device)) > 0 && (await lettersIn(device)).bare > 0) continue;
      await this.#departures.depart(device);
    }
  }

  leave(device: string, how?: 'sealed'): Promise<Answered> {
    // Asked twice, by a press and by the door that comes up behind it, it is one leaving: a second would make the store anew.
    const running = this.#leaving.get(device) ?? this.#leave(device, how).finally(() => this.#leaving.delete(device));
    this.#leaving.set(device, running);
    return running;
  }

  async #leave(device: string, how?: 'sealed'): Promise<Answered> {
    const seat = await this.#registry.seats.get(device);
    if (!seat) return { ok: true };
    const waiting = await this.#waitingOn(device);
    const { bare } = await lettersIn(device);
    const sealed = (how === 'sealed' || seat.borrowed === true) && bare === 0 && Boolean(seat.keys);
    if (waiting > 0 && !sealed) return refuse('seat.waiting', { acts: waiting });
    if (this.#open?.seat.device === device) this.#close();
    await this.#departures.depart(device, waiting === 0);
    await this.#departures.run();
    return { ok: true };
  }

  async setLockAfter(minutes: number): Promise<void> {
    this.lockAfter.value = Math.min(60, Math.max(1, Math.round(minutes)));
    await this.#registry.settings.put({ name: 'lockAfter', value: this.lockAfter.value });
  }

  /** @param held its key; null: a store of before, in which nothing is sealed yet */
  async #enter(seat: SeatRecord, held: Held | null): Promise<{ readonly ok: true }> {
    const before = this.#open?.seat.device;
    // The same key goes on: it is not overwritten with what held it until now.
    if (this.#held && this.#held.key === held?.key) this.#held = null;
    this.#close();
    if (before && before !== seat.device) await this.#ifGivenUp(before);
    const { device, commune, person, personName } = seat;
    const shelf = await this.#shelfOf(device);
    if (held) shelf.openWith(held.vault);
    else shelf.openPlain();
    if (held && !seat.sealed) await shelf.sealWhatWaits();
    const book = await OpenBook.open({
      seat: { commune, device, person, personName }, kinds, shelf,
      carrier: httpCarrier(device, __BUILD__, { build: askForUpdate, signer: () => this.#signerOf(device), letterbox: async () => (await this.#registry.seats.get(device))?.keys?.letterbox ?? null }), now: () => Date.now(),
      waiting: (count) => void this.#note(device, count),
    });
    this.#open = book;
    this.#held = held;
    this.#signedIn = null;
    this.book.value = book;
    this.#watch(book, seat);
    await ifRoom(() => this.#registry.seats.update(device, { usedAt: Date.now(), lettersDue: false }));
    await this.#changed();
    book.start();
    if (held && !seat.sealed) void shelf.sealRest().then(() => this.#registry.seats.update(device, { sealed: true })).catch(() => undefined);
    return { ok: true };
  }

  #watch(book: OpenBook, { device, lock }: SeatRecord): void {
    this.#after.push(effect(() => {
      const { state, trouble } = book.road.value;
      if (state === 'sign-in') void this.#out(device, trouble?.code).catch(() => undefined);
    }));
    if (lock === null) this.#after.push(claim(device));
  }

  /** The server does not know the session, or has shut this phone out: the one is waited for, the other obeyed at once. */
  async #out(device: string, code: string | undefined): Promise<void> {
    const seat = await this.#registry.seats.get(device);
    if (!seat || seat.left) return;
    if (code === 'session.revoked') {
      this.shutOut.value = seat.personName;
      if (this.#open?.seat.device === device) this.#close();
      await this.#departures.depart(device);
    } else if (!seat.outSince) await this.#registry.seats.update(device, { outSince: Date.now() });
  }

  /** The server whose word on what the seat may read counts: the one that let it in. */
  async #signerOf(device: string): Promise<Signer | null> {
    const seat = await this.#registry.seats.get(device);
    return seat?.keys ? { commune: seat.commune, device, signKey: seat.keys.signKey } : null;
  }

  async #heardLease(device: string, said: string): Promise<void> {
    const seat = await this.#registry.seats.get(device);
    const read = readLease(said);
    if (!seat?.keys || !read) return;
    const lease = await newerLease(seat.lease ?? null, read, { ...seat, signKey: seat.keys.signKey }, Date.now());
    // Once an hour is enough of a promise of thirty days: each is a write.
    const fresh = lease !== null && lease.heardAt - (seat.lease?.heardAt ?? 0) > 3_600_000;
    if (fresh || seat.outSince) await ifRoom(() => this.#registry.seats.update(device, { outSince: null, ...(fresh ? { lease } : {}) }));
  }

  /** With the last seat the browser was told to clear all: a new beginning, in the same window. */
  #cleared(): void {
    this.#registry.close();
    void keepAppOnPhone();
  }

  /** Keeps beside the seat what a locked one must still show: how much waits, and its commune's name. */
  async #note(device: string, waiting: number): Promise<void> {
    if (this.#open?.seat.device !== device) return;
    const seen = this.seats.peek().find((seat) => seat.device === device);
    const communeName = this.#open.commune.peek()?.body.name ?? seen?.communeName;
    const personName = this.#open.people.peek().get(this.#open.seat.person)?.body.name ?? seen?.personName;
    if (seen?.waiting === waiting && seen.communeName === communeName && seen.personName === personName) return;
    await ifRoom(() => this.#registry.seats.update(device, { waiting, ...(communeName ? { communeName } : {}), ...(personName ? { personName } : {}) }));
    await this.#changed();
  }

  async #waitingOn(device: string): Promise<number> {
    if (this.#open?.seat.device === device) {
      const { waitingActs, waitingClips } = this.#open.road.peek();
      return waitingActs + waitingClips;
    }
    return Math.max(await waitingIn(device), (await this.#registry.seats.get(device))?.waiting ?? 0);
  }

  /** Other windows show the same list. */
  async #changed(): Promise<void> {
    await this.#list();
    this.#channel?.postMessage('changed');
  }

  /** Another window changed the list: a seat that was left there is shut here as well. */
  async #heardOther(): Promise<void> {
    const open = this.#open?.seat.device;
    const records = await this.#list();
    if (open !== undefined && this.#open?.seat.device === open && !records.some(({ device }) => device === open)) this.#close();
  }

  async #list(): Promise<readonly SeatRecord[]> {
    const records = await this.#registry.here().catch(async () => (this.#registry = await reopened(this.#registry)).here());
    this.seats.value = records.map((seat) => lineOf(seat, Date.now(), this.#signedIn));
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
}

/** The phone as it was left. Rejects with ShelfTrouble where the browser does not give it out. */
export async function openPhone(): Promise<Phone> {
  const seats = new Seats();
  try {
    await seats.start();
    bearWitness(seats.seats, seats.lettersWaiting);
  } catch (error) {
    throw troubleOf(error);
  }
  return seats;
}
