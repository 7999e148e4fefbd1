// What the person has chosen of an upload so far: sheets, villages, columns; pure, so that it can be tried without a screen.
import type { CheckAnswer, ReadAnswer } from '#commune/households/sheet/answer.ts';
import type { ColumnSight } from '#commune/households/sheet/guess.ts';
import type { Column, Dates, Field, Layout, Mapping, Part, Starts } from '#commune/households/sheet/mapping.ts';
import type { SheetSight } from '#commune/households/sheet/sight.ts';

export interface SheetDraft {
  readonly sheet: number;
  readonly sight: SheetSight;
  readonly taken: boolean;
  /** null: as the sheet itself says. */
  readonly village: string | null;
  readonly mapping: Mapping;
  readonly columns: readonly ColumnSight[];
  readonly names: readonly string[];
}
export type Draft = readonly SheetDraft[];

const hasPeople = ({ guess }: SheetSight): boolean => guess.columns.some((column) => column.field === 'head' || column.field === 'name');

/** Sheets with a head and names are taken, hidden ones are not. */
export const startDraft = (read: ReadAnswer): Draft => read.sheets.map((sight, sheet) => ({
  sheet, sight, mapping: sight.guess, columns: sight.columns, names: sight.names,
  taken: !sight.hidden && hasPeople(sight), village: sight.village,
}));

const change = (draft: Draft, sheet: number, next: (one: SheetDraft) => SheetDraft): Draft => draft.map((one) => (one.sheet === sheet ? next(one) : one));

export const turnSheet = (draft: Draft, sheet: number): Draft => change(draft, sheet, (one) => ({ ...one, taken: !one.taken }));
export const setVillage = (draft: Draft, sheet: number, village: string | null): Draft => change(draft, sheet, (one) => ({ ...one, village }));

const formOf = (one: SheetDraft): string => JSON.stringify([one.columns.map((column) => column.head), one.mapping.headRows]);

/** Taken sheets by their form: sheets with the same head are mapped once, and the first of them is shown. */
export function formsOf(draft: Draft): readonly (readonly SheetDraft[])[] {
  const forms = new Map<string, SheetDraft[]>();
  for (const one of draft) {
    if (!one.taken) continue;
    const known = forms.get(formOf(one));
    if (known) known.push(one);
    else forms.set(formOf(one), [one]);
  }
  return [...forms.values()];
}

type Choices = Partial<Pick<Mapping, 'columns' | 'layout' | 'starts' | 'dates'>>;

/** What is chosen for a sheet holds for every sheet of the same form. */
function choose(draft: Draft, sheet: number, choices: Choices): Draft {
  const form = formOf(draft.find((one) => one.sheet === sheet)!);
  return draft.map((one) => (formOf(one) === form ? { ...one, mapping: { ...one.mapping, ...choices } } : one));
}

const mappingOf = (draft: Draft, sheet: number): Mapping => draft.find((one) => one.sheet === sheet)!.mapping;

export const setStarts = (draft: Draft, sheet: number, starts: Starts): Draft => choose(draft, sheet, { starts });
export const setDates = (draft: Draft, sheet: number, dates: Dates): Draft => choose(draft, sheet, { dates });

/** The column of names changes its meaning with the layout: the head's, or everybody's. */
export function setLayout(draft: Draft, sheet: number, layout: Layout): Draft {
  const { columns } = mappingOf(draft, sheet);
  const has = (field: Field): boolean => columns.some((column) => column.field === field && column.member === undefined);
  const [from, to]: [Field, Field] = layout === 'household' ? ['name', 'head'] : ['head', 'name'];
  if (has(to) || !has(from)) return choose(draft, sheet, { layout });
  const first = columns.findIndex((column) => column.field === from && column.member === undefined);
  return choose(draft, sheet, { layout, columns: columns.map((column, c) => (c === first ? { ...column, field: to } : column)) });
}

export function setField(draft: Draft, sheet: number, column: number, field: Field): Draft {
  const { columns, layout } = mappingOf(draft, sheet);
  const next = columns.map((one, c): Column => (c === column ? { ...one, field } : one));
  return choose(draft, sheet, { columns: layout === 'household' ? inOrder(next) : next.map(({ field: kept }): Column => ({ field: kept })) });
}

const OF_ONE_PERSON: readonly Field[] = ['surname', 'relation', 'born', 'born-m', 'born-f', 'born-day', 'born-month', 'born-year', 'sex', 'sex-m', 'sex-f'];

/** One row a household: each column of names begins the next person, and what follows it is theirs. */
function inOrder(columns: readonly Column[]): Column[] {
  let member = 0;
  let relation: Column['relation'];
  let count = 0;
  return columns.map((column): Column => {
    if (column.field === 'head') member = 0;
    if (column.field === 'name') {
      member = ++count;
      relation = column.relation;
    }
    if ((column.field === 'name' || OF_ONE_PERSON.includes(column.field)) && member > 0) return { field: column.field, member, ...(relation ? { relation } : {}) };
    return { field: column.field };
  });
}

/** `village` null: those households are left out. */
export const nameVillage = (draft: Draft, sheet: number, name: string, village: string | null): Draft =>
  change(draft, sheet, (one) => ({ ...one, mapping: { ...one.mapping, villages: { ...one.mapping.villages, [name]: village } } }));

/** Takes up what the server made of one sheet whose head was pointed at. */
export const takeUp = (draft: Draft, sheet: number, answer: CheckAnswer, at = 0): Draft =>
  change(draft, sheet, (one) => ({ ...one, mapping: answer.mappings[at]!, columns: answer.columns[at]!, names: answer.names[at]! }));

export const partsOf = (draft: Draft): readonly Part[] => draft.filter((one) => one.taken).map(({ sheet, village, mapping }) => ({ sheet, village, mapping }));

/** The sheet says its villages itself, by a column or by rows of their own. */
export const saysVillage = (one: SheetDraft): boolean => one.names.length > 0 || one.mapping.columns.some((column) => column.field === 'village');

/** What still has to be chosen, before the server is asked. */
export function lacks(draft: Draft): 'sheet' | { readonly village: number } | null {
  const taken = draft.filter((one) => one.taken);
  if (taken.length === 0) return 'sheet';
  const without = taken.find((one) => one.village === null && !saysVillage(one));
  return without ? { village: without.sheet } : null;
}
