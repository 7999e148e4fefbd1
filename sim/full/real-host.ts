// The server of a make-believe world, for once the real one: the code of its doors over a real PostgreSQL, stopped at every statement.
import type { Asked } from '#journal/cursor.ts';
import type { MemoryBook } from '#journal/memory-ledger.ts';
import type { Page, Push, Pushed } from '#journal/ports.ts';
import { readPage } from '#phone/road/road.ts';
import { sql } from 'kysely';
import { openSeat, readSeat } from '#server/db/ledger.ts';
import type { Db } from '#server/db/open.ts';
import { BadAct, judgeWaiting, NoSeat, pull, push, type Rules } from '#server/exchange.ts';
import type { Keys } from '#server/keys.ts';
import { orderFor } from '#server/orders.ts';
import { COMMUNE, msAfter } from '../commune.ts';
import { Host, type HostParts } from '../host.ts';
import { Life } from '../schedule.ts';
import { Trouble } from '../trouble.ts';
import { Busy, type Task } from './busy.ts';
import { gated, ungated, type Ticket } from './gated-client.ts';
import { copyBook, numbered, readBack, readWhole, type Ground } from './real-book.ts';

interface Kept {
  readonly number: number;
  readonly days: number;
}

/** One life of the server: when it ends, whatever it was doing fails at its next statement. */
interface Running {
  readonly life: Life;
  readonly dead: Promise<never>;
  end(): void;
}

/** Where the host stands: a commune of that number in a database, and what its book was when the world began. */
export interface Stand {
  readonly ground: Ground;
  readonly keys: Keys;
  readonly busy: Busy;
  readonly number: number;
  readonly book: MemoryBook;
  /** Planted: nobody waits for the commune's lock. */
  readonly unlocked?: boolean | undefined;
}

function begin(): Running {
  const life = new Life('server');
  let end: (error: Error) => void = () => undefined;
  const dead = new Promise<never>((_, reject) => { end = reject; });
  dead.catch(() => undefined);
  return { life, dead, end: () => { life.dead = true; end(new Trouble('the server went away')); } };
}

export class RealHost extends Host {
  readonly #ground: Ground;
  readonly #keys: Keys;
  readonly #busy: Busy;
  readonly #number: number;
  readonly #db: Db;
  readonly #kept: Kept[] = [];
  #running = begin();
  #moment = 0;
  #reading: Promise<unknown> = Promise.resolve();
  /** What must be done before anybody is served: a book put back, a seat opened. */
  #before: Promise<unknown> = Promise.resolve();
  #copying: Promise<unknown> = Promise.resolve();

  constructor(parts: HostParts, { ground, keys, busy, number, book, unlocked }: Stand) {
    super(parts, book);
    this.#ground = ground;
    this.#keys = keys;
    this.#busy = busy;
    this.#number = number;
    this.#db = numbered(ground.db, number, () => this.epochName, unlocked);
  }

  /** Closes the seats that the world has taken out of the book. To be called before anything happens. */
  async ready(): Promise<void> {
    await this.#ground.owner.query('delete from seat where commune_id = $1 and device <> all($2)', [this.#number, [...this.book.seats.keys()]]);
  }

  /** The world is over: whatever the server was doing is broken off. Resolves when nothing of it is at the database. */
  async end(): Promise<void> {
    this.#running.end();
    await this.#busy.idle();
  }

