// No commune sees another, whatever a query forgets: asked of the database's own catalogue, and tried.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import pg from 'pg';
import { engines, freshDb, type Fresh } from '../../../test/databases.ts';
import { ledgerOf, openSeat } from './ledger.ts';
import { readTables } from './table-catalog.ts';

/** Policies that let somebody's reading through; a new one belongs into scope.test.ts, with what it shows and to whom. */
const READERS = ['kept_row.kept_row_read', 'row_left.row_left_read', 'clip.clip_reader', 'clip_part.clip_part_reader'];

/** Tables that belong to no commune by their nature. */
const HOUSE = /^house(_[a-z]+)?$/;

describe.each(engines)('the fence between communes on %s', (engine) => {
  let fresh: Fresh;
  let owner: pg.Client;
  beforeAll(async () => {
    fresh = await freshDb(engine);
    owner = new pg.Client(fresh.entrance.owner);
    await owner.connect();
    for (const commune of ['23538', '23541']) {
      await fresh.db.inCommune(commune, 'write', async (tx) => {
        await openSeat(tx, { device: 'abcdefgh', person: 'p1', now: 1 });
        const act = { id: 'abcdefgh-1', kind: 'thing.say', v: 1, device: 'abcdefgh', turn: 1, at: 1, body: null };
        const row = { kind: 'thing', id: commune, village: null, household: null, body: {} };
        await ledgerOf(tx, 1).write('abcdefgh', [{ act, verdict: { turn: 1, entry: await ledgerOf(tx, 1).number(1), asSaid: false, on: '2026-11-23' }, puts: [row], drops: [] }], 1);
      });
    }
  });
  afterAll(async () => {
    await owner.end();
    await fresh.drop();
  });

  test('J10 every table of a commune has row security, forced on its owner too, and begins its keys with commune_id', async () => {
    const { rows } = await owner.query<{ name: string; fenced: boolean; forced: boolean; policies: number; commune: boolean }>(`
      select c.relname "name", c.relrowsecurity fenced, c.relforcerowsecurity forced,
        (select count(*)::int from pg_policy p where p.polrelid = c.oid) policies,
        exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'commune_id') commune
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`);
    for (const { name, fenced, forced, policies, commune } of rows) {
      expect({ name, commune }).toEqual({ name, commune: !HOUSE.test(name) });
      if (commune) expect({ name, fenced, forced, any: policies > 0 }).toEqual({ name, fenced: true, forced: true, any: true });
    }
    expect(rows.length).toBeGreaterThan(8);
    const keys = await owner.query<{ index: string; first: string }>(`
      select i.indexrelid::regclass::text "index", a.attname "first" from pg_index i join pg_class c on c.oid = i.indrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
      where c.relnamespace = 'public'::regnamespace and c.relname !~ '^house' and i.indisunique`);
    for (const { index, first } of keys.rows) expect({ index, first }).toEqual({ index, first: 'commune_id' });
  });

  test('J10 no policy lets a row through without the transaction’s commune', async () => {
    const { rows } = await owner.query<{ policy: string; text: string }>(
      `select polrelid::regclass || '.' || polname "policy", concat(pg_get_expr(polqual, polrelid), ' ', pg_get_expr(polwithcheck, polrelid)) "text" from pg_policy`);
    const fence = `commune_id = (NULLIF(current_setting('app.commune'::text, true), ''::text))::integer`;
    // Nothing but the fence itself, or a further condition beside it; what readers reach is told one by one in scope.test.ts.
    for (const { policy, text } of rows.filter(({ policy }) => !READERS.includes(policy))) {
      expect(`${policy}: ${text}`).toContain(fence);
      expect(`${policy}: ${text.replaceAll(fence, '').replace('waits AND', '').replace(/AND \(at < .*'63158400000'::bigint\)\)?/, '').replace(/[\s()]/g, '')}`).toBe(`${policy}: `);
    }
  });

  test('J10 each policy that lets a reader through holds to one commune and to what may be read, by equality alone', async () => {
    const { rows } = await owner.query<{ policy: string; text: string; cmd: string }>(`select polrelid::regclass || '.' || polname "policy", polcmd::text cmd,
      concat(pg_get_expr(polqual, polrelid), ' ; ', pg_get_expr(polwithcheck, polrelid)) "text" from pg_policy where polpermissive`);
    const book = `(commune_id = (NULLIF(current_setting('app.book'::text, true), ''::text))::integer)`;
    const own = (column: string, setting: string) => `(${column} = NULLIF(current_setting('app.${setting}'::text, true), ''::text))`;
    expect(Object.fromEntries(rows.filter(({ text }) => text.includes('app.book')).map(({ policy, text, cmd }) => [policy, `${cmd} ${text}`]))).toEqual({
      'kept_row.kept_row_read': `r (${book} AND may_read(kind, village_id, household_id, id)) ; `,
      'row_left.row_left_read': `r (${book} AND may_read(kind, village_id, household_id, id)) ; `,
      'clip.clip_reader': `r (${book} AND ${own('household_id', 'household')}) ; `,
      'clip_part.clip_part_reader': `* (${book} AND ${own('device', 'device')}) ; (${book} AND ${own('device', 'device')} AND ${own('household_id', 'household')})`,
    });
  });

  test('J10 nothing goes round the fence: no views, definer functions, sequences, partitions or bypassing roles', async () => {
    const { rows } = await owner.query(`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'S')
      union all select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`);
    expect(rows).toEqual([]);
    const role = await owner.query(`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin from pg_roles where rolname = 'nha_rong_app'`);
    expect(role.rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolcanlogin: true }]);
    const owned = await owner.query(`select relname from pg_class where relowner = 'nha_rong_app'::regrole`);
    expect(owned.rows).toEqual([]);
    const member = await owner.query(`select roleid::regrole from pg_auth_members where member = 'nha_rong_app'::regrole`);
    expect(member.rows).toEqual([]);
    // Functions are plain ones, run with the asker's rights, and none can be put before the database's own.
    const made = await owner.query(`select has_schema_privilege('nha_rong_app', 'public', 'create') public, has_database_privilege('nha_rong_app', current_database(), 'create') "database"`);
    expect(made.rows).toEqual([{ public: false, database: false }]);
  });

  test('J10 a transaction of one commune sees and changes nothing of another, in any table', async () => {
    const tables = (await fresh.db.inHouse(readTables)).filter((table) => table.ofCommune);
    await fresh.db.inCommune('23538', 'read', async (tx) => {
      for (const { name } of tables) {
        const { rows } = await sql<{ n: number }>`select count(*) n from ${sql.table(name)} where commune_id <> 23538`.execute(tx);
        expect({ name, foreign: rows[0]!.n }).toEqual({ name, foreign: 0 });
      }
      expect((await sql`select id from kept_row`.execute(tx)).rows).toEqual([{ id: '23538' }]);
    });
    for (const forgery of [
      sql`insert into kept_row (commune_id, kind, id, entry, body) values (23541, 'thing', 'x', 9, '{}')`,
      sql`update journal set commune_id = 23541 where commune_id = 23538`,
    ]) await expect(fresh.db.inCommune('23538', 'write', (tx) => forgery.execute(tx))).rejects.toThrow('row-level security');
    await fresh.db.inCommune('23538', 'write', (tx) => sql`update kept_row set body = '"changed"'`.execute(tx));
    await fresh.db.inCommune('23541', 'read', async (tx) => expect((await sql`select body from kept_row`.execute(tx)).rows).toEqual([{ body: {} }]));
  });

  test('J10 without a commune nothing of any is seen, also on a connection another commune used before', async () => {
    for (let i = 0; i < 12; i++) {
      await fresh.db.inCommune('23541', 'read', async () => undefined);
      await fresh.db.inHouse(async (tx) => expect((await sql`select * from act`.execute(tx)).rows).toEqual([]));
    }
    const { rows } = await owner.query('select count(*)::int n from act');
    expect(rows).toEqual([{ n: 2 }]);
  });

  test('the journal is append-only by right: what was said and left is not taken away or rewritten', async () => {
    for (const forgery of [
      sql`delete from act`, sql`delete from kept_row`, sql`delete from row_left`, sql`delete from journal`, sql`delete from act_apart`,
      sql`update act set body = 'null'`, sql`update act set turn = turn + 1`, sql`update row_left set entry = 0`, sql`truncate act`,
      sql`update seat set person = 'p2'`, sql`alter table act disable row level security`, sql`drop table act`,
    ]) await expect(fresh.db.inCommune('23538', 'write', (tx) => forgery.execute(tx))).rejects.toThrow(/permission denied|must be owner/);
    await fresh.db.inCommune('23538', 'write', async (tx) => {
      const settled = await sql`update act set verdict = '{}', entry = 99`.execute(tx);
      expect(settled.numAffectedRows).toBe(0n);
    });
  });
});
