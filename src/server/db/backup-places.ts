// Where the backups of a data folder lie.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface BackupPlaces {
  readonly dataDir: string;
  readonly backupDir: string;
  /** A further place, on a disk that may be away for days. */
  readonly backupDir2?: string | undefined;
}

/** Both folders must be there. */
export const onSameDisk = ({ dataDir, backupDir }: BackupPlaces): boolean => statSync(dataDir).dev === statSync(backupDir).dev;

/** Tells the further place from an empty folder where no disk is mounted, and from another disk. */
export const MARK = 'nha-rong-backups.txt';

/** Whether that disk is there and has been used before. */
export const isOurs = (second: string): boolean => existsSync(join(second, MARK));
