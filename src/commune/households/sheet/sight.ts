// What the person is shown of an upload before anything is decided: each sheet's first rows and the whole guess.
import { tally } from '#journal/canonical.ts';
import { textOf, type Sheet } from './cell.ts';
import { headTexts, type Head } from './frame.ts';
import { guess, sightsOf, villageNames, villageOf, widthOf, type ColumnSight, type NamedVillage } from './guess.ts';
import type { Mapping } from './mapping.ts';
import type { Prepared } from './prepare.ts';

export interface SheetSight {
  readonly name: string;
  readonly hidden: boolean;
  /** How many rows the sheet has. */
  readonly rows: number;
  /** The first rows as text, for pointing at the head. */
  readonly preview: readonly (readonly string[])[];
  readonly decoded: Prepared['decoded'];
  readonly withheld: Prepared['withheld'];
  readonly guess: Mapping;
  /** The mapping was made by a person of this commune for a sheet with the same head. */
  readonly learned: boolean;
  readonly columns: readonly ColumnSight[];
  /** Villages named in a column or in rows of their own. */
  readonly names: readonly string[];
  /** The village that the sheet's name or title names. */
  readonly village: string | null;
}

/** A mapping that was taken once, under the key of its head. */
export interface Learned {
  readonly heads: string;
  readonly mapping: Mapping;
}

/** One name for one head: sheets of the same form are mapped once. */
export const headKey = (sheet: Sheet, head: Head): string =>
  tally(headTexts(sheet, head, widthOf(sheet)).map((parts) => parts.join('>')).join('|').toLowerCase()).toString(36);

const PREVIEW_ROWS = 40;
const PREVIEW_LETTERS = 60;

export function sightOf(prepared: Prepared, villages: readonly NamedVillage[], learned: readonly Learned[]): SheetSight {
  const { sheet } = prepared;
  const fresh = guess(sheet, villages);
  const known = learned.find((one) => one.heads === headKey(sheet, fresh) && one.mapping.columns.length === fresh.columns.length);
  return {
    name: sheet.name, hidden: sheet.hidden, rows: sheet.rows.length, decoded: prepared.decoded, withheld: prepared.withheld,
    preview: sheet.rows.slice(0, PREVIEW_ROWS).map((row) => row.map((cell) => textOf(cell).slice(0, PREVIEW_LETTERS))),
    guess: known ? { ...fresh, columns: known.mapping.columns, layout: known.mapping.layout, starts: known.mapping.starts, dates: known.mapping.dates, villages: { ...known.mapping.villages, ...fresh.villages } } : fresh,
    learned: known !== undefined,
    columns: sightsOf(sheet, fresh),
    names: villageNames(sheet, fresh, known?.mapping.columns ?? fresh.columns),
    village: villageOfSheet(sheet, fresh, villages),
  };
}

/** By the sheet's name, else by a village that a title above the head names, else the only one there is. */
function villageOfSheet(sheet: Sheet, head: Head, villages: readonly NamedVillage[]): string | null {
  const byName = villageOf(sheet.name, villages);
  if (byName !== null) return byName;
  for (const row of sheet.rows.slice(0, head.headRow)) {
    for (const cell of row) {
      const named = /((?:thôn|làng|bản|buôn|plei|tổ dân phố|khu dân cư|ấp|khóm)\s[^,;.()–-]+)/iu.exec(textOf(cell))?.[1];
      const found = named === undefined ? null : villageOf(named.trim(), villages) ?? villageOf(named.trim().split(/\s+(?:xã|năm|tháng|thuộc)\s/iu)[0]!, villages);
      if (found !== null) return found;
    }
  }
  return villages.length === 1 ? villages[0]!.id : null;
}
