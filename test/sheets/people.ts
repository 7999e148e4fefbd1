// Invented households for the sheets of this folder: the same every time, and nobody who lives anywhere.
import type { Relation } from '../../src/commune/households/rows.ts';

export interface Person {
  readonly name: string;
  readonly relation: Relation;
  readonly sex: 'm' | 'f';
  /** YYYY-MM-DD */
  readonly born: string;
}

export interface Home {
  readonly no: string;
  readonly people: readonly Person[];
  readonly place: string;
  readonly phone: string;
}

export const VILLAGES = [{ id: 'v1', name: 'Thôn Kon Năng' }, { id: 'v2', name: 'Làng Đắk Lung' }] as const;

/** A small generator (mulberry32), so that the sheets are made alike on every machine. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SURNAMES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Bùi', 'Đặng', 'Đỗ', 'Vũ', 'Huỳnh', 'Lương', 'Quách'];
const MEN = ['Văn Hùng', 'Đức Thịnh', 'Minh Khuê', 'Hữu Nghĩa', 'Quốc Ân', 'Xuân Thưởng', 'Ngọc Điểu', 'Thế Quỳnh', 'Văn Ẩn', 'Trọng Kỷ', 'Công Uẩn', 'Văn Ổn'];
const WOMEN = ['Thị Hường', 'Thị Ngữ', 'Thị Kiều Oanh', 'Thị Ánh', 'Thị Mỹ Lệ', 'Thị Bưởi', 'Thị Yến', 'Thị Thuỷ', 'Thị Hoà', 'Thị Sửu', 'Thị Dậu', 'Thị Ước'];
/** Names as Xơ Đăng and Gia Rai people bear them. */
const HILL_MEN = ['A Blưng', 'A Thoi', 'Rơ Châm Hlĭk', 'Ksor Bưih', 'A Nũih', 'Siu Tơn'];
const HILL_WOMEN = ['Y Nghiêu', 'Y Hlông', 'Rơ Châm H’Ni', 'Ksor H’Bươi', 'Y Pưih', 'Siu H’Nem'];
const PLACES = ['Nhóm 1', 'Nhóm 2', 'Cụm giọt nước', 'Xóm Gốc Đa', 'Cuối đường bê tông'];

export interface Making {
  readonly seed: number;
  readonly count: number;
  /** Only Vietnamese names: the old fonts had no other letters. */
  readonly plain?: boolean;
  readonly first?: number;
}

export function homes({ seed, count, plain = false, first = 1 }: Making): Home[] {
  const next = chance(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const used = new Set<string>();
  const called = (sex: 'm' | 'f', surname: string | null): string => {
    for (;;) {
      const hill = surname === null && !plain && next() < 0.4;
      const name = hill ? pick(sex === 'm' ? HILL_MEN : HILL_WOMEN) : `${surname ?? pick(SURNAMES)} ${pick(sex === 'm' ? MEN : WOMEN)}`;
      if (used.has(name) && used.size < 120) continue;
      used.add(name);
      return name;
    }
  };
  const day = (year: number): string => `${year}-${String(1 + Math.floor(next() * 12)).padStart(2, '0')}-${String(1 + Math.floor(next() * 28)).padStart(2, '0')}`;
  return Array.from({ length: count }, (_, i): Home => {
    const age = 1955 + Math.floor(next() * 40);
    const man = next() < 0.75;
    const head: Person = { name: called(man ? 'm' : 'f', null), relation: 'head', sex: man ? 'm' : 'f', born: day(age) };
    const people: Person[] = [head];
    if (next() < 0.85) people.push({ name: called(man ? 'f' : 'm', null), relation: 'spouse', sex: man ? 'f' : 'm', born: day(age + 2) });
    const surname = SURNAMES.find((one) => head.name.startsWith(`${one} `)) ?? null;
    for (let child = Math.floor(next() * 4); child > 0; child--) {
      const sex = next() < 0.5 ? 'm' : 'f';
      people.push({ name: called(sex, surname), relation: 'child', sex, born: day(Math.min(2023, age + 22 + child * 2)) });
    }
    if (next() < 0.3) people.push({ name: called('f', null), relation: 'parent', sex: 'f', born: day(age - 24) });
    return { no: String(first + i), people, place: pick(PLACES), phone: `09${String(Math.floor(next() * 1e8)).padStart(8, '0')}` };
  });
}
