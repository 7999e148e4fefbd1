// What every ledger must do (memory, PostgreSQL 18 and 15): cases that throw where it does not; free of any test runner.
import { type Decided, type LedgerTx, type Verdict } from './accept.ts';
import { type Act, type Json, type Row, actId } from './act.ts';
import { canonical } from './canonical.ts';
import type { End } from './digest.ts';

export interface LedgerHouse {
  /** Makes a device known, with no turn taken yet. */
  openSeat(commune: string, device: string, person: string): Promise<void>;
  /** One write transaction of one commune, with nobody else writing it (J8). Where `work` rejects, nothing of it stays. */
  transact<T>(commune: string, work: (tx: LedgerTx) => Promise<T>): Promise<T>;
  /** Marks of rows that left a place, in order of entry. */
  left(commune: string): Promise<readonly { entry: number; kind: string; id: string; village: string | null; household: string | null }[]>;
  /** Acts kept apart, in the order they came. */
  apart(commune: string): Promise<readonly Act[]>;
  close(): Promise<void>;
}

export interface LedgerCase {
  readonly title: string;
  /** `make` gives a house with no seat, act or row in communes `23538` and `23541`. The runner closes it. */
  run(house: LedgerHouse): Promise<void>;
}

const HERE = '23538';
const THERE = '23541';
const DEVICE = 'abcdefgh';

const act = (turn: number, body: Json = { said: turn }, device = DEVICE): Act =>
  ({ id: actId(device, turn), kind: 'thing.say', v: 1, device, turn, at: 1_000 + turn, body });
const thing = (id: string, body: Json, village: string | null = 'v1', household: string | null = 'h1'): Row =>
  ({ kind: 'thing', id, village, household, body });
const booked = (one: Act, entry: number, puts: readonly Row[], drops: readonly string[] = []): Decided =>
  ({ act: one, verdict: { turn: one.turn, entry, asSaid: true, on: '2026-11-23' }, puts, drops });
const refused = (one: Act): Decided =>
  ({ act: one, verdict: { turn: one.turn, refusal: { code: 'thing.no', params: { why: 'đã có' } } }, puts: [], drops: [] });
const waiting = (one: Act): Decided => ({ act: one, verdict: { turn: one.turn, waits: true }, puts: [], drops: [] });

/** Books one act that leaves these rows, under the next number. */
async function book(house: LedgerHouse, turn: number, puts: readonly Row[], drops: readonly string[] = [], commune = HERE): Promise<number> {
  return house.transact(commune, async (tx) => {
    const entry = await tx.number(1);
    await tx.write(DEVICE, [booked(act(turn), entry, puts, drops)], turn);
    return entry;
  });
}

function same(found: unknown, wanted: unknown, what: string): void {
  if (canonical(found) !== canonical(wanted)) throw new Error(`${what}: found ${canonical(found)}, wanted ${canonical(wanted)}`);
}

const rowsOf = (house: LedgerHouse, keys: readonly string[], commune = HERE) =>
  house.transact(commune, async (tx) => Object.fromEntries(await tx.rows(keys)));

const takenBy = (house: LedgerHouse, turns: readonly number[], commune = HERE) =>
  house.transact(commune, async (tx) => Object.fromEntries([...(await tx.taken(DEVICE, turns))].map(([turn, { verdict }]) => [turn, verdict])));

async function rejects(work: () => Promise<unknown>, what: string): Promise<void> {
  let failed = false;
  try {
    await work();
  } catch {
    failed = true;
  }
  if (!failed) throw new Error(`${what}: should have been refused`);
}

