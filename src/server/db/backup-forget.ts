// Takes the keys of erased households out of every place of the backups that is there now; a disk that is away loses them when it comes back.
import { statSync } from 'node:fs';
import { forgetHouseholds, type Erased } from './backup-households.ts';
import { openBackupKey } from './backup-key.ts';
import type { BackupPlaces } from './backup-places.ts';
import { listCommunes } from './communes.ts';
import { readTombstones } from './erase.ts';
import { communeId, type Db } from './open.ts';

/** To be called once a household was erased; every backup does it again. */
export async function forgetErased(db: Db, { dataDir, backupDir, backupDir2 }: BackupPlaces): Promise<void> {
  const erased: Erased[] = [];
  for (const { code } of await db.inHouse(listCommunes)) {
    const tombstones = await db.inCommune(code, 'read', readTombstones);
    erased.push(...tombstones.map((one) => ({ ...one, commune_id: communeId(code) })));
  }
  for (const folder of [backupDir, backupDir2]) {
    if (folder !== undefined && statSync(folder, { throwIfNoEntry: false })?.isDirectory()) await forgetHouseholds(folder, openBackupKey(dataDir), erased);
  }
}
