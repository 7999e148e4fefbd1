// Writes the whole book into plain files that can be read in ten years without this program, and reads them back.
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { sql } from 'kysely';
import { listBackups, nameOf, verifyBackup, type BackupTable, type Manifest } from './backup-list.ts';
import { copyClips, dropUnlisted, flush } from './backup-clips.ts';
import { listCommunes } from './communes.ts';
import { communeId, fence, type Db, type Tx } from './open.ts';
import { alive } from './postmaster.ts';
import { toKeep } from './rotation.ts';
import { readTable, readTables, type Table } from './table-catalog.ts';
import { Trouble } from './trouble.ts';

export interface BackupWish {
  readonly dataDir: string;
  readonly backupDir: string;
  /** ms; names the backup. */
  readonly now: number;
}

export interface BackupDone {
  readonly folder: string;
  readonly rows: number;
  readonly clips: number;
  /** Photos and recordings copied this time. */
  readonly newClips: number;
}

interface Seats {
  readonly commune: string;
  readonly devices: readonly string[];
  readonly turns: readonly number[];
}

/**
 * Makes a backup of one moment of all communes, verifies it by reading it back, tells each device up to which turn its
 * acts are safe, and takes old backups away. @throws Trouble; what was begun is then removed, earlier backups stay.
 */
export async function makeBackup(db: Db, wish: BackupWish): Promise<BackupDone> {
  const { backupDir, dataDir, now } = wish;
  prepareFolder(backupDir);
  const name = nameOf(now);
  const folder = join(backupDir, name);
  const part = join(backupDir, `.part-${process.pid}-${name}`);
  if (existsSync(folder)) throw new Trouble(`There is already a backup of this second (${name}).`);
  mkdirSync(part, { mode: 0o700 });
  try {
    const { manifest, seats } = await db.inHouse((tx) => writeTables(tx, db.epoch, part, now));
    const clips = await copyClips(join(dataDir, 'clips'), join(backupDir, 'clips'));
    const kept = await writeLines(join(part, 'clips.ndjson.gz'), clips.map(({ hash, bytes }) => JSON.stringify({ hash, bytes })));
    const whole: Manifest = {
      ...manifest,
      clips: { file: 'clips.ndjson.gz', count: clips.length, bytes: clips.reduce((sum, { bytes }) => sum + bytes, 0), sha256: kept.sha256 },
    };
    writeSafely(join(part, 'manifest.json'), `${JSON.stringify(whole, null, 2)}\n`);
    await verifyBackup(part);
    await flush(part);
    renameSync(part, folder);
    await flush(backupDir);
    await tellSafe(db, seats);
    await rotate(backupDir);
    return { folder, rows: whole.tables.reduce((sum, table) => sum + table.rows, 0), clips: clips.length, newClips: clips.filter((clip) => clip.copied).length };
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw inWords(error, backupDir);
  }
}

const HOW_TO_READ = `These are backups of Nhà Rông, one folder a backup, named by its moment (UTC).

In each folder:
  manifest.json      what is in the backup: tables with their columns, how many rows, SHA-256 of every file (unpacked)
  <table>.ndjson.gz  gzip; one JSON object a line, a row of the table. act: what was said; kept_row: what stands in the book
  clips.ndjson.gz    names and sizes of the photos and recordings; the files are in clips/ beside, named by their SHA-256
To put a backup into an empty data folder: npm run admin -- restore <folder>
The files hold personal data: keep them where only the commune's officers get to them.
`;

function prepareFolder(backupDir: string): void {
  try {
    mkdirSync(backupDir, { recursive: true, mode: 0o700 });
    const guide = join(backupDir, 'HOW-TO-READ.txt');
    if (!existsSync(guide)) writeSafely(guide, HOW_TO_READ);
    for (const old of readdirSync(backupDir)) {
      const maker = /^\.part-(\d+)-/.exec(old);
      if (maker && (Number(maker[1]) === process.pid || !alive(Number(maker[1])))) rmSync(join(backupDir, old), { recursive: true, force: true });
    }
  } catch (error) {
    throw inWords(error, backupDir);
  }
  const { bavail, bsize } = statfsSync(backupDir);
  if (bavail * bsize < 100_000_000) throw new Trouble(`The disk of the backups (${backupDir}) has less than 100 MB left: no backup was made. Make room, or set BACKUP_DIR to another disk.`);
}

