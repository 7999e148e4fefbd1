// The officer who books a letter reads of each promise by when it is due, as everywhere else.
import { expect, test } from 'vitest';
import type { Act, Json } from '#journal/act.ts';
import { saidIn } from './tray-said.ts';

const act = (kind: string, body: Json): Act => ({ id: 'a-1', turn: 1, kind, v: 1, at: 0, body }) as unknown as Act;

test('each promise of a visit stands with its due day, after what was heard', () => {
  const said = saidIn(act('visit.record', {
    household: 'h1', heard: [{ topic: 'water', words: 'Giếng cạn' }],
    promises: [{ what: 'Xin bồn chứa nước', keeper: 'p-1', dueOn: '2026-12-05' }, { what: 'Gọi thú y', keeper: 'p-1', dueOn: '2026-11-30' }],
  }));
  expect(said.map(({ words }) => words)).toEqual(['Giếng cạn', 'Xin bồn chứa nước', 'Gọi thú y']);
  expect(said[0]!.facts).toEqual([]);
  expect(said.slice(1).map(({ facts }) => facts.find(([label]) => label === 'Hạn')?.[1])).toEqual(['05/12/2026', '30/11/2026']);
  expect(said[1]!.facts.map(([label]) => label)).toEqual(['Người lo', 'Hạn']);
});

test('words without promises stand alone; a promise made by itself keeps its facts among the fields', () => {
  expect(saidIn(act('visit.record', { heard: [{ words: 'Đường trơn' }], promises: [] }))).toEqual([{ words: 'Đường trơn', facts: [] }]);
  expect(saidIn(act('promise.make', { what: 'Báo xã', keeper: 'p-1', dueOn: '2026-12-05' }))).toEqual([{ words: 'Báo xã', facts: [] }]);
  expect(saidIn(act('person.close', {}))).toEqual([]);
});
