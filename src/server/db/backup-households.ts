// The households' keys beside the backups: a file of their own with every backup, kept 35 days, without those whose data was erased.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { writeWhole } from './backup-files.ts';
import type { BackupKey } from './backup-key.ts';
import { madeAt } from './backup-list.ts';
import { openBytes, sealBytes } from './backup-seal.ts';
import { subjectName, type KeyFor, type SubjectKeys } from './backup-subjects.ts';
import type { Tombstone } from './erase.ts';
import type { Db, Tx } from './open.ts';
import { Trouble } from './trouble.ts';

/** Privacy: after this many days no key of an erased household is left in any file, whatever disk it lay on. */
export const KEY_DAYS = 35;
const DAY_MS = 86_400_000;

/** What was erased, by commune and household; told beside the backups too, so that an older one does not bring it back. */
export interface Erased extends Tombstone {
  readonly commune_id: number;
}

/** Keys of the communes as this snapshot has them; those that are missing are made here and kept after it. */
export interface Keyring {
  readonly keys: SubjectKeys;
  readonly keyFor: KeyFor;
  readonly made: readonly { readonly commune: number; readonly subject: string; readonly key: Buffer }[];
}

/** Of the commune the transaction is fenced to. */
export async function readSubjectKeys(tx: Tx, commune: number): Promise<ReadonlyMap<string, Buffer>> {
  const { rows } = await sql<{ subject: string; key: Buffer }>`select subject, key from subject_key where commune_id = ${commune}`.execute(tx);
  return new Map(rows.map(({ subject, key }) => [subjectName(commune, subject), key]));
}

/** @param erased these get no new key */
export function keyring(known: SubjectKeys, erased: readonly Erased[]): Keyring {
  const keys = new Map(known);
  const gone = new Set(erased.map((one) => subjectName(one.commune_id, one.subject)));
  const made: { commune: number; subject: string; key: Buffer }[] = [];
  return {
    keys, made,
    keyFor(commune, subject) {
      const name = subjectName(commune, subject);
      if (gone.has(name)) return null;
      const key = keys.get(name) ?? randomBytes(32);
      if (!keys.has(name)) {
        keys.set(name, key);
        made.push({ commune: Number(commune), subject, key });
      }
      return key;
    },
  };
}

/** Keeps the keys a backup has made. False where somebody else made one meanwhile: then that backup must not be kept. */
export async function keepMade(db: Db, { made }: Keyring, codes: ReadonlyMap<number, string>, now: number): Promise<boolean> {
  for (const commune of new Set(made.map((one) => one.commune))) {
    const mine = made.filter((one) => one.commune === commune);
    const kept = await db.inCommune(codes.get(commune)!, 'write', (tx) => sql`insert into subject_key (commune_id, subject, key, made_at)
      select ${commune}, subject, key, ${now} from unnest(${mine.map((one) => one.subject)}::text[], ${mine.map((one) => one.key)}::bytea[]) as made (subject, key)
      on conflict do nothing`.execute(tx));
    if (kept.numAffectedRows !== BigInt(mine.length)) return false;
  }
  return true;
}

const folderOf = (backupDir: string): string => join(backupDir, 'keys');
const fileOf = (backupDir: string, name: string): string => join(folderOf(backupDir), `${name}.keys.gz.age`);
const FILE = /^(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z)\.keys\.gz\.age$/;

export async function writeKeyFile(backupDir: string, name: string, keys: SubjectKeys, key: BackupKey): Promise<void> {
  mkdirSync(folderOf(backupDir), { recursive: true, mode: 0o700 });
  const lines = [...keys].map(([subject, bytes]) => `${JSON.stringify({ of: subject, key: bytes.toString('base64') })}\n`).sort();
  writeWhole(fileOf(backupDir, name), await sealBytes(key, gzipSync(lines.join(''))));
}

/** Names of the backups that have a key file here, oldest first. */
export const listKeyFiles = (backupDir: string): readonly string[] =>
  existsSync(folderOf(backupDir)) ? readdirSync(folderOf(backupDir)).flatMap((file) => FILE.exec(file)?.[1] ?? []).sort() : [];

/** @throws Trouble where the file is damaged or was sealed with another key */
export async function readKeyFile(backupDir: string, name: string, key: BackupKey): Promise<Map<string, Buffer>> {
  const file = fileOf(backupDir, name);
  try {
    const lines = gunzipSync(await openBytes(key, readFileSync(file), file)).toString('utf8').split('\n').filter((line) => line !== '');
    return new Map(lines.map((line) => {
      const { of, key: bytes } = JSON.parse(line) as { of: string; key: string };
      return [of, Buffer.from(bytes, 'base64')];
    }));
  } catch (error) {
    if (error instanceof Trouble) throw error;
    throw new Trouble(`${file} is damaged.`, { cause: error });
  }
}

/**
 * All keys that lie beside these backups, those of erased households left out. A file that cannot be read is passed
 * over where another can: a household's key is in every file made since it was registered.
 */
export async function gatherKeys(backupDir: string, key: BackupKey): Promise<SubjectKeys> {
  const all = new Map<string, Buffer>();
  const names = [...listKeyFiles(backupDir)].reverse();
  let fault: unknown;
  for (const name of names) {
    try {
      for (const [subject, bytes] of await readKeyFile(backupDir, name, key)) if (!all.has(subject)) all.set(subject, bytes);
    } catch (error) {
      fault ??= error;
    }
  }
  if (all.size === 0 && fault !== undefined) throw fault;
  for (const { commune_id, subject } of readErased(backupDir)) all.delete(subjectName(commune_id, subject));
  return all;
}

const ERASED = 'erased.ndjson';

export function readErased(backupDir: string): readonly Erased[] {
  const file = join(backupDir, ERASED);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').flatMap((line): Erased[] => {
    try {
      const one = JSON.parse(line) as Erased;
      return typeof one.subject === 'string' && Number.isSafeInteger(one.commune_id) ? [one] : [];
    } catch {
      return [];
    }
  });
}

/** Notes what was erased beside the backups and takes its keys out of every key file there. Idempotent. */
export async function forgetHouseholds(backupDir: string, key: BackupKey, erased: readonly Erased[]): Promise<void> {
  const known = readErased(backupDir);
  const names = new Set(known.map((one) => subjectName(one.commune_id, one.subject)));
  const fresh = erased.filter((one) => !names.has(subjectName(one.commune_id, one.subject)));
  if (fresh.length > 0) writeWhole(join(backupDir, ERASED), [...known, ...fresh].map((one) => `${JSON.stringify(one)}\n`).join(''));
  const all = [...known, ...fresh].map((one) => subjectName(one.commune_id, one.subject));
  if (all.length === 0) return;
  for (const name of listKeyFiles(backupDir)) {
    const keys = await readKeyFile(backupDir, name, key).catch(() => undefined);
    // One sealed with an older key cannot be rewritten; it goes with its 35 days.
    if (keys && all.filter((subject) => keys.delete(subject)).length > 0) await writeKeyFile(backupDir, name, keys, key);
  }
}

/** Takes key files away that are older than 35 days, by the newest one: while nothing new is made nothing goes. */
export function rotateKeyFiles(backupDir: string): void {
  const names = listKeyFiles(backupDir);
  const newest = names.at(-1);
  if (newest === undefined) return;
  for (const name of names) if (madeAt(name) < madeAt(newest) - KEY_DAYS * DAY_MS) rmSync(fileOf(backupDir, name));
}
