// How the backups stand, for the officer: when, where, whether they were tried out, and what is wrong, each with a code the screen has a remedy for.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { knownBackupKey, type BackupKey } from './db/backup-key.ts';
import { listBackups, madeAt, readManifest } from './db/backup-list.ts';
import { isOurs, onSameDisk, type BackupPlaces } from './db/backup-places.ts';
import { readState, type BackupState } from './db/backup-state.ts';
import { Trouble } from './db/trouble.ts';

export interface BackupProblem {
  readonly code: 'none' | 'late' | 'failed' | 'same-disk' | 'second-away' | 'second-failed' | 'drill-failed' | 'drill-late' | 'photos-lost' | 'sheet' | 'other-key' | 'unsealed';
  readonly params: Readonly<Record<string, string | number>>;
  /** Something must be done today; else soon. */
  readonly urgent: boolean;
}

export interface BackupStatus {
  readonly place: string;
  readonly count: number;
  /** The newest backup there. */
  readonly last: { readonly at: number; readonly rows: number; readonly clips: number } | null;
  readonly second: { readonly place: string; readonly at: number | null; readonly awaySince: number | null } | null;
  readonly drill: { readonly at: number; readonly rows: number; readonly clips: number; readonly seconds: number; readonly good: boolean } | null;
  readonly key: { readonly mark: string; readonly printedAt: number | null } | null;
  readonly problems: readonly BackupProblem[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** They come every hour: three missed ones are no chance. */
const LATE_MS = 3 * HOUR_MS;
const AWAY_DAYS = 7;
const DRILL_DAYS = 15;

export function statusOf(places: BackupPlaces, now: number): BackupStatus {
  const state = readState(places.dataDir);
  const names = listBackups(places.backupDir);
  const key = keyOf(places.dataDir);
  const newest = names.at(-1);
  const at = newest === undefined ? null : madeAt(newest);
  const noted = state.last?.name === newest ? state.last : null;
  return {
    place: places.backupDir, count: names.length,
    last: at === null ? null : { at, rows: noted?.rows ?? 0, clips: noted?.clips ?? 0 },
    second: places.backupDir2 === undefined ? null : { place: places.backupDir2, at: secondOf(state, places)?.at ?? null, awaySince: secondOf(state, places)?.absentSince ?? null },
    drill: state.drill && { at: state.drill.at, rows: state.drill.rows, clips: state.drill.clips, seconds: state.drill.seconds, good: state.drill.wrong.length === 0 },
    key: key ? { mark: key.mark, printedAt: state.sheet?.mark === key.mark ? state.sheet.at : null } : null,
    problems: [...aboutMaking(state, at, now), ...aboutPlaces(state, places, now), ...aboutDrills(state, names, now), ...aboutKeys(state, key, names.map((name) => join(places.backupDir, name)))],
  };
}

/** None where its file is damaged: no backup can then be made, and that is what the officer is told. */
function keyOf(dataDir: string): BackupKey | undefined {
  try {
    return knownBackupKey(dataDir);
  } catch (error) {
    if (error instanceof Trouble) return undefined;
    throw error;
  }
}

const secondOf = (state: BackupState, { backupDir2 }: BackupPlaces): BackupState['second'] => (state.second?.place === backupDir2 ? state.second : null);
const problem = (code: BackupProblem['code'], urgent: boolean, params: BackupProblem['params'] = {}): BackupProblem => ({ code, urgent, params });
const days = (ms: number): number => Math.floor(ms / DAY_MS);

function aboutMaking({ fault, last }: BackupState, at: number | null, now: number): readonly BackupProblem[] {
  const found: BackupProblem[] = [];
  if (fault) found.push(problem('failed', true, { why: fault.code, text: fault.text, at: fault.at }));
  else if (at === null) found.push(problem('none', false));
  else if (now - at > LATE_MS) found.push(problem('late', true, { hours: Math.floor((now - at) / HOUR_MS) }));
  if (last && last.lost > 0) found.push(problem('photos-lost', true, { count: last.lost }));
  return found;
}

function aboutPlaces(state: BackupState, places: BackupPlaces, now: number): readonly BackupProblem[] {
  const found: BackupProblem[] = [];
  const second = secondOf(state, places);
  const away = second?.absentSince ?? null;
  if (second?.fault) found.push(problem('second-failed', true, { why: second.fault.code, text: second.fault.text }));
  else if (away !== null && now - away > AWAY_DAYS * DAY_MS) found.push(problem('second-away', false, { days: days(now - away) }));
  if (allOnOneDisk(places)) found.push(problem('same-disk', false));
  return found;
}

/** A further place that is not there for now is a disk of its own; one where nothing was mounted is a folder like any other. */
function allOnOneDisk({ dataDir, backupDir, backupDir2 }: BackupPlaces): boolean {
  const isFolder = (place: string): boolean => statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder(backupDir) || !onSameDisk({ dataDir, backupDir })) return false;
  return backupDir2 === undefined || (isOurs(backupDir2) && onSameDisk({ dataDir, backupDir: backupDir2 }));
}

function aboutDrills({ drill }: BackupState, names: readonly string[], now: number): readonly BackupProblem[] {
  if (drill && drill.wrong.length > 0) return [problem('drill-failed', true, { text: drill.wrong[0]! })];
  const since = drill?.at ?? (names[0] === undefined ? now : madeAt(names[0]));
  return now - since > DRILL_DAYS * DAY_MS ? [problem('drill-late', false, { days: days(now - since) })] : [];
}

function aboutKeys(state: BackupState, key: BackupKey | undefined, folders: readonly string[]): readonly BackupProblem[] {
  if (!key) return [];
  const marks = folders.map(markOf);
  const unsealed = marks.filter((mark) => mark === null).length;
  const other = marks.filter((mark) => mark !== null && mark !== undefined && mark !== key.mark).length;
  return [
    ...(state.sheet?.mark === key.mark ? [] : [problem('sheet', true)]),
    ...(other > 0 ? [problem('other-key', false, { count: other })] : []),
    ...(unsealed > 0 ? [problem('unsealed', false, { count: unsealed })] : []),
  ];
}

/** null: not sealed; undefined: nobody can say. */
function markOf(folder: string): string | null | undefined {
  try {
    return readManifest(folder).key ?? null;
  } catch {
    return undefined;
  }
}
