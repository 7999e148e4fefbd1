// A harsher power cut: of every page that was not flushed since the last checkpoint, chance says whether it was written, torn, or not.
import { chownSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Chance } from '../chance.ts';

/** What the disk writes whole, and what PostgreSQL writes at once. */
const SECTOR = 512;
const PAGE = 8_192;

/** Folders whose files are flushed by checkpoints only. The log (pg_wal) and pg_control are flushed when they are written. */
const PAGED = ['base', 'global', 'pg_xact', 'pg_multixact', 'pg_commit_ts', 'pg_subtrans'];
const NEVER = /^(postmaster\.(pid|opts)|pgsql_tmp.*|pg_stat_tmp|pg_internal\.init.*)$/;

export type Snapshot = ReadonlyMap<string, Buffer>;

/** All files of a database whose processes stand still. */
export function snapshot(pgdata: string): Snapshot {
  const files = new Map<string, Buffer>();
  for (const entry of readdirSync(pgdata, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || NEVER.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(pgdata.length + 1), readFileSync(path));
  }
  return files;
}

/** Equal where no checkpoint has come between: then nothing but the log was flushed meanwhile. */
export const sameCheckpoint = (one: Snapshot, other: Snapshot): boolean => one.get('global/pg_control')!.equals(other.get('global/pg_control')!);

export interface Torn {
  pages: number;
  torn: number;
  dropped: number;
  files: number;
}

/** How much of the unflushed this cut leaves: all kinds from a disk that wrote nearly all to one that wrote next to nothing. */
interface Odds {
  readonly kept: number;
  readonly torn: number;
}

/**
 * Lays down at `to` what a disk may hold after a power cut between two moments of a database: `base` flushed, `cut` not yet.
 * Chance also decides how bad this cut is.
 * @param lies the disk has said "flushed" of the log and was not: what no database survives, and the figure must notice
 */
export function layDown(to: string, base: Snapshot, cut: Snapshot, chance: Chance, lies = false): Torn {
  const torn: Torn = { pages: 0, torn: 0, dropped: 0, files: 0 };
  const odds: Odds = { kept: chance.pick([0.05, 0.3, 0.5, 0.8]), torn: chance.pick([0.1, 0.4, 0.8]) };
  for (const [name, now] of cut) {
    const paged = PAGED.includes(name.split('/')[0]!) && name !== 'global/pg_control';
    const was = base.get(name);
    const logged = lies && name.startsWith('pg_wal/') ? was ?? Buffer.alloc(now.length) : now;
    const bytes = paged && !(was && was.equals(now)) ? unflushed(was ?? Buffer.alloc(0), now, chance, odds, torn) : logged;
    mkdirSync(dirname(join(to, name)), { recursive: true, mode: 0o700 });
    writeFileSync(join(to, name), bytes, { mode: 0o600 });
  }
  return torn;
}

/** The file as the disk may have it: each changed page as it is now, as it was, or in sectors of both. */
function unflushed(was: Buffer, now: Buffer, chance: Chance, odds: Odds, torn: Torn): Buffer {
  torn.files += 1;
  // A file that grew: the new length may not have come to the disk.
  if (was.length < now.length && chance.odds(0.15)) {
    torn.dropped += Math.ceil((now.length - was.length) / PAGE);
    return unflushed(was, now.subarray(0, was.length), chance, odds, torn);
  }
  const bytes = Buffer.from(now);
  for (let at = 0; at < now.length; at += PAGE) {
    const [before, after] = [pageOf(was, at, now.length), now.subarray(at, at + PAGE)];
    if (before.equals(after)) continue;
    torn.pages += 1;
    if (chance.odds(odds.kept)) continue;
    const tear = chance.odds(odds.torn);
    torn[tear ? 'torn' : 'dropped'] += 1;
    for (let sector = 0; sector < after.length; sector += SECTOR) {
      if (!tear || chance.odds(0.5)) before.copy(bytes, at + sector, sector, sector + SECTOR);
    }
  }
  return bytes;
}

/** Zeros where the file did not reach: that is how an extended file comes back. */
function pageOf(file: Buffer, at: number, length: number): Buffer {
  const page = Buffer.alloc(Math.min(PAGE, length - at));
  if (at < file.length) file.copy(page, 0, at, at + page.length);
  return page;
}

/** Gives all below to the owner of another folder, and makes the folders PostgreSQL wants though they are empty. */
export function furnish(to: string, like: string): void {
  const { uid, gid } = statSync(like);
  for (const entry of readdirSync(like, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) mkdirSync(join(to, join(entry.parentPath, entry.name).slice(like.length + 1)), { recursive: true, mode: 0o700 });
  }
  chownSync(to, uid, gid);
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true })) chownSync(join(entry.parentPath, entry.name), uid, gid);
  rmSync(join(to, 'postmaster.pid'), { force: true });
}
