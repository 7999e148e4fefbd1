// Who lives in the sample commune: three villages, 898 people in the 216 households of the first one, seventeen volunteers.
import type { Member } from '#commune/households/rows.ts';
import type { Chance } from './chance.ts';
import { familyOf, makeName, type NameForm, type Sex } from './names.ts';

export interface SampleVillage {
  readonly id: string;
  readonly name: string;
  readonly languages: readonly string[];
  readonly households: number;
  readonly people: number;
  readonly volunteers: number;
  readonly form: NameForm;
  readonly places: readonly string[];
}

/** Code that no real unit has: 3,321 codes of the list lie between 00004 and 32248. */
export const SAMPLE_COMMUNE = { code: '99999', name: 'Xã Măng Rông', province: 'Tỉnh Mẫu' } as const;

export const VILLAGES: readonly SampleVillage[] = [
  { id: 'thon-4', name: 'Thôn 4', languages: ['vi'], households: 216, people: 898, volunteers: 17, form: 'kinh', places: ['Xóm Suối', 'Xóm Đồi', 'Đường liên thôn', 'Xóm Hồ', 'Xóm Trường'] },
  { id: 'plei-rong', name: 'Làng Plei Rông', languages: ['jra', 'vi'], households: 64, people: 291, volunteers: 5, form: 'jarai', places: ['Đầu làng', 'Quanh nhà rông', 'Bến nước'] },
  { id: 'kon-sao', name: 'Làng Kon Sao', languages: ['sed', 'vi'], households: 47, people: 203, volunteers: 4, form: 'sedang', places: ['Trên dốc', 'Dưới suối'] },
];

export type SampleMember = Pick<Member, 'name' | 'relation' | 'sex' | 'born'>;

export interface SampleHousehold {
  readonly id: string;
  readonly village: SampleVillage;
  readonly no: string;
  readonly head: string;
  readonly members: readonly SampleMember[];
  readonly language: string;
  readonly place: string;
}

/** Household sizes that add up to `people` exactly. */
function sizes(chance: Chance, households: number, people: number): readonly number[] {
  const all = Array.from({ length: households }, () => chance.pick([1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 6, 7]));
  const total = (): number => all.reduce((sum, size) => sum + size, 0);
  for (let missing = people - total(); missing !== 0; missing = people - total()) {
    const at = chance.below(households);
    if (missing > 0 && all[at]! < 9) all[at]! += 1;
    if (missing < 0 && all[at]! > 1) all[at]! -= 1;
  }
  return all;
}

function family(chance: Chance, form: NameForm, size: number, year: number): readonly SampleMember[] {
  const headSex: Sex = chance.chance(0.72) ? 'm' : 'f';
  const head = makeName(chance, form, headSex);
  const kin = familyOf(head, form);
  const headAge = chance.between(24, 74);
  const members: SampleMember[] = [{ name: head, relation: 'head', sex: headSex, born: String(year - headAge) }];
  for (let i = 1; i < size; i++) {
    const sex: Sex = chance.chance(0.5) ? 'm' : 'f';
    if (i === 1 && size > 1 && chance.chance(0.9)) {
      const other: Sex = headSex === 'm' ? 'f' : 'm';
      members.push({ name: makeName(chance, form, other), relation: 'spouse', sex: other, born: String(year - headAge + chance.between(-3, 6)) });
    } else if (i === size - 1 && size > 4 && chance.chance(0.4)) {
      members.push({ name: makeName(chance, form, sex, kin), relation: 'parent', sex, born: String(year - headAge - chance.between(20, 28)) });
    } else {
      const age = Math.max(0, headAge - chance.between(20, 38));
      members.push({ name: makeName(chance, form, sex, kin), relation: 'child', sex, born: String(year - age) });
    }
  }
  return members;
}

/** All households, in the order of their numbers. */
export function settle(chance: Chance, year: number): readonly SampleHousehold[] {
  return VILLAGES.flatMap((village) => sizes(chance, village.households, village.people).map((size, i): SampleHousehold => {
    const id = `${village.id}.${i + 1}`;
    const members = family(chance, village.form, size, year);
    return { id, village, no: String(i + 1), head: members[0]!.name, members, language: village.languages[0]!, place: chance.pick(village.places) };
  }));
}
