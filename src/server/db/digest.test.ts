// The chain and the sums stand for what the journal holds: rows of before get them too, and whatever is altered is found.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Act, Json, Row } from '#journal/act.ts';
import { actId } from '#journal/act.ts';
import { emptyDatabase, engines, freshDb, type Fresh } from '../../../test/databases.ts';
import { hashOf } from './chain.ts';
import { checkDigests, readSum, sumAnew } from './digest.ts';
import { external } from './external.ts';
import { ledgerOf, openSeat } from './ledger.ts';
import { migrate, readMigrations } from './migrate.ts';
import { enter, type Db, type Tx } from './open.ts';
import { ourTypes } from './values.ts';

const COMMUNE = '23538';
const DEVICE = 'abcdefgh';
const BODIES: readonly Json[] = [
  { words: 'Hộ ông Đinh Văn Nghĩa \u{1F33E}', z: [1, -0.5, { b: null, a: true }], a: '' }, 'một lời', null, [[], {}, '"\\\n\u0001'],
  { 'khoá lạ \u0000': 1 }, { words: '\u0000', big: 9007199254740991, small: 1e-7 },
];
const act = (turn: number, body: Json): Act => ({ id: actId(DEVICE, turn), kind: 'thing.say', v: 1, device: DEVICE, turn, at: 1000 + turn, body });
const rowsOf = (turn: number): Row[] => [
  { kind: 'thing', id: `Rơ\u{1F33E}-${turn}`, village: turn % 2 ? 'v1' : null, household: turn % 3 ? `h${turn}` : null, body: { turn } },
  { kind: 'other', id: 'one', village: 'v1', household: null, body: turn },
];

async function tell(db: Db): Promise<void> {
  await db.inCommune(COMMUNE, 'write', (tx) => openSeat(tx, { device: DEVICE, person: 'p1', now: 1 }));
  for (const [i, body] of BODIES.entries()) {
    await db.inCommune(COMMUNE, 'write', async (tx) => {
      const ledger = ledgerOf(tx, 1);
      const turn = i + 1;
      const entry = await ledger.number(1);
      await ledger.write(DEVICE, [{ act: act(turn, body), verdict: { turn, entry, asSaid: false, on: '2026-11-23' }, puts: rowsOf(turn), drops: i === 3 ? ['thing/Rơ\u{1F33E}-2'] : [] }], turn);
    });
  }
}

/** Questions of the ledger's own code, asked over the owner's one connection. */
function asTx(client: pg.Client): Tx {
  const pool = { connect: async () => ({ query: client.query.bind(client), release: () => undefined }), end: async () => undefined };
  const kysely = new Kysely({ dialect: new PostgresDialect({ pool: pool as unknown as pg.Pool }) });
  return Object.defineProperty(kysely, 'commune', { value: Number(COMMUNE) }) as unknown as Tx;
}

const wrongIn = (db: Db): Promise<readonly string[]> => db.inCommune(COMMUNE, 'read', checkDigests);

