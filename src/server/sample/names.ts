// Invented names of the sample commune's people: Kinh, Gia Rai and Xơ Đăng forms, put together by chance.
import type { Chance } from './chance.ts';

export type NameForm = 'kinh' | 'jarai' | 'sedang';
export type Sex = 'm' | 'f';

const KINH_FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Phan', 'Vũ', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương', 'Lý', 'Đinh', 'Mai', 'Trịnh'] as const;
const KINH_MIDDLE = { m: ['Văn', 'Đức', 'Minh', 'Quốc', 'Hữu', 'Công', 'Thanh', 'Xuân', 'Ngọc'], f: ['Thị', 'Thị Thu', 'Thị Ngọc', 'Thị Kim', 'Thị Hồng', 'Thị Thanh', 'Thị Mỹ'] } as const;
const KINH_GIVEN = {
  m: ['An', 'Bình', 'Cường', 'Dũng', 'Đạt', 'Giang', 'Hải', 'Hậu', 'Hùng', 'Khánh', 'Lâm', 'Long', 'Mạnh', 'Nam', 'Phong', 'Phúc', 'Quân', 'Sơn', 'Tâm', 'Thắng', 'Tiến', 'Toàn', 'Tuấn', 'Vinh'],
  f: ['Ánh', 'Bích', 'Châu', 'Dung', 'Duyên', 'Hà', 'Hạnh', 'Hiền', 'Hoa', 'Hương', 'Lan', 'Liên', 'Loan', 'Mai', 'Nga', 'Nhung', 'Oanh', 'Phượng', 'Thảo', 'Thủy', 'Trang', 'Tuyết', 'Vân', 'Yến'],
} as const;
const JARAI_FAMILY = ['Rơ Châm', 'Siu', 'Ksor', 'Rơ Mah', 'Kpuih', 'Rah Lan', 'Puih'] as const;
const JARAI_GIVEN = { m: ['Blơi', 'Thơm', 'Hyưn', 'Nhơi', 'Pyơt', 'Glul', 'Khuih', 'Ơi', 'Tuel', 'Wil'], f: ['H’Lan', 'H’Yên', 'H’Bia', 'H’Mrin', 'H’Nhơn', 'H’Phiêng', 'H’Ble', 'H’Dơ'] } as const;
const SEDANG_GIVEN = { m: ['Thuih', 'Blong', 'Hơn', 'Diêng', 'Phiên', 'Nghia', 'Rĭn', 'Dŭng', 'Tơi', 'Bun'], f: ['Blưn', 'Hlai', 'Nhơ', 'Bâng', 'Thoai', 'Dêk', 'Phương', 'Xăm', 'Ngoan', 'Mơi'] } as const;

/** A whole name; `family` keeps children under one roof by their family's name where the form has one. */
export function makeName(chance: Chance, form: NameForm, sex: Sex, family?: string): string {
  if (form === 'kinh') return `${family ?? chance.pick(KINH_FAMILY)} ${chance.pick(KINH_MIDDLE[sex])} ${chance.pick(KINH_GIVEN[sex])}`;
  if (form === 'jarai') return `${family ?? chance.pick(JARAI_FAMILY)} ${chance.pick(JARAI_GIVEN[sex])}`;
  return `${sex === 'm' ? 'A' : 'Y'} ${chance.pick(SEDANG_GIVEN[sex])}`;
}

/** Family name of a Kinh or Gia Rai name; Xơ Đăng names of this commune have none. */
export function familyOf(name: string, form: NameForm): string | undefined {
  if (form === 'kinh') return name.split(' ')[0];
  return form === 'jarai' ? JARAI_FAMILY.find((family) => name.startsWith(`${family} `)) : undefined;
}
