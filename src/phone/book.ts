// What a screen may ask of the phone: the open book of the person at the seat. Screens touch nothing below it.
import type { ReadonlySignal } from '@preact/signals';
import type { Json, Refusal, RowKey } from '#journal/act.ts';
import type { KeptAct } from '#journal/ports.ts';
import type { Doubt, Trust } from '#journal/replica.ts';
import type { CommuneRow, Day, Meeting, PersonRow, Settled, VillageRow } from '#commune/places/rows.ts';
import type { ConsentRow, HouseholdBody, HouseholdRow } from '#commune/households/rows.ts';
import type { Clip, PetitionRow, Topic, VisitRow } from '#commune/visits/rows.ts';
import type { PromiseRow, PromiseState } from '#commune/promises/rows.ts';
import type { Asked, RequestRow } from '#commune/rights/rows.ts';

/** One household in a list: all that Today and Village need, so that 10,000 of them open at once. */
export interface HouseholdLine {
  readonly id: string;
  readonly no: string;
  readonly head: string;
  readonly village: string;
  readonly place: string | null;
  /** How many live there; 0 where nobody wrote that down. */
  readonly members: number;
  /** Number and names, lower case, without marks: what a search is matched against. */
  readonly search: string;
  readonly lastVisitOn: Day | null;
  /** Promises that are not confirmed, and withdrawn ones the household has not been told of. */
  readonly promises: readonly PromiseLine[];
  readonly petitions: readonly { readonly id: string; readonly topic: Topic; readonly replyDueOn: Day }[];
  readonly closed: boolean;
  /** Fields that two people set without knowing of each other, and of which nobody has chosen yet; of which household each is. */
  readonly meetings?: readonly (Meeting & { readonly household: string })[];
  /** What was chosen lately. */
  readonly settled?: readonly (Settled & { readonly household: string })[];
  /** What the household asked about its own data and is not settled yet; left out where there is nothing. */
  readonly requests?: readonly RequestLine[];
  /** Who edited it after it was closed. */
  readonly review?: HouseholdBody['review'];
  /** Short marks of its people and telephones, to find twins by; see commune/households/twins.ts. */
  readonly marks?: string;
  readonly apart?: readonly string[];
  /** The household it is shown as one with; in the lists it is then part of that one's line, where that one is here. */
  readonly mergedInto?: string;
  /** Last day to strike what the household no longer allows from earlier visits; left out where nothing waits for it. */
  readonly strikeUntil?: Day;
  /** Since when somebody of the household has had a card; null: none, or not for this person to know. */
  readonly cardSince: Day | null;
}

/** answer, do: by `dueOn` · confirm: a second person must confirm erasing, `askedBy` has asked · tell: the household is to be told. */
export interface RequestLine {
  readonly id: string;
  readonly what: Asked;
  readonly next: 'answer' | 'do' | 'confirm' | 'tell';
  readonly dueOn: Day;
  readonly askedBy?: string;
}

export interface PromiseLine {
  readonly id: string;
  readonly what: string;
  readonly keeper: string;
  readonly offeredTo: string | null;
  readonly dueOn: Day;
  readonly state: PromiseState;
  readonly told: boolean;
}

export interface HouseholdPage {
  readonly household: HouseholdRow;
  readonly consents: readonly ConsentRow[];
  /** Newest first. */
  readonly visits: readonly VisitRow[];
  readonly petitions: readonly PetitionRow[];
  readonly promises: readonly PromiseRow[];
  /** What it asked about its own data. */
  readonly requests: readonly RequestRow[];
  /** Households merged into this one: their visits, promises and petitions are among the above. Left out where there are none. */
  readonly merged?: readonly HouseholdRow[];
  /** Every consent of all of them; `consents` holds what was said last. */
  readonly everyConsent?: readonly ConsentRow[];
}

export interface RoadSign {
  readonly state: 'quiet' | 'exchanging' | 'no-signal' | 'sign-in' | 'trouble';
  /** Last full exchange, ms, or null before the first. */
  readonly lastAt: number | null;
  readonly waitingActs: number;
  readonly waitingClips: number;
  readonly refused: number;
  /** Rows and bytes read in the running exchange. */
  readonly progress: { readonly rows: number; readonly bytes: number } | null;
  readonly trouble: Refusal | null;
}

export interface PhoneHealth {
  /** The app and all of this person's rows are on the phone: it may leave the signal. */
  readonly readyOffline: boolean;
  readonly persisted: boolean | null;
  readonly trouble: 'full' | 'closed' | 'corrupt' | 'newer' | 'blocked' | null;
  /** The last time this phone's book was found to differ from the commune's; null: never. */
  readonly doubt: KeptDoubt | null;
}

export interface KeptDoubt {
  readonly at: number;
  readonly why: Doubt;
  /** Everything was read anew since, and an exchange found both sides equal. */
  readonly mended: boolean;
}

export type KeptActWithTrust = KeptAct & { readonly trust: Trust };

