// Push and pull over PostgreSQL say what the journal's model in memory says, whatever is done, moved, taken away or hidden.
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actId, type Act, type ActKind, type Json, type Kinds, type Row } from '#journal/act.ts';
import type { Cursor, Span } from '#journal/cursor.ts';
import { MemoryLedger } from '#journal/memory-ledger.ts';
import { MemoryServer } from '#journal/memory-server.ts';
import { scopeOf, sees } from '#commune/places/policy.ts';
import type { PersonRow, Role } from '#commune/places/rows.ts';
import { engines, freshDb, type Fresh } from '../../test/databases.ts';
import { openSeat } from './db/ledger.ts';
import { BadAct, judgeWaiting, NoSeat, pull, push, type Pull, type Push, type Rules, type Sizes } from './exchange.ts';

const NOW = Date.UTC(2026, 10, 23, 5);
const TODAY = '2026-11-23';

interface Leaving {
  readonly puts: readonly Row[];
  readonly drops: readonly string[];
}

/** Leaves the rows its body says: lets a test make any state. */
const leave: ActKind<Leaving> = {
  name: 'rows.leave', version: 1, parse: (raw) => ({ body: raw as Leaving }),
  needs: ({ puts, drops }) => [...puts.map((row) => `${row.kind}/${row.id}`), ...drops],
  decide: ({ puts, drops }) => (puts.some(({ body }) => body === 'refuse') ? { refusal: { code: 'rows.no' } } : { puts, drops }),
};
const KINDS = new Map([[leave.name, leave]]) as unknown as Kinds;
const RULES: Rules = { kinds: KINDS, build: 'b', now: () => NOW };

const person = (id: string, role: Role | null, village: string | null, households: readonly string[] = [], until: string | null = null): Row => ({
  kind: 'person', id, village: role === 'household' ? village : null, household: role === 'household' ? households[0]! : null,
  body: { name: id, closedOn: null, posts: role ? [{ id: `post-${id}`, role, village, households, from: '2026-01-01', until }] : [] },
});
const PEOPLE: readonly Row[] = [
  person('off', 'officer', null), person('hea', 'head', 'v1'), person('vol', 'volunteer', 'v1', ['h1', 'h3']),
  person('sup', 'supervisor', null), person('hou', 'household', 'v2', ['h4']), person('vie', 'viewer', null),
  person('old', 'officer', null, [], '2026-11-22'), person('non', null, null),
];
const deviceOf = (id: string): string => `dev${id}xx`;
/** `gho` has a seat and no row. */
const READERS = [...PEOPLE.map(({ id }) => id), 'gho'];

interface Page {
  readonly cursor: Cursor;
  readonly reset: boolean;
  readonly more: string | null;
  readonly rows: readonly Json[];
  readonly last: readonly [number, string];
  readonly other?: boolean;
  readonly from?: number;
  readonly hidden?: number;
  readonly sum?: readonly [number, number];
}

async function page(fresh: Fresh, asked: Pull, sizes: Sizes, rules = RULES): Promise<Page> {
  const lines: string[] = [];
  for await (const text of pull(fresh.db, rules, asked, sizes)) lines.push(text);
  expect(lines.every((text) => text.endsWith('\n') && text.indexOf('\n') === text.length - 1)).toBe(true);
  const [head, ...body] = lines.map((text) => JSON.parse(text) as Record<string, Json>);
  const end = body.pop()!;
  const rows = body.flatMap(({ h, rows: some }) => (some as Json[][]).map((row) => [h!, ...row]));
  expect(end).toEqual({ ...end, end: true, more: end['more'], rows: rows.length });
  expect(new Set(body.map(({ h }) => h)).size).toBe(body.length);
  const told = { ...head, ...end } as unknown as Page;
  const entries = new Set((body.flatMap(({ rows: some }) => some as Json[][])).map((row) => row[3]));
  // Nothing is left out without saying so: entries shown and entries hidden are all there are.
  if (!told.reset) expect(entries.size + told.hidden!).toBe(told.cursor.entry - told.from!);
  return { ...told, rows };
}

