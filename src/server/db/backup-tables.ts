// All tables of one moment into sealed files, and what must be known of that moment besides: seats, photos, keys, what was erased.
import { join } from 'node:path';
import { sql } from 'kysely';
import { readSubjectKeys, keyring, type Erased, type Keyring } from './backup-households.ts';
import type { BackupKey } from './backup-key.ts';
import { writeLines } from './backup-lines.ts';
import type { BackupTable, Manifest } from './backup-list.ts';
import { blocked, type People } from './backup-subjects.ts';
import { listCommunes } from './communes.ts';
import { communeId, fence, type Tx } from './open.ts';
import { readTable, readTables, type Table } from './table-catalog.ts';

/** Up to which turn each device's acts stand in this moment. */
export interface Seats {
  readonly commune: string;
  readonly devices: readonly string[];
  readonly turns: readonly number[];
}

/** A photo or recording of a household, as the table names it. */
export interface ListedClip {
  readonly commune: number;
  readonly subject: string;
  /** SHA-256 of its bytes, and its name in the data folder. */
  readonly hash: string;
}

export interface Moment {
  readonly communes: Manifest['communes'];
  readonly tables: readonly BackupTable[];
  readonly migrations: readonly string[];
  readonly seats: readonly Seats[];
  readonly clips: readonly ListedClip[];
  readonly keys: Keyring;
  readonly erased: readonly Erased[];
}

/** All tables as they are at one moment, commune after commune within one transaction, into files below `part`. */
export async function writeTables(tx: Tx, part: string, key: BackupKey): Promise<Moment> {
  await sql`set transaction isolation level repeatable read, read only`.execute(tx);
  const communes = await listCommunes(tx);
  const ids = communes.map(({ code }) => communeId(code));
  const erased = await erasedOfAll(tx, ids);
  const keys = keyring(await keysOfAll(tx, ids), erased);
  const sealing = { keyFor: keys.keyFor, people: await peopleOfAll(tx, ids) };
  const tables: BackupTable[] = [];
  for (const table of await readTables(tx)) {
    const file = `${table.name}.ndjson.gz.age`;
    const count = { rows: 0 };
    const written = await writeLines(join(part, file), blocked(table.name, linesOf(tx, table, ids, count), sealing), key);
    tables.push({ name: table.name, file, rows: count.rows, lines: written.rows, sha256: written.sha256, columns: [...table.columns], ofCommune: table.ofCommune });
  }
  const seats: Seats[] = [];
  const heads: Manifest['communes'] = [];
  const clips: ListedClip[] = [];
  for (const { code, name } of communes) {
    const commune = communeId(code);
    await fence(tx, commune);
    const said = await sql<{ device: string; turn: number }>`select device, last_turn turn from seat where commune_id = ${commune}`.execute(tx);
    seats.push({ commune: code, devices: said.rows.map(({ device }) => device), turns: said.rows.map(({ turn }) => turn) });
    const last = await sql<{ entry: number }>`select last_entry entry from journal where commune_id = ${commune}`.execute(tx);
    heads.push({ code, name, entry: last.rows[0]?.entry ?? 0 });
    const listed = await sql<{ subject: string; hash: string }>`select household_id subject, file hash from clip where commune_id = ${commune}
      union select household_id, file from tray_clip where commune_id = ${commune} order by 1, 2`.execute(tx);
    clips.push(...listed.rows.map((clip) => ({ commune, ...clip })));
    for (const clip of listed.rows) keys.keyFor(commune, clip.subject);
  }
  const migrations = (await sql<{ name: string }>`select name from house_migration order by name`.execute(tx)).rows.map((row) => row.name);
  return { communes: heads, tables, migrations, seats, clips, keys, erased };
}

async function keysOfAll(tx: Tx, communes: readonly number[]): Promise<ReadonlyMap<string, Buffer>> {
  const keys = new Map<string, Buffer>();
  for (const commune of communes) {
    await fence(tx, commune);
    for (const [name, key] of await readSubjectKeys(tx, commune)) keys.set(name, key);
  }
  return keys;
}

/** Representatives: what acts say of them is their household's. */
async function peopleOfAll(tx: Tx, communes: readonly number[]): Promise<People> {
  const people = new Map<string, string>();
  for (const commune of communes) {
    await fence(tx, commune);
    const { rows } = await sql<{ id: string; household: string }>`select id, household_id household from kept_row
      where commune_id = ${commune} and kind = 'person' and household_id is not null`.execute(tx);
    for (const { id, household } of rows) people.set(`${commune}/${id}`, household);
  }
  return people;
}

async function erasedOfAll(tx: Tx, communes: readonly number[]): Promise<readonly Erased[]> {
  const all: Erased[] = [];
  for (const commune of communes) {
    await fence(tx, commune);
    all.push(...(await sql<Erased>`select commune_id, subject, at, why from erased where commune_id = ${commune} order by subject`.execute(tx)).rows);
  }
  return all;
}

async function* linesOf(tx: Tx, table: Table, communes: readonly number[], count: { rows: number }): AsyncGenerator<string, void, undefined> {
  for (const commune of table.ofCommune ? communes : [null]) {
    if (commune !== null) await fence(tx, commune);
    for await (const lines of readTable(tx, table, commune)) {
      count.rows += lines.length;
      yield* lines;
    }
  }
}
