// What a person chooses of an upload: sheets, villages, columns; one form is mapped once, and what is lacking is said.
import { describe, expect, it } from 'vitest';
import type { ReadAnswer } from '#commune/households/sheet/answer.ts';
import type { Cell, Sheet } from '#commune/households/sheet/cell.ts';
import { prepare } from '#commune/households/sheet/prepare.ts';
import { sightOf } from '#commune/households/sheet/sight.ts';
import { formsOf, lacks, nameVillage, partsOf, setField, setLayout, setStarts, setVillage, startDraft, turnSheet } from './import-draft.ts';

const villages = [{ id: 'v1', name: 'Thôn 1' }, { id: 'v2', name: 'Thôn 2' }];
const sheet = (name: string, rows: readonly (readonly Cell[])[], hidden = false): Sheet => ({ name, hidden, rows, merges: [] });
const answer = (...sheets: Sheet[]): ReadAnswer => ({ import: 'x', villages, sheets: sheets.map((one) => sightOf(prepare(one), villages, [])) });
const heads = ['Số hộ', 'Họ và tên', 'Vợ', 'Năm sinh', 'Ghi chú'];
const list = (name: string): Sheet => sheet(name, [heads, [1, 'Bùi Văn A', 'Lê Thị B', 1980, 'x'], [2, 'Bùi Văn C', null, null, null]]);

describe('Import: what the person chooses', () => {
  it('sheets with people are taken, covers and hidden ones are not, and villages come from their names', () => {
    const draft = startDraft(answer(sheet('Bìa', [['Sổ hộ']]), list('Thôn 1'), list('Nơi khác'), { ...list('Thôn 2'), hidden: true }));
    expect(draft.map((one) => [one.taken, one.village])).toEqual([[false, null], [true, 'v1'], [true, null], [false, 'v2']]);
    expect(lacks(draft)).toEqual({ village: 2 });
    expect(lacks(setVillage(draft, 2, 'v2'))).toBe(null);
    expect(lacks(turnSheet(draft, 2))).toBe(null);
    expect(lacks(turnSheet(turnSheet(draft, 1), 2))).toBe('sheet');
  });

  it('sheets of one form are mapped together', () => {
    const draft = startDraft(answer(list('Thôn 1'), list('Thôn 2'), sheet('Khác', [['Số hộ', 'Chủ hộ'], [1, 'Bùi Văn D']])));
    expect(formsOf(draft).map((form) => form.length)).toEqual([2, 1]);
    const next = setField(draft, 0, 4, 'place');
    expect(next.map((one) => one.mapping.columns.at(-1)!.field)).toEqual(['place', 'place', 'head']);
    expect(partsOf(next).map((part) => part.sheet)).toEqual([0, 1, 2]);
    expect(setStarts(next, 2, 'blank').map((one) => one.mapping.starts)).toEqual(['number', 'number', 'blank']);
  });

  it('columns of one member follow their name, and the layout changes whose name it is', () => {
    const draft = startDraft(answer(list('Thôn 1')));
    expect(draft[0]!.mapping.columns).toEqual([{ field: 'no' }, { field: 'head' }, { field: 'name', member: 1, relation: 'spouse' }, { field: 'born', member: 1, relation: 'spouse' }, { field: 'left-out' }]);
    const added = setField(draft, 0, 4, 'name');
    expect(added[0]!.mapping.columns.at(-1)).toEqual({ field: 'name', member: 2 });
    const without = setField(draft, 0, 2, 'left-out');
    expect(without[0]!.mapping.columns.slice(1)).toEqual([{ field: 'head' }, { field: 'left-out' }, { field: 'born' }, { field: 'left-out' }]);
    const people = setLayout(without, 0, 'person');
    expect(people[0]!.mapping.columns[1]).toEqual({ field: 'name' });
    expect(setLayout(people, 0, 'household')[0]!.mapping.columns[1]).toEqual({ field: 'head' });
  });

  it('villages named in the sheet are given a village or left out', () => {
    const draft = startDraft(answer(sheet('S', [['Thôn', 'Số hộ', 'Chủ hộ'], ['Thôn 1', 1, 'Bùi Văn A'], ['Xa', 1, 'Bùi Văn B']])));
    expect(draft[0]).toMatchObject({ names: ['Thôn 1', 'Xa'], mapping: { villages: { 'Thôn 1': 'v1' } } });
    expect(lacks(draft)).toBe(null);
    expect(nameVillage(draft, 0, 'Xa', null)[0]!.mapping.villages).toEqual({ 'Thôn 1': 'v1', Xa: null });
  });
});
