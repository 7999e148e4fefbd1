// Backups come by themselves every hour, go to the further place when it is there, and are tried out every week; what fails is told.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshDb, type Fresh } from '../../../test/databases.ts';
import type { Time } from '../clock.ts';
import { listBackups } from '../db/backup-list.ts';
import { readState } from '../db/backup-state.ts';
import { drillDue, keepBackups } from './keep-backups.ts';

const MINUTE = 60_000;
let fresh: Fresh;
let folder: string;

/** Time that passes only when told. */
class Clock implements Time {
  at = Date.UTC(2026, 10, 23, 8);
  plan: { readonly at: number; readonly call: () => void } | null = null;

  now(): number {
    return this.at;
  }

  after(ms: number, call: () => void): () => void {
    this.plan = { at: this.at + ms, call };
    return () => {
      this.plan = null;
    };
  }

  /** Lets time pass; where something was due, waits until it has planned its next. */
  async pass(ms: number): Promise<void> {
    this.at += ms;
    if (!this.plan || this.plan.at > this.at) return;
    const { call } = this.plan;
    this.plan = null;
    call();
    while (this.plan === null) await new Promise((resolve) => setImmediate(resolve));
  }
}

beforeEach(async () => {
  fresh = await freshDb('embedded');
  folder = mkdtempSync(join(tmpdir(), 'nr-keep-'));
  mkdirSync(join(folder, 'data'));
});
afterEach(async () => {
  await fresh.drop();
  rmSync(folder, { recursive: true, force: true });
});

const places = () => ({ dataDir: join(folder, 'data'), backupDir: join(folder, 'backup') });
const count = () => listBackups(places().backupDir).length;

test('J1 a minute after the start, then every hour, without being asked; said once a day', async () => {
  const told: string[] = [];
  const clock = new Clock();
  const end = keepBackups(fresh.db, places(), (sentence) => told.push(sentence), clock);
  await clock.pass(MINUTE - 1);
  expect(count()).toBe(0);
  await clock.pass(1);
  expect(count()).toBe(1);
  await clock.pass(59 * MINUTE);
  expect(count()).toBe(1);
  await clock.pass(MINUTE);
  await clock.pass(60 * MINUTE);
  expect(count()).toBe(3);
  expect(told).toEqual([expect.stringMatching(/^Backup made and read back: .* It lies on the same disk as the data/)]);
  await end();
  expect(clock.plan).toBe(null);
});

test('after a restart the hour goes on counting from the last backup', async () => {
  const clock = new Clock();
  const end = keepBackups(fresh.db, places(), () => undefined, clock);
  await clock.pass(MINUTE);
  await end();
  await clock.pass(30 * MINUTE);
  const again = keepBackups(fresh.db, places(), () => undefined, clock);
  await clock.pass(29 * MINUTE);
  expect(count()).toBe(1);
  await clock.pass(MINUTE);
  expect(count()).toBe(2);
  await again();
});

test('one that fails is told with its reason, and tried again in ten minutes', async () => {
  const told: string[] = [];
  const clock = new Clock();
  writeFileSync(join(folder, 'backup'), 'in the way');
  const end = keepBackups(fresh.db, places(), (sentence) => told.push(sentence), clock);
  await clock.pass(MINUTE);
  expect(told).toEqual([expect.stringMatching(/^No backup could be made: .* It is tried again in ten minutes\.$/s)]);
  rmSync(join(folder, 'backup'));
  await clock.pass(10 * MINUTE);
  expect(count()).toBe(1);
  await end();
  // They hold personal data: nobody else on the machine may read them.
  expect(statSync(join(folder, 'backup')).mode & 0o077).toBe(0);
  expect(readdirSync(join(folder, 'backup')).some((name) => name.startsWith('.'))).toBe(false);
});

test('J1 where it cannot be noted how the backups stand, this is told, and they go on all the same', async () => {
  const told: string[] = [];
  const clock = new Clock();
  mkdirSync(join(places().dataDir, 'backup-state.json'));
  writeFileSync(places().backupDir, 'in the way');
  const end = keepBackups(fresh.db, places(), (sentence) => told.push(sentence), clock);
  await clock.pass(MINUTE);
  expect(told).toEqual([expect.stringMatching(/^No backup could be made/), expect.stringMatching(/^How the backups stand could not be noted/)]);
  rmSync(places().backupDir);
  await clock.pass(10 * MINUTE);
  await clock.pass(60 * MINUTE);
  expect(count()).toBe(2);
  expect(told.slice(2).filter((one) => one.startsWith('No backup'))).toEqual([]);
  await end();
});

test('a further place is brought up to date whenever its disk is there, and its absence is told once', async () => {
  const told: string[] = [];
  const clock = new Clock();
  const backupDir2 = join(folder, 'usb', 'nha-rong');
  const end = keepBackups(fresh.db, { ...places(), backupDir2 }, (sentence) => told.push(sentence), clock);
  await clock.pass(MINUTE);
  await clock.pass(60 * MINUTE);
  expect(told.filter((one) => one.includes('is not there'))).toHaveLength(1);
  expect(readState(places().dataDir).second).toMatchObject({ at: null, absentSince: expect.any(Number) });
  mkdirSync(backupDir2, { recursive: true });
  await clock.pass(60 * MINUTE);
  expect(listBackups(backupDir2)).toEqual(listBackups(places().backupDir));
  expect(readState(places().dataDir).second).toMatchObject({ place: backupDir2, at: clock.at, absentSince: null, newest: listBackups(backupDir2).at(-1) });
  rmSync(join(folder, 'usb'), { recursive: true });
  await clock.pass(60 * MINUTE);
  expect(count()).toBe(4);
  expect(readState(places().dataDir).second).toMatchObject({ absentSince: clock.at });
  await end();
});

test('a week after the first backup it is put back into a scratch database, and what came of it is noted', async () => {
  const told: string[] = [];
  const clock = new Clock();
  const end = keepBackups(fresh.db, places(), (sentence) => told.push(sentence), clock);
  await clock.pass(MINUTE);
  expect(readState(places().dataDir)).toMatchObject({ last: { name: listBackups(places().backupDir)[0] }, fault: null, drill: null });
  await clock.pass(8 * 24 * 60 * MINUTE);
  expect(readState(places().dataDir).drill).toMatchObject({ at: clock.at, wrong: [] });
  expect(told.join()).toMatch(/The weekly drill put back .* all as they should be/);
  await clock.pass(60 * MINUTE);
  expect(told.filter((one) => one.includes('drill'))).toHaveLength(1);
  await end();
});

test('the drill is held in the small hours, or by day where the machine is off at night', () => {
  const DAY = 24 * 60 * MINUTE;
  const at = (days: number, hanoi: number): number => Date.UTC(2026, 10, 23) + days * DAY + (hanoi - 7) * 60 * MINUTE;
  expect([drillDue(at(0, 10), at(6, 2)), drillDue(at(0, 10), at(7, 12)), drillDue(at(0, 10), at(8, 2)), drillDue(at(0, 10), at(8, 10))]).toEqual([false, false, true, true]);
});
