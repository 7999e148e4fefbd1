// One world from one seed: chaos, then the road heals, and the laws checked all the while.
import type { MemoryBook } from '#journal/memory-ledger.ts';
import { Chance } from './chance.ts';
import type { Code } from './code.ts';
import { PEOPLE, devicesOf } from './commune.ts';
import type { Host, HostParts, ServerWatch } from './host.ts';
import { type Knobs, draw, quiet } from './knobs.ts';
import { Laws } from './laws.ts';
import { intendAtDesk } from './people.ts';
import { type Phone, Phones, type Seat } from './phone.ts';
import { Schedule } from './schedule.ts';
import { ServerHost } from './server.ts';

/** Steps after which a world that does not come to rest is called stuck. */
const STUCK = 60_000;

/** What a world stands on: its server, and when everything has gone on that can. */
export interface Under {
  host(parts: HostParts): Host;
  readonly calm?: () => Promise<void>;
}

const inMemory: Under = { host: (parts) => new ServerHost(parts) };

export class World {
  readonly seed: number;
  readonly chance: Chance;
  readonly schedule: Schedule;
  readonly knobs: Knobs;
  readonly host: Host;
  readonly phones: Phones;
  readonly laws: Laws;
  readonly counts = new Map<string, number>();
  readonly all: Phone[] = [];
  readonly trace: string[] = [];
  /** Seats of phones that are no more. */
  readonly lost: Seat[] = [];
  readonly #code: Code;
  #seats: readonly Seat[] | undefined;
  #lastSteps = 0;
  /** Everything that screens are held against has changed, not only what one of them shows. */
  #changed = true;

  constructor(seed: number, code: Code, first: MemoryBook, set: Partial<Knobs>, under: Under = inMemory) {
    this.seed = seed;
    this.#code = code;
    this.chance = new Chance(seed);
    this.knobs = draw(this.chance, set);
    this.schedule = new Schedule(this.chance, under.calm);
    const watch: ServerWatch = {
      committed: () => {
        this.#changed = true;
        this.laws.journal(this.host, this.seats);
      },
      restored: (older) => this.laws.restored(this.host, this.seats, older),
      answered: (device, push, pushed) => {
        this.note(`  server answers ${device} ${push.acts.map((act) => act.turn).join(',')}: ${pushed.verdicts.map(verdictText).join(' ')} expects ${pushed.expected}`);
        this.laws.answered(this.host, device, push, pushed);
      },
      handed: (device, asked, page) => {
        this.note(`  server hands ${device} ${page.reset ? 'reset' : 'plain'} ${page.cursor.epoch}/${page.cursor.entry} (${page.rows.length} rows)${page.more ? ' and more' : ''}`);
        this.laws.handed(this.host, asked, page);
      },
    };
    this.host = under.host({ code, first, knobs: this.knobs, chance: this.chance, schedule: this.schedule, counts: this.counts, watch });
    this.laws = new Laws(code, this.host.book);
    this.phones = new Phones(code, this.knobs, this.chance, this.schedule, this.host, {
      saved: (seat, tab, kept) => {
        this.note(`  ${seat.device} saved ${kept.act.id} ${kept.act.kind}`);
        this.laws.saved(seat, tab, kept);
      },
      dismissed: (seat, turn) => this.laws.dismissed(seat, turn),
      forged: (act, pushed) => this.laws.forged(this.host, act, pushed),
      doubted: (seat, why) => {
        this.host.count(`phone doubts: ${why}`);
        this.note(`  ${seat.device} doubts what it holds: ${why}`);
        this.laws.doubted(seat, why);
      },
    });
    this.#settle(code);
  }

  get seats(): readonly Seat[] {
    return (this.#seats ??= this.all.flatMap((phone) => phone.seats));
  }

  note(what: string): void {
    this.trace.push(`${String(this.schedule.steps).padStart(5)} ${what}`);
    if (this.trace.length > 400) this.trace.splice(0, 200);
  }

  #settle(code: Code): void {
    for (let i = 0; i < this.knobs.phones; i++) this.all.push({ name: `phone${i + 1}`, build: 1, skewDays: 0, seats: [] });
    const taken = new Set<string>();
    while (taken.size < this.knobs.seats) {
      const person = taken.size === 0 ? 'w1' : this.chance.pick(PEOPLE);
      const device = devicesOf(person).find((one) => !taken.has(one));
      if (!device) continue;
      const phone = this.all[taken.size % this.all.length]!;
      taken.add(device);
      if (this.chance.odds(this.knobs.late)) this.host.book.seats.delete(device);
      phone.seats.push({ device, person, phone, disk: new code.MemoryDisk(), tabs: [], rotten: new Set(), slipped: new Set(), harmed: false, doubts: false, dirty: false, reread: false });
    }
  }

  /** What the seed has in store: people, phones, the road and the server, all at once. */
  async chaos(): Promise<void> {
    for (const seat of this.seats) await this.phones.open(seat);
    for (let i = 0; i < this.knobs.events && !this.laws.broken; i++) {
      await this.#event();
      this.#changed = true;
      this.check();
      const most = this.chance.pick([0, 3, 10, 40]);
      for (let n = 0; n < most && !this.laws.broken && (await this.step()); n++);
    }
  }

  /** One step of one task, and the laws after it. */
  async step(): Promise<boolean> {
    const went = await this.schedule.step();
    if (went) this.check();
    return went;
  }

  /** Lets everything under way come to its end. */
  async rest(): Promise<void> {
    const from = this.schedule.steps;
    while (!this.laws.broken && (await this.step())) {
      if (this.schedule.steps - from > STUCK) this.laws.break('J1', 'the world does not come to rest');
    }
  }

