// Who sees what: a table of everyone in the story against every row of it, and what changes when posts change.
import { describe, expect, it } from 'vitest';
import { story, TODAY } from '../story.ts';
import { grantsOf, ROW_KINDS, scopeOf, sees } from './policy.ts';
import type { PersonRow } from './rows.ts';

function full() {
  const told = story();
  for (const [who, household] of [['hoa', 'ho-1'], ['hoa', 'ho-2'], ['binh', 'ho-3'], ['sung', 'ho-9']] as const) {
    told.did(who, 'visit.record', {
      household, on: TODAY, language: 'vi',
      consents: [{ purpose: 'visit-notes', given: true, how: 'spoken', by: 'chủ hộ' }],
      heard: [{ topic: 'road', words: 'Đường vào rẫy hỏng', petition: true }],
      promises: [{ what: 'Báo xã sửa đường', keeper: who, dueOn: '2026-03-20' }],
    });
  }
  return told;
}

const rowsOf = (...households: string[]) => households.flatMap((one) => ['household', 'consent', 'visit', 'petition', 'promise'].map((kind) => `${kind} ${one}`));
const STAFF = ['person mai', 'person thong', 'person hoa', 'person binh', 'person sung', 'person lan', 'person tinh'];
const PUBLIC = ['commune 23512', 'village thon-4', 'village lang-le'];
const ALL = ['ho-1', 'ho-2', 'ho-3', 'ho-9'];

const TABLE: Readonly<Record<string, readonly string[]>> = {
  mai: [...PUBLIC, ...STAFF, 'person brol', 'person nhi', ...rowsOf(...ALL)],
  thong: [...PUBLIC, ...STAFF, 'person brol', 'person nhi', ...rowsOf('ho-1', 'ho-2', 'ho-3')],
  hoa: [...PUBLIC, ...STAFF, ...rowsOf('ho-1', 'ho-2')],
  binh: [...PUBLIC, ...STAFF, ...rowsOf('ho-3')],
  sung: [...PUBLIC, ...STAFF, ...rowsOf('ho-9')],
  lan: [...PUBLIC, ...STAFF, ...ALL.flatMap((one) => [`household ${one}`, `promise ${one}`])],
  brol: ['commune 23512', 'village thon-4', ...STAFF, 'person brol', ...rowsOf('ho-1')],
  nhi: ['commune 23512', 'village thon-4', ...STAFF, 'person nhi', ...rowsOf('ho-2')],
  tinh: [...PUBLIC, 'person tinh'],
};

describe('J10 Ai được xem gì', () => {
  const told = full();
  const label = (key: string) => {
    const row = told.rows.get(key)!;
    return `${row.kind} ${['commune', 'village', 'person'].includes(row.kind) ? row.id : row.household}`;
  };
  it.each(Object.entries(TABLE))('%s xem được đúng những dòng này', (person, expected) => {
    const seen = new Set([...told.seenBy(person).keys()].map(label));
    expect([...seen].sort()).toEqual([...new Set(expected)].sort());
  });

  it('every kind of row of the story has a line in the policy table', () => {
    for (const row of told.rows.values()) expect(ROW_KINDS).toContain(row.kind);
  });

  it('người lạ không có chức vụ chỉ thấy xã và chính mình', () => {
    told.did('mai', 'person.add', { id: 'moi', name: 'Người Mới' });
    expect([...told.seenBy('moi').keys()].sort()).toEqual(['commune/23512', 'person/moi']);
  });

  it('hết nhiệm kỳ hôm qua thì hôm nay không còn thấy hộ nào; người bị khóa không thấy gì', () => {
    const later = full();
    const post = later.row<PersonRow>('person', 'hoa').body.posts[0]!;
    later.did('mai', 'post.end', { person: 'hoa', post: post.id, until: TODAY });
    expect([...later.seenBy('hoa').values()].some((row) => row.household === 'ho-1')).toBe(true);
    later.today = '2026-03-03';
    expect([...later.seenBy('hoa').keys()].sort()).toEqual(['commune/23512', 'person/hoa']);
    later.did('mai', 'person.close', { person: 'binh', on: '2026-03-03' });
    expect(later.seenBy('binh').size).toBe(0);
  });

  it('a post that ought to name a village and does not gives nothing', () => {
    for (const role of ['head', 'volunteer', 'household'] as const) {
      const person: PersonRow = {
        kind: 'person', id: 'x', village: null, household: null,
        body: { name: 'X', closedOn: null, posts: [{ id: 'p', role, village: null, households: ['ho-1'], from: '2026-01-01', until: null }] },
      };
      expect([...told.rows.values()].filter((row) => sees(person, row, TODAY)).map((row) => row.kind)).toEqual(['commune']);
    }
  });
});

describe('J10 scope changes exactly when what may be read changes', () => {
  const person = (...posts: PersonRow['body']['posts']): PersonRow => ({
    kind: 'person', id: 'hoa', village: null, household: null, body: { name: 'Y Hoa', posts, closedOn: null },
  });
  const post = { id: 'a', role: 'volunteer', village: 'thon-4', households: ['ho-1', 'ho-2'], from: '2026-01-01', until: null } as const;

  it('is the same for the same rights under another post id, another order of households, another name', () => {
    expect(scopeOf(person({ ...post, id: 'b', households: ['ho-2', 'ho-1'] }), TODAY)).toBe(scopeOf(person(post), TODAY));
    expect(scopeOf({ ...person(post), body: { ...person(post).body, name: 'Y Hoà' } }, TODAY)).toBe(scopeOf(person(post), TODAY));
    expect(scopeOf(person(post, { ...post, id: 'b' }), TODAY)).toBe(scopeOf(person(post), TODAY));
  });

  it('is another with one household more, another role, another village, or when the post begins and ends', () => {
    const scopes = [
      person(post), person({ ...post, households: ['ho-1'] }), person({ ...post, role: 'head' }), person({ ...post, village: 'lang-le' }),
      person({ ...post, until: '2026-03-01' }),
    ].map((one) => scopeOf(one, TODAY));
    expect(new Set(scopes).size).toBe(scopes.length);
    expect(scopeOf(person({ ...post, from: '2026-03-03' }), TODAY)).toBe(scopeOf(person(), TODAY));
    expect(scopeOf(person({ ...post, from: '2026-03-03' }), '2026-03-03')).toBe(scopeOf(person(post), TODAY));
  });

  it('grants are never without kinds', () => {
    for (const role of ['officer', 'supervisor', 'viewer'] as const) {
      for (const grant of grantsOf(person({ ...post, role, village: null, households: [] }), TODAY)) expect(grant.kinds.length).toBeGreaterThan(0);
    }
  });
});
