// Laws J1, J3, J4, J6, J7 and J9 of the phone's side, case by case and by chance, against the server's model.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Kinds, KeptRow, Row } from './act.ts';
import { MemoryBook, MemoryLedger } from './memory-ledger.ts';
import { MemoryServer } from './memory-server.ts';
import { MemoryDisk, MemoryStore, type StoreGate } from './memory-store.ts';
import type { Page, Push, Road } from './ports.ts';
import { PUSH_LIMITS, Replica } from './replica.ts';
import { kindOf, toyKinds, toyScope, toySees } from './toy.ts';

const SEED = 1975;
const TODAY = '2026-11-23';

/** One server with its phones; `epoch`, `safe` and the book may be changed as an operator would. */
class Commune {
  book = new MemoryBook();
  epoch = 'e1';
  safe = 0;
  kinds: Kinds = toyKinds;
  readonly pushes: Push[] = [];
  readonly pages: Page[] = [];

  constructor() {
    this.book.rows.set('person/p1', { kind: 'person', id: 'p1', village: null, household: null, body: {}, entry: 0 });
  }

  phone(device: string, kinds: Kinds = toyKinds, limits: { acts: number; letters: number } = PUSH_LIMITS, gate?: StoreGate) {
    if (!this.book.seats.has(device)) this.book.seats.set(device, { person: 'p1', lastTurn: 0 });
    const disk = new MemoryDisk();
    const open = async () => {
      const replica = new Replica(kinds, { commune: '1', device, person: 'p1' }, new MemoryStore(disk, gate), { now: () => 0, today: () => TODAY }, limits);
      await replica.open();
      return replica;
    };
    return { disk, open, road: this.road(device) };
  }

  road(device: string): Road {
    const server = () => new MemoryServer(new MemoryLedger(this.book), { kinds: this.kinds, build: 'b', sees: toySees, scopeOf: toyScope },
      { commune: '1', epoch: this.epoch, pageRows: 2, today: () => TODAY, safe: () => this.safe });
    return {
      push: async (push) => {
        this.pushes.push(push);
        return server().push(device, push, 'b');
      },
      pull: async (asked) => {
        const page = server().pull(device, asked);
        this.pages.push(page);
        return page;
      },
    };
  }

  restore(backup: MemoryBook): void {
    this.book = backup.copy();
    this.epoch = `${this.epoch}'`;
  }

  /** What every phone must hold in the end. */
  rows(): Record<string, KeptRow> {
    return Object.fromEntries([...this.book.rows].filter(([, row]) => !row.gone));
  }
}

const held = (disk: MemoryDisk): Record<string, KeptRow> => Object.fromEntries([...disk.held].filter(([, row]) => !row.gone));
const add = (replica: Replica, id: string, by: number) => replica.say(kindOf('tally.add'), { id, by });
const sum = async (replica: Replica, id: string): Promise<unknown> => ((await replica.rows([`tally/${id}`])).get(`tally/${id}`) as Row<string, { sum: number }> | undefined)?.body.sum;
const losing = (road: Road, what: 'request' | 'answer'): Road => ({
  ...road,
  push: async (push) => {
    if (what === 'answer') await road.push(push);
    throw new Error('no signal');
  },
});

describe('saying', () => {
  test('J1 what was said stands on the screen at once and at the next start; what was refused is nowhere', async () => {
    const { open } = new Commune().phone('dev1');
    const replica = await open();
    expect(await add(replica, 'a', 90)).toMatchObject({ act: { id: 'dev1-1', turn: 1 } });
    expect(await add(replica, 'a', 20)).toEqual({ refusal: { code: 'tally.full', params: { sum: 110 } } });
    expect(await replica.say(kindOf('tally.add'), { id: 'a' })).toEqual({ refusal: { code: 'body.invalid' } });
    for (const one of [replica, await open()]) {
      expect(one.acts.map((kept) => [kept.act.turn, kept.trust])).toEqual([[1, 'saved']]);
      expect(await sum(one, 'a')).toBe(90);
    }
  });

  test('J1 where the phone is full, saying fails, nothing is shown, and the turn is not used', async () => {
    let full = true;
    const { open } = new Commune().phone('dev1', toyKinds, PUSH_LIMITS, (moment, call) => {
      if (full && moment === 'before' && call === 'append') throw new Error('full');
      return undefined;
    });
    const replica = await open();
    await expect(add(replica, 'a', 1)).rejects.toThrow('full');
    expect([replica.acts, await sum(replica, 'a')]).toEqual([[], undefined]);
    full = false;
    expect(await add(replica, 'a', 1)).toMatchObject({ act: { turn: 1 } });
  });

  test('J9 a phone does not say what its own build cannot decide', async () => {
    const replica = await new Commune().phone('dev1', new Map()).open();
    expect(await add(replica, 'a', 1)).toEqual({ refusal: { code: 'act.unknown', params: { kind: 'tally.add' } } });
    const other = await new Commune().phone('dev1').open();
    expect(await other.say(kindOf('tally.peek'), { id: 'a', by: 1 })).toEqual({ refusal: { code: 'act.broken', params: { kind: 'tally.peek' } } });
  });

  test('J7 two things said at the same moment build on each other', async () => {
    const replica = await new Commune().phone('dev1').open();
    await Promise.all([add(replica, 'a', 1), replica.open(), add(replica, 'a', 2), add(replica, 'a', 3)]);
    expect([await sum(replica, 'a'), replica.acts.length]).toEqual([6, 3]);
  });
});

