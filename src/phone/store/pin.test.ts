// A PIN is kept as a slow hash; wrong tries wait longer and longer, and the tenth asks for the password.
import { describe, expect, test } from 'vitest';
import { barred, matches, newPin, pinFits, wrongTry } from './pin.ts';

describe('A PIN', () => {
  test.each([['1234', true], ['12345678', true], ['123', false], ['123456789', false], ['12a4', false], ['', false]])('%s may be one: %s', (pin, fits) => expect(pinFits(pin)).toBe(fits));

  test('is kept as a slow hash, and matches itself only', async () => {
    const record = await newPin('1234');
    expect(record.rounds).toBeGreaterThanOrEqual(310_000);
    expect(new TextDecoder('latin1').decode(record.hash)).not.toContain('1234');
    expect([await matches(record, '1234'), await matches(record, '1235')]).toEqual([true, false]);
  });

  const tried = (wrong: number, wrongAt = 1_000_000) => ({ salt: new Uint8Array(16), rounds: 1, hash: new Uint8Array(32), wrong, wrongAt });
  test.each([
    [0, 0, null], [4, 0, null], [5, 0, 30], [5, 29_001, 1], [5, 30_000, null], [6, 0, 60], [9, 0, 480], [9, 480_000, null],
    // A clock set back makes nobody wait longer than the wait itself.
    [5, -9_000_000, 30],
  ])('after %i wrong tries and %i ms: a wait of %s s', (wrong, later, seconds) => {
    expect(barred(tried(wrong), 1_000_000 + later)).toEqual(seconds === null ? null : { code: 'unlock.wait', params: { seconds } });
  });
  test('after ten only the password helps', () => {
    expect(barred(tried(10), 9e12)).toEqual({ code: 'unlock.password' });
    expect(wrongTry(tried(3), 0)).toEqual({ code: 'unlock.wrong', params: { left: 2 } });
  });
});
