// The layouts villages keep their households in, each as a workbook made cell by cell, with what it says written beside it.
import ExcelJS from 'exceljs';
import type { Relation } from '../../src/commune/households/rows.ts';
import { homes, type Home, type Person } from './people.ts';
import { toTcvn3, toTwice, toVni } from './old-fonts.ts';

export interface ExpectedMember {
  readonly name: string;
  readonly relation: Relation | null;
  readonly sex: 'm' | 'f' | null;
  readonly born: string | null;
}

export interface ExpectedHousehold {
  readonly village: string;
  readonly no: string | null;
  readonly head: string;
  readonly members: readonly ExpectedMember[];
  readonly place: string | null;
  readonly phone: string | null;
}

export interface Expected {
  readonly what: string;
  /** Sheets that are taken, each into a village; null: the sheet says it. */
  readonly parts: readonly (readonly [sheet: number, village: string | null])[];
  readonly layout: 'household' | 'person';
  readonly starts?: string;
  readonly households: readonly ExpectedHousehold[];
  /** `code row`, in the order of rows. */
  readonly problems: readonly string[];
  readonly withheld?: readonly string[];
  readonly decoded?: string;
}

type Value = string | number | Date | null;
type Sheet = ExcelJS.Worksheet;

export const book = (): ExcelJS.Workbook => {
  const workbook = new ExcelJS.Workbook();
  workbook.creator = 'Nhà Rông';
  workbook.created = new Date(Date.UTC(2026, 0, 5));
  workbook.modified = workbook.created;
  return workbook;
};

const add = (sheet: Sheet, ...cells: Value[]): number => sheet.addRow(cells).number;
const vn = (born: string): string => born.split('-').reverse().join('/');
/** As a hasty hand writes it: 5/3/1985. */
const hasty = (born: string): string => vn(born).replace(/\b0(?=\d)/g, '');
const date = (born: string): Date => new Date(`${born}T00:00:00Z`);
const year = (born: string): string => born.slice(0, 4);

const WORDS: Readonly<Record<Relation, string>> = {
  head: 'Chủ hộ', spouse: 'Vợ', child: 'Con', parent: 'Mẹ', grandchild: 'Cháu', grandparent: 'Bà', sibling: 'Em', other: 'Khác',
};
const relationWord = (person: Person): string => (person.relation === 'spouse' && person.sex === 'm' ? 'Chồng' : WORDS[person.relation]);

interface Saying {
  readonly village?: string;
  readonly people?: boolean;
  readonly born?: 'day' | 'year' | 'none';
  readonly sex?: boolean;
  readonly relation?: boolean;
  readonly place?: boolean;
  readonly phone?: boolean;
  readonly no?: boolean;
}

/** What a layout can say of a home: all, unless left out. */
export function told(home: Home, saying: Saying = {}): ExpectedHousehold {
  const { village = 'v1', people = true, born = 'day', sex = true, relation = true, place = true, phone = true, no = true } = saying;
  const member = (person: Person, i: number): ExpectedMember => ({
    name: person.name, relation: relation || i === 0 ? person.relation : null,
    sex: sex ? person.sex : null, born: born === 'day' ? person.born : born === 'year' ? year(person.born) : null,
  });
  return {
    village, no: no ? home.no : null, head: home.people[0]!.name, members: people ? home.people.map(member) : [],
    place: place ? home.place : null, phone: phone ? home.phone : null,
  };
}

function title(sheet: Sheet, columns: number, ...lines: string[]): void {
  const last = String.fromCharCode(64 + columns);
  for (const line of lines) {
    const row = add(sheet, line);
    sheet.mergeCells(`A${row}:${last}${row}`);
    sheet.getCell(`A${row}`).font = { bold: true };
  }
}

function signature(sheet: Sheet, column: number): void {
  add(sheet);
  const put = (text: string): void => {
    const row = add(sheet);
    sheet.getCell(row, column).value = text;
  };
  put('Kon Năng, ngày 05 tháng 3 năm 2026');
  put('TRƯỞNG THÔN');
  put('(Ký, ghi rõ họ tên)');
  add(sheet);
  put('A Thoi');
}