describe('exchanging', () => {
  test('J6 on a quiet road an act goes once, its rows never come back, and then nothing goes at all', async () => {
    const commune = new Commune();
    const { open, road, disk } = commune.phone('dev1');
    const replica = await open();
    await replica.exchange(road);
    for (const by of [1, 2, 3]) await add(replica, 'a', by);
    commune.pages.length = 0;
    await replica.exchange(road);
    expect(commune.pushes.map(({ acts }) => acts.length)).toEqual([3]);
    expect(commune.pages.flatMap(({ rows }) => rows)).toEqual([]);
    expect(replica.acts.map((kept) => kept.trust)).toEqual(['booked', 'booked', 'booked']);
    expect(held(disk)).toEqual(commune.rows());
    await replica.exchange(road);
    expect(commune.pushes.length).toBe(1);
  });

  test('J2 J3 where the answer is lost the acts are told again, and their rows are read back rather than guessed', async () => {
    const commune = new Commune();
    const mine = commune.phone('dev1');
    const other = commune.phone('dev2');
    const [replica, second] = [await mine.open(), await other.open()];
    await replica.exchange(mine.road);
    await add(replica, 'a', 5);
    await expect(replica.exchange(losing(mine.road, 'answer'))).rejects.toThrow('no signal');
    await second.exchange(other.road);
    await add(second, 'a', 7);
    await second.exchange(other.road);
    expect(await sum(replica, 'a')).toBe(5);
    await replica.exchange(mine.road);
    expect(await sum(replica, 'a')).toBe(12);
    expect(held(mine.disk)).toEqual(commune.rows());
    expect(commune.book.lastEntry).toBe(2);
  });

  test('J3 J6 a lost answer, then others change the row and it is read before the next try: still as the server has it', async () => {
    const commune = new Commune();
    const mine = commune.phone('dev1');
    const other = commune.phone('dev2');
    const replica = await mine.open();
    await replica.exchange(mine.road);
    await add(replica, 'a', 5);
    await expect(replica.exchange(losing(mine.road, 'answer'))).rejects.toThrow();
    const second = await other.open();
    await second.exchange(other.road);
    await add(second, 'a', 1);
    await second.exchange(other.road);
    // Another tab reads, and has not pushed.
    const tab = await mine.open();
    await expect(tab.exchange({ ...mine.road, push: losing(mine.road, 'request').push })).rejects.toThrow();
    const asked = { ...mine.disk.reach, more: null };
    await new MemoryStore(mine.disk).take(await mine.road.pull(asked), asked);
    await replica.exchange(mine.road);
    expect(held(mine.disk)).toEqual(commune.rows());
  });

  test('J7 a booked act stays on the screen until its rows are read, and one that others overtook until it is answered', async () => {
    const commune = new Commune();
    const mine = commune.phone('dev1');
    const other = commune.phone('dev2');
    const [replica, second] = [await mine.open(), await other.open()];
    await add(replica, 'a', 60);
    await add(second, 'a', 70);
    await second.exchange(other.road);
    const shown: unknown[] = [];
    await expect(replica.exchange({ ...mine.road, pull: async () => { throw new Error('cut off'); } })).rejects.toThrow();
    // Refused by then: 130 is more than a hundred.
    expect(replica.acts.map((kept) => kept.trust)).toEqual(['refused']);
    await add(replica, 'b', 4);
    await expect(replica.exchange({ ...mine.road, pull: async () => { throw new Error('cut off'); } })).rejects.toThrow();
    shown.push(await sum(replica, 'b'), replica.acts.at(-1)?.trust, mine.disk.held.has('tally/b'));
    await replica.exchange(mine.road);
    shown.push(await sum(replica, 'b'), replica.over.size, mine.disk.held.has('tally/b'));
    expect(shown).toEqual([4, 'booked', false, 4, 0, true]);
  });

  test('J4 a refusal stands with its reason until its author takes it off', async () => {
    const commune = new Commune();
    const mine = commune.phone('dev1');
    const other = commune.phone('dev2');
    const [replica, second] = [await mine.open(), await other.open()];
    await add(replica, 'a', 60);
    await add(second, 'a', 70);
    await second.exchange(other.road);
    await replica.exchange(mine.road);
    expect(replica.acts[0]).toMatchObject({ trust: 'refused', verdict: { refusal: { code: 'tally.full', params: { sum: 130 } } } });
    expect(await sum(replica, 'a')).toBe(70);
    await replica.dismiss(1);
    expect(replica.acts).toEqual([]);
    await add(replica, 'a', 1);
    await replica.exchange(mine.road);
    expect(commune.pushes.at(-1)?.withheld).toEqual([[1, 1]]);
    expect(await sum(replica, 'a')).toBe(71);
  });

  test('J1 while acts are on the road they count as sent, and as saved again where the road fails', async () => {
    const { open, road } = new Commune().phone('dev1');
    const replica = await open();
    await replica.exchange(road);
    await add(replica, 'a', 1);
    const seen: string[] = [];
    const stop = replica.watch(() => seen.push(replica.acts[0]?.trust ?? ''));
    await expect(replica.exchange(losing(road, 'request'))).rejects.toThrow();
    expect(seen).toContain('sent');
    // Whoever watches is told so, too: a screen drawn from the last telling must not go on saying sent.
    expect([seen.at(-1), replica.acts[0]?.trust]).toEqual(['saved', 'saved']);
    stop();
    await replica.exchange(road);
    expect(seen).not.toContain('booked');
  });

  test('J5 a long outbox goes in several requests, none too large, each act once', async () => {
    const commune = new Commune();
    const { open, road } = commune.phone('dev1', toyKinds, { acts: 3, letters: 380 });
    const replica = await open();
    for (let i = 0; i < 10; i++) await add(replica, 'abcdefghij'.repeat(i === 4 ? 30 : 1), 1);
    await replica.exchange(road);
    expect(commune.pushes.map(({ acts }) => acts.map((act) => act.turn))).toEqual([[], [1, 2, 3], [4], [5], [6, 7, 8], [9, 10]]);
  });
});

