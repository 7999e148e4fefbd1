// Proves the office's lists: who stands where, who is past, who looks after which household.
import { describe, expect, test } from 'vitest';
import type { PersonRow, Post } from '#commune/places/rows.ts';
import { newId, staffOf, timeOf, volunteersOf } from './staff.ts';

const today = '2026-11-23';
const post = (id: string, role: Post['role'], more: Partial<Post> = {}): Post => ({ id, role, village: null, households: [], from: '2026-01-01', until: null, ...more });
const person = (id: string, name: string, posts: readonly Post[], more: { household?: string; closedOn?: string } = {}): PersonRow => ({
  kind: 'person', id, village: null, household: more.household ?? null, body: { name, posts, closedOn: more.closedOn ?? null },
});

describe('Posts have their time', () => {
  test.each([
    [{ from: '2026-11-23', until: '2026-11-23' }, 'now'], [{ from: '2026-11-24' }, 'later'], [{ until: '2026-11-22' }, 'past'], [{}, 'now'],
  ] as const)('%j is %s', (span, time) => expect(timeOf(post('a-1', 'head', span), today)).toBe(time));
});

describe('People and posts', () => {
  const people = [
    person('v2', 'Nguyễn Văn Bình', [post('a-3', 'volunteer', { households: ['h1', 'h2'] })]),
    person('v1', 'Trần Thị An', [post('a-2', 'volunteer', { households: ['h2', 'h3'] })]),
    person('o', 'Y Hương', [post('a-9', 'head', { until: '2026-02-01' }), post('a-1', 'officer')]),
    person('x', 'A Cũ', [post('a-4', 'volunteer', { households: ['h9'] })], { closedOn: '2026-05-01' }),
    person('r', 'A Nút', [post('a-5', 'household', { households: ['h1'], from: '2026-06-01' })], { household: 'h1' }),
  ];

  test('stand by role, then by given name; representatives are no staff; the closed come last', () =>
    expect(staffOf(people, today).map((line) => line.id)).toEqual(['o', 'v1', 'v2', 'x']));
  test('an ended post is past, not gone', () => expect(staffOf(people, today)[0]!.past.map((one) => one.id)).toEqual(['a-9']));
  test('a household shows who looks after it now, and not the person being changed', () => {
    expect([...volunteersOf(people, today, null)]).toEqual([['h1', 'Nguyễn Văn Bình'], ['h2', 'Nguyễn Văn Bình'], ['h3', 'Trần Thị An']]);
    expect(volunteersOf(people, today, 'v2').get('h2')).toBe('Trần Thị An');
  });
  test('two phones never make one id, and an id is a row name', () => {
    const ids = new Set(Array.from({ length: 1000 }, () => newId('p')));
    expect(ids.size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,47}$/);
  });
});
