// What every phone's store must do (memory, IndexedDB): cases that throw where it does not; runs in a bare browser too.
import type { Order } from './scope.ts';
import type { Verdict } from './accept.ts';
import { type Act, type Json, type KeptRow, type Refusal, actId, keyOf } from './act.ts';
import { canonical } from './canonical.ts';
import type { Asked, Mark, Reach } from './cursor.ts';
import { type End, type Heard, type Sum, noRows, sumOf } from './digest.ts';
import type { KeptAct, Page, ReplicaStore, Settlement } from './ports.ts';

export interface StoreHouse {
  /** Another handle on the same store, as a second tab or the next start of the app has; the first stays usable. */
  again(): Promise<ReplicaStore>;
  readonly store: ReplicaStore;
}

export interface StoreCase {
  readonly title: string;
  run(make: () => Promise<StoreHouse>): Promise<void>;
}

const DEVICE = 'abcdefgh';
const act = (turn: number, body: Json = { said: turn }): Act =>
  ({ id: actId(DEVICE, turn), kind: 'thing.say', v: 1, device: DEVICE, turn, at: 1_000 + turn, body });
const kept = (turn: number): KeptAct => ({
  act: act(turn), verdict: null, epoch: null, hidden: ['thing/old'],
  shown: [{ kind: 'thing', id: `n${turn}`, village: 'v1', household: 'h1', body: { words: 'Đã hứa sửa mương', n: turn } }],
});
const row = (id: string, entry: number, body: Json = `${id}@${entry}`, household: string | null = 'h1'): KeptRow =>
  ({ kind: 'thing', id, village: household === null ? null : 'v1', household, body, entry });
const gone = (id: string, entry: number, household: string | null = 'h1'): KeptRow => ({ ...row(id, entry, null, household), gone: true });
const mark = (entry: number, epoch = 'e1', scope = 's1'): Mark => ({ epoch, scope, entry });
const end = (entry: number): End => ({ entry, chain: entry === 0 ? '' : `c${entry}` });
const heard = (entry: number, epoch = 'e1'): Heard => ({ ...end(entry), epoch });
/** The server's word for scope s1, s2 …, numbered so. */
const orderOf = (scope: string, n = Number(scope.slice(1))): Order => ({ n, scope, lost: { villages: [], households: [], rest: true } });
const reset = (cursor: Mark, rows: readonly KeptRow[], more: string | null = null, change: Partial<Page> = {}): Page =>
  ({ cursor, reset: true, rows, more, order: orderOf(cursor.scope), end: end(cursor.entry), other: false, from: null, hidden: null, sum: null, ...change });
const plain = (cursor: Mark, rows: readonly KeptRow[], more: string | null = null, change: Partial<Page> = {}): Page =>
  ({ cursor, reset: false, rows, more, end: end(cursor.entry), other: false, from: 0, hidden: 0, sum: null, ...change });
const first: Asked = { cursor: null, more: null, heard: null };
const at = (cursor: Mark, more: string | null = null, own: readonly (readonly [number, number])[] = [], told: Heard | null = null): Asked =>
  ({ cursor: { ...cursor, own }, more, heard: told });
const settlement = (change: Partial<Settlement>): Settlement =>
  ({ epoch: 'e1', verdicts: [], under: null, rows: [], own: [], mistrust: false, forget: [], told: null, ...change });
/** Where a store stands, without what it has heard. */
const place = ({ cursor, reading }: Reach) => ({ cursor, reading });
const booked = (turn: number, entry: number): Verdict => ({ turn, entry, asSaid: true, on: '2026-11-23' });
const refused = (turn: number): Verdict => ({ turn, refusal: { code: 'thing.no', params: { n: 1 } } });

function same(found: unknown, wanted: unknown, what: string): void {
  if (canonical(found) !== canonical(wanted)) throw new Error(`${what}: found ${canonical(found)}, wanted ${canonical(wanted)}`);
}

/** The rows that are there, by key; a row taken away may be kept as gone or not at all. */
async function held(store: ReplicaStore, ...ids: string[]): Promise<Record<string, unknown>> {
  const rows = await store.rows(ids.map((id) => `thing/${id}`));
  return Object.fromEntries([...rows.values()].filter((one) => !one.gone).map((one) => [one.id, { ...one, gone: undefined }]));
}

const wanted = (...rows: KeptRow[]) => Object.fromEntries(rows.map((one) => [one.id, one]));

async function append(store: ReplicaStore, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await store.append(kept);
}