describe('what should not happen, and does', () => {
  test('J3 a row that went bad on the phone is found by the tally, and everything is read anew', async () => {
    const commune = new Commune();
    const { open, road, disk } = commune.phone('dev1');
    const replica = await open();
    await add(replica, 'a', 1);
    await replica.exchange(road);
    disk.held.set('tally/a', { ...disk.held.get('tally/a')!, body: { sum: 9 } });
    const why: string[] = [];
    replica.doubts((one) => why.push(one));
    await add(replica, 'a', 1);
    await replica.exchange(road);
    expect([commune.pages.at(-2)?.reset, why]).toEqual([true, ['tally']]);
    expect(held(disk)).toEqual(commune.rows());
  });

  test('J1 a restored server is told again what it lost, and not asked for what was safe', async () => {
    const commune = new Commune();
    const { open, road, disk } = commune.phone('dev1');
    const replica = await open();
    for (const id of ['a', 'b']) await add(replica, id, 1);
    await replica.exchange(road);
    const backup = commune.book.copy();
    commune.safe = 2;
    await add(replica, 'c', 1);
    await replica.exchange(road);
    expect(replica.acts.map((kept) => kept.act.turn)).toEqual([3]);
    commune.restore(backup);
    await replica.exchange(road);
    expect(replica.acts.map((kept) => [kept.act.turn, kept.trust, kept.epoch])).toEqual([[3, 'booked', "e1'"]]);
    expect(Object.keys(held(disk)).sort()).toEqual(['person/p1', 'tally/a', 'tally/b', 'tally/c']);
    // An operator without a newer backup: what phones were told is safe is gone, and they go on all the same.
    commune.restore(new MemoryBook());
    commune.book.seats.set('dev1', { person: 'p1', lastTurn: 0 });
    commune.book.rows.set('person/p1', { kind: 'person', id: 'p1', village: null, household: null, body: {}, entry: 0 });
    await replica.exchange(road);
    expect(replica.acts.map((kept) => [kept.act.turn, kept.trust])).toEqual([[3, 'booked']]);
    expect(Object.keys(held(disk)).sort()).toEqual(['person/p1', 'tally/c']);
  });

  test('J9 of acts an older server cannot judge one asks, and when it is judged the others go', async () => {
    const commune = new Commune();
    commune.kinds = new Map();
    const { open, road, disk } = commune.phone('dev1');
    const replica = await open();
    for (const id of ['a', 'b', 'c']) await add(replica, id, 1);
    await replica.exchange(road);
    expect(replica.acts.map((kept) => kept.trust)).toEqual(['sent', 'sent', 'sent']);
    expect(await sum(replica, 'b')).toBe(1);
    await replica.exchange(road);
    expect(commune.pushes.map(({ acts }) => acts.length)).toEqual([0, 3, 1]);
    commune.kinds = toyKinds;
    await replica.exchange(road);
    expect(commune.pushes.map(({ acts }) => acts.length)).toEqual([0, 3, 1, 1, 2]);
    expect(replica.acts.map((kept) => kept.trust)).toEqual(['booked', 'booked', 'booked']);
    expect(held(disk)).toEqual(commune.rows());
  });

  test('J3 a first reading cut off between pages goes on where it was, also after a restart', async () => {
    const commune = new Commune();
    const other = commune.phone('dev2');
    const writer = await other.open();
    for (let i = 0; i < 9; i++) await writer.say(kindOf('tally.add'), { id: `t${i}`, by: i });
    await writer.exchange(other.road);
    for (const [key, row] of commune.book.rows) if (row.kind === 'tally') commune.book.rows.set(key, { ...row, household: row.id });
    const { open, road, disk } = commune.phone('dev1');
    const asked: (string | null)[] = [];
    const cut = (after: number): Road => ({ ...road, pull: async (from) => {
      if (asked.push(from.more) > after) throw new Error('cut off');
      return road.pull(from);
    } });
    await expect((await open()).exchange(cut(2))).rejects.toThrow('cut off');
    expect([disk.held.size, disk.reach.cursor]).toEqual([0, null]);
    await (await open()).exchange(cut(99));
    expect(asked.slice(0, 4)).toEqual([null, 'ht0', 'ht2', 'ht2']);
    expect(held(disk)).toEqual(commune.rows());
  });
});

