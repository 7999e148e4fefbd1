// Puts a backup into an empty database: all of it or nothing, under a new epoch, so that phones notice.
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { sql } from 'kysely';
import { noteDeed } from './audit.ts';
import { oldClip, openClip, putClip, type ClipLine } from './backup-clips.ts';
import { writeWhole } from './backup-files.ts';
import { gatherKeys, readErased } from './backup-households.ts';
import { keepBackupKey, keysFolder, knownBackupKey, type BackupKey } from './backup-key.ts';
import { bringBack } from './backup-letters.ts';
import { linesIn } from './backup-lines.ts';
import { keyFits, readManifest, verifyBackup, type BackupTable, type Manifest } from './backup-list.ts';
import { unblocked, subjectName, type SubjectKeys } from './backup-subjects.ts';
import { listCommunes } from './communes.ts';
import { replayErased } from './erase.ts';
import { readMigrations } from './migrate.ts';
import { communeId, fence, openDb, type Db, type Tx, type Where } from './open.ts';
import { readTables, writeTable } from './table-catalog.ts';
import { Trouble } from './trouble.ts';

export interface Restored {
  readonly manifest: Manifest;
  readonly rows: number;
  readonly clips: number;
  /** Photos and recordings that the backup names but that are not beside it, or damaged. */
  readonly missing: readonly string[];
  /** Households whose data was erased since: nothing of theirs came back. */
  readonly erased: number;
  /** Requests that brought sealed letters, which lay beside the backup: the server lays them into the tray when it starts. */
  readonly letters: number;
}

export interface Restoring extends Where {
  /** Left out: that of the data folder, if it has one. A backup that is not sealed needs none. */
  readonly key?: BackupKey | undefined;
  /** A drill opens photos and recordings and does not keep them; and takes no letters. */
  readonly clips?: 'keep' | 'check';
}

/** What the backup's own folder and what lies beside it say, once the key has proved right. */
interface Source {
  readonly folder: string;
  /** Folder of all backups. */
  readonly beside: string;
  readonly manifest: Manifest;
  readonly key: BackupKey | null;
  readonly keys: SubjectKeys;
}

/**
 * Restores the backup in `folder` into the database of `where`, which must have no commune yet.
 * The backup's tables may be of an earlier version: it is put in under those, and then brought up to date.
 * @throws Trouble; the database is then as it was
 */
export async function restoreBackup(folder: string, where: Restoring): Promise<Restored> {
  const say = where.say ?? (() => undefined);
  const source = await openSource(resolve(folder), where, say);
  const { manifest, key } = source;
  const db = await openDb({ ...where, upTo: manifest.migrations.at(-1) });
  const put: Put = { rows: 0, erased: new Set() };
  try {
    await checkEmpty(db, where);
    say(`Putting back ${manifest.tables.reduce((sum, table) => sum + table.rows, 0)} rows of ${new Date(manifest.at).toISOString()} …`);
    await db.inHouse((tx) => putAll(tx, source, put));
    await db.renewEpoch();
  } finally {
    await db.close();
  }
  if (key) await putServerKeys(source, where.dataDir);
  const { clips, missing } = await putClips(source, where.dataDir, where.clips ?? 'keep');
  const letters = where.clips === 'check' ? 0 : bringBack(source.beside, where.dataDir);
  // Opened once more without an end, the tables are brought up to date.
  const now = await openDb(where);
  try {
    await putHouseholds(now, source);
    await noteRestored(now, source, put);
  } finally {
    await now.close();
  }
  return { manifest, rows: put.rows, clips, missing, erased: put.erased.size, letters };
}

