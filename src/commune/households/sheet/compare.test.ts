// A file beside the register: the same file changes nothing, a changed one says what would change, nothing is closed by itself.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actId, keyOf, type Row } from '#journal/act.ts';
import { read } from '#journal/decide.ts';
import { kinds } from '#commune/kinds.ts';
import { homes, type Home } from '../../../../test/sheets/people.ts';
import type { HouseholdRow } from '../rows.ts';
import { sayings } from './check.ts';
import { compare, type Comparison } from './compare.ts';
import type { FileHousehold } from './file-household.ts';

const today = '2026-11-23';
const officer: Row = {
  kind: 'person', id: 'p1', village: null, household: null,
  body: { name: 'Y Hương', posts: [{ id: 'o', role: 'officer', village: null, households: [], from: '2026-01-01', until: null }], closedOn: null },
};
const village: Row = { kind: 'village', id: 'v1', village: 'v1', household: null, body: { name: 'Thôn 1', languages: ['vi'], closedOn: null } };

/** The register after the acts of the comparison, each decided by the real rules. */
function taken(before: readonly HouseholdRow[], comparison: Comparison, turn = 0): HouseholdRow[] {
  const rows = new Map<string, Row>([officer, village, ...before].map((row) => [keyOf(row), row]));
  for (const [i, { kind, body }] of sayings(comparison, today, (n) => actId('desk', turn + n)).entries()) {
    const id = actId('desk', turn + i);
    const said = { id, device: 'desk', commune: '23538', author: 'p1', at: 1, today };
    const reading = read(kinds, { id, kind, v: kinds.get(kind)!.version, device: 'desk', turn: turn + i, at: 1, body }, said);
    if (!('readable' in reading)) throw new Error(JSON.stringify(reading));
    const outcome = reading.readable.decide({ get: (key) => rows.get(key) });
    if (!('puts' in outcome)) throw new Error(`${kind} ${JSON.stringify(body)}: ${JSON.stringify(outcome)}`);
    for (const row of outcome.puts) rows.set(keyOf(row), row);
  }
  return [...rows.values()].filter((row): row is HouseholdRow => row.kind === 'household');
}

const fileOf = (list: readonly Home[], more: Partial<FileHousehold> = {}): FileHousehold[] => list.map((home, i) => ({
  sheet: 'Sheet1', row: i + 2, village: 'v1', no: home.no, head: home.people[0]!.name, listed: true, place: home.place, phone: home.phone, language: null,
  members: home.people.map((person, n) => ({ row: i + 2 + n, ...person })), ...more,
}));

const nothing = { adds: [], changes: [], missing: [] };