test(`J1 J2 J3 J4 two phones on a road that loses requests, answers and pages come to one book (seed ${SEED})`, async () => {
  const step = fc.record({
    who: fc.nat(1), id: fc.constantFrom('a', 'b', 'c'), by: fc.integer({ min: 1, max: 45 }), kind: fc.constantFrom('tally.add', 'tally.add', 'tally.drop', 'tally.move'),
    does: fc.constantFrom('say', 'say', 'say', 'exchange', 'no request', 'no answer', 'no page', 'restart', 'dismiss', 'restore', 'back up'),
  });
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 50 }), async (steps) => {
    const commune = new Commune();
    const phones = ['dev0', 'dev1'].map((device) => commune.phone(device));
    const replicas = await Promise.all(phones.map((phone) => phone.open()));
    const saved: Set<number>[] = [new Set(), new Set()];
    let backup = commune.book.copy();
    for (const { who, id, by, kind, does } of steps) {
      const { road, open } = phones[who]!;
      const replica = replicas[who]!;
      if (does === 'say') {
        const kept = await replica.say(kindOf(kind), { id, by });
        if ('act' in kept) saved[who]!.add(kept.act.turn);
      } else if (does === 'restart') replicas[who] = await open();
      else if (does === 'back up') backup = commune.book.copy();
      else if (does === 'restore') commune.restore(backup);
      else if (does === 'dismiss') {
        const refused = replica.acts.find((kept) => kept.trust === 'refused');
        if (refused) saved[who]!.delete(refused.act.turn);
        if (refused) await replica.dismiss(refused.act.turn);
      } else await replica.exchange(does === 'no request' ? losing(road, 'request') : does === 'no answer' ? losing(road, 'answer') :
        does === 'no page' ? { ...road, pull: async () => { throw new Error('cut off'); } } : road).catch(() => undefined);
    }
    for (let round = 0; round < 3; round++) for (const [who, phone] of phones.entries()) await replicas[who]!.exchange(phone.road);
    for (const [who, phone] of phones.entries()) {
      expect(held(phone.disk)).toEqual(commune.rows());
      expect(replicas[who]!.over.size).toBe(0);
      const kept = new Map(replicas[who]!.acts.map((one) => [one.act.turn, one]));
      for (const turn of saved[who]!) {
        const verdict = kept.get(turn)?.verdict;
        expect(verdict).toBeTruthy();
        if (verdict && 'entry' in verdict) expect(commune.book.acts.get(`dev${who}`)?.get(turn)?.verdict).toEqual(verdict);
        else expect(verdict).toMatchObject({ refusal: { code: expect.stringMatching(/^tally\./) } });
      }
    }
  }), { seed: SEED, numRuns: 150 });
});

