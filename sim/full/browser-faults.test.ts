// A share of the figure for every run of the tests; all of it: npm run sim -- full browser-faults.
import { expect, test } from 'vitest';
import { figure } from './browser-faults.ts';

test('J1 a browser killed, its worker stopped, its store cleared or full: nothing called saved is lost without a word', { timeout: 600_000 }, async () => {
  const { done, bad, seen, wrong } = await figure.run(8, 20261123, () => undefined);
  expect({ done, bad, wrong }).toEqual({ done: 8, bad: 0, wrong: [] });
  expect(seen['acts called saved before a kill']).toBeGreaterThan(3);
});
