// Guesses the whole mapping of a sheet, so that most people only look and agree.
import { bare, isBlank, letterOf, textOf, type Cell, type Sheet } from './cell.ts';
import { columnOf, type Group } from './fields.ts';
import { findHead, headTexts, rowKinds, type Head, type RowKind } from './frame.ts';
import { PERSON_FIELDS, type Column, type Field, type Layout, type Mapping, type Starts } from './mapping.ts';
import { readRelation } from './values.ts';

/** A village as the guess knows it. */
export interface NamedVillage {
  readonly id: string;
  readonly name: string;
}

/** Name of a village without what kind of place it is: `Thôn Kon Năng` and `làng Kon Nang` are one. */
export const villageKey = (name: string): string =>
  bare(name).replace(/^(ten )?(thon|lang|ban|buon|plei|to dan pho|tdp|khu dan cu|khom|ap)\s+(so\s+)?/, '').replace(/\s+/g, ' ');

/** The one village that a text names, or null. */
export function villageOf(text: string, villages: readonly NamedVillage[]): string | null {
  const same = villages.filter((village) => bare(village.name) === bare(text));
  const found = same.length > 0 ? same : villages.filter((village) => villageKey(village.name) === villageKey(text));
  return found.length === 1 && villageKey(text) !== '' ? found[0]!.id : null;
}

export const widthOf = (sheet: Sheet): number => sheet.rows.reduce((most, row) => Math.max(most, row.length), 0);

/** Rows of people below the head, by number from 0. */
export function peopleRows(sheet: Sheet, head: Head): readonly number[] {
  const kinds = rowKinds(sheet, head);
  const rows: number[] = [];
  let ended = false;
  for (let r = head.headRow + head.headRows; r < sheet.rows.length; r++) {
    const kind = kinds[r]!;
    if (kind.is === 'people') {
      ended = ended && isLoose(sheet.rows[r]!);
      if (!ended) rows.push(r);
    } else ended = kind.is === 'total' || kind.is === 'signature' || (ended && kind.is === 'blank');
  }
  return rows;
}

/** Below totals and signatures a lone text is the name of who signed, not a person of the register. */
export const isLoose = (row: readonly Cell[]): boolean => {
  const cells = row.filter((cell) => !isBlank(cell));
  return cells.length < 3 && !cells.some((cell) => typeof cell === 'number' || /^\d/u.test(textOf(cell)));
};

interface Facts {
  readonly sheet: Sheet;
  readonly rows: readonly number[];
  readonly kinds: readonly RowKind[];
  readonly sections: readonly number[];
}

const column = (facts: Facts, c: number): readonly string[] => facts.rows.map((r) => textOf(facts.sheet.rows[r]?.[c]));
const share = (texts: readonly string[], test: (text: string) => boolean): number => {
  const said = texts.filter((text) => text !== '');
  return said.length === 0 ? 0 : said.filter(test).length / said.length;
};

/** @param head where the person pointed at it; else it is looked for. */
export function guess(sheet: Sheet, villages: readonly NamedVillage[], pointed?: Head): Mapping {
  const head = pointed ?? findHead(sheet);
  const rows = peopleRows(sheet, head);
  const kinds = rowKinds(sheet, head);
  const facts: Facts = { sheet, rows, kinds, sections: sectionsOf(kinds, rows) };
  const columns = byContent(facts, guessColumns(sheet, head));
  const layout = guessLayout(facts, columns);
  const settled = settle(facts, columns, layout);
  return {
    ...head,
    columns: settled,
    layout,
    starts: guessStarts(facts, settled),
    dates: 'day-first',
    villages: guessVillages(facts, settled, villages, head),
  };
}

function guessColumns(sheet: Sheet, head: Head): Column[] {
  const width = widthOf(sheet);
  const texts = headTexts(sheet, head, width);
  const columns: Column[] = [];
  const members = new Map<string, { member: number; seen: Set<Field> }>();
  for (let c = 0; c < width; c++) {
    const { field, group } = columnOf(texts[c]!);
    columns.push(field === null ? { field: 'left-out' } : group ? ofMember(field, group, texts[c]!, members) : { field });
  }
  return attachToMembers(columns, texts);
}

