// Law J9 in the reading of acts: older bodies are lifted, unknown ones wait, faulty code harms nobody else.
import { expect, test } from 'vitest';
import type { Act, ActKind, Kinds, Said } from './act.ts';
import { refuse } from './act.ts';
import { read } from './decide.ts';
import { toyAct, toyKinds } from './toy.ts';

const said: Said = { id: 'dev1-1', device: 'dev1', commune: '1', author: 'p1', at: 0, today: '2026-11-23' };
const none = { get: () => undefined };
const reading = (act: Act, kinds: Kinds = toyKinds) => read(kinds, act, said);

test('J9 the body of an older version is lifted a version at a time', () => {
  const found = reading(toyAct('dev1', 1, { id: 'a', n: 7 }, 'tally.add', 1));
  expect('readable' in found && found.readable.decide(none)).toMatchObject({ puts: [{ id: 'a', body: { sum: 7 } }] });
});

test('J9 an unknown kind and a newer version wait', () => {
  expect(reading(toyAct('dev1', 1, {}, 'meeting.call', 1))).toEqual({ waits: true });
  expect(reading(toyAct('dev1', 1, { id: 'a', by: 1 }, 'tally.add', 3))).toEqual({ waits: true });
});

test('J4 a version that nothing lifts is refused with its number', () => {
  expect(reading(toyAct('dev1', 1, {}, 'tally.add', 0))).toEqual(refuse('act.version', { kind: 'tally.add', v: 0 }));
});

test.each(['parse', 'needs', 'decide', 'upcasts'] as const)('J9 a kind whose %s fails waits, with the reason for the log', (part) => {
  const fails = () => { throw new TypeError('no such thing'); };
  const kind: ActKind<unknown> = { ...toyKinds.get('tally.add')!, [part]: part === 'upcasts' ? { 1: fails } : fails };
  const found = reading(toyAct('dev1', 1, { id: 'a', by: 1, n: 1 }, 'tally.add', part === 'upcasts' ? 1 : 2), new Map([['tally.add', kind]]));
  expect('readable' in found ? found.readable.decide(none) : found).toEqual({ waits: true, why: 'no such thing' });
});

test('J3 a kind may read only what it asks for, so that both sides decide from the same rows', () => {
  const found = reading(toyAct('dev1', 1, { id: 'a', by: 1 }, 'tally.peek', 1));
  expect('readable' in found && found.readable.decide(none)).toEqual({ waits: true, why: 'reads tally/a, which needs does not name' });
});
