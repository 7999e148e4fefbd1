// What the open book asks of the place where a seat's rows, acts, clips and drafts are kept on this phone.
import type { Json, KeptRow } from '#journal/act.ts';
import type { ReplicaStore } from '#journal/ports.ts';
import type { Clip } from '#commune/visits/rows.ts';
import type { HouseholdLine } from '#phone/book.ts';

/** A photo or recording that waits, or has been sent and is kept to be looked at. */
export interface KeptClip extends Clip {
  readonly household: string;
  /** Bytes the server is known to have. */
  readonly offset: number;
  readonly sent: boolean;
  /** When the server would not have it, ms: it is kept, and offered again only hours later. */
  readonly refusedAt: number | null;
}

/**
 * Everything that happened in a seat's store that another window, or the screen, must hear of. `harmed`: rows could not
 * be read; acts are whole, and the next exchange reads all rows anew.
 */
export type Rumour = 'acts' | 'rows' | 'clips' | 'closed' | 'harmed';

/**
 * The replica's store with what screens need besides: every write is one atomic step and durable when its promise
 * resolves; it rejects with a `ShelfTrouble` where the phone could not keep it, and has then kept nothing.
 */
export interface Shelf extends ReplicaStore {
  /** Confirmed lines of all households, in the order they came. The same array until rows change. */
  lines(): Promise<readonly HouseholdLine[]>;
  /** Confirmed rows of the households, those gone left out. */
  households(ids: readonly string[]): Promise<ReadonlyMap<string, readonly KeptRow[]>>;
  /** Confirmed rows that belong to no household, those gone left out. */
  loose(): Promise<readonly KeptRow[]>;

  putClip(clip: KeptClip, bytes: Blob): Promise<void>;
  clipBytes(hash: string): Promise<Blob | undefined>;
  /** Oldest first; one picture of two households is there twice. */
  clips(): Promise<readonly KeptClip[]>;
  /** What the server said of the clip's way. */
  clipWent(clip: KeptClip, went: Partial<Pick<KeptClip, 'offset' | 'sent' | 'refusedAt'>>): Promise<void>;
  /** Forgets clips; the bytes too, where no other household here has the same. */
  dropClips(clips: readonly KeptClip[]): Promise<void>;

  /** Small things kept under a name: drafts, the time of the last exchange. */
  note(name: string): Promise<Json>;
  keepNote(name: string, value: Json): Promise<void>;

  /** Hears of writes; `here`: by this very window. */
  hear(listener: (what: Rumour, here: boolean) => void): () => void;
  close(): void;
}

/** `newer`: a later version of the app kept the store; `blocked`: a window of an earlier one still holds it. */
export type Trouble = 'full' | 'closed' | 'corrupt' | 'newer' | 'blocked';

/** The phone could not keep or read something; nothing of it was kept. */
export class ShelfTrouble extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble, cause: unknown) {
    super(`the phone's store is ${trouble}`, { cause });
    this.name = 'ShelfTrouble';
    this.trouble = trouble;
  }
}
