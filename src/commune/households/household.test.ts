// The register and its consents: twins stand, the later value wins and the earlier is told, a withdrawal is never undone by an old paper.
import { describe, expect, it } from 'vitest';
import { story, Story, TODAY } from '../story.ts';
import type { ConsentRow, HouseholdRow } from './rows.ts';

const home = (told: Story, id = 'ho-1') => told.row<HouseholdRow>('household', id).body;

describe('Sổ hộ', () => {
  it('hai máy ghi cùng một số hộ khi không có sóng: cả hai dòng đều đứng, cùng một mã thì không', () => {
    const told = story();
    const body = { id: 'a-1', village: 'thon-4', no: '012', head: 'A Brol' };
    told.did('thong', 'household.register', body);
    told.did('mai', 'household.register', { ...body, id: 'b-1' });
    expect(told.refused('thong', 'household.register', body)).toEqual({ code: 'household.known', params: { household: 'a-1' } });
  });

  it('trưởng thôn không ghi hộ vào thôn khác; thôn phải có trong sổ', () => {
    const body = { id: 'a-1', village: 'lang-le', no: '1', head: 'A' };
    expect(story().refused('thong', 'household.register', body)).toEqual({ code: 'post.elsewhere', params: { role: 'head' } });
    expect(story().refused('mai', 'household.register', { ...body, village: 'x' }).code).toBe('village.unknown');
  });

  it.each([
    [{ members: [{ name: 'Y', relation: 'child', born: '2027' }] }, { field: 'born', day: '2027' }],
  ] as const)('người chưa sinh thì chưa ghi: %j', (change, params) => {
    expect(story().refused('mai', 'household.register', { id: 'a', village: 'thon-4', no: '1', head: 'A', members: [...change.members] })).toEqual({ code: 'day.future', params });
  });

  it.each([
    ['số hộ trống', { no: ' ' }, 'no missing'],
    ['không ghi tọa độ, số căn cước: trường lạ', { cccd: '051099000001' }, 'cccd unknown'],
    ['số điện thoại có chữ', { phone: 'gọi anh Hai' }, 'phone form'],
    ['năm sinh viết kiểu khác', { members: [{ name: 'Y', relation: 'child', born: '1/2/1990' }] }, 'members.0.born form'],
    ['quan hệ lạ', { members: [{ name: 'Y', relation: 'enemy' }] }, 'members.0.relation choice'],
  ])('%s', (_what, change, problem) => {
    const { outcome } = story().tell('mai', 'household.register', { id: 'a', village: 'thon-4', no: '1', head: 'A', ...change });
    const [field, why] = problem.split(' ');
    expect(outcome).toEqual({ refusal: { code: 'body.invalid', params: { field, problem: why } } });
  });

  it('thêm người, sửa người, ghi người đã đi', () => {
    const told = story();
    const member = told.did('hoa', 'member.add', { household: 'ho-1', name: 'Y Mới', relation: 'child', born: '2019-05-01' });
    told.did('hoa', 'member.amend', { household: 'ho-1', member, name: 'Y Mơi', sex: 'f' });
    expect(home(told).members.at(-1)).toEqual({ id: member, name: 'Y Mơi', relation: 'child', sex: 'f', born: '2019-05-01', leftOn: null });
    told.did('thong', 'member.leave', { household: 'ho-1', member, on: TODAY });
    told.did('hoa', 'member.leave', { household: 'ho-1', member, on: TODAY });
    expect(home(told).members.at(-1)!.leftOn).toBe(TODAY);
    expect(home(told).meetings).toBeUndefined();
    expect(told.refused('hoa', 'member.amend', { household: 'ho-1', member: 'x', name: 'Z' }).code).toBe('member.unknown');
    expect(told.refused('binh', 'member.add', { household: 'ho-1', name: 'Z', relation: 'other' })).toEqual({ code: 'household.unknown', params: { household: 'ho-1' } });
  });

  it('sửa một hộ vừa khép sổ: điều sửa được giữ, hộ được xem lại; giữ khép hay mở lại do trưởng thôn', () => {
    const told = story();
    told.did('thong', 'household.close', { household: 'ho-1', on: TODAY });
    told.did('hoa', 'household.amend', { household: 'ho-1', place: 'Xóm suối', was: { place: null } });
    told.did('hoa', 'member.add', { household: 'ho-1', name: 'Y Mới', relation: 'child' });
    expect(home(told)).toMatchObject({ place: 'Xóm suối', closedOn: TODAY, review: [{ by: 'hoa', on: TODAY }] });
    expect(told.refused('hoa', 'household.reopen', { household: 'ho-1', was: TODAY }).code).toBe('post.needed');
    const shut = told.copy();
    shut.did('thong', 'household.close', { household: 'ho-1', on: TODAY });
    expect(home(shut)).not.toHaveProperty('review');
    expect(home(shut).closedOn).toBe(TODAY);
    told.did('thong', 'household.reopen', { household: 'ho-1', was: TODAY });
    expect(home(told)).not.toHaveProperty('review');
    expect(home(told)).toMatchObject({ place: 'Xóm suối', closedOn: null });
  });
});

