// Clips on disk: parts under names made by chance, whole ones under the hash of their bytes, durable before anyone is told so.
import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bare, type Bared, type ClipType } from './bare.ts';

export interface Shelf {
  /** Bytes of the part on disk; 0 where there is none yet. */
  partSize(name: string): Promise<number>;
  /**
   * Writes what comes, from `offset` on. What was written stays even if the source breaks off.
   * @throws TooMuch where more comes than `most`; the part is then as long as it was
   */
  append(name: string, offset: number, source: AsyncIterable<Uint8Array>, most: number): Promise<number>;
  /** Writes a part whole, durable when it resolves. */
  putPart(name: string, bytes: Uint8Array): Promise<void>;
  readPart(name: string): Promise<Uint8Array>;
  /** Checks the part against its hash, takes metadata out and keeps it for good. */
  finish(name: string, clip: { readonly hash: string; readonly type: ClipType }): Promise<Finished>;
  dropPart(name: string): Promise<void>;
  /** Where a kept clip lies, by the hash of what was kept. */
  pathOf(file: string): string;
  /** Deletes a kept clip, unless it was put there less than `ageMs` ago: somebody may just be sending it again. Answers whether it is gone. */
  drop(file: string, now: number, ageMs: number): Promise<boolean>;
  /** Removes part files that nothing speaks of any more and that are older than `ageMs`. */
  sweep(known: ReadonlySet<string>, now: number, ageMs: number): Promise<number>;
}

/** `file`: SHA-256 of the cleaned bytes, by which backups know that a file is whole. */
export type Finished = { readonly file: string } | Extract<Bared, { fault: string }> | { readonly fault: 'clip.wrong-hash' };

export class TooMuch extends Error {}

/** @param dataDir clips lie in its folder `clips` */
export function shelf(dataDir: string): Shelf {
  const parts = join(dataDir, 'clips', 'parts');
  const partPath = (name: string): string => join(parts, name);
  const pathOf = (file: string): string => join(dataDir, 'clips', file.slice(0, 2), file);
  return {
    pathOf,
    partSize: (name) => sizeOf(partPath(name)),
    async append(name, offset, source, most) {
      await mkdir(parts, { recursive: true, mode: 0o700 });
      const file = await open(partPath(name), constants.O_WRONLY | constants.O_CREAT, 0o600);
      let written = 0;
      try {
        for await (const bytes of source) {
          if (written + bytes.length > most) {
            await file.truncate(offset);
            throw new TooMuch();
          }
          await file.write(bytes, 0, bytes.length, offset + written);
          written += bytes.length;
        }
      } finally {
        await file.close();
      }
      return offset + written;
    },
    putPart: (name, bytes) => keep(partPath(name), bytes),
    readPart: (name) => readFile(partPath(name)),
    async finish(name, { hash, type }) {
      const bytes = await readFile(partPath(name));
      if (hashOf(bytes) !== hash) return { fault: 'clip.wrong-hash' };
      const clean = bare(bytes, type);
      if ('fault' in clean) return clean;
      const file = hashOf(clean.bytes);
      await keep(pathOf(file), clean.bytes);
      return { file };
    },
    drop: (file, now, ageMs) => drop(pathOf(file), now - ageMs),
    dropPart: (name) => rm(partPath(name), { force: true }),
    sweep: (known, now, ageMs) => sweep(parts, known, now - ageMs),
  };
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

/** Written under another name, flushed, renamed, and the folders flushed: a power cut leaves all of it or nothing. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  const folder = join(path, '..');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.${randomBytes(12).toString('hex')}`);
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  for (const one of [folder, join(folder, '..')]) await flushFolder(one);
}

async function flushFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its file system keeps names in its own journal.
  const folder = await open(path, 'r').catch(() => undefined);
  try {
    await folder?.sync();
  } finally {
    await folder?.close();
  }
}

async function drop(path: string, before: number): Promise<boolean> {
  if (((await stat(path).catch(() => undefined))?.mtimeMs ?? 0) > before) return false;
  await rm(path, { force: true });
  return true;
}

async function sweep(parts: string, known: ReadonlySet<string>, before: number): Promise<number> {
  let swept = 0;
  for (const name of await readdir(parts).catch(() => [])) {
    const path = join(parts, name);
    const at = (await stat(path).catch(() => undefined))?.mtimeMs ?? Infinity;
    if (known.has(name) || at > before) continue;
    await rm(path, { force: true });
    swept += 1;
  }
  return swept;
}
