// The key of a seat opens with its own PIN and the server's share together, and with neither alone.
import { expect, test } from 'vitest';
import { type Bytes, ROUNDS, lockKey, newKey, unwrapped, wrapping } from './seat-key.ts';

test('At rest: a key opens with its PIN and its share, and not with another PIN, share or device', async () => {
  const [key, share] = [newKey(), newKey()];
  const lock = await lockKey(key, '1379', share, 'abcdefgh');
  const opened = async (pin: string, lent: Bytes, device: string): Promise<Bytes | null> => unwrapped(lock, await wrapping(pin, lock, lent), device);
  expect(lock.rounds).toBe(ROUNDS);
  expect(ROUNDS).toBeGreaterThanOrEqual(310_000);
  expect(await opened('1379', share, 'abcdefgh')).toEqual(key);
  expect(await opened('1378', share, 'abcdefgh')).toBeNull();
  expect(await opened('1379', newKey(), 'abcdefgh')).toBeNull();
  expect(await opened('1379', share, 'hgfedcba')).toBeNull();
  expect(Buffer.from(lock.box).includes(Buffer.from(key))).toBe(false);
});
