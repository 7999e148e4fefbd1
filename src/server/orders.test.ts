// Proves that the word on what a device may read is numbered, signed, names what was lost, and stays the same until it is taken.
import { mkdtempSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonical } from '#journal/canonical.ts';
import { orderText } from '#journal/scope.ts';
import type { Grant } from '#commune/places/policy.ts';
import { engines, freshDb, type Fresh } from '../../test/databases.ts';
import { openKeys, type Keys } from './keys.ts';
import { lostOf, orderFor, type SignedOrder } from './orders.ts';

const grant = (kinds: readonly string[], village: string | null, households: readonly string[] | null = null): Grant => ({ kinds, village, households, ids: null });
const HOME = ['household', 'visit', 'promise'];
const head = (village: string): Grant[] => [grant(['village'], null), grant(HOME, village)];
const volunteer = (village: string, ...households: string[]): Grant[] => [grant(['village'], null), grant(HOME, village, households)];

describe('what is lost', () => {
  test.each([
    ['nothing changed', head('va'), head('va'), [], []],
    ['another village', head('va'), head('vb'), ['va'], []],
    ['a household less', volunteer('va', 'a1', 'a2'), volunteer('va', 'a1'), [], ['a2']],
    ['a household more', volunteer('va', 'a1'), volunteer('va', 'a1', 'a2'), [], []],
    ['from head to volunteer', head('va'), volunteer('va', 'a1'), ['va'], []],
    ['from volunteer to head', volunteer('va', 'a1'), head('va'), [], []],
    ['fewer kinds of the same village', [grant(HOME, 'va')], [grant(['promise'], 'va')], ['va'], []],
    ['from the whole commune to one village', [grant(HOME, null)], head('va'), ['*'], []],
    ['everything', volunteer('va', 'a1', 'a2'), [], ['*'], ['a1', 'a2']],
  ] as const)('J10 %s', (_, before, now, villages, households) => {
    expect(lostOf(before, now)).toEqual({ villages, households });
  });
});

describe.each(engines)('orders on %s', (engine) => {
  let fresh: Fresh;
  let keys: Keys;
  let dataDir: string;
  beforeAll(async () => {
    fresh = await freshDb(engine);
    dataDir = mkdtempSync(join(tmpdir(), 'nr-orders-'));
    keys = openKeys(dataDir);
  });
  afterAll(async () => {
    await fresh.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const tell = (device: string, held: string | null, scope: string, grants: readonly Grant[]): Promise<SignedOrder> =>
    orderFor(fresh.db, keys, { commune: '23538', device, held, scope, grants, goesOn: false, now: 1 });
  const part = ({ n, scope, lost }: SignedOrder) => ({ n, scope, lost });

  test('J10 one word for one change, whoever asks how often; the next one counts from what the device holds', async () => {
    expect(part(await tell('aaaaaaaa', null, 's1', volunteer('va', 'a1', 'a2', 'a3')))).toEqual({ n: 1, scope: 's1', lost: { villages: [], households: [] } });
    const second = { n: 2, scope: 's2', lost: { villages: [], households: ['a3'] } };
    expect(part(await tell('aaaaaaaa', 's1', 's2', volunteer('va', 'a1', 'a2')))).toEqual(second);
    // Asked again it is the same word under a newer number; a further page of the reading has the number of its first.
    expect(part(await tell('aaaaaaaa', 's1', 's2', volunteer('va', 'a1', 'a2')))).toEqual({ ...second, n: 3 });
    expect(part(await orderFor(fresh.db, keys, { commune: '23538', device: 'aaaaaaaa', held: 's2', scope: 's2', grants: volunteer('va', 'a1', 'a2'), goesOn: true, now: 9 }))).toEqual({ ...second, n: 3 });
    // The answer was lost, and more was taken away meanwhile: all of it is named.
    expect(part(await tell('aaaaaaaa', 's1', 's3', volunteer('va', 'a1')))).toEqual({ n: 4, scope: 's3', lost: { villages: [], households: ['a2', 'a3'] } });
    // Given back: a new word that takes nothing.
    expect(part(await tell('aaaaaaaa', 's3', 's1', volunteer('va', 'a1', 'a2', 'a3')))).toEqual({ n: 5, scope: 's1', lost: { villages: [], households: [] } });
    // By the server's clock where that is further on.
    expect((await orderFor(fresh.db, keys, { commune: '23538', device: 'aaaaaaaa', held: 's1', scope: 's1', grants: volunteer('va', 'a1', 'a2', 'a3'), goesOn: false, now: 1000 })).n).toBe(1000);
    const rows = await fresh.db.inCommune('23538', 'read', (tx) => tx.selectFrom('scope_said').select(['n', 'gained']).where('commune_id', '=', tx.commune).where('device', '=', 'aaaaaaaa').orderBy('n').execute());
    expect(rows.map(({ n }) => n)).toEqual([1, 3, 4, 1000]);
    expect(rows.at(-1)).toEqual({ n: 1000, gained: { villages: [], households: ['a2', 'a3'] } });
  });

  test('J10 a device that holds a scope we never said is told to look for itself', async () => {
    expect(part(await tell('bbbbbbbb', 'elsewhere', 's1', head('va')))).toEqual({ n: 1, scope: 's1', lost: { villages: [], households: [], rest: true } });
    expect(part(await tell('cccccccc', 's1', 's1', head('va')))).toEqual({ n: 1, scope: 's1', lost: { villages: [], households: [] } });
  });

  test('each word is signed for this device, this epoch, this number and this loss', async () => {
    const order = await tell('dddddddd', null, 's1', head('va'));
    const key = await crypto.subtle.importKey('raw', Buffer.from(keys.signKey, 'base64url'), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    const digest = createHash('sha256').update(canonical(order.lost)).digest('hex');
    const holds = (text: string) => crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(order.sig, 'base64url'), Buffer.from(text));
    const seat = { commune: '23538', device: 'dddddddd' };
    expect(await holds(orderText(seat, fresh.db.epoch, order, digest))).toBe(true);
    expect(await holds(orderText(seat, fresh.db.epoch, { ...order, n: 7 }, digest))).toBe(false);
    expect(await holds(orderText({ ...seat, device: 'eeeeeeee' }, fresh.db.epoch, order, digest))).toBe(false);
    expect(await holds(orderText(seat, 'another', order, digest))).toBe(false);
  });
});