  push(device: string, said: Push, build: string, forged?: 'forged'): Promise<Pushed> {
    return this.#serve(async (rules) => {
      // As over the road: nothing is shared between the two sides.
      const asked = { ...(JSON.parse(JSON.stringify(said)) as Push), commune: COMMUNE, device, build, echo: false };
      const pushed = JSON.parse(JSON.stringify(await push(this.#db, rules, asked))) as Pushed;
      await this.#look();
      if (!forged) this.parts.watch.answered(device, said, pushed);
      return pushed;
    });
  }

  pull(device: string, asked: Asked): Promise<Page> {
    return this.#serve(async (rules) => {
      const sizes = { chunk: this.knobs.pageRows, reset: this.knobs.pageRows, plain: this.knobs.pageRows };
      const lines: string[] = [];
      for await (const one of pull(this.#db, rules, { commune: COMMUNE, device, cursor: asked.cursor, more: asked.more, heard: asked.heard ?? null }, sizes)) lines.push(one);
      const page = await readPage(new Response(lines.join('')), { signer: async () => ({ commune: COMMUNE, device, signKey: this.#keys.signKey }) });
      await this.#look();
      this.parts.watch.handed(device, asked, page);
      return page;
    });
  }

  crash(): void {
    this.count('server crashed');
    this.#running.end();
    this.#running = begin();
    this.dropAll();
    const { life } = this.#running;
    const judge = () => this.#serve(async (rules) => {
      await judgeWaiting(this.#db, rules, COMMUNE);
      await this.#look();
    }, Promise.resolve());
    // Doors open when what had waited for this version is judged, as in src/server/main.ts; and that begins when all before it is done.
    this.#before = this.#before.then(() => this.judged(judge, life));
  }

  signIn(device: string, person: string): void {
    if (this.book.seats.has(device)) return;
    this.count('signed in');
    this.book.seats.set(device, { person, lastTurn: 0 });
    const signing = this.#serve(async () => {
      await this.#db.inCommune(COMMUNE, 'write', async (tx) => {
        if (!(await readSeat(tx, device))) await openSeat(tx, { device, person, now: msAfter(this.days) });
      });
      await this.#look();
    });
    // Cut off in this, the device is unknown still, and signs in again.
    this.#before = Promise.all([this.#before, signing.catch((error: unknown) => {
      this.book.seats.delete(device);
      this.unlessTrouble(error);
    })]);
  }

  /** Of one moment, while phones go on; what stands in it is told to be safe afterwards, as the backup job does. */
  backup(): void {
    this.count('backup made');
    const number = this.#number + 1 + this.#kept.length;
    this.#kept.push({ number, days: this.days });
    this.backups.push({ book: this.book, days: this.days });
    // A server that is being put back, or judges yet, makes no backup.
    const copying = this.#before.then(() => this.#busy.run(() => copyBook(this.#ground, this.#number, number)));
    this.#copying = Promise.all([this.#copying, copying]);
    const copied = this.#copying;
    this.#serve(async () => {
      await copied;
      const { rows } = await this.#ground.owner.query<{ device: string; turn: number }>('select device, last_turn turn from seat where commune_id = $1', [number]);
      await this.#db.inCommune(COMMUNE, 'write', (tx) => sql`update seat set safe_turn = greatest(safe_turn, said.turn)
        from unnest(${rows.map(({ device }) => device)}::text[], ${rows.map(({ turn }) => turn)}::bigint[]) as said (device, turn)
        where seat.commune_id = ${tx.commune} and seat.device = said.device`.execute(tx));
    }).catch((error: unknown) => this.unlessTrouble(error));
  }

  restore(): void {
    const picked = this.pickBackup();
    if (!picked) return;
    const { at, older } = picked;
    const { backups } = this;
    const { chance, watch } = this.parts;
    const { number } = this.#kept[at]!;
    this.#kept.length = at + 1;
    backups.length = at + 1;
    const silent = chance.odds(this.knobs.silent);
    if (silent) this.count('restored, and nobody told the server');
    this.#running.end();
    const [before, copied] = [this.#before, this.#copying];
    this.#before = Promise.all([before, copied]).then(() => this.#busy.idle()).then(() => this.#busy.run(() => ungated(async () => {
      await copyBook(this.#ground, number, this.#number);
      await this.#ground.owner.query('update seat set safe_turn = last_turn where commune_id = $1', [this.#number]);
      this.book = await readWhole(this.#ground, this.#number);
      this.restores += 1;
      if (!silent) this.epoch += 1;
      watch.restored(older);
    }))).catch((error: unknown) => { this.parts.schedule.fault ??= error; });
    this.crash();
  }

  get #rules(): Rules {
    return {
      kinds: this.parts.code.kindsOf[this.build], build: String(this.build), now: () => msAfter(this.days) + 3_600_000,
      order: (telling) => orderFor(this.#db, this.#keys, { ...telling, now: (this.#moment += 1) }),
    };
  }

  /** Brings the model up to date, and holds the laws against it, before anybody hears of what was committed. */
  #look(): Promise<void> {
    const looking = this.#reading.then(async () => {
      if (await readBack(this.#ground, this.#number, this.book)) this.parts.watch.committed();
    });
    this.#reading = looking.catch(() => undefined);
    return looking;
  }

  async #serve<T>(work: (rules: Rules) => Promise<T>, before = this.#before): Promise<T> {
    const running = this.#running;
    const serving = () => before.then(() => this.#busy.task((task) => gated(this.#ticket(running, task), () => work(this.#rules))));
    return await this.answer(serving, (error) => error instanceof NoSeat).catch((error: unknown) => {
      throw error instanceof BadAct ? new Error(`the server called act ${error.turn} malformed`) : error;
    });
  }

  #ticket(running: Running, task: Task): Ticket {
    return {
      gate: (moment, statement) => this.#gate(running, task, moment, statement),
      lock: (run) => task.lock(run),
      ended: () => task.unlock(),
    };
  }

  async #gate({ life, dead }: Running, task: Task, moment: 'before' | 'after', statement: string): Promise<void> {
    const { chance, schedule } = this.parts;
    if (life.dead) throw new Trouble('the server went away');
    if (chance.odds(this.knobs.crash / 4)) {
      this.count(`crash ${moment} ${statement}`);
      this.crash();
      throw new Trouble('the server went away');
    }
    if (moment === 'before' && (statement === 'with' || statement === 'commit') && chance.odds(this.knobs.diskFull)) {
      this.count('server disk full');
      throw new Trouble('no room on the disk');
    }
    if (!chance.odds(this.knobs.grain / 3)) return;
    await task.paused(Promise.race([schedule.pause(life, `${moment} ${statement}`), dead]));
  }
}
