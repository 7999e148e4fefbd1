// A backup every hour for as long as the server runs, copied to the further place when it is there, and tried out every week.
import { basename, join } from 'node:path';
import { dayAt, hourAt, REAL_TIME, type Time } from '../clock.ts';
import { openBackupKey } from '../db/backup-key.ts';
import { dumpInto, rotateDumps } from '../db/backup-dump.ts';
import { BackupTrouble, makeBackup, type BackupDone } from '../db/backup.ts';
import { listBackups, madeAt, newestBackup } from '../db/backup-list.ts';
import { mirror } from '../db/backup-second.ts';
import { onSameDisk, type BackupPlaces } from '../db/backup-places.ts';
import { noteState, readState, type BackupState } from '../db/backup-state.ts';
import { drill } from '../db/drill.ts';
import type { Db } from '../db/open.ts';
import { Trouble } from '../db/trouble.ts';
import type { Settings } from '../settings.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Shortly after the start, when the morning's first phones have been served. */
const FIRST_MS = 60_000;
const AGAIN_MS = 600_000;
/** A drill a week, in the small hours if the machine is on then, and by day if it never is. */
const DRILL_MS = 7 * DAY_MS;
const DRILL_LATE_MS = 8 * DAY_MS;

/** `pgDump` and `url`: for the further dump of an outside database. */
type Wish = BackupPlaces & Partial<Pick<Settings, 'pgDump' | 'url'>>;

interface Keeping {
  readonly db: Db;
  readonly places: Wish;
  readonly time: Time;
  say(sentence: string): void;
}

/**
 * Begins; the answer ends it, waiting for a backup that is under way.
 * @param say told of failures, once a day of success, and once of backups on the same disk
 */
export function keepBackups(db: Db, places: Wish, say: (sentence: string) => void, time = REAL_TIME): () => Promise<void> {
  const keeping: Keeping = { db, places, time, say };
  let unplan: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();
  let told = '';
  const plan = (ms: number): void => {
    unplan = time.after(ms, () => {
      running = one();
    });
  };
  const one = async (): Promise<void> => {
    const today = dayAt(time.now());
    const made = await makeOne(keeping, told !== today);
    if (made) told = today;
    plan(made ? HOUR_MS : AGAIN_MS);
  };
  plan(Math.max(FIRST_MS, lastAt(places.backupDir) + HOUR_MS - time.now()));
  return async () => {
    unplan();
    await running;
    unplan();
  };
}

const lastAt = (backupDir: string): number => newestBackup(backupDir)?.manifest.at ?? 0;

/** One backup, and what follows from it. Answers whether it was made. */
async function makeOne(keeping: Keeping, tell: boolean): Promise<boolean> {
  const { db, places: { dataDir, backupDir }, time, say } = keeping;
  const now = time.now();
  let done: BackupDone;
  try {
    done = await makeBackup(db, { dataDir, backupDir, now });
  } catch (error) {
    say(`No backup could be made: ${(error as Error).message} It is tried again in ten minutes.`);
    note(keeping, { fault: faultOf(error, time.now()) });
    return false;
  }
  const name = basename(done.folder);
  note(keeping, { last: { at: now, name, rows: done.rows, clips: done.clips, lost: done.lost }, fault: null });
  if (tell) tellOf(keeping, done);
  // None of what follows may stop the rest of it, nor the next backup.
  for (const step of [dumpDaily, copyAway, tryOut]) {
    await step(keeping, name).catch((error: unknown) => say(`Backup ${name} was made, but what follows it failed: ${(error as Error).message}`));
  }
  return true;
}

function tellOf({ places, say }: Keeping, { folder, rows, lost }: BackupDone): void {
  say(`Backup made and read back: ${folder} (${rows} rows).${onSameDisk(places) ? ' It lies on the same disk as the data: set BACKUP_DIR to another disk, or copy it away.' : ''}`);
  if (lost > 0) say(`${lost} photos or recordings are damaged or missing in ${places.dataDir}/clips and in no earlier backup: look at the disk.`);
}

