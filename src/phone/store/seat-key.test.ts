// The key of a seat opens with its own PIN and the server's share together, and with neither alone.
import { expect, test } from 'vitest';
import { ROUNDS, lockKey, newKey, unlockKey } from './seat-key.ts';

test('At rest: a key opens with its PIN and its share, and not with another PIN, share or device', async () => {
  const [key, share] = [newKey(), newKey()];
  const lock = await lockKey(key, '1379', share, 'abcdefgh');
  expect(lock.rounds).toBe(ROUNDS);
  expect(ROUNDS).toBeGreaterThanOrEqual(310_000);
  expect(await unlockKey(lock, '1379', share, 'abcdefgh')).toEqual(key);
  expect(await unlockKey(lock, '1378', share, 'abcdefgh')).toBeNull();
  expect(await unlockKey(lock, '1379', newKey(), 'abcdefgh')).toBeNull();
  expect(await unlockKey(lock, '1379', share, 'hgfedcba')).toBeNull();
  expect(Buffer.from(lock.box).includes(Buffer.from(key))).toBe(false);
});
