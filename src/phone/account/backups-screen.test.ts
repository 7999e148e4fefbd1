// What the server says of a fault in its own language is there for whoever runs it, folded under words for the officer.
import { expect, test } from 'vitest';
import { drawn, wordsIn } from '../../../test/drawn.ts';
import { Problems } from './backups-screen.tsx';

const RAW = 'pg_dump: error: connection to server failed';
const shownOf = (params: Readonly<Record<string, string>>) => drawn(Problems({ problems: [{ code: 'failed', params, urgent: true }] }));

test('the server’s own text stands under “Chi tiết kỹ thuật” and nowhere else, marked as English', () => {
  const all = shownOf({ why: 'other', text: RAW });
  const fold = all.find(({ type }) => type === 'details')!;
  expect(fold.props['open']).toBeUndefined();
  expect(drawn(fold.props['children']).map((one) => [one.type, wordsIn(one), one.props['lang']])).toEqual([['summary', 'Chi tiết kỹ thuật', undefined], ['p', RAW, 'en']]);
  expect(all.filter((one) => one.type === 'p' && wordsIn(one).includes(RAW))).toHaveLength(1);
});

test('where the server says no more, there is nothing to unfold', () => {
  expect(shownOf({ why: 'disk.full' }).filter(({ type }) => type === 'details')).toEqual([]);
  expect(shownOf({ why: 'disk.full', text: '' }).filter(({ type }) => type === 'details')).toEqual([]);
});
