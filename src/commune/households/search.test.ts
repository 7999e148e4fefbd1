// Search finds a name with and without marks, in either encoding, in Vietnamese and in the highland languages.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, found, searchText } from './search.ts';

const household = (no: string, head: string, ...members: string[]) => ({
  no, head, place: null,
  members: members.map((name, n) => ({ id: `m${n}`, name, relation: 'other' as const, sex: null, born: null, leftOn: null })),
});

describe('Tìm hộ', () => {
  it.each([
    ['nguyen', 'Nguyễn Thị Hường'],
    ['NGUYỄN', 'Nguyễn Thị Hường'],
    ['huong nguyen', 'Nguyễn Thị Hường'],
    ['ngu', 'Nguyễn Thị Hường'],
    ['dang', 'Đặng Văn Đức'],
    ['Đức', 'Dang Van Duc'],
    ['rơ châm', 'Rơ Châm H’Bơ̆k'],
    ['hbok', 'Rơ Châm H’Bơ̆k'],
    ["h'bok", 'Rơ Châm H’Bơ̆k'],
    ['klong', 'Y Klŏng'],
    ['siu blo', 'Siu Ƀlơ̆'],
    ['ksor ben', 'Ksor Ƀĕn'],
    ['a dung', 'A Dŭng'],
    ['y nuen', 'Y Ñuên'],
    ['a chai', 'A Čhai'],
  ])('“%s” tìm được “%s”', (query, name) => {
    for (const form of ['NFC', 'NFD'] as const) {
      expect(found(searchText(household('7', name.normalize(form))), fold(query.normalize('NFC')))).toBe(true);
      expect(found(searchText(household('7', name.normalize(form))), fold(query.normalize('NFD')))).toBe(true);
    }
  });

  it.each([
    ['guyen', 'Nguyễn Thị Hường'],
    ['nguyen van', 'Nguyễn Thị Hường'],
    ['thuong', 'Nguyễn Thị Hường'],
  ])('“%s” không tìm ra “%s”', (query, name) => {
    expect(found(searchText(household('7', name)), fold(query))).toBe(false);
  });

  it.each([['012A', '12a', true], ['012A', '012', true], ['012A', '2', false], ['12/3', '12 3', true], ['0', '0', true], ['00', '0', true]])(
    'hộ số %s, gõ %s: %s', (no, query, is) => expect(found(searchText(household(no, 'A Brol')), fold(query))).toBe(is));

  it('tìm theo người trong hộ, trừ người đã đi', () => {
    const home = household('3', 'A Brol', 'Y Hồng', 'A Thái');
    const left = { ...home, members: home.members.map((member) => (member.name === 'A Thái' ? { ...member, leftOn: '2025-05-01' } : member)) };
    expect(found(searchText(left), fold('hồng'))).toBe(true);
    expect(found(searchText(left), fold('thái'))).toBe(false);
  });

  it('a name is one text in every Unicode form and case, and folding twice changes nothing', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'aăâbcdđeêghiklmnoôơpqrstuưvxyzĐƠƯÂĂÊÔƀŏĕñčễựậợừẵ ’'), maxLength: 30 });
    fc.assert(fc.property(letters, (text) => {
      const once = fold(text);
      expect(fold(text.normalize('NFD'))).toBe(once);
      expect(fold(text.normalize('NFC').toUpperCase())).toBe(once);
      expect(fold(once)).toBe(once);
      expect(once).toMatch(/^[a-z0-9 ]*$/);
    }), { seed: 20260701, numRuns: 500 });
  });
});
