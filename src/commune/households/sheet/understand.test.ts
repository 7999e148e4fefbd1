// What the made files do not show: odd heads, columns mapped by hand, dates turned round, villages left out, whole-sheet checks.
import { describe, expect, it } from 'vitest';
import type { Cell, Merge, Sheet } from './cell.ts';
import { check } from './check.ts';
import { columnOf, fieldOf } from './fields.ts';
import { findHead } from './frame.ts';
import { guess, villageOf } from './guess.ts';
import type { Mapping, Part } from './mapping.ts';
import { askShape } from './mapping.ts';
import { prepare } from './prepare.ts';
import { headKey, sightOf } from './sight.ts';
import { understand } from './understand.ts';

const VILLAGES = [{ id: 'v1', name: 'Thôn Kon Năng' }, { id: 'v2', name: 'Làng Đắk Lung' }];
const sheet = (rows: readonly (readonly Cell[])[], merges: readonly Merge[] = [], name = 'S'): Sheet => ({ name, hidden: false, rows, merges });
const setting = { village: 'v1', villages: VILLAGES, today: '2026-11-23' };
const read = (one: Sheet, more: Partial<Mapping> = {}) => understand(one, { ...guess(one, VILLAGES), ...more }, setting);
const codes = (one: Sheet, more: Partial<Mapping> = {}): string[] => read(one, more).problems.map((problem) => `${problem.code} ${problem.row ?? problem.column ?? '-'}`);

describe('Heads: what a column is, by the words above it', () => {
  it.each<[string, string | null]>([
    ['STT', 'index'], ['TT', 'index'], ['Số hộ', 'no'], ['SO HO', 'no'], ['Mã hộ', 'no'], ['Hộ', 'no'], ['Họ', 'surname'], ['Họ và tên chủ hộ', 'head'], ['HỌ TÊN CHỦ HỘ', 'head'], ['Chủ hộ (ghi chữ in hoa)', 'head'],
    ['Họ và tên', 'name'], ['Ho va ten', 'name'], ['Họ, chữ đệm và tên', 'name'], ['Họ và tên chủ hộ và các thành viên', 'name'], ['Quan hệ với chủ hộ', 'relation'], ['QH với chủ hộ', 'relation'],
    ['Năm sinh', 'born'], ['Ngày, tháng, năm sinh', 'born'], ['Năm sinh (nam)', 'born'], ['Nam', 'sex-m'], ['Nữ', 'sex-f'], ['Năm', null], ['Giới tính', 'sex'], ['Nam/Nữ', 'sex'], ['Phái', 'sex'],
    ['Số nhân khẩu', 'count'], ['Khẩu', 'count'], ['Thôn', 'village'], ['Làng/Thôn', 'village'], ['Bản', 'village'], ['Địa chỉ', 'place'], ['Nơi ở hiện nay', 'place'], ['Xóm', 'place'], ['Điện thoại', 'phone'], ['SĐT', 'phone'], ['ĐT liên hệ', 'phone'], ['Số liên hệ', 'phone'], ['ĐT chủ hộ', 'phone'],
    ['Điện thoại chủ hộ', 'phone'], ['Tiếng nói', 'language'], ['Các thành viên trong hộ', 'members'], ['Ghi chú', null], ['Số sổ hộ khẩu', 'left-out'],
    ['Dân tộc', 'withheld'], ['Tôn giáo', 'withheld'], ['Số CCCD/CMND', 'withheld'], ['Căn cước công dân', 'withheld'], ['Hộ nghèo', 'withheld'], ['Đảng viên', 'withheld'], ['Thu nhập bình quân', 'withheld'], ['Toạ độ nhà', 'withheld'], ['Số BHYT', 'withheld'],
  ])('%s is %s', (head, field) => expect(fieldOf(head)).toBe(field));

  it.each<[readonly string[], string | null]>([
    [['Năm sinh', 'Nam'], 'born-m'], [['Năm sinh', 'Nữ'], 'born-f'], [['Ngày sinh', 'Ngày'], 'born-day'], [['Ngày sinh', 'Tháng'], 'born-month'], [['Ngày sinh', 'Năm'], 'born-year'],
    [['Giới tính', 'Nam'], 'sex-m'], [['Nhân khẩu', 'Tổng số'], 'count'], [['Nhân khẩu', 'Nữ'], 'left-out'], [['Chủ hộ', 'Họ và tên'], 'head'], [['Chủ hộ', 'Năm sinh'], 'born'], [['Thông tin chủ hộ', 'CCCD'], 'withheld'],
  ])('%j is %s', (parts, field) => expect(columnOf(parts).field).toBe(field));

  it('a title row with the words of a head is not the head, and a head may have a group row above it', () => {
    expect(findHead(sheet([['Danh sách chủ hộ, số nhân khẩu'], [], ['STT', 'Họ tên chủ hộ', 'Số khẩu'], [1, 'A', 2]]))).toEqual({ headRow: 2, headRows: 1 });
    expect(findHead(sheet([['Chủ hộ', null, 'Thành viên 1', null], ['Họ tên', 'Năm sinh', 'Họ tên', 'Năm sinh'], ['A', 1980, 'B', 1982]], [[0, 0, 0, 1], [0, 2, 0, 3]]))).toEqual({ headRow: 0, headRows: 2 });
    expect(findHead(sheet([['A', 'B'], [1, 2]])).headRows).toBe(0);
  });

  it('a group head without merges, as in CSV, stands over the columns to its right', () => {
    const one = sheet([['STT', 'Họ tên chủ hộ', 'Năm sinh', null], [null, null, 'Nam', 'Nữ'], ['1', 'A Thoi', '1980', null], ['2', 'Y Hương', null, '1985']]);
    expect(guess(one, VILLAGES).columns.map((column) => column.field)).toEqual(['no', 'head', 'born-m', 'born-f']);
    expect(read(one).households.map((household) => household.members[0])).toMatchObject([{ sex: 'm', born: '1980' }, { sex: 'f', born: '1985' }]);
  });
});

