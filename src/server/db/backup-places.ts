// Where the backups of a data folder lie.
import { statSync } from 'node:fs';

export interface BackupPlaces {
  readonly dataDir: string;
  readonly backupDir: string;
  /** A further place, on a disk that may be away for days. */
  readonly backupDir2?: string | undefined;
}

/** Both folders must be there. */
export const onSameDisk = ({ dataDir, backupDir }: BackupPlaces): boolean => statSync(dataDir).dev === statSync(backupDir).dev;
