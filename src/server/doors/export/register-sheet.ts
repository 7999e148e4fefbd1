// The register of one village as a table, one row a person, under heads that the import reads back.
import type { HouseholdRow, Relation } from '#commune/households/rows.ts';

export const HEADS = ['Số hộ', 'Thôn', 'Họ tên chủ hộ', 'Họ và tên', 'Quan hệ với chủ hộ', 'Giới tính', 'Ngày, năm sinh', 'Chỗ ở', 'Điện thoại', 'Tiếng nói'] as const;

const RELATIONS: Readonly<Record<Relation, string>> = {
  head: 'Chủ hộ', spouse: 'Vợ/chồng', child: 'Con', parent: 'Bố/mẹ', grandchild: 'Cháu', grandparent: 'Ông/bà', sibling: 'Anh chị em', other: 'Khác',
};
const SEXES = { m: 'Nam', f: 'Nữ' } as const;

/** `1985-03-05` as people write it: `05/03/1985`; a year stands alone. */
const bornText = (born: string | null): string => (born === null ? '' : born.split('-').reverse().join('/'));

/** Open households by their number, those who live there; a household whose people are unknown is one row. */
export function registerRows(village: string, households: readonly HouseholdRow[]): readonly (readonly string[])[] {
  const open = households.filter((row) => row.body.closedOn === null).sort((a, b) => byNumber.compare(a.body.no, b.body.no));
  return open.flatMap(({ body }) => {
    const home = [body.no, village, body.head];
    const where = [body.place ?? '', body.phone ?? '', body.language ?? ''];
    const living = body.members.filter((member) => member.leftOn === null);
    if (living.length === 0) return [[...home, '', '', '', '', ...where]];
    return living.map((member) => [...home, member.name, RELATIONS[member.relation], member.sex === null ? '' : SEXES[member.sex], bornText(member.born), ...where]);
  });
}

const byNumber = new Intl.Collator('vi', { numeric: true });
