// Night is one to four in the commune, once a night; a fault is told, and the job goes on.
import { expect, test } from 'vitest';
import { freshDb } from '../../../test/databases.ts';
import { markScrub, isScrubDue } from '../db/scrub.ts';
import { keepRights, nightOf } from './keep-rights.ts';

const at = (text: string): number => Date.parse(`${text}+07:00`);

test('night in the commune, whatever the machine’s zone', () => {
  expect(['2026-11-23T00:59', '2026-11-23T01:00', '2026-11-23T03:59', '2026-11-23T04:00', '2026-11-23T12:00'].map((one) => nightOf(at(one))))
    .toEqual([null, '2026-11-23', '2026-11-23', null, null]);
});

test('every minute it looks, once a night it scrubs; a fault is told and it looks again', async () => {
  const fresh = await freshDb('embedded');
  let now = at('2026-11-23T00:58');
  let call: () => void = () => undefined;
  const told: string[] = [];
  const end = keepRights(fresh.db, { dataDir: '/nowhere' }, (sentence) => told.push(sentence), { now: () => now, after: (_ms, next) => { call = next; return () => undefined; } });
  const minute = async (): Promise<void> => {
    const before = call;
    before();
    while (call === before) await new Promise((resolve) => setTimeout(resolve, 5));
    now += 60_000;
  };
  await fresh.db.inHouse((tx) => markScrub(tx, now));
  await minute();
  await minute();
  expect(await fresh.db.inHouse(isScrubDue)).toBe(true);
  await minute();
  expect(await fresh.db.inHouse(isScrubDue)).toBe(false);
  await fresh.db.inHouse((tx) => markScrub(tx, now));
  await minute();
  expect(await fresh.db.inHouse(isScrubDue)).toBe(true);
  expect(told).toEqual([]);
  await fresh.db.close();
  await minute();
  expect(told[0]).toContain('tried again in a minute');
  await end();
  await fresh.drop().catch(() => undefined);
});