const turnsOf = async (store: ReplicaStore) => (await store.open()).acts.map((one) => one.act.turn);

const saying: readonly StoreCase[] = [
  {
    title: 'J3 a new store has read nothing and holds nothing',
    async run(make) {
      const { store } = await make();
      const { under = null, ...state } = await store.open();
      same([state, under], [{ cursor: null, reading: null, heard: null, acts: [] }, null], 'state');
      same(await held(store, 'a'), {}, 'rows');
    },
  },
  {
    title: 'J1 an act that was kept is there at the next start, letter for letter, in turn order',
    async run(make) {
      const { store, again } = await make();
      await append(store, 12);
      const wantedActs = Array.from({ length: 12 }, (_, i) => kept(i + 1));
      same((await store.open()).acts, wantedActs, 'acts');
      same((await (await again()).open()).acts, wantedActs, 'acts at the next start');
    },
  },
  {
    title: 'J5 a refused act uses no turn, and a turn is never used twice, whatever has left the list',
    async run(make) {
      const { store, again } = await make();
      const no: { refusal: Refusal } = { refusal: { code: 'thing.no' } };
      same(await store.append(() => no), no, 'a refusal');
      await append(store, 3);
      same(await store.append(() => no), no, 'a refusal');
      await store.settle(settlement({ verdicts: [booked(1, 1), booked(2, 2), refused(3)], forget: [1, 2] }));
      await store.dismiss(3);
      same(await turnsOf(store), [], 'kept turns');
      let turn = 0;
      await (await again()).append((next) => kept((turn = next)));
      same(turn, 4, 'next turn at the next start');
    },
  },
  {
    title: 'J5 two tabs that say things at once get different turns, and both see both acts',
    async run(make) {
      const { store, again } = await make();
      const other = await again();
      await Promise.all([0, 1, 2, 3, 4].flatMap(() => [store.append(kept), other.append(kept)]));
      same(await turnsOf(store), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'turns in one tab');
      same(await turnsOf(other), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'turns in the other');
    },
  },
  {
    title: 'J1 where building an act fails, nothing is kept and no turn is used',
    async run(make) {
      const { store } = await make();
      let failed = false;
      await store.append(() => {
        throw new Error('a fault in a kind');
      }).catch(() => (failed = true));
      same(failed, true, 'the failure reaches the caller');
      await append(store, 1);
      same(await turnsOf(store), [1], 'turns');
    },
  },
];