/** 1. One row a household; telephones as numbers without their zero; totals and signature. */
export function householdSimple(): [ExcelJS.Workbook, Expected] {
  const list = homes({ seed: 1, count: 14 });
  const workbook = book();
  const sheet = workbook.addWorksheet('Danh sách hộ');
  title(sheet, 6, 'UBND XÃ IA TƠI', 'DANH SÁCH HỘ GIA ĐÌNH THÔN KON NĂNG NĂM 2026');
  add(sheet);
  add(sheet, 'STT', 'Họ và tên chủ hộ', 'Số nhân khẩu', 'Địa chỉ', 'Số điện thoại', 'Ghi chú');
  for (const home of list) add(sheet, Number(home.no), home.people[0]!.name, home.people.length, home.place, Number(home.phone), null);
  add(sheet, null, 'Tổng cộng', list.reduce((sum, home) => sum + home.people.length, 0));
  signature(sheet, 4);
  return [workbook, { what: 'one row a household', parts: [[0, 'v1']], layout: 'household', households: list.map((home) => told(home, { people: false })), problems: [] }];
}

/** 2. A head of two rows with merged cells, a numbered row under it, papers and ethnicity that must not be read. */
export function householdTwoRowHead(): [ExcelJS.Workbook, Expected] {
  const list = homes({ seed: 2, count: 12 });
  const workbook = book();
  const sheet = workbook.addWorksheet('Biểu 01');
  title(sheet, 10, 'Biểu số 01', 'TỔNG HỢP HỘ DÂN LÀNG');
  const head = add(sheet, 'Số hộ', 'Họ và tên chủ hộ', 'Năm sinh chủ hộ', null, 'Số CCCD', 'Dân tộc', 'Số nhân khẩu', null, 'Nơi ở', 'Điện thoại');
  add(sheet, null, null, 'Nam', 'Nữ', null, null, 'Tổng số', 'Trong đó nữ', null, null);
  for (const column of ['A', 'B', 'E', 'F', 'I', 'J']) sheet.mergeCells(`${column}${head}:${column}${head + 1}`);
  sheet.mergeCells(`C${head}:D${head}`);
  sheet.mergeCells(`G${head}:H${head}`);
  add(sheet, '(1)', '(2)', '(3)', '(4)', '(5)', '(6)', '(7)', '(8)', '(9)', '(10)');
  for (const [i, home] of list.entries()) {
    const [head] = home.people as [Person];
    const born = Number(year(head.born));
    add(sheet, `${home.no.padStart(3, '0')}`, head.name, head.sex === 'm' ? born : null, head.sex === 'f' ? born : null,
      `0621${String(80_000_000 + i * 137).padStart(8, '0')}`, i % 2 ? 'Xơ Đăng' : 'Kinh', home.people.length, home.people.filter((one) => one.sex === 'f').length, home.place, home.phone);
  }
  add(sheet, 'Cộng', null, null, null, null, null, list.reduce((sum, home) => sum + home.people.length, 0));
  return [workbook, {
    what: 'two-row merged head, numbered columns, withheld columns', parts: [[0, 'v1']], layout: 'household', withheld: ['E', 'F'], problems: [],
    households: list.map((home) => ({ ...told(home, { born: 'year' }), no: home.no.padStart(3, '0'), members: told(home, { born: 'year' }).members.slice(0, 1) })),
  }];
}

