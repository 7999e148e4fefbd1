// A backup every hour for as long as the server runs; a failed one is told and tried again soon.
import { join } from 'node:path';
import { statSync } from 'node:fs';
import { makeBackup } from '../db/backup.ts';
import { listBackups, readManifest } from '../db/backup-list.ts';
import type { Db } from '../db/open.ts';
import type { Settings } from '../settings.ts';

const HOUR_MS = 3_600_000;
/** Shortly after the start, when the morning's first phones have been served. */
const FIRST_MS = 60_000;
const AGAIN_MS = 600_000;

/**
 * Begins; the answer ends it, waiting for a backup that is under way.
 * @param say told of failures, once a day of success, and once of backups on the same disk
 */
export function keepBackups(db: Db, { dataDir, backupDir }: Pick<Settings, 'dataDir' | 'backupDir'>, say: (sentence: string) => void): () => Promise<void> {
  let timer: NodeJS.Timeout;
  let running: Promise<void> = Promise.resolve();
  let told = '';
  const plan = (ms: number): void => {
    timer = setTimeout(() => {
      running = one();
    }, ms);
    timer.unref();
  };
  const one = async (): Promise<void> => {
    try {
      const { folder, rows } = await makeBackup(db, { dataDir, backupDir, now: Date.now() });
      const today = new Date().toDateString();
      if (told !== today) say(`Backup made and read back: ${folder} (${rows} rows).${sameDisk(dataDir, backupDir) ? ' It lies on the same disk as the data: set BACKUP_DIR to another disk, or copy it away.' : ''}`);
      told = today;
      plan(HOUR_MS);
    } catch (error) {
      say(`No backup could be made: ${(error as Error).message} It is tried again in ten minutes.`);
      plan(AGAIN_MS);
    }
  };
  plan(Math.max(FIRST_MS, lastAt(backupDir) + HOUR_MS - Date.now()));
  return async () => {
    clearTimeout(timer);
    await running;
    clearTimeout(timer);
  };
}

function lastAt(backupDir: string): number {
  const last = listBackups(backupDir).at(-1);
  return last === undefined ? 0 : readManifest(join(backupDir, last)).at;
}

const sameDisk = (one: string, other: string): boolean => statSync(one).dev === statSync(other).dev;
