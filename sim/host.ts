// What any server of a make-believe world is, whether it runs in memory or is the real one: its book, its clock, its epochs, and who is served.
import type { Act } from '#journal/act.ts';
import type { Asked } from '#journal/cursor.ts';
import type { Heard } from '#journal/digest.ts';
import type { MemoryBook } from '#journal/memory-ledger.ts';
import type { Page, Push, Pushed } from '#journal/ports.ts';
import type { Chance } from './chance.ts';
import type { Code } from './code.ts';
import { DESK, dayAfter } from './commune.ts';
import type { Build } from './kinds.ts';
import type { Knobs } from './knobs.ts';
import type { Intent } from './people.ts';
import type { Life, Schedule } from './schedule.ts';
import { NotSignedIn, Trouble } from './trouble.ts';

export interface Backup {
  readonly book: MemoryBook;
  readonly days: number;
}

/** What a world watches of its server. */
export interface ServerWatch {
  committed(): void;
  restored(toOlder: boolean): void;
  answered(device: string, push: Push, pushed: Pushed): void;
  handed(device: string, asked: Asked, page: Page): void;
}

/** What a host is made of. */
export interface HostParts {
  readonly code: Code;
  readonly first: MemoryBook;
  readonly knobs: Knobs;
  readonly chance: Chance;
  readonly schedule: Schedule;
  readonly counts: Map<string, number>;
  readonly watch: ServerWatch;
}

export abstract class Host {
  book: MemoryBook;
  build: Build = 1;
  epoch = 1;
  /** How often a backup was put back, whether or not anybody gave it a new epoch. */
  restores = 0;
  days = 0;
  readonly backups: Backup[] = [];
  readonly counts: Map<string, number>;
  knobs: Knobs;
  protected readonly parts: HostParts;
  readonly #waiting = new Set<(error: unknown) => void>();
  #desk: Promise<unknown> = Promise.resolve();

  constructor(parts: HostParts, book: MemoryBook) {
    this.parts = parts;
    this.book = book;
    this.counts = parts.counts;
    this.knobs = parts.knobs;
  }

  abstract push(device: string, said: Push, build: string, forged?: 'forged'): Promise<Pushed>;
  abstract pull(device: string, asked: Asked): Promise<Page>;
  /** The machine goes off and comes back: what was not committed is gone, whoever asked hears nothing. */
  abstract crash(): void;
  /** The person at that device signs in: it goes on being theirs, also where this server has never heard of it. */
  abstract signIn(device: string, person: string): void;
  abstract backup(): void;
  /** A backup is put back, as a rule the newest one; the epoch is a new one. */
  abstract restore(): void;

  get epochName(): string {
    return `e${this.epoch}`;
  }

  /** Two histories of one epoch are not the same book. */
  get historyName(): string {
    return `${this.epochName}.${this.restores}`;
  }

  /** Whether a phone that was told this of the journal knows of this very history. */
  knows(heard: Heard | null): boolean {
    return heard !== null && heard.epoch === this.epochName && this.book.chainAt(heard.entry) === heard.chain;
  }

  get today(): string {
    return dayAfter(this.days);
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  /** Something said by the officer on the server itself; one at a time. */
  desk(intent: (rows: MemoryBook) => Intent | undefined): Promise<unknown> {
    const run = this.#desk.then(async () => {
      const what = intent(this.book);
      if (!what) return;
      const turn = this.book.seats.get(DESK)!.lastTurn + 1;
      const v = this.parts.code.kindsOf[this.build].get(what.kind)?.version ?? 1;
      const act: Act = { id: `${DESK}-${turn.toString(36)}`, kind: what.kind, v, device: DESK, turn, at: 0, body: what.body };
      await this.push(DESK, { acts: [act], cursor: null, withheld: [] }, 'desk');
    });
    this.#desk = run.catch(() => undefined);
    return run;
  }

  upgrade(): void {
    if (this.build === 2) return;
    this.count('server upgraded');
    this.build = 2;
    this.crash();
  }

  /** Which backup is put back, by its place among them; those after it are forgotten. undefined: there is none. */
  protected pickBackup(): { readonly at: number; readonly older: boolean } | undefined {
    const { backups } = this;
    const { chance } = this.parts;
    if (backups.length === 0) return undefined;
    const older = this.knobs.oldBackup && backups.length > 1 && chance.odds(0.5);
    const at = older ? chance.int(backups.length - 1) : backups.length - 1;
    this.count(older ? 'restored from an older backup' : 'restored');
    return { at, older };
  }

  /** Whoever is being served hears that the server went away. */
  protected dropAll(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const reject of waiting) reject(new Trouble('the server went away'));
  }

  /** Answers with what `work` does, unless the server goes away before. */
  protected answer<T>(work: () => Promise<T>, isNoSeat: (error: unknown) => error is Error): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      const settled = () => this.#waiting.delete(reject);
      work().then(
        (value) => { settled(); resolve(value); },
        (error: unknown) => { settled(); reject(isNoSeat(error) ? new NotSignedIn(error.message) : error); },
      );
    });
  }

  /** Resolves when what had waited for this version is judged, or that life of the server is over. Where the disk is full, it is tried again. */
  protected async judged(judge: () => Promise<unknown>, life: Life): Promise<void> {
    while (!life.dead) {
      try {
        await judge();
        return;
      } catch (error) {
        this.unlessTrouble(error);
        if (!(error instanceof Trouble)) return;
      }
    }
  }

  /** A failure that no crash and no full disk explains. */
  protected unlessTrouble(error: unknown): void {
    if (!(error instanceof Trouble)) this.parts.schedule.fault ??= error;
  }
}
