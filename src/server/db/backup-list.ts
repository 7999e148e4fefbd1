// The backups that are there: what each holds, whether it is whole, and whether the database fell behind them.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { canonical } from '#journal/canonical.ts';
import type { BackupKey } from './backup-key.ts';
import { verifyLines } from './backup-lines.ts';
import { lastEntry } from './ledger.ts';
import { listCommunes } from './communes.ts';
import type { Db } from './open.ts';
import { Trouble } from './trouble.ts';

const FILE = /^[a-z0-9_]+\.ndjson\.gz(\.age)?$/;
const fileShape = z.object({ file: z.string().check(z.regex(FILE)), lines: z.number(), sha256: z.string() });

const manifestShape = z.object({
  /** 1: not sealed, of before. 2: sealed. */
  format: z.union([z.literal(1), z.literal(2)]),
  /** When the backup's one moment was, ms. */
  at: z.number(),
  epoch: z.string(),
  /** Names of the table changes the backup was made under. */
  migrations: z.array(z.string()),
  communes: z.array(z.object({ code: z.string(), name: z.string(), entry: z.number() })),
  tables: z.array(z.object({
    name: z.string(),
    file: z.string().check(z.regex(FILE)),
    rows: z.number(),
    /** Of the file: rows of one household stand in one line. In format 1 as many as rows. */
    lines: z.optional(z.number()),
    /** Of the text before packing and sealing. */
    sha256: z.string(),
    columns: z.array(z.object({ name: z.string(), type: z.string(), needed: z.boolean() })),
    ofCommune: z.boolean(),
  })),
  /** Photos and recordings, kept under clips/ beside all backups. */
  clips: z.object({ file: z.string().check(z.regex(FILE)), count: z.number(), bytes: z.number(), sha256: z.string() }),
  /** Keys of the server, and names of the sealed photos. */
  server: z.optional(fileShape),
  /** Photos and recordings the book names that could not be had when the backup was made. */
  lost: z.optional(z.number()),
  /** Mark of the key it is sealed with (backup-key.ts). */
  key: z.optional(z.string()),
  /** HMAC-SHA256 over the rest, by the key: nobody else can change what the manifest says. */
  mac: z.optional(z.string()),
});

export type Manifest = z.infer<typeof manifestShape>;
export type BackupTable = Manifest['tables'][number];

const NAME = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z$/;

/** Folder name of a backup made at that moment. */
export const nameOf = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;

/** When the backup of that name was made, ms. */
export const madeAt = (name: string): number => Date.parse(name.replace(/T(\d\d)-(\d\d)-(\d\d)Z$/, 'T$1:$2:$3Z'));

/** Names of the whole backups in the folder, oldest first. */
export function listBackups(backupDir: string): readonly string[] {
  // A folder that cannot be used is told when the next backup is tried, not by keeping the server from starting.
  if (!statSync(backupDir, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(backupDir).filter((name) => NAME.test(name) && existsSync(join(backupDir, name, 'manifest.json'))).sort();
}

/** @throws Trouble where there is no readable manifest. */
export function readManifest(folder: string): Manifest {
  const file = join(folder, 'manifest.json');
  if (!existsSync(file)) throw new Trouble(`${folder} is no backup: it has no manifest.json. Name one of the folders that npm run admin -- list shows.`);
  try {
    return manifestShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Trouble(`The manifest of the backup ${folder} cannot be read: it is damaged or of a newer version of the program. Take another backup.`, { cause: error });
  }
}

/** The manifest with its seal. */
export const signed = (manifest: Omit<Manifest, 'mac'>, key: BackupKey): Manifest => ({ ...manifest, mac: macOf(manifest, key) });

function macOf(manifest: Omit<Manifest, 'mac'>, key: BackupKey): string {
  return createHmac('sha256', `nha-rong manifest ${key.text}`).update(canonical({ ...manifest, mac: undefined })).digest('hex');
}

/**
 * Whether this key opens this backup, before anything is read or touched.
 * @returns the key for its files: null of one that is not sealed
 * @throws Trouble saying which key it was sealed with, and where that key is found
 */
export function keyFits(folder: string, manifest: Manifest, key: BackupKey | null): BackupKey | null {
  if (manifest.format === 1) return null;
  const needed = `It was sealed with the key whose mark is ${manifest.key}: the mark stands on the printed recovery sheet (phiếu khôi phục).`;
  if (key === null) throw new Trouble(`The backup ${folder} is sealed, and its key is needed. ${needed}`);
  if (manifest.key !== key.mark) throw new Trouble(`This is not the key of the backup ${folder}: the mark of the key given is ${key.mark}. ${needed} Nothing was touched.`);
  if (manifest.mac !== macOf(manifest, key)) throw new Trouble(`The manifest of the backup ${folder} is not as it was written. Take another backup.`);
  return key;
}

/** Name and manifest of the newest backup that can be read; a damaged one must not keep the server from starting. */
export function newestBackup(backupDir: string): { readonly name: string; readonly manifest: Manifest } | undefined {
  for (const name of [...listBackups(backupDir)].reverse()) {
    try {
      return { name, manifest: readManifest(join(backupDir, name)) };
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
    }
  }
  return undefined;
}

/**
 * Reads every file of the backup from disk, opens it and compares it with the manifest; photos apart.
 * @throws Trouble naming the first that differs, or that the key is another's
 */
export async function verifyBackup(folder: string, key: BackupKey | null): Promise<Manifest> {
  const manifest = readManifest(folder);
  const by = keyFits(folder, manifest, key);
  for (const { file, rows, lines, sha256 } of manifest.tables) await verifyLines(join(folder, file), by, { rows: lines ?? rows, sha256 });
  await verifyLines(join(folder, manifest.clips.file), by, { rows: manifest.clips.count, sha256: manifest.clips.sha256 });
  if (manifest.server) await verifyLines(join(folder, manifest.server.file), by, { rows: manifest.server.lines, sha256: manifest.server.sha256 });
  return manifest;
}

/**
 * A database put back by other means (a copied folder, a machine's snapshot) stands behind its own backups. Then it
 * begins a new life: phones read anew, and say again what was lost.
 */
export async function noticeReturn(db: Db, backupDir: string, say: (sentence: string) => void): Promise<void> {
  const newest = newestBackup(backupDir);
  if (newest === undefined || newest.manifest.epoch !== db.epoch) return;
  const here = new Set((await db.inHouse(listCommunes)).map(({ code }) => code));
  for (const { code, name, entry } of newest.manifest.communes) {
    const last = here.has(code) ? await db.inCommune(code, 'read', lastEntry) : 0;
    if (last >= entry) continue;
    say(`The book of ${name} ends at entry ${last}, but the backup ${newest.name} knew entry ${entry}: an older copy of the database was put back. Phones will read anew and send again what is missing.`);
    return await db.renewEpoch();
  }
}