function inWords(error: unknown, backupDir: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return new Trouble(`The disk of the backups (${backupDir}) is full: no backup was made. Make room, or set BACKUP_DIR to another disk.`, { cause: error });
  if (code === 'EEXIST' || code === 'ENOTDIR') return new Trouble(`${backupDir} is a file, not a folder: set BACKUP_DIR to another place.`, { cause: error });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return new Trouble(`The backup folder ${backupDir} cannot be written to (${code}). Give it to this account or set BACKUP_DIR to another folder.`, { cause: error });
  return error;
}

/** All tables as they are at one moment, commune after commune within one transaction. */
async function writeTables(tx: Tx, epoch: string, part: string, now: number): Promise<{ manifest: Omit<Manifest, 'clips'>; seats: readonly Seats[] }> {
  await sql`set transaction isolation level repeatable read, read only`.execute(tx);
  const communes = await listCommunes(tx);
  const ids = communes.map(({ code }) => communeId(code));
  const tables: BackupTable[] = [];
  for (const table of await readTables(tx)) {
    const file = `${table.name}.ndjson.gz`;
    const { rows, sha256 } = await writeLines(join(part, file), linesOf(tx, table, ids));
    tables.push({ name: table.name, file, rows, sha256, columns: [...table.columns], ofCommune: table.ofCommune });
  }
  const seats: Seats[] = [];
  const heads: Manifest['communes'] = [];
  for (const { code, name } of communes) {
    await fence(tx, communeId(code));
    const said = await sql<{ device: string; turn: number }>`select device, last_turn turn from seat where commune_id = ${communeId(code)}`.execute(tx);
    seats.push({ commune: code, devices: said.rows.map(({ device }) => device), turns: said.rows.map(({ turn }) => turn) });
    const last = await sql<{ entry: number }>`select last_entry entry from journal where commune_id = ${communeId(code)}`.execute(tx);
    heads.push({ code, name, entry: last.rows[0]?.entry ?? 0 });
  }
  const migrations = (await sql<{ name: string }>`select name from house_migration order by name`.execute(tx)).rows.map((row) => row.name);
  return { manifest: { format: 1, at: now, epoch, migrations, communes: heads, tables }, seats };
}

async function* linesOf(tx: Tx, table: Table, communes: readonly number[]): AsyncGenerator<string, void, undefined> {
  for (const commune of table.ofCommune ? communes : [null]) {
    if (commune !== null) await fence(tx, commune);
    for await (const lines of readTable(tx, table, commune)) yield* lines;
  }
}

/** Lines into a packed file, flushed to disk; answers their count and the SHA-256 of the unpacked text. */
async function writeLines(file: string, lines: Iterable<string> | AsyncIterable<string>): Promise<{ rows: number; sha256: string }> {
  const hash = createHash('sha256');
  let rows = 0;
  async function* counted(): AsyncGenerator<Buffer, void, undefined> {
    let chunk: string[] = [];
    const take = (): Buffer => {
      const text = Buffer.from(chunk.join(''));
      hash.update(text);
      chunk = [];
      return text;
    };
    for await (const line of lines) {
      rows += 1;
      if (chunk.push(`${line}\n`) === 500) yield take();
    }
    yield take();
  }
  await pipeline(Readable.from(counted(), { objectMode: true }), createGzip({ level: 6 }), createWriteStream(file, { mode: 0o600, flush: true }));
  return { rows, sha256: hash.digest('hex') };
}

function writeSafely(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600, flush: true });
}

/** What stands in the backup's moment is safe: phones may let go of it. */
async function tellSafe(db: Db, seats: readonly Seats[]): Promise<void> {
  for (const { commune, devices, turns } of seats) {
    await db.inCommune(commune, 'write', (tx) => sql`update seat set safe_turn = greatest(safe_turn, said.turn)
      from unnest(${devices}::text[], ${turns}::bigint[]) as said (device, turn)
      where seat.commune_id = ${tx.commune} and seat.device = said.device and seat.safe_turn < said.turn`.execute(tx));
  }
}

async function rotate(backupDir: string): Promise<void> {
  const names = listBackups(backupDir);
  const keep = toKeep(names);
  for (const name of names) if (!keep.has(name)) rmSync(join(backupDir, name), { recursive: true, force: true });
  await dropUnlisted(join(backupDir, 'clips'), listBackups(backupDir).map((name) => join(backupDir, name, 'clips.ndjson.gz')));
}

