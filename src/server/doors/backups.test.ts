// The officer hears how the backups stand, each trouble with its code; the key is shown for their own password only, and noted.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COMMUNE, found, openRig, PASSWORD, staff, type Rig } from '../../../test/rig.ts';
import type { Refused, Stranger } from '../../../test/stranger.ts';
import { statusOf, type BackupStatus } from '../backup-status.ts';
import { openBackupKey } from '../db/backup-key.ts';
import { MARK } from '../db/backup-places.ts';
import { makeBackup } from '../db/backup.ts';
import { noteState } from '../db/backup-state.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the office and its backups', () => {
  let rig: Rig;
  let backupDir: string;
  let officer: Stranger;
  beforeEach(async () => {
    backupDir = mkdtempSync(join(tmpdir(), 'nr-backups-'));
    rig = await openRig('embedded', { backups: { backupDir } });
    officer = await found(rig);
  });
  afterEach(async () => {
    await rig.close();
    rmSync(backupDir, { recursive: true, force: true });
  });
  const refused = async (asking: Promise<unknown>) => asking.then(() => null, ({ status, code }: Refused) => ({ status, code }));
  const sheet = (password: unknown, who = officer) => who.ask<{ key: string; mark: string }>('/api/office/backups/sheet', { method: 'POST', json: { password } as never });
  const stand = async (): Promise<BackupStatus> => (await officer.ask<{ backups: BackupStatus }>('/api/office/backups')).backups;

  test('the key is shown to an officer who says their password, and noted; wrong tries are slowed down', async () => {
    const { text, mark } = openBackupKey(rig.dataDir);
    expect(await refused(sheet('đoán bừa một câu'))).toEqual({ status: 403, code: 'password.wrong' });
    expect(await sheet(PASSWORD)).toMatchObject({ key: text, mark });
    const audit = await rig.fresh.db.inCommune(COMMUNE, 'read', (tx) => sql<{ what: string; about: unknown }>`select what, about from audit where commune_id = ${tx.commune} and what = 'recovery-sheet'`.execute(tx));
    expect(audit.rows).toEqual([{ what: 'recovery-sheet', about: { mark } }]);
    expect((await stand()).key).toEqual({ mark, printedAt: rig.clock.at });
    for (let n = 0; n < 5; n++) await refused(sheet('đoán bừa một câu'));
    expect(await refused(sheet(PASSWORD))).toMatchObject({ status: 429 });
    const head = await staff(officer, { id: 'head1', name: 'A Blong', role: 'head', village: 'v1' });
    expect(await refused(sheet(PASSWORD, head))).toEqual({ status: 403, code: 'post.officer-needed' });
    expect(await refused(head.ask('/api/office/backups'))).toEqual({ status: 403, code: 'post.officer-needed' });
  });

  test('a wrong password here counts like one at the sign-in: at every door of that login, and in the audit', async () => {
    const wait = { status: 429, code: 'sign-in.wait' };
    const signIn = () => officer.ask('/api/sign-in', { method: 'POST', json: { login: 'yhuong', password: PASSWORD } });
    const change = () => officer.ask('/api/me/password', { method: 'POST', json: { old: PASSWORD, new: 'sông Đăk Bla mùa lũ' } });
    for (let n = 0; n < 5; n++) expect(await refused(sheet('đoán bừa một câu'))).toEqual({ status: 403, code: 'password.wrong' });
    for (const door of [() => sheet(PASSWORD), signIn, change]) expect(await refused(door())).toEqual(wait);
    rig.clock.at += 900_000;
    expect(await sheet(PASSWORD)).toMatchObject({ mark: openBackupKey(rig.dataDir).mark });
    // A right one clears the count.
    expect(await refused(sheet('đoán bừa một câu'))).toEqual({ status: 403, code: 'password.wrong' });
    expect(await refused(signIn())).toBe(null);
    await rig.doors.close();
    const noted = await rig.fresh.db.inCommune(COMMUNE, 'read', (tx) => sql<{ about: unknown }>`select about from audit where commune_id = ${tx.commune} and what = 'sign-in.failed'`.execute(tx));
    expect(noted.rows).toEqual([{ about: { count: 6, for: officer.seat.person.id } }]);
  });

  test('a server with several communes gives the key of all to none of them', async () => {
    await rig.fresh.db.inHouse((tx) => sql`insert into house_commune (code, name, founded_at) values ('23539', 'Xã khác', 0)`.execute(tx));
    expect(await refused(sheet(PASSWORD))).toEqual({ status: 409, code: 'backup.shared' });
  });

  test('all in order says nothing is wrong; each trouble has its code', async () => {
    const now = rig.clock.at;
    expect((await stand()).problems.map(({ code }) => code)).toEqual(['none', 'same-disk']);
    await makeBackup(rig.fresh.db, { dataDir: rig.dataDir, backupDir, now });
    expect((await stand()).problems.map(({ code }) => code)).toEqual(['same-disk', 'sheet']);
    const mark = openBackupKey(rig.dataDir).mark;
    noteState(rig.dataDir, { sheet: { at: now, mark } });
    const places = { dataDir: rig.dataDir, backupDir, backupDir2: '/somewhere' };
    const codes = (at = now): readonly string[] => statusOf(places, at).problems.map(({ code }) => code);
    expect(codes()).toEqual([]);
    // A further place on the same disk, as where nothing was mounted, is none.
    const plain = join(backupDir, 'usb');
    mkdirSync(plain);
    const unmounted = (): readonly string[] => statusOf({ ...places, backupDir2: plain }, now).problems.map(({ code }) => code);
    expect(unmounted()).toEqual([]);
    writeFileSync(join(plain, MARK), '');
    expect(unmounted()).toEqual(['same-disk']);
    expect(codes(now + 4 * HOUR)).toEqual(['late']);
    expect(codes(now + 16 * DAY)).toEqual(['late', 'drill-late']);
    noteState(rig.dataDir, { fault: { at: now, code: 'disk.full', text: 'full' }, last: { at: now, name: 'x', rows: 1, clips: 1, lost: 2 } });
    expect(codes()).toEqual(['failed', 'photos-lost']);
    noteState(rig.dataDir, { fault: null, last: null, second: { place: '/somewhere', at: now, newest: null, absentSince: now - 8 * DAY, fault: null } });
    expect(codes()).toEqual(['second-away']);
    noteState(rig.dataDir, { second: { place: '/somewhere', at: now, newest: null, absentSince: null, fault: { at: now, code: 'disk.fails', text: 'EIO' } } });
    expect(codes()).toEqual(['second-failed']);
    noteState(rig.dataDir, { second: null, drill: { at: now, backup: 'x', rows: 0, clips: 0, seconds: 1, wrong: ['entry 2 is missing'] } });
    expect(codes()).toEqual(['drill-failed']);
    noteState(rig.dataDir, { drill: null });
    mkdirSync(join(backupDir, '2020-01-01T00-00-00Z'));
    const manifest = { format: 1, at: 0, epoch: 'x', migrations: [], communes: [], tables: [], clips: { file: 'clips.ndjson.gz', count: 0, bytes: 0, sha256: '' } };
    writeFileSync(join(backupDir, '2020-01-01T00-00-00Z', 'manifest.json'), JSON.stringify(manifest));
    expect(codes()).toContain('unsealed');
    writeFileSync(join(backupDir, '2020-01-01T00-00-00Z', 'manifest.json'), JSON.stringify({ ...manifest, format: 2, key: 'AAAA-BBBB' }));
    expect(codes()).toContain('other-key');
    writeFileSync(join(rig.dataDir, 'keys', 'backup.key'), 'nonsense');
    noteState(rig.dataDir, { fault: { at: now, code: 'other', text: 'The backup key is damaged.' } });
    expect(await stand()).toMatchObject({ key: null, problems: [{ code: 'failed', params: { text: 'The backup key is damaged.' } }, { code: 'same-disk' }, { code: 'drill-late' }] });
  });
});
