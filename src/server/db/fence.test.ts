// Proves that every table is fenced by its commune, whoever asks: by what the catalogue says, and by trying to climb over.
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, freshDb, type Fresh } from '../../../test/databases.ts';
import { accountByLogin, cardOf, communeOfLogin, putAccount, putCards, putSlip, slipPerson, useSlip } from './accounts.ts';
import { countTry, forgiveTries, sweepTries } from './attempts.ts';
import { openDevice, openSession, sessionOf } from './sessions.ts';

const [A, B] = ['23538', '23512'];
const key = (text: string): Buffer => Buffer.from(text);

describe.each(engines)('fences on %s', (engine) => {
  let fresh: Fresh;
  let owner: pg.Client;
  beforeAll(async () => {
    fresh = await freshDb(engine);
    owner = new pg.Client(fresh.entrance.owner);
    await owner.connect();
    for (const commune of [A, B]) {
      await fresh.db.inCommune(commune!, 'write', async (tx) => {
        await putAccount(tx, { commune: commune!, person: 'p', login: `login.${commune}`, digest: key(`login.${commune}`), at: 1 });
        await putSlip(tx, { digest: key('slip'), person: 'p', at: 1, until: 1000 });
        await putCards(tx, [{ household: 'h', person: 'p', seal: `seal of ${commune}`, digest: key('card') }], 1);
        await openDevice(tx, { device: 'aaaaaaaa', person: 'p', desk: false, phoneName: commune!, at: 1 });
        await openSession(tx, { digest: key(`session ${commune}`), device: 'aaaaaaaa', person: 'p', at: 1, idleMs: 1000, until: null });
        await tx.insertInto('clip').values({ commune_id: tx.commune, hash: 'f', household_id: 'h', type: 'image/webp', bytes: 1, file: 'f', device: 'aaaaaaaa', kept_at: 1 }).execute();
        await tx.insertInto('clip_part').values({ commune_id: tx.commune, hash: 'f', household_id: 'h', device: 'aaaaaaaa', type: 'x', bytes: 1, name: 'n', begun_at: 1 }).execute();
      });
    }
  });
  afterAll(async () => {
    await owner.end();
    await fresh.drop();
  });

  test('every table with a commune has row security, forced, on the commune alone; its keys begin with it; the app is no owner', async () => {
    const tables = await owner.query<{ name: string; commune: boolean; fenced: boolean; policies: number; keys: number }>(`
      select c.relname "name", bool_or(a.attname = 'commune_id') "commune", bool_and(c.relrowsecurity and c.relforcerowsecurity) "fenced",
        (select count(*)::int from pg_policy p where p.polrelid = c.oid
          and coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') like '%commune_id = %current_setting(''app.commune''%') "policies",
        (select count(*)::int from pg_index i where i.indrelid = c.oid and i.indisunique
          and not exists (select 1 from pg_attribute k where k.attrelid = c.oid and k.attnum = i.indkey[0] and k.attname = 'commune_id')) "keys"
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by c.oid, c.relname order by c.relname`);
    expect(tables.rows.length).toBeGreaterThan(14);
    for (const { name, commune, fenced, policies, keys } of tables.rows) {
      if (commune) expect({ name, fenced, policies: policies > 0, keys }).toEqual({ name, fenced: true, policies: true, keys: 0 });
      else expect(name).toMatch(/^house/);
    }
    const roles = await owner.query("select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as power from pg_roles where rolname = 'nha_rong_app'");
    expect(roles.rows).toEqual([{ power: false }]);
    const owned = await owner.query("select count(*)::int as count from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = 'nha_rong_app'");
    expect(owned.rows).toEqual([{ count: 0 }]);
    const views = await owner.query("select count(*)::int as count from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace");
    expect(views.rows).toEqual([{ count: 0 }]);
    const powers = await owner.query("select count(*)::int as count from pg_proc where prosecdef and pronamespace = 'public'::regnamespace");
    expect(powers.rows).toEqual([{ count: 0 }]);
  });

  test.each([
    ['account', 'made_at'], ['slip', 'until_at'], ['card', 'voided_at'], ['device', 'waiting'], ['session', 'seen_at'], ['clip', 'bytes'], ['clip_part', 'bytes'], ['seat', 'last_turn'],
  ] as const)('%s: one commune sees and changes nothing of another', async (table, column) => {
    await fresh.db.inCommune(A!, 'write', async (tx) => {
      expect(await tx.selectFrom(table).select('commune_id').execute()).toEqual([{ commune_id: Number(A) }]);
      const changed = await sql`update ${sql.table(table)} set ${sql.ref(column)} = 77 where commune_id = ${Number(B)}`.execute(tx);
      expect(changed.numAffectedRows).toBe(0n);
    });
    expect(await fresh.db.inHouse((tx) => tx.selectFrom(table).selectAll().execute())).toEqual([]);
    const theirs = await owner.query(`select ${column}::int as value from ${table} where commune_id = ${Number(B)}`);
    expect(theirs.rows).toHaveLength(1);
    expect(theirs.rows[0].value).not.toBe(77);
  });

  test('a row for another commune is refused on the way in', async () => {
    const smuggle = fresh.db.inCommune(A!, 'write', (tx) => tx.insertInto('session')
      .values({ commune_id: Number(B), digest: key('smuggled'), device: 'aaaaaaaa', person: 'p', made_at: 1, seen_at: 1, idle_ms: 1, until_at: null }).execute());
    await expect(smuggle).rejects.toMatchObject({ code: '42501' });
  });

  test('a session, a card and a slip open in their own commune only', async () => {
    await fresh.db.inCommune(A!, 'write', async (tx) => {
      expect(await sessionOf(tx, key(`session ${A}`), 500)).toMatchObject({ device: 'aaaaaaaa', person: 'p' });
      expect(await sessionOf(tx, key(`session ${B}`), 500)).toBeUndefined();
      expect(await sessionOf(tx, key(`session ${A}`), 1001)).toBeUndefined();
      expect(await cardOf(tx, key('card'))).toMatchObject({ seal: `seal of ${A}` });
      expect(await accountByLogin(tx, `login.${B}`)).toBeUndefined();
      expect(await slipPerson(tx, key('slip'), 999)).toBe('p');
      expect(await slipPerson(tx, key('slip'), 1000)).toBeUndefined();
      expect(await useSlip(tx, key('slip'), 999)).toBe(true);
      expect(await useSlip(tx, key('slip'), 999)).toBe(false);
    });
    expect(await fresh.db.inCommune(B!, 'read', (tx) => slipPerson(tx, key('slip'), 999))).toBe('p');
    expect(await fresh.db.inHouse((tx) => communeOfLogin(tx, key(`login.${B}`)))).toBe(B);
  });

  test('tries are counted one by one however many come at once, and forgotten after a day', async () => {
    const tryOnce = (at: number) => fresh.db.inHouse((tx) => countTry(tx, key('name'), at));
    const waits = await Promise.all(Array.from({ length: 9 }, () => tryOnce(1_000_000)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
    expect(waits.filter((wait) => wait === 2000)).toHaveLength(4);
    expect(await tryOnce(1_001_999)).toBe(1);
    expect(await tryOnce(1_002_000)).toBe(0);
    expect(await tryOnce(1_002_001)).toBe(3999);
    await fresh.db.inHouse((tx) => sweepTries(tx, 1_002_000 + 86_400_000));
    expect(await tryOnce(1_002_002)).toBe(3998);
    expect(await tryOnce(1_002_000 + 86_400_001)).toBe(0);
    await fresh.db.inHouse((tx) => forgiveTries(tx, key('name')));
    expect(await Promise.all(Array.from({ length: 5 }, () => tryOnce(2_000_000)))).toEqual([0, 0, 0, 0, 0]);
  });
});
