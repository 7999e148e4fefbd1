// Single values as villages write them: a table of what each is read as.
import { describe, expect, it } from 'vitest';
import type { Cell } from './cell.ts';
import { letterOf, textOf } from './cell.ts';
import { readBorn, readCount, readLanguage, readName, readNumber, readPhone, readRelation, readSex } from './values.ts';

const how = { today: '2026-11-23', dates: 'day-first' as const };

describe('Values: day or year of birth', () => {
  it.each<[Cell, unknown]>([
    [{ day: '1985-03-05' }, { value: '1985-03-05' }], ['5/3/1985', { value: '1985-03-05' }], ['05.03.1985', { value: '1985-03-05' }], ['05-03-1985', { value: '1985-03-05' }],
    [' 5 / 3 / 1985 ', { value: '1985-03-05' }], ['1985-03-05', { value: '1985-03-05' }], ['1985-03-05 00:00:00', { value: '1985-03-05' }], ['05031985', { value: '1985-03-05' }], [5_031_985, { value: '1985-03-05' }],
    [1985, { value: '1985' }], ['1985', { value: '1985' }], ['1985.0', { value: '1985' }], ['năm 1985', { value: '1985' }], ['3/1985', { value: '1985' }], ['00/00/1985', { value: '1985' }], ['0/3/1985', { value: '1985' }],
    ['ngày 5 tháng 3 năm 1985', { value: '1985-03-05' }], ['khoảng 1985', { value: '1985', doubt: 'born.about' }], ['1985?', { value: '1985', doubt: 'born.about' }],
    ['5/3/85', { value: '1985-03-05', doubt: 'born.short-year' }], ['5/3/12', { value: '2012-03-05', doubt: 'born.short-year' }], ['5/3/27', { value: '1927-03-05', doubt: 'born.short-year' }],
    [31_111, { value: '1985-03-05', doubt: 'born.serial' }], ['31111', { value: '1985-03-05', doubt: 'born.serial' }], ['03/25/1985', { value: '1985-03-25', doubt: 'born.other-order' }],
    ['29/2/1984', { value: '1984-02-29' }], ['29/2/1985', { wrong: 'born.unreadable' }], ['31/02/1980', { wrong: 'born.unreadable' }], ['không rõ', { wrong: 'born.unreadable' }], [{ error: '#REF!' }, { wrong: 'born.unreadable' }], [45, { wrong: 'born.unreadable' }],
    ['12/12/2090', { wrong: 'born.future' }], [{ day: '2026-11-24' }, { wrong: 'born.future' }], ['5/3/1885', { wrong: 'born.too-old' }], ['', { value: null }], [null, { value: null }],
  ])('%j is %j', (cell, expected) => expect(readBorn(cell, how)).toEqual(expected));

  it('dates that an American computer turned round are turned back, and months before days are read so', () => {
    expect(readBorn({ day: '1985-05-03' }, { ...how, dates: 'turned' })).toEqual({ value: '1985-03-05' });
    expect(readBorn('25/03/1985', { ...how, dates: 'turned' })).toEqual({ value: '1985-03-25' });
    expect(readBorn('3/5/1985', { ...how, dates: 'month-first' })).toEqual({ value: '1985-03-05' });
    expect(readBorn({ day: '1985-03-05' }, { ...how, dates: 'month-first' })).toEqual({ value: '1985-03-05' });
  });
});

