// The number of people said of a household is never one that nobody knows.
import { expect, test } from 'vitest';
import { headUnlisted, peopleIn } from './people.ts';
import type { Member, Relation } from './rows.ts';

const one = (name: string, relation: Relation, leftOn: string | null = null): Member => ({ id: name, name, relation, sex: null, born: null, leftOn });

test.each([
  ['nobody is written down', [], true, 0],
  ['the head is among them', [one('A Brum', 'head'), one('Y Mai', 'spouse')], false, 2],
  ['the head stands over the household only', [one('Y Mai', 'spouse'), one('A Tí', 'child')], true, 3],
  ['the head is there by name', [one('A Brum', 'other'), one('Y Mai', 'spouse')], false, 2],
  ['the head has left', [one('A Brum', 'head', '2026-01-02'), one('Y Mai', 'spouse')], false, 1],
  ['another is head by now, the name above is the old one', [one('Y Mai', 'head'), one('A Tí', 'child')], false, 2],
  ['all who were written down have left', [one('Y Mai', 'spouse', '2026-01-02')], true, 0],
] as const)('where %s', (_what, members, unlisted, count) => {
  expect([headUnlisted({ head: 'A Brum', members }), peopleIn({ head: 'A Brum', members })]).toEqual([unlisted, count]);
});
