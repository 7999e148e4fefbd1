// The embedded database: one owner at a time, orphans stopped, sentences instead of stack traces, everything flushed.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import pg from 'pg';
import { openDb } from './open.ts';
import { readPostmaster, stopPostmaster } from './postmaster.ts';
import { startEngine } from './supervise.ts';

const silent = () => undefined;
let folder: string;
let data: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir().length > 40 ? '/tmp' : tmpdir(), 'nr-own-'));
  chmodSync(folder, 0o755);
  data = join(folder, 'data');
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  const left = readPostmaster(join(data, 'pg'));
  if (left) await stopPostmaster(left);
  rmSync(folder, { recursive: true, force: true });
});

/** Another program that opens the same data folder and stays; its first line says how that went. */
async function otherProcess(): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../../test/hold-database.ts', import.meta.url)), data], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const said = await new Promise<string>((resolve) => {
    child.stdout!.once('data', (chunk) => resolve(String(chunk).trim()));
    child.once('exit', (code) => resolve(`ended with ${code}`));
  });
  return { child, said };
}

const rowsIn = (db: Awaited<ReturnType<typeof openDb>>) =>
  db.inHouse((tx) => tx.selectFrom('house').select('value').where('key', '=', 'mark').execute());

describe('the embedded database', () => {
  test('J1 what was committed survives kill -9 of the parent; the next start stops the orphan and goes on', async () => {
    const { child, said } = await otherProcess();
    expect(said).toBe('open');
    const orphan = readPostmaster(join(data, 'pg'))!;
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    expect(readPostmaster(join(data, 'pg'))?.pid).toBe(orphan.pid);
    const told: string[] = [];
    const db = await openDb({ dataDir: data, say: (sentence) => told.push(sentence) });
    expect(told.join(' ')).toContain(`process ${orphan.pid}`);
    expect(readPostmaster(join(data, 'pg'))?.pid).not.toBe(orphan.pid);
    expect(await rowsIn(db)).toEqual([{ value: 'written by the other process' }]);
    await db.close();
  });

  test('a second start on the same data folder refuses, names the first, and harms nothing', async () => {
    const { child, said } = await otherProcess();
    expect(said).toBe('open');
    const before = readPostmaster(join(data, 'pg'))!;
    await expect(openDb({ dataDir: data })).rejects.toThrow(`in use by another start of this program (process ${child.pid})`);
    expect(readPostmaster(join(data, 'pg'))).toEqual(before);
    const client = new pg.Client({ host: before.sockets, user: 'nha_rong_app', database: 'nha_rong' });
    await client.connect();
    expect((await client.query('select value from house where key = $1', ['mark'])).rows).toHaveLength(1);
    await client.end();
  });

  test('two starts in the same moment: one owns the folder, the other refuses', async () => {
    const both = await Promise.allSettled([startEngine({ dataDir: data, say: silent }), startEngine({ dataDir: data, say: silent })]);
    const [owner, ...more] = both.filter((one) => one.status === 'fulfilled').map((one) => one.value);
    expect(more).toEqual([]);
    for (const one of both) if (one.status === 'rejected') expect(String(one.reason)).toMatch(/in use|cannot be started|being made/);
    if (owner) await owner.stop();
    const again = await startEngine({ dataDir: data, say: silent });
    await again.stop();
  });

  test('SIGTERM stops it cleanly: no lock file, and no recovery at the next start', async () => {
    const { child } = await otherProcess();
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    expect(readPostmaster(join(data, 'pg'))).toBeUndefined();
    const db = await openDb({ dataDir: data });
    await db.close();
    expect(readFileSync(join(data, 'postgresql.log'), 'utf8')).not.toContain('not properly shut down');
  });

  test('J1 power cuts: every commit is flushed, torn pages are mended, pages are checked', async () => {
    const db = await openDb({ dataDir: data });
    const engine = readPostmaster(join(data, 'pg'))!;
    const client = new pg.Client({ host: engine.sockets, user: 'nha_rong_app', database: 'nha_rong' });
    await client.connect();
    for (const [name, value] of [['fsync', 'on'], ['synchronous_commit', 'on'], ['full_page_writes', 'on'], ['data_checksums', 'on'], ['listen_addresses', '']]) {
      expect((await client.query(`show ${name}`)).rows).toEqual([{ [name!]: value }]);
    }
    await client.end();
    await db.close();
  });

  test('only the account that runs it gets to its socket and its files', async () => {
    const engine = await startEngine({ dataDir: data, say: silent });
    const running = readPostmaster(join(data, 'pg'))!;
    expect(statSync(running.sockets).mode & 0o777).toBe(0o700);
    expect(statSync(join(data, 'pg')).mode & 0o777).toBe(0o700);
    expect(statSync(join(data, 'pg')).uid).not.toBe(0);
    await engine.stop();
    await engine.stop();
  });

  test('J10 the app signs in as a role that row security holds, and is put right again where somebody has lifted it by hand', async () => {
    const rights = async (client: pg.Client) => (await client.query(`select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
      (select count(*)::int from pg_auth_members where member = r.oid) groups, (select count(*)::int from pg_class where relowner = r.oid) owned
      from pg_roles r where rolname = current_user`)).rows[0];
    const held = { rolname: 'nha_rong_app', rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false, groups: 0, owned: 0 };
    const asked = async (work?: (owner: pg.Client) => Promise<unknown>) => {
      const engine = await startEngine({ dataDir: data, say: silent });
      const [app, owner] = [new pg.Client(engine.app), new pg.Client(engine.owner)];
      await app.connect();
      await owner.connect();
      const seen = await rights(app);
      await work?.(owner);
      await app.end();
      await owner.end();
      await engine.stop();
      return seen;
    };
    expect(await asked((owner) => owner.query('alter role nha_rong_app superuser bypassrls'))).toEqual(held);
    expect(await asked()).toEqual(held);
  });

  test('a long path to the data folder does not break the socket', async () => {
    data = join(folder, 'x'.repeat(90), 'data');
    const db = await openDb({ dataDir: data });
    await db.close();
  });

  test('a lock file whose number another program has by chance does not hinder a start', async () => {
    await (await startEngine({ dataDir: data, say: silent })).stop();
    writeFileSync(join(data, 'pg', 'postmaster.pid'), `${process.pid}\n${join(data, 'pg')}\n1\n5432\n${folder}\n\n`);
    const db = await openDb({ dataDir: data });
    await db.close();
  });

  test('a socket that a power cut has left, its number now another program’s, does not hinder a start', async () => {
    await (await startEngine({ dataDir: data, say: silent })).stop();
    writeFileSync(join(data, 'sock', '.s.PGSQL.5432.lock'), `${process.pid}\n${join(data, 'pg')}\n1\n5432\n${join(data, 'sock')}\n`);
    writeFileSync(join(data, 'sock', '.s.PGSQL.5432'), '');
    const db = await openDb({ dataDir: data });
    await db.close();
  });

  test('a database killed under us is told as a sentence', async () => {
    const engine = await startEngine({ dataDir: data, say: silent });
    process.kill(readPostmaster(join(data, 'pg'))!.pid, 'SIGKILL');
    expect(await engine.lost).toMatch(/database (stopped by itself|dropped its connections)/);
    await engine.stop();
  });

  test('what stands in the way is said in a sentence with a remedy', async () => {
    writeFileSync(data, '');
    await expect(openDb({ dataDir: data })).rejects.toThrow('is a file, not a folder. Choose another DATA_DIR.');
    rmSync(data);
    mkdirSync(join(data, 'pg'), { recursive: true });
    writeFileSync(join(data, 'pg', 'PG_VERSION'), '12\n');
    chmodSync(join(data, 'pg'), 0o700);
    await expect(openDb({ dataDir: data })).rejects.toThrow(/belongs to another account|was made by PostgreSQL 12/);
  });
});
