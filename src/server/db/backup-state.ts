// What is known of the backups besides themselves: the last try, the further place, the last drill; kept in the data folder.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { writeWhole } from './backup-files.ts';

const fault = z.object({ at: z.number(), code: z.string(), text: z.string() });

const shape = z.object({
  last: z.nullable(z.object({ at: z.number(), name: z.string(), rows: z.number(), clips: z.number(), lost: z.number() })),
  /** Why the last try failed; null: it did not. */
  fault: z.nullable(fault),
  /** The further place (BACKUP_DIR_2): when it was last brought up to date; since when it is away. */
  second: z.nullable(z.object({ place: z.string(), at: z.nullable(z.number()), newest: z.nullable(z.string()), absentSince: z.nullable(z.number()), fault: z.nullable(fault) })),
  drill: z.nullable(z.object({ at: z.number(), backup: z.string(), rows: z.number(), clips: z.number(), seconds: z.number(), wrong: z.array(z.string()) })),
  /** When the recovery sheet was last printed or shown, and of which key. */
  sheet: z.nullable(z.object({ at: z.number(), mark: z.string() })),
});

export type BackupState = z.infer<typeof shape>;

const NOTHING: BackupState = { last: null, fault: null, second: null, drill: null, sheet: null };
const fileOf = (dataDir: string): string => join(dataDir, 'backup-state.json');

/** It is a note, no part of the book: a damaged one begins anew. */
export function readState(dataDir: string): BackupState {
  if (!existsSync(fileOf(dataDir))) return NOTHING;
  try {
    return shape.parse(JSON.parse(readFileSync(fileOf(dataDir), 'utf8')));
  } catch {
    return NOTHING;
  }
}

export function noteState(dataDir: string, news: Partial<BackupState>): void {
  writeWhole(fileOf(dataDir), `${JSON.stringify({ ...readState(dataDir), ...news }, null, 2)}\n`);
}
