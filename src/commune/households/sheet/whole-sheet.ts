// What shows only when a column or the whole list is looked at: dates turned round, numbers twice, totals that do not fit.
import { bare, letterOf, textOf, type Sheet } from './cell.ts';
import type { FileHousehold } from './file-household.ts';
import { headTexts, rowKinds } from './frame.ts';
import { peopleRows } from './guess.ts';
import type { Mapping } from './mapping.ts';
import { problem, type Problem } from './problems.ts';
import { numberKey, orderOf } from './values.ts';

/** Fewer dates than this prove nothing. */
const ENOUGH = 3;

export function checkColumns(sheet: Sheet, mapping: Mapping): readonly Problem[] {
  const rows = peopleRows(sheet, mapping);
  const found: Problem[] = [];
  mapping.columns.forEach((column, c) => {
    if (!column.field.startsWith('born')) return;
    const orders = rows.map((r) => orderOf(sheet.rows[r]?.[c]));
    const count = (order: 'day-first' | 'month-first' | 'date-low'): number => orders.filter((one) => one === order).length;
    const where = { sheet: sheet.name, column: letterOf(c) };
    const texts = rows.filter((r, i) => orders[i] === 'day-first' && typeof sheet.rows[r]?.[c] === 'string').length;
    const days = orders.filter((order) => order === 'day-first').length - texts;
    if (mapping.dates === 'day-first' && count('date-low') >= ENOUGH && texts >= ENOUGH && days === 0) {
      found.push(problem('born.maybe-turned', where, { dates: count('date-low'), texts }));
    }
    if (mapping.dates === 'day-first' && count('month-first') >= ENOUGH && texts === 0) found.push(problem('born.maybe-month-first', where, { texts: count('month-first') }));
  });
  return [...found, ...checkTotal(sheet, mapping), ...checkNotes(sheet, mapping)];
}

/** Heads of columns that hold free words about a family. */
const NOTES = /\b(ghi chu|chu thich|chu y|luu y|nhan xet|y kien|hoan canh|tinh trang|dac diem|dien bien)\b/;

/**
 * Notes are not taken: the register holds nobody's opinion of a family, and what a family itself says is written down in a
 * visit with its consent. Said once a column, so that nobody believes they came along.
 */
function checkNotes(sheet: Sheet, mapping: Mapping): readonly Problem[] {
  const heads = headTexts(sheet, mapping, mapping.columns.length);
  const rows = peopleRows(sheet, mapping);
  return mapping.columns.flatMap((column, c): Problem[] => {
    const head = heads[c]?.join(' › ') ?? '';
    if (column.field !== 'left-out' || !NOTES.test(bare(head))) return [];
    const count = rows.filter((r) => textOf(sheet.rows[r]?.[c]) !== '').length;
    return count === 0 ? [] : [problem('column.notes', { sheet: sheet.name, column: letterOf(c) }, { head: head.slice(0, 80), count })];
  });
}

/** The form's own total of people against the sum of its column. */
function checkTotal(sheet: Sheet, mapping: Mapping): readonly Problem[] {
  const c = mapping.columns.findIndex((column) => column.field === 'count');
  if (c < 0) return [];
  const kinds = rowKinds(sheet, mapping);
  const totals = sheet.rows.flatMap((row, r) => {
    const said = typeof row[c] === 'number' ? row[c] : Number(textOf(row[c]) || Number.NaN);
    return r >= mapping.headRow + mapping.headRows && kinds[r]!.is === 'total' && Number.isFinite(said) ? [{ r, said }] : [];
  });
  // Subtotals of pages and villages are not told apart from the whole: only a single total is checked.
  if (totals.length !== 1) return [];
  const sum = peopleRows(sheet, mapping).filter((r) => r < totals[0]!.r).reduce((total, r) => total + (Number(textOf(sheet.rows[r]?.[c])) || 0), 0);
  const { r, said } = totals[0]!;
  return sum === said ? [] : [problem('total.differs', { sheet: sheet.name, row: r + 1, column: letterOf(c) }, { said, found: sum })];
}

/** A number names one household of a village. */
export function checkNumbers(households: readonly FileHousehold[]): readonly Problem[] {
  const first = new Map<string, FileHousehold>();
  const found: Problem[] = [];
  for (const household of households) {
    if (household.no === null) continue;
    const key = `${household.village}/${numberKey(household.no)}`;
    const before = first.get(key);
    if (before) found.push(problem('number.twice', { sheet: household.sheet, row: household.row }, { no: household.no, first: before.row, firstSheet: before.sheet }));
    else first.set(key, household);
  }
  return found;
}