/** All pages of one pull, as a phone asks for them. */
async function readAll({ fresh, commune }: Pair, device: string, from: Cursor | null, sizes: Sizes, between = async () => {}) {
  const rows = new Map<string, Json>();
  const homes = new Map<string, number>();
  let [cursor, more, reset, pages] = [from, null as string | null, false, 0];
  for (;;) {
    const one = await page(fresh, { commune, device, cursor, more: reset ? more : null }, sizes);
    pages += 1;
    for (const row of one.rows as Json[][]) {
      rows.set(`${row[1]}/${row[2]}`, row);
      // A household's rows are never split over pages of one reading.
      if (one.reset) expect(homes.get(String(row[0])) ?? pages).toBe(pages);
      if (one.reset) homes.set(String(row[0]), pages);
    }
    if (reset) expect(one.cursor).toEqual({ ...cursor, own: undefined });
    ({ more, reset } = one);
    cursor = { ...one.cursor, own: reset ? [] : (from?.own ?? []) };
    if (more === null) return { rows, cursor, reset, pages };
    await between();
  }
}

let communes = 10_000;

/** One commune of the database beside one in memory. */
class Pair {
  readonly fresh: Fresh;
  readonly commune: string;
  readonly ledger = new MemoryLedger();
  readonly memory: MemoryServer;
  readonly turns = new Map<string, number>();

  constructor(fresh: Fresh) {
    this.fresh = fresh;
    this.commune = String(communes += 1);
    const rules = { kinds: KINDS, build: 'b', sees, scopeOf: (one: Row, today: string) => scopeOf(one as PersonRow, today) };
    this.memory = new MemoryServer(this.ledger, rules, { commune: this.commune, epoch: fresh.db.epoch, pageRows: 1_000_000, today: () => TODAY, safe: () => 0 });
  }

  async begin(): Promise<this> {
    for (const id of READERS) {
      this.ledger.openSeat(deviceOf(id), id);
      await this.fresh.db.inCommune(this.commune, 'write', (tx) => openSeat(tx, { device: deviceOf(id), person: id, now: NOW }));
    }
    await this.say('off', { puts: [...PEOPLE, { kind: 'commune', id: this.commune, village: null, household: null, body: { name: 'Xã Thử' } }], drops: [] });
    return this;
  }

  act(id: string, body: Json, kind = 'rows.leave'): Act {
    const turn = (this.turns.get(id) ?? 0) + 1;
    this.turns.set(id, turn);
    return { id: actId(deviceOf(id), turn), kind, v: 1, device: deviceOf(id), turn, at: NOW, body };
  }

  /** Says it on both sides, which must answer alike. */
  async say(id: string, body: Leaving, cursor: Cursor | null = null): Promise<void> {
    const acts = [this.act(id, body as unknown as Json)];
    const asked: Push = { commune: this.commune, device: deviceOf(id), acts, cursor, withheld: [], build: 'b', echo: false };
    const [real, model] = [await push(this.fresh.db, RULES, asked), await this.memory.push(deviceOf(id), asked, 'b')];
    expect({ ...real, end: real.end.entry }).toEqual({ ...model, end: model.end.entry, build: 'b' });
  }

  /** Reads on both sides from the same cursor; the rows and the cursor must be the same. */
  async read(id: string, cursor: Cursor | null, sizes: Sizes): Promise<Cursor | null> {
    const model = this.memory.pull(deviceOf(id), { cursor, more: null, heard: null });
    const real = await readAll(this, deviceOf(id), cursor, sizes);
    const wanted = new Map(model.rows.map(({ kind, household, id: name, village, entry, body, gone }) =>
      [`${kind}/${name}`, (gone ? [household, kind, name, village, entry] : [household, kind, name, village, entry, body]) as Json]));
    expect(Object.fromEntries(real.rows)).toEqual(Object.fromEntries(wanted));
    expect({ ...real.cursor, own: undefined, reset: real.reset }).toEqual({ ...model.cursor, own: undefined, reset: model.reset });
    // What the reader must hold, as the real server sums it up and as the model counts it.
    const { sum } = this.memory.pull(deviceOf(id), { cursor: { ...real.cursor, own: [] }, more: null, heard: null });
    const { sum: said } = await page(this.fresh, { commune: this.commune, device: deviceOf(id), cursor: { ...real.cursor, own: [] }, more: null }, sizes);
    expect(said).toEqual([sum!.rows, sum!.sum]);
    return real.cursor;
  }
}

