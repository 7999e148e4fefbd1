// Wrong tries of a PIN wait longer and longer, and the tenth asks for the password.
import { describe, expect, test } from 'vitest';
import { barred, pinFits, wrongTry } from './pin.ts';

describe('A PIN', () => {
  test.each([['1234', true], ['12345678', true], ['123', false], ['123456789', false], ['12a4', false], ['', false]])('%s may be one: %s', (pin, fits) => expect(pinFits(pin)).toBe(fits));

  const tried = (wrong: number, wrongAt = 1_000_000) => ({ wrong, wrongAt });
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
