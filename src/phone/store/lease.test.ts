// A lease counts only with the server's signature, runs from when it was heard, and no broken clock makes it lapse.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openKeys } from '#server/keys.ts';
import { LEASE_DAYS, lapsed, newerLease, readLease } from './lease.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 6, 1);
const folder = mkdtempSync(join(tmpdir(), 'nha-rong-keys-'));
const keys = openKeys(folder);
rmSync(folder, { recursive: true });
const by = { commune: '99999', device: 'abcdefgh', signKey: keys.signKey };
const said = (until: number, device = by.device) => readLease(`${until}.${keys.sign(`lease|99999|${device}|${until}`)}`)!;

test('Lease: the newest that the server signed for this seat is kept', async () => {
  const first = await newerLease(null, said(NOW + 30 * DAY), by, NOW);
  expect(first).toEqual({ until: NOW + 30 * DAY, heardAt: NOW });
  expect(await newerLease(first, said(NOW + 20 * DAY), by, NOW + DAY)).toEqual(first);
  expect(await newerLease(first, said(NOW + 31 * DAY), by, NOW + DAY)).toEqual({ until: NOW + 31 * DAY, heardAt: NOW + DAY });
});

test('Lease: one for another seat, with another moment, or unsigned changes nothing', async () => {
  const held = { until: NOW, heardAt: NOW };
  expect(await newerLease(held, said(NOW + 30 * DAY, 'hgfedcba'), by, NOW)).toEqual(held);
  expect(await newerLease(held, { ...said(NOW + 30 * DAY), until: NOW + 90 * DAY }, by, NOW)).toEqual(held);
  expect(await newerLease(held, said(NOW + 30 * DAY), { ...by, signKey: 'AAAA' }, NOW)).toEqual(held);
  expect(readLease('soon')).toBeNull();
});

test.each([
  ['never heard of', null, 0, false], ['the day it was heard', NOW, 0, false], ['a day before its end', NOW, LEASE_DAYS * DAY - DAY, false],
  ['its end', NOW, LEASE_DAYS * DAY, true], ['a year later', NOW, 365 * DAY, true],
  ['J4 a clock set back to 1970', NOW, -NOW, false], ['J4 a clock that jumps to 2099', NOW, Date.UTC(2099, 0, 1) - NOW, false],
  ['J4 a clock that was always a year ahead', NOW + 365 * DAY, 3 * DAY, false],
])('Lease: %s', (_when, heardAt, later, is) => {
  expect(lapsed(heardAt === null ? null : { until: NOW + 30 * DAY, heardAt }, (heardAt ?? NOW) + later)).toBe(is);
});