/** 3. One row a person, the household's number merged over its rows, real dates. */
export function personMerged(list = homes({ seed: 3, count: 10 })): [ExcelJS.Workbook, Expected] {
  const workbook = book();
  const sheet = workbook.addWorksheet('Nhân khẩu');
  title(sheet, 6, 'DANH SÁCH NHÂN KHẨU THƯỜNG TRÚ');
  add(sheet, 'Số hộ', 'Họ và tên', 'Quan hệ với chủ hộ', 'Ngày, tháng, năm sinh', 'Giới tính', 'Chỗ ở hiện nay');
  for (const home of list) {
    const first = sheet.rowCount + 1;
    for (const [i, person] of home.people.entries()) {
      const row = add(sheet, i === 0 ? Number(home.no) : null, person.name, relationWord(person), date(person.born), person.sex === 'm' ? 'Nam' : 'Nữ', i === 0 ? home.place : null);
      sheet.getCell(`D${row}`).numFmt = 'dd/mm/yyyy';
    }
    if (home.people.length > 1) sheet.mergeCells(`A${first}:A${sheet.rowCount}`);
  }
  signature(sheet, 3);
  return [workbook, { what: 'one row a person, number merged', parts: [[0, 'v1']], layout: 'person', starts: 'number', households: list.map((home) => told(home, { phone: false })), problems: [] }];
}

/** 4. One row a person, the number and the head's name on every row, dates as text, a count column, all numbers as text. */
export function personRepeated(): [ExcelJS.Workbook, Expected] {
  const list = homes({ seed: 4, count: 9 });
  const workbook = book();
  const sheet = workbook.addWorksheet('Sheet1');
  add(sheet, 'TT', 'Mã hộ', 'Tên chủ hộ', 'Họ tên thành viên', 'QH với chủ hộ', 'Ngày sinh', 'Nam', 'Nữ', 'Số khẩu', 'SĐT');
  let n = 0;
  const broken: string[] = [];
  for (const home of list) {
    for (const person of home.people) {
      const row = add(sheet, String(++n), `${home.no}A`, home.people[0]!.name, person.name, relationWord(person), hasty(person.born), person.sex === 'm' ? 'x' : null, person.sex === 'f' ? 'x' : null, String(home.people.length), home.phone.replace(/(\d{4})(\d{3})(\d{3})/, '$1 $2 $3'));
      if (n === 5) {
        sheet.getCell(row, 6).value = { error: '#REF!' } as ExcelJS.CellErrorValue;
        broken.push(person.name);
      }
    }
  }
  return [workbook, {
    what: 'one row a person, number and head repeated, text dates, sex in two columns, a broken formula', parts: [[0, 'v1']], layout: 'person', starts: 'number',
    households: list.map((home) => {
      const one = told(home, { place: false });
      return { ...one, no: `${home.no}A`, members: one.members.map((member) => (broken.includes(member.name) ? { ...member, born: null } : member)) };
    }),
    problems: ['cell.broken 6'],
  }];
}

/** 5. A running number that starts again at 1 in each household, no other mark; only years of birth. */
export function personRestart(): [ExcelJS.Workbook, Expected] {
  const list = homes({ seed: 5, count: 9 });
  const workbook = book();
  const sheet = workbook.addWorksheet('Thôn Kon Năng');
  title(sheet, 3, 'Danh sách nhân khẩu theo hộ');
  add(sheet, 'STT', 'Họ và tên', 'Năm sinh');
  for (const home of list) home.people.forEach((person, i) => add(sheet, i + 1, person.name, Number(year(person.born))));
  return [workbook, {
    what: 'numbers restart at 1 in each household', parts: [[0, 'v1']], layout: 'person', starts: 'restart',
    households: list.map((home) => told(home, { no: false, born: 'year', sex: false, relation: false, place: false, phone: false })), problems: ['number.given -'],
  }];
}

