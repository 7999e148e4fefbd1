// How bad a world is: every knob drawn from its seed, most of them off in most worlds, so that each fault is seen alone too.
import type { Chance } from './chance.ts';

export interface Knobs {
  readonly events: number;
  readonly seats: number;
  readonly phones: number;
  /** Share of gates at which a task really stops and lets others go on. */
  readonly grain: number;
  readonly pageRows: number;
  /** Acts and letters a push carries at most. */
  readonly pushActs: number;
  readonly pushLetters: number;
  /** Share of devices that the server does not know from the start: a restored one may have forgotten them. */
  readonly late: number;
  /** Share of phones that are used with two tabs. */
  readonly tabs: number;
  readonly lostOut: number;
  readonly lostBack: number;
  readonly twice: number;
  readonly impatient: number;
  readonly cut: number;
  readonly crash: number;
  readonly quota: number;
  /** Share of readings of the store that find it closed. */
  readonly closed: number;
  /** Share of requests answered by somebody else (a Wi-Fi that wants a sign-in, a proxy), or with "wait". */
  readonly portal: number;
  /** Share of server transactions that find its disk full. */
  readonly diskFull: number;
  /** Share of pages from which the road loses a row without anybody noticing. */
  readonly leak: number;
  /** Share of pages in whose place somebody says, without the server's word for it, that this person may read next to nothing. */
  readonly falseScope: number;
  /** Weights of events among a hundred sayings and exchanges. */
  readonly kill: number;
  readonly restore: number;
  readonly oldBackup: boolean;
  /** Share of restores after which nobody gave the server a new epoch: files were copied back by hand. */
  readonly silent: number;
  readonly upgrade: number;
  readonly posts: number;
  readonly moves: number;
  readonly days: number;
  readonly clocks: number;
  readonly echo: number;
  readonly forge: number;
  readonly rot: number;
  /** Rows that vanish from a phone. */
  readonly slip: number;
  /** Phones that are lost, or whose browser clears everything. */
  readonly lose: number;
  readonly serverEndsNew: boolean;
}

export function draw(chance: Chance, set: Partial<Knobs> = {}): Knobs {
  const share = (most: number, often = 0.5): number => (chance.odds(often) ? (most * chance.between(1, 10)) / 10 : 0);
  const seats = chance.pick([1, 2, 3, 3, 4, 4, 5, 6, 8]);
  return {
    // Many small worlds find more than few large ones; some things need a long story.
    events: chance.pick([6, 12, 20, 20, 35, 60]),
    seats,
    phones: chance.odds(0.3) ? Math.max(1, seats >> 1) : seats,
    grain: chance.pick([0.15, 0.4, 0.4, 1]),
    pageRows: chance.pick([2, 4, 8, 30]),
    pushActs: chance.pick([1, 2, 3, 500]),
    pushLetters: chance.pick([300, 900, 300_000]),
    late: share(1, 0.4),
    tabs: share(1, 0.4),
    lostOut: share(0.3),
    lostBack: share(0.4),
    twice: share(0.3, 0.4),
    impatient: share(0.3, 0.3),
    cut: share(0.3),
    crash: share(0.04, 0.4),
    quota: share(0.2, 0.3),
    closed: share(0.05, 0.2),
    portal: share(0.2, 0.2),
    diskFull: share(0.1, 0.15),
    leak: share(0.2, 0.12),
    falseScope: share(0.15, 0.2),
    kill: share(25),
    restore: share(8, 0.35),
    oldBackup: chance.odds(0.25),
    silent: chance.odds(0.3) ? 0.7 : 0,
    upgrade: share(10),
    posts: share(15, 0.6),
    moves: share(8, 0.4),
    days: share(8, 0.4),
    clocks: share(8, 0.3),
    echo: share(10, 0.4),
    forge: share(4, 0.3),
    rot: share(3, 0.15),
    slip: share(3, 0.12),
    lose: share(3, 0.12),
    serverEndsNew: chance.odds(0.8),
    ...set,
  };
}

/** A road without faults. */
export const quiet = (knobs: Knobs): Knobs => ({
  ...knobs, grain: 0, tabs: 0, lostOut: 0, lostBack: 0, twice: 0, impatient: 0, cut: 0, crash: 0, quota: 0, closed: 0, portal: 0, diskFull: 0, leak: 0, falseScope: 0,
});
