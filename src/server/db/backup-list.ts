// The backups that are there: what each holds, whether it is whole, and whether the database fell behind them.
import { createReadStream, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import * as z from 'zod/mini';
import { lastEntry } from './ledger.ts';
import { listCommunes } from './communes.ts';
import type { Db } from './open.ts';
import { Trouble } from './trouble.ts';

const manifestShape = z.object({
  format: z.literal(1),
  /** When the backup's one moment was, ms. */
  at: z.number(),
  epoch: z.string(),
  /** Names of the table changes the backup was made under. */
  migrations: z.array(z.string()),
  communes: z.array(z.object({ code: z.string(), name: z.string(), entry: z.number() })),
  tables: z.array(z.object({
    name: z.string(),
    file: z.string().check(z.regex(/^[a-z0-9_]+\.ndjson\.gz$/)),
    rows: z.number(),
    /** Of the text before packing. */
    sha256: z.string(),
    columns: z.array(z.object({ name: z.string(), type: z.string(), needed: z.boolean() })),
    ofCommune: z.boolean(),
  })),
  /** Photos and recordings, kept under clips/ beside all backups: their names are their SHA-256. */
  clips: z.object({ file: z.literal('clips.ndjson.gz'), count: z.number(), bytes: z.number(), sha256: z.string() }),
});

export type Manifest = z.infer<typeof manifestShape>;
export type BackupTable = Manifest['tables'][number];

const NAME = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z$/;

/** Folder name of a backup made at that moment. */
export const nameOf = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;

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

/** Reads every file of the backup from disk and compares it with the manifest. @throws Trouble naming the first that differs. */
export async function verifyBackup(folder: string): Promise<Manifest> {
  const manifest = readManifest(folder);
  for (const { file, rows, sha256 } of manifest.tables) await verifyFile(join(folder, file), rows, sha256);
  await verifyFile(join(folder, manifest.clips.file), manifest.clips.count, manifest.clips.sha256);
  return manifest;
}

async function verifyFile(file: string, rows: number, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  let lines = 0;
  try {
    await pipeline(createReadStream(file), createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        hash.update(chunk);
        for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
      }
    });
  } catch (error) {
    throw new Trouble(`${file} of the backup cannot be read (${(error as Error).message}). Take another backup.`, { cause: error });
  }
  if (lines !== rows || hash.digest('hex') !== sha256) throw new Trouble(`${file} of the backup is not as it was written. Take another backup.`);
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
