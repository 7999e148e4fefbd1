// The laws of the journal, held against every step of a world: what was shown, kept, booked and handed out.
import type { Verdict } from '#journal/accept.ts';
import { type Act, type KeptRow, type Row, type RowKey, keyOf } from '#journal/act.ts';
import { canonical } from '#journal/canonical.ts';
import { type Asked, type Cursor, knows } from '#journal/cursor.ts';
import type { MemoryBook, TakenAct } from '#journal/memory-ledger.ts';
import type { KeptAct, Page, Push, Pushed } from '#journal/ports.ts';
import type { Code } from './code.ts';
import type { Doubt } from '#journal/replica.ts';
import { FALSE_SCOPE, type Seat, type Tab } from './phone.ts';
import type { Host } from './host.ts';

export class LawBroken extends Error {
  readonly law: string;

  constructor(law: string, what: string) {
    super(`${law} broken: ${what}`);
    this.law = law;
  }
}

/** An act that a screen has called saved. */
interface SavedAct {
  readonly kept: KeptAct;
  /** The tab whose screen said so. */
  readonly tab: Tab;
  dismissed: boolean;
}

type Stance = 'waits' | 'refused' | 'booked' | 'gone';

export class Laws {
  broken: LawBroken | undefined;
  readonly #code: Code;
  readonly #saved = new Map<string, Map<number, SavedAct>>();
  /** By history, device and turn: the verdict that was given. */
  readonly #given = new Map<string, Verdict>();
  /** By epoch and act: its verdict as committed. */
  readonly #booked = new Map<string, Verdict>();
  /** Acts that waited for a newer server: their entries may be out of turn. */
  readonly #late = new Set<string>();
  /** Highest entry a page has reached in this epoch: nothing may be booked at or below it any more. */
  #handed = 0;
  #entries = 0;
  /** Highest turn of a device that its phone was told stands in a backup. */
  readonly #safe = new Map<string, number>();
  /** Acts given up by an operator who put back a backup older than the one phones were told of. */
  readonly #givenUp = new Set<string>();
  /** Nobody told the server that it was restored: what only such a phone knows of it, nobody else can. */
  #silent = false;

  constructor(code: Code, book: MemoryBook) {
    this.#code = code;
    this.#entries = book.lastEntry;
  }

