// Tables come to the form the code knows, once, together or not at all; a stranger's database is left alone.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import pg from 'pg';
import { emptyDatabase, engines } from '../../../test/databases.ts';
import { external } from './external.ts';
import { migrate, pending, readMigrations, type Migration } from './migrate.ts';

const one = (name: string, sql: string): Migration => ({ name, sql, sum: `sum of ${sql}` });

describe.each(engines)('migrations on %s', (engine) => {
  let client: pg.Client;
  let drop: () => Promise<void>;
  beforeEach(async () => {
    const empty = await emptyDatabase(engine);
    drop = empty.drop;
    client = new pg.Client((await external(empty.url)).owner);
    await client.connect();
  });
  afterEach(async () => {
    await client.end();
    await drop();
  });
  const exists = async (table: string) => (await client.query('select to_regclass($1) is not null there', [table])).rows[0].there as boolean;

  test('the shipped ones apply, and a second time nothing is left to do', async () => {
    const names = readMigrations().map(({ name }) => name);
    expect(names[0]).toBe('0001_journal');
    expect(await migrate(client)).toEqual(names);
    expect(await migrate(client)).toEqual([]);
    expect(await pending(client)).toEqual([]);
  });

  test('two servers starting at once apply each of them once', async () => {
    const url = { host: client.host, user: 'owner', database: client.database };
    const other = new pg.Client(url);
    await other.connect();
    const both = await Promise.all([migrate(client), migrate(other)]);
    await other.end();
    expect(both.flat()).toEqual(readMigrations().map(({ name }) => name));
  });

  test('one that fails takes the others of its run back', async () => {
    const bad = [one('0001_a', 'create table a (x int)'), one('0002_b', 'create table b (x nonsense)')];
    await expect(migrate(client, bad)).rejects.toThrow('The table change 0002_b failed and nothing was changed');
    expect(await exists('a')).toBe(false);
    expect(await migrate(client, [bad[0]!])).toEqual(['0001_a']);
  });

  test('an older backup’s tables are made by stopping early, and brought up to date later', async () => {
    const all = [one('0001_a', 'create table a (x int)'), one('0002_b', 'create table b (x int)')];
    expect(await migrate(client, all, '0001_a')).toEqual(['0001_a']);
    expect(await pending(client, all)).toEqual(['0002_b']);
    expect(await migrate(client, all)).toEqual(['0002_b']);
  });

  test('J9 a database newer than the code is refused and not touched', async () => {
    const all = [one('0001_a', 'create table a (x int)'), one('0002_b', 'create table b (x int)')];
    await migrate(client, all);
    await expect(migrate(client, [all[0]!])).rejects.toThrow('written by a newer version of the program (it has 0002_b');
  });

  test('a file altered after it was applied, or missing amid the others, is noticed', async () => {
    const all = [one('0001_a', 'create table a (x int)'), one('0003_c', 'create table c (x int)')];
    await migrate(client, all);
    await expect(migrate(client, [one('0001_a', 'create table a (y int)'), all[1]!])).rejects.toThrow('0001_a.sql was altered after it was applied');
    const between = one('0002_b', 'create table b (x int)');
    await expect(migrate(client, [all[0]!, between, all[1]!])).rejects.toThrow('0002_b is missing in this database although 0003_c was applied');
    expect(await exists('b')).toBe(false);
  });
});
