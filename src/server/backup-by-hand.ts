// Backups at the command line: making, listing, checking, restoring with the printed key, drilling, and the recovery sheet.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { renderUnicodeCompact } from 'uqr';
import { openAsker } from './ask-operator.ts';
import { knownBackupKey, openBackupKey, readBackupKey, type BackupKey } from './db/backup-key.ts';
import { listBackups, readManifest, verifyBackup } from './db/backup-list.ts';
import { mirror } from './db/backup-second.ts';
import { noteState, readState } from './db/backup-state.ts';
import { makeBackup } from './db/backup.ts';
import { drill } from './db/drill.ts';
import type { Db } from './db/open.ts';
import { restoreBackup } from './db/restore.ts';
import { Trouble } from './db/trouble.ts';
import type { Settings } from './settings.ts';

type Say = (sentence: string) => void;

export async function backupByHand(db: Db, { dataDir, backupDir, backupDir2 }: Settings, say: Say): Promise<void> {
  const now = Date.now();
  const done = await makeBackup(db, { dataDir, backupDir, now });
  noteState(dataDir, { last: { at: now, name: done.folder.slice(-20), rows: done.rows, clips: done.clips, lost: done.lost }, fault: null });
  say(`Backup made and read back: ${done.folder}\n${done.rows} rows, ${done.clips} photos and recordings (${done.newClips} new).`);
  if (done.lost > 0) say(`${done.lost} photos or recordings are damaged or missing in ${dataDir}/clips and in no earlier backup: look at the disk.`);
  if (!backupDir2) return;
  const second = await mirror(backupDir, backupDir2, openBackupKey(dataDir), (readState(dataDir).second?.at ?? null) !== null);
  if (second === 'absent') return say(`The further place ${backupDir2} is not there. Plug the disk in, or make the folder, and it is brought up to date with the next backup.`);
  noteState(dataDir, { second: { place: backupDir2, at: now, newest: second.newest, absentSince: null, fault: null } });
  say(`The further place ${backupDir2} is up to date: ${second.backups} backups and ${second.clips} photos and recordings copied and read back.`);
}

export function listByHand({ dataDir, backupDir }: Settings, say: Say): void {
  const names = listBackups(backupDir);
  if (names.length === 0) say(`No backups in ${backupDir}.`);
  const mark = knownBackupKey(dataDir)?.mark;
  for (const name of names) {
    const { communes, key } = readManifest(join(backupDir, name));
    const seal = key === undefined ? ' (not sealed: from before)' : key === mark ? '' : ` (sealed with another key, mark ${key})`;
    say(`${join(backupDir, name)}  ${communes.map((one) => `${one.name}: entry ${one.entry}`).join(', ') || 'no commune yet'}${seal}`);
  }
}

export async function checkByHand(settings: Settings, folder: string, keyFile: string | undefined, say: Say): Promise<void> {
  const { at, communes } = await verifyBackup(folder, await keyFor(settings, folder, keyFile, say));
  say(`The backup is whole. It was made on ${new Date(at).toISOString()} and holds ${communes.map((one) => `${one.name} up to entry ${one.entry}`).join(', ')}.`);
}

export async function restoreByHand(settings: Settings, folder: string, keyFile: string | undefined, say: Say): Promise<void> {
  const key = await keyFor(settings, folder, keyFile, say);
  const { manifest, rows, clips, missing, erased, letters } = await restoreBackup(folder, { ...settings, say, ...(key ? { key } : {}) });
  say(`Restored: ${rows} rows, ${clips} photos and recordings, as of ${new Date(manifest.at).toISOString()}.`);
  if (erased > 0) say(`${erased} households had been erased since: nothing of theirs came back.`);
  if (letters > 0) say('Sealed letters that came after it lay beside the backup: they are in the tray once the server has started.');
  if (missing.length > 0) say(`${missing.length} photos or recordings are not beside the backup or damaged: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ' …' : ''}. Phones that still hold them send them again.`);
  say('Start the server. Phones will read anew and send again what they said since; nobody has to do anything.');
}

/**
 * The key for a backup: out of the file that is named, of the data folder where its mark fits, or typed.
 * @returns null for a backup that is not sealed
 */
async function keyFor({ dataDir }: Settings, folder: string, keyFile: string | undefined, say: Say): Promise<BackupKey | null> {
  const { format, key: mark } = readManifest(folder);
  if (format === 1) return null;
  if (keyFile !== undefined) {
    if (!existsSync(keyFile)) throw new Trouble(`There is no file ${keyFile}. Leave it out to type the key.`);
    return readBackupKey(readFileSync(keyFile, 'utf8'));
  }
  const known = knownBackupKey(dataDir);
  if (known && known.mark === mark) return known;
  say(`This backup is sealed. Take the printed recovery sheet (phiếu khôi phục) whose mark is ${mark}, and type its key: 12 groups of 4, small or capital letters.`);
  return await typed(say);
}

const TRIES = 5;

async function typed(say: Say): Promise<BackupKey> {
  const asker = openAsker();
  try {
    for (let tries = 1; ; tries++) {
      try {
        return readBackupKey(await asker.ask('Key: '));
      } catch (error) {
        if (!(error instanceof Trouble) || tries === TRIES) throw error;
        say(error.message);
      }
    }
  } finally {
    asker.close();
  }
}

export async function drillByHand({ dataDir, backupDir }: Settings, say: Say): Promise<void> {
  const done = await drill({ dataDir, backupDir, key: openBackupKey(dataDir), now: Date.now(), say });
  noteState(dataDir, { drill: { ...done, wrong: [...done.wrong] } });
  for (const one of done.wrong) say(one);
  if (done.wrong.length > 0) throw new Trouble(`The backup ${done.backup} cannot be put back as it should be. Make another (npm run admin -- backup) and drill again; if that fails too, look at the disks.`);
  say(`The drill put back ${done.backup} into an empty database and looked it through: ${done.rows} rows, ${done.clips} photos and recordings, numbers without gaps, every digest right. ${done.seconds} s. The database of the drill is removed.`);
}

/** The sheet for the terminal's own printer; the office prints a finer one. */
export function recoverySheet({ dataDir, backupDir }: Settings, say: Say): void {
  const key = openBackupKey(dataDir);
  noteState(dataDir, { sheet: { at: Date.now(), mark: key.mark } });
  const groups = key.text.split('-');
  say(`
PHIẾU KHÔI PHỤC · RECOVERY SHEET                                  mark ${key.mark}

${[0, 4, 8].map((from) => `    ${groups.slice(from, from + 4).join('-')}${from < 8 ? '-' : ''}`).join('\n')}

${renderUnicodeCompact(key.text)}

Cất phiếu này trong tủ có khoá của Uỷ ban, KHÔNG để cùng chỗ với đĩa sao lưu. Có phiếu này và một bản sao lưu thì mở được
toàn bộ sổ của xã; mất phiếu này và hỏng máy chủ thì không ai mở được bản sao lưu nữa.
Keep this sheet in a locked cupboard, NOT with the disk of the backups. With it and a backup the whole book opens;
without it nobody opens a backup once this machine is gone.

Backups: ${resolve(backupDir)}
To put one back on a new machine: npm run admin -- restore <folder>   (it asks for this key)
`);
}
