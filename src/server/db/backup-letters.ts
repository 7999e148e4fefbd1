// A phone lets go of a letter once the office has it. Until two backups hold what came, the letter itself lies beside them too.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Keys, Seat } from '../keys.ts';
import type { ActLetter } from '../letters.ts';
import type { ClipLetter } from '../letter-clips.ts';
import { writeWhole } from './backup-files.ts';
import { listBackups, madeAt } from './backup-list.ts';
import { isOurs, type BackupPlaces } from './backup-places.ts';

/** What came in one request, sealed as it came. */
export interface Post {
  readonly seat: Seat;
  /** ms. */
  readonly at: number;
  readonly acts: readonly ActLetter[];
  readonly clips: readonly ClipLetter[];
}

const FOLDER = 'letters';
const NAME = /^(\d{13})-([a-z]{8})-([\da-f]{32})\.json$/;
/** The moment is taken when a request begins; what it brought is durable a little later. */
const LATE_MS = 600_000;
/** Of one phone: what its letters may take on the server itself, with what base64 adds. */
const MOST_BYTES = 400_000_000;

const about = (post: string): string => `letters|${post}`;

/**
 * Resolves when every place of the backups that is there has it. A place that fails is no reason to send a phone away: the letter
 * stands in the book's own database, and the hourly backup tells of the place.
 * @param holds what is in the letters, the same however often they are sealed: a phone that says them again fills no disk
 */
export function keepBeside({ backupDir, backupDir2 }: Pick<BackupPlaces, 'backupDir' | 'backupDir2'>, keys: Pick<Keys, 'sign'>, post: Post, holds: string): void {
  const text = JSON.stringify(post);
  const key = createHash('sha256').update(`${post.seat.commune} ${holds}`).digest('hex').slice(0, 32);
  const places = [backupDir, ...(backupDir2 !== undefined && isOurs(backupDir2) ? [backupDir2] : [])];
  for (const place of places) {
    try {
      const folder = join(place, FOLDER);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const mine = namesIn(place).filter((name) => NAME.exec(name)![2] === post.seat.device);
      if (mine.some((name) => NAME.exec(name)![3] === key) || sizeOf(folder, mine) > MOST_BYTES) continue;
      writeWhole(join(folder, `${String(post.at).padStart(13, '0')}-${post.seat.device}-${key}.json`), JSON.stringify({ post: text, signed: keys.sign(about(text)) }));
    } catch {
      continue;
    }
  }
}

const sizeOf = (folder: string, names: readonly string[]): number => names.reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);

/** Takes away what two backups of that place hold by now. */
export function dropBeside(backupDir: string): void {
  const held = listBackups(backupDir).at(-2);
  if (held === undefined) return;
  for (const name of namesIn(backupDir)) if (Number(NAME.exec(name)![1]) < madeAt(held) - LATE_MS) rmSync(join(backupDir, FOLDER, name));
}

/** A backup is put back: what came after it waits in the data folder until the server starts. Answers how many requests. */
export function bringBack(backupDir: string, dataDir: string): number {
  const names = namesIn(backupDir);
  if (names.length > 0) mkdirSync(join(dataDir, FOLDER), { recursive: true, mode: 0o700 });
  for (const name of names) cpSync(join(backupDir, FOLDER, name), join(dataDir, FOLDER, name));
  return names.length;
}

export interface Waiting {
  /** undefined: not written by this server, or damaged. */
  readonly post: Post | undefined;
  /** It stands in the tray or in the book. */
  done(): void;
}

/** What `bringBack` has brought, oldest first. */
export function* waitingIn(dataDir: string, keys: Pick<Keys, 'isSigned'>): Generator<Waiting, void, undefined> {
  for (const name of namesIn(dataDir)) {
    const file = join(dataDir, FOLDER, name);
    yield { post: readPost(readFileSync(file, 'utf8'), keys), done: () => rmSync(file) };
  }
}

function readPost(text: string, keys: Pick<Keys, 'isSigned'>): Post | undefined {
  try {
    const { post, signed } = JSON.parse(text) as { readonly post: string; readonly signed: string };
    return keys.isSigned(about(post), signed) ? JSON.parse(post) as Post : undefined;
  } catch {
    return undefined;
  }
}

function namesIn(place: string): readonly string[] {
  const folder = join(place, FOLDER);
  return existsSync(folder) ? readdirSync(folder).filter((name) => NAME.test(name)).sort() : [];
}
