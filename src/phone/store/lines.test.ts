// A household's line says what is owed and due, and lists stand in the order people count.
import { describe, expect, test } from 'vitest';
import type { Row } from '#journal/act.ts';
import { arranged, lineOf, pageOf, withChanged } from './lines.ts';
import { makeBelieveRows } from './make-believe-rows.ts';

const TODAY = '2026-11-23';
const rows = makeBelieveRows(TODAY).filter(({ household }) => household === 'h03') as readonly Row[];
const line = lineOf(rows)!;
const at = (id: string, no: string, village = 'v1') => ({ ...line, id, no, village });

describe('A household\'s line', () => {
  test('counts who lives there, and carries what is not done and what waits for its first reply', () => {
    expect(line).toMatchObject({ id: 'h03', no: '3', head: 'Nguyễn Văn Phước', members: 4, closed: false });
    expect(line.promises.map(({ state }) => state)).toEqual(['claimed']);
    expect(line.petitions).toHaveLength(1);
    expect(line.search).toContain('nguyen van phuoc');
  });

  test.each([
    ['open', false, 1], ['claimed', false, 1], ['confirmed', false, 0], ['withdrawn', false, 1], ['withdrawn', true, 0],
  ])('a promise %s, told %s: %i on the line', (state, told, count) => {
    const changed = rows.map((row) => (row.kind === 'promise' ? { ...row, body: { ...(row.body as object), state, told } } : row));
    expect(lineOf(changed)!.promises).toHaveLength(count);
  });

  test('a petition leaves the line with its first reply, final or not', () => {
    const replied = rows.map((row) => (row.kind === 'petition' ? { ...row, body: { ...(row.body as object), replies: [{ on: TODAY, by: 'p', words: 'Đang xem.', final: false }] } } : row));
    expect(lineOf(replied)!.petitions).toEqual([]);
    expect(pageOf(replied)!.petitions).toHaveLength(1);
  });

  test('a withdrawn consent puts the last day to strike on the line until no visit holds what it was for', () => {
    const strike = (withdrawnOn: string | null, words: string | null) => lineOf(rows.map((row) => {
      if (row.kind === 'consent') return { ...row, body: { ...(row.body as object), given: true, withdrawnOn } };
      if (row.kind === 'visit') return { ...row, body: { ...(row.body as object), heard: [{ topic: 'road', words, clip: null }], photos: [] } };
      return row;
    }))!.strikeUntil;
    expect(rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['consent', 'visit']));
    expect(strike('2026-11-20', 'Đường hỏng')).toBe('2026-12-05');
    expect([strike(null, 'Đường hỏng'), strike('2026-11-20', null)]).toEqual([undefined, undefined]);
  });

  test('J10 rows of a household whose own row is not here make no line and no page', () => {
    const without = rows.filter(({ kind }) => kind !== 'household');
    expect([lineOf(without), pageOf(without)]).toEqual([null, undefined]);
  });
});

describe('The list', () => {
  const base = arranged([at('a', '10'), at('b', '2'), at('c', '012A', 'v2'), at('d', '12', 'v2'), at('e', '1', 'v0')], ['v2', 'v1']);

  test('goes by village as given, then by number as people count', () => {
    expect(base.map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a', 'e']);
  });

  test('stands in one order, whether all register numbers are whole ones or some have letters', () => {
    const villages = ['v2', 'v1', 'v3'];
    const whole = Array.from({ length: 60 }, (_, i) => at(`h${i}`, String(1 + ((i * 37) % 41) * (i % 3 === 0 ? 1 : 250_000)), villages[i % 3]));
    const odd = arranged([...whole, at('odd', '7A', 'v1')], villages);
    expect(odd.map(({ id }) => id)).toContain('odd');
    expect(arranged(whole, villages)).toEqual(odd.filter(({ id }) => id !== 'odd'));
    expect(arranged(whole, ['v1']).map(({ village }) => village).slice(0, 20)).toEqual(Array(20).fill('v1'));
  });

  test('J7 what waits changes its line in place, takes one out, and puts a new one where it belongs', () => {
    const next = withChanged(base, new Map([['b', { ...at('b', '2'), head: 'Mới' }], ['d', null], ['f', at('f', '3')]]), ['v2', 'v1']);
    expect(next.map(({ id, head }) => `${id} ${head === 'Mới'}`)).toEqual(['c false', 'b true', 'f false', 'a false', 'e false']);
    expect(next).toEqual(arranged(next, ['v2', 'v1']));
    expect(withChanged(base, new Map(), [])).toBe(base);
  });
});