describe.each(engines)('digests on %s', (engine) => {
  let fresh: Fresh;
  beforeAll(async () => {
    fresh = await freshDb(engine);
    await tell(fresh.db);
  });
  afterAll(() => fresh.drop());

  test('J8 what the ledger wrote is what its digests say, and sums can be counted anew', async () => {
    expect(await wrongIn(fresh.db)).toEqual([]);
    const grants = [{ kinds: ['thing', 'other'], village: null, households: null, ids: null }];
    const sum = await fresh.db.inCommune(COMMUNE, 'read', (tx) => readSum(tx, grants));
    expect(sum).toMatchObject({ entry: BODIES.length, rows: BODIES.length });
    await fresh.db.inCommune(COMMUNE, 'write', sumAnew);
    expect(await fresh.db.inCommune(COMMUNE, 'read', (tx) => readSum(tx, grants))).toEqual(sum);
  });

  test('J8 whatever is altered behind the ledger is found: a word, an entry, the chain, a row, a sum', async () => {
    const owner = new pg.Client({ ...fresh.entrance.owner, types: ourTypes });
    await owner.connect();
    try {
      const tried = async (change: string): Promise<string> => {
        // A transaction that is never committed: what it changed is seen by itself alone.
        await owner.query('begin');
        await owner.query(change);
        const found = await checkDigests(asTx(owner));
        await owner.query('rollback');
        return found.join(' · ');
      };
      expect(await tried(`update act set body = '"một lời khác"' where turn = 2`)).toBe('entry 2 (abcdefgh-2) does not say what it said');
      expect(await tried(`update act set body = 'null' where turn = 2`)).toBe('');
      expect(await tried(`update act set hash = '\\x00', body = 'null' where turn = 2`)).toContain('the chain breaks at entry 2 (abcdefgh-2)');
      expect(await tried(`delete from act where turn = 3`)).toContain('entry 3 is missing: 4 follows');
      expect(await tried(`delete from act where turn = 6`)).toBe('the journal says it ends at 6, its acts at 5');
      expect(await tried(`update kept_row set entry = entry - 1 where id = 'one'`)).toContain('row other/one has the mark of another');
      expect(await tried(`delete from kept_row where id = 'one'`)).toBe('the sum over other rows of v1 is not theirs');
      expect(await tried(`update row_sum set sum = sum + 1 where kind = 'thing' and village_id = ''`)).toContain('the sum over thing rows of no village is not theirs');
    } finally {
      await owner.end();
    }
  });

  test('J8 a database of before digests gets them: the same that the ledger would have written', async () => {
    const empty = await emptyDatabase(engine);
    try {
      const entrance = await external(empty.url);
      const owner = new pg.Client(entrance.owner);
      await owner.connect();
      const all = readMigrations();
      await migrate(owner, all, '0060');
      const was = await fresh.db.inCommune(COMMUNE, 'read', async (tx) => ({
        seat: await sql`select * from seat`.execute(tx), act: await sql`select * from act order by entry`.execute(tx), kept_row: await sql`select * from kept_row order by kind, id`.execute(tx),
      }));
      const COLUMNS = {
        seat: 'commune_id, device, person, last_turn, opened_at', act: 'commune_id, device, turn, id, kind, v, at, body, entry, verdict, waits, received_at',
        kept_row: 'commune_id, kind, id, village_id, household_id, entry, gone, body',
      };
      for (const [table, columns] of Object.entries(COLUMNS)) {
        for (const row of was[table as 'act'].rows as Record<string, unknown>[]) {
          const names = columns.split(', ');
          await owner.query(`insert into ${table} (${columns}) values (${names.map((_, i) => `$${i + 1}`)})`,
            names.map((name) => (['body', 'verdict'].includes(name) ? JSON.stringify(row[name]) : row[name])));
        }
      }
      await owner.query('insert into journal (commune_id, last_entry) values ($1, $2)', [COMMUNE, BODIES.length]);
      await migrate(owner, all);
      const now = (await owner.query('select * from act order by entry')).rows as { hash: Buffer; chain: Buffer; body: Json; turn: string }[];
      await owner.end();
      const db = await enter(entrance, { say: () => undefined });
      const wanted = was.act.rows as { hash: Buffer; chain: Buffer }[];
      // What holds a null letter cannot be taken apart there: the act is digested as it stands, and known by its words.
      const odd = BODIES.length - 1;
      expect(now.map(({ hash }, i) => hash.equals(wanted[i]!.hash))).toEqual(BODIES.map((_, i) => i < odd));
      expect(now.slice(0, odd).map(({ chain }) => chain)).toEqual(wanted.slice(0, odd).map(({ chain }) => chain));
      expect((await wrongIn(db)).filter((one) => !one.includes('does not say'))).toEqual([]);
      const taken = await db.inCommune(COMMUNE, 'write', async (tx) => ledgerOf(tx, 1).taken(DEVICE, BODIES.map((_, i) => i + 1)));
      expect(BODIES.map((body, i) => [taken.get(i + 1)!.same(act(i + 1, body)), taken.get(i + 1)!.same(act(i + 1, 'x'))])).toEqual(BODIES.map(() => [true, false]));
      await db.close();
    } finally {
      await empty.drop();
    }
  }, 60_000);

  test('J2 an act whose words were erased is still known for the same', async () => {
    const owner = new pg.Client(fresh.entrance.owner);
    await owner.connect();
    await owner.query(`update act set body = 'null' where turn = 1`);
    await owner.end();
    const same = await fresh.db.inCommune(COMMUNE, 'write', async (tx) => (await ledgerOf(tx, 1).taken(DEVICE, [1])).get(1)!.same);
    expect([same(act(1, BODIES[0]!)), same(act(1, 'x'))]).toEqual([true, false]);
    expect(hashOf(act(1, { b: 1, a: [2] })).equals(hashOf(act(1, { a: [2], b: 1 })))).toBe(true);
  });
});
