// The road reads only whole pages, tells its failures apart, and never hurries a server that asked for time.
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Asked } from '#journal/cursor.ts';
import { type Page, hasGap } from '#journal/ports.ts';
import { RoadTrouble, ask, packed } from './ask.ts';
import { waitAfter } from './exchange.ts';
import { expanded, httpRoad, readPage } from './road.ts';

const page = (text: string) => new Response(text, { headers: { 'content-type': 'application/x-ndjson' } });
const HEAD = '{"cursor":{"epoch":"e","scope":"s","entry":9},"reset":true,"last":[11,"c11"]}\n';
const BODY = '{"h":null,"rows":[["village","v1","v1",1,{"name":"Kon Mơ"}]]}\n{"h":"h1","rows":[["household","h1","v1",2,{"no":"1"}],["visit","x","v1",3]]}\n';
const nothing: Asked = { cursor: null, more: null, heard: null };
const END = '{"end":true,"more":"p2","rows":3}\n';

describe('A page of rows', () => {
  test('is read with its households and the rows that are gone', async () => {
    const heard: number[] = [];
    const read = await readPage(page(HEAD + BODY + END), { progress: (bytes) => heard.push(bytes) });
    expect(read).toEqual({
      cursor: { epoch: 'e', scope: 's', entry: 9 }, reset: true, more: 'p2', end: { entry: 11, chain: 'c11' }, other: false, from: null, hidden: null, sum: null,
      rows: [
        { kind: 'village', id: 'v1', village: 'v1', household: null, entry: 1, body: { name: 'Kon Mơ' } },
        { kind: 'household', id: 'h1', village: 'v1', household: 'h1', entry: 2, body: { no: '1' } },
        { kind: 'visit', id: 'x', village: 'v1', household: 'h1', entry: 3, body: null, gone: true },
      ],
    });
    expect(heard.at(-1)).toBeGreaterThan(0);
  });

  test('J3 says from where to where it tells, how much is hidden, what must be held then, and whether this is another history', async () => {
    const plain = '{"cursor":{"epoch":"e","scope":"s","entry":9},"reset":false,"last":[9,"c9"],"from":4}\n{"end":true,"more":null,"rows":0,"hidden":5,"sum":[3,77]}\n';
    expect(await readPage(page(plain))).toMatchObject({ from: 4, hidden: 5, sum: { rows: 3, sum: 77 }, end: { entry: 9, chain: 'c9' }, other: false });
    expect(await readPage(page(HEAD.replace('"last"', '"other":true,"last"') + BODY + END))).toMatchObject({ reset: true, other: true });
  });

  test('J9 of an older server, which says none of this, nothing is doubted', async () => {
    const read = await readPage(page('{"cursor":{"epoch":"e","scope":"s","entry":9},"reset":false}\n{"end":true,"more":null,"rows":0}\n'));
    expect(read).toMatchObject({ from: null, hidden: null, sum: null, end: { entry: 0, chain: '' }, other: false });
    expect(hasGap(read, { ...nothing, cursor: { epoch: 'e', scope: 's', entry: 4, own: [] } })).toBe(false);
  });

  const whole = HEAD + BODY + END;
  test('J3 cut off anywhere it is no page at all', async () => {
    for (let at = 0; at < whole.length - 1; at += 7) {
      await expect(readPage(page(whole.slice(0, at))), `cut at ${at}`).rejects.toMatchObject({ end: 'no-signal', refusal: { code: 'road.cut-off' } });
    }
    await expect(readPage(page(HEAD + END))).rejects.toMatchObject({ end: 'no-signal' });
  });
});

const after = ({ cursor, more, end }: Page): Asked => ({ cursor: { ...cursor, own: [] }, more, heard: { ...end, epoch: cursor.epoch } });

describe('A whole reading', () => {
  afterEach(() => vi.unstubAllGlobals());
  test('J6 the next page is on its way while this one is kept, and no page is asked for twice', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (path: string) => {
      asked.push(new URL(path, 'http://x').searchParams.get('more') ?? 'first');
      return page(HEAD + BODY + (asked.length < 3 ? END.replace('p2', `p${asked.length + 1}`) : END.replace('"p2"', 'null')));
    });
    const road = httpRoad('d', 'b');
    const first = await road.pull(nothing);
    expect(asked).toEqual(['first', 'p2']);
    const second = await road.pull(after(first));
    expect(asked).toEqual(['first', 'p2', 'p3']);
    expect((await road.pull(after(second))).more).toBeNull();
    expect(asked).toEqual(['first', 'p2', 'p3']);
  });

  test('a next page that the road lost is heard of by whoever asks for it, and asked for anew after that', async () => {
    let calls = 0;
    vi.stubGlobal('fetch', async () => {
      calls += 1;
      if (calls === 2) throw new TypeError('gone');
      return page(HEAD + BODY + END);
    });
    const road = httpRoad('d', 'b');
    const first = await road.pull(nothing);
    await expect(road.pull(after(first))).rejects.toMatchObject({ end: 'no-signal' });
    expect((await road.pull(after(first))).rows).toHaveLength(3);
  });
});

