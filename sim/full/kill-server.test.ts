// A share of the figure for every run of the tests; all of it: npm run sim -- full kill-server.
import { expect, test } from 'vitest';
import { figure } from './kill-server.ts';

test('J1 J2 kill -9 of the server under load loses and doubles nothing it has acknowledged', async () => {
  const { done, bad, seen, wrong } = await figure.run(4, 20261124, () => undefined);
  expect({ done, bad, wrong }).toEqual({ done: 4, bad: 0, wrong: [] });
  // How many there are hangs on the machine; that there are some makes it a trial.
  expect(seen['acts acknowledged']).toBeGreaterThan(0);
  expect(seen['exchanges broken off']).toBeGreaterThan(0);
});
