// A share of the hostile requests that fits every run of the tests.
import { expect, test } from 'vitest';
import { figure } from './hostile-requests.ts';

test('500 hostile requests over HTTP: no 5xx, none slow, every door tried, the server stands', async () => {
  const tried = await figure.run(500, 20261123, () => undefined);
  expect(tried.wrong).toEqual([]);
  expect(tried.bad).toBe(0);
  for (const status of [200, 400, 401, 403, 404]) expect(Object.keys(tried.seen)).toContain(`answers ${status}`);
  expect(tried.seen['routes']).toBeGreaterThan(30);
});
