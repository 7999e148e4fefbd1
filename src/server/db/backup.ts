// Writes the whole book into sealed files that can be read in ten years without this program, and reads them back.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { dropUnlisted, keepClips, type ClipLine } from './backup-clips.ts';
import { flush, writeWhole } from './backup-files.ts';
import { GUIDE, GUIDE_NAME, READER, READER_NAME } from './backup-guide.ts';
import { forgetHouseholds, keepMade, rotateKeyFiles, writeKeyFile } from './backup-households.ts';
import { keysFolder, openBackupKey, type BackupKey } from './backup-key.ts';
import { dropBeside } from './backup-letters.ts';
import { writeLines } from './backup-lines.ts';
import { listBackups, nameOf, signed, verifyBackup, type Manifest } from './backup-list.ts';
import { writeTables, type Moment, type Seats } from './backup-tables.ts';
import { communeId, type Db } from './open.ts';
import { alive } from './postmaster.ts';
import { toKeep } from './rotation.ts';
import { Trouble } from './trouble.ts';

export interface BackupWish {
  readonly dataDir: string;
  readonly backupDir: string;
  /** ms; names the backup. */
  readonly now: number;
  /** Left out: that of the data folder, made where there is none. */
  readonly key?: BackupKey | undefined;
}

export interface BackupDone {
  readonly folder: string;
  readonly rows: number;
  readonly clips: number;
  /** Photos and recordings copied this time. */
  readonly newClips: number;
  /** Photos and recordings the book names that are damaged or missing on the disk and in no earlier backup. */
  readonly lost: number;
}

/**
 * Makes a backup of one moment of all communes, verifies it by reading it back, tells each device up to which turn its
 * acts are safe, and takes old backups away. @throws Trouble; what was begun is then removed, earlier backups stay.
 */
export async function makeBackup(db: Db, wish: BackupWish): Promise<BackupDone> {
  const { backupDir, now } = wish;
  const key = wish.key ?? openBackupKey(wish.dataDir);
  prepareFolder(backupDir);
  const name = nameOf(now);
  const folder = join(backupDir, name);
  const part = join(backupDir, `.part-${process.pid}-${name}`);
  if (existsSync(folder)) throw new Trouble(`There is already a backup of this second (${name}).`);
  try {
    const moment = await momentOf(db, part, key, now);
    await writeKeyFile(backupDir, name, moment.keys.keys, key);
    const clips = await keepClips(moment.clips, { dataDir: wish.dataDir, backupDir, key, keyFor: moment.keys.keyFor });
    const manifest = await finish(part, { moment, clips: clips.lines, lost: clips.lost.length, epoch: db.epoch, now, key, dataDir: wish.dataDir });
    await verifyBackup(part, key);
    await flush(part);
    renameSync(part, folder);
    await flush(backupDir);
    const before = listBackups(backupDir).length > 1;
    await tellSafe(db, moment.seats, before);
    await forgetHouseholds(backupDir, key, moment.erased);
    await rotate(backupDir);
    return { folder, rows: manifest.tables.reduce((sum, table) => sum + table.rows, 0), clips: clips.lines.length, newClips: clips.fresh, lost: clips.lost.length };
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw inWords(error, backupDir);
  }
}

/** Tries again where another process made a household's key in the very same moment. */
async function momentOf(db: Db, part: string, key: BackupKey, now: number): Promise<Moment> {
  for (let tries = 1; ; tries++) {
    rmSync(part, { recursive: true, force: true });
    mkdirSync(part, { mode: 0o700 });
    const moment = await db.inHouse((tx) => writeTables(tx, part, key));
    const codes = new Map(moment.communes.map(({ code }) => [communeId(code), code]));
    if (await keepMade(db, moment.keys, codes, now)) return moment;
    if (tries === 5) throw new Trouble('Another process makes backups of the same book at this moment. Try again.');
  }
}

interface Finishing {
  readonly moment: Moment;
  readonly clips: readonly ClipLine[];
  readonly lost: number;
  readonly epoch: string;
  readonly now: number;
  readonly key: BackupKey;
  readonly dataDir: string;
}