const taking: readonly LedgerCase[] = [
  {
    title: 'J5 a seat knows its person and the last turn taken; an unknown device has none, here or in another commune',
    async run(house) {
      await house.openSeat(HERE, DEVICE, 'p1');
      same(await house.transact(HERE, (tx) => tx.seat('zzzzzzzz', 0)), undefined, 'unknown device');
      same(await house.transact(THERE, (tx) => tx.seat(DEVICE, 0)), undefined, 'device in another commune');
      same(await house.transact(HERE, (tx) => tx.seat(DEVICE, 0)), { person: 'p1', lastTurn: 0, chain: '' }, 'new seat');
      await book(house, 1, []);
      same(await house.transact(HERE, (tx) => tx.seat(DEVICE, 0)), { person: 'p1', lastTurn: 1, chain: '' }, 'seat after a turn');
    },
  },
  {
    title: 'J2 an act is found again with its verdict, and told from one with other content, whatever became of it',
    async run(house) {
      await house.openSeat(HERE, DEVICE, 'p1');
      const odd: Json = { words: 'Hộ ông Đinh Văn Nghĩa\u0000 "\\ \u{1F33E}', deep: { list: [1, null, true, -0.5, 9007199254740991] }, nfd: 'đã'.normalize('NFD') };
      const all: Decided[] = [];
      await house.transact(HERE, async (tx) => {
        const entry = await tx.number(1);
        all.push(booked(act(1, odd), entry, [thing('a', 'Á')]), refused(act(2)), waiting(act(3, odd)));
        await tx.write(DEVICE, all, 3);
      });
      const found = await takenBy(house, [1, 2, 3, 4]);
      same(found, Object.fromEntries(all.map((one) => [one.act.turn, one.verdict])), 'taken');
      same(await takenBy(house, []), {}, 'no turns asked');
      const told = await house.transact(HERE, async (tx) => [...(await tx.taken(DEVICE, [1, 2, 3]))].map(([turn, { same: isSame }]) => {
        const one = act(turn, turn === 2 ? { said: turn } : odd);
        const turned = { body: one.body, at: one.at, turn, device: one.device, v: one.v, kind: one.kind, id: one.id };
        return [one, turned, { ...one, at: one.at + 1 }, { ...one, body: 'x' }, { ...one, kind: 'thing.other' }].map(isSame);
      }));
      same(told, all.map(() => [true, true, false, false, false]), 'told apart');
    },
  },
  {
    title: 'J9 an act that waits gets its verdict later, once, without moving the last turn back',
    async run(house) {
      await house.openSeat(HERE, DEVICE, 'p1');
      await house.transact(HERE, (tx) => tx.write(DEVICE, [waiting(act(1)), refused(act(2))], 2));
      await house.transact(HERE, async (tx) => tx.write(DEVICE, [booked(act(1), await tx.number(1), [thing('a', 1)])], 2));
      const verdict: Verdict = { turn: 1, entry: 1, asSaid: true, on: '2026-11-23' };
      same((await takenBy(house, [1]))['1'], verdict, 'verdict after waiting');
      same((await rowsOf(house, ['thing/a']))['thing/a'], { ...thing('a', 1), entry: 1 }, 'its row');
      same((await house.transact(HERE, (tx) => tx.seat(DEVICE, 0)))?.lastTurn, 2, 'last turn');
      await rejects(() => house.transact(HERE, (tx) => tx.write(DEVICE, [waiting(act(1))], 2)), 'a verdict taken back');
      await rejects(() => house.transact(HERE, (tx) => tx.write(DEVICE, [refused(act(2))], 2)), 'a refusal given twice');
    },
  },
  {
    title: 'J2 an act with other content is kept apart, each different one once',
    async run(house) {
      await house.openSeat(HERE, DEVICE, 'p1');
      await book(house, 1, []);
      for (const body of ['x', 'y', 'x']) await house.transact(HERE, (tx) => tx.quarantine(act(1, body), 'same turn, other content'));
      same(await house.apart(HERE), [act(1, 'x'), act(1, 'y')], 'kept apart');
      same(await house.apart(THERE), [], 'kept apart in another commune');
    },
  },
];

