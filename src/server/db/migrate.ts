// Brings the tables to the form this code knows: each SQL file once, in order, unchanged afterwards.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from 'pg';
import { Trouble } from './trouble.ts';

export interface Migration {
  /** `0001_journal`; the order of names is the order of application. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the text with line ends made one, in hex. */
  readonly sum: string;
}

/** One number for all servers on one database: only one migrates at a time. */
const LOCK = 742_318_905;

/** Reads `NNNN_name.sql` files of a folder in order. */
export function readMigrations(folder = fileURLToPath(new URL('./migrations', import.meta.url))): Migration[] {
  return readdirSync(folder).filter((file) => /^\d{4}_[a-z0-9-]+\.sql$/.test(file)).sort().map((file) => {
    const sql = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
    return { name: file.slice(0, -'.sql'.length), sql, sum: createHash('sha256').update(sql).digest('hex') };
  });
}

/**
 * Applies what is missing, all in one transaction; a failure leaves the database as it was.
 * @param upTo name of the last migration wanted (for restoring older backups); default all.
 * @returns names of those applied now.
 * @throws Trouble where the database is newer than the code, or an applied file was changed since.
 */
export async function migrate(client: Client, wanted: readonly Migration[] = readMigrations(), upTo?: string): Promise<string[]> {
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await client.query(`create table if not exists house_migration (
      name text collate "C" primary key, sum text not null, applied_at bigint not null)`);
    const applied = (await client.query<{ name: string; sum: string }>('select name, sum from house_migration order by name')).rows;
    compare(applied, wanted);
    const missing = wanted.slice(applied.length).filter((one) => upTo === undefined || one.name <= upTo);
    for (const one of missing) {
      await apply(client, one);
    }
    await client.query('grant select on house_migration to nha_rong_app');
    await client.query('commit');
    return missing.map((one) => one.name);
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    if ((error as { code?: string }).code !== NOT_ALLOWED) throw error;
    throw new Trouble(`The user of DATABASE_URL may not make tables in the schema public. As an administrator run: ALTER DATABASE … OWNER TO that user; or GRANT CREATE ON SCHEMA public TO that user; (${(error as Error).message})`, { cause: error });
  }
}

/** PostgreSQL's insufficient_privilege. */
const NOT_ALLOWED = '42501';

/** Names of the table changes the code knows and the database has not had. */
export async function pending(client: Client, wanted: readonly Migration[] = readMigrations()): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>('select name from house_migration');
  return wanted.map(({ name }) => name).filter((name) => !rows.some((row) => row.name === name));
}

async function apply(client: Client, one: Migration): Promise<void> {
  try {
    await client.query(one.sql);
  } catch (error) {
    throw new Trouble(`The table change ${one.name} failed and nothing was changed: ${(error as Error).message}`, { cause: error });
  }
  await client.query('insert into house_migration (name, sum, applied_at) values ($1, $2, $3)', [one.name, one.sum, Date.now()]);
}

/** What was applied must be a beginning of what the code knows, letter for letter. */
function compare(applied: readonly { name: string; sum: string }[], wanted: readonly Migration[]): void {
  applied.forEach((done, i) => {
    const known = wanted[i];
    if (!known || !wanted.some((one) => one.name === done.name)) {
      throw new Trouble(`This database was written by a newer version of the program (it has ${applied.at(-1)!.name}; this version ends at ${wanted.at(-1)?.name ?? 'nothing'}). Start the newer version; nothing was changed.`);
    }
    if (known.name !== done.name) {
      throw new Trouble(`The table change ${known.name} is missing in this database although ${done.name} was applied. This copy of the program is damaged or mixed from two versions; nothing was changed.`);
    }
    if (known.sum !== done.sum) {
      throw new Trouble(`The file ${done.name}.sql was altered after it was applied to this database. Put the released file back and start again; nothing was changed.`);
    }
  });
}