  check(): void {
    const { laws, host } = this;
    if (this.schedule.fault !== undefined) {
      const { fault } = this.schedule;
      laws.break('J1', `the code failed: ${fault instanceof Error ? fault.stack : String(fault)}`);
    }
    const all = this.#changed || this.schedule.steps === this.#lastSteps;
    this.#changed = false;
    this.#lastSteps = this.schedule.steps;
    for (const seat of this.seats) {
      if (seat.dirty) laws.phone(host, seat);
      // A screen shows what its tab, its disk and the book say: where none of them has changed it was looked at before.
      for (const tab of seat.tabs) if (tab.opened && (all || seat.dirty || tab.changed)) laws.screen(host, seat, tab);
      for (const tab of seat.tabs) tab.changed = false;
      seat.dirty = seat.reread = false;
    }
  }

  async #event(): Promise<void> {
    const { kill, restore, upgrade, posts, moves, days, clocks, echo, forge, rot, slip, lose } = this.knobs;
    const what = this.chance.weighed({
      say: 60, exchange: 45, dismiss: 8, kill, backup: restore > 0 ? 6 : 1, restore, upgrade, posts, moves, days, clocks, echo, forge, rot, slip, lose, crash: this.knobs.crash > 0 ? 2 : 0,
    });
    this.schedule.mix(what);
    if (what === 'say' || what === 'exchange' || what === 'dismiss') return this.#touch(what);
    this.note(what);
    await this.#happen(what);
  }

  /** Somebody takes up a phone. */
  async #touch(what: 'say' | 'exchange' | 'dismiss'): Promise<void> {
    const seat = this.chance.pick(this.seats);
    if (seat.tabs.length === 0 || (seat.tabs.length === 1 && this.chance.odds(this.knobs.tabs * 0.5))) {
      this.note(`${seat.device} opens the app`);
      await this.phones.open(seat);
    }
    const tab = this.phones.tabOf(seat);
    if (!tab) return;
    if (what === 'say') {
      this.note(`${seat.device} says something`);
      await this.phones.say(seat, tab);
    } else if (what === 'exchange') {
      // Tabs do not know of each other: both may set out at the same time.
      const both = seat.tabs.length > 1 && this.chance.odds(0.5);
      for (const one of both ? seat.tabs.filter(({ opened }) => opened) : [tab]) {
        this.note(`${seat.device} exchanges`);
        await this.phones.exchange(seat, one);
      }
    } else await this.phones.dismiss(seat, tab);
  }

  async #happen(what: string): Promise<void> {
    const { host, chance, phones } = this;
    if (what === 'kill') {
      host.count('phone killed');
      phones.kill(chance.pick(this.all));
    } else if (what === 'backup') host.backup();
    else if (what === 'restore') host.restore();
    else if (what === 'crash') host.crash();
    else if (what === 'upgrade') this.#upgrade();
    else if (what === 'posts' || what === 'moves') {
      host.count(what === 'posts' ? 'post changed' : 'household moved');
      const { today } = host;
      await phones.start(() => host.desk((book) => intendAtDesk(chance, [...book.rows.values()].filter((row) => !row.gone), today, what === 'moves')));
    } else if (what === 'days') {
      host.count('day passed');
      host.days += chance.pick([1, 1, 2, 10, 60]);
    } else if (what === 'clocks') {
      host.count('clock jumped');
      chance.pick(this.all).skewDays = chance.pick([-20_000, -400, -2, -1, 0, 1, 2, 400, 26_000]);
    } else if (what === 'echo') await phones.echo();
    else if (what === 'forge') await phones.forge();
    else if (what === 'rot') phones.rot(chance.pick(this.seats));
    else if (what === 'slip') phones.slip(chance.pick(this.seats));
    else if (what === 'lose') this.#lose(chance.pick(this.all));
  }

  /** A phone falls into the river; its people get another one, and devices of new names. */
  #lose(phone: Phone): void {
    this.host.count('phone lost');
    this.phones.kill(phone);
    for (const [i, seat] of phone.seats.entries()) {
      this.laws.lost(seat);
      this.lost.push(seat);
      this.#seats = undefined;
      phone.seats[i] = { ...seat, device: `${seat.device}x`, disk: new this.#code.MemoryDisk(), tabs: [], rotten: new Set(), slipped: new Set(), harmed: false, doubts: false, dirty: false, reread: false };
    }
  }

  #upgrade(): void {
    const phone = this.chance.pick(this.all);
    if (this.chance.odds(0.3)) this.host.upgrade();
    else if (phone.build === 1) {
      this.host.count('phone upgraded');
      this.phones.kill(phone);
      phone.build = 2;
    }
  }

  /** The road is mended, the phones are charged; what was under way ends. */
  async heal(): Promise<void> {
    this.note('the road heals');
    const calm = quiet(this.knobs);
    this.host.knobs = calm;
    this.phones.knobs = calm;
    if (this.knobs.serverEndsNew) this.host.upgrade();
    await this.rest();
    for (const phone of this.all) {
      if (this.chance.odds(0.3)) {
        this.phones.kill(phone);
        if (this.knobs.serverEndsNew) phone.build = 2;
      }
      for (const seat of phone.seats) if (seat.tabs.length === 0) await this.phones.open(seat);
    }
    await this.rest();
  }
}

const verdictText = (verdict: { turn: number; entry?: number; asSaid?: boolean; refusal?: { code: string } }): string =>
  verdict.refusal ? `${verdict.turn}:${verdict.refusal.code}` : `${verdict.turn}:${verdict.entry === undefined ? 'waits' : `#${verdict.entry}${verdict.asSaid ? ' as said' : ''}`}`;
