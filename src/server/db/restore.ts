// Puts a backup into an empty database: all of it or nothing, under a new epoch, so that phones notice.
import { createReadStream } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { copyClip } from './backup-clips.ts';
import { verifyBackup, type BackupTable, type Manifest } from './backup-list.ts';
import { listCommunes } from './communes.ts';
import { readMigrations } from './migrate.ts';
import { fence, openDb, type Db, type Tx, type Where } from './open.ts';
import { readTables, writeTable } from './table-catalog.ts';
import { Trouble } from './trouble.ts';

export interface Restored {
  readonly manifest: Manifest;
  readonly rows: number;
  readonly clips: number;
  /** Photos and recordings that the backup names but that are not beside it. */
  readonly missing: readonly string[];
}

/**
 * Restores the backup in `folder` into the database of `where`, which must have no commune yet.
 * The backup's tables may be of an earlier version: it is put in under those, and then brought up to date.
 * @throws Trouble; the database is then as it was
 */
export async function restoreBackup(folder: string, where: Where): Promise<Restored> {
  const say = where.say ?? (() => undefined);
  say('Reading the backup through …');
  const manifest = await verifyBackup(folder);
  checkAge(manifest);
  const db = await openDb({ ...where, upTo: manifest.migrations.at(-1) });
  let rows: number;
  try {
    await checkEmpty(db, where);
    say(`Putting back ${manifest.tables.reduce((sum, table) => sum + table.rows, 0)} rows of ${new Date(manifest.at).toISOString()} …`);
    rows = await db.inHouse((tx) => putAll(tx, folder, manifest));
    await db.renewEpoch();
  } finally {
    await db.close();
  }
  const { clips, missing } = await putClips(folder, manifest, where.dataDir);
  // Opened once more without an end, the tables are brought up to date.
  await (await openDb(where)).close();
  return { manifest, rows, clips, missing };
}

function checkAge({ migrations }: Manifest): void {
  const known = readMigrations().map(({ name }) => name);
  const unknown = migrations.find((name) => !known.includes(name));
  if (unknown) throw new Trouble(`This backup was made by a newer version of the program (it has ${unknown}). Install that version first.`);
}

async function checkEmpty(db: Db, where: Where): Promise<void> {
  const communes = await db.inHouse(listCommunes);
  if (communes.length === 0) return;
  throw new Trouble(`${where.url ? 'The database of DATABASE_URL' : where.dataDir} already holds ${communes.map(({ name }) => name).join(', ')}: a backup is only put into an empty one. Choose an empty folder: DATA_DIR=./data-restored npm run admin -- restore …`);
}

async function putAll(tx: Tx, folder: string, manifest: Manifest): Promise<number> {
  const order = (await readTables(tx)).map(({ name }) => name);
  let rows = 0;
  for (const name of order) {
    const table = manifest.tables.find((one) => one.name === name);
    if (table) rows += await putTable(tx, folder, table);
  }
  const lost = manifest.tables.filter(({ name }) => !order.includes(name));
  if (lost.length > 0) throw new Trouble(`The backup has tables this database does not know: ${lost.map(({ name }) => name).join(', ')}. Nothing was put back.`);
  return rows;
}

async function putTable(tx: Tx, folder: string, table: BackupTable): Promise<number> {
  let rows = 0;
  let commune: unknown = null;
  let waiting: Record<string, unknown>[] = [];
  const put = async (): Promise<void> => {
    if (waiting.length > 0) await writeTable(tx, table, waiting);
    rows += waiting.length;
    waiting = [];
  };
  for await (const line of linesIn(join(folder, table.file))) {
    const row = JSON.parse(line) as Record<string, unknown>;
    if (table.ofCommune && row['commune_id'] !== commune) {
      await put();
      commune = row['commune_id'];
      await fence(tx, Number(commune));
    }
    if (waiting.push(row) === 1_000) await put();
  }
  await put();
  if (rows !== table.rows) throw new Trouble(`${table.file}: ${rows} rows were read, ${table.rows} belong there. Nothing was put back.`);
  return rows;
}

const linesIn = (file: string): AsyncIterable<string> => createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Infinity });

async function putClips(folder: string, manifest: Manifest, dataDir: string): Promise<{ clips: number; missing: readonly string[] }> {
  const shelves = join(dirname(resolve(folder)), 'clips');
  const missing: string[] = [];
  let clips = 0;
  for await (const line of linesIn(join(folder, manifest.clips.file))) {
    const { hash } = JSON.parse(line) as { hash: string };
    const way = join(hash.slice(0, 2), hash);
    try {
      await copyClip(join(shelves, way), join(dataDir, 'clips', way), hash);
      clips += 1;
    } catch {
      // Gone or damaged beside the backup: the book is still worth having, and the person is told which are missing.
      missing.push(hash);
    }
  }
  return { clips, missing };
}
