// Faults planted in what notices that two histories, or the rows of the two sides, are not the same.
import type { Fault } from './fault.ts';

const REPLICA = 'replica.ts';
const ACCEPT = 'accept.ts';
const STORE = 'memory-store.ts';
const LEDGER = 'memory-ledger.ts';
const SERVER = 'memory-server.ts';
const DIGEST = 'digest.ts';
const PORTS = 'ports.ts';

/** Backups are put back by hand, and nobody tells the server. */
const BY_HAND = { silent: 1, restore: 8 } as const;

export const digestFaults: readonly Fault[] = [
  {
    name: 'a server that was put back by hand is believed', laws: ['J1', 'J2', 'J3'],
    edits: [[ACCEPT, "return heard.chain === chain ? 'same' : 'other';", "return 'same';"]], knobs: BY_HAND,
  },
  {
    name: 'the chain leaves out what was said', laws: ['J1', 'J2', 'J3'],
    edits: [[LEDGER, 'tally(`${this.#end.chain}|${verdict.entry}|${act.id}|${this.#now}|${canonical(act)}`).toString(36)', 'String(verdict.entry)']], knobs: BY_HAND,
  },
  {
    name: 'the chain leaves out when it was booked', laws: ['J3', 'J10'],
    edits: [[LEDGER, '|${this.#now}|${canonical(act)}', '|${canonical(act)}']], knobs: { ...BY_HAND, days: 8, upgrade: 10, seats: 2, phones: 2, events: 60, posts: 0, lose: 0 },
  },
  {
    name: 'a phone forgets the newest moment it was told of', laws: ['J1', 'J3'],
    edits: [[REPLICA, 'cursor, heard, withheld: withheldOf', 'cursor, heard: heard && { ...heard, entry: 0, chain: "" }, withheld: withheldOf'],
      [REPLICA, ': { cursor: reach.cursor, more: null, heard };', ': { cursor: reach.cursor, more: null, heard: heard && { ...heard, entry: 0, chain: "" } };']], knobs: BY_HAND,
  },
  {
    name: 'what a push tells of the journal is not kept', laws: ['J1', 'J3'],
    edits: [[STORE, '      this.reach = { ...this.reach, heard };\n', '      if (told.other || !this.reach.heard || this.reach.heard.epoch !== heard.epoch) this.reach = { ...this.reach, heard };\n']], knobs: BY_HAND,
  },
  {
    name: 'another history is told, and what was booked goes on counting as booked', laws: ['J1', 'J7', 'J3'],
    edits: [[PORTS, '? { ...kept, epoch: UNSURE } : kept;', '? { ...kept } : kept;']], knobs: BY_HAND,
  },
  {
    name: 'a page of another history is laid upon the rows of this one', laws: ['J3', 'J10', 'J1'],
    edits: [[SERVER, '&& cursor.scope === mark.scope && !other;', '&& cursor.scope === mark.scope;']], knobs: BY_HAND,
  },
  {
    name: 'a late word of another history overturns what was heard since', laws: ['J3', 'J1', 'J6'],
    edits: [[DIGEST, 'told.other && sameHeard(held, told.asked);', 'told.other;']], knobs: { ...BY_HAND, tabs: 1, grain: 1 },
  },
  {
    name: 'a request of before the restore books what was refused meanwhile', laws: ['J4'],
    edits: [[ACCEPT, "} else if (history === 'same') {", '} else {']], knobs: { restore: 12, echo: 60, posts: 15, silent: 0, events: 60, kill: 0, lose: 0, lostOut: 0 },
  },
  {
    name: 'a phone that was told of no journal is taken at its word', laws: ['J4'],
    edits: [[ACCEPT, "if (heard?.epoch !== epoch) return 'old';", "if (heard !== null && heard.epoch !== epoch && heard.chain === chain) return 'same';\n  if (heard?.epoch !== epoch) return 'old';"]], knobs: { restore: 12, echo: 60, posts: 15, silent: 0, events: 60, kill: 0, lose: 0, lostOut: 0 },
  },
  {
    name: 'nobody compares what the two sides hold', laws: ['J3', 'J10'],
    edits: [[REPLICA, "if (taken && taken.sum !== 'unequal') return taken;", 'if (taken) return taken;']], knobs: { slip: 8, lose: 0 },
  },
  {
    name: 'a page that leaves entries out is taken for whole', laws: ['J3', 'J10'],
    edits: [[PORTS, 'if (reset || from === null) return false;', 'if (reset || !reset) return false;'],
      [REPLICA, "if (taken && taken.sum !== 'unequal') return taken;", 'if (taken) return taken;']], knobs: { leak: 0.2 },
  },
  {
    name: 'a page does not say what it hides', laws: ['J3'],
    edits: [[SERVER, 'hidden: upto - cursor.entry - new Set(rows.map((row) => row.entry)).size', 'hidden: 0']],
  },
  {
    name: 'the sum counts rows its reader may not see', laws: ['J3'],
    edits: [[SERVER, 'sum: last ? sumOf(seen(book, sees)) : null', 'sum: last ? sumOf(book.rows.values()) : null']],
  },
  {
    name: 'the sum is told of a page that is not the last', laws: ['J3'],
    edits: [[SERVER, 'sum: last ? sumOf(seen(book, sees)) : null', 'sum: sumOf(seen(book, sees))'], [PORTS, '&& page.more === null ', '']], knobs: { pageRows: 2 },
  },
  {
    name: 'a row has the same mark whichever entry left it', laws: ['J3'],
    edits: [[DIGEST, 'tally(`${kind}/${id}`, entry) % MARKS', 'tally(`${kind}/${id}`, entry - entry) % MARKS']], knobs: { leak: 0.2, slip: 0 },
  },
  {
    name: 'acts are booked in the order of their clocks', laws: ['J5'],
    edits: [[ACCEPT, '[...batch.acts].sort((a, b) => a.turn - b.turn)', '[...batch.acts].sort((a, b) => a.at - b.at)'],
      [ACCEPT, 'if (act.turn !== expected) continue;', 'expected = act.turn;']], knobs: { clocks: 8, pushActs: 500, pushLetters: 300_000 },
  },
];
