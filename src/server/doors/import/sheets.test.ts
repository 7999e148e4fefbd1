// Every sheet of test/sheets is read as what is written beside it: bytes, letters, head, layout, people, problems.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from '#commune/households/sheet/check.ts';
import type { FileHousehold } from '#commune/households/sheet/file-household.ts';
import { guess } from '#commune/households/sheet/guess.ts';
import { prepare } from '#commune/households/sheet/prepare.ts';
import { sightOf } from '#commune/households/sheet/sight.ts';
import type { Expected } from '../../../../test/sheets/layouts.ts';
import { VILLAGES } from '../../../../test/sheets/people.ts';
import { readFile } from './read-file.ts';

const folder = new URL('../../../../test/sheets/', import.meta.url);
const names = readdirSync(folder).filter((name) => /\.(xlsx|csv|tsv)$/.test(name)).sort();
const today = '2026-11-23';

const shown = (one: FileHousehold) => ({
  village: one.village, no: one.no, head: one.head, place: one.place, phone: one.phone,
  members: one.members.map(({ name, relation, sex, born }) => ({ name, relation, sex, born })),
});

describe.each(names)('The register from Excel: %s', (name) => {
  const expected = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Expected;

  it(`is guessed and read whole: ${expected.what}`, async () => {
    const prepared = (await readFile(readFileSync(new URL(name, folder)), name)).map(prepare);
    const sights = prepared.map((one) => sightOf(one, VILLAGES, []));
    const parts = expected.parts.map(([sheet, village]) => ({ sheet, village }));
    for (const { sheet, village } of parts) {
      expect(sights[sheet]!.guess.layout).toBe(expected.layout);
      if (expected.starts) expect(sights[sheet]!.guess.starts).toBe(expected.starts);
      expect(sights[sheet]!.withheld.map((one) => one.letter)).toEqual(expected.withheld ?? []);
      expect([...new Set(Object.values(sights[sheet]!.decoded))]).toEqual(expected.decoded ? [expected.decoded] : []);
      if (village !== null && expected.parts.length > 1) expect(sights[sheet]!.village).toBe(village);
    }
    const seen = check(prepared.map((one) => one.sheet), parts, { villages: VILLAGES, register: [], today });
    // Numbers that the file does not have are given by the comparison; the file itself says none.
    const given = seen.problems.some((one) => one.code === 'number.given');
    expect(seen.comparison.adds.map((one) => ({ ...shown(one), no: given ? null : one.no }))).toEqual(expected.households);
    expect(seen.problems.map((one) => `${one.code} ${one.row ?? '-'}`)).toEqual(expected.problems);
  });

  it('Law 91/2025/QH15: nothing that must not be read is kept', async () => {
    const prepared = (await readFile(readFileSync(new URL(name, folder)), name)).map(prepare);
    const kept = JSON.stringify(prepared.map(({ sheet }) => sheet.rows.slice(guess(sheet, []).headRow + 2)));
    expect(kept).not.toMatch(/0621\d{8}|Xơ Đăng/);
  });
});

it('The register from Excel: at least eight layouts are real files', () => {
  expect(names.filter((name) => name.endsWith('.xlsx')).length).toBeGreaterThanOrEqual(8);
});