/** Columns under one group head are one person's; the same head met again is the next person. */
function ofMember(field: Field, group: Group, parts: readonly string[], members: Map<string, { member: number; seen: Set<Field> }>): Column {
  const key = parts.length > 1 ? parts[0]! : `${parts[0]} ${members.size}`;
  const known = members.get(key) ?? { member: members.size + 1, seen: new Set<Field>() };
  members.set(key, known);
  if (!PERSON_FIELDS.includes(field)) return { field: field === 'withheld' ? field : 'left-out' };
  return { field, member: known.member, ...(group.relation ? { relation: group.relation } : {}) };
}

/** `Vợ/chồng | Năm sinh | Con 1 | Năm sinh`: without group heads, what follows a member's name is that member's. */
function attachToMembers(columns: Column[], texts: readonly (readonly string[])[]): Column[] {
  let current: Column | null = null;
  return columns.map((one, c) => {
    if (one.member !== undefined) {
      current = one;
      return one;
    }
    const follows = current !== null && PERSON_FIELDS.includes(one.field) && one.field !== 'name' && texts[c]!.length <= 1;
    if (!follows) {
      if (one.field !== 'left-out') current = null;
      return one;
    }
    return { ...one, member: current!.member!, ...(current!.relation ? { relation: current!.relation } : {}) };
  });
}

/** What the words did not say the values may: years under `Nam` are years of birth, not marks. */
function byContent(facts: Facts, columns: readonly Column[]): Column[] {
  return columns.map((one, c) => {
    const texts = column(facts, c);
    const years = share(texts, (text) => /^(19|20)\d{2}$|\d[/.-]\d/u.test(text));
    if (one.field === 'sex-m' && years > 0.5) return { ...one, field: 'born-m' };
    if (one.field === 'sex-f' && years > 0.5) return { ...one, field: 'born-f' };
    return one;
  });
}

const at = (columns: readonly Column[], field: Field): number => columns.findIndex((one) => one.field === field && one.member === undefined);

function guessLayout(facts: Facts, columns: readonly Column[]): Layout {
  if (columns.some((one) => one.member !== undefined || one.field === 'members')) return 'household';
  if (at(columns, 'relation') >= 0) return 'person';
  const name = at(columns, 'name') >= 0 ? at(columns, 'name') : at(columns, 'head');
  if (name < 0) return 'household';
  const named = column(facts, name).map((text) => text !== '');
  const people = named.filter(Boolean).length;
  const isSparse = (c: number): boolean => c >= 0 && column(facts, c).filter((text, i) => text !== '' && named[i]).length < people * 0.8;
  const repeats = (c: number): boolean => {
    if (c < 0) return false;
    const texts = column(facts, c).filter((text) => text !== '');
    return texts.filter((text, i) => i > 0 && text === texts[i - 1]).length > texts.length * 0.2;
  };
  const head = at(columns, 'head');
  const keys = [at(columns, 'no'), at(columns, 'index'), ...(at(columns, 'name') >= 0 ? [head] : [])];
  if (keys.some((c) => c >= 0 && column(facts, c).some((text) => text !== '') && (isSparse(c) || repeats(c)))) return 'person';
  if (restarts(facts, at(columns, 'index'), at(columns, 'village'))) return 'person';
  return titled(facts) ? 'person' : 'household';
}

/** Whether the sheet has rows such as `Hộ số 12: …` between its rows of people. */
const titled = (facts: Facts): boolean => facts.kinds.some((kind) => kind.is === 'household');

/** A running number that starts again at 1 within one village. */
function restarts(facts: Facts, index: number, village: number): boolean {
  if (index < 0) return false;
  const seen = new Set<string>();
  let named = '';
  for (const [i, r] of facts.rows.entries()) {
    if (village >= 0 && !isBlank(facts.sheet.rows[r]![village])) named = textOf(facts.sheet.rows[r]![village]);
    const place = `${facts.sections[i]!} ${named}`;
    if (textOf(facts.sheet.rows[r]![index]) !== '1') continue;
    if (seen.has(place)) return true;
    seen.add(place);
  }
  return false;
}

/** For each row of people the number of the last row above it that names a village, or 0. */
function sectionsOf(kinds: readonly RowKind[], rows: readonly number[]): readonly number[] {
  let section = 0;
  let from = rows[0] ?? 0;
  return rows.map((r) => {
    for (; from < r; from++) if (kinds[from]!.is === 'village') section = from;
    return section;
  });
}

