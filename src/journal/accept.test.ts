// Laws J1, J2, J4, J5, J8 and J9 of the server's side: whatever way batches come, the book is the same.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, type Batch, type Deciding, type Verdict, accept, noSeat, settles } from './accept.ts';
import type { Act, Kinds, Row } from './act.ts';
import { MemoryBook, MemoryLedger } from './memory-ledger.ts';
import { toyAct, toyKinds, toyScope, toySees } from './toy.ts';

const SEED = 20261123;
const TODAY = '2026-11-23';
const by: Deciding = { kinds: toyKinds, today: TODAY, epoch: 'e1', scopeOf: toyScope, sees: toySees };
const knowsAll = { epoch: 'e1', scope: 'all', entry: 1_000, own: [] } as const;

function ledger(devices: readonly string[] = ['dev1'], person: Row['body'] = {}): MemoryLedger {
  const book = new MemoryBook();
  const made = new MemoryLedger(book);
  book.rows.set('person/p1', { kind: 'person', id: 'p1', village: null, household: null, body: person, entry: 0 });
  for (const device of devices) made.openSeat(device, 'p1');
  return made;
}

async function send(to: MemoryLedger, acts: readonly Act[], more: Partial<Batch> = {}, deciding: Partial<Deciding> = {}): Promise<Answer> {
  const device = acts[0]?.device ?? 'dev1';
  const answer = await to.transact((tx) => accept(tx, { commune: '1', device, acts, cursor: null, withheld: [], ...more }, { ...by, ...deciding }));
  if (answer === noSeat) throw new Error('no seat');
  return answer;
}

const kinds = fc.constantFrom('tally.add', 'tally.add', 'tally.add', 'tally.drop', 'tally.move', 'tally.unheard');
const bodies = fc.record({ id: fc.constantFrom('a', 'b', 'c'), by: fc.integer({ min: 0, max: 40 }) });
const saying = fc.tuple(kinds, bodies);
const actsOf = (device: string, sayings: readonly (readonly [string, { id: string; by: number }])[]): Act[] =>
  sayings.map(([kind, body], i) => toyAct(device, i + 1, body, kind, kind === 'tally.add' ? 2 : 1));

const bookOf = ({ book }: MemoryLedger) =>
  ({ rows: Object.fromEntries(book.rows), acts: [...book.acts].map(([device, acts]) => [device, [...acts.values()]]), last: book.lastEntry });

