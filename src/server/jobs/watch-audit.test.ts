// A changed audit is said in a plain sentence, and heads kept beside the database bind it.
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshDb, type Fresh } from '../../../test/databases.ts';
import { noteDeed } from '../db/audit.ts';
import { foundIaToi, IA_TOI } from '../found.fixture.ts';
import { checkAudits, watchAudit } from './watch-audit.ts';

let fresh: Fresh;
let folder: string;
beforeEach(async () => {
  fresh = await freshDb('embedded');
  folder = mkdtempSync(join(tmpdir(), 'nr-audit-'));
  await foundIaToi(fresh.db, Date.now());
  for (let i = 1; i <= 5; i++) await fresh.db.inCommune(IA_TOI, 'note', (tx) => noteDeed(tx, { at: i, person: null, device: null, what: 'sign-out' }));
});
afterEach(async () => {
  await fresh.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function asOwner(statement: string): Promise<void> {
  const owner = new pg.Client(fresh.entrance.owner);
  await owner.connect();
  await owner.query(`set app.commune = '${IA_TOI}'`);
  await owner.query(statement);
  await owner.end();
}

test('a whole audit is silent for the server and told to whoever asks; its head stands in a file closed to others', async () => {
  expect(await checkAudits(fresh.db, folder)).toEqual([]);
  expect((await checkAudits(fresh.db, folder, 'all'))[0]).toMatch(/^Xã Ia Tơi: the audit is whole, \d+ lines up to number \d+ \([0-9a-f]{16}\)\.$/);
  const file = join(folder, 'audit.heads');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(1);
});

test('a line changed by hand is named in a plain sentence, at the start as well', async () => {
  await asOwner(`update audit set what = 'nothing' where n = 3`);
  const said: string[] = [];
  const stop = await watchAudit(fresh.db, folder, (sentence) => said.push(sentence));
  await stop();
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('Xã Ia Tơi: THE AUDIT WAS TAMPERED WITH. Line 3 is not as it was written');
  expect(existsSync(join(folder, 'audit.heads'))).toBe(false);
});

test('lines cut off at the end are missed, though the database itself looks whole', async () => {
  await checkAudits(fresh.db, folder);
  const last = Number(readFileSync(join(folder, 'audit.heads'), 'utf8').split(' ')[2]);
  await asOwner(`delete from audit where n > ${last - 2}; update audit_head set n = ${last - 2}, hash = (select hash from audit where n = ${last - 2})`);
  expect((await checkAudits(fresh.db, folder))[0]).toContain(`Line ${last - 1} is missing`);
});

test('a restored book has another epoch: heads of the life before do not accuse it', async () => {
  await checkAudits(fresh.db, folder);
  appendFileSync(join(folder, 'audit.heads'), `${fresh.db.epoch} ${IA_TOI} 9999 ${'0'.repeat(64)}\n`);
  expect(await checkAudits(fresh.db, folder)).toHaveLength(1);
  await fresh.db.renewEpoch();
  expect(await checkAudits(fresh.db, folder)).toEqual([]);
});
