// Faults planted one at a time in the real code: each must be caught by the law it breaks, or the simulation proves nothing.
import { type Code, realCode } from './code.ts';
import type { Fault } from './fault.ts';
import { digestFaults } from './faults-digest.ts';
import type { Knobs } from './knobs.ts';
import { type Edit, withEdits } from './mutate.ts';
import { type Outcome, runWorld } from './run.ts';

/** Worlds tried before a fault counts as not caught. */
const TRIES = 3_000;

const REPLICA = 'replica.ts';
const ACCEPT = 'accept.ts';
const KEPT = 'kept.ts';
const STORE = 'memory-store.ts';
const LEDGER = 'memory-ledger.ts';
const SERVER = 'memory-server.ts';
const CURSOR = 'cursor.ts';
const DECIDE = 'decide.ts';
const SCOPE = 'scope.ts';

/** The tally would hide these faults by reading everything anew; and without it no row may go bad by itself. */
const NO_ROT: Partial<Knobs> = { rot: 0 };
const NO_TALLY: Edit = [REPLICA, '    if (tallyOf(outcomes) !== tally) return nothing;\n', '    void tally;\n'];

const faults: readonly Fault[] = [
  {
    name: 'a booked act is let go before it stands in a backup', laws: ['J1'],
    edits: [[REPLICA, 'kept.act.turn <= safe && kept.epoch', 'kept.epoch']],
  },
  {
    name: 'an act is called saved although the phone was full', laws: ['J1'],
    edits: [[REPLICA, 'const kept = await this.#store.append((turn) => this.#build(this.#act(kind, body, turn), view, today));',
      'const turn = (this.#state.acts.at(-1)?.act.turn ?? 0) + 1;\n      const kept = await this.#store.append((turn) => this.#build(this.#act(kind, body, turn), view, today)).catch(() => this.#build(this.#act(kind, body, turn), view, today));']],
  },
  {
    name: 'an act is taken off the phone when it is sent, not when it is answered', laws: ['J1'],
    edits: [[REPLICA, '    const round: Round', '    await this.#store.settle({ epoch: "", verdicts: [], under: null, rows: [], own: [], mistrust: false, forget: this.#state.acts.map((kept) => kept.act.turn) });\n    const round: Round']],
  },
  {
    name: 'after a restore booked acts are not said again', laws: ['J1'],
    edits: [[REPLICA, 'return heard !== null && kept.epoch !== heard.epoch;', 'return false;']],
  },
  {
    name: 'a phone does not go back to the turn a restored server asks for', laws: ['J1'],
    edits: [[REPLICA, 'if (pushed.expected <= last && round.lost === Infinity) {', 'if (pushed.expected < 0) {'],
      [REPLICA, 'return heard !== null && kept.epoch !== heard.epoch;', 'return false;']],
  },
  {
    name: 'a repeated act is decided once more', laws: ['J2'],
    edits: [[ACCEPT, "if ('waits' in known.verdict && !twin) due.push(act);", 'if (!twin) due.push(act);'],
      [ACCEPT, "one.act.turn >= fresh || !('waits' in one.verdict)", 'one.act.turn >= fresh || true'],
      [LEDGER, "if (before && !('waits' in before.verdict)) throw", 'if (turnless) throw'],
      [LEDGER, 'class MemoryTx', 'const turnless = false;\nclass MemoryTx']],
  },
  {
    name: 'other content under a taken turn gets the first one\'s verdict', laws: ['J2'],
    edits: [[ACCEPT, 'if ((known && !known.same(act)) || (twin && canonical(twin) !== canonical(act))) {', 'if (act.turn < 0) {']],
  },
  {
    name: 'other content under a taken turn is refused but not kept', laws: ['J2'],
    edits: [[ACCEPT, "      await tx.quarantine(act, 'same turn, other content');\n", '']],
  },
  {
    name: 'the cursor is saved before the rows', laws: ['J3', 'J10'],
    edits: [[STORE, "return this.#step('take', () => this.#disk.take(page, asked));",
      "const { reach } = this.#disk;\n    return this.#step('take', () => void (this.#disk.reach = reachAfter(reach, page, takingOf(reach, page, asked)))).then(() => this.#step('take', () => ((this.#disk.reach = reach), this.#disk.take(page, asked))));"]],
  },
  {
    name: 'a lost answer is settled from the rows of a later day', laws: ['J3'],
    edits: [[REPLICA, '&& verdict.asSaid && verdict.turn >= fresh)', '&& verdict.asSaid && fresh > 0)'], NO_TALLY], knobs: NO_ROT,
  },
  {
    name: 'an act counts as said without being checked', laws: ['J3', 'J10', 'J6'],
    edits: [[ACCEPT, 'const asSaid = act.turn >= fresh && this.#asSaid(reading.readable.needs, puts);', 'const asSaid = act.turn >= fresh;'], NO_TALLY], knobs: NO_ROT,
  },
  {
    name: 'nobody compares what the two sides worked out', laws: ['J3'], edits: [NO_TALLY], knobs: { rot: 6, tabs: 0 },
  },
  {
    name: 'a page of another reset is taken for the next one of this', laws: ['J3'],
    edits: [[CURSOR, "if (held.reading?.more !== asked.more || !sameMark(held.reading.cursor, asked.cursor)) return 'pass';", '']],
  },
  {
    name: 'own entries outlive a reset', laws: ['J3'],
    edits: [[CURSOR, 'return { heard, cursor: { ...page.cursor, own: [] }, reading: null', 'return { heard, cursor: { ...page.cursor, own: held.cursor?.own ?? [] }, reading: null']], knobs: { posts: 15, restore: 8, pageRows: 2 },
  },
  {
    name: 'rows worked out over a state that is past are held', laws: ['J3', 'J10'],
    edits: [[STORE, 'if (!sameMark(cursor, under)) return;', ''], NO_TALLY], knobs: { ...NO_ROT, tabs: 1, grain: 1, events: 60, seats: 2, phones: 2, kill: 0, lostOut: 0 },
  },
  {
    name: 'a cut page claims everything was read', laws: ['J3'],
    edits: [[SERVER, 'const upto = last ? mark.entry : found[end - 1]!.entry;', 'const upto = mark.entry;']],
  },
  {
    name: 'a refused act is dropped from the phone', laws: ['J4'],
    edits: [[STORE, 'this.acts.set(verdict.turn, { ...kept, verdict, epoch });',
      "'refusal' in verdict ? this.acts.delete(verdict.turn) : this.acts.set(verdict.turn, { ...kept, verdict, epoch });"]],
  },
  {
    name: 'refused acts get no answer', laws: ['J4', 'J1'],
    edits: [[ACCEPT, 'for (const one of decided) answers.set(one.verdict.turn, one.verdict);', "for (const one of decided) if (!('refusal' in one.verdict)) answers.set(one.verdict.turn, one.verdict);"]],
  },
  {
    name: 'a gap in turns is passed over', laws: ['J5'],
    edits: [[ACCEPT, 'if (act.turn !== expected) continue;', 'expected = act.turn;']], knobs: { silent: 1, restore: 40, posts: 0, moves: 0, seats: 1, phones: 1, events: 60, kill: 0, upgrade: 4, lose: 0, late: 0, tabs: 0, crash: 0 },
  },
  {
    name: 'a phone does not say which turns will never come', laws: ['J1'],
    edits: [[REPLICA, 'withheld: withheldOf(this.#state.acts, batch.at(-1)?.act.turn ?? 0)', 'withheld: []']],
  },
  {
    name: 'what is withheld is told from what this tab knew a while ago', laws: ['J5'],
    edits: [[REPLICA, '    await this.open();\n    const round', '    const round']],
  },
  {
    name: 'a turn is used again once its act has left the list', laws: ['J5', 'J2'],
    edits: [[STORE, 'const kept = build(this.lastTurn + 1);', 'this.lastTurn = Math.max(0, ...this.acts.keys());\n    const kept = build(this.lastTurn + 1);']], knobs: { restore: 8, posts: 15 },
  },
  {
    name: 'rows that were as said are read back', laws: ['J6'],
    edits: [[REPLICA, 'own: spansOf(asSaid.map(({ entry }) => entry)),', 'own: [],']],
  },
  {
    name: 'all acts that wait for a newer server are sent each time', laws: ['J6'],
    edits: [[REPLICA, "return !(asked?.verdict && 'waits' in asked.verdict);", 'return true;']], knobs: { upgrade: 10 },
  },
  {
    name: 'a settled act is sent until it is let go', laws: ['J6'],
    edits: [[REPLICA, "if ('entry' in verdict) return false;", "if ('entry' in verdict) return true;"]],
  },
  {
    name: 'a booked act leaves the screen before its rows have come', laws: ['J7'],
    edits: [[KEPT, 'return epoch !== cursor?.epoch || !knows(cursor, verdict.entry);', 'return false;']],
  },
  {
    name: 'an act that others have overtaken leaves the screen unanswered', laws: ['J7'],
    edits: [[REPLICA, "{ shown: outcome.puts, hidden: outcome.drops ?? [] } : kept;", "{ shown: outcome.puts, hidden: outcome.drops ?? [] } : { shown: [], hidden: [] };"]],
  },
  {
    name: 'the screen is laid over a state that is already past', laws: ['J7'],
    edits: [[REPLICA, 'const result = this.#queue.then(work);', 'const result = work();']],
  },
  {
    name: 'numbers are given out without the lock', laws: ['J8'],
    edits: [[LEDGER, 'const run = this.#queue.then(() => this.unlocked(work));', 'const run = this.unlocked(work);'],
      [LEDGER, "const first = this.#next;\n    this.#next += count;", "const first = (this.#book as { next?: number }).next ?? this.#next;\n    this.#next = (this.#book as { next?: number }).next = first + count;"],
      [LEDGER, "if (before && !('waits' in before.verdict)) throw", "if (before && !('waits' in before.verdict) && before.verdict.turn < 0) throw"]],
  },
  {
    name: 'two transactions read the same last number', laws: ['J8'],
    edits: [[LEDGER, 'const run = this.#queue.then(() => this.unlocked(work));', 'const run = this.unlocked(work);'],
      [LEDGER, "if (before && !('waits' in before.verdict)) throw", "if (before && !('waits' in before.verdict) && before.verdict.turn < 0) throw"]],
  },
  {
    name: 'an unknown kind is refused', laws: ['J9'],
    edits: [[DECIDE, 'if (!kind || act.v > kind.version) return { waits: true };', "if (!kind || act.v > kind.version) return { refusal: { code: 'act.unknown' } };"]],
  },
  {
    name: 'an act that waited is never judged', laws: ['J9'],
    edits: [[ACCEPT, "if ('waits' in known.verdict && !twin) due.push(act);", '']],
  },
  {
    name: 'a kind whose code fails stops everyone behind it', laws: ['J9', 'J1'],
    edits: [[DECIDE, 'return { waits: true, why: error instanceof Error ? error.message : String(error) };', 'throw error;']],
  },
  {
    name: 'two builds that judge otherwise believe each other', laws: ['J3'],
    edits: [[SERVER, 'const known = build === this.#rules.build ? cursor : null;', 'const known = build === "" ? null : cursor;'], NO_TALLY], knobs: NO_ROT,
  },
  {
    name: 'rows stay when a post ends', laws: ['J10'],
    edits: [], swap: () => ({ scopeOf: () => 'everything' }),
  },
  {
    name: 'rows are let go without an order', laws: ['J10'],
    edits: [[SCOPE, 'if (!order || order.scope !== cursor.scope) return false;', 'if (!order || order.scope !== cursor.scope) return true;']], knobs: { falseScope: 0.2 },
  },
  {
    name: 'rows are let go by an order of before', laws: ['J10'],
    edits: [[SCOPE, 'return order.n > under.n || under.epoch !== cursor.epoch;', 'return true;']], knobs: { falseScope: 0.2 },
  },
  {
    name: 'an order that was given before a restore stops every order after it', laws: ['J10', 'J1', 'J3'],
    edits: [[SCOPE, 'Math.max((last ?? 0) + 1, now)', '(last ?? 0) + 1'], [SCOPE, ' || under.epoch !== cursor.epoch', '']], knobs: { posts: 15, restore: 8 },
  },
  {
    name: 'what is not sent goes with the rows that go', laws: ['J1'],
    edits: [[STORE, '      this.held = this.aside;\n', '      for (const [turn, { verdict }] of this.acts) if (!verdict) this.acts.delete(turn);\n      this.held = this.aside;\n']], knobs: { posts: 15 },
  },
  {
    name: 'a mistrusted reading forgets under which word it was read', laws: ['J10'],
    edits: [[STORE, 'return { ...nowhere, under: underOf(this.reach) };', 'return nowhere;']], knobs: { falseScope: 0.4, rot: 6, silent: 0.7, restore: 8 },
  },
  {
    name: 'rows of an old reading stay after a new one', laws: ['J10', 'J3'],
    edits: [[STORE, '      this.held = this.aside;\n', '      for (const row of this.aside.values()) put(this.held, row);\n']],
  },
  {
    name: 'nobody is told of rows that moved away', laws: ['J10'],
    edits: [[SERVER, 'if (!knows(cursor, entry) && sees(gone) && !(now && sees(now))) found.push(gone);', 'void now;']],
  },
  {
    name: 'a move leaves no mark where the row was', laws: ['J10'],
    edits: [[LEDGER, 'if (before && (before.village !== row.village || before.household !== row.household)) left.push(mark(before, entry));', '']],
  },
  {
    name: 'a row its author may not see counts as said', laws: ['J10'],
    edits: [[ACCEPT, ' &&\n      puts.every((row) => this.#by.sees(person, row));', ';']],
  },
];

