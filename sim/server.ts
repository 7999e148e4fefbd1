// The commune's one server in a world, in memory: it crashes, is restored from backups, is upgraded, and forgets nothing it has committed.
import type { Asked } from '#journal/cursor.ts';
import type { MemoryLedger } from '#journal/memory-ledger.ts';
import type { MemoryServer } from '#journal/memory-server.ts';
import type { Page, Push, Pushed } from '#journal/ports.ts';
import { COMMUNE } from './commune.ts';
import { Host, type HostParts } from './host.ts';
import { Life } from './schedule.ts';
import { Trouble } from './trouble.ts';

export class ServerHost extends Host {
  #safe = new Map<string, number>();
  /** Its clock: what it says must rise over a restore too. */
  #moment = 0;
  #life = new Life('server');
  /** Doors open when what had waited for this version is judged, as in src/server/main.ts. */
  #judged: Promise<unknown> = Promise.resolve();
  #ledger!: MemoryLedger;
  #server!: MemoryServer;

  constructor(parts: HostParts) {
    super(parts, Object.assign(new parts.code.MemoryBook(), parts.first.copy()));
    this.#boot();
  }

  push(device: string, push: Push, build: string, forged?: 'forged'): Promise<Pushed> {
    return this.#serve(async (server) => {
      const pushed = await server.push(device, push, build);
      if (!forged) this.parts.watch.answered(device, push, pushed);
      return pushed;
    });
  }

  pull(device: string, asked: Asked): Promise<Page> {
    return this.#serve(async (server, life) => {
      if (this.#stops()) await this.parts.schedule.pause(life, 'pull');
      const page = server.pull(device, asked);
      this.parts.watch.handed(device, asked, page);
      return page;
    });
  }

  crash(): void {
    this.count('server crashed');
    this.#life.dead = true;
    this.#life = new Life('server');
    // What the old machine was just about to write reaches no disk any more.
    this.book = this.book.copy();
    this.#boot();
    this.dropAll();
    // It may be cut off in this too.
    this.#judged = this.judged(() => this.#serve((server) => server.judgeWaiting(), Promise.resolve()), this.#life);
  }

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

  restore(): void {
    const picked = this.pickBackup();
    if (!picked) return;
    const { at, older } = picked;
    this.book = this.backups[at]!.book.copy();
    this.backups.length = at + 1;
    this.#safe = new Map([...this.book.seats].map(([device, seat]) => [device, seat.lastTurn]));
    this.restores += 1;
    if (this.parts.chance.odds(this.knobs.silent)) this.count('restored, and nobody told the server');
    else this.epoch += 1;
    this.crash();
    this.parts.watch.restored(older);
  }

  #boot(): void {
    const { MemoryLedger, MemoryServer, kindsOf, sees, scopeOf } = this.parts.code;
    const life = this.#life;
    this.#ledger = new MemoryLedger(this.book, (step) => this.#gate(life, step), () => (this.#moment += 1));
    this.#server = new MemoryServer(this.#ledger, { kinds: kindsOf[this.build], build: String(this.build), sees, scopeOf }, {
      commune: COMMUNE, epoch: this.epochName, pageRows: this.knobs.pageRows,
      today: () => this.today, safe: (device) => this.#safe.get(device) ?? 0, moment: () => (this.#moment += 1),
    });
  }

  #gate(life: Life, step: string): Promise<void> | undefined {
    const { chance, schedule, watch } = this.parts;
    // A machine that is off does not go on, wherever it was.
    if (life.dead) return new Promise(() => undefined);
    if (step === 'done') watch.committed();
    if (chance.odds(this.knobs.crash)) {
      this.count(`crash at ${step}`);
      this.crash();
      return new Promise(() => undefined);
    }
    if ((step === 'write' || step === 'commit') && chance.odds(this.knobs.diskFull)) {
      this.count('server disk full');
      throw new Trouble('no room on the disk');
    }
    return this.#stops() ? schedule.pause(life, step) : undefined;
  }

  #stops(): boolean {
    return this.parts.chance.odds(this.knobs.grain);
  }

  #serve<T>(work: (server: MemoryServer, life: Life) => Promise<T>, open = this.#judged): Promise<T> {
    const { NoSeat } = this.parts.code;
    const [server, life] = [this.#server, this.#life];
    return this.answer(() => open.then(() => (life.dead ? new Promise<never>(() => undefined) : work(server, life))), (error) => error instanceof NoSeat);
  }
}
