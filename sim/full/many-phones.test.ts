// A share of the figure for every run of the tests: times are the figure's own business, on a machine that does nothing else.
import { expect, test } from 'vitest';
import { figure } from './many-phones.ts';

test('J1 phones that come back at once get everything in, acts and photos, each of them', async () => {
  const { done, wrong, seen } = await figure.run(4, 20261127, () => undefined);
  expect({ done, wrong: wrong.filter((one) => !/p99|in the middle|nothing done/.test(one)) }).toEqual({ done: 4, wrong: [] });
  expect(String(seen['PATCH clips: asked; p50, p99, longest'])).toMatch(/^\d+;/);
});
