// Copies photos and recordings into the backup, each once: its name is its content's SHA-256, so it never changes.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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
      const { size } = await stat(join(from, shelf, hash));
      const there = await stat(join(to, shelf, hash)).catch(() => undefined);
      const copied = there?.size !== size;
      if (copied) await copyClip(join(from, shelf, hash), join(to, shelf, hash), hash);
      clips.push({ hash, bytes: size, copied });
    }
  }
  return clips;
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
