// Proves that every honest way of giving a slip or card is understood, and nothing else.
import { describe, expect, test } from 'vitest';
import { readPaper, spaced } from './paper.ts';

describe('Slip and card: read as scanned, opened or typed', () => {
  test.each([
    ['https://xa.vn/#/vao/23538.K7QM3XHP', 'card', { kind: 'slip', code: '23538.K7QM3XHP' }],
    ['#/the/23538.K7QM3XHP', 'slip', { kind: 'card', code: '23538.K7QM3XHP' }],
    ['23538.k7qm-3xhp', 'slip', { kind: 'slip', code: '23538.K7QM3XHP' }],
    [' 23538 . K7QM – 3XHP. ', 'card', { kind: 'card', code: '23538.K7QM3XHP' }],
    ['23538,k7qm3xhp', 'card', { kind: 'card', code: '23538.K7QM3XHP' }],
  ] as const)('%s', (text, asked, paper) => expect(readPaper(text, asked)).toEqual(paper));

  test.each(['', 'xin chào', '23538', 'K7QM3XHP', 'https://example.vn/', '#/vao/', '23538.<script>'])('not a paper: %s', (text) =>
    expect(readPaper(text, 'slip')).toBeNull());

  test('what is printed can be typed back', () => {
    expect(spaced('23538.K7QM3XHP')).toBe('23538.K7QM-3XHP');
    expect(readPaper(spaced('23538.K7QM3XHP2'), 'slip')?.code).toBe('23538.K7QM3XHP2');
  });
});