describe('accept', () => {
  test(`J2 J5 however an outbox is cut, repeated and resent, its acts stand once, in turn, with one verdict (seed ${SEED})`, async () => {
    const way = fc.array(fc.tuple(fc.nat(40), fc.nat(12), fc.boolean()), { minLength: 1, maxLength: 25 });
    await fc.assert(fc.asyncProperty(fc.array(saying, { minLength: 1, maxLength: 30 }), way, async (sayings, cuts) => {
      const acts = actsOf('dev1', sayings);
      const straight = ledger();
      const verdicts = new Map((await send(straight, acts)).verdicts.map((one) => [one.turn, one]));
      const crooked = ledger();
      for (const [from, count, twice] of [...cuts, [0, acts.length, false] as const]) {
        const part = acts.slice(from % acts.length, (from % acts.length) + count);
        for (let i = 0; i < (twice ? 2 : 1); i++) {
          const { verdicts: some, expected } = await send(crooked, part);
          for (const one of some) expect({ ...one, asSaid: false }).toEqual({ ...verdicts.get(one.turn), asSaid: false });
          for (const act of part) expect(some.some((one) => one.turn === act.turn)).toBe(act.turn < expected);
        }
      }
      expect(bookOf(crooked)).toEqual(bookOf(straight));
    }), { seed: SEED, numRuns: 200 });
  });

  test(`J8 entries follow each other without gaps, whoever sends and whatever is refused (seed ${SEED})`, async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(2), fc.array(saying, { maxLength: 6 })), { maxLength: 12 }), async (batches) => {
      const devices = ['dev0', 'dev1', 'dev2'];
      const to = ledger(devices);
      const turns = [0, 0, 0];
      const entries: number[] = [];
      for (const [who, sayings] of batches) {
        const acts = sayings.map(([kind, body]) => toyAct(devices[who]!, (turns[who] = turns[who]! + 1), body, kind, kind === 'tally.add' ? 2 : 1));
        for (const verdict of (await send(to, acts, { device: devices[who]! })).verdicts) if ('entry' in verdict) entries.push(verdict.entry);
      }
      expect(entries).toEqual(entries.map((_, i) => i + 1));
      expect(to.book.lastEntry).toBe(entries.length);
    }), { seed: SEED, numRuns: 200 });
  });

  test('J4 every act below the next expected turn has a verdict, and a refusal says why', async () => {
    const to = ledger();
    const answer = await send(to, [toyAct('dev1', 1, { id: 'a', by: 90 }), toyAct('dev1', 2, { id: 'a', by: 20 }), toyAct('dev1', 3, { id: 4, by: 'x' })]);
    expect(answer.verdicts).toEqual([
      { turn: 1, entry: 1, asSaid: false, on: TODAY },
      { turn: 2, refusal: { code: 'tally.full', params: { sum: 110 } } },
      { turn: 3, refusal: { code: 'body.invalid' } },
    ]);
    expect(answer).toMatchObject({ expected: 4, fresh: 1 });
  });

  test('J5 acts beyond a gap are left for later; a gap the phone itself withholds is passed', async () => {
    const to = ledger();
    expect(await send(to, [toyAct('dev1', 1, { id: 'a', by: 1 }), toyAct('dev1', 4, { id: 'a', by: 1 })])).toMatchObject({ expected: 2 });
    expect(await send(to, [toyAct('dev1', 4, { id: 'a', by: 1 })], { withheld: [[3, 3]] })).toMatchObject({ expected: 2, verdicts: [] });
    const passed = await send(to, [toyAct('dev1', 4, { id: 'a', by: 1 })], { withheld: [[1, 1], [2, 3]] });
    expect(passed).toMatchObject({ expected: 5, fresh: 2, verdicts: [{ turn: 4, entry: 2 }] });
    const late = await send(to, [toyAct('dev1', 3, { id: 'a', by: 1 })]);
    expect(late.verdicts).toEqual([{ turn: 3, refusal: { code: 'act.withheld' } }]);
    expect(to.book.lastEntry).toBe(2);
  });

  test('J2 other content under a taken turn is refused, kept apart, and never takes the answer of the right one', async () => {
    const to = ledger();
    const right = toyAct('dev1', 1, { id: 'a', by: 1 });
    const wrong = toyAct('dev1', 1, { id: 'a', by: 50 });
    const { verdicts } = await send(to, [right]);
    expect((await send(to, [wrong])).verdicts).toEqual([{ turn: 1, refusal: { code: 'act.altered' } }]);
    expect((await send(to, [wrong, right])).verdicts).toEqual(verdicts);
    expect((await send(to, [right, wrong])).verdicts).toEqual(verdicts);
    await send(to, [toyAct('dev1', 2, { id: 'b', by: 1 }), toyAct('dev1', 2, { id: 'b', by: 2 })]);
    expect(to.book.apart.map((one) => one.act)).toEqual([wrong, toyAct('dev1', 2, { id: 'b', by: 2 })]);
    expect(to.book.rows.get('tally/b')?.body).toEqual({ sum: 1, last: 'dev1-2' });
  });

  test('J2 the same act in another spelling of Unicode keys and order is the same act', async () => {
    const to = ledger();
    const { verdicts } = await send(to, [toyAct('dev1', 1, { id: 'a', by: 1 })]);
    expect((await send(to, [toyAct('dev1', 1, { by: 1, id: 'a' })])).verdicts).toEqual(verdicts);
    expect(to.book.apart).toEqual([]);
  });

  test('J5 an act of another device, or named otherwise than its turn, is not taken at all', async () => {
    const to = ledger(['dev1', 'dev2']);
    await expect(send(to, [toyAct('dev1', 1, { id: 'a', by: 1 })], { device: 'dev2' })).rejects.toThrow(RangeError);
    await expect(send(to, [{ ...toyAct('dev1', 1, { id: 'a', by: 1 }), id: 'dev1-9' }])).rejects.toThrow(RangeError);
    expect(to.book.acts.size).toBe(0);
    expect(await ledger([]).transact((tx) => accept(tx, { commune: '1', device: 'none', acts: [], cursor: null, withheld: [] }, by))).toBe(noSeat);
  });
});

