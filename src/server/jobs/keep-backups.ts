// A backup every hour for as long as the server runs; a failed one is told and tried again soon.
import { statSync } from 'node:fs';
import { makeBackup } from '../db/backup.ts';
import { newestBackup } from '../db/backup-list.ts';
import type { Db } from '../db/open.ts';
import type { Settings } from '../settings.ts';

const HOUR_MS = 3_600_000;
/** Shortly after the start, when the morning's first phones have been served. */
const FIRST_MS = 60_000;
const AGAIN_MS = 600_000;

/** Time as it passes; a test makes its own. */
export interface Hours {
  now(): number;
  /** Calls once after so many ms; the answer takes it back. */
  after(ms: number, call: () => void): () => void;
}
const REAL: Hours = {
  now: Date.now,
  after(ms, call) {
    const timer = setTimeout(call, ms).unref();
    return () => clearTimeout(timer);
  },
};

/**
 * Begins; the answer ends it, waiting for a backup that is under way.
 * @param say told of failures, once a day of success, and once of backups on the same disk
 */
export function keepBackups(db: Db, { dataDir, backupDir }: Pick<Settings, 'dataDir' | 'backupDir'>, say: (sentence: string) => void, hours = REAL): () => Promise<void> {
  let unplan: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();
  let told = '';
  const plan = (ms: number): void => {
    unplan = hours.after(ms, () => {
      running = one();
    });
  };
  const one = async (): Promise<void> => {
    try {
      const { folder, rows } = await makeBackup(db, { dataDir, backupDir, now: hours.now() });
      const today = new Date(hours.now()).toDateString();
      if (told !== today) say(`Backup made and read back: ${folder} (${rows} rows).${sameDisk(dataDir, backupDir) ? ' It lies on the same disk as the data: set BACKUP_DIR to another disk, or copy it away.' : ''}`);
      told = today;
      plan(HOUR_MS);
    } catch (error) {
      say(`No backup could be made: ${(error as Error).message} It is tried again in ten minutes.`);
      plan(AGAIN_MS);
    }
  };
  plan(Math.max(FIRST_MS, lastAt(backupDir) + HOUR_MS - hours.now()));
  return async () => {
    unplan();
    await running;
    unplan();
  };
}

const lastAt = (backupDir: string): number => newestBackup(backupDir)?.manifest.at ?? 0;

const sameDisk = (one: string, other: string): boolean => statSync(one).dev === statSync(other).dev;