/** 6. A row `Hộ số 12: …` above the people of each household; the head printed again on each page. */
export function personTitled(): [ExcelJS.Workbook, Expected] {
  const list = homes({ seed: 6, count: 8, first: 31 });
  const workbook = book();
  const sheet = workbook.addWorksheet('In');
  title(sheet, 4, 'SỔ THEO DÕI NHÂN KHẨU');
  const heads = ['STT', 'Họ và tên', 'Quan hệ', 'Năm sinh'];
  add(sheet, ...heads);
  for (const [h, home] of list.entries()) {
    if (h > 0 && h % 3 === 0) {
      add(sheet, 'Cộng trang', null, null, null);
      add(sheet);
      add(sheet, ...heads);
    }
    const row = add(sheet, `Hộ số ${home.no}: ${home.people[0]!.name}`);
    sheet.mergeCells(`A${row}:D${row}`);
    home.people.forEach((person, i) => add(sheet, i + 1, person.name, relationWord(person), hasty(person.born)));
    add(sheet);
  }
  return [workbook, {
    what: 'a title row for each household, heads and totals on each page', parts: [[0, 'v1']], layout: 'person',
    households: list.map((home) => {
      const one = told(home, { place: false, phone: false, sex: false });
      // The words `Vợ`, `Chồng`, `Mẹ` say the sex.
      return { ...one, members: one.members.map((member, i) => ({ ...member, sex: member.relation === 'spouse' || member.relation === 'parent' ? home.people[i]!.sex : null })) };
    }), problems: [],
  }];
}

/** As many as the form has columns for. */
const sideBySide = (people: readonly Person[]): Person[] => [
  ...people.filter((person) => person.relation === 'head' || person.relation === 'spouse'), ...people.filter((person) => person.relation === 'child').slice(0, 2),
];

/** 7. One row a household with its members side by side under group heads. */
export function membersBeside(): [ExcelJS.Workbook, Expected] {
  const list = homes({ seed: 7, count: 10 }).map((home) => ({ ...home, people: sideBySide(home.people) }));
  const workbook = book();
  const sheet = workbook.addWorksheet('Hộ');
  title(sheet, 12, 'DANH SÁCH HỘ VÀ THÀNH VIÊN');
  const head = add(sheet, 'Hộ số', 'Chủ hộ', null, null, 'Vợ/chồng', null, 'Con thứ 1', null, 'Con thứ 2', null, 'Số người', 'Cụm dân cư');
  add(sheet, null, 'Họ tên', 'Năm sinh', 'Giới tính', 'Họ tên', 'Năm sinh', 'Họ tên', 'Năm sinh', 'Họ tên', 'Năm sinh', null, null);
  for (const [left, right] of [['B', 'D'], ['E', 'F'], ['G', 'H'], ['I', 'J']]) sheet.mergeCells(`${left}${head}:${right}${head}`);
  for (const column of ['A', 'K', 'L']) sheet.mergeCells(`${column}${head}:${column}${head + 1}`);
  for (const home of list) {
    const spouse = home.people.find((person) => person.relation === 'spouse');
    const children = home.people.filter((person) => person.relation === 'child');
    const cells = (person: Person | undefined): Value[] => (person ? [person.name, Number(year(person.born))] : [null, null]);
    const [chief] = home.people as [Person];
    add(sheet, Number(home.no), ...cells(chief), chief.sex === 'm' ? 'Nam' : 'Nữ', ...cells(spouse), ...cells(children[0]), ...cells(children[1]), home.people.length, home.place);
  }
  return [workbook, {
    what: 'members side by side in one row', parts: [[0, 'v1']], layout: 'household',
    households: list.map((home) => {
      const one = told(home, { born: 'year', phone: false });
      return { ...one, members: one.members.slice(0, 4).map((member, i) => (i === 0 ? member : { ...member, sex: null })) };
    }), problems: [],
  }];
}

