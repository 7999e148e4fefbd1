// A server that asks for time gets it: by saves, by signal, by hand, whatever happens meanwhile; and not from all phones at one moment.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ask, RoadTrouble } from './ask.ts';
import { Exchange } from './exchange.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A server that answers each question as told, and when it was asked, in seconds. */
function server(answers: (() => Response)[]) {
  const asked: number[] = [];
  const began = Date.now();
  vi.stubGlobal('fetch', async () => {
    asked.push(Math.round((Date.now() - began) / 1000));
    return (answers.shift() ?? (() => new Response('{}', { headers: { 'content-type': 'application/json' } })))();
  });
  const exchange = new Exchange({ run: async () => { await ask('abcdefgh', '/api/rows'); return 'done'; }, explain: () => ({ code: 'app.trouble' }) }, null);
  return { asked, exchange };
}
const no = (status: number, wait: string | null) => () => new Response('{"error":{"code":"request.too-many","params":{"seconds":30}}}', { status, headers: { 'content-type': 'application/json', ...(wait === null ? {} : { 'retry-after': wait }) } });

test.each([[429, '30'], [503, '30']])('after %s with Retry-After nothing is asked before its time, and then within twice of it', async (status, wait) => {
  const { asked, exchange } = server([no(status, wait)]);
  await exchange.now();
  expect(exchange.sign.value.state).toBe('trouble');
  exchange.soon();
  await vi.advanceTimersByTimeAsync(10_000);
  await exchange.now();
  exchange.soon();
  await vi.advanceTimersByTimeAsync(19_000);
  await exchange.now();
  expect(asked).toEqual([0]);
  await vi.advanceTimersByTimeAsync(32_000);
  expect(asked).toHaveLength(2);
  expect(asked[1]).toBeGreaterThanOrEqual(30);
  expect(asked[1]).toBeLessThanOrEqual(61);
  expect(exchange.sign.value.state).toBe('quiet');
  await exchange.now();
  expect(asked).toHaveLength(3);
  exchange.stop();
});

test('two hundred phones told the same wait come back spread over as long again', async () => {
  const phones = Array.from({ length: 200 }, () => server([no(429, '60')]));
  const backAt: number[] = [];
  for (const { exchange, asked } of phones) {
    vi.stubGlobal('fetch', async () => {
      asked.push(Date.now());
      return asked.length === 1 ? no(429, '60')() : new Response('{}', { headers: { 'content-type': 'application/json' } });
    });
    await exchange.now();
  }
  const began = Date.now();
  vi.stubGlobal('fetch', async () => {
    backAt.push((Date.now() - began) / 1000);
    return new Response('{}', { headers: { 'content-type': 'application/json' } });
  });
  await vi.advanceTimersByTimeAsync(121_000);
  expect(backAt).toHaveLength(200);
  expect(Math.min(...backAt)).toBeGreaterThanOrEqual(60);
  for (const from of [60, 75, 90, 105]) expect(backAt.filter((at) => at >= from && at < from + 15).length).toBeGreaterThan(15);
  for (const { exchange } of phones) exchange.stop();
});

test.each([['a date', new Date(Date.now() + 90_000).toUTCString()], ['nonsense', 'soon'], ['nothing', null], ['a year', '31536000'], ['less than nothing', '-5']])('a Retry-After of %s is a wait of between a second and an hour', async (_, wait) => {
  const { exchange } = server([no(503, wait)]);
  const trouble = await ask('abcdefgh', '/api/rows').catch((error: unknown) => error as RoadTrouble) as RoadTrouble;
  expect(trouble.end).toBe('wait');
  expect(trouble.seconds).toBeGreaterThanOrEqual(1);
  expect(trouble.seconds).toBeLessThanOrEqual(3600);
  exchange.stop();
});

test('a road without signal is tried again as soon as something is saved: nobody asked for patience', async () => {
  const { asked, exchange } = server([() => { throw new TypeError('no signal'); }]);
  await exchange.now();
  exchange.soon();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(asked).toHaveLength(2);
  exchange.stop();
});
