// Copies photos and recordings into the backup, each once: its name is its content's SHA-256, so it never changes.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Trouble } from './trouble.ts';

export interface ClipFile {
  readonly hash: string;
  readonly bytes: number;
  /** It was not in the backup before. */
  readonly copied: boolean;
}

/** `ab/abcd…` below `from` to the same below `to`. @throws Trouble where one no longer fits its name. */
export async function copyClips(from: string, to: string): Promise<readonly ClipFile[]> {
  const clips: ClipFile[] = [];
  if (!existsSync(from)) return clips;
  for (const shelf of (await readdir(from)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    for (const hash of (await readdir(join(from, shelf))).filter((name) => /^[0-9a-f]{64}$/.test(name))) {
      // Struck and swept since the folder was read (visit.strike): it belongs in no backup any more.
      const here = await stat(join(from, shelf, hash)).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'ENOENT') throw error; });
      if (!here) continue;
      const { size } = here;
      const there = await stat(join(to, shelf, hash)).catch(() => undefined);
      const copied = there?.size !== size;
      if (copied) await copyClip(join(from, shelf, hash), join(to, shelf, hash), hash);
      clips.push({ hash, bytes: size, copied });
    }
  }
  return clips;
}

const unpack = promisify(gunzip);

/**
 * Deletes from the shelf of all backups what none of them lists any more: so what a family had struck ages out of the
 * backups with the last one made before. @param lists `clips.ndjson.gz` of every backup that stays
 * @returns how many went; none where a list cannot be read, as it might name any of them
 */
export async function dropUnlisted(shelves: string, lists: readonly string[]): Promise<number> {
  if (!existsSync(shelves)) return 0;
  const listed = new Set<string>();
  try {
    for (const list of lists) {
      const text = (await unpack(await readFile(list))).toString('utf8');
      for (const line of text.split('\n')) if (line !== '') listed.add((JSON.parse(line) as { readonly hash: string }).hash);
    }
  } catch {
    return 0;
  }
  let gone = 0;
  for (const shelf of (await readdir(shelves)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    for (const hash of (await readdir(join(shelves, shelf))).filter((name) => /^[0-9a-f]{64}$/.test(name) && !listed.has(name))) {
      await rm(join(shelves, shelf, hash));
      gone += 1;
    }
  }
  return gone;
}

/** Copied beside, compared with its name, flushed, and moved into place. */
export async function copyClip(from: string, to: string, hash: string): Promise<void> {
  const shelf = dirname(to);
  await mkdir(shelf, { recursive: true, mode: 0o700 });
  const part = join(shelf, `.part-${process.pid}-${hash}`);
  await copyFile(from, part);
  if (createHash('sha256').update(await readFile(part)).digest('hex') !== hash) {
    await rm(part);
    throw new Trouble(`The photo or recording ${from} is damaged on its disk: its content no longer fits its name. Look at the disk; an earlier backup may have it whole.`);
  }
  await flush(part);
  await rename(part, to);
  await flush(shelf);
}

/** Returns when the disk has the file, or the folder's list of files. */
export async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