export interface Book {
  readonly seat: { readonly commune: string; readonly device: string; readonly person: string; readonly personName: string };
  readonly commune: ReadonlySignal<CommuneRow | null>;
  readonly villages: ReadonlySignal<readonly VillageRow[]>;
  readonly people: ReadonlySignal<ReadonlyMap<string, PersonRow>>;
  readonly lines: ReadonlySignal<readonly HouseholdLine[]>;
  readonly acts: ReadonlySignal<readonly KeptActWithTrust[]>;
  readonly road: ReadonlySignal<RoadSign>;
  readonly health: ReadonlySignal<PhoneHealth>;
  /** Rises at every change of rows: screens that hold a page read it anew. */
  readonly changed: ReadonlySignal<number>;
  /** Today in Asia/Ho_Chi_Minh. */
  today(): Day;
  /** One household with all that is known of it; undefined where it is not on this phone. */
  page(household: string): Promise<HouseholdPage | undefined>;
  /** State of the last act on this phone that touched the row; null: nothing of it was said here. */
  trust(key: RowKey): Trust | null;
  /** Says an act by its kind's name. Durable on this phone when it resolves, or refused with a reason and nowhere. */
  say(kind: string, body: Json): Promise<{ readonly kept: KeptAct } | { readonly refusal: Refusal }>;
  /** Cleans (no metadata), shrinks and keeps a photo or recording; it travels on its own. */
  keepClip(household: string, source: Blob): Promise<Clip | { readonly refusal: Refusal }>;
  clip(hash: string): Promise<Blob | null>;
  /** Somebody begins to write something down: what it is judged by is fetched meanwhile. */
  getReady(): void;
  exchangeNow(): Promise<void>;
  dismiss(turn: number): Promise<void>;
  /** The waiting acts and clips as one file to carry by hand. */
  outboxFile(): Promise<Blob>;
  /** A half-filled form kept under a name, so that it outlives the browser closing the page for the camera; null: none. */
  draft(name: string): Promise<Json>;
  /** Keeps the draft, or takes it away with null. Never sent anywhere. */
  keepDraft(name: string, form: Json): Promise<void>;
}

/** What a browser took away that cleared all it kept: how much had not been sent, as far as this is known, and of which day that is. */
export interface ClearedStore {
  readonly waiting: number;
  readonly on: Day;
}

/** A person's seat on this phone. */
export interface SeatLine {
  readonly device: string;
  readonly commune: string;
  readonly communeName: string;
  readonly personName: string;
  readonly waiting: number;
  readonly hasPin: boolean;
  readonly kind: 'staff' | 'household';
  /** Why a PIN does not open it until its person has signed in again: too many wrong ones, or too long without signal. */
  readonly shut: 'tries' | 'lapsed' | null;
  /** Just signed in again: only the PIN is missing. */
  readonly signedIn: boolean;
}

export interface Phone {
  readonly seats: ReadonlySignal<readonly SeatLine[]>;
  /** The unlocked book, or null while locked. */
  readonly book: ReadonlySignal<Book | null>;
  signIn(how:
    /** `given`: `<device>/<person>` that the founding of the commune gave this phone a moment ago, to go on with. */
    | { readonly login: string; readonly password: string; readonly given?: string }
    | { readonly slip: string; readonly password: string }
    /** `borrowed`: the server ends the session by the next day; else the phone is the household's own. */
    | { readonly card: string; readonly pin: string; readonly borrowed: boolean },
    /**
     * Seats whose PIN is forgotten: their person gets a new seat, and what waits in the old one goes to the commune's tray
     * as sealed letters. Nothing happens to seats of others.
     */
    forgotten?: readonly string[]): Promise<{ readonly device: string } | { readonly refusal: Refusal }>;
  /** Sets the PIN (4 to 8 digits) of the unlocked seat; on a borrowed phone none is kept. */
  setPin(pin: string): Promise<void>;
  unlock(device: string, pin: string): Promise<{ readonly refusal: Refusal } | { readonly ok: true }>;
  lock(): void;
  /**
   * Takes the seat off this phone; refused while acts wait there, unless they may go `sealed`: what waits then goes as
   * letters only the commune's server opens, now or when there is signal. Rows and key are gone at once.
   */
  leave(device: string, how?: 'sealed'): Promise<{ readonly refusal: Refusal } | { readonly ok: true }>;
  /** Acts and photos in letters of seats that were left; the phone sends them by itself. */
  readonly lettersWaiting: ReadonlySignal<number>;
  /** The browser has cleared what was kept here since the phone was last used; null: it has not. */
  readonly cleared: ReadonlySignal<ClearedStore | null>;
  /** Who was shut out of this phone by the commune a moment ago, by name; null: nobody. */
  readonly shutOut: ReadonlySignal<string | null>;
  /** Minutes the phone may lie hidden before a seat with a PIN locks itself; 5 until changed. */
  readonly lockAfter: ReadonlySignal<number>;
  setLockAfter(minutes: number): Promise<void>;
  /** A new version of the app is on the phone and waits to be taken. It is never taken unasked while a page is open. */
  readonly update: ReadonlySignal<boolean>;
  /** Takes the waiting version: the page loads anew. */
  takeUpdate(): void;
}