describe('Villages: names with and without marks and kinds of place', () => {
  it.each([['Kon Năng', 'v1'], ['kon nang', 'v1'], ['THÔN KON NĂNG', 'v1'], ['làng Đăk Lung', 'v2'], ['Dak Lung', 'v2'], ['Thôn', null], ['Xa lạ', null]])('%s is %s', (text, id) => expect(villageOf(text, VILLAGES)).toBe(id));

  const table = sheet([['Thôn', 'Số hộ', 'Họ tên chủ hộ'], ['Kon Năng', 1, 'A'], ['Xa', 1, 'Bùi Văn B'], ['Xa', 2, 'Bùi Văn C'], ['Đắk Lung', 1, 'Bùi Văn D']]);
  it('an unknown one stops once a name; one that is left out on purpose is counted', () => {
    expect(codes(table)).toContain('village.unknown 3');
    expect(read(table).problems.find((one) => one.code === 'village.unknown')!.params).toEqual({ name: 'Xa', count: 2 });
    const left = read(table, { villages: { Xa: null } });
    expect(left.problems.map((one) => one.code)).toContain('village.left-out');
    expect(left.households.map((one) => one.village)).toEqual(['v1', 'v2']);
    expect(read(table, { villages: { Xa: 'v2' } }).households).toHaveLength(4);
    expect(read(table, { villages: { Xa: 'elsewhere' } }).problems.map((one) => one.code)).toContain('village.unknown');
  });

  it('the people of a household that is left out are no strays', () => {
    const people = sheet([['Thôn', 'Số hộ', 'Họ và tên', 'Quan hệ'], ['Xa', 1, 'Bùi Văn B', 'Chủ hộ'], [null, null, 'Bùi Thị C', 'Con'], ['Kon Năng', 1, 'Bùi Văn D', 'Chủ hộ']]);
    expect(read(people, { villages: { Xa: null } })).toMatchObject({ households: [{ head: 'Bùi Văn D' }], problems: [{ code: 'village.left-out' }] });
  });

  it('without any village nothing is guessed', () => {
    const one = sheet([['Số hộ', 'Họ tên chủ hộ'], [1, 'Bùi Văn A'], [2, 'Bùi Văn B']]);
    expect(understand(one, guess(one, VILLAGES), { ...setting, village: null }).problems.map((problem) => problem.code)).toEqual(['village.missing']);
  });
});

