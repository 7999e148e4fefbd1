// What an officer sees of the backups, and the recovery sheet with their key: for the officer's own password only, and noted.
import type { FastifyInstance } from 'fastify';
import { statusOf } from '../backup-status.ts';
import { openBackupKey } from '../db/backup-key.ts';
import { noteState } from '../db/backup-state.ts';
import { listCommunes } from '../db/communes.ts';
import type { House } from './house.ts';
import { Members } from './json.ts';
import { deed, failures } from './noting.ts';
import { Problem } from './problem.ts';
import { askPassword } from './tries.ts';

export function backupsDoor(app: FastifyInstance, house: House): void {
  const failed = failures(app, house);
  app.get('/api/office/backups', async (request) => {
    await request.officer();
    return { backups: house.backups === undefined ? null : statusOf({ dataDir: house.dataDir, ...house.backups }, house.clock()) };
  });
  app.post('/api/office/backups/sheet', async (request) => {
    const who = await request.officer();
    const password = new Members(request.body).secret('password');
    await askPassword(house, failed, who, password);
    if (house.backups === undefined) throw new Problem(409, 'backup.none');
    // The key opens the backups of every commune of this server: no one of them is given it.
    if ((await house.db.inHouse(listCommunes)).length > 1) throw new Problem(409, 'backup.shared');
    const key = openBackupKey(house.dataDir);
    await house.db.inCommune(who.commune, 'note', (tx) => deed(tx, who, { at: who.now, what: 'recovery-sheet', about: { mark: key.mark } }));
    noteState(house.dataDir, { sheet: { at: who.now, mark: key.mark } });
    return { key: key.text, mark: key.mark, place: house.backups.backupDir, second: house.backups.backupDir2 ?? null };
  });
}