/** Where it cannot be noted how the backups stand, this is told and they go on. */
function note({ places, say }: Keeping, news: Partial<BackupState>): void {
  try {
    noteState(places.dataDir, news);
  } catch (error) {
    say(`How the backups stand could not be noted in ${places.dataDir}: ${(error as Error).message}`);
  }
}

const faultOf = (error: unknown, at: number): NonNullable<BackupState['fault']> =>
  ({ at, code: error instanceof BackupTrouble ? error.code : 'other', text: error instanceof Error ? error.message : String(error) });

/** Into the first backup of each day, of an outside database. */
async function dumpDaily({ places, time, say }: Keeping, made: string): Promise<void> {
  const { url, pgDump, dataDir, backupDir } = places;
  if (!url || !pgDump) return;
  const day = made.slice(0, 'YYYY-MM-DD'.length);
  if (made === listBackups(backupDir).find((name) => name.startsWith(day))) {
    await dumpInto({ url, program: pgDump, folder: join(backupDir, made), key: openBackupKey(dataDir) }).catch((error: unknown) => say(`${(error as Error).message} The backup itself was made.`));
  }
  rotateDumps(backupDir, time.now());
}

/** Whatever becomes of it, the backup stands. */
async function copyAway(keeping: Keeping): Promise<void> {
  const { places, time, say } = keeping;
  const { dataDir, backupDir, backupDir2 } = places;
  if (!backupDir2) return note(keeping, { second: null });
  const said = readState(dataDir).second;
  const before = said?.place === backupDir2 ? said : { place: backupDir2, at: null, newest: null, absentSince: null, fault: null };
  try {
    const done = await mirror(backupDir, backupDir2, openBackupKey(dataDir), before.at !== null);
    if (done === 'absent') {
      if (before.absentSince === null) say(`The further place of the backups (${backupDir2}) is not there: it is brought up to date when it comes back.`);
      note(keeping, { second: { ...before, absentSince: before.absentSince ?? time.now(), fault: null } });
    } else {
      if (before.absentSince !== null || before.at === null) say(`The further place of the backups (${backupDir2}) is up to date: ${done.newest}.`);
      note(keeping, { second: { place: backupDir2, at: time.now(), newest: done.newest, absentSince: null, fault: null } });
    }
  } catch (error) {
    if (before.fault === null) say(`The further place of the backups: ${(error as Error).message}`);
    note(keeping, { second: { ...before, absentSince: null, fault: faultOf(error, time.now()) } });
  }
}

/** Whether the week's drill is due: counted from the last one, or from the oldest backup. */
export function drillDue(lastAt: number, now: number): boolean {
  const hour = hourAt(now);
  return now - lastAt >= DRILL_LATE_MS || (now - lastAt >= DRILL_MS && hour >= 1 && hour < 4);
}

async function tryOut(keeping: Keeping): Promise<void> {
  const { places, time, say } = keeping;
  const { dataDir, backupDir } = places;
  const now = time.now();
  const oldest = listBackups(backupDir)[0];
  if (!drillDue(readState(dataDir).drill?.at ?? (oldest === undefined ? now : madeAt(oldest)), now)) return;
  try {
    const done = await drill({ dataDir, backupDir, key: openBackupKey(dataDir), now });
    note(keeping, { drill: { ...done, wrong: [...done.wrong] } });
    if (done.wrong.length === 0) say(`The weekly drill put back ${done.backup} into an empty database: ${done.rows} rows, ${done.clips} photos and recordings, all as they should be (${done.seconds} s).`);
    else say(`The weekly drill could not put back ${done.backup} as it should be: ${done.wrong.slice(0, 3).join(' ')} Make a backup now (npm run admin -- backup) and drill again (npm run admin -- drill).`);
  } catch (error) {
    // Where the machine has no room or no database program for it, this is told and the backups go on.
    const text = error instanceof Trouble ? error.message : String(error);
    say(`The weekly drill of the backups could not be held: ${text}`);
    note(keeping, { drill: { at: now, backup: listBackups(backupDir).at(-1) ?? '', rows: 0, clips: 0, seconds: 0, wrong: [text] } });
  }
}
