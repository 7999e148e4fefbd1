// A backup every hour for as long as the server runs, copied to the further place when it is there, and tried out every week.
import { openBackupKey } from '../db/backup-key.ts';
import { dumpInto, rotateDumps } from '../db/backup-dump.ts';
import { BackupTrouble, makeBackup } from '../db/backup.ts';
import { listBackups, newestBackup } from '../db/backup-list.ts';
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
const HANOI_MS = 7 * HOUR_MS;

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

/** `pgDump` and `url`: for the further dump of an outside database. */
type Wish = BackupPlaces & Partial<Pick<Settings, 'pgDump' | 'url'>>;

interface Keeping {
  readonly db: Db;
  readonly places: Wish;
  readonly hours: Hours;
  say(sentence: string): void;
}

/**
 * Begins; the answer ends it, waiting for a backup that is under way.
 * @param say told of failures, once a day of success, and once of backups on the same disk
 */
export function keepBackups(db: Db, places: Wish, say: (sentence: string) => void, hours = REAL): () => Promise<void> {
  const keeping: Keeping = { db, places, hours, say };
  let unplan: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();
  let told = '';
  const plan = (ms: number): void => {
    unplan = hours.after(ms, () => {
      running = one();
    });
  };
  const one = async (): Promise<void> => {
    const made = await makeOne(keeping, told !== new Date(hours.now()).toDateString());
    if (made) told = new Date(hours.now()).toDateString();
    plan(made ? HOUR_MS : AGAIN_MS);
  };
  plan(Math.max(FIRST_MS, lastAt(places.backupDir) + HOUR_MS - hours.now()));
  return async () => {
    unplan();
    await running;
    unplan();
  };
}

const lastAt = (backupDir: string): number => newestBackup(backupDir)?.manifest.at ?? 0;

/** One backup, and what follows from it. Answers whether it was made. */
async function makeOne(keeping: Keeping, tell: boolean): Promise<boolean> {
  const { db, places, hours, say } = keeping;
  const { dataDir, backupDir } = places;
  try {
    const now = hours.now();
    const done = await makeBackup(db, { dataDir, backupDir, now });
    noteState(dataDir, { last: { at: now, name: done.folder.slice(-20), rows: done.rows, clips: done.clips, lost: done.lost }, fault: null });
    if (tell) say(`Backup made and read back: ${done.folder} (${done.rows} rows).${onSameDisk(places) ? ' It lies on the same disk as the data: set BACKUP_DIR to another disk, or copy it away.' : ''}`);
    if (done.lost > 0 && tell) say(`${done.lost} photos or recordings are damaged or missing in ${dataDir}/clips and in no earlier backup: look at the disk.`);
    await dumpDaily(keeping, done.folder, now);
  } catch (error) {
    say(`No backup could be made: ${(error as Error).message} It is tried again in ten minutes.`);
    noteState(dataDir, { fault: faultOf(error, hours.now()) });
    return false;
  }
  await copyAway(keeping);
  await tryOut(keeping);
  return true;
}

const faultOf = (error: unknown, at: number): NonNullable<BackupState['fault']> =>
  ({ at, code: error instanceof BackupTrouble ? error.code : 'other', text: error instanceof Error ? error.message : String(error) });

async function dumpDaily({ places, say }: Keeping, folder: string, now: number): Promise<void> {
  const { url, pgDump, dataDir, backupDir } = places;
  if (!url || !pgDump) return;
  const today = folder.slice(-20, -10);
  const first = listBackups(backupDir).find((name) => name.startsWith(today));
  if (first !== undefined && folder.endsWith(first)) {
    await dumpInto({ url, program: pgDump, folder, key: openBackupKey(dataDir) }).catch((error: unknown) => say(`${(error as Error).message} The backup itself was made.`));
  }
  rotateDumps(backupDir, now);
}

/** Whatever becomes of it, the backup stands. */
async function copyAway({ places, hours, say }: Keeping): Promise<void> {
  const { dataDir, backupDir, backupDir2 } = places;
  if (!backupDir2) return noteState(dataDir, { second: null });
  const said = readState(dataDir).second;
  const before = said?.place === backupDir2 ? said : { place: backupDir2, at: null, newest: null, absentSince: null, fault: null };
  try {
    const done = await mirror(backupDir, backupDir2, openBackupKey(dataDir), before.at !== null);
    if (done === 'absent') {
      if (before.absentSince === null) say(`The further place of the backups (${backupDir2}) is not there: it is brought up to date when it comes back.`);
      noteState(dataDir, { second: { ...before, absentSince: before.absentSince ?? hours.now(), fault: null } });
    } else {
      if (before.absentSince !== null || before.at === null) say(`The further place of the backups (${backupDir2}) is up to date: ${done.newest}.`);
      noteState(dataDir, { second: { place: backupDir2, at: hours.now(), newest: done.newest, absentSince: null, fault: null } });
    }
  } catch (error) {
    if (before.fault === null) say(`The further place of the backups: ${(error as Error).message}`);
    noteState(dataDir, { second: { ...before, absentSince: null, fault: faultOf(error, hours.now()) } });
  }
}

/** Whether the week's drill is due: counted from the last one, or from the oldest backup. */
export function drillDue(lastAt: number, now: number): boolean {
  const hour = new Date(now + HANOI_MS).getUTCHours();
  return now - lastAt >= DRILL_LATE_MS || (now - lastAt >= DRILL_MS && hour >= 1 && hour < 4);
}

async function tryOut({ places, hours, say }: Keeping): Promise<void> {
  const { dataDir, backupDir } = places;
  const now = hours.now();
  const oldest = Date.parse(listBackups(backupDir)[0]?.slice(0, 10) ?? '');
  if (!drillDue(readState(dataDir).drill?.at ?? (Number.isNaN(oldest) ? now : oldest), now)) return;
  try {
    const done = await drill({ dataDir, backupDir, key: openBackupKey(dataDir), now });
    noteState(dataDir, { drill: { ...done, wrong: [...done.wrong] } });
    if (done.wrong.length === 0) say(`The weekly drill put back ${done.backup} into an empty database: ${done.rows} rows, ${done.clips} photos and recordings, all as they should be (${done.seconds} s).`);
    else say(`The weekly drill could not put back ${done.backup} as it should be: ${done.wrong.slice(0, 3).join(' ')} Make a backup now (npm run admin -- backup) and drill again (npm run admin -- drill).`);
  } catch (error) {
    // Where the machine has no room or no database program for it, this is told and the backups go on.
    const text = error instanceof Trouble ? error.message : String(error);
    say(`The weekly drill of the backups could not be held: ${text}`);
    noteState(dataDir, { drill: { at: now, backup: listBackups(backupDir).at(-1) ?? '', rows: 0, clips: 0, seconds: 0, wrong: [text] } });
  }
}
