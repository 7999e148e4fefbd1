// Founding a commune, giving and ending posts: somebody can always give posts, and a post is worth its days only.
import { describe, expect, it } from 'vitest';
import { COMMUNE, PEOPLE, Story, story, TODAY } from '../story.ts';
import type { CommuneRow, PersonRow } from './rows.ts';

const found = { code: COMMUNE, name: 'Đăk Mar', province: 'Quảng Ngãi', sample: false };
const officer = { role: 'officer', village: null, households: [], from: '2026-01-01', until: null } as const;
const postOf = (told: Story, person: string) => told.row<PersonRow>('person', person).body.posts[0]!.id;
const officers = (told: Story) => told.row<CommuneRow>('commune', COMMUNE).body.officers.map((one) => one.person);

describe('Lập sổ xã: một lần, và người lập là cán bộ đầu tiên', () => {
  it('lập xã, ghi tên mình, nhận chức vụ', () => {
    const told = new Story();
    told.did('mai', 'commune.found', found);
    told.did('mai', 'person.add', { id: 'mai', name: 'Trần Thị Mai' });
    told.did('mai', 'post.give', { person: 'mai', ...officer });
    expect(officers(told)).toEqual(['mai']);
    told.did('mai', 'village.add', { id: 'thon-4', name: 'Thôn 4', languages: ['vi'] });
  });

  it('xã đã lập thì không lập lại; mã xã phải đúng', () => {
    expect(story().refused('mai', 'commune.found', found)).toEqual({ code: 'commune.known', params: { name: 'Đăk Mar' } });
    expect(new Story().refused('mai', 'commune.found', { ...found, code: '23538' }).code).toBe('commune.other');
  });

  it('trước khi có cán bộ, người lập chỉ nói được về chính mình, và chỉ chức cán bộ', () => {
    const told = new Story();
    expect(told.refused('mai', 'person.add', { id: 'mai', name: 'Mai' }).code).toBe('post.needed');
    told.did('mai', 'commune.found', found);
    expect(told.refused('mai', 'person.add', { id: 'hoa', name: 'Hoa' }).code).toBe('post.needed');
    told.did('mai', 'person.add', { id: 'mai', name: 'Mai' });
    expect(told.refused('mai', 'post.give', { ...officer, person: 'mai', role: 'viewer' }).code).toBe('post.needed');
    expect(told.refused('mai', 'post.give', { ...officer, person: 'mai', from: '2026-03-09' })).toEqual({ code: 'post.first-officer', params: { today: TODAY } });
    expect(told.refused('mai', 'post.give', { ...officer, person: 'mai', until: '2026-12-31' }).code).toBe('post.first-officer');
    told.did('mai', 'post.give', { ...officer, person: 'mai' });
    expect(told.refused('la', 'person.add', { id: 'la', name: 'Lạ' }).code).toBe('post.needed');
  });
});

describe('Luôn còn một cán bộ giao được chức vụ', () => {
  it('không kết thúc được chức vụ cán bộ cuối cùng, không khóa được người ấy', () => {
    const told = story();
    const refusal = { code: 'post.last-officer', params: { name: PEOPLE.mai!.name } };
    expect(told.refused('mai', 'post.end', { person: 'mai', post: postOf(told, 'mai'), until: '2026-12-31' })).toEqual(refusal);
    expect(told.refused('mai', 'person.close', { person: 'mai', on: TODAY })).toEqual(refusal);
  });

  it.each([
    ['người kế nhiệm chỉ đến cuối năm', { until: '2026-12-31' }, false],
    ['người kế nhiệm bắt đầu tuần sau', { from: '2026-03-09' }, false],
    ['người kế nhiệm đã nhận, không có hạn', {}, true],
  ])('%s', (_what, change, may) => {
    const told = story();
    told.did('mai', 'person.add', { id: 'duc', name: 'Đặng Văn Đức' });
    told.did('mai', 'post.give', { person: 'duc', ...officer, ...change });
    const body = { person: 'mai', post: postOf(told, 'mai'), until: TODAY };
    if (!may) expect(told.refused('mai', 'post.end', body).code).toBe('post.last-officer');
    else {
      told.did('mai', 'post.end', body);
      told.today = '2026-03-03';
      expect(told.refused('mai', 'village.add', { id: 'x', name: 'X', languages: ['vi'] })).toEqual({ code: 'post.ended', params: { role: 'officer', until: TODAY } });
      told.did('duc', 'village.add', { id: 'x', name: 'X', languages: ['vi'] });
    }
  });

  it('hai cán bộ cùng cho nhau nghỉ khi không có sóng: người sau bị từ chối', () => {
    const told = story();
    told.did('mai', 'person.add', { id: 'duc', name: 'Đức' });
    told.did('mai', 'post.give', { person: 'duc', ...officer });
    told.did('duc', 'person.close', { person: 'mai', on: TODAY });
    expect(told.refused('mai', 'person.close', { person: 'duc', on: TODAY })).toEqual({ code: 'person.closed', params: { on: TODAY } });
    expect(officers(told)).toEqual(['duc']);
  });
});

