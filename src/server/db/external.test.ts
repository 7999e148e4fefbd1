// A PostgreSQL others run: the app's role is made where that is allowed, and asked for in SQL where it is not.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import pg from 'pg';
import { engines } from '../../../test/databases.ts';
import { startCluster, type Cluster } from '../../../tools/pg15.ts';
import { external } from './external.ts';
import { openDb } from './open.ts';

// A cluster of its own: roles belong to all databases of one, and these tests take the app's role away.
describe.each(engines)('DATABASE_URL on %s', (engine) => {
  let folder: string;
  let cluster: Cluster;
  const url = (user: string, password = '') => `postgres:///book?host=${encodeURIComponent(cluster.sockets)}&user=${user}${password && `&password=${password}`}`;
  const run = async (database: string, ...statements: string[]) => {
    const client = new pg.Client({ host: cluster.sockets, user: 'owner', password: 'secret', database });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  const signedInAs = async (config: pg.ClientConfig) => {
    const client = new pg.Client(config);
    await client.connect();
    const { rows } = await client.query<{ is: string }>('select session_user "is"');
    await client.end();
    return rows[0]!.is;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir().length > 40 ? '/tmp' : tmpdir(), 'nr-ext-'));
    chmodSync(folder, 0o755);
    cluster = await startCluster({ engine, under: folder });
    await run('postgres', 'create role plain login', 'create role powerless login', "alter role owner password 'secret'");
  });
  afterAll(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => run('postgres', 'create database book'));
  afterEach(() => run('postgres', 'drop database book with (force)', 'drop role if exists nha_rong_app'));

  test('the app works as its own role, made at the first start', async () => {
    const db = await openDb({ dataDir: '/nowhere', url: url('owner') });
    expect(db.about).toMatch(/^PostgreSQL at its socket/);
    await db.close();
    expect(await signedInAs((await external(url('owner'))).app)).toBe('nha_rong_app');
  });

  test('where passwords are asked for, the app’s is made from the owner’s and set anew when that changes', async () => {
    const rules = join(folder, engine, 'pg', 'pg_hba.conf');
    const before = readFileSync(rules, 'utf8');
    writeFileSync(rules, 'local all all scram-sha-256\n');
    await run('postgres', 'select pg_reload_conf()');
    try {
      const first = await external(url('owner', 'secret'));
      expect(await signedInAs(first.app)).toBe('nha_rong_app');
      await run('postgres', "alter role nha_rong_app password 'forgotten'");
      expect(await signedInAs((await external(url('owner', 'secret'))).app)).toBe('nha_rong_app');
      await expect(external(url('owner', 'wrong'))).rejects.toThrow('Check that it runs and that address, user and password are right.');
      await expect(external(url('owner', 'secret'), url('nha_rong_app', 'wrong'))).rejects.toThrow('DATABASE_APP_URL does not open the database.');
    } finally {
      writeFileSync(rules, before);
      await run('postgres', 'select pg_reload_conf()');
    }
  });

  test('an owner who is no superuser is enough, once the role is there', async () => {
    await external(url('owner'));
    await run('book', 'alter database book owner to plain');
    const db = await openDb({ dataDir: '/nowhere', url: url('plain') });
    await db.inCommune('23538', 'write', async (tx) => expect(tx.commune).toBe(23538));
    await db.close();
  });

  test('whoever may not make the role is told the SQL an administrator must run', async () => {
    await expect(external(url('powerless'))).rejects.toThrow('CREATE ROLE nha_rong_app LOGIN NOSUPERUSER NOBYPASSRLS');
  });

  test('an owner who may not make tables is told so', async () => {
    await external(url('owner'));
    await expect(openDb({ dataDir: '/nowhere', url: url('powerless') })).rejects.toThrow('may not make tables');
  });

  test('what is wrong with the address is said in a sentence', async () => {
    await expect(external('mysql://x/y')).rejects.toThrow('DATABASE_URL is not an address like postgres://');
    await expect(external('not an address')).rejects.toThrow('DATABASE_URL is not an address like postgres://');
    await expect(external('postgres://x:y@127.0.0.1:1/book')).rejects.toThrow(/^The database of DATABASE_URL \(127.0.0.1:1\/book\) does not answer/);
    await expect(external(url('nobody-at-all'))).rejects.toThrow('Check that it runs and that address, user and password are right.');
  });

  test('a role that may go round row security is refused', async () => {
    await external(url('owner'));
    await run('postgres', 'alter role nha_rong_app bypassrls');
    await expect(external(url('owner'))).rejects.toThrow('ALTER ROLE nha_rong_app NOSUPERUSER NOBYPASSRLS');
  });
});
