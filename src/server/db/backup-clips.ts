// Photos and recordings in the backup: each once, sealed under its household's key and then the backup's, under a name that tells nothing.
import { createHash, createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { flush } from './backup-files.ts';
import type { BackupKey } from './backup-key.ts';
import { openBytes, plainSize, sealBytes } from './backup-seal.ts';
import { aboutClip, INNER_SEAL, openUnder, sealUnder, subjectName, type KeyFor, type SubjectKeys } from './backup-subjects.ts';
import type { ListedClip } from './backup-tables.ts';
import { Trouble } from './trouble.ts';

/** A line of the backup's list of photos and recordings. */
export interface ClipLine {
  readonly commune_id: number;
  /** null: not sealed under a household's key. */
  readonly subject: string | null;
  /** SHA-256 of its bytes. */
  readonly hash: string;
  readonly bytes: number;
  /** Of its sealed file: `clips/<first two letters>/<name>`. */
  readonly name: string;
}

export interface ClipsDone {
  readonly lines: readonly ClipLine[];
  readonly fresh: number;
  /** In the book, and neither on the disk as they should be nor in the backup from before. */
  readonly lost: readonly ListedClip[];
}

interface Places {
  readonly dataDir: string;
  readonly backupDir: string;
  readonly key: BackupKey;
  readonly keyFor: KeyFor;
}

/** By a key, so that a stick that is found does not tell who holds the same photo. */
const nameOf = ({ text }: BackupKey, { commune, subject, hash }: ListedClip): string =>
  `${createHmac('sha256', text).update(aboutClip(commune, subject, hash)).digest('hex').slice(0, 32)}.age`;

const wayOf = (name: string): string => join(name.slice(0, 2), name);
const shelves = (backupDir: string): string => join(backupDir, 'clips');

/** Puts each listed clip into the backup that is not there yet, reads it back, and says which could not be had. */
export async function keepClips(clips: readonly ListedClip[], places: Places): Promise<ClipsDone> {
  const lines: ClipLine[] = [];
  const lost: ListedClip[] = [];
  let fresh = 0;
  for (const clip of clips) {
    const name = nameOf(places.key, clip);
    const sealed = join(shelves(places.backupDir), wayOf(name));
    const before = (await stat(sealed).catch(() => undefined))?.size;
    const under = places.keyFor(clip.commune, clip.subject);
    const bytes = before === undefined ? await sealClip(clip, under, sealed, places) : plainSize(before) - (under ? INNER_SEAL : 0);
    if (bytes === null) {
      lost.push(clip);
      continue;
    }
    if (before === undefined) fresh += 1;
    lines.push({ commune_id: clip.commune, subject: under && clip.subject, hash: clip.hash, bytes, name });
  }
  return { lines, fresh, lost };
}

/** Answers its size; null where it is not on the disk as its name says. */
async function sealClip(clip: ListedClip, under: Buffer | null, to: string, { dataDir, key }: Places): Promise<number | null> {
  const bytes = await readFile(join(dataDir, 'clips', clip.hash.slice(0, 2), clip.hash)).catch(() => undefined);
  if (!bytes || !fits(bytes, clip.hash)) return null;
  const inner = under ? sealUnder(under, aboutClip(clip.commune, clip.subject, clip.hash), bytes) : bytes;
  await keep(to, await sealBytes(key, inner));
  await openBytes(key, await readFile(to), to);
  return bytes.length;
}

const fits = (bytes: Uint8Array, hash: string): boolean => createHash('sha256').update(bytes).digest('hex') === hash;

/** Written beside, flushed, and moved into place. */
async function keep(to: string, bytes: Uint8Array): Promise<void> {
  const shelf = dirname(to);
  await mkdir(shelf, { recursive: true, mode: 0o700 });
  const part = join(shelf, `.part-${process.pid}-${createHash('sha256').update(to).digest('hex').slice(0, 12)}`);
  const file = await open(part, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, to);
  await flush(shelf);
}

/** The clip as it was, or why not. `erased`: its household's key is gone, and so is the clip, for ever. */
export async function openClip(backupDir: string, line: ClipLine, key: BackupKey, keys: SubjectKeys): Promise<Buffer | 'erased' | 'missing'> {
  const { subject } = line;
  const under = subject === null ? null : keys.get(subjectName(line.commune_id, subject));
  if (under === undefined) return 'erased';
  try {
    const file = join(shelves(backupDir), wayOf(line.name));
    const inner = await openBytes(key, await readFile(file), file);
    const bytes = under ? openUnder(under, aboutClip(line.commune_id, subject!, line.hash), inner) : inner;
    return fits(bytes, line.hash) ? bytes : 'missing';
  } catch {
    return 'missing';
  }
}

/** Puts an opened clip into a data folder. */
export async function putClip(dataDir: string, hash: string, bytes: Uint8Array): Promise<void> {
  await keep(join(dataDir, 'clips', hash.slice(0, 2), hash), bytes);
}

/** The way to a clip of a backup made before backups were sealed: in the clear, by its hash. @throws Trouble where it is damaged */
export async function oldClip(backupDir: string, hash: string): Promise<Buffer> {
  const file = join(shelves(backupDir), hash.slice(0, 2), hash);
  const bytes = await readFile(file);
  if (!fits(bytes, hash)) throw new Trouble(`${file} is damaged.`);
  return bytes;
}

const unpack = promisify(gunzip);
const SHELF = /^[0-9a-f]{2}$/;
const CLIP = /^(?:[0-9a-f]{64}|[0-9a-f]{32}\.age)$/;

/**
 * Deletes from the shelf of all backups what none of them lists any more: so what a family had struck ages out of the
 * backups with the last one made before. Names only are needed, so backups under an older key count too.
 * @param lists of every backup that stays: `clips.names.gz`, or `clips.ndjson.gz` of one that is not sealed
 * @returns how many went; none where a list cannot be read, as it might name any of them
 */
export async function dropUnlisted(backupDir: string, lists: readonly string[]): Promise<number> {
  if (!existsSync(shelves(backupDir))) return 0;
  const listed = new Set<string>();
  try {
    for (const list of lists) {
      for (const line of (await unpack(await readFile(list))).toString('utf8').split('\n')) {
        if (line !== '') listed.add(line.startsWith('{') ? (JSON.parse(line) as { readonly hash: string }).hash : line);
      }
    }
  } catch {
    return 0;
  }
  let gone = 0;
  for (const way of await sealedClips(backupDir)) {
    if (listed.has(way.slice(3))) continue;
    await rm(join(shelves(backupDir), way));
    gone += 1;
  }
  return gone;
}

/** Ways of all clips on the shelf of the backups, below `clips/`. */
export async function sealedClips(backupDir: string): Promise<readonly string[]> {
  const ways: string[] = [];
  if (!existsSync(shelves(backupDir))) return ways;
  for (const shelf of (await readdir(shelves(backupDir))).filter((name) => SHELF.test(name))) {
    for (const name of await readdir(join(shelves(backupDir), shelf))) if (CLIP.test(name)) ways.push(join(shelf, name));
  }
  return ways;
}