const places = [['v1', 'h1'], ['v1', 'h2'], ['v1', 'h3'], ['v2', 'h4'], ['v2', 'h5'], ['v1', null], [null, null]] as const;
const row = fc.record({ kind: fc.constantFrom('household', 'visit', 'promise', 'consent', 'village', 'secret'), id: fc.constantFrom('a', 'b', 'c', 'd'), place: fc.constantFrom(...places), body: fc.string({ unit: 'grapheme', maxLength: 6 }) })
  .map(({ kind, id, place: [village, household], body }): Row => ({ kind, id, village, household, body: { words: body } }));
const leaving = fc.record({ puts: fc.uniqueArray(row, { maxLength: 4, selector: ({ kind, id }) => `${kind}/${id}` }), gone: fc.array(fc.tuple(fc.constantFrom('visit', 'promise'), fc.constantFrom('a', 'b', 'c', 'd')), { maxLength: 2 }) })
  .map(({ puts, gone }): Leaving => ({ puts, drops: [...new Set(gone.map((key) => key.join('/')))].filter((key) => !puts.some(({ kind, id }) => `${kind}/${id}` === key)) }));
const span = fc.tuple(fc.nat(30), fc.nat(3)).map(([from, more]): Span => [from, from + more]);
const steps = fc.array(fc.oneof(
  { weight: 3, arbitrary: fc.record({ say: leaving, by: fc.constantFrom('off', 'hea') }) },
  { weight: 2, arbitrary: fc.record({ read: fc.constantFrom(...READERS), own: fc.array(span, { maxLength: 2 }), anew: fc.boolean() }) },
), { minLength: 5, maxLength: 25 });

const SMALL: Sizes = { chunk: 3, reset: 4, plain: 3 };

