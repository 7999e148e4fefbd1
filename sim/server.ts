// The commune's one server in a world: it crashes, is restored from backups, is upgraded, and forgets nothing it has committed.
import type { Act } from '#journal/act.ts';
import type { Asked } from '#journal/cursor.ts';
import type { Heard } from '#journal/digest.ts';
import type { MemoryBook, MemoryLedger } from '#journal/memory-ledger.ts';
import type { MemoryServer } from '#journal/memory-server.ts';
import type { Page, Push, Pushed } from '#journal/ports.ts';
import type { Chance } from './chance.ts';
import type { Code } from './code.ts';
import { COMMUNE, DESK, dayAfter } from './commune.ts';
import type { Build } from './kinds.ts';
import type { Knobs } from './knobs.ts';
import { type Intent } from './people.ts';
import { Life, type Schedule } from './schedule.ts';
import { NotSignedIn, Trouble } from './trouble.ts';

interface Backup {
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

/** What a world needs of its server: this one in memory, or the real one (sim/full/real-host.ts). */
export type Host = Pick<ServerHost, keyof ServerHost>;

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

export class ServerHost {
  book: MemoryBook;
  build: Build = 1;
  epoch = 1;
  /** How often a backup was put back, whether or not anybody gave it a new epoch. */
  restores = 0;
  days = 0;
  readonly backups: Backup[] = [];
  readonly counts: Map<string, number>;
  knobs: Knobs;
  readonly #code: Code;
  readonly #chance: Chance;
  readonly #schedule: Schedule;
  readonly #watch: ServerWatch;
  readonly #waiting = new Set<(error: unknown) => void>();
  #safe = new Map<string, number>();
  /** Its clock: what it says must rise over a restore too. */
  #moment = 0;
  #life = new Life('server');
  #ledger!: MemoryLedger;
  #server!: MemoryServer;
  #desk: Promise<unknown> = Promise.resolve();

  constructor({ code, first, knobs, chance, schedule, counts, watch }: HostParts) {
    this.#code = code;
    this.#chance = chance;
    this.#schedule = schedule;
    this.#watch = watch;
    this.counts = counts;
    this.knobs = knobs;
    this.book = Object.assign(new code.MemoryBook(), first.copy());
    this.#boot();
  }

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

  push(device: string, push: Push, build: string, forged?: 'forged'): Promise<Pushed> {
    return this.#serve(async (server) => {
      const pushed = await server.push(device, push, build);
      if (!forged) this.#watch.answered(device, push, pushed);
      return pushed;
    });
  }

  pull(device: string, asked: Asked): Promise<Page> {
    return this.#serve(async (server, life) => {
      if (this.#stops()) await this.#schedule.pause(life, 'pull');
      const page = server.pull(device, asked);
      this.#watch.handed(device, asked, page);
      return page;
    });
  }

  /** Something said by the officer on the server itself; one at a time. */
  desk(intent: (rows: MemoryBook) => Intent | undefined): Promise<unknown> {
    const run = this.#desk.then(async () => {
      const what = intent(this.book);
      if (!what) return;
      const turn = this.book.seats.get(DESK)!.lastTurn + 1;
      const v = this.#code.kindsOf[this.build].get(what.kind)?.version ?? 1;
      const act: Act = { id: `${DESK}-${turn.toString(36)}`, kind: what.kind, v, device: DESK, turn, at: 0, body: what.body };
      await this.push(DESK, { acts: [act], cursor: null, withheld: [] }, 'desk');
    });
    this.#desk = run.catch(() => undefined);
    return run;
  }

  /** The machine goes off and comes back: what was not committed is gone, whoever asked hears nothing. */
  crash(): void {
    this.count('server crashed');
    this.#life.dead = true;
    this.#life = new Life('server');
    this.#boot();
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const reject of waiting) reject(new Trouble('the server went away'));
    // What the machine does when it starts; it may be cut off in this too.
    this.#serve((server) => server.judgeWaiting()).catch((error: unknown) => {
      if (!(error instanceof Trouble)) this.#schedule.fault ??= error;
    });
  }

  /** The person at that device signs in: it goes on being theirs, also where this server has never heard of it. */
  signIn(device: string, person: string): void {
    if (this.book.seats.has(device)) return;
    this.count('signed in');
    this.#ledger.openSeat(device, person);
  }

  backup(): void {
    this.count('backup made');
    this.backups.push({ book: this.book.copy(), days: this.days });
    this.#safe = new Map([...this.book.seats].map(([device, seat]) => [device, seat.lastTurn]));
  }

  /** A backup is put back, as a rule the newest one; the epoch is a new one. */
  restore(): void {
    const { backups } = this;
    if (backups.length === 0) return;
    const older = this.knobs.oldBackup && backups.length > 1 && this.#chance.odds(0.5);
    const at = older ? this.#chance.int(backups.length - 1) : backups.length - 1;
    this.count(older ? 'restored from an older backup' : 'restored');
    this.book = backups[at]!.book.copy();
    backups.length = at + 1;
    this.#safe = new Map([...this.book.seats].map(([device, seat]) => [device, seat.lastTurn]));
    this.restores += 1;
    if (this.#chance.odds(this.knobs.silent)) this.count('restored, and nobody told the server');
    else this.epoch += 1;
    this.crash();
    this.#watch.restored(older);
  }

  upgrade(): void {
    if (this.build === 2) return;
    this.count('server upgraded');
    this.build = 2;
    this.crash();
  }

  #boot(): void {
    const { MemoryLedger, MemoryServer, kindsOf, sees, scopeOf } = this.#code;
    const life = this.#life;
    this.#ledger = new MemoryLedger(this.book, (step) => this.#gate(life, step), () => (this.#moment += 1));
    this.#server = new MemoryServer(this.#ledger, { kinds: kindsOf[this.build], build: String(this.build), sees, scopeOf }, {
      commune: COMMUNE, epoch: this.epochName, pageRows: this.knobs.pageRows,
      today: () => this.today, safe: (device) => this.#safe.get(device) ?? 0, moment: () => (this.#moment += 1),
    });
  }

  #gate(life: Life, step: string): Promise<void> | undefined {
    if (step === 'done') this.#watch.committed();
    if (this.#chance.odds(this.knobs.crash)) {
      this.count(`crash at ${step}`);
      this.crash();
      return new Promise(() => undefined);
    }
    if ((step === 'write' || step === 'commit') && this.#chance.odds(this.knobs.diskFull)) {
      this.count('server disk full');
      throw new Trouble('no room on the disk');
    }
    return this.#stops() ? this.#schedule.pause(life, step) : undefined;
  }

  #stops(): boolean {
    return this.#chance.odds(this.knobs.grain);
  }

  #serve<T>(work: (server: MemoryServer, life: Life) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      const settled = () => this.#waiting.delete(reject);
      work(this.#server, this.#life).then(
        (value) => { settled(); resolve(value); },
        (error: unknown) => { settled(); reject(error instanceof this.#code.NoSeat ? new NotSignedIn(error.message) : error); },
      );
    });
  }
}
