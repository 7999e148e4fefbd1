// Days, money and counts as people here write them.
import { expect, it } from 'vitest';
import { bytesText, clockText, countEnglish, countText, dayOf, dayText, momentText, moneyText, runText } from './format.ts';

it.each([[106_000_000, '106.000.000 đ'], [0, '0 đ'], [999, '999 đ'], [-1_500, '-1.500 đ']])('%d đồng', (dong, text) => expect(moneyText(dong)).toBe(text));
it.each([['2026-03-05', '05/03/2026'], ['1985', '1985']])('%s', (on, text) => expect(dayText(on)).toBe(text));
it('a moment is told in Asia/Ho_Chi_Minh, wherever the phone believes it is', () => {
  const at = Date.UTC(2026, 2, 4, 17, 5);
  expect([dayOf(at), clockText(at), momentText(at)]).toEqual(['2026-03-05', '00:05', '00:05 05/03/2026']);
});
it('counts and bytes', () => {
  expect([countText(10_000), bytesText(1_200), bytesText(3_240_000), runText(65)]).toEqual(['10.000', '2 kB', '3,2 MB', '1:05']);
  expect([countEnglish(12_345_678), countEnglish(-999)]).toEqual(['12,345,678', '-999']);
});