const leaving: readonly LedgerCase[] = [
  {
    title: 'J3 rows carry the entry that last touched them; a row taken away is told as gone, without its body',
    async run(house) {
      await house.openSeat(HERE, DEVICE, 'p1');
      same(await book(house, 1, [thing('a', { n: 1 }), thing('b', 'hai', null, null)]), 1, 'first entry');
      same(await book(house, 2, [thing('a', { n: 2 })], ['thing/b', 'thing/never']), 2, 'second entry');
      same(await rowsOf(house, ['thing/a', 'thing/b', 'thing/never', 'thing/c']), {
        'thing/a': { ...thing('a', { n: 2 }), entry: 2 },
        'thing/b': { ...thing('b', null, null, null), entry: 2, gone: true },
      }, 'rows');
      same(await book(house, 3, [thing('b', 'lại', null, null)]), 3, 'third entry');
      same((await rowsOf(house, ['thing/b']))['thing/b'], { ...thing('b', 'lại', null, null), entry: 3 }, 'a row put again');
      same(await house.left(HERE), [], 'marks where nothing moved');
    },
  },
  {
    title: 'J3 the acts of one batch leave their rows in order',
    async run(house) {
      await house.openSeat(HERE, DEVICE, 'p1');
      await house.transact(HERE, async (tx) => {
        const first = await tx.number(3);
        same(first, 1, 'first of three numbers');
        await tx.write(DEVICE, [
          booked(act(1), 1, [thing('a', 1), thing('b', 1)]), booked(act(2), 2, [thing('a', 2)], ['thing/b']), booked(act(3), 3, [thing('b', 3)]),
        ], 3);
      });
      same(await rowsOf(house, ['thing/a', 'thing/b']), {
        'thing/a': { ...thing('a', 2), entry: 2 }, 'thing/b': { ...thing('b', 3), entry: 3 },
      }, 'rows after the batch');
    },
  },
  {
    title: 'J10 a row that moves leaves a mark where it was, also when it was gone meanwhile',
    async run(house) {
      await house.openSeat(HERE, DEVICE, 'p1');
      await book(house, 1, [thing('a', 1, 'v1', 'h1'), thing('b', 1, 'v1', 'h1')]);
      await book(house, 2, [thing('a', 2, 'v2', 'h1')], ['thing/b']);
      await book(house, 3, [thing('a', 3, 'v2', 'h2'), thing('b', 3, 'v2', 'h1')]);
      await book(house, 4, [thing('a', 4, 'v2', 'h2')]);
      const marks = [
        { entry: 2, kind: 'thing', id: 'a', village: 'v1', household: 'h1' },
        { entry: 3, kind: 'thing', id: 'a', village: 'v2', household: 'h1' },
        { entry: 3, kind: 'thing', id: 'b', village: 'v1', household: 'h1' },
      ];
      const found = [...(await house.left(HERE))].map(({ entry, kind, id, village, household }) => ({ entry, kind, id, village, household }));
      same(found.sort((x, y) => x.entry - y.entry || (x.id < y.id ? -1 : 1)), marks, 'marks');
    },
  },
  {
    title: 'J10 two communes on one server know nothing of each other',
    async run(house) {
      await house.openSeat(HERE, DEVICE, 'p1');
      await house.openSeat(THERE, DEVICE, 'p2');
      await book(house, 1, [thing('a', 'here')]);
      same(await book(house, 1, [thing('a', 'there')], [], THERE), 1, 'first entry of the other commune');
      same((await rowsOf(house, ['thing/a']))['thing/a']?.body, 'here', 'row here');
      same((await rowsOf(house, ['thing/a'], THERE))['thing/a']?.body, 'there', 'row there');
      same((await house.transact(THERE, (tx) => tx.seat(DEVICE, 0)))?.person, 'p2', 'person there');
    },
  },
];

