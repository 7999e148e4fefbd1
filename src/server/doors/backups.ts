// What an officer sees of the backups, and the recovery sheet with their key: for the officer's own password only, and noted.
import type { FastifyInstance } from 'fastify';
import { statusOf } from '../backup-status.ts';
import { accountOf } from '../db/accounts.ts';
import { countTry, forgiveTries } from '../db/attempts.ts';
import { openBackupKey } from '../db/backup-key.ts';
import { noteState } from '../db/backup-state.ts';
import { listCommunes } from '../db/communes.ts';
import { digest, matches } from '../secrets.ts';
import type { House } from './house.ts';
import { Members } from './json.ts';
import { deed } from './noting.ts';
import { Problem } from './problem.ts';
import type { Who } from './who.ts';

export function backupsDoor(app: FastifyInstance, house: House): void {
  app.get('/api/office/backups', async (request) => {
    await request.officer();
    return { backups: house.backups === undefined ? null : statusOf({ dataDir: house.dataDir, ...house.backups }, house.clock()) };
  });
  app.post('/api/office/backups/sheet', async (request) => {
    const who = await request.officer();
    const password = new Members(request.body).secret('password');
    await askPassword(house, who, password);
    if (house.backups === undefined) throw new Problem(409, 'backup.none');
    // The key opens the backups of every commune of this server: no one of them is given it.
    if ((await house.db.inHouse(listCommunes)).length > 1) throw new Problem(409, 'backup.shared');
    const key = openBackupKey(house.dataDir);
    await house.db.inCommune(who.commune, 'note', (tx) => deed(tx, who, { at: who.now, what: 'recovery-sheet', about: { mark: key.mark } }));
    noteState(house.dataDir, { sheet: { at: who.now, mark: key.mark } });
    return { key: key.text, mark: key.mark, place: house.backups.backupDir, second: house.backups.backupDir2 ?? null };
  });
}

/** A desk left open is not enough to take the key of everything away. Tries are counted with those of signing in. */
async function askPassword(house: House, who: Who, password: string): Promise<void> {
  const account = await house.db.inCommune(who.commune, 'read', (tx) => accountOf(tx, who.person));
  const key = digest(`login ${account?.login ?? who.person}`);
  const wait = await house.db.inHouse((tx) => countTry(tx, key, house.clock()));
  const seconds = Math.ceil(wait / 1000);
  if (wait > 0) throw new Problem(429, 'sign-in.wait', { seconds }, seconds);
  if (!(await matches(account?.seal, password))) throw new Problem(403, 'password.wrong');
  await house.db.inHouse((tx) => forgiveTries(tx, key));
}
