// Phones: each with one or more people's seats, tabs that are killed at any pause, a clock of its own, and a bad road.
import type { KeptAct } from '#journal/ports.ts';
import type { Push, Pushed, Page, Road } from '#journal/ports.ts';
import { type Asked, underOf } from '#journal/cursor.ts';
import type { Under } from '#journal/scope.ts';
import type { MemoryDisk } from '#journal/memory-store.ts';
import type { Doubt, Replica } from '#journal/replica.ts';
import type { Act, KeptRow, Row, RowKey } from '#journal/act.ts';
import { keyOf } from '#journal/act.ts';
import type { Chance } from './chance.ts';
import type { Code } from './code.ts';
import { COMMUNE, dayAfter, msAfter } from './commune.ts';
import type { Build } from './kinds.ts';
import type { Knobs } from './knobs.ts';
import { intend } from './people.ts';
import { Life, type Schedule } from './schedule.ts';
import type { Host } from './host.ts';
import { NotSignedIn, Trouble } from './trouble.ts';

export interface Phone {
  readonly name: string;
  build: Build;
  /** Days by which its clock is off. */
  skewDays: number;
  readonly seats: Seat[];
}

export interface Tab {
  readonly life: Life;
  readonly replica: Replica;
  /** It has read its disk: only now does it show anything. */
  opened: boolean;
  /** It shows something else than when it was last looked at. */
  changed: boolean;
}

/** One person on one phone: a disk that stays, tabs that come and go. */
export interface Seat {
  readonly device: string;
  readonly person: string;
  readonly phone: Phone;
  readonly disk: MemoryDisk;
  tabs: Tab[];
  /** Rows that went bad on this disk, as they are there now. */
  readonly rotten: Set<KeptRow>;
  /** Keys of rows that vanished here, or were lost on the way: until the sum shows it, nobody can know. */
  readonly slipped: Set<RowKey>;
  /** Something of that kind has ever happened here. */
  harmed: boolean;
  /** It has doubted what it holds in its last exchange. */
  doubts: boolean;
  /** Something on its disk has changed since the laws were last checked; and whether rows, or how far it has read, did. */
  dirty: boolean;
  reread: boolean;
}

/** What the world's people are shown. */
/** No person's scope is called so: whoever stands there has believed somebody else than the server. */
export const FALSE_SCOPE = 'false';

export interface PhoneWatch {
  saved(seat: Seat, tab: Tab, kept: KeptAct): void;
  dismissed(seat: Seat, turn: number): void;
  forged(act: Act, pushed: Pushed): void;
  doubted(seat: Seat, why: Doubt): void;
}

export class Phones {
  knobs: Knobs;
  readonly #code: Code;
  readonly #chance: Chance;
  readonly #schedule: Schedule;
  readonly #host: Host;
  readonly #watch: PhoneWatch;
  /** Requests of before, which a bad road may deliver once more. */
  readonly #past: { readonly device: string; readonly push: Push; readonly build: string }[] = [];

  constructor(code: Code, knobs: Knobs, chance: Chance, schedule: Schedule, host: Host, watch: PhoneWatch) {
    this.#code = code;
    this.knobs = knobs;
    this.#chance = chance;
    this.#schedule = schedule;
    this.#host = host;
    this.#watch = watch;
  }

