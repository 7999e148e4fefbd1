// A workbook with everything wrong that the reader promises to find, row by row.
import type ExcelJS from 'exceljs';
import { book, type Expected } from './layouts.ts';

export function troubled(): [ExcelJS.Workbook, Expected] {
  const workbook = book();
  const sheet = workbook.addWorksheet('Lỗi');
  const rows: (string | number | null)[][] = [
    ['Thôn', 'Số hộ', 'Họ và tên', 'Quan hệ với chủ hộ', 'Ngày sinh', 'Giới tính', 'Số khẩu', 'Chỗ ở', 'Điện thoại'],
    [null, null, 'Nguyễn Văn Lạc', 'Con', '2001', 'Nam', null, null, null],
    ['Kon Năng', 1, 'Nguyễn Văn Một', 'Chủ hộ', '31/02/1980', 'Nam', 3, 'Nhóm 1', '0912345678'],
    [null, null, 'Trần Thị Hai', 'Vợ', '5/3/1982', 'Nữ', null, null, null],
    [null, 2, 'Lê Văn Ba', 'Chủ hộ', '1975', 'Nam', 2, null, '12345'],
    [null, null, 'Lê Văn Bốn', 'Chủ hộ', '1977', 'Nam', null, null, null],
    [null, 3, 'Phạm Thị Năm', 'Vợ', '1970', 'Nữ', 1, null, null],
    [null, 4, 'Bùi Văn Sáu', 'Chủ hộ', '1966', 'Nam', 2, null, null],
    [null, null, null, 'Con', '1999', 'Nam', null, null, null],
    [null, 4, 'Đỗ Thị Bảy', 'Chủ hộ', '1960', 'Nữ', 1, null, null],
    [null, 5, 'Vũ Văn Tám', 'Chủ hộ', '12/12/2090', 'Nam', 1, null, null],
    [null, 6, 'Đặng Văn Chín', 'Chủ hộ', '1980', 'không rõ', 1, 'Nhà ở '.repeat(40), null],
    [null, 7, 'Hoàng Văn Mười', 'Chủ hộ', '7/8/55', 'Nam', 2, null, null],
    [null, null, 'Hoàng Thị Hoa', 'cháu đích tôn bên kia', '1999', 'Nữ', null, null, null],
    ['Làng Xa Lạ', 8, 'Quách Văn Khách', 'Chủ hộ', '1980', 'Nam', 2, null, null],
    [null, null, 'Quách Thị Khách', 'Vợ', '1981', 'Nữ', null, null, null],
  ];
  for (const row of rows) sheet.addRow(row);
  // The second household 4 follows the first at once: a number that repeats goes on, so the clash is in another row below.
  sheet.addRow(['Kon Năng', 1, 'Nguyễn Văn Trùng', 'Chủ hộ', '1980', 'Nam', 1, null, null]);
  return [workbook, {
    what: 'everything that can be wrong', parts: [[0, null]], layout: 'person', starts: 'number',
    households: [
      { village: 'v1', no: '1', head: 'Nguyễn Văn Một', place: 'Nhóm 1', phone: '0912345678', members: [
        { name: 'Nguyễn Văn Một', relation: 'head', sex: 'm', born: null }, { name: 'Trần Thị Hai', relation: 'spouse', sex: 'f', born: '1982-03-05' }] },
      { village: 'v1', no: '5', head: 'Vũ Văn Tám', place: null, phone: null, members: [{ name: 'Vũ Văn Tám', relation: 'head', sex: 'm', born: null }] },
      { village: 'v1', no: '6', head: 'Đặng Văn Chín', place: null, phone: null, members: [{ name: 'Đặng Văn Chín', relation: 'head', sex: null, born: '1980' }] },
      { village: 'v1', no: '7', head: 'Hoàng Văn Mười', place: null, phone: null, members: [
        { name: 'Hoàng Văn Mười', relation: 'head', sex: 'm', born: '1955-08-07' }, { name: 'Hoàng Thị Hoa', relation: 'other', sex: 'f', born: '1999' }] },
      { village: 'v1', no: '1', head: 'Nguyễn Văn Trùng', place: null, phone: null, members: [{ name: 'Nguyễn Văn Trùng', relation: 'head', sex: 'm', born: '1980' }] },
    ],
    problems: [
      'member.without-household 2', 'born.unreadable 3', 'count.differs 3', 'phone.unreadable 5', 'household.two-heads 6', 'household.no-head 7', 'name.missing 9',
      'household.two-heads 10', 'born.future 11', 'text.long 12', 'sex.unreadable 12', 'born.short-year 13', 'relation.unknown 14', 'village.unknown 15', 'number.twice 17',
    ],
  }];
}