const settling: readonly StoreCase[] = [
  {
    title: 'J2 a verdict stands: one of the same epoch changes nothing, except where the act still waited',
    async run(make) {
      const { store, again } = await make();
      await append(store, 3);
      const waits: Verdict = { turn: 3, waits: true };
      await store.settle(settlement({ verdicts: [booked(1, 7), refused(2), waits] }));
      await store.settle(settlement({ verdicts: [refused(1), booked(2, 9), booked(3, 8), booked(99, 9)] }));
      const after = (await (await again()).open()).acts.map((one) => [one.verdict, one.epoch]);
      same(after, [[booked(1, 7), 'e1'], [refused(2), 'e1'], [booked(3, 8), 'e1']], 'verdicts');
      await store.settle(settlement({ epoch: 'e2', verdicts: [refused(1)] }));
      same((await store.open()).acts[0]?.verdict, refused(1), 'the verdict of a restored server');
      same((await store.open()).acts[0]?.epoch, 'e2', 'its epoch');
      const withheld: Verdict = { turn: 2, refusal: { code: 'act.withheld' } };
      await store.settle(settlement({ epoch: 'e2', verdicts: [withheld] }));
      same((await store.open()).acts[1]?.verdict, refused(2), 'the reason that was read');
    },
  },
  {
    title: 'J4 a refused act stays until it is dismissed; any other cannot be dismissed',
    async run(make) {
      const { store } = await make();
      await append(store, 3);
      await store.settle(settlement({ verdicts: [refused(1), booked(2, 1)] }));
      for (const turn of [1, 2, 3, 4]) await store.dismiss(turn);
      same(await turnsOf(store), [2, 3], 'turns');
    },
  },
  {
    title: 'J6 rows of as-said acts are held from then on, and their entries are known as own',
    async run(make) {
      const { store, again } = await make();
      await append(store, 3);
      await store.take(reset(mark(10), [row('a', 4), row('b', 5)]), first);
      const under = { ...mark(10), own: [] };
      await store.settle(settlement({ verdicts: [booked(1, 12)], under, rows: [row('a', 12), gone('b', 12)], own: [[12, 12]] }));
      await store.settle(settlement({ verdicts: [booked(2, 13), booked(3, 15)], under, rows: [row('c', 13), row('a', 15)], own: [[13, 13], [15, 15]] }));
      const next = await again();
      same((await next.open()).cursor, { ...mark(10), own: [[12, 13], [15, 15]] }, 'cursor');
      same(await held(next, 'a', 'b', 'c'), wanted(row('a', 15), row('c', 13)), 'rows');
      await store.take(plain(mark(14), [row('d', 14)]), at(mark(10), null, [[12, 13], [15, 15]]));
      same((await store.open()).cursor, { ...mark(14), own: [[15, 15]] }, 'cursor after reading on');
      same(await held(store, 'a', 'b', 'c', 'd'), wanted(row('a', 15), row('c', 13), row('d', 14)), 'rows after reading on');
    },
  },
  {
    title: 'J3 rows worked out over a state that is past are not held; the verdicts are',
    async run(make) {
      const { store } = await make();
      await append(store, 1);
      await store.take(reset(mark(10), [row('a', 4)]), first);
      await store.take(plain(mark(11), [row('a', 11)]), at(mark(10)));
      await store.settle(settlement({ verdicts: [booked(1, 12)], under: mark(10), rows: [row('a', 12)], own: [[12, 12]] }));
      same(await held(store, 'a'), wanted(row('a', 11)), 'rows');
      same((await store.open()).cursor, { ...mark(11), own: [] }, 'cursor');
      same((await store.open()).acts[0]?.verdict, booked(1, 12), 'verdict');
      await store.settle(settlement({ under: mark(10), mistrust: true }));
      same((await store.open()).cursor, { ...mark(11), own: [] }, 'cursor after mistrust of the past');
    },
  },
  {
    title: 'J3 mistrust forgets where we stand, so that all is read anew; acts and rows stay meanwhile',
    async run(make) {
      const { store } = await make();
      await append(store, 1);
      await store.take(reset(mark(10), [row('a', 4)]), first);
      await store.settle(settlement({ verdicts: [booked(1, 12)], under: mark(10), mistrust: true }));
      const state = await store.open();
      same([state.cursor, state.reading, state.acts.length], [null, null, 1], 'state');
      same(await held(store, 'a'), wanted(row('a', 4)), 'rows');
      await store.take(plain(mark(12), [row('b', 12)]), at(mark(10)));
      same([(await store.open()).cursor, await held(store, 'b')], [null, {}], 'a plain page asked before');
      await store.take(reset(mark(12), [row('b', 12)]), first);
      same(await held(store, 'a', 'b'), wanted(row('b', 12)), 'rows read anew');
    },
  },
];