describe('The register from Excel: importing again', () => {
  it('the same file again changes nothing', () => {
    const file = fileOf(homes({ seed: 41, count: 30 }));
    const first = compare(file, []);
    expect(first.adds).toHaveLength(30);
    const register = taken([], first);
    expect(compare(file, register)).toMatchObject({ ...nothing, same: 30, problems: [] });
  });

  it('a changed file shows each field, who joined and who left; what is missing is only listed', () => {
    const list = homes({ seed: 42, count: 12 });
    const register = taken([], compare(fileOf(list), []));
    const [one, two, three] = list as [Home, Home, Home];
    const changed: Home[] = [
      { ...one, place: 'Nhóm 9', phone: '0987654321' },
      { ...two, people: [...two.people, { name: 'Bùi Thị Mầm', relation: 'child', sex: 'f', born: '2026-05-01' }] },
      { ...three, people: three.people.slice(0, -1) },
      ...list.slice(3, 11), { ...homes({ seed: 43, count: 1 })[0]!, no: '13' },
    ];
    const { adds, changes, missing, same } = compare(fileOf(changed), register);
    expect(adds.map((add) => add.no)).toEqual(['13']);
    expect(same).toBe(8);
    expect(missing.map((gone) => gone.no)).toEqual(['12']);
    expect(changes.map(({ no, fields, members }) => ({ no, fields, members }))).toMatchObject([
      { no: '1', fields: [{ field: 'place', was: one.place, now: 'Nhóm 9' }, { field: 'phone', was: one.phone, now: '0987654321' }], members: [] },
      { no: '2', fields: [], members: [{ joins: { name: 'Bùi Thị Mầm' } }] },
      { no: '3', fields: [], members: [{ leaves: { name: three.people.at(-1)!.name } }] },
    ]);
    const after = taken(register, { adds, changes, missing, same, problems: [] }, 100);
    expect(after.every((row) => row.body.closedOn === null)).toBe(true);
    expect(compare(fileOf(changed), after)).toMatchObject({ adds: [], changes: [] });
  });

  it('a village numbered anew is known by its people, not taken for other households', () => {
    const list = homes({ seed: 44, count: 15 });
    const register = taken([], compare(fileOf(list), []));
    const anew = list.slice(1).map((home, i) => ({ ...home, no: String(i + 1) }));
    const { adds, changes, missing, problems } = compare(fileOf(anew), register);
    expect(adds).toEqual([]);
    expect(problems).toEqual([]);
    expect(missing.map((gone) => gone.head)).toEqual([list[0]!.people[0]!.name]);
    expect(changes.every((change) => change.members.length === 0 && change.fields.length === 1 && change.fields[0]!.field === 'no')).toBe(true);
  });

  it('a blank in the file empties nothing, and a year does not take back a day', () => {
    const list = homes({ seed: 45, count: 5 });
    const register = taken([], compare(fileOf(list), []));
    const poor = fileOf(list).map((one): FileHousehold => ({ ...one, place: null, phone: null, members: one.members.map((member) => ({ ...member, born: member.born!.slice(0, 4), sex: null, relation: null })) }));
    expect(compare(poor, register)).toMatchObject({ ...nothing, same: 5 });
  });

  it('a list of heads alone sends nobody away', () => {
    const list = homes({ seed: 46, count: 5 });
    const register = taken([], compare(fileOf(list), []));
    expect(compare(fileOf(list, { listed: false, members: [] }), register)).toMatchObject({ ...nothing, same: 5 });
  });

  it('other people under a known number, a closed household and somebody who came back are shown to look at', () => {
    const list = homes({ seed: 47, count: 3 });
    const register = taken([], compare(fileOf(list), []));
    const [stranger] = homes({ seed: 99, count: 1 }) as [Home];
    const other = compare(fileOf([{ ...stranger, no: '1' }]), register);
    expect(other.problems.map((one) => one.code)).toEqual(['household.other-people']);
    expect(other.problems[0]!.level).toBe('stop');
    const mended = { ...list[0]!, people: list[0]!.people.slice(0, 1).map((person) => ({ ...person, name: person.name.normalize('NFD').replace(/\p{M}/gu, '').replace(/Đ/g, 'D') })) };
    expect(compare(fileOf([mended], { listed: false, members: [] }), register)).toMatchObject({ adds: [], problems: [], changes: [{ fields: [{ field: 'head', was: list[0]!.people[0]!.name }] }] });
    const closed = register.map((row) => (row.body.no === '2' ? { ...row, body: { ...row.body, closedOn: '2026-02-01' } } : row));
    expect(compare(fileOf(list), closed).problems.map((one) => one.code)).toEqual(['household.was-closed']);
    const left = register.map((row) => (row.body.no === '3' ? { ...row, body: { ...row.body, members: row.body.members.map((member, i) => (i === 1 ? { ...member, leftOn: '2026-02-01' } : member)) } } : row));
    const back = compare(fileOf(list), left);
    if (list[2]!.people.length > 1) expect(back.problems.map((one) => one.code)).toEqual(['member.came-back']);
  });

  it('a household merged into another is not entered again, and a new one that seems a twin is pointed at', () => {
    const list = homes({ seed: 52, count: 4 });
    const register = taken([], compare(fileOf(list), []));
    const [into, from] = register as [HouseholdRow, HouseholdRow];
    const merged = register.map((row) => (row === from ? { ...row, body: { ...row.body, mergedInto: into.id } } : row));
    const again = compare(fileOf(list), merged);
    expect(again).toMatchObject({ ...nothing, same: 4 });
    expect(again.problems.map(({ code, params }) => [code, params['no']])).toEqual([['household.merged', into.body.no]]);
    expect(compare(fileOf(list.filter((home) => home.no !== from.body.no)), merged)).toMatchObject({ ...nothing, same: 3, problems: [] });
    const head = list[0]!.people[0]!.name;
    const double = compare(fileOf([...list, { ...list[0]!, no: '2A', people: [list[0]!.people[0]!] }]), register.filter((row) => row !== from));
    expect(double.adds.map(({ no }) => no)).toContain('2A');
    expect(double.problems.filter(({ code }) => code === 'household.twin').map(({ params }) => params['head'])).toEqual([head]);
  });

  it('a list of another village is noticed, whether it lists people or heads alone', () => {
    const register = taken([], compare(fileOf(homes({ seed: 47, count: 20 })), []));
    const wrong = homes({ seed: 71, count: 20 });
    const heads = compare(fileOf(wrong, { listed: false, members: [] }), register).problems;
    expect(heads.filter((one) => one.level === 'stop').map((one) => one.code)).toEqual(['village.strangers']);
    expect(heads.map((one) => one.code)).toContain('household.other-head');
    expect(compare(fileOf(wrong), register).problems.filter((one) => one.level === 'stop').length).toBeGreaterThan(10);
  });

  it('households without numbers are given the next ones, and are found again by their heads', () => {
    const twins = homes({ seed: 48, count: 6 });
    const list = [...twins, { ...twins[0]!, people: [twins[0]!.people[0]!] }];
    const file = fileOf(list, { no: null, listed: false, members: [] });
    const first = compare(file, []);
    expect(first.adds.map((add) => add.no)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    const again = compare(file, taken([], first));
    expect(again).toMatchObject({ ...nothing, same: 7 });
    expect(again.problems.map((one) => one.code)).toContain('household.twice-alike');
  });
});

it('The register from Excel: whatever file follows whatever file, taking it leaves nothing to take (property)', () => {
  const seed = 20_261_124;
  const mutate = (list: readonly Home[], bits: readonly number[]): Home[] => list.flatMap((home, i): Home[] => {
    const bit = bits[i % bits.length]!;
    if (bit === 1) return [];
    if (bit === 2) return [{ ...home, no: String(200 + i) }];
    if (bit === 3) return [{ ...home, people: home.people.slice(0, Math.max(1, home.people.length - 1)) }];
    if (bit === 4) return [{ ...home, people: home.people.map((person, n) => (n === 0 ? { ...person, name: `${person.name} Mới` } : person)) }];
    if (bit === 5) return [{ ...home, people: home.people.map((person, n) => (n === home.people.length - 1 ? { ...person, born: '1999-09-09' } : person)) }];
    if (bit === 6) return [{ ...home, place: 'Chỗ khác' }];
    return [home];
  });
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 1, max: 25 }), fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 25 }), fc.boolean(), fc.boolean(),
    (n, count, bits, numbered, listed) => {
      const list = homes({ seed: n, count });
      const as = { ...(numbered ? {} : { no: null }), ...(listed ? {} : { listed: false, members: [] }) };
      const first = fileOf(list, as);
      const register = taken([], compare(first, []));
      expect(compare(first, register)).toMatchObject({ ...nothing, same: first.length });
      const second = fileOf(mutate(list, bits), as);
      const comparison = compare(second, register);
      const after = taken(register, comparison, 1_000);
      expect(compare(second, after)).toMatchObject({ adds: [], changes: [], same: second.length });
      expect(after.length).toBe(register.length + comparison.adds.length);
    },
  ), { seed, numRuns: 300, verbose: 1 });
});
