// Proves that spoken ranges of household numbers pick exactly those houses.
import { describe, expect, test } from 'vitest';
import { byNumber, readRanges, sayNumbers } from './ranges.ts';

const nos = ['1', '2', '3', '9', '10', '11', '12', '12A', '25', '025', '25B', '30', 'X7'];
const picked = (text: string) => {
  const ranges = readRanges(text);
  return 'picks' in ranges ? nos.filter(ranges.picks) : ranges;
};

describe('Ranges of household numbers', () => {
  test.each([
    ['1-3', ['1', '2', '3']],
    ['10–12', ['10', '11', '12', '12A']],
    ['25', ['25', '025']],
    ['25b', ['25B']],
    ['2 đến 9; 30', ['2', '3', '9', '30']],
    ['1 và 3', ['1', '3']],
    ['', []],
    ['1-3, mấy nhà cuối', { unclear: 'mấy nhà cuối' }],
    ['9-2', { unclear: '9-2' }],
    ['1-2-3', { unclear: '1-2-3' }],
  ])('%s', (text, expected) => expect(picked(text)).toEqual(expected));

  test('2 stands before 10, 12 before 12A', () =>
    expect(['12A', '10', '2', '12'].map((no) => ({ no })).sort(byNumber).map(({ no }) => no)).toEqual(['2', '10', '12', '12A']));

  test('numbers are said as short as people would', () =>
    expect(sayNumbers(['3', '20', '1', '2', '7', '9', '10', '12A'])).toBe('1–3, 7, 9, 10, 12A, 20'));
});
