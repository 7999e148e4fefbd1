// The audit tells what was looked at and done, in one order, and shows every line that was changed or taken away.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import pg from 'pg';
import { engines, freshDb, type Fresh } from '../../../test/databases.ts';
import { AUDIT_KEPT_MS, dropOldAudit, MOST_HOUSEHOLDS, noteDeed, noteRead, readAudit, verifyAudit, type Head } from './audit.ts';

const C = '23538';
const NOW = Date.UTC(2026, 10, 23, 8);

describe.each(engines)('the audit on %s', (engine) => {
  let fresh: Fresh;
  let owner: pg.Client;
  beforeAll(async () => {
    fresh = await freshDb(engine);
    owner = new pg.Client(fresh.entrance.owner);
    await owner.connect();
    await owner.query(`set app.commune = '23538'`);
  });
  afterAll(async () => {
    await owner.end();
    await fresh.drop();
  });
  const verify = (anchors: readonly Head[] = [], commune = C) => fresh.db.inCommune(commune, 'read', (tx) => verifyAudit(tx, anchors));
  const read = (i: number) => ({ at: NOW + i, person: 'p1', device: 'abcdefgh', what: 'rows', households: [`h${i}`], rows: i, about: { scope: 's', from: 0, upto: i } });
  /** Does it as the database's owner, looks, and takes it back. */
  const tampered = async <T>(statement: string, look: () => Promise<T>): Promise<T> => {
    await owner.query('create table saved as select * from audit; create table saved_head as select * from audit_head');
    try {
      await owner.query(statement);
      return await look();
    } finally {
      await owner.query('delete from audit; delete from audit_head; insert into audit select * from saved; insert into audit_head select * from saved_head; drop table saved, saved_head');
    }
  };

  test('an empty one is whole; lines stand in one order, also when many write at once', async () => {
    expect(await verify()).toEqual({ head: { n: 0, hash: '' }, lines: 0, broken: null });
    await Promise.all(Array.from({ length: 40 }, (_, i) => fresh.db.inCommune(C, i % 4 === 0 ? 'write' : 'note', (tx) =>
      (i % 2 ? noteRead(tx, read(i)) : noteDeed(tx, { at: NOW + i, person: null, device: null, what: 'sign-in.failed', about: { count: i } })))));
    const { head, lines, broken } = await verify();
    expect([head.n, lines, broken]).toEqual([40, 40, null]);
    expect(head.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a note of work that was undone is undone with it, and leaves no gap', async () => {
    await fresh.db.inCommune(C, 'write', async (tx) => {
      await noteDeed(tx, { at: NOW, person: 'p1', device: 'abcdefgh', what: 'cards.made' });
      throw new Error('undone');
    }).catch(() => undefined);
    expect((await verify()).head.n).toBe(40);
  });

  test('each line that is changed in any part, or taken away, is named', async () => {
    for (const [statement, n, why] of [
      [`update audit set at = at + 1 where n = 7`, 7, 'changed'],
      [`update audit set person = 'p2' where n = 1`, 1, 'changed'],
      [`update audit set person = 'p1' where n = (select min(n) from audit where person is null)`, null, 'changed'],
      [`update audit set device = 'zzzzzzzz' where n = 40`, 40, 'changed'],
      [`update audit set what = 'nothing' where n = 20`, 20, 'changed'],
      [`update audit set deed = not deed where n = 20`, 20, 'changed'],
      [`update audit set about = '{}' where n = 20`, 20, 'changed'],
      [`update audit set hash = repeat('0', 64) where n = 20`, 20, 'changed'],
      [`delete from audit where n = 1`, 1, 'missing'],
      [`delete from audit where n = 20`, 20, 'missing'],
      [`delete from audit where n = 40`, 40, 'missing'],
      [`delete from audit where n > 30`, 31, 'missing'],
      [`delete from audit`, 1, 'missing'],
      [`delete from audit where n = 20; update audit set n = -n where n > 20; update audit set n = -n - 1 where n < 0`, 20, 'changed'],
      [`update audit_head set hash = ''`, 40, 'changed'],
    ] as const) {
      const { broken } = await tampered(statement, verify);
      expect({ statement, broken: broken && { ...broken, n: n === null ? null : broken.n } }).toEqual({ statement, broken: { n, why } });
    }
    expect((await verify()).broken).toBeNull();
  });

  test('one whose end or whole was made anew holds together, but not with a head noted elsewhere', async () => {
    const { head } = await verify();
    const cut = `delete from audit where n > 30; update audit_head set n = 30, hash = (select hash from audit where n = 30)`;
    expect((await tampered(cut, verify)).broken).toBeNull();
    expect((await tampered(cut, () => verify([head]))).broken).toEqual({ n: 31, why: 'missing' });
    const anew = `delete from audit; update audit_head set n = 0, hash = ''`;
    const forged = async () => {
      for (let i = 0; i < 41; i++) await fresh.db.inCommune(C, 'note', (tx) => noteRead(tx, read(i)));
      return await verify([head]);
    };
    expect((await tampered(anew, forged)).broken).toEqual({ n: 40, why: 'changed' });
  });

  test('the app may add and read lines, and not change them or take young ones away', async () => {
    for (const forgery of [sql`update audit set what = 'x'`, sql`truncate audit`, sql`delete from audit_head`, sql`update audit_head set commune_id = 1`]) {
      await expect(fresh.db.inCommune(C, 'write', (tx) => forgery.execute(tx))).rejects.toThrow(/permission denied/);
    }
    await fresh.db.inCommune(C, 'write', async (tx) => expect((await sql`delete from audit`.execute(tx)).numAffectedRows).toBe(0n));
    await expect(fresh.db.inCommune(C, 'read', (tx) => noteRead(tx, read(1)))).rejects.toThrow(/read-only/);
  });

  test('lines are found by day and by household; many households are told by the scope alone', async () => {
    const wanted = { from: NOW, until: NOW + 1_000_000, before: null };
    const found = await fresh.db.inCommune(C, 'read', (tx) => readAudit(tx, { ...wanted, household: 'h7' }, 10));
    expect(found.map(({ what, about }) => [what, about['households'], about['rows']])).toEqual([['rows', ['h7'], 7]]);
    const all = await fresh.db.inCommune(C, 'read', (tx) => readAudit(tx, wanted, 100));
    expect(all.map(({ n }) => n)).toEqual(Array.from({ length: 40 }, (_, i) => 40 - i));
    expect(await fresh.db.inCommune(C, 'read', (tx) => readAudit(tx, { ...wanted, before: 3 }, 100))).toHaveLength(2);
    await fresh.db.inCommune('23541', 'note', (tx) => noteRead(tx, { ...read(1), households: Array.from({ length: MOST_HOUSEHOLDS + 1 }, (_, i) => `h${i}`) }));
    const [many] = await fresh.db.inCommune('23541', 'read', (tx) => readAudit(tx, wanted, 1));
    expect(many!.about['households']).toBeNull();
  });

  test('after two years and a day the beginning goes, and what stays is whole and says where it begins', async () => {
    const D = '23544';
    const old = Date.now() - AUDIT_KEPT_MS - 86_400_000;
    for (let i = 0; i < 5; i++) await fresh.db.inCommune(D, 'note', (tx) => noteRead(tx, { ...read(i), at: i < 3 ? old + i : Date.now() }));
    expect(await fresh.db.inCommune(D, 'write', (tx) => dropOldAudit(tx, Date.now()))).toBe(3);
    expect(await verify([], D)).toMatchObject({ head: { n: 5 }, lines: 2, broken: null });
    expect(await fresh.db.inCommune(D, 'write', (tx) => dropOldAudit(tx, Date.now()))).toBe(0);
  });
});