/** The lists of photos, the server's own keys, and the manifest over all of it. */
async function finish(part: string, { moment, clips, lost, epoch, now, key, dataDir }: Finishing): Promise<Manifest> {
  const list = await writeLines(join(part, 'clips.ndjson.gz.age'), clips.map((clip) => JSON.stringify(clip)), key);
  await writeLines(join(part, 'clips.names.gz'), clips.map(({ name }) => name), null);
  const server = await writeLines(join(part, 'server_keys.ndjson.gz.age'), serverKeys(dataDir), key);
  const { tables, migrations, communes } = moment;
  const manifest = signed({
    format: 2, at: now, epoch, key: key.mark, migrations: [...migrations], communes, tables: [...tables], lost,
    clips: { file: 'clips.ndjson.gz.age', count: clips.length, bytes: clips.reduce((sum, { bytes }) => sum + bytes, 0), sha256: list.sha256 },
    server: { file: 'server_keys.ndjson.gz.age', lines: server.rows, sha256: server.sha256 },
  }, key);
  writeWhole(join(part, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** The server's keys as lines: phones have sealed letters to them. The backup's own key is what opens them, and stays out. */
function* serverKeys(dataDir: string): Generator<string, void, undefined> {
  const folder = keysFolder(dataDir);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((one) => /^[\w-]+\.key$/.test(one) && one !== 'backup.key').sort()) {
    yield JSON.stringify({ name, bytes: readFileSync(join(folder, name)).toString('base64') });
  }
}

function prepareFolder(backupDir: string): void {
  try {
    mkdirSync(backupDir, { recursive: true, mode: 0o700 });
    for (const [name, text] of [[GUIDE_NAME, GUIDE], [READER_NAME, READER]] as const) {
      const file = join(backupDir, name);
      if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeWhole(file, text);
    }
    for (const old of readdirSync(backupDir)) {
      const maker = /^\.part-(\d+)-/.exec(old);
      if (maker && (Number(maker[1]) === process.pid || !alive(Number(maker[1])))) rmSync(join(backupDir, old), { recursive: true, force: true });
    }
  } catch (error) {
    throw inWords(error, backupDir);
  }
  const { bavail, bsize } = statfsSync(backupDir);
  if (bavail * bsize < 100_000_000) throw new BackupTrouble('disk.little', `The disk of the backups (${backupDir}) has less than 100 MB left: no backup was made. Make room, or set BACKUP_DIR to another disk.`);
}

/** Why a backup could not be made, for words on the officer's screen. */
export type BackupFault = 'disk.full' | 'disk.little' | 'disk.fails' | 'place.file' | 'place.closed';

export class BackupTrouble extends Trouble {
  readonly code: BackupFault;
  constructor(code: BackupFault, says: string, options?: ErrorOptions) {
    super(says, options);
    this.code = code;
  }
}

/** What the disk says, in words and with what to do. */
export function inWords(error: unknown, backupDir: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof Trouble) return error;
  const cause = { cause: error };
  if (code === 'ENOSPC' || code === 'EDQUOT') return new BackupTrouble('disk.full', `The disk of the backups (${backupDir}) is full: no backup was made. Make room, or set BACKUP_DIR to another disk.`, cause);
  if (code === 'EEXIST' || code === 'ENOTDIR') return new BackupTrouble('place.file', `${backupDir} is a file, not a folder: set BACKUP_DIR to another place.`, cause);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return new BackupTrouble('place.closed', `The backup folder ${backupDir} cannot be written to (${code}). Give it to this account or set BACKUP_DIR to another folder.`, cause);
  if (code === 'EIO') return new BackupTrouble('disk.fails', `The disk of the backups (${backupDir}) fails (EIO): replace it. No backup was made.`, cause);
  return error;
}

/**
 * What stands in two verified backups is safe: phones may let go of it. What stands in this one only will be with the next.
 * @param before whether there is an earlier backup still
 */
async function tellSafe(db: Db, seats: readonly Seats[], before: boolean): Promise<void> {
  for (const { commune, devices, turns } of seats) {
    await db.inCommune(commune, 'write', (tx) => sql`update seat set kept_turn = greatest(kept_turn, said.turn),
        safe_turn = greatest(safe_turn, ${before ? sql`least(kept_turn, said.turn)` : sql`0`})
      from unnest(${devices}::text[], ${turns}::bigint[]) as said (device, turn)
      where seat.commune_id = ${tx.commune} and seat.device = said.device and (seat.safe_turn < said.turn or seat.kept_turn < said.turn)`.execute(tx));
  }
}

/** Also for a second place: the same rule there. */
export async function rotate(backupDir: string): Promise<void> {
  const names = listBackups(backupDir);
  const keep = toKeep(names);
  for (const name of names) if (!keep.has(name)) rmSync(join(backupDir, name), { recursive: true, force: true });
  rotateKeyFiles(backupDir);
  dropBeside(backupDir);
  await dropUnlisted(backupDir, listBackups(backupDir).map((name) => {
    const names = join(backupDir, name, 'clips.names.gz');
    return existsSync(names) ? names : join(backupDir, name, 'clips.ndjson.gz');
  }));
}