describe('as said', () => {
  const asSaid = async (to: MemoryLedger, act: Act, cursor: Batch['cursor']): Promise<boolean> => {
    const verdict = (await send(to, [act], { cursor, device: act.device })).verdicts[0]!;
    return 'entry' in verdict && verdict.asSaid;
  };

  test('J6 an act counts as said where all it was decided from is known to the phone, and only there', async () => {
    const to = ledger(['dev1', 'dev2']);
    expect(await asSaid(to, toyAct('dev1', 1, { id: 'a', by: 1 }), { ...knowsAll, entry: 0 })).toBe(true);
    expect(await asSaid(to, toyAct('dev2', 1, { id: 'a', by: 1 }), { ...knowsAll, entry: 0 })).toBe(false);
    expect(await asSaid(to, toyAct('dev1', 2, { id: 'a', by: 1 }), { ...knowsAll, entry: 0, own: [[1, 1]] })).toBe(false);
    expect(await asSaid(to, toyAct('dev1', 3, { id: 'a', by: 1 }), { ...knowsAll, entry: 0, own: [[1, 1], [3, 3]] })).toBe(true);
    expect(await asSaid(to, toyAct('dev1', 4, { id: 'a', by: 1 }), { ...knowsAll, epoch: 'e0' })).toBe(false);
    expect(await asSaid(to, toyAct('dev1', 5, { id: 'a', by: 1 }), { ...knowsAll, scope: 'less' })).toBe(false);
    expect(await asSaid(to, toyAct('dev1', 6, { id: 'a', by: 1 }), null)).toBe(false);
  });

  test('J10 what its author may not see, read or left, never counts as said', async () => {
    const to = ledger(['dev1', 'dev2'], { villages: ['v1'] });
    const cursor = { ...knowsAll, scope: 'v1' };
    expect(await asSaid(to, toyAct('dev1', 1, { id: 'a', by: 1 }), cursor)).toBe(true);
    expect(await asSaid(to, toyAct('dev1', 2, { id: 'a', by: 2 }, 'tally.move', 1), cursor)).toBe(false);
    expect(await asSaid(to, toyAct('dev1', 3, { id: 'a', by: 1 }), cursor)).toBe(false);
  });

  test('J6 within a batch, what an act left unknown to the phone makes those that build on it unknown too', async () => {
    const to = ledger(['dev1', 'dev2']);
    await send(to, [toyAct('dev2', 1, { id: 'b', by: 1 })], { device: 'dev2' });
    const { verdicts, tally } = await send(to, [
      toyAct('dev1', 1, { id: 'a', by: 1 }), toyAct('dev1', 2, { id: 'b', by: 1 }), toyAct('dev1', 3, { id: 'b', by: 1 }), toyAct('dev1', 4, { id: 'a', by: 1 }),
    ], { cursor: { ...knowsAll, entry: 0 } });
    expect(verdicts.map((one) => 'entry' in one && one.asSaid)).toEqual([true, false, false, true]);
    expect(tally).not.toBe(0);
  });
});

describe('acts that wait', () => {
  const old: Kinds = new Map([...toyKinds].filter(([name]) => name !== 'tally.drop'));
  const waits = { turn: 2, waits: true };

  test('J9 an unknown kind waits without stopping those behind it, and is judged when the server knows it', async () => {
    const to = ledger();
    const acts = [toyAct('dev1', 1, { id: 'a', by: 1 }), toyAct('dev1', 2, { id: 'a', by: 0 }, 'tally.drop', 1), toyAct('dev1', 3, { id: 'b', by: 1 })];
    const first = await send(to, acts, {}, { kinds: old });
    expect(first.verdicts[1]).toEqual(waits);
    expect(first.verdicts[2]).toMatchObject({ entry: 2 });
    expect((await send(to, acts, {}, { kinds: old })).verdicts).toEqual(first.verdicts);
    const judged = await send(to, acts, { cursor: knowsAll });
    expect(judged.verdicts[1]).toEqual({ turn: 2, entry: 3, asSaid: false, on: TODAY });
    expect(judged).toMatchObject({ expected: 4, tally: 0 });
    expect(to.book.rows.get('tally/a')).toMatchObject({ gone: true, entry: 3 });
    expect((await send(to, acts)).verdicts).toEqual(judged.verdicts);
  });

  test('J9 a newer version waits; a kind whose code fails waits, and the server is told why', async () => {
    const to = ledger();
    const troubles: string[] = [];
    const acts = [toyAct('dev1', 1, { id: 'a', by: 1 }, 'tally.add', 3), toyAct('dev1', 2, { id: 'a', by: 1 }, 'tally.peek', 1), toyAct('dev1', 3, { id: 'a', by: 1 })];
    const { verdicts } = await send(to, acts, {}, { troubled: (act, why) => troubles.push(`${act.id} ${why}`) });
    expect(verdicts).toEqual([{ turn: 1, waits: true }, waits, { turn: 3, entry: 1, asSaid: false, on: TODAY }]);
    expect(troubles).toEqual(['dev1-2 reads tally/a, which needs does not name']);
  });
});

describe('settles', () => {
  const booked: Verdict = { turn: 1, entry: 4, asSaid: true, on: TODAY };
  const no: Verdict = { turn: 1, refusal: { code: 'tally.full' } };
  const withheld: Verdict = { turn: 1, refusal: { code: 'act.withheld' } };
  test.each([
    ['J2 the first verdict of an epoch stands', booked, 'e1', no, 'e1', false],
    ['J9 one that waited is replaced', { turn: 1, waits: true } as Verdict, 'e1', no, 'e1', true],
    ['J1 a restored server judges anew', booked, 'e1', no, 'e2', true],
    ['J4 a reason that was read is not written over by an empty one', no, 'e1', withheld, 'e2', false],
    ['J4 without a verdict any is better than none', null, null, withheld, 'e2', true],
  ])('%s', (_title, kept, keptEpoch, verdict, epoch, taken) => {
    expect(settles(kept, keptEpoch, verdict, epoch)).toBe(taken);
  });
});