describe.each(engines)('push and pull on %s', (engine) => {
  let fresh: Fresh;
  beforeAll(async () => {
    fresh = await freshDb(engine);
  });
  afterAll(() => fresh.drop());

  test('J3 J6 J10 every reader gets what the model says, at every moment', async () => {
    await fc.assert(fc.asyncProperty(steps, async (story) => {
      const pair = await new Pair(fresh).begin();
      const cursors = new Map<string, Cursor | null>();
      try {
        for (const step of story) {
          if ('say' in step) await pair.say(step.by, step.say, cursors.get(step.by) ?? null);
          else {
            const held = step.anew ? null : (cursors.get(step.read) ?? null);
            cursors.set(step.read, await pair.read(step.read, held && { ...held, own: step.own }, SMALL));
          }
        }
        for (const id of READERS) await pair.read(id, cursors.get(id) ?? null, SMALL);
      } finally {
          }
    }), { numRuns: 25 });
  });

  test('J3 rows that change between the pages of a whole reading come with the plain pull after it', async () => {
    const pair = await new Pair(fresh).begin();
    const put = (id: string, household: string, words: string): Row => ({ kind: 'visit', id, village: 'v1', household, body: { words } });
    await pair.say('off', { puts: Array.from({ length: 12 }, (_, i) => put(`r${i}`, `h${String(i).padStart(2, '0')}`, 'cũ')), drops: [] });
    let changed = 0;
    const between = async () => {
      changed += 1;
      await pair.say('hea', { puts: [put('r0', 'h11', `mới ${changed}`), put('r11', 'h00', `mới ${changed}`)], drops: changed === 1 ? ['visit/r5'] : [] });
    };
    const whole = await readAll(pair, deviceOf('off'), null, SMALL, between);
    expect(whole.pages).toBeGreaterThan(2);
    const after = await readAll(pair, deviceOf('off'), whole.cursor, SMALL);
    const held = new Map([...whole.rows, ...after.rows]);
    const now = await readAll(pair, deviceOf('off'), null, SMALL);
    for (const [key, one] of now.rows) expect(held.get(key)).toEqual(one);
    expect([...held].filter(([key, one]) => !now.rows.has(key) && (one as Json[]).length > 5)).toEqual([]);
  });

  test('J3 a cursor of another life, another scope, or ahead of the book begins a whole reading', async () => {
    const pair = await new Pair(fresh).begin();
    const device = deviceOf('off');
    const { cursor } = await readAll(pair, device, null, SMALL);
    const held = cursor!;
    for (const strange of [{ ...held, epoch: 'other' }, { ...held, scope: 'other' }, { ...held, entry: held.entry + 1 }]) {
      expect((await page(pair.fresh, { commune: pair.commune, device, cursor: strange, more: null }, SMALL)).reset).toBe(true);
    }
    for (const more of ['', 'next', '.', 'zzz', '1.AAAA', `1.${Buffer.from('\0').toString('base64url')}`]) {
      await page(pair.fresh, { commune: pair.commune, device, cursor: held, more }, SMALL);
    }
    await expect(page(pair.fresh, { commune: pair.commune, device: 'nobodyyy', cursor: null, more: null }, SMALL)).rejects.toThrow(NoSeat);
  });

  test('J9 an act of an unknown kind waits, keeps its letters, and is judged in order of arrival by a build that knows it', async () => {
    const pair = await new Pair(fresh).begin();
    const { db } = pair.fresh;
    const future = (id: string, words: string) => ({ ...pair.act(id, { puts: [{ kind: 'visit', id: 'x', village: 'v1', household: 'h1', body: { words } }], drops: [] } as unknown as Json, 'rows.newer') });
    const send = (id: string, acts: readonly Act[], rules: Rules, now: number) =>
      push(db, { ...rules, now: () => now }, { commune: pair.commune, device: deviceOf(id), acts, cursor: null, withheld: [], build: 'b', echo: false });
    const [first, second] = [future('hea', 'một\u0000 "\ud800'), future('off', 'hai')];
    expect((await send('hea', [first], RULES, NOW)).verdicts).toEqual([{ turn: 1, waits: true }]);
    await send('off', [second], RULES, NOW + 1);
    expect(await judgeWaiting(db, RULES, pair.commune)).toBe(0);
    const newer: Rules = { ...RULES, kinds: new Map([...KINDS, ['rows.newer', { ...leave, name: 'rows.newer' } as never]]) };
    expect(await judgeWaiting(db, newer, pair.commune)).toBe(2);
    expect(await judgeWaiting(db, newer, pair.commune)).toBe(0);
    const again = await send('hea', [first], newer, NOW + 2);
    expect(again.verdicts).toEqual([{ turn: 1, entry: 2, asSaid: false, on: TODAY }]);
    const { rows } = await readAll(pair, deviceOf('off'), null, SMALL);
    expect(rows.get('visit/x')).toEqual(['h1', 'visit', 'x', 'v1', 3, { words: 'hai' }]);
  });

  test('J1 J4 an act no phone can have said is named, and nothing of its batch is taken', async () => {
    const pair = await new Pair(fresh).begin();
    const good = pair.act('hea', { puts: [], drops: [] });
    const asked = { commune: pair.commune, device: deviceOf('hea'), cursor: null, withheld: [], build: 'b', echo: false };
    for (const bad of [{ kind: 'a\0b' }, { kind: 'A' }, { v: -1 }, { at: 1.5 }, { turn: 0 }, { id: 'x' }, { device: 'other' }, { kind: 'x'.repeat(99) }]) {
      await expect(push(pair.fresh.db, RULES, { ...asked, acts: [good, { ...pair.act('vol', null), device: deviceOf('hea'), turn: 2, id: actId(deviceOf('hea'), 2), ...bad }] })).rejects.toThrow(BadAct);
    }
    await expect(push(pair.fresh.db, RULES, { ...asked, device: 'nobodyyy', acts: [] })).rejects.toThrow(NoSeat);
    expect(await push(pair.fresh.db, RULES, { ...asked, acts: [good] })).toMatchObject({ expected: 2, verdicts: [{ turn: 1, entry: 2 }] });
  });
});