/** 8. One row a household, everybody else in one cell. */
export function membersInCell(): [ExcelJS.Workbook, Expected] {
  const list = homes({ seed: 8, count: 8 });
  const workbook = book();
  const sheet = workbook.addWorksheet('DS');
  add(sheet, 'Số hộ', 'Tên chủ hộ', 'Năm sinh', 'Các thành viên khác', 'Tổng số khẩu');
  for (const home of list) {
    const [chief, ...others] = home.people as [Person, ...Person[]];
    const row = add(sheet, Number(home.no), chief.name, Number(year(chief.born)), others.map((person) => `${person.name} (${relationWord(person).toLowerCase()}, ${year(person.born)})`).join(';\n'), home.people.length);
    sheet.getCell(row, 4).alignment = { wrapText: true };
  }
  return [workbook, {
    what: 'members in one cell', parts: [[0, 'v1']], layout: 'household',
    households: list.map((home) => {
      const one = told(home, { born: 'year', place: false, phone: false });
      return { ...one, members: one.members.map((member, i) => ({ ...member, sex: i > 0 && member.relation !== 'child' ? home.people[i]!.sex : null })) };
    }), problems: [],
  }];
}

/** 9. Two villages in one sheet by a column that stands on the first row only; numbers start again in the second. */
export function villageColumn(): [ExcelJS.Workbook, Expected] {
  const [first, second] = [homes({ seed: 9, count: 6 }), homes({ seed: 19, count: 5 })];
  const workbook = book();
  const sheet = workbook.addWorksheet('Toàn xã');
  title(sheet, 6, 'DANH SÁCH NHÂN KHẨU TOÀN XÃ');
  add(sheet, 'Thôn/Làng', 'Số hộ', 'Họ và tên', 'Quan hệ với chủ hộ', 'Năm sinh', 'Giới tính');
  for (const [village, list] of [['Kon Năng', first], ['Đăk Lung', second]] as const) {
    list.forEach((home, h) => home.people.forEach((person, i) =>
      add(sheet, h === 0 && i === 0 ? village : null, i === 0 ? Number(home.no) : null, person.name, relationWord(person), Number(year(person.born)), person.sex === 'm' ? 'Nam' : 'Nữ')));
  }
  return [workbook, {
    what: 'a village column, filled once', parts: [[0, null]], layout: 'person', starts: 'number',
    households: [...first.map((home) => told(home, { born: 'year', place: false, phone: false })), ...second.map((home) => told(home, { village: 'v2', born: 'year', place: false, phone: false }))], problems: [],
  }];
}

/** 10. A cover, then a sheet a village, then a hidden sheet of lists. */
export function villageSheets(): [ExcelJS.Workbook, Expected] {
  const [first, second] = [homes({ seed: 10, count: 6 }), homes({ seed: 20, count: 7 })];
  const workbook = book();
  const cover = workbook.addWorksheet('Bìa');
  title(cover, 5, 'SỔ HỘ KHẨU CÁC LÀNG', 'Năm 2026');
  for (const [name, list] of [['Kon Năng', first], ['Làng Đắk Lung', second]] as const) {
    const sheet = workbook.addWorksheet(name);
    title(sheet, 5, `DANH SÁCH HỘ ${name.toUpperCase()}`);
    add(sheet, 'STT', 'Chủ hộ', 'Ngày sinh', 'Giới tính', 'Điện thoại');
    for (const home of list) add(sheet, Number(home.no), home.people[0]!.name, vn(home.people[0]!.born), home.people[0]!.sex === 'm' ? 'Nam' : 'Nữ', home.phone);
  }
  workbook.addWorksheet('Mã', { state: 'hidden' }).addRow(['Nam', 'Nữ']);
  const one = (home: Home, village: string): ExpectedHousehold => {
    const all = told(home, { village, place: false });
    return { ...all, members: all.members.slice(0, 1) };
  };
  return [workbook, {
    what: 'a sheet a village', parts: [[1, 'v1'], [2, 'v2']], layout: 'household',
    households: [...first.map((home) => one(home, 'v1')), ...second.map((home) => one(home, 'v2'))], problems: [],
  }];
}

