// Probable twins are told by reasons people can check; different families with one name are left in peace.
import { describe, expect, it } from 'vitest';
import type { HouseholdBody } from './rows.ts';
import { marksOf, twinReasons, twinsAmong, type TwinSight } from './twins.ts';

const member = (name: string, leftOn: string | null = null) => ({ id: name, name, relation: 'other' as const, sex: null, born: null, leftOn });
const sight = (id: string, no: string, head: string, more: Partial<HouseholdBody> = {}, also: Partial<TwinSight> = {}): TwinSight =>
  ({ id, village: 'v', no, head, closed: false, marks: marksOf({ head, members: more.members ?? [], phone: more.phone ?? null }), ...also });

describe('Có thể là một nhà ghi hai lần', () => {
  it.each([
    ['012', '12', ['number']],
    ['12', '12A', ['near-number']],
    ['12', '13', ['near-number']],
    ['12', '40', []],
    ['A', 'B', []],
  ])('số %s và %s: %j', (a, b, reasons) => {
    expect(twinReasons(sight('1', a, 'Nguyễn Văn Nhị'), sight('2', b, 'NGUYEN VAN NHI'))).toEqual(reasons);
  });

  it('cùng người trong nhà, cùng điện thoại, viết kiểu nào cũng nhận ra; người đã đi thì không tính', () => {
    const one = sight('1', '12', 'A Brol', { members: [member('A Brol'), member('Y Wên')], phone: '0905 111 222' });
    expect(twinReasons(one, sight('2', '90', 'A Brol', { members: [member('y wen')], phone: '+84 905111222; 0911' }))).toEqual(['member', 'phone']);
    expect(twinReasons(one, sight('2', '90', 'A Brol', { members: [member('Y Wên', '2026-01-01')] }))).toEqual([]);
  });

  it('tên ngắn hay trùng: trùng tên mà khác năm sinh thì không tính; hai chủ hộ khác năm sinh là hai người', () => {
    const born = (name: string, year: string | null) => ({ ...member(name), born: year });
    const one = sight('1', '12', 'A Brol', { members: [born('A Brol', '1970'), born('Y Wên', '2001')] });
    expect(twinReasons(one, sight('2', '90', 'A Brol', { members: [born('Y Wên', '1980')] }))).toEqual([]);
    expect(twinReasons(one, sight('2', '90', 'A Brol', { members: [born('A Brol', '1971-05-01'), born('Y Wên', null)] }))).toEqual(['member']);
    expect(twinReasons(one, sight('2', '12', 'A Brol', { members: [born('A Brol', '1990'), born('Y Wên', '2001')] }))).toEqual([]);
  });

  it.each([
    ['khác thôn', {}, { village: 'w' }], ['đã khép sổ', {}, { closed: true }], ['đã nói là hai hộ', {}, { apart: ['1'] }], ['đã gộp', {}, { mergedInto: '1' }],
  ] as const)('không hỏi khi %s', (_what, more, also) => {
    expect(twinReasons(sight('1', '12', 'A Brol'), sight('2', '12', 'A Brol', more, also))).toEqual([]);
  });

  it('chủ hộ khác tên thì không phải', () => {
    expect(twinReasons(sight('1', '12', 'A Brol', { phone: '0905111222' }), sight('2', '12', 'A Brul', { phone: '0905111222' }))).toEqual([]);
  });

  it('tìm trong cả danh sách: từng cặp, không ai so với chính mình', () => {
    const all = [sight('1', '12', 'A Brol'), sight('2', '012', 'a brol'), sight('3', '13', 'A Brôl'), sight('4', '77', 'Y Ngọc')];
    expect(twinsAmong(all).map(({ one, other, reasons }) => [one.id, other.id, ...reasons])).toEqual([['1', '2', 'number'], ['1', '3', 'near-number'], ['2', '3', 'near-number']]);
  });
});