export const allFaults: readonly Fault[] = [...faults, ...digestFaults];

/** Tries each fault on world after world until its law is seen broken. Answers how many were caught. */
export async function plantAll(tell: (line: string) => void, only = ''): Promise<{ readonly caught: number; readonly all: number }> {
  let caught = 0;
  const chosen = allFaults.filter((fault) => fault.name.includes(only));
  for (const fault of chosen) {
    const found = await withEdits(fault.edits, (code) => hunt(fault, { ...code, ...fault.swap?.(realCode) }));
    if (found?.caught) caught += 1;
    tell(found === undefined ? `NOT CAUGHT  ${fault.laws[0]}  ${fault.name}`
      : `${found.caught ? 'caught' : 'WRONG LAW'}  ${fault.laws[0]}  ${fault.name}: seed ${found.seed}, ${found.what}`);
  }
  return { caught, all: chosen.length };
}

async function hunt(fault: Fault, code: Code): Promise<{ seed: number; what: string; caught: boolean } | undefined> {
  let wrong: { seed: number; what: string; caught: boolean } | undefined;
  for (let seed = 1; seed <= TRIES; seed++) {
    const { broken }: Outcome = await runWorld(seed, code, fault.knobs);
    if (!broken) continue;
    const caught = fault.laws.includes(broken.law);
    const what = broken.what.split('\n')[0]!.slice(0, 150);
    if (caught) return { seed, what, caught };
    wrong ??= { seed, what, caught };
  }
  return wrong;
}
