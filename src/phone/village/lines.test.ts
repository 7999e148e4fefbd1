// The list of households: who is found, who was long not visited, and in which order: that of the book, never a ranking.
import { describe, expect, it } from 'vitest';
import { searchText } from '#commune/households/search.ts';
import type { HouseholdLine } from '#phone/book.ts';
import { found, foundInside, lateOf, neverVisited, placesIn, unvisited, type Looking } from './lines.ts';

const TODAY = '2026-07-01';
const line = (no: string, head: string, more: Partial<HouseholdLine> = {}): HouseholdLine => ({
  id: `h${no}`, no, head, village: 'v1', place: null, members: 4, search: searchText({ no, head, members: [], place: null }),
  lastVisitOn: '2026-06-20', promises: [], petitions: [], closed: false, cardSince: null, ...more,
});
const promise = (dueOn: string, state: 'open' | 'claimed' = 'open') => ({ id: 'p', what: 'x', keeper: 'a', offeredTo: null, dueOn, state, told: false });
const lines = [
  line('1', 'Nguyễn Thị Hường', { lastVisitOn: '2026-03-01' }),
  line('12', 'A Brol', { lastVisitOn: null, village: 'v2' }),
  line('112', 'Đặng Văn Đức', { promises: [promise('2026-06-30')] }),
  line('13', 'Siu H’Lan', { closed: true }),
];
const looking = (change: Partial<Looking>): Looking => ({ words: '', filter: 'all', village: null, ...change });
const heads = (change: Partial<Looking>) => found(lines, looking(change), TODAY).map(({ head }) => head);

describe('Các hộ', () => {
  it('finds with and without marks, in NFC and NFD, and by number', () => {
    expect(heads({ words: 'nguyen' })).toEqual(['Nguyễn Thị Hường']);
    expect(heads({ words: 'HƯỜNG'.normalize('NFD') })).toEqual(['Nguyễn Thị Hường']);
    expect(heads({ words: '12' })).toEqual(['A Brol']);
    expect(heads({ words: 'duc dang' })).toEqual(['Đặng Văn Đức']);
    expect(heads({ words: 'không ai' })).toEqual([]);
  });
  it('says where somebody else than the head bears the name that is looked for', () => {
    const member = { id: 'm', name: 'Nguyễn Thị Sáu', relation: 'spouse', sex: null, born: null, leftOn: null } as const;
    const home = line('012A', 'Hoàng Minh Lâm', { place: 'Xóm Hồ', search: searchText({ no: '012A', head: 'Hoàng Minh Lâm', members: [member], place: 'Xóm Hồ' }) });
    expect(['nguyen', 'Sáu', 'lâm sáu'].map((words) => foundInside(home, words))).toEqual([true, true, true]);
    expect(['', 'hoang', '12a', 'xom ho'].map((words) => foundInside(home, words))).toEqual([false, false, false, false]);
  });
  it('shows those who are here, and the closed ones only when asked for', () => {
    expect(heads({})).toEqual(['Nguyễn Thị Hường', 'A Brol', 'Đặng Văn Đức']);
    expect(heads({ filter: 'closed' })).toEqual(['Siu H’Lan']);
  });
  it('filters by what is owed, by visits and by village, in the order of the book', () => {
    expect(heads({ filter: 'promises' })).toEqual(['Đặng Văn Đức']);
    expect(heads({ filter: 'unvisited' })).toEqual(['Nguyễn Thị Hường']);
    expect(heads({ filter: 'unvisited', village: 'v2' })).toEqual([]);
    expect(heads({ filter: 'never-visited' })).toEqual(['A Brol']);
    expect(heads({ filter: 'never-visited', village: 'v1' })).toEqual([]);
  });
  it('ninety days are not long yet, ninety-one are', () => {
    expect(unvisited(line('1', 'x', { lastVisitOn: '2026-04-02' }), TODAY)).toBe(false);
    expect(unvisited(line('1', 'x', { lastVisitOn: '2026-04-01' }), TODAY)).toBe(true);
  });
  it('of a household that nobody has visited yet, as one put into the book today, no days are told', () => {
    const fresh = line('2', 'Y Mới', { lastVisitOn: null });
    expect([unvisited(fresh, TODAY), neverVisited(fresh)]).toEqual([false, true]);
    expect(neverVisited({ ...fresh, closed: true })).toBe(false);
    expect(neverVisited({ ...fresh, lastVisitOn: TODAY })).toBe(false);
  });
  it('a list of several villages says of each household in which it is', () => {
    const villages = [{ id: 'v1', body: { name: 'Thôn 1' } }, { id: 'v2', body: { name: 'Làng Hai' } }];
    const [here, there] = [line('1', 'x', { place: 'Xóm Hồ' }), line('1', 'y', { village: 'v2' })];
    expect([here, there].map(placesIn([here, there], villages))).toEqual(['Thôn 1 · Xóm Hồ', 'Làng Hai']);
    expect([here].map(placesIn([here], villages))).toEqual(['Xóm Hồ']);
    expect(placesIn([], villages)(there)).toBe('');
  });
  it('a promise is late the day after it was due, unless it is said to be done', () => {
    expect(lateOf(line('1', 'x', { promises: [promise(TODAY), promise('2026-06-30'), promise('2026-06-30', 'claimed')] }), TODAY)).toBe(1);
  });
});
