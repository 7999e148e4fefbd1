// Where the embedded database lives: inside the data folder, or, where its account cannot get there, in a place it can.
import { accessSync, chmodSync, chownSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, statSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Account, chooseAccount, firstClosed, mayReach } from './account.ts';
import { Trouble } from './trouble.ts';

export interface Place {
  /** The database's folder (PGDATA); may not exist yet. */
  readonly pgdata: string;
  /** Folder for the database's log and, if need be, its program. */
  readonly home: string;
  readonly account: Account;
}

/** Says where the database went, for people who look into the data folder. */
const SIGN = 'where-the-database-is.txt';
const ELSEWHERE = '/var/lib/nha-rong';
/** initdb writes about 40 MB and the write-ahead log grows to 500 MB. */
const ROOM = 300_000_000;
/** A socket's path may have 107 bytes on Linux, 103 on macOS; PostgreSQL adds `/.s.PGSQL.5432`. */
const SOCKET_FOLDER_BYTES = 103 - '/.s.PGSQL.5432.lock'.length;

/** Finds or makes the place of the database that belongs to `dataDir`. @throws Trouble with what to do. */
export function findPlace(dataDir: string, say: (sentence: string) => void): Place {
  makeFolder(dataDir);
  const data = realpathSync(dataDir);
  const home = elsewhere(data) ?? data;
  const account = chooseAccount(join(home, 'pg'));
  if (mayReach(account, home)) return { pgdata: join(home, 'pg'), home, account };
  if (existsSync(join(home, 'pg'))) {
    throw new Trouble(`The database in ${home} cannot be reached by the account ${account.name} it must run as: ${firstClosed(account, home)} is closed to it. Open that folder (chmod o+x) or move the data folder to another place.`);
  }
  mkdirSync(ELSEWHERE, { recursive: true, mode: 0o755 });
  const other = mkdtempSync(join(ELSEWHERE, `${basename(data)}-`));
  chmodSync(other, 0o755);
  if (!mayReach(account, other)) throw new Trouble(`Neither ${data} nor ${other} can be reached by the account ${account.name}. Choose a DATA_DIR that it can reach.`);
  writeFileSync(join(data, SIGN), `${other}\n`);
  say(`The database is kept in ${other}: PostgreSQL must not run as root, and the account ${account.name} cannot get to ${data}.`);
  return { pgdata: join(other, 'pg'), home: other, account };
}

function elsewhere(data: string): string | undefined {
  const sign = join(data, SIGN);
  if (!existsSync(sign)) return undefined;
  const home = readFileSync(sign, 'utf8').trim();
  if (!existsSync(home)) throw new Trouble(`${sign} says that the database is in ${home}, but that folder is gone. Put it back, or restore a backup into an empty data folder: npm run admin -- restore <folder>.`);
  return home;
}

/** Makes the folder where it is missing; one that exists must be ours to write to. */
function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o755 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw folderTrouble(dataDir, error as NodeJS.ErrnoException);
  }
}

function folderTrouble(folder: string, error: NodeJS.ErrnoException): Trouble {
  const cause = { cause: error };
  switch (error.code) {
    case 'EEXIST': case 'ENOTDIR':
      return new Trouble(`${folder} is a file, not a folder. Choose another DATA_DIR.`, cause);
    case 'ENOSPC':
      return new Trouble(`The disk of ${folder} is full. Make room and start again.`, cause);
    case 'EROFS':
      return new Trouble(`The disk of ${folder} is read-only. Choose another DATA_DIR.`, cause);
    default:
      return new Trouble(`The data folder ${folder} cannot be written to (${error.code}). Give it to your account (chown) or choose another DATA_DIR.`, cause);
  }
}

/** @throws Trouble where the disk is nearly full: a database that stops for want of room is worse than one not begun. */
export function checkRoom(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= ROOM) return;
  throw new Trouble(`The disk of ${folder} has only ${Math.floor((bavail * bsize) / 1e6)} MB left; ${ROOM / 1e6} MB are needed. Make room and start again.`);
}

/** An existing database must belong to the account it will run as. */
export function checkOwner(place: Place): void {
  const { uid } = statSync(place.pgdata);
  const ours = place.account.ids?.uid ?? process.getuid?.() ?? uid;
  if (uid !== ours) {
    throw new Trouble(`The database in ${place.pgdata} belongs to another account (uid ${uid}). Start as that account or as root, or give the folder to yours: chown -R ${place.account.name} ${place.pgdata}`);
  }
}

/** Gives a folder to the account, closed to all others. */
export function closeTo(account: Account, folder: string): void {
  chmodSync(folder, 0o700);
  if (account.ids) chownSync(folder, account.ids.uid, account.ids.gid);
}

/** A folder for the socket, closed to all but the account: beside the database, or in the temp folder where the path is too long. */
export function socketFolder(place: Place): string {
  const near = join(place.home, 'sock');
  if (Buffer.byteLength(near) <= SOCKET_FOLDER_BYTES) {
    mkdirSync(near, { recursive: true, mode: 0o700 });
    closeTo(place.account, near);
    return near;
  }
  const far = mkdtempSync(join(Buffer.byteLength(tmpdir()) < 60 ? tmpdir() : '/tmp', 'nha-rong-'));
  closeTo(place.account, far);
  return far;
}
