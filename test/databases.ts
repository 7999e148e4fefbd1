// Gives a test both databases the program promises to run on: one cluster a run, one fresh database a call.
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import pg from 'pg';
import { external, type Entrance } from '../src/server/db/external.ts';
import { enter, type Db } from '../src/server/db/open.ts';
import { startCluster } from '../tools/pg15.ts';

export type EngineName = 'embedded' | 'debian15';
/** For `describe.each(engines)`: PostgreSQL 18 as shipped, and the system's 15 (or the lowest newer one). */
export const engines: readonly EngineName[] = ['embedded', 'debian15'];

function ground(): string {
  const folder = process.env['NHA_RONG_TEST_GROUND'];
  if (!folder) throw new Error('Databases for tests are made by vitest’s globalSetup (test/databases-setup.ts).');
  return folder;
}

/** Socket folder of the engine's cluster; the first asker of the run starts it, the others wait. */
async function clusterOf(engine: EngineName): Promise<string> {
  const folder = join(ground(), engine);
  const ready = join(ground(), `${engine}.ready`);
  const failed = join(ground(), `${engine}.failed`);
  try {
    chmodSync(ground(), 0o755);
    mkdirSync(join(ground(), `${engine}.claimed`));
    try {
      await startCluster({ engine, under: ground() });
      writeFileSync(ready, '');
    } catch (error) {
      writeFileSync(failed, '');
      throw error;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  while (!existsSync(ready)) {
    if (existsSync(failed)) throw new Error(`The ${engine} test database did not start; see ${ground()}.`);
    await wait(25);
  }
  return folder;
}

export interface Fresh {
  readonly db: Db;
  /** To go round the app's door: owner (superuser) and app, as pg clients take them. */
  readonly entrance: Entrance;
  /** For DATABASE_URL. */
  readonly url: string;
  /** Closes the database and drops it. */
  drop(): Promise<void>;
}

/** An empty, migrated database of its own. */
export async function freshDb(engine: EngineName): Promise<Fresh> {
  const { url, drop } = await emptyDatabase(engine);
  const entrance = await external(url);
  const db = await enter(entrance, { say: () => undefined });
  return { db, entrance, url, drop: () => db.close().then(drop) };
}

/** A database with nothing in it, not even tables. */
export async function emptyDatabase(engine: EngineName): Promise<{ url: string; drop(): Promise<void> }> {
  const host = await clusterOf(engine);
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asOwner(host, `create database ${name}`);
  const url = `postgres:///${name}?host=${encodeURIComponent(host)}&user=owner`;
  return { url, drop: () => asOwner(host, `drop database if exists ${name} with (force)`) };
}

async function asOwner(host: string, sql: string): Promise<void> {
  const client = new pg.Client({ host, user: 'owner', database: 'postgres' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