describe('Whole columns: dates turned round and totals', () => {
  const head = ['Số hộ', 'Họ tên chủ hộ', 'Ngày sinh'];
  const turned = sheet([head, [1, 'Bùi Văn A', { day: '1980-05-03' }], [2, 'Bùi Văn B', { day: '1981-07-02' }], [3, 'Bùi Văn C', { day: '1982-01-12' }], [4, 'Bùi Văn D', '25/03/1980'], [5, 'Bùi Văn E', '31/12/1981'], [6, 'Bùi Văn F', '13/01/1982']]);
  it('an American computer that turned what it could is noticed, and turned back on wish', () => {
    expect(codes(turned)).toEqual(['born.maybe-turned C']);
    const back = read(turned, { dates: 'turned' });
    expect(back.problems).toEqual([]);
    expect(back.households.map((one) => one.members[0]!.born)).toEqual(['1980-03-05', '1981-02-07', '1982-12-01', '1980-03-25', '1981-12-31', '1982-01-13']);
  });

  it('dates that make sense only month first are noticed', () => {
    const american = sheet([head, [1, 'Bùi Văn A', '03/25/1980'], [2, 'Bùi Văn B', '12/31/1981'], [3, 'Bùi Văn C', '1/13/1982']]);
    expect(codes(american)).toContain('born.maybe-month-first C');
    expect(codes(american, { dates: 'month-first' })).toEqual([]);
  });

  it('a column of notes is not taken, and that is said once; an empty one is passed over', () => {
    const rows = (notes: readonly (string | null)[]): Cell[][] => [['Số hộ', 'Họ tên chủ hộ', 'Ghi chú'], ...notes.map((note, i) => [i + 1, `Bùi Văn ${'ABCD'[i]}`, note])];
    const noted = read(sheet(rows(['Hay uống rượu', null, 'Nhà xa'])));
    expect(noted.problems).toMatchObject([{ code: 'column.notes', level: 'look', column: 'C', params: { head: 'Ghi chú', count: 2 } }]);
    expect(JSON.stringify(noted.households)).not.toContain('rượu');
    expect(codes(sheet(rows([null, null])))).toEqual([]);
  });

  it('a single total that does not add up is noticed, subtotals are not judged', () => {
    const rows: Cell[][] = [['STT', 'Họ tên chủ hộ', 'Số khẩu'], [1, 'Bùi Văn A', 3], [2, 'Bùi Văn B', 4]];
    expect(codes(sheet([...rows, [null, 'Tổng cộng', 8]]))).toEqual(['total.differs 4']);
    expect(codes(sheet([...rows, [null, 'Tổng cộng', 7]]))).toEqual([]);
  });
});

describe('Rows: what is passed over and what is not', () => {
  it('numbers printed ahead, blank rows, page totals and signatures are no households; a surname Tống is a person', () => {
    const one = sheet([['STT', 'Họ tên chủ hộ', 'Địa chỉ'], [1, 'Tống Văn Lạc', 'Nhóm 1'], [null, null, null], [2, 'Công Thị Hai', null], [3, null, null], [4, null, null], ['Cộng trang', null, null], [5, 'Bùi Văn Ba', null], [null, 'Tổng số: 3 hộ', null], [], [null, null, 'TM. BAN NHÂN DÂN THÔN'], [null, null, 'Trưởng thôn'], [null, null, 'A Thoi']]);
    expect(read(one)).toMatchObject({ households: [{ no: '1', head: 'Tống Văn Lạc' }, { no: '2', head: 'Công Thị Hai' }, { no: '5', head: 'Bùi Văn Ba' }], problems: [] });
  });

  it('a second table below the signatures is read too', () => {
    const head = ['Số hộ', 'Họ tên chủ hộ', 'Địa chỉ'];
    const one = sheet([head, [1, 'Bùi Văn A', 'x'], ['Tổng cộng'], [], ['Trưởng thôn'], [], head, [2, 'Bùi Văn B', 'y']]);
    expect(read(one).households.map((household) => household.no)).toEqual(['1', '2']);
  });

  it('columns mapped by hand win over their words, but never over what must not be read', () => {
    const one = sheet([['Cột 1', 'Cột 2', 'Số CCCD'], ['7', 'Bùi Văn A', '1980'], ['8', 'Bùi Văn B', '1981']]);
    const part: Part = { sheet: 0, village: 'v1', mapping: { headRow: 0, headRows: 1, columns: [{ field: 'no' }, { field: 'head' }, { field: 'born' }], layout: 'household', starts: 'number', dates: 'day-first', villages: {} } };
    const seen = check([one], [part], { villages: VILLAGES, register: [], today: '2026-11-23' });
    expect(seen.mappings[0]!.columns[2]).toEqual({ field: 'withheld' });
    expect(seen.comparison.adds).toMatchObject([{ no: '7', members: [] }, { no: '8', members: [] }]);
  });

  it('the same number in two sheets of one village is one too many', () => {
    const head = ['Số hộ', 'Họ tên chủ hộ'];
    const sheets = [sheet([head, [1, 'Bùi Văn A']], [], 'Một'), sheet([head, ['01', 'Bùi Văn B']], [], 'Hai')];
    const seen = check(sheets, [{ sheet: 0, village: 'v1' }, { sheet: 1, village: 'v1' }], { villages: VILLAGES, register: [], today: '2026-11-23' });
    expect(seen.problems).toMatchObject([{ code: 'number.twice', sheet: 'Hai', row: 2, params: { no: '01', first: 2, firstSheet: 'Một' } }]);
    const apart = check(sheets, [{ sheet: 0, village: 'v1' }, { sheet: 1, village: 'v2' }], { villages: VILLAGES, register: [], today: '2026-11-23' });
    expect(apart.problems).toEqual([]);
  });
});