  /** How many acts screens have called saved. */
  get acts(): number {
    return [...this.#saved.values()].reduce((sum, acts) => sum + acts.size, 0);
  }

  break(law: string, what: string): void {
    this.broken ??= new LawBroken(law, what);
  }

  saved(seat: Seat, tab: Tab, kept: KeptAct): void {
    const acts = this.#saved.get(seat.device) ?? new Map<number, SavedAct>();
    this.#saved.set(seat.device, acts);
    if (acts.has(kept.act.turn)) this.break('J5', `turn ${kept.act.turn} of ${seat.device} was given twice`);
    acts.set(kept.act.turn, { kept, tab, dismissed: false });
  }

  dismissed(seat: Seat, turn: number): void {
    const saved = this.#saved.get(seat.device)?.get(turn);
    if (saved) saved.dismissed = true;
  }

  answered(host: Host, device: string, push: Push, { verdicts, expected, safe }: Pushed): void {
    this.#safe.set(device, Math.max(safe, this.#safe.get(device) ?? 0));
    for (const verdict of verdicts) {
      const name = `${host.historyName} ${device}-${verdict.turn}`;
      const before = this.#given.get(name);
      if (before && before !== verdict && !('waits' in before) && canonical(before) !== canonical(verdict)) this.break('J2', `${name} got ${canonical(before)}, then ${canonical(verdict)}`);
      this.#given.set(name, verdict);
    }
    for (const act of push.acts) {
      const answered = verdicts.some((verdict) => verdict.turn === act.turn);
      if (!answered && act.turn < expected) this.break('J4', `${device}-${act.turn} got no verdict`);
    }
  }

  /** A taken turn came again with other content: it must be refused, kept apart, and change nothing. */
  forged(host: Host, act: Act, { verdicts }: Pushed): void {
    const verdict = verdicts.find((one) => one.turn === act.turn);
    const apart = host.book.apart.some((one) => canonical(one.act) === canonical(act));
    if (!apart) this.break('J2', `${act.id} came with other content and was not kept apart`);
    if (!verdict || !('refusal' in verdict) || verdict.refusal.code !== 'act.altered') this.break('J2', `${act.id} came with other content and got ${canonical(verdict ?? null)}`);
  }

  handed(host: Host, { cursor }: Asked, page: Page): void {
    this.#handed = Math.max(this.#handed, page.cursor.entry);
    if (cursor && !page.reset && page.cursor.entry < cursor.entry) this.break('J8', `a page of ${host.epochName} goes back from ${cursor.entry} to ${page.cursor.entry}`);
  }

  restored(host: Host, seats: readonly Seat[], toOlder: boolean): void {
    this.#handed = 0;
    this.#silent ||= host.epoch <= host.restores;
    this.#entries = host.book.lastEntry;
    for (const seat of seats) {
      for (const [turn] of this.#saved.get(seat.device) ?? []) {
        const toldSafe = turn <= (this.#safe.get(seat.device) ?? 0);
        if (toOlder && toldSafe) this.#givenUp.add(`${seat.device}-${turn}`);
      }
    }
  }

  /** A phone doubts what it holds: only where something really went wrong may it have a reason to. */
  doubted(seat: Seat, why: Doubt): void {
    if (why === 'history' && !this.#silent) this.break('J1', `${seat.device} was told of another history, and there is none`);
    const harmed = seat.harmed || this.#silent;
    if ((why === 'rows' || why === 'gap') && !harmed) this.break('J3', `the two sides disagree on what ${seat.device} holds (${why}), and nothing went wrong`);
  }

  /** A phone is lost, or its browser has cleared everything: what had not been sent is gone, and its owner knows. */
  lost(seat: Seat): void {
    for (const [turn] of this.#saved.get(seat.device) ?? []) this.#givenUp.add(`${seat.device}-${turn}`);
  }

  /** After a commit: numbers in order and gapless, turns in order and gapless, each act once. */
  journal(host: Host, seats: readonly Seat[]): void {
    const { book } = host;
    const seen = new Map<number, string>();
    for (const [device, acts] of book.acts) {
      const seat = seats.find((one) => one.device === device);
      let last = 0;
      for (const { act, verdict } of inTurn(acts)) {
        if ('waits' in verdict) this.#late.add(act.id);
        const name = `${host.historyName} ${act.id}`;
        const before = this.#booked.get(name);
        if (before && before !== verdict && !('waits' in before)) this.break('J2', `${name} stood as ${canonical(before)}, now as ${canonical(verdict)}`);
        this.#booked.set(name, verdict);
        if (!('entry' in verdict)) continue;
        if (seen.has(verdict.entry)) this.break('J8', `entry ${verdict.entry} was given to ${seen.get(verdict.entry)} and ${act.id}`);
        seen.set(verdict.entry, act.id);
        if (!this.#late.has(act.id) && verdict.entry < last) this.break('J5', `${act.id} was booked before an earlier turn`);
        if (!this.#late.has(act.id)) last = Math.max(last, verdict.entry);
        if (verdict.entry > this.#entries && verdict.entry <= this.#handed) this.break('J8', `entry ${verdict.entry} came after pages up to ${this.#handed} were handed out`);
      }
      if (seat) this.#turns(host, seat, acts);
    }
    for (let entry = 1; entry <= book.lastEntry; entry++) if (!seen.has(entry)) this.break('J8', `entry ${entry} is missing`);
    this.#entries = book.lastEntry;
  }

  /** A turn may only be missing where the phone itself no longer says it: refused before, or let go as safe. */
  #turns(host: Host, seat: Seat, acts: ReadonlyMap<number, unknown>): void {
    const lastTurn = host.book.seats.get(seat.device)?.lastTurn ?? 0;
    for (let turn = 1; turn <= lastTurn; turn++) {
      if (acts.has(turn)) continue;
      const kept = seat.disk.acts.get(turn);
      const sayable = kept && !(kept.verdict && 'refusal' in kept.verdict);
      if (sayable) this.break('J5', `the server went past turn ${turn} of ${seat.device}, which the phone still keeps`);
    }
  }

  /** Whether the seat's person may see the row, by the server's book of this moment. */
  sees(host: Host, seat: Seat, row: Row): boolean {
    const person = personOf(host.book, seat.person);
    return person !== undefined && this.#code.sees(person, row, host.today);
  }

  /** After a change on a phone: nothing called saved is lost, and what is confirmed is as the server has it. */
  phone(host: Host, seat: Seat): void {
    for (const [turn, saved] of this.#saved.get(seat.device) ?? []) this.#keeps(host, seat, turn, saved);
    if (seat.reread) this.#confirmed(host, seat);
    this.#scope(seat);
  }

  #keeps(host: Host, seat: Seat, turn: number, { kept, dismissed }: SavedAct): void {
    const name = `${seat.device}-${turn} (${kept.act.kind})`;
    const stance = stanceOf(seat.disk.acts.get(turn));
    const taken = host.book.acts.get(seat.device)?.get(turn);
    if (taken && taken.act !== kept.act && canonical(taken.act) !== canonical(kept.act)) this.break('J2', `${name} stands in the journal with other content`);
    const there: Stance = taken ? stanceOf({ ...kept, verdict: taken.verdict }) : 'gone';
    if (stance === 'booked' && seat.disk.acts.get(turn)!.epoch === host.epochName && host.knows(seat.disk.reach.heard) && there !== 'booked') {
      this.break('J1', `${name} is called booked and is not in the journal`);
    }
    const wrong = ourOwn(seat.disk.acts.get(turn)?.verdict);
    if (wrong) this.break(wrong, `${name} was refused for no reason of the commune`);
    if (stance !== 'gone' || dismissed || this.#givenUp.has(`${seat.device}-${turn}`)) return;
    if (there === 'gone') this.break('J1', `${name} was called saved and is nowhere`);
    if (there === 'refused') this.break('J4', `${name} was refused and its author was not told`);
  }

  /** Rows go by the server's word only: nobody else brings a phone into another scope. */
  #scope(seat: Seat): void {
    if (seat.disk.reach.cursor?.scope === FALSE_SCOPE) this.break('J10', `${seat.device} let its rows go without the server’s word`);
  }

  /** Whether the phone has read this server's book, with the posts of today. */
  #isCurrent(host: Host, seat: Seat): boolean {
    const { cursor, heard } = seat.disk.reach;
    const person = personOf(host.book, seat.person);
    return cursor !== null && person !== undefined && cursor.epoch === host.epochName && host.knows(heard) && cursor.scope === this.#code.scopeOf(person, host.today);
  }

  /** What a phone holds as confirmed, up to its cursor, is what the server has and lets it see. */
  #confirmed(host: Host, seat: Seat): void {
    const { cursor } = seat.disk.reach;
    if (!cursor || !this.#isCurrent(host, seat)) return;
    const person = personOf(host.book, seat.person)!;
    const sees = (row: Row): boolean => this.#code.sees(person, row, host.today);
    for (const [key, row] of host.book.rows) {
      if (!knows(cursor, row.entry) || row.gone || !sees(row)) continue;
      const held = seat.disk.held.get(key);
      if (held !== undefined && seat.rotten.has(held)) continue;
      // A row lost from a page that was set aside is missed only later: until the end nobody can say that it is mended.
      if (!alike(held, row) && !seat.slipped.has(key)) this.break('J3', `${seat.device} at ${spot(cursor)} holds ${key} as ${show(held)}, the server as ${show(row)}`);
    }
    for (const [key, held] of seat.disk.held) {
      if (held.gone) continue;
      const row = host.book.rows.get(key);
      if (seat.slipped.has(key)) continue;
      if (!row) this.break('J3', `${seat.device} holds ${key}, which the server never had`);
      else if (knows(cursor, row.entry) && row.gone) this.break('J3', `${seat.device} at ${spot(cursor)} holds ${key}, which is gone since ${row.entry}`);
      else if (knows(cursor, row.entry) && !sees(row)) this.break('J10', `${seat.device} at ${spot(cursor)} holds ${key}, which its person may not see since ${row.entry}`);
    }
  }

  /** On an open screen: what was shown stays shown until its settled rows stand there. */
  screen(host: Host, seat: Seat, tab: Tab): void {
    const { acts, over } = tab.replica;
    const listed = new Map(acts.map((kept) => [kept.act.turn, kept]));
    for (const [turn, { kept, tab: saidIn, dismissed }] of this.#saved.get(seat.device) ?? []) {
      if (dismissed || this.#givenUp.has(`${seat.device}-${turn}`)) continue;
      const now = listed.get(turn);
      if (!now && seat.disk.acts.has(turn)) {
        if (saidIn === tab) this.break('J7', `${kept.act.id} is no longer listed on the screen of ${seat.device} that said it`);
        // Said in another tab a moment ago: this one has not looked yet.
        continue;
      }
      const verdict = now ? now.verdict : host.book.acts.get(seat.device)?.get(turn)?.verdict;
      if (verdict && 'refusal' in verdict) continue;
      const entry = verdict && 'entry' in verdict ? verdict.entry : undefined;
      const epoch = now ? now.epoch : host.epochName;
      for (const key of [...kept.shown.map(keyOf), ...kept.hidden]) {
        if (over.has(key) || (entry !== undefined && (epoch !== host.epochName || !host.knows(seat.disk.reach.heard))) || (!now && entry === undefined)) continue;
        if (seat.slipped.has(key)) continue;
        // Another tab has heard of another history since: this one shows what it knew, and has not looked yet.
        if (this.#silent && canonical(tab.replica.cursor) !== canonical(seat.disk.reach.cursor)) continue;
        // Decided anew over what others did meanwhile, an act may leave a row alone that it had changed; never one it made.
        const others = !key.includes(`/${kept.act.id}`) && seat.disk.held.has(key);
        const stands = entry === undefined ? others : this.#stands(host, seat, key, entry);
        if (!stands) this.break('J7', `${key}, shown by ${kept.act.id}, is no longer on the screen of ${seat.device}`);
      }
    }
  }

  /** Whether what an act left is confirmed on the phone, or is no longer there for this person to see. */
  #stands(host: Host, seat: Seat, key: RowKey, entry: number): boolean {
    const held = seat.disk.held.get(key);
    if ((held && held.entry >= entry) || !this.#isCurrent(host, seat)) return true;
    const row = host.book.rows.get(key);
    // Changed once more since, perhaps out of sight and back again: what the phone had read of it is past.
    const later = row !== undefined && row.entry > entry && !knows(seat.disk.reach.cursor, row.entry);
    return !row || row.gone === true || row.entry < entry || later || !this.sees(host, seat, row);
  }

  /** At the end, on a quiet road: everything has arrived, everywhere. */
  end(host: Host, seats: readonly Seat[]): void {
    for (const acts of host.book.acts.values()) {
      for (const { act, verdict } of acts.values()) if ('waits' in verdict && host.build === 2) this.break('J9', `${act.id} (${act.kind}) still waits on the server`);
    }
    for (const seat of seats) {
      // By now the sums have shown whatever had vanished, and it has been read anew.
      seat.slipped.clear();
      seat.reread = true;
      this.phone(host, seat);
      const { cursor } = seat.disk.reach;
      if (!cursor || !this.#isCurrent(host, seat)) {
        this.break('J3', `${seat.device} stands at ${cursor && spot(cursor)} after all, the server at ${host.epochName}/${host.book.lastEntry}`);
      } else if (!knows(cursor, host.book.lastEntry) && cursor.entry < host.book.lastEntry) {
        this.break('J3', `${seat.device} has read up to ${cursor.entry} of ${host.book.lastEntry}`);
      }
      for (const kept of seat.disk.acts.values()) this.#settled(host, seat, kept);
      for (const [turn, saved] of this.#saved.get(seat.device) ?? []) this.#toldAll(host, seat, turn, saved);
    }
  }

  #settled(host: Host, seat: Seat, { act, verdict, epoch }: KeptAct): void {
    if (!verdict) this.break('J1', `${act.id} (${act.kind}) still waits on a quiet road`);
    else if ('waits' in verdict && host.build === 2) this.break('J9', `${act.id} (${act.kind}) still waits though the server knows it`);
    else if ('entry' in verdict && epoch !== host.epochName) this.break('J1', `${act.id} was booked before the restore and is not said again`);
    else if ('entry' in verdict && !host.book.acts.get(seat.device)?.has(act.turn)) this.break('J1', `${act.id} is not in the journal`);
  }

  #toldAll(host: Host, seat: Seat, turn: number, { dismissed }: SavedAct): void {
    const taken = host.book.acts.get(seat.device)?.get(turn);
    const kept = seat.disk.acts.get(turn);
    const refusedHere = dismissed || (kept?.verdict && 'refusal' in kept.verdict);
    if (refusedHere && taken && 'entry' in taken.verdict && !this.#silent) this.break('J4', `${seat.device}-${turn} stands in the book, and its author was told that it was refused`);
    if (!taken || !('refusal' in taken.verdict) || dismissed) return;
    if (!kept?.verdict || !('refusal' in kept.verdict) || !kept.verdict.refusal.code) this.break('J4', `${seat.device}-${turn} was refused and its author was not told why`);
  }
}

/** Acts are written in turn, as a rule. */
function inTurn(acts: ReadonlyMap<number, TakenAct>): Iterable<TakenAct> {
  let last = 0;
  for (const turn of acts.keys()) {
    if (turn < last) return [...acts].sort((a, b) => a[0] - b[0]).map(([, taken]) => taken);
    last = turn;
  }
  return acts.values();
}

const personOf = (book: MemoryBook, id: string): KeptRow | undefined => book.rows.get(`person/${id}`);

function stanceOf(kept: KeptAct | undefined): Stance {
  if (!kept) return 'gone';
  if (!kept.verdict || 'waits' in kept.verdict) return 'waits';
  return 'entry' in kept.verdict ? 'booked' : 'refused';
}

/** Refusals that no honest phone may get, and the law that each of them breaks. */
const WRONGLY: Readonly<Record<string, string>> = { 'act.altered': 'J2', 'act.withheld': 'J5', 'act.version': 'J9', 'act.unknown': 'J9', 'act.broken': 'J9' };
const ourOwn = (verdict: Verdict | null | undefined): string | undefined =>
  verdict && 'refusal' in verdict ? WRONGLY[verdict.refusal.code] : undefined;

const alike = (held: KeptRow | undefined, row: KeptRow): boolean =>
  held === row || (held !== undefined && !held.gone && held.entry === row.entry && held.village === row.village &&
    held.household === row.household && (held.body === row.body || textOf(held) === textOf(row)));

const texts = new WeakMap<Row, string>();

function textOf(row: Row): string {
  const text = texts.get(row) ?? canonical(row.body);
  texts.set(row, text);
  return text;
}

const spot = ({ epoch, scope, entry, own }: Cursor): string => `${epoch}/${scope}/${entry}${own.map(([from, to]) => `+${from}-${to}`).join('')}`;
const show = (row: KeptRow | undefined): string => (row ? `${row.entry}${row.gone ? ' gone' : ''} ${canonical(row.body).slice(0, 160)}` : 'nothing');
