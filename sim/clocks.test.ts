// Two hundred clocks, from 1970 to 2099, jumping, frozen and set back, with every form of every act: none keeps anybody from writing, and none changes the order.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Json, Row } from '#journal/act.ts';
import { keyOf } from '#journal/act.ts';
import { MemoryBook, MemoryLedger } from '#journal/memory-ledger.ts';
import { MemoryServer } from '#journal/memory-server.ts';
import { MemoryDisk, MemoryStore } from '#journal/memory-store.ts';
import { Replica } from '#journal/replica.ts';
import type { Case, Corpus } from '#commune/corpus/recorded.ts';
import { kinds } from '#commune/kinds.ts';
import { type Evidence, type Word, believed, dayAt, perhaps } from '#phone/road/clock.ts';
import { sayOnSomeDay } from '#phone/store/some-day.ts';
import { Chance } from './chance.ts';

const DAY = 86_400_000;
const YEAR = 365 * DAY;
const CORPUS = new URL('../src/commune/corpus/', import.meta.url);

/** Said by the server's own desk, whose clock is the server's: founding, and what goes when its time is over. */
const AT_THE_DESK = ['commune.found', 'household.erase', 'record.fade'];

/** Every form of every kind that people say, as it was ever taken. */
const forms: readonly (Case & { readonly kind: string })[] = readdirSync(CORPUS).filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(new URL(file, CORPUS), 'utf8')) as Corpus)
  .flatMap(({ kind, cases }) => cases.filter(({ result }) => result.includes('"puts"')).map((one) => ({ ...one, kind })))
  .filter(({ kind }) => !AT_THE_DESK.includes(kind));

/** A phone's clock: what it shows when it is really `now`; `n` counts how often it was looked at. */
interface Clock {
  readonly name: string;
  shows(now: number, n: number): number;
  /** What it knows of the server's clock: heard in this run, hours ago; kept of an earlier run, days ago; or nothing. */
  readonly knows: 'heard' | 'kept' | 'nothing';
  readonly ago: number;
  /** Whether it was wrong already when it last heard the server. */
  readonly wrongThen: boolean;
}

function clockOf(chance: Chance, i: number): Clock {
  const by = chance.pick([-20 * YEAR, -YEAR, -31 * DAY, -DAY, -3_600_000, 3_600_000, DAY, 14 * 3_600_000, 20 * DAY, YEAR, 20 * YEAR, 73 * YEAR]);
  const at = chance.pick([0, 1, -5 * DAY, Date.UTC(1999, 11, 31), Date.UTC(2038, 0, 19, 3, 14, 8), Date.UTC(2099, 11, 31, 23, 59), Date.UTC(9999, 11, 31)]);
  const ways: readonly Pick<Clock, 'name' | 'shows'>[] = [
    { name: `off by ${by / DAY} days`, shows: (now) => now + by },
    { name: `frozen at ${at}`, shows: () => at },
    { name: `begun anew at ${at}`, shows: (_now, n) => at + n * 60_000 },
    { name: `jumping by ${by / DAY} days`, shows: (now, n) => now + (n % 2 === 0 ? 0 : by) },
    { name: `set back a day amid the form`, shows: (now, n) => now - (n > 1 ? DAY : 0) },
    { name: `summer time and a zone of its own`, shows: (now, n) => now + (n % 3 === 0 ? 3_600_000 : 0) - 11 * 3_600_000 },
    { name: `right`, shows: (now) => now },
  ];
  const knows = chance.pick(['heard', 'kept', 'kept', 'nothing'] as const);
  return { ...ways[i % ways.length]!, knows, ago: knows === 'heard' ? chance.int(20) * 3_600_000 : chance.int(60) * DAY, wrongThen: chance.odds(0.5) };
}

const chance = new Chance(20261123);
const clocks = Array.from({ length: 200 }, (_, i) => clockOf(chance, i));

/** What the phone knows when it is really `now` and it looks for the n-th time. */
function evidenceOf(clock: Clock, now: number, n: number): Evidence {
  const then = now - clock.ago;
  const word: Word = { server: then, wall: clock.wrongThen ? clock.shows(then, 0) : then };
  return {
    wall: clock.shows(now, n), mono: clock.ago + 1_000,
    heard: clock.knows === 'heard' ? { ...word, mono: 1_000 } : null, kept: clock.knows === 'kept' ? word : null,
  };
}

