// Proves that every honest way of giving a slip or card is understood, and nothing else.
import { describe, expect, test } from 'vitest';
import { readPaper, spaced } from './paper.ts';

describe('Slip and card: read as scanned, opened or typed', () => {
  test.each([
    ['https://xa.vn/#/vao/23538.K7M29QXP4TRB', 'card', { kind: 'slip', code: '23538.K7M29QXP4TRB' }],
    ['#/the/23538.K7M29QXP4TRB', 'slip', { kind: 'card', code: '23538.K7M29QXP4TRB' }],
    ['23538.k7m2-9qxp-4trb', 'slip', { kind: 'slip', code: '23538.K7M29QXP4TRB' }],
    [' 23538 . K7M2 – 9QXP – 4TRB. ', 'card', { kind: 'card', code: '23538.K7M29QXP4TRB' }],
    ['23538-K7M2-9QXP-4TRB', 'slip', { kind: 'slip', code: '23538.K7M29QXP4TRB' }],
    ['23538,k7m29qxp4trb', 'card', { kind: 'card', code: '23538.K7M29QXP4TRB' }],
  ] as const)('%s', (text, asked, paper) => expect(readPaper(text, asked)).toEqual(paper));

  test.each(['', 'xin chào', '23538', 'K7M29QXP4TRB', 'https://example.vn/', '#/vao/', '23538.<script>'])('not a paper: %s', (text) =>
    expect(readPaper(text, 'slip')).toBeNull());

  test('what is printed can be typed back', () => {
    expect(spaced('23538.K7M29QXP4TRB')).toBe('23538.K7M2-9QXP-4TRB');
    expect(readPaper(spaced('23538.K7M29QXP4TRB'), 'slip')?.code).toBe('23538.K7M29QXP4TRB');
  });
});
