// Carries out settled erasings within minutes, and every night what is too old to be kept goes and the disk is scrubbed.
import type { Day } from '#commune/places/rows.ts';
import { dayAt, hourAt, REAL_TIME } from '../clock.ts';
import { forgetErased } from '../db/backup-forget.ts';
import type { BackupPlaces } from '../db/backup-places.ts';
import type { Db } from '../db/open.ts';
import { isScrubDue, markScrubbed, scrub } from '../db/scrub.ts';
import { eraseSettled } from './erase-settled.ts';
import { runRetention } from './retention.ts';

const MINUTE_MS = 60_000;
/** Between one and four in the morning nobody waits for the tables. */
const NIGHT_HOURS = [1, 4] as const;

/** The day whose small hours these are in the commune; null: it is not night. */
export function nightOf(now: number): Day | null {
  const hour = hourAt(now);
  return hour >= NIGHT_HOURS[0] && hour < NIGHT_HOURS[1] ? dayAt(now) : null;
}

/**
 * Begins; the answer ends it, waiting for what is under way. A fault is told and tried again with the next minute; nothing is
 * half done by it. @param say told of faults, and in the morning of what went
 */
export function keepRights(db: Db, { dataDir, backupDir, backupDir2 }: Pick<BackupPlaces, 'dataDir'> & Partial<BackupPlaces>, say: (sentence: string) => void, time = REAL_TIME): () => Promise<void> {
  let unplan: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();
  let ended = false;
  let slept = '';
  const one = async (): Promise<void> => {
    try {
      const now = time.now();
      const erased = await eraseSettled(db, dataDir, now);
      if (erased > 0) say(`The data of ${erased} households were erased, as two people had settled.`);
      if (erased > 0 && backupDir !== undefined) await forgetErased(db, { dataDir, backupDir, backupDir2 });
      const night = nightOf(now);
      if (night !== null && night !== slept) {
        await nightly(db, dataDir, now, say);
        slept = night;
      }
    } catch (error) {
      say(`Erasing could not be carried out: ${(error as Error).message} It is tried again in a minute.`);
    }
    if (!ended) plan();
  };
  const plan = (): void => {
    unplan = time.after(MINUTE_MS, () => {
      running = one();
    });
  };
  plan();
  return async () => {
    ended = true;
    unplan();
    await running;
  };
}

async function nightly(db: Db, dataDir: string, now: number, say: (sentence: string) => void): Promise<void> {
  const went = await runRetention(db, dataDir, now);
  if (went > 0) say(`${went} things were older than they may be kept, and went.`);
  if (!(await db.inHouse(isScrubDue))) return;
  const { log } = await scrub(db);
  await db.inHouse(markScrubbed);
  if (!log) say('What was erased is out of the tables. The write-ahead log of this database is kept by others: it goes as they let it go.');
}
