// Files that are there whole or not at all, also after a power cut.
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Written beside, flushed, moved into place, and the folder flushed. For small files. Closed to other accounts.
 * @param spare a file that is there already stays as it is
 */
export function writeWhole(file: string, content: string | Uint8Array, spare = false): void {
  const part = join(dirname(file), `.part-${process.pid}-${basename(file)}`);
  writeFileSync(part, content, { mode: 0o600, flush: true });
  if (spare) linkIfNone(part, file);
  else renameSync(part, file);
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function linkIfNone(part: string, file: string): void {
  try {
    linkSync(part, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(part);
  }
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
