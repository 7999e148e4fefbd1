// A further place for the backups, on a disk that may be away for days: what it lacks is copied and read back whenever it is there.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sealedClips } from './backup-clips.ts';
import { flush, writeWhole } from './backup-files.ts';
import { GUIDE_NAME, READER_NAME } from './backup-guide.ts';
import { forgetHouseholds, listKeyFiles, readErased } from './backup-households.ts';
import type { BackupKey } from './backup-key.ts';
import { listBackups } from './backup-list.ts';
import { isOurs, MARK } from './backup-places.ts';
import { BackupTrouble, inWords, rotate } from './backup.ts';
import { toKeep } from './rotation.ts';

export interface Mirrored {
  /** Name of the newest backup there. */
  readonly newest: string | null;
  /** Backups and photos copied this time. */
  readonly backups: number;
  readonly clips: number;
}

/**
 * Brings the second place up to what the first has.
 * @param known whether it has been used before: then it must bear our mark
 * @returns 'absent' where the disk is not there
 * @throws BackupTrouble where it is there and cannot be written; what is there already stays
 */
export async function mirror(backupDir: string, second: string, key: BackupKey, known: boolean): Promise<Mirrored | 'absent'> {
  if (!statSync(second, { throwIfNoEntry: false })?.isDirectory()) return 'absent';
  if (!isOurs(second)) {
    if (known) return 'absent';
    put(second, MARK, 'Backups of Nhà Rông. See HOW-TO-READ.txt.\n');
  }
  try {
    const backups = await copyBackups(backupDir, second);
    const clips = await copyClips(backupDir, second);
    await copyKeys(backupDir, second, key);
    for (const name of [GUIDE_NAME, READER_NAME]) if (existsSync(join(backupDir, name))) writeWhole(join(second, name), await readFile(join(backupDir, name)));
    await rotate(second);
    return { newest: listBackups(second).at(-1) ?? null, backups, clips };
  } catch (error) {
    throw inWords(error, second);
  }
}

function put(folder: string, name: string, text: string): void {
  try {
    writeWhole(join(folder, name), text);
  } catch (error) {
    throw inWords(error, folder);
  }
}

/** Those that would stay there by the rule of rotation, oldest first, each whole or not at all. */
async function copyBackups(from: string, to: string): Promise<number> {
  const there = new Set(listBackups(to));
  const keep = toKeep([...new Set([...there, ...listBackups(from)])]);
  for (const old of readdirSync(to)) if (old.startsWith('.part-')) rmSync(join(to, old), { recursive: true, force: true });
  let copied = 0;
  for (const name of listBackups(from)) {
    if (there.has(name) || !keep.has(name)) continue;
    const part = join(to, `.part-${process.pid}-${name}`);
    mkdirSync(part, { mode: 0o700 });
    for (const file of readdirSync(join(from, name))) await copyRead(join(from, name, file), join(part, file));
    await flush(part);
    renameSync(part, join(to, name));
    await flush(to);
    copied += 1;
  }
  return copied;
}

async function copyClips(from: string, to: string): Promise<number> {
  const there = new Set(await sealedClips(to));
  let copied = 0;
  for (const way of await sealedClips(from)) {
    if (there.has(way)) continue;
    await copyWhole(from, to, join('clips', way));
    copied += 1;
  }
  return copied;
}

/** Key files as they are at the first place, so that what was erased there is gone here too; and what was erased, of both. */
async function copyKeys(from: string, to: string, key: BackupKey): Promise<void> {
  const erased = [...readErased(from), ...readErased(to)];
  await forgetHouseholds(from, key, erased);
  const there = new Set(listKeyFiles(to));
  for (const name of listKeyFiles(from)) if (!there.has(name)) await copyWhole(from, to, join('keys', `${name}.keys.gz.age`));
  await forgetHouseholds(to, key, erased);
}

/** The disk may be pulled out at any moment: what is not whole lies at the top, where the next copying clears it away. */
async function copyWhole(from: string, to: string, way: string): Promise<void> {
  const target = join(to, way);
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const part = join(to, `.part-${process.pid}-${basename(way)}`);
  await copyRead(join(from, way), part);
  renameSync(part, target);
  await flush(dirname(target));
}

/** Copied, flushed, and read back from the disk. @throws BackupTrouble where what stands there is not what was written */
async function copyRead(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await flush(to);
  if ((await digestOf(from)) !== (await digestOf(to))) throw new BackupTrouble('disk.fails', `The disk of ${to} gives back other bytes than were written to it: replace it.`);
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}