const failing: readonly LedgerCase[] = [
  {
    title: 'J8 a transaction that fails leaves nothing, and its numbers are given out again',
    async run(house) {
      await house.openSeat(HERE, DEVICE, 'p1');
      await rejects(() => house.transact(HERE, async (tx) => {
        await tx.number(5);
        await tx.write(DEVICE, [booked(act(1), 1, [thing('a', 1)])], 1);
        await tx.quarantine(act(9, 'x'), 'why');
        throw new Error('the machine went off');
      }), 'a failing transaction');
      same(await takenBy(house, [1]), {}, 'taken');
      same(await rowsOf(house, ['thing/a']), {}, 'rows');
      same(await house.apart(HERE), [], 'kept apart');
      same(await book(house, 1, []), 1, 'the first number, again');
    },
  },
  {
    title: 'J8 of eight devices writing at once every number is given once, and a lower one is never seen later',
    async run(house) {
      const devices = Array.from({ length: 8 }, (_, i) => `device${i}`);
      for (const device of devices) await house.openSeat(HERE, device, 'p1');
      const seen: number[] = [];
      await Promise.all(devices.map(async (device) => {
        for (let turn = 1; turn <= 5; turn++) {
          await house.transact(HERE, async (tx) => {
            const last = (await tx.rows(['thing/last'])).get('thing/last')?.entry ?? 0;
            await tx.seat(device, 0);
            const entry = await tx.number(1);
            if (entry !== last + 1) throw new Error(`entry ${entry} came after ${last}`);
            seen.push(entry);
            await tx.write(device, [booked(act(turn, { turn }, device), entry, [thing('last', device)])], turn);
          });
        }
      }));
      same(seen, Array.from({ length: 40 }, (_, i) => i + 1), 'numbers in the order of the transactions');
    },
  },
];

const chaining: readonly LedgerCase[] = [
  {
    title: 'J8 the journal’s end carries a digest over every entry: each entry has another, and it is found again',
    async run(house) {
      await house.openSeat(HERE, DEVICE, 'p1');
      const ends: End[] = [await house.transact(HERE, (tx) => tx.end())];
      same(ends[0], { entry: 0, chain: '' }, 'end of an empty journal');
      for (const body of ['một', 'hai', 'một']) {
        ends.push(await house.transact(HERE, async (tx) => {
          const one = act(ends.length, body);
          const entry = await tx.number(1);
          await tx.write(DEVICE, [refused(act(90 + entry)), booked(one, entry, [])], one.turn);
          return tx.end();
        }));
      }
      same(ends.map(({ entry }) => entry), [0, 1, 2, 3], 'entries');
      same(new Set(ends.map(({ chain }) => chain)).size, 4, 'digests, each another');
      same(await house.transact(HERE, (tx) => tx.end()), ends[3], 'end, asked anew');
      for (const { entry, chain } of ends) same((await house.transact(HERE, (tx) => tx.seat(DEVICE, entry)))?.chain, chain, `digest at ${entry}`);
      same((await house.transact(HERE, (tx) => tx.seat(DEVICE, 4)))?.chain, undefined, 'digest beyond the end');
      await house.openSeat(THERE, DEVICE, 'p1');
      same((await house.transact(THERE, (tx) => tx.seat(DEVICE, 3)))?.chain, undefined, 'digest in another commune');
    },
  },
  {
    title: 'J8 two journals that differ in one word have different ends from there on',
    async run(house) {
      const told = async (commune: string, cut: number, words: string) => {
        await house.openSeat(commune, DEVICE, 'p1');
        const acts = [1, 2, 3, 4].map((turn) => act(turn, turn === 2 ? words : { turn }));
        for (const part of [acts.slice(0, cut), acts.slice(cut)]) {
          await house.transact(commune, async (tx) => {
            const first = part.length > 0 ? await tx.number(part.length) : 0;
            if (part.length > 0) await tx.write(DEVICE, part.map((one, i) => booked(one, first + i, [])), part.at(-1)!.turn);
          });
        }
        return Promise.all([2, 3, 4].map(async (at) => (await house.transact(commune, (tx) => tx.seat(DEVICE, at)))?.chain));
      };
      const [here, there] = [await told(HERE, 1, 'được'), await told(THERE, 3, 'không')];
      same(here.map((chain, i) => chain === there[i]), [false, false, false], 'not the same any more');
    },
  },
];

export const ledgerCases: readonly LedgerCase[] = [...taking, ...leaving, ...failing, ...chaining];