/** One phone with those rows, and the server that has them too, on the true day. */
function placeOf({ said, rows }: Case) {
  const book = new MemoryBook();
  const disk = new MemoryDisk();
  const kept = rows.map((row: Row, i) => ({ ...row, entry: i + 1 }));
  for (const row of kept) {
    book.rows.set(keyOf(row), row);
    disk.held.set(keyOf(row), row);
  }
  book.lastEntry = kept.length;
  const ledger = new MemoryLedger(book);
  ledger.openSeat(said.device, said.author);
  // Turns that no row of the story is named after.
  disk.lastTurn = book.seats.get(said.device)!.lastTurn = 50_000;
  const rules = { kinds, build: 'b', sees: () => true, scopeOf: () => 's' };
  const server = new MemoryServer(ledger, rules, { commune: said.commune, epoch: 'e', pageRows: 100, today: () => said.today, safe: () => 0 });
  disk.reach = { cursor: { epoch: 'e', scope: 's', entry: book.lastEntry, own: [] }, reading: null, heard: { ...book.end, epoch: 'e' } };
  return { book, disk, server };
}

async function tell(clock: Clock, form: Case & { readonly kind: string }, times: number) {
  const { said } = form;
  const { book, disk, server } = placeOf(form);
  const now = Date.parse(`${said.today}T05:00:00Z`);
  let n = 0;
  const look = (): Evidence => evidenceOf(clock, now, n++);
  const replica = new Replica(kinds, { commune: said.commune, device: said.device, person: said.author }, new MemoryStore(disk),
    { now: () => look().wall, today: () => dayAt(believed(look()).at) });
  await replica.open();
  const outcomes: unknown[] = [];
  for (let i = 0; i < times; i++) {
    const evidence = look();
    const kept = await sayOnSomeDay(replica, kinds.get(form.kind)!, form.body as Json, believed(evidence).sure ? undefined : { person: said.author, perhaps: perhaps(evidence) });
    outcomes.push('act' in kept ? kept.act.turn : kept.refusal);
  }
  await replica.exchange({ push: (push) => server.push(said.device, push, 'b'), pull: async (asked) => server.pull(said.device, asked) });
  return { outcomes, taken: [...(book.acts.get(said.device)?.values() ?? [])], acts: replica.acts };
}

describe('any clock', () => {
  test(`J1 J5 with each of ${clocks.length} clocks every one of ${forms.length} forms of act can be said, and is booked by a server that knows the day`, { timeout: 600_000 }, async () => {
    expect(forms.length).toBeGreaterThan(100);
    expect(new Set(forms.map(({ kind }) => kind)).size).toBe(kinds.size - AT_THE_DESK.length);
    for (const [i, clock] of clocks.entries()) {
      for (const form of forms) {
        const what = `clock ${i} (${clock.name}, ${clock.knows} ${clock.ago / 3_600_000} h ago${clock.wrongThen ? ', wrong then' : ''}), ${form.kind} ${JSON.stringify(form.body)}`;
        const { outcomes, taken } = await tell(clock, form, 1);
        expect(outcomes, what).toEqual([50_001]);
        expect(taken.map(({ verdict }) => 'entry' in verdict), what).toEqual([true]);
        expect(taken[0]!.act.at, what).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test('J5 however the clock jumps between them, acts are booked in the order they were said', async () => {
    const form = forms.find(({ kind, body }) => kind === 'promise.make' && (body as { on?: string }).on !== undefined)!;
    for (const clock of clocks) {
      const { outcomes, taken } = await tell(clock, form, 4);
      expect(outcomes, clock.name).toEqual([50_001, 50_002, 50_003, 50_004]);
      const entries = taken.map(({ verdict }) => (verdict as { entry: number }).entry);
      expect([taken.map(({ act }) => act.turn), entries], clock.name).toEqual([outcomes, [...entries].sort((a, b) => a - b)]);
    }
  });

  test('J4 a phone that knows the day still says of a day to come that it has not come', async () => {
    const form = forms.find(({ kind }) => kind === 'petition.file')!;
    const later = { ...form, body: { ...(form.body as object), on: '2026-03-20' } as Json };
    const right: Clock = { name: 'right', shows: (now) => now, knows: 'heard', ago: 3_600_000, wrongThen: false };
    expect((await tell(right, later, 1)).outcomes).toEqual([{ code: 'day.future', params: { field: 'on', day: '2026-03-20' } }]);
    // One that cannot know lets it be written; the server says no, and why.
    const { outcomes, acts } = await tell({ ...right, knows: 'kept', ago: 30 * DAY }, later, 1);
    expect([outcomes, acts[0]?.trust, acts[0]?.verdict]).toEqual([[50_001], 'refused', { turn: 50_001, refusal: { code: 'day.future', params: { field: 'on', day: '2026-03-20' } } }]);
  });
});
