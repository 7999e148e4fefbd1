// The cookie that outlives a cleared store: what is read from it, and from what it is not.
import { expect, test } from 'vitest';
import { readWitness } from './witness.ts';

test.each([
  ['nr_held=2.3.2026-11-23', { seats: 2, waiting: 3, on: '2026-11-23' }],
  ['a=b; nr_held=1.0.2026-11-23; c=d', { seats: 1, waiting: 0, on: '2026-11-23' }],
  ['', null], ['nr_held=', null], ['nr_held=2.3', null], ['xnr_held=2.3.2026-11-23', null], ['nr_held=-1.3.2026-11-23', null],
])('J1 no loss is silent: %s', (cookies, read) => {
  expect(readWitness(cookies)).toEqual(read);
});