describe('Mỗi chức vụ đứng đúng chỗ của nó', () => {
  const base = { village: null, households: [], from: '2026-03-01', until: null };
  it.each([
    ['trưởng thôn không có thôn', { role: 'head' }, 'post.place'],
    ['cán bộ xã có thôn', { role: 'officer', village: 'thon-4' }, 'post.place'],
    ['trưởng thôn có hộ phụ trách', { role: 'head', village: 'thon-4', households: ['ho-1'] }, 'post.place'],
    ['thôn không có trong sổ', { role: 'head', village: 'thon-x' }, 'village.unknown'],
    ['tình nguyện viên phụ trách hộ thôn khác', { role: 'volunteer', village: 'thon-4', households: ['ho-1', 'ho-9'] }, 'household.elsewhere'],
    ['tình nguyện viên phụ trách hộ không có', { role: 'volunteer', village: 'thon-4', households: ['ho-x'] }, 'household.elsewhere'],
    ['thẻ hộ không có hộ', { role: 'household', village: 'thon-4' }, 'post.place'],
    ['thẻ hộ có hai hộ', { role: 'household', village: 'thon-4', households: ['ho-1', 'ho-2'] }, 'post.place'],
    ['thẻ hộ của hộ thôn khác', { role: 'household', village: 'thon-4', households: ['ho-9'] }, 'household.elsewhere'],
    ['kết thúc trước khi bắt đầu', { role: 'viewer', until: '2026-02-01' }, 'day.early'],
  ] as const)('%s: %s', (_what, change, code) => {
    const told = story();
    told.did('mai', 'person.add', { id: 'moi', name: 'Người Mới' });
    expect(told.refused('mai', 'post.give', { ...base, person: 'moi', ...change, households: [...('households' in change ? change.households : [])] }).code).toBe(code);
  });

  it('một người không vừa là đại diện hộ vừa có chức vụ: tên đại diện hộ chỉ thôn mình thấy', () => {
    const told = story();
    expect(told.refused('mai', 'post.give', { ...base, person: 'hoa', role: 'household', village: 'thon-4', households: ['ho-1'] }).code).toBe('post.mixed');
    expect(told.refused('mai', 'post.give', { ...base, person: 'brol', role: 'head', village: 'thon-4' }).code).toBe('post.mixed');
    expect(told.refused('mai', 'post.give', { ...base, person: 'brol', role: 'household', village: 'thon-4', households: ['ho-2'] }).code).toBe('post.mixed');
    expect(told.row('person', 'brol')).toMatchObject({ village: 'thon-4', household: 'ho-1' });
  });

  it('cùng một chức vụ hai lần cùng lúc thì không; nhiệm kỳ sau nối nhiệm kỳ trước thì được', () => {
    const told = story();
    const head = { ...base, person: 'thong', role: 'head', village: 'thon-4' } as const;
    expect(told.refused('mai', 'post.give', head)).toEqual({ code: 'post.held', params: { role: 'head', from: '2026-01-01' } });
    told.did('mai', 'post.end', { person: 'thong', post: postOf(told, 'thong'), until: '2026-06-30' });
    told.did('mai', 'post.give', { ...head, from: '2026-07-01' });
  });

  it('chức vụ chưa bắt đầu thì chưa làm được gì', () => {
    const told = story();
    told.did('mai', 'person.add', { id: 'moi', name: 'Người Mới' });
    told.did('mai', 'post.give', { ...base, person: 'moi', role: 'head', village: 'thon-4', from: '2026-03-03' });
    const body = { id: 'ho-5', village: 'thon-4', no: '5', head: 'A Năm' };
    expect(told.refused('moi', 'household.register', body)).toEqual({ code: 'post.needed', params: { roles: 'officer head' } });
    told.today = '2026-03-03';
    told.did('moi', 'household.register', body);
  });

  it('chức vụ kết thúc từ hôm qua là hết ngay hôm nay', () => {
    const told = story();
    told.did('mai', 'post.end', { person: 'thong', post: postOf(told, 'thong'), until: '2026-03-01' });
    expect(told.refused('thong', 'household.close', { household: 'ho-1', on: TODAY })).toEqual({ code: 'post.ended', params: { role: 'head', until: '2026-03-01' } });
    expect(told.refused('mai', 'post.end', { person: 'thong', post: postOf(told, 'thong'), until: TODAY }).code).toBe('post.over');
  });

  it('người bị khóa không làm được gì nữa, kể cả đổi tên mình', () => {
    const told = story();
    told.did('mai', 'person.close', { person: 'hoa', on: TODAY });
    expect(told.refused('hoa', 'promise.make', { household: 'ho-1', what: 'x', keeper: 'hoa', dueOn: TODAY, on: TODAY })).toEqual({ code: 'person.closed', params: { on: TODAY } });
    expect(told.refused('hoa', 'person.rename', { person: 'hoa', name: 'Y' }).code).toBe('person.closed');
    expect(told.row<PersonRow>('person', 'hoa').body.posts[0]!.until).toBe('2026-03-01');
  });
});

