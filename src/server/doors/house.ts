// What every door stands on: the database, the rules, the folder for photos, the clock.
import type { Clock } from '../clock.ts';
import type { BackupPlaces } from '../db/backup-places.ts';
import type { Db } from '../db/open.ts';
import type { Rules } from '../exchange.ts';
import type { Keys } from '../keys.ts';

export interface House {
  readonly db: Db;
  readonly rules: Rules;
  readonly keys: Keys;
  readonly dataDir: string;
  /** Where backups are kept; left out: nobody keeps any here. */
  readonly backups?: Omit<BackupPlaces, 'dataDir'> | undefined;
  readonly clock: Clock;
  /** Address under which phones reach the server, when it is not the one the officer's browser uses. */
  readonly origin: string | null;
}
