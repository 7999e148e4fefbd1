// Opens and locks the key of a seat: counts tries before they are judged, takes the server's share away where it must go.
import type { Refusal } from '#journal/act.ts';
import { LetterWriter, type Vault } from './letter.ts';
import type { Tries } from './pin.ts';
import { LAST_TRY, barred, matches, noTries, wrongTry } from './pin.ts';
import type { Registry, SeatRecord } from './registry.ts';
import { isPlain, ownShareOf, shutOf } from './registry.ts';
import { SealedCodec } from './sealed.ts';
import type { Bytes } from './seat-key.ts';
import { lockKey, newKey, unwrapped, wrapping } from './seat-key.ts';
import { ShelfTrouble } from './shelf.ts';
import { troubleOf } from './trouble.ts';

/** The key of a seat that is open. Its bytes are overwritten when it is forgotten. */
export class Held {
  readonly device: string;
  readonly vault: Vault;
  readonly key: Bytes;
  /** The server's share, where it is not written down yet. */
  readonly share: Bytes | null;
  readonly #codec: SealedCodec;

  private constructor(device: string, parts: { readonly key: Bytes; readonly share: Bytes | null; readonly codec: SealedCodec; readonly letters: LetterWriter | null }) {
    this.device = device;
    this.key = parts.key;
    this.share = parts.share;
    this.#codec = parts.codec;
    this.vault = { codec: parts.codec, letters: parts.letters };
  }

  static async of(seat: SeatRecord, key: Bytes, more: { readonly share?: Bytes | null; readonly letters?: LetterWriter | null } = {}): Promise<Held> {
    const [codec, letters] = await Promise.all([SealedCodec.of(key, seat.sealed !== true), more.letters ?? writerOf(seat)]);
    return new Held(seat.device, { key, share: more.share ?? null, codec, letters });
  }

  forget(): void {
    this.#codec.forget();
    this.vault.letters?.forget();
    this.share?.fill(0);
  }
}

export const writerOf = async ({ commune, device, keys }: SeatRecord): Promise<LetterWriter | null> => (keys ? LetterWriter.of({ commune, device }, keys.sealTo) : null);

/** What need not be kept where the phone is full: undefined then, and the work in hand goes on. */
export async function ifRoom<T>(write: () => PromiseLike<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble instanceof ShelfTrouble && trouble.trouble === 'full') return undefined;
    throw error;
  }
}

type Opened = { readonly key: Bytes; readonly seat: SeatRecord } | { readonly refusal: Refusal };
const refused = (code: string): Opened => ({ refusal: { code } });

export class Keyring {
  readonly #registry: () => Registry;
  /** Wrong PINs that could not be written down. */
  readonly #triesHere = new Map<string, Tries>();

  constructor(registry: () => Registry) {
    this.#registry = registry;
  }

  /** The key of the seat, for its PIN. A seat of before gets its key here. */
  async open(seat: SeatRecord, pin: string): Promise<Opened> {
    const shut = shutOf(seat, Date.now());
    if (shut === 'lapsed') {
      await this.#registry().dropShares(seat.device);
      return refused('unlock.lapsed');
    }
    const share = isPlain(seat) ? null : await this.#registry().share(seat.ownShare ? ownShareOf(seat.device) : seat.device);
    if (shut === 'tries' || (!isPlain(seat) && (!share || !seat.lock))) return refused('unlock.password');
    // What is slow about a PIN runs while the try is written down; it is judged only once that is done.
    const wrap = share && wrapping(pin, seat.lock!, share);
    wrap?.catch(() => undefined);
    const counted = await this.#countTry(seat, Date.now());
    if ('code' in counted) return { refusal: counted };
    const key = wrap ? unwrapped(seat.lock!, await wrap, seat.device) : (await matches(seat.pin!, pin)) ? newKey() : null;
    if (!key) {
      if (counted.wrong >= LAST_TRY) await this.#registry().dropShares(seat.device);
      return { refusal: wrongTry(counted, Date.now()) };
    }
    this.#triesHere.delete(seat.device);
    if (isPlain(seat) || seat.ownShare) return { key, seat: await this.#locked(seat, key, pin) };
    // The book is opened meanwhile: where this is lost, one try too many is counted, and nothing worse.
    void ifRoom(() => this.#registry().seats.update(seat.device, { tries: noTries })).catch(() => undefined);
    return { key, seat };
  }

  /**
   * Locks the key with a PIN and the server's share; where that is not known yet, with one of this phone's own, until the
   * next unlocking after a sign-in.
   */
  async lock(seat: SeatRecord, key: Bytes, pin: string, share: Bytes | null = null): Promise<SeatRecord> {
    if (share) await this.#registry().keepShare(seat.device, share);
    return this.#locked(seat, key, pin);
  }

  async #locked(seat: SeatRecord, key: Bytes, pin: string): Promise<SeatRecord> {
    const registry = this.#registry();
    const theirs = await registry.share(seat.device);
    const share = theirs ?? (await registry.share(ownShareOf(seat.device))) ?? newKey();
    if (!theirs) await registry.keepShare(ownShareOf(seat.device), share);
    const lock = await lockKey(key, pin, share, seat.device);
    const change = { lock, ownShare: theirs === null, tries: noTries, pin: null };
    await registry.seats.update(seat.device, change);
    if (theirs) await registry.shares.delete(ownShareOf(seat.device));
    return { ...seat, ...change };
  }

  /** Keeps the share a sign-in brought. Where the lock was made with another, that one stays beside it until the PIN has been pressed. */
  async renewed(seat: SeatRecord, share: Bytes): Promise<void> {
    const registry = this.#registry();
    const before = await registry.share(seat.device);
    if (before && !seat.ownShare && !before.every((byte, at) => byte === share[at])) {
      await registry.keepShare(ownShareOf(seat.device), before);
      await registry.seats.update(seat.device, { ownShare: true });
    }
    await registry.keepShare(seat.device, share);
  }

  /**
   * The try is counted before it is judged: a phone switched off in between has not tried for nothing. A full phone
   * counts in this window only: whoever holds the PIN must come to what is kept, most of all then.
   */
  async #countTry(seat: SeatRecord, now: number): Promise<Tries | Refusal> {
    const registry = this.#registry();
    const next = (tries: Tries) => barred(tries, now) ?? { wrong: tries.wrong + 1, wrongAt: now };
    const here = this.#triesHere.get(seat.device);
    const counted = await ifRoom(() => registry.transaction('rw', registry.seats, async () => {
      const held = (await registry.seats.get(seat.device))!;
      const tries = next(here ?? triesOf(held));
      if (!('code' in tries)) await registry.seats.update(seat.device, isPlain(held) ? { pin: { ...held.pin!, ...tries } } : { tries });
      return tries;
    }));
    if (counted) return counted;
    const tries = next(here ?? triesOf(seat));
    if (!('code' in tries)) this.#triesHere.set(seat.device, tries);
    return tries;
  }
}

const triesOf = (seat: SeatRecord): Tries => seat.tries ?? seat.pin ?? noTries;