describe('Before anything is kept', () => {
  it('identity numbers are emptied by their look too, wherever no head names them', () => {
    const { sheet: kept, withheld } = prepare(sheet([['Số hộ', 'Họ tên chủ hộ', 'Ghi thêm'], [1, 'Bùi Văn A', '062180000137'], [2, 'Bùi Văn B', 62_180_000_274]]));
    expect(withheld).toEqual([{ letter: 'C', head: 'Ghi thêm' }]);
    expect(JSON.stringify(kept.rows)).not.toContain('62180000');
  });

  it('telephones are not taken for identity numbers', () => {
    const { withheld } = prepare(sheet([['Số hộ', 'Họ tên chủ hộ', 'ĐT'], [1, 'Bùi Văn A', '0912345678'], [2, 'Bùi Văn B', '02603861234'], [3, 'Bùi Văn C', 912_345_678]]));
    expect(withheld).toEqual([]);
  });

  it('a form met again is mapped as it was taken before', () => {
    const form = sheet([['Số hộ', 'Tên gọi trong nhà', 'Sinh năm nào'], [1, 'Bùi Văn A', '1980']]);
    const mapping: Mapping = { ...guess(form, VILLAGES), columns: [{ field: 'no' }, { field: 'head' }, { field: 'born' }], layout: 'household' };
    const learned = [{ heads: headKey(form, mapping), mapping }];
    const again = prepare(sheet([['Danh sách 2026'], ...form.rows]));
    expect(sightOf(again, VILLAGES, []).learned).toBe(false);
    expect(sightOf(again, VILLAGES, learned)).toMatchObject({ learned: true, guess: { headRow: 1, columns: mapping.columns } });
  });

  it('the village is read from the sheet’s name or its title', () => {
    const rows: Cell[][] = [['Số hộ', 'Họ tên chủ hộ'], [1, 'Bùi Văn A']];
    const village = (one: Sheet): string | null => sightOf(prepare(one), VILLAGES, []).village;
    expect(village(sheet(rows, [], 'dak lung'))).toBe('v2');
    expect(village(sheet([['DANH SÁCH HỘ LÀNG ĐẮK LUNG NĂM 2026'], ...rows]))).toBe('v2');
    expect(village(sheet([['Danh sách hộ thôn Kon Năng, xã Ia Tơi'], ...rows]))).toBe('v1');
    expect(village(sheet(rows))).toBe(null);
  });

  it('what a screen sends is bounded', () => {
    expect(askShape.safeParse({ parts: [] }).success).toBe(false);
    expect(askShape.safeParse({ parts: [{ sheet: 0, village: null }] }).success).toBe(true);
    expect(askShape.safeParse({ parts: [{ sheet: 0, village: null, head: { headRow: -1, headRows: 1 } }] }).success).toBe(false);
    expect(askShape.safeParse({ parts: [{ sheet: 0, village: '../x' }] }).success).toBe(false);
  });
});