describe('Luật 91/2025: im lặng không phải là đồng ý, và lúc nào cũng rút lại được', () => {
  const said = { household: 'ho-1', purpose: 'visit-notes', given: true, how: 'spoken', language: 'sed', by: 'A Brol', on: '2026-02-20' } as const;
  const consent = (told: Story) => told.row<ConsentRow>('consent', 'ho-1.visit-notes').body;

  it('ghi lời đồng ý: ai nói, bằng tiếng gì, nghe bản nào', () => {
    const told = story();
    told.did('hoa', 'consent.record', said);
    expect(consent(told)).toEqual({ purpose: 'visit-notes', given: true, how: 'spoken', language: 'sed', text: 'vi-2026-1', by: 'A Brol', on: '2026-02-20', withdrawnOn: null });
  });

  it.each([['gia đình', 'brol'], ['tình nguyện viên', 'hoa'], ['trưởng thôn', 'thong'], ['cán bộ', 'mai']])('%s ghi việc rút lại', (_who, person) => {
    const told = story();
    told.did('hoa', 'consent.record', said);
    told.did(person, 'consent.withdraw', { household: 'ho-1', purpose: 'visit-notes', on: TODAY });
    expect(consent(told).withdrawnOn).toBe(TODAY);
    expect(told.refused(person, 'consent.withdraw', { household: 'ho-1', purpose: 'visit-notes', on: TODAY }).code).toBe('consent.withdrawn');
  });

  it('nhà khác không rút thay; chưa đồng ý thì không có gì để rút', () => {
    const told = story();
    expect(told.refused('brol', 'consent.withdraw', { household: 'ho-1', purpose: 'photo', on: TODAY }).code).toBe('consent.none');
    told.did('hoa', 'consent.record', said);
    expect(told.refused('nhi', 'consent.withdraw', { household: 'ho-1', purpose: 'visit-notes', on: TODAY }).code).toBe('household.unknown');
  });

  it.each([
    ['tờ đồng ý cũ đến muộn', '2026-02-25', true],
    ['cùng ngày rút', '2026-03-01', true],
    ['gia đình đồng ý lại hôm sau', '2026-03-02', false],
  ])('đã rút ngày 01/03; %s', (_what, on, refused) => {
    const told = story();
    told.did('hoa', 'consent.record', said);
    told.did('brol', 'consent.withdraw', { household: 'ho-1', purpose: 'visit-notes', on: '2026-03-01' });
    if (refused) expect(told.refused('hoa', 'consent.record', { ...said, on })).toEqual({ code: 'consent.later', params: { purpose: 'visit-notes', on: '2026-03-01' } });
    else told.did('hoa', 'consent.record', { ...said, on });
    expect(consent(told).withdrawnOn === null).toBe(!refused);
  });
});
