// The list of who uses this phone, and the half of their keys that the server lent: kept so that taking it back leaves nothing.
import type { EntityTable } from 'dexie';
import { Dexie } from 'dexie';
import type { SeatLine } from '#phone/book.ts';
import type { Lease } from './lease.ts';
import { lapsed } from './lease.ts';
import type { SealTo } from './letter.ts';
import type { PinRecord, Tries } from './pin.ts';
import { LAST_TRY } from './pin.ts';
import type { Bytes, Lock } from './seat-key.ts';
import { openedAtLast } from './trouble.ts';

/** What the server gave the seat besides the share: whom letters are sealed to, by what, and whose signatures count. */
export interface SeatKeys {
  readonly sealTo: SealTo;
  readonly signKey: string;
  readonly letterbox: string;
}

export interface SeatRecord {
  readonly device: string;
  readonly commune: string;
  readonly communeName: string;
  readonly person: string;
  readonly personName: string;
  readonly kind: SeatLine['kind'];
  /** Only in a seat of before stores were sealed: the slow hash of its PIN. */
  readonly pin: PinRecord | null;
  /** The wrapped key. null: the key was never locked and is in no more than memory; left out: nothing of this seat is sealed yet. */
  readonly lock?: Lock | null;
  readonly tries?: Tries;
  readonly keys?: SeatKeys | null;
  readonly lease?: Lease | null;
  /** The lock was made with a share of this phone's own, the server's not being known, or with one it no longer gives. */
  readonly ownShare?: boolean;
  /** Everything in its store is sealed. */
  readonly sealed?: boolean;
  /** Somebody else's phone: the key is never written down, and the seat goes when it is locked. */
  readonly borrowed?: boolean;
  /** Nobody opens it any more: it waits until its letters are in, and then goes. */
  readonly left?: boolean;
  /** Its letters go out, as nobody can open it for now. */
  readonly lettersDue?: boolean;
  /** Since when the server has not known its session, ms. */
  readonly outSince?: number | null;
  /** Acts and clips that had not been sent when the seat was last looked at. */
  readonly waiting: number;
  readonly usedAt: number;
}

/** A share and much chance behind it: see `keepShare`. */
interface ShareRecord {
  readonly name: string;
  readonly bytes: Bytes;
}

/**
 * The browser writes a value above 64 kB into a file of its own and removes that file when the value goes; what is smaller
 * stays in its log for weeks, deleted or not (measured, docs/decisions/0009). So 32 bytes are kept as 70,000.
 */
const SHARE_FILE = 70_000;
const SHARE = 32;

export class Registry extends Dexie {
  readonly seats!: EntityTable<SeatRecord, 'device'>;
  readonly settings!: EntityTable<{ readonly name: string; readonly value: number }, 'name'>;
  readonly shares!: EntityTable<ShareRecord, 'name'>;

  constructor() {
    super('nr_seats', { chromeTransactionDurability: 'strict', cache: 'disabled' });
    this.version(1).stores({ seats: 'device', settings: 'name' });
    this.version(2).stores({ shares: 'name' });
  }

  /** Seats somebody may still open, the one used last first. */
  async here(): Promise<readonly SeatRecord[]> {
    return (await this.seats.toArray()).filter(({ left }) => !left).sort((a, b) => b.usedAt - a.usedAt);
  }

  async keepShare(name: string, share: Bytes): Promise<void> {
    const bytes = new Uint8Array(SHARE_FILE);
    crypto.getRandomValues(bytes.subarray(0, 65_536));
    bytes.set(share);
    await this.shares.put({ name, bytes });
  }

  async share(name: string): Promise<Bytes | null> {
    const kept = await this.shares.get(name);
    return kept ? kept.bytes.slice(0, SHARE) : null;
  }

  /** From now on no PIN opens the seat until its person has signed in again. */
  async dropShares(device: string): Promise<void> {
    await this.shares.bulkDelete([device, ownShareOf(device)]);
  }
}

export const openedRegistry = (registry = new Registry()): Promise<Registry> => openedAtLast(() => new Registry(), (one) => one, registry);

/** The list, with another object: the browser has shut the old one under us. */
export async function reopened(old: Registry): Promise<Registry> {
  old.close();
  return openedRegistry();
}

export const ownShareOf = (device: string): string => `${device}/own`;

/** Of before: its rows and acts lie open, and are sealed as soon as a PIN is there to lock the key with. */
export const isPlain = ({ lock }: SeatRecord): boolean => lock === undefined;

/** Why a PIN does not help now; null: it does. */
export function shutOf(seat: SeatRecord, now: number): SeatLine['shut'] {
  if (isPlain(seat)) return (seat.pin?.wrong ?? 0) >= LAST_TRY ? 'tries' : null;
  if ((seat.tries?.wrong ?? 0) >= LAST_TRY) return 'tries';
  if (lapsed(seat.lease ?? null, now)) return 'lapsed';
  return null;
}

export const lineOf = (seat: SeatRecord, now: number, awaits: string | null): SeatLine => ({
  device: seat.device, commune: seat.commune, communeName: seat.communeName, personName: seat.personName, waiting: seat.waiting, kind: seat.kind,
  hasPin: seat.borrowed === true || (isPlain(seat) ? seat.pin !== null : seat.lock !== null),
  shut: shutOf(seat, now), signedIn: seat.device === awaits,
});