const reading: readonly StoreCase[] = [
  {
    title: 'J3 plain pages change rows, take rows away, and never bring an older state back',
    async run(make) {
      const { store, again } = await make();
      await store.take(reset(mark(5), [row('a', 3), row('b', 4), row('c', 5, 'xã', null)]), first);
      const reach = await store.take(plain(mark(8), [row('a', 6), gone('b', 7), row('d', 8, 'mới', 'h2')], 'on'), at(mark(5)));
      same(place(reach), { cursor: { ...mark(8), own: [] }, reading: null }, 'reach');
      const next = await again();
      same(await held(next, 'a', 'b', 'c', 'd'), wanted(row('a', 6), row('c', 5, 'xã', null), row('d', 8, 'mới', 'h2')), 'rows');
      await store.take(plain(mark(6), [row('a', 6, 'older'), row('b', 4)]), at(mark(5)));
      same(await held(next, 'a', 'b'), wanted(row('a', 6)), 'rows after a page that came late');
      same((await next.open()).cursor, { ...mark(8), own: [] }, 'cursor after a page that came late');
    },
  },
  {
    title: 'J10 a row that changes its household is in one place only, and leaves it when told so',
    async run(make) {
      const { store } = await make();
      await store.take(reset(mark(5), [row('a', 3), row('b', 3)]), first);
      await store.take(plain(mark(7), [row('a', 6, 'moved', 'h2'), row('b', 7, 'moved', null)]), at(mark(5)));
      same(await held(store, 'a', 'b'), wanted(row('a', 6, 'moved', 'h2'), row('b', 7, 'moved', null)), 'moved rows');
      await store.take(plain(mark(9), [gone('a', 8, 'h2'), gone('b', 9, 'h1')]), at(mark(7)));
      same(await held(store, 'a', 'b'), {}, 'rows that left, told by the place they left');
    },
  },
  {
    title: 'J3 a reset replaces all held rows when its last page is in, not before, also across a restart',
    async run(make) {
      const { store, again } = await make();
      await append(store, 1);
      await store.take(reset(mark(90, 'e1'), [row('a', 80), row('z', 90)]), first);
      const old = at(mark(90, 'e1'));
      const reach = await store.take(reset(mark(50, 'e2', 's2'), [row('a', 40)], 'p2'), old);
      same(place(reach), { cursor: { ...mark(90), own: [] }, reading: { cursor: mark(50, 'e2', 's2'), more: 'p2' } }, 'reach within');
      same(await held(store, 'a', 'b', 'z'), wanted(row('a', 80), row('z', 90)), 'rows within');
      const next = await again();
      same((await next.open()).reading, { cursor: mark(50, 'e2', 's2'), more: 'p2' }, 'reading at the next start');
      await next.take(reset(mark(50, 'e2', 's2'), [row('b', 50, 'xã', null)], 'p3'), at(mark(50, 'e2', 's2'), 'p2'));
      await next.take(reset(mark(50, 'e2', 's2'), [row('c', 45)]), at(mark(50, 'e2', 's2'), 'p3'));
      const state = await next.open();
      same([state.cursor, state.reading, state.acts.length], [{ ...mark(50, 'e2', 's2'), own: [] }, null, 1], 'state after');
      same(await held(next, 'a', 'b', 'c', 'z'), wanted(row('a', 40), row('b', 50, 'xã', null), row('c', 45)), 'rows after');
    },
  },
  {
    title: 'J10 a reset cut off by a new scope begins anew: nothing of the first one stays',
    async run(make) {
      const { store } = await make();
      await store.take(reset(mark(10), [row('a', 1), row('b', 2)], 'p2'), first);
      await store.take(reset(mark(12, 'e1', 's2'), [row('c', 3)], 'q2'), at(mark(10), 'p2'));
      await store.take(reset(mark(12, 'e1', 's2'), [row('d', 4)]), at(mark(12, 'e1', 's2'), 'q2'));
      same(await held(store, 'a', 'b', 'c', 'd'), wanted(row('c', 3), row('d', 4)), 'rows');
    },
  },
  {
    title: 'J10 rows go only by a newer order for the scope that comes; without one a reading changes nothing, also after a mistrust and a restart',
    async run(make) {
      const { store, again } = await make();
      const rows = [row('a', 1), row('b', 2)];
      await store.take(reset(mark(10, 'e1', 's2'), rows), first);
      const bare = (scope: string, order: Order | null) => reset(mark(12, 'e1', scope), [row('c', 3)], null, { order });
      const stands = wanted(...rows);
      for (const order of [null, orderOf('s1'), orderOf('s3', 2), orderOf('s2', 9)]) {
        const reach = await store.take(bare('s3', order), at(mark(10, 'e1', 's2')));
        same(place(reach), { cursor: { ...mark(10, 'e1', 's2'), own: [] }, reading: null }, `a reading with ${order ? `order ${order.n} for ${order.scope}` : 'no order'}`);
      }
      same(await held(store, 'a', 'b', 'c'), stands, 'rows');
      await store.settle(settlement({ under: mark(10, 'e1', 's2'), mistrust: true }));
      const next = await again();
      same((await next.take(bare('s3', null), first)).cursor, null, 'no order, and nothing believed');
      same(await held(next, 'a', 'b', 'c'), stands, 'rows after the mistrust');
      await next.take(bare('s3', orderOf('s3')), first);
      same(await held(next, 'a', 'b', 'c'), wanted(row('c', 3)), 'rows by the order');
      await next.take(reset(mark(13, 'e1', 's3'), rows, null, { order: null }), at(mark(9, 'e0', 's3')));
      same((await next.take(bare('s2', orderOf('s2')), at(mark(12, 'e1', 's3')))).cursor?.scope, 's3', 'an older order');
      same((await next.take(reset(mark(2, 'e2', 's2'), rows), at(mark(12, 'e1', 's3')))).cursor?.scope, 's2', 'an order of another life of the server');
    },
  },
  {
    title: 'J3 a page that no longer fits is passed over: twice the same, of another reset, of another scope, asked by a tab that is behind',
    async run(make) {
      const { store } = await make();
      await store.take(reset(mark(10), [row('a', 1)], 'p2'), first);
      const second = reset(mark(10), [row('b', 2)], 'p3');
      await store.take(second, at(mark(10), 'p2'));
      same((await store.take(second, at(mark(10), 'p2'))).reading, { cursor: mark(10), more: 'p3' }, 'the same page twice');
      await store.take(reset(mark(11), [row('x', 9)], 'p3'), at(mark(11), 'p2'));
      same((await store.open()).reading, { cursor: mark(10), more: 'p3' }, 'a page of another reset');
      await store.take(reset(mark(10), [row('c', 3)]), at(mark(10), 'p3'));
      same(await held(store, 'a', 'b', 'c', 'x'), wanted(row('a', 1), row('b', 2), row('c', 3)), 'rows');
      await store.take(plain(mark(20, 'e1', 's2'), [row('y', 20)]), at(mark(10, 'e1', 's2')));
      await store.take(plain(mark(20), [row('y', 20)]), at(mark(15)));
      await store.take(plain(mark(20), [row('y', 20)]), at(mark(10), null, [[12, 12]]));
      await store.take(reset(mark(5), [row('y', 5)]), first);
      same([(await store.open()).cursor, await held(store, 'y')], [{ ...mark(10), own: [] }, {}], 'pages that do not fit');
    },
  },
  {
    title: 'J3 a new reset drops the entries we own: those rows are read again',
    async run(make) {
      const { store } = await make();
      await append(store, 1);
      await store.take(reset(mark(10), [row('a', 4)]), first);
      await store.take(reset(mark(10, 'e1', 's2'), [row('a', 4)], 'p2'), at(mark(10)));
      await store.settle(settlement({ verdicts: [booked(1, 11)], under: mark(10), rows: [row('n', 11)], own: [[11, 11]] }));
      same(await held(store, 'a', 'n'), wanted(row('a', 4), row('n', 11)), 'rows within');
      await store.take(reset(mark(10, 'e1', 's2'), [row('b', 5)]), at(mark(10, 'e1', 's2'), 'p2'));
      same((await store.open()).cursor, { ...mark(10, 'e1', 's2'), own: [] }, 'cursor');
      same(await held(store, 'a', 'b', 'n'), wanted(row('a', 4), row('b', 5)), 'rows');
    },
  },
  {
    title: 'J3 rows are found by kind and id alone, thousands of them',
    async run(make) {
      const { store } = await make();
      const many = Array.from({ length: 3_000 }, (_, i) => row(`r${i}`, i + 1, { n: i, words: 'Nhà rông' }, `h${i % 700}`));
      await store.take(reset(mark(3_000), many.slice(0, 2_000), 'p2'), first);
      await store.take(reset(mark(3_000), many.slice(2_000)), at(mark(3_000), 'p2'));
      const found = await store.rows(many.map(keyOf));
      same(found.size, 3_000, 'rows');
      for (const one of many) same(found.get(keyOf(one)), one, one.id);
    },
  },
];