/** The backup, read through and found whole, before anything is touched. */
async function openSource(folder: string, where: Restoring, say: (sentence: string) => void): Promise<Source> {
  const manifest = readManifest(folder);
  const key = keyFits(folder, manifest, where.key ?? knownBackupKey(where.dataDir) ?? null);
  say('Reading the backup through …');
  await verifyBackup(folder, key);
  checkAge(manifest);
  const beside = dirname(folder);
  return { folder, beside, manifest, key, keys: key ? await gatherKeys(beside, key) : new Map() };
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

/** The audit that came back ends where the backup was made: its next line says so, in every commune. */
async function noteRestored(db: Db, { manifest }: Source, put: Put): Promise<void> {
  for (const { code } of await db.inHouse(listCommunes)) {
    const erased = [...put.erased].filter((name) => name.startsWith(`${communeId(code)}/`)).length;
    await db.inCommune(code, 'note', (tx) => noteDeed(tx, { at: Date.now(), person: null, device: null, what: 'book.restored', about: { by: 'operator', made: manifest.at, erased } }));
  }
}

interface Put {
  rows: number;
  readonly erased: Set<string>;
}

async function putAll(tx: Tx, source: Source, put: Put): Promise<void> {
  const { manifest } = source;
  const order = (await readTables(tx)).map(({ name }) => name);
  for (const name of order) {
    const table = manifest.tables.find((one) => one.name === name);
    if (table) await putTable(tx, source, table, put);
  }
  const lost = manifest.tables.filter(({ name }) => !order.includes(name));
  if (lost.length > 0) throw new Trouble(`The backup has tables this database does not know: ${lost.map(({ name }) => name).join(', ')}. Nothing was put back.`);
  checkErased(source, put.erased);
}

/** Whose key is not beside the backup must have been erased: else the keys are lost, and this is said before half a book is put back. */
function checkErased({ beside, manifest }: Source, without: ReadonlySet<string>): void {
  const known = new Set(readErased(beside).map((one) => subjectName(one.commune_id, one.subject)));
  const strange = [...without].filter((name) => !known.has(name));
  if (manifest.format === 1 || strange.length === 0) return;
  throw new Trouble(`The keys of ${strange.length} households are not beside this backup, and they were not erased. The folder “keys” belongs into ${beside}: copy it there with the backup (the other place of the backups may have it). Nothing was put back.`);
}

async function putTable(tx: Tx, { folder, key, keys }: Source, table: BackupTable, put: Put): Promise<void> {
  let rows = 0;
  let commune: unknown = null;
  let waiting: Record<string, unknown>[] = [];
  const write = async (): Promise<void> => {
    if (waiting.length > 0) await writeTable(tx, table, waiting);
    rows += waiting.length;
    waiting = [];
  };
  for await (const line of linesIn(join(folder, table.file), key)) {
    for (const row of unblocked(table.name, line, keys, (name) => put.erased.add(name))) {
      if (table.ofCommune && row['commune_id'] !== commune) {
        await write();
        commune = row['commune_id'];
        await fence(tx, Number(commune));
      }
      if (waiting.push(row) === 1_000) await write();
    }
  }
  await write();
  if (rows !== table.rows) throw new Trouble(`${table.file}: ${rows} rows were read, ${table.rows} belong there. Nothing was put back.`);
  put.rows += rows;
}

/** The server's keys as they were, so that letters sealed to them open; one that is there already stays beside under another name. */
async function putServerKeys({ folder, manifest, key }: Source, dataDir: string): Promise<void> {
  keepBackupKey(dataDir, key!);
  if (!manifest.server) return;
  for await (const line of linesIn(join(folder, manifest.server.file), key)) {
    const { name, bytes } = JSON.parse(line) as { name: string; bytes: string };
    if (!/^[\w-]+\.key$/.test(name)) continue;
    const file = join(keysFolder(dataDir), name);
    const before = existsSync(file) ? readFileSync(file) : undefined;
    if (before?.equals(Buffer.from(bytes, 'base64'))) continue;
    if (before) renameSync(file, join(keysFolder(dataDir), `${name.slice(0, -'.key'.length)}-before-${Date.now()}.key`));
    writeWhole(file, Buffer.from(bytes, 'base64'));
  }
}

async function putClips({ folder, beside, manifest, key, keys }: Source, dataDir: string, how: 'keep' | 'check'): Promise<{ clips: number; missing: readonly string[] }> {
  mkdirSync(join(dataDir, 'clips'), { recursive: true, mode: 0o700 });
  const missing: string[] = [];
  let clips = 0;
  for await (const line of linesIn(join(folder, manifest.clips.file), key)) {
    const clip = JSON.parse(line) as ClipLine;
    const bytes = key ? await openClip(beside, clip, key, keys) : await oldClip(beside, clip.hash).catch(() => 'missing' as const);
    // Gone or damaged beside the backup: the book is still worth having, and the person is told which are missing.
    if (bytes === 'missing') missing.push(clip.hash);
    else if (bytes !== 'erased') {
      if (how === 'keep') await putClip(dataDir, clip.hash, bytes);
      clips += 1;
    }
  }
  return { clips, missing };
}

/** The households' keys, as they are no part of the tables; and what was erased since is erased again. */
async function putHouseholds(db: Db, { beside, keys, manifest }: Source): Promise<void> {
  const erased = readErased(beside);
  for (const { code } of manifest.communes) {
    const commune = communeId(code);
    await replayErased(db, code, erased.filter((one) => one.commune_id === commune));
    const mine = [...keys].filter(([name]) => name.startsWith(`${commune}/`));
    if (mine.length === 0) continue;
    await db.inCommune(code, 'write', (tx) => sql`insert into subject_key (commune_id, subject, key, made_at)
      select ${commune}, subject, key, ${manifest.at} from unnest(${mine.map(([name]) => name.slice(name.indexOf('/') + 1))}::text[], ${mine.map(([, key]) => key)}::bytea[]) as kept (subject, key)
      on conflict do nothing`.execute(tx));
  }
}