/** Fields that stand once; whichever column is left over is left out. */
function settle(facts: Facts, columns: readonly Column[], layout: Layout): Column[] {
  const has = (field: Field): boolean => at(columns, field) >= 0;
  const seen = new Set<string>();
  const named = has('name');
  const indexIsNumber = !has('no') && has('index') && isNumberOfHousehold(facts, columns, layout);
  return columns.map((one) => {
    let { field } = one;
    if (field === 'index' && indexIsNumber) field = 'no';
    // A list of all people under the words `Họ tên chủ hộ`, or of heads under `Họ và tên`.
    if (field === 'head' && layout === 'person' && !named) field = 'name';
    if (field === 'name' && layout === 'household' && one.member === undefined && !has('head')) field = 'head';
    if (one.member === undefined && layout === 'household' && field === 'name') field = 'left-out';
    const key = `${field} ${one.member ?? 0}`;
    if (field !== 'left-out' && field !== 'withheld' && seen.has(key)) field = 'left-out';
    seen.add(key);
    if (field === 'left-out' || field === 'withheld') return { field };
    return { ...one, field };
  });
}

/** `STT` numbers the households where every row is one, or where it stands on the first row of each only. */
function isNumberOfHousehold(facts: Facts, columns: readonly Column[], layout: Layout): boolean {
  if (layout === 'household') return true;
  const index = at(columns, 'index');
  if (restarts(facts, index, at(columns, 'village'))) return false;
  const texts = column(facts, index);
  const said = texts.filter((text) => text !== '');
  return said.length < texts.length * 0.8 || said.some((text, i) => i > 0 && text === said[i - 1]);
}

function guessStarts(facts: Facts, columns: readonly Column[]): Starts {
  const no = at(columns, 'no');
  const relation = at(columns, 'relation');
  const head = at(columns, 'head');
  const heads = relation < 0 ? 0 : facts.rows.filter((r) => {
    const read = readRelation(facts.sheet.rows[r]?.[relation]);
    return 'value' in read && read.value?.relation === 'head';
  }).length;
  if (no >= 0) {
    const texts = column(facts, no);
    const changes = texts.filter((text, i) => text !== '' && text !== texts[i - 1]).length;
    // A number on every row that never repeats counts people, not households.
    if (heads === 0 || changes <= heads * 1.5) return 'number';
  }
  if (heads > 0) return 'relation';
  if (head >= 0 && at(columns, 'name') >= 0) return 'head';
  const index = at(columns, 'index');
  if (restarts(facts, index, at(columns, 'village'))) return 'restart';
  return no >= 0 ? 'number' : 'blank';
}

/** Names of villages in the sheet, each with the village it most likely means. */
export function villageNames(sheet: Sheet, head: Head, columns: readonly Column[]): readonly string[] {
  const kinds = rowKinds(sheet, head);
  const c = at(columns, 'village');
  const names = new Set<string>();
  for (let r = head.headRow + head.headRows; r < sheet.rows.length; r++) {
    const kind = kinds[r]!;
    if (kind.is === 'village') names.add(kind.name);
    if (kind.is === 'people' && c >= 0 && !isBlank(sheet.rows[r]![c])) names.add(textOf(sheet.rows[r]![c]));
    if (names.size > 500) break;
  }
  return [...names].map((name) => name.slice(0, 200));
}

function guessVillages(facts: Facts, columns: readonly Column[], villages: readonly NamedVillage[], head: Head): Record<string, string | null> {
  const names = villageNames(facts.sheet, head, columns);
  return Object.fromEntries(names.flatMap((name) => {
    const id = villageOf(name, villages);
    return id === null ? [] : [[name, id] as const];
  }));
}

/** A column as the person is shown it: its letter, what stands above it, the first values in it. */
export interface ColumnSight {
  readonly letter: string;
  readonly head: string;
  readonly samples: readonly string[];
}

export function sightsOf(sheet: Sheet, head: Head): readonly ColumnSight[] {
  const width = widthOf(sheet);
  const texts = headTexts(sheet, head, width);
  const rows = peopleRows(sheet, head);
  return Array.from({ length: width }, (_, c) => {
    const samples: string[] = [];
    for (const r of rows) {
      const text = textOf(sheet.rows[r]?.[c]);
      if (text !== '' && !samples.includes(text)) samples.push(text.slice(0, 60));
      if (samples.length === 4) break;
    }
    return { letter: letterOf(c), head: texts[c]!.join(' › ').slice(0, 120), samples };
  });
}