const doubting: readonly StoreCase[] = [
  {
    title: 'J1 the newest moment of the journal that was told is kept, whatever is mistrusted, also at the next start',
    async run(make) {
      const { store, again } = await make();
      await append(store, 1);
      await store.take(reset(mark(10), [row('a', 4)]), first);
      same((await store.open()).heard, heard(10), 'heard with a page');
      await store.settle(settlement({ told: { end: heard(14), asked: heard(10), other: false } }));
      await store.settle(settlement({ told: { end: heard(12), asked: heard(10), other: false } }));
      await store.settle(settlement({ under: mark(10), mistrust: true }));
      same([(await (await again()).open()).heard, (await store.open()).cursor], [heard(14), null], 'heard with answers');
      await store.take(reset(mark(3, 'e2'), []), { ...first, heard: heard(14) });
      same((await store.open()).heard, heard(3, 'e2'), 'heard of a restored server');
    },
  },
  {
    title: 'J1 another history: nothing counts as booked until it is said again; refusals and rows stay, where we stand is forgotten',
    async run(make) {
      const { store, again } = await make();
      await append(store, 4);
      await store.take(reset(mark(10), [row('a', 4)]), first);
      await store.settle(settlement({ verdicts: [booked(1, 11), refused(2), { turn: 3, waits: true }], told: { end: heard(11), asked: heard(10), other: false } }));
      const epochs = async () => (await (await again()).open()).acts.map((one) => one.epoch);
      await store.settle(settlement({ told: { end: heard(6), asked: heard(10), other: true } }));
      same(await epochs(), ['e1', 'e1', 'e1', null], 'told by an answer to a question of before');
      await store.settle(settlement({ verdicts: [booked(1, 5)], told: { end: heard(6), asked: heard(11), other: true } }));
      const state = await (await again()).open();
      same(await epochs(), ['e1', 'e1', '', null], 'what counts');
      same([state.acts[0]?.verdict, state.heard, place(state)], [booked(1, 5), heard(6), { cursor: null, reading: null }], 'state');
      same(await held(store, 'a'), wanted(row('a', 4)), 'rows meanwhile');
    },
  },
  {
    title: 'J1 a page of another history begins a whole reading and makes what was booked unsure, at once',
    async run(make) {
      const { store, again } = await make();
      await append(store, 2);
      await store.take(reset(mark(10), [row('a', 4)]), first);
      await store.settle(settlement({ verdicts: [booked(1, 11), refused(2)], told: { end: heard(11), asked: heard(10), other: false } }));
      const page = reset(mark(8), [row('b', 7)], null, { other: true });
      await store.take(page, at(mark(10), null, [], heard(10)));
      same([(await store.open()).acts[0]?.epoch, await held(store, 'a', 'b')], ['e1', wanted(row('a', 4))], 'asked before more was heard');
      await store.take(page, at(mark(10), null, [], heard(11)));
      const state = await (await again()).open();
      same(state.acts.map((one) => one.epoch), ['', 'e1'], 'what counts');
      same([state.heard, place(state)], [heard(8), { cursor: { ...mark(8), own: [] }, reading: null }], 'state');
      same(await held(store, 'a', 'b'), wanted(row('b', 7)), 'rows');
    },
  },
  {
    title: 'J3 after the last plain page a store knows whether it holds what the server says, whichever way the rows came',
    async run(make) {
      const { store, again } = await make();
      await append(store, 2);
      const rows = [row('a', 3), row('b', 4), row('c', 5, 'xã', null), row('d', 6, 'dài', 'h2'), row('e', 6, null, 'h2')];
      const sums: [string, string | null][] = [];
      const check = async (what: string, page: Page, asked: Asked) => sums.push([what, (await (await again()).take(page, asked)).sum]);
      await check('a reset', reset(mark(6), rows.slice(0, 3), 'p2', { sum: noRows }), first);
      await check('its end', reset(mark(6), rows.slice(3), null, { sum: noRows }), at(mark(6), 'p2'));
      const says = (...all: KeptRow[]): { sum: Sum } => ({ sum: sumOf(all) });
      await check('nothing new', plain(mark(6), [], null, says(...rows)), at(mark(6)));
      await check('a row too many there', plain(mark(6), [], null, says(...rows, row('z', 6))), at(mark(6)));
      await check('an older row there', plain(mark(6), [], null, says(...rows.slice(1), row('a', 2))), at(mark(6)));
      const next = [row('a', 8), gone('b', 9), row('c', 9, 'về', 'h2'), gone('d', 10, 'h2'), row('f', 10, 'mới', null), row('g', 11, 'mới', 'h3'), row('e', 11, 'đi', null)];
      const after = [next[0]!, next[2]!, next[4]!, next[5]!, next[6]!];
      await check('changed, moved, taken away, new', plain(mark(11), next, null, says(...after)), at(mark(6)));
      await check('more is to come', plain(mark(12), [], 'on', noSum), at(mark(11)));
      await store.settle(settlement({ verdicts: [booked(1, 13)], under: mark(12), rows: [row('a', 13), gone('g', 13, 'h3')], own: [[13, 13]] }));
      await check('rows of one\'s own above it', plain(mark(12), [], null, says(...after)), at(mark(12)));
      await check('and below it', plain(mark(13), [], null, says(row('a', 13), ...after.slice(1, 3), next[6]!)), at(mark(12), null, [[13, 13]]));
      await check('a page that no longer fits', plain(mark(12), [], null, says()), at(mark(12)));
      same(sums, [
        ['a reset', null], ['its end', null], ['nothing new', 'equal'], ['a row too many there', 'unequal'], ['an older row there', 'unequal'],
        ['changed, moved, taken away, new', 'equal'], ['more is to come', null], ['rows of one\'s own above it', null], ['and below it', 'equal'],
        ['a page that no longer fits', null],
      ], 'sums');
    },
  },
];

const noSum = { sum: null } as const;

export const storeCases: readonly StoreCase[] = [...saying, ...settling, ...reading, ...doubting];
