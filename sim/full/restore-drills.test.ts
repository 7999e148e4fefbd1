// A share of the figure for every run of the tests; all of it: npm run sim -- full restore-drills.
import { expect, test } from 'vitest';
import { figure } from './restore-drills.ts';

test('J1 J2 after a lost machine and a backup put back, phones have lost nothing once they have sent again', async () => {
  const { done, bad, seen, wrong } = await figure.run(1, 20261126, () => undefined);
  expect({ done, bad, wrong }).toEqual({ done: 1, bad: 0, wrong: [] });
  expect(seen['acts said again']).toBeGreaterThan(0);
});