describe('Verdicts', () => {
  test('a run stands for one verdict a turn', () => {
    expect(expanded({ turns: [4, 6], entry: 90, asSaid: true, on: '2026-11-23' })).toEqual([4, 5, 6].map((turn, i) => ({ turn, entry: 90 + i, asSaid: true, on: '2026-11-23' })));
    expect(expanded({ turn: 7, waits: true })).toEqual([{ turn: 7, waits: true }]);
  });
});

describe('How a road ends', () => {
  afterEach(() => vi.unstubAllGlobals());
  const answer = (status: number, type: string, body: string, headers: Record<string, string> = {}) =>
    vi.stubGlobal('fetch', async () => new Response(status === 204 ? null : body, { status, headers: { 'content-type': type, ...headers } }));
  const end = () => ask('d', '/api/rows').then(() => 'well', (error: unknown) => (error instanceof RoadTrouble ? [error.end, error.seconds, error.refusal.code] : error));
  const json = 'application/json';

  test.each([
    ['a Wi-Fi that answers for us', 200, 'text/html', '<h1>Welcome</h1>', {}, ['no-signal', null, 'road.no-signal']],
    ['a proxy whose server is away', 502, 'text/plain', 'bad gateway', {}, ['no-signal', null, 'server.trouble']],
    ['a session that ended', 401, json, '{"error":{"code":"sign-in.needed"}}', {}, ['sign-in', null, 'sign-in.needed']],
    ['a server that asks for time', 503, json, '{"error":{"code":"server.busy"}}', { 'retry-after': '40' }, ['wait', 40, 'server.busy']],
    ['too many requests, without saying how long', 429, json, '{}', {}, ['wait', 5, 'server.trouble']],
    ['an absurd wait', 429, json, '{}', { 'retry-after': '9999999' }, ['wait', 3600, 'server.trouble']],
    ['a refusal of the server', 400, json, '{"error":{"code":"act.malformed","params":{"turn":3}}}', {}, ['trouble', null, 'act.malformed']],
    ['a good answer', 204, json, '', {}, 'well'],
  ] as const)('%s', async (_title, status, type, body, headers, wanted) => {
    answer(status, type, body, headers);
    expect(await end()).toEqual(wanted);
  });

  test('no way out of the village', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    expect(await end()).toEqual(['no-signal', null, 'road.no-signal']);
  });

  test('J1 an answer that is not a push answer settles nothing', async () => {
    answer(200, json, '{"hello":"world"}');
    await expect(httpRoad('d', 'b').push({ acts: [], cursor: null, withheld: [], heard: null })).rejects.toBeInstanceOf(RoadTrouble);
  });
});

describe('Road manners', () => {
  test('the wait doubles from some seconds to ten minutes, half of it by chance; what the server asks for is never undercut', () => {
    for (const chance of [0, 0.5, 0.999]) {
      const waits = [1, 2, 3, 4, 5, 6, 7, 8, 20].map((failures) => waitAfter(failures, null, chance));
      expect(waits).toEqual([...waits].sort((a, b) => a - b));
      expect(waits[0]).toBeGreaterThanOrEqual(2_500);
      expect(waits.at(-1)).toBeLessThanOrEqual(600_000);
      expect(waitAfter(3, 40, chance)).toBeGreaterThanOrEqual(40_000);
      expect(waitAfter(3, 40, chance)).toBeLessThan(80_000);
    }
  });

  test('a large request is packed, a small one is not', async () => {
    const text = JSON.stringify({ acts: Array.from({ length: 200 }, () => 'Đường trơn') });
    const { body, headers } = await packed(text);
    expect(headers['content-encoding']).toBe('gzip');
    const open = new Response(new Blob([body as ArrayBuffer]).stream().pipeThrough(new DecompressionStream('gzip')));
    expect(await open.text()).toBe(text);
    expect((await packed('{}')).headers['content-encoding']).toBeUndefined();
  });
});
