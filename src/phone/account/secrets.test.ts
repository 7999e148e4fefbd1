// Proves which passwords and PINs pass, and which rule each bad one breaks.
import { describe, expect, test } from 'vitest';
import { passwordGood, passwordRules, pinTrouble } from './secrets.ts';

describe('Password: at least 8 characters, not one\'s own, not everybody\'s', () => {
  const own = ['yhuong', '0905123456', 'Y Hương'];
  test.each([
    ['rẫy nhà trên đồi', { long: true, own: true, rare: true }],
    ['ngắn', { long: false, own: true, rare: true }],
    ['0905123456', { long: true, own: false, rare: true }],
    ['0905 123 456', { long: true, own: false, rare: true }],
    ['yhuong123', { long: true, own: false, rare: true }],
    ['12345678', { long: true, own: true, rare: false }],
    ['aaaaaaaaaa', { long: true, own: true, rare: false }],
    ['', { long: false, own: false, rare: false }],
  ])('%s', (password, rules) => expect(passwordRules(password, own)).toEqual(rules));

  test('counts letters, not code units: composed and decomposed marks are one password', () => {
    expect(passwordGood('nước rừng'.normalize('NFD'), own)).toBe(true);
    expect(passwordRules('rẫẫẫẫ'.normalize('NFD'), own).long).toBe(false);
  });
});

describe('PIN: 4 to 8 digits that a neighbour does not guess', () => {
  test.each([['2638', null], ['190375', null], ['123', 'short'], ['123456789', 'short'], ['12a4', 'short'], ['1111', 'easy'],
    ['1234', 'easy'], ['87654321', 'easy'], ['1212', 'easy'], ['24242424', 'easy'], ['1379', null],
    ['2580', 'easy'], ['6868', 'easy'], ['1368', 'easy'], ['1985', 'easy'], ['2010', 'easy'], ['123123', 'easy'], ['1357', 'easy'], ['147258', 'easy'], ['1899', null], ['260419', null]])('%s', (pin, trouble) =>
    expect(pinTrouble(pin)).toBe(trouble));
});