  clock(phone: Phone): number {
    return msAfter(this.#host.days + phone.skewDays);
  }

  today(phone: Phone): string {
    return dayAfter(this.#host.days + phone.skewDays);
  }

  /** Opens the app for that seat (once more, where it is open). */
  async open(seat: Seat): Promise<Tab> {
    const { Replica, MemoryStore, kindsOf } = this.#code;
    const life = new Life(seat.device);
    const store = new MemoryStore(seat.disk, (moment, call) => this.#storeGate(seat, life, moment, call));
    const replica = new Replica(kindsOf[seat.phone.build], { commune: COMMUNE, device: seat.device, person: seat.person }, store,
      { now: () => this.clock(seat.phone), today: () => this.today(seat.phone) },
      { acts: this.knobs.pushActs, letters: this.knobs.pushLetters });
    replica.doubts((why) => {
      seat.doubts = true;
      this.#watch.doubted(seat, why);
    });
    const tab: Tab = { life, replica, opened: false, changed: true };
    replica.watch(() => {
      tab.changed = true;
    });
    seat.tabs.push(tab);
    await this.start(async () => {
      try {
        await replica.open();
        tab.opened = true;
      } catch (error) {
        // It shows that it cannot open, and is put away.
        seat.tabs = seat.tabs.filter((one) => one !== tab);
        throw error;
      }
    });
    return tab;
  }

  kill(phone: Phone): void {
    for (const seat of phone.seats) {
      for (const tab of seat.tabs) tab.life.dead = true;
      seat.tabs = [];
    }
  }

  tabOf(seat: Seat): Tab | undefined {
    const opened = seat.tabs.filter((tab) => tab.opened);
    return opened.length > 0 ? this.#chance.pick(opened) : undefined;
  }

  /** Somebody wants to write something down, and tries otherwise where the phone says no. */
  say(seat: Seat, tab: Tab): Promise<void> {
    const { replica } = tab;
    return this.start(async () => {
      for (let attempt = 0; attempt < 4; attempt++) {
        const { person, phone } = seat;
        const what = intend(this.#chance, { person, build: phone.build, today: this.today(phone), rows: seen(seat, replica) });
        const kind = what && this.#code.kindsOf[phone.build].get(what.kind);
        if (!what || !kind) continue;
        const kept = await replica.say(kind, what.body);
        if (!('act' in kept)) continue;
        this.#watch.saved(seat, tab, kept);
        return;
      }
    });
  }

  exchange(seat: Seat, tab: Tab): Promise<void> {
    return this.start(async () => {
      await tab.replica.exchange(this.road(seat, tab.life)).catch((error: unknown) => {
        if (error instanceof NotSignedIn) this.#host.signIn(seat.device, seat.person);
        throw error;
      });
    });
  }

  /** People read why, and take it off the list. */
  async dismiss(seat: Seat, tab: Tab): Promise<void> {
    const refused = tab.replica.acts.find((kept) => kept.trust === 'refused');
    if (!refused) return;
    const { turn } = refused.act;
    this.#watch.dismissed(seat, turn);
    await this.start(() => tab.replica.dismiss(turn));
  }

  /** A row on the disk goes bad, as no store should let it: what is worked out from it must not be believed. */
  rot(seat: Seat): void {
    const rows = [...seat.disk.held.values()].filter((row) => !row.gone && (row.kind === 'household' || row.kind === 'promise'));
    if (rows.length === 0) return;
    const row = this.#chance.pick(rows);
    const bad = { ...row, body: { ...(row.body as object), rotten: true } };
    seat.rotten.add(bad);
    seat.disk.held.set(keyOf(row), bad);
    this.#host.count('row went bad on a phone');
  }

  /** A row vanishes from the disk, as no store should let it. */
  slip(seat: Seat): void {
    const keys = [...seat.disk.held.keys()];
    if (keys.length === 0) return;
    const key = this.#chance.pick(keys);
    seat.slipped.add(key);
    seat.harmed = true;
    seat.disk.held.delete(key);
    this.#host.count('row vanished from a phone');
  }

  /** A request of before arrives once more. */
  async echo(): Promise<void> {
    if (this.#past.length === 0) return;
    const { device, push, build } = this.#chance.pick(this.#past);
    this.#host.count('old request arrived again');
    await this.start(() => this.#host.push(device, push, build));
  }

  /** A request whose acts have all been taken comes once more, one act with other content under its old name. */
  async forge(): Promise<void> {
    const { book, epochName } = this.#host;
    const past = this.#past.filter(({ device, push }) => push.acts.every((act) => book.acts.get(device)?.has(act.turn)));
    if (past.length === 0) return;
    const { device, push, build } = this.#chance.pick(past);
    const at = this.#chance.int(push.acts.length);
    const acts = push.acts.map((act, i) => (i === at ? { ...act, body: { forged: this.#chance.int(3) } } : act));
    this.#host.count('other content under a taken turn');
    await this.start(async () => {
      const pushed = await this.#host.push(device, { ...push, acts }, build, 'forged');
      if (pushed.epoch === epochName && this.#host.epochName === epochName) this.#watch.forged(acts[at]!, pushed);
    });
  }

  start(work: () => Promise<unknown>): Promise<void> {
    return this.#schedule.start(work, (error) => error instanceof Trouble || SAID.includes((error as Error).name));
  }

  road(seat: Seat, life: Life): Road {
    return {
      push: (push) => this.#push(seat, life, push),
      pull: (asked) => this.#pull(seat, life, asked),
    };
  }

  async #push(seat: Seat, life: Life, push: Push): Promise<Pushed> {
    const { lostOut, lostBack, twice, impatient, portal } = this.knobs;
    const build = String(seat.phone.build);
    await this.#wait(life, 'request');
    if (this.#fails(lostOut, 'request lost')) throw new Trouble('no answer');
    if (this.#fails(portal, 'somebody else answered')) throw new Trouble('a page of somebody else');
    this.#past.push({ device: seat.device, push, build });
    if (this.#past.length > 20) this.#past.shift();
    const asked = this.#host.push(seat.device, push, build);
    asked.catch(() => undefined);
    if (this.#fails(twice, 'request twice')) await this.start(() => this.#host.push(seat.device, push, build));
    if (this.#fails(impatient, 'gave up waiting')) throw new Trouble('gave up');
    const pushed = await asked;
    await this.#wait(life, 'answer');
    if (this.#fails(lostBack, 'answer lost')) throw new Trouble('answer lost');
    return pushed;
  }

  async #pull(seat: Seat, life: Life, asked: Asked): Promise<Page> {
    await this.#wait(life, 'asks rows');
    if (this.#fails(this.knobs.lostOut, 'request lost')) throw new Trouble('no answer');
    if (this.#fails(this.knobs.portal, 'somebody else answered')) throw new Trouble('a page of somebody else');
    const page = await this.#host.pull(seat.device, asked);
    await this.#wait(life, 'page');
    if (this.#fails(this.knobs.cut, 'page cut off')) throw new Trouble('cut off');
    // Who holds nothing yet has nothing to lose, and no word to hold against.
    if (seat.disk.held.size > 0 && this.#fails(this.knobs.falseScope, 'told to let rows go without an order')) return this.#unsigned(page, underOf(seat.disk.reach));
    return page.rows.length > 0 && this.#fails(this.knobs.leak, 'page lost a row') ? this.#leaky(seat, page) : page;
  }

  /** A whole reading of next to nothing: with no order, or with one that is older than what is held. */
  #unsigned(page: Page, under: Under | null): Page {
    const cursor = { ...page.cursor, scope: FALSE_SCOPE };
    const old = under?.epoch === cursor.epoch && this.#chance.odds(0.5);
    return {
      cursor, reset: true, rows: this.#chance.odds(0.5) ? [] : page.rows.slice(0, 1), more: null, end: page.end, other: false, from: null, hidden: null, sum: null,
      order: old ? { n: under.n, scope: FALSE_SCOPE, lost: { villages: [], households: [], rest: true } } : null,
    };
  }

  #leaky(seat: Seat, page: Page): Page {
    const lost = this.#chance.pick(page.rows);
    seat.slipped.add(keyOf(lost));
    seat.harmed = true;
    return { ...page, rows: page.rows.filter((row) => row !== lost) };
  }

  #fails(share: number, what: string): boolean {
    const fails = this.#chance.odds(share);
    if (fails) this.#host.count(what);
    return fails;
  }

  #wait(life: Life, label: string): Promise<void> | undefined {
    return this.#chance.odds(this.knobs.grain) ? this.#schedule.pause(life, label) : undefined;
  }

  #storeGate(seat: Seat, life: Life, moment: 'before' | 'after', call: string): Promise<void> | undefined {
    const writes = call === 'append' || call === 'settle' || call === 'take';
    if (moment === 'before' && writes && this.#fails(this.knobs.quota, `phone full at ${call}`)) throw new Trouble('the phone is full');
    if (moment === 'before' && !writes && this.#fails(this.knobs.closed, `phone closed its store at ${call}`)) throw new Trouble('the store is closed');
    if (moment === 'after' && (writes || call === 'dismiss')) seat.dirty = true;
    if (moment === 'after' && (call === 'settle' || call === 'take')) seat.reread = true;
    return this.#wait(life, call);
  }
}

/** What a phone says of an answer it will not take; it keeps what it has, and asks again later. */
const SAID: readonly string[] = ['UnsignedScope', 'PageGap'];

/** The rows on the screen: confirmed ones with the waiting ones over them. */
export function seen(seat: Seat, replica: Replica): readonly Row[] {
  const rows: Row[] = [];
  for (const [key, row] of seat.disk.held) if (!row.gone && !replica.over.has(key)) rows.push(row);
  for (const row of replica.over.values()) if (row) rows.push(row);
  return rows;
}
