// A share of the figure for every run of the tests, and a disk that lies, which no database survives: the figure notices it.
import { expect, test } from 'vitest';
import { cutOften } from './power-cuts.ts';

test('J1 power cuts amid writing lose no acknowledged act: the database opens, and every digest and index is right', async () => {
  const { done, bad, seen, wrong } = await cutOften(2, 20261124, () => undefined, { only: 'pages' });
  expect({ done, bad, wrong }).toEqual({ done: 2, bad: 0, wrong: [] });
  expect(seen['acts acknowledged']).toBeGreaterThan(10);
  expect(Number(seen['pages: torn']) + Number(seen['pages: dropped'])).toBeGreaterThan(10);
});

test('J1 a disk that said the log was flushed, and lost it, is noticed', async () => {
  const { bad, wrong } = await cutOften(1, 3, () => undefined, { only: 'pages', lies: true });
  expect(bad).toBe(1);
  expect(wrong.join()).toMatch(/stands nowhere|did not open/);
});