describe('Values: relation to the head', () => {
  it.each<[string, string, string | null]>([
    ['Chủ hộ', 'head', null], ['CHỦ HỘ', 'head', null], ['CH', 'head', null], ['chu ho', 'head', null], ['Bản thân', 'head', null], ['Vợ', 'spouse', 'f'], ['chồng', 'spouse', 'm'], ['V', 'spouse', 'f'],
    ['Con', 'child', null], ['con đẻ', 'child', null], ['Con trai', 'child', 'm'], ['con gái', 'child', 'f'], ['con thứ 2', 'child', null], ['Con dâu', 'other', null], ['rể', 'other', null], ['Bố', 'parent', 'm'],
    ['Mẹ đẻ', 'parent', 'f'], ['mẹ vợ', 'other', null], ['Cháu', 'grandchild', null], ['cháu nội', 'grandchild', null], ['cháu ruột', 'other', null], ['Ông ngoại', 'grandparent', 'm'], ['bà', 'grandparent', 'f'],
    ['Em trai', 'sibling', 'm'], ['chị gái', 'sibling', 'f'], ['em rể', 'other', null], ['Chú', 'other', 'm'], ['Vợ chủ hộ', 'spouse', 'f'], ['con của chủ hộ', 'child', null],
  ])('%s is %s', (text, relation, sex) => expect(readRelation(text)).toEqual({ value: { relation, sex } }));

  it('an unknown word is taken as other, and shown', () => expect(readRelation('bạn vong niên')).toEqual({ value: { relation: 'other', sex: null }, doubt: 'relation.unknown' }));
});

describe('Values: the small ones', () => {
  it.each<[Cell, unknown]>([[12, '12'], ['012A', '012A'], ['Hộ 12', '12'], ['số 7', '7'], ['12.0', '12'], [' 12 b ', '12b'], ['12/3', '12/3'], ['', null]])('number %j is %j', (cell, value) => expect(readNumber(cell)).toEqual({ value }));
  it.each<Cell>(['mười hai', 'A'.repeat(30), '??1'])('number %j cannot be read', (cell) => expect(readNumber(cell)).toEqual({ wrong: 'number.unreadable' }));

  it.each<[Cell, unknown]>([
    [912_345_678, { value: '0912345678' }], ['0912 345 678', { value: '0912345678' }], ['+84 912 345 678', { value: '0912345678' }], ['84912345678', { value: '0912345678' }], ['0912.345.678', { value: '0912345678' }], ['02603 861 234', { value: '02603861234' }],
    ['0912345678; 0987654321', { value: '0912345678', doubt: 'phone.several' }], ['không có', { value: null }], ['12345', { wrong: 'phone.unreadable' }], ['', { value: null }],
  ])('telephone %j is %j', (cell, expected) => expect(readPhone(cell)).toEqual(expected));

  it.each<[Cell, unknown]>([['Nam', 'm'], ['nữ', 'f'], ['NỮ', 'f'], ['Trai', 'm'], ['-', null], [null, null]])('sex %j is %j', (cell, value) => expect(readSex(cell)).toEqual({ value }));
  it('sex that is a number means nothing', () => expect(readSex(1)).toEqual({ wrong: 'sex.unreadable' }));

  it.each<[Cell, unknown]>([[5, 5], ['5', 5], ['5.0', 5], ['5 khẩu', 5], ['', null]])('count %j is %j', (cell, value) => expect(readCount(cell)).toEqual({ value }));
  it.each<[Cell, unknown]>([['Gia Rai', 'jra'], ['tiếng Ba Na', 'bdq'], ['Kinh', 'vi'], ['Giẻ Triêng', 'Giẻ Triêng'], ['', null]])('language %j is %j', (cell, value) => expect(readLanguage(cell)).toEqual({ value }));

  it.each<[Cell, unknown]>([
    ['1. Nguyễn Văn A', { value: 'Nguyễn Văn A' }], ['- A Thoi', { value: 'A Thoi' }], ['  Rơ   Châm H’Ni ', { value: 'Rơ Châm H’Ni' }], ['Ông Thị Hà', { value: 'Ông Thị Hà' }], ['Bà: Lê Thị B', { value: 'Lê Thị B' }],
    ['A'.repeat(81), { wrong: 'text.long' }], [12, { wrong: 'name.unreadable' }], ['Nguyễn Văn 2', { value: 'Nguyễn Văn 2', doubt: 'name.odd' }], ['', { value: null }],
  ])('name %j is %j', (cell, expected) => expect(readName(cell)).toEqual(expected));

  it('text of cells: NFD, no-break and zero-width marks, line ends', () => {
    expect(textOf('Nguye\u0302\u0303n\u00a0 Va\u0306n\u200b\n A')).toBe('Nguyễn Văn A');
    expect(textOf({ day: '1985-03-05' })).toBe('05/03/1985');
    expect([0, 25, 26, 701, 702].map(letterOf)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  });
});