describe('Phân công hộ cho tình nguyện viên', () => {
  const assign = (told: Story, who: string, households: string[], was?: string[]) =>
    told.did(who, 'post.assign', { person: 'hoa', post: postOf(told, 'hoa'), households, ...(was ? { was } : {}) });
  const now = (told: Story) => told.row<PersonRow>('person', 'hoa').body.posts[0]!.households;

  it('trưởng thôn phân công lại; hộ thôn khác thì không', () => {
    const told = story();
    assign(told, 'thong', ['ho-3']);
    expect(now(told)).toEqual(['ho-3']);
    expect(told.refused('thong', 'post.assign', { person: 'hoa', post: postOf(told, 'hoa'), households: ['ho-9'] }).code).toBe('household.elsewhere');
    expect(told.refused('sung', 'post.assign', { person: 'hoa', post: postOf(told, 'hoa'), households: [] }).code).toBe('post.elsewhere');
  });

  it('hai người cùng phân công khi không có sóng: phần thêm bớt của cả hai đều giữ', () => {
    const told = story();
    assign(told, 'thong', ['ho-1', 'ho-2', 'ho-3'], ['ho-1', 'ho-2']);
    assign(told, 'mai', ['ho-2'], ['ho-1', 'ho-2']);
    expect(now(told)).toEqual(['ho-2', 'ho-3']);
  });
});

describe('Lịch làm việc của xã', () => {
  it('một ngày không vừa nghỉ vừa làm; ngày lặp chỉ ghi một lần', () => {
    const told = story();
    expect(told.refused('mai', 'commune.calendar', { daysOff: ['2026-05-04'], daysOn: ['2026-05-04'] }).code).toBe('commune.day-twice');
    told.did('mai', 'commune.calendar', { daysOff: ['2026-05-05', '2026-05-04', '2026-05-04'] });
    expect(told.row<CommuneRow>('commune', COMMUNE).body).toMatchObject({ daysOff: ['2026-05-04', '2026-05-05'], daysOn: [] });
    expect(told.refused('thong', 'commune.calendar', { daysOff: [] }).code).toBe('post.needed');
  });
});

describe('Tên của máy chủ', () => {
  it('không ai được ghi sổ dưới tên mà máy chủ dùng để làm việc đã quyết', () => {
    expect(story().refused('mai', 'person.add', { id: 'house', name: 'Ai đó' }).code).toBe('person.known');
  });
});