/** 11. Villages as section rows with subtotals, formulas in the count, a sheet coloured down to the last row. */
export function villageSections(): [ExcelJS.Workbook, Expected] {
  const [first, second] = [homes({ seed: 11, count: 5 }), homes({ seed: 21, count: 4 })];
  const workbook = book();
  const sheet = workbook.addWorksheet('Tổng hợp');
  title(sheet, 4, 'TỔNG HỢP HỘ DÂN');
  add(sheet, 'STT', 'Họ tên chủ hộ', 'Nhân khẩu', 'Số điện thoại');
  for (const [i, [village, list]] of ([['Thôn Kon Năng', first], ['Làng Đăk Lung', second]] as const).entries()) {
    add(sheet, 'I'.repeat(i + 1), village);
    const from = sheet.rowCount + 1;
    for (const home of list) add(sheet, Number(home.no), home.people[0]!.name, home.people.length, home.phone);
    const row = add(sheet, null, 'Cộng', null);
    sheet.getCell(row, 3).value = { formula: `SUM(C${from}:C${row - 1})`, result: list.reduce((sum, home) => sum + home.people.length, 0) };
  }
  sheet.getCell('E1048576').fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFFF00' } };
  return [workbook, {
    what: 'villages as section rows', parts: [[0, null]], layout: 'household',
    households: [...first.map((home) => told(home, { people: false, place: false })), ...second.map((home) => told(home, { village: 'v2', people: false, place: false }))], problems: [],
  }];
}

/** 12 to 14. Written with an old font, or garbled on the way: one row a person, everything in the same letters. */
export function oldLetters(code: 'tcvn3' | 'vni' | 'twice'): [ExcelJS.Workbook, Expected] {
  const write = { tcvn3: toTcvn3, vni: toVni, twice: toTwice }[code];
  const list = homes({ seed: 12, count: 8, plain: true });
  const workbook = book();
  const sheet = workbook.addWorksheet('Sheet1');
  title(sheet, 6, write('DANH SÁCH NHÂN KHẨU THÔN KON NĂNG'));
  add(sheet, ...['Số hộ', 'Họ và tên', 'Quan hệ với chủ hộ', 'Ngày sinh', 'Giới tính', 'Chỗ ở'].map(write));
  for (const home of list) home.people.forEach((person, i) => add(sheet, i === 0 ? home.no : null, write(person.name), write(relationWord(person)), vn(person.born), write(person.sex === 'm' ? 'Nam' : 'Nữ'), i === 0 ? write(home.place) : null));
  add(sheet, null, write('Tổng cộng'), null, null, null, null);
  return [workbook, { what: `text in ${code}`, parts: [[0, 'v1']], layout: 'person', starts: 'number', decoded: code, households: list.map((home) => told(home, { phone: false })), problems: [] }];
}

/** 15. NFD letters, all numbers as text, day, month and year in a column each, the name cut in two. */
export function decomposed(): [ExcelJS.Workbook, Expected] {
  const list = homes({ seed: 15, count: 8, plain: true });
  const nfd = (text: string): string => text.normalize('NFD');
  const workbook = book();
  const sheet = workbook.addWorksheet(nfd('Danh sách'));
  const head = add(sheet, ...['TT', 'Họ và tên đệm', 'Tên', 'Quan hệ', 'Ngày sinh', null, null, 'Phái'].map((text) => text && nfd(text)));
  add(sheet, ...[null, null, null, null, 'Ngày', 'Tháng', 'Năm', null].map((text) => text && nfd(text)));
  sheet.mergeCells(`E${head}:G${head}`);
  let n = 0;
  for (const home of list) {
    for (const person of home.people) {
      const cut = person.name.lastIndexOf(' ');
      const [y, m, d] = person.born.split('-') as [string, string, string];
      add(sheet, String(++n), nfd(person.name.slice(0, cut)), nfd(person.name.slice(cut + 1)), nfd(relationWord(person)), d, m, y, nfd(person.sex === 'm' ? 'Nam' : 'Nữ'));
    }
  }
  return [workbook, {
    what: 'NFD, day month year apart, name in two', parts: [[0, 'v1']], layout: 'person', starts: 'relation',
    households: list.map((home) => told(home, { no: false, place: false, phone: false })), problems: ['number.given -'],
  }];
}
