// Only a word that the server signed for this very seat lets rows go; error pages, forgeries and words of before let nothing go.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createHash } from 'node:crypto';
import { canonical } from '#journal/canonical.ts';
import type { ActKind } from '#journal/act.ts';
import { MemoryDisk, MemoryStore } from '#journal/memory-store.ts';
import { Replica } from '#journal/replica.ts';
import { orderText, UnsignedScope, type Lost } from '#journal/scope.ts';
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { RoadTrouble } from './ask.ts';
import { orderIn } from './order.ts';
import { httpRoad } from './road.ts';

const SEAT = { commune: '23538', device: 'abcdefgh' };
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const server = pair();
const pointOf = (key: KeyObject): string => {
  const { x, y } = key.export({ format: 'jwk' });
  return Buffer.concat([Buffer.from([4]), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]).toString('base64url');
};
const by = { ...SEAT, signKey: pointOf(server.publicKey) };
const lost: Lost = { villages: [], households: ['h2'] };

function signed(n: number, scope: string, change: { seat?: typeof SEAT; epoch?: string; key?: KeyObject } = {}) {
  const text = orderText(change.seat ?? SEAT, change.epoch ?? 'e1', { n, scope }, createHash('sha256').update(canonical(lost)).digest('hex'));
  return { n, scope, lost, sig: sign('sha256', Buffer.from(text), { key: change.key ?? server.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url') };
}

describe('the server’s word on what a device may read', () => {
  const mark = { epoch: 'e1', scope: 's2', entry: 5 };
  test('J10 counts as it was signed, and in no other form', async () => {
    const good = signed(2, 's2');
    expect(await orderIn(good, mark, by)).toEqual({ n: 2, scope: 's2', lost });
    const bad: unknown[] = [
      undefined, null, {}, 'order', { ...good, sig: '' }, { ...good, sig: good.sig.slice(0, -4) }, { ...good, n: 3 }, { ...good, n: 2.5 }, { ...good, n: '2' }, { ...good, scope: 's3' },
      { ...good, lost: { villages: [], households: [] } }, { ...good, lost: { villages: ['v1'], households: ['h2'] } }, { ...good, lost: { ...lost, rest: true } }, { ...good, lost: null },
      signed(2, 's2', { key: pair().privateKey }), signed(2, 's2', { seat: { ...SEAT, device: 'bcdefghi' } }), signed(2, 's2', { seat: { ...SEAT, commune: '23541' } }), signed(2, 's2', { epoch: 'e0' }),
    ];
    for (const order of bad) expect(await orderIn(order, mark, by)).toBeNull();
    for (const signKey of ['', 'AAAA', 'đ', pointOf(pair().publicKey)]) expect(await orderIn(good, mark, { ...by, signKey })).toBeNull();
  });
});

const village = (id: string, entry: number): string => `{"h":null,"rows":[["village","${id}","${id}",${entry},{"name":"${id}"}]]}\n`;
const head = (scope: string, entry: number, reset: boolean, order?: unknown): string => `${JSON.stringify({ cursor: { epoch: 'e1', scope, entry }, reset, last: [entry, `c${entry}`], ...(reset ? {} : { from: entry }), ...(order ? { order } : {}) })}\n`;
const foot = (rows: number): string => `${JSON.stringify({ end: true, more: null, rows })}\n`;
const rowsType = { 'content-type': 'application/x-ndjson' };

describe('a phone that holds two villages', () => {
  afterEach(() => vi.unstubAllGlobals());

  /** What the server, or somebody in its place, answers to each question for rows. */
  async function phone() {
    const disk = new MemoryDisk();
    const kind: ActKind<null> = { name: 'thing.say', version: 1, parse: () => ({ body: null }), needs: () => [], decide: () => ({ puts: [] }) };
    const replica = new Replica(new Map([['thing.say', kind as ActKind<unknown>]]), { ...SEAT, person: 'p1' }, new MemoryStore(disk), { now: () => 1, today: () => '2026-11-23' });
    const road = httpRoad(SEAT.device, 'b', { signer: async () => by });
    let rows: () => Response = () => new Response('');
    const pushed: number[] = [];
    vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
      if (!path.startsWith('/api/acts')) return rows();
      const { acts } = JSON.parse(typeof init?.body === 'string' ? init.body : '{}') as { acts: { turn: number }[] };
      pushed.push(...acts.map(({ turn }) => turn));
      const verdicts = acts.map(({ turn }) => ({ turn, refusal: { code: 'post.ended' } }));
      return new Response(JSON.stringify({ verdicts, expected: (acts.at(-1)?.turn ?? 0) + 1, fresh: acts[0]?.turn ?? 1, tally: 0, epoch: 'e1', safe: 0, build: 'b', history: 'same', end: { entry: 9, chain: 'c9' } }), { headers: { 'content-type': 'application/json' } });
    });
    const exchange = (answer: () => Response) => {
      rows = answer;
      return replica.exchange(road);
    };
    const page = (text: string) => () => new Response(text, { headers: rowsType });
    /** A whole reading, then the plain page that follows it. */
    const reading = (scope: string, ids: readonly string[], order?: unknown) => {
      let asked = 0;
      return () => new Response((asked += 1) === 1
        ? head(scope, 9, true, order) + ids.map((id) => village(id, 3)).join('') + foot(ids.length)
        : head(scope, 9, false) + '{"end":true,"more":null,"rows":0,"hidden":0}\n', { headers: rowsType });
    };
    await exchange(reading('s1', ['v1', 'v2'], signed(1, 's1')));
    return { disk, replica, kind, exchange, page, reading, pushed, held: () => [...disk.held.keys()] };
  }

  test.each([
    ['401', () => new Response('{"error":{"code":"sign-in.needed"}}', { status: 401 })],
    ['401 session.revoked', () => new Response('{"error":{"code":"session.revoked"}}', { status: 401 })],
    ['403', () => new Response('{}', { status: 403 })], ['404', () => new Response('{}', { status: 404 })],
    ['410', () => new Response('', { status: 410 })], ['429', () => new Response('', { status: 429 })],
    ['500', () => new Response('', { status: 500 })], ['502', () => new Response('', { status: 502 })], ['503', () => new Response('', { status: 503 })],
    ['200 with somebody’s HTML', () => new Response('<html>Wi-Fi</html>', { headers: { 'content-type': 'text/html' } })],
    ['200 and empty', () => new Response('')], ['200 and half a page', () => new Response(head('s2', 9, true, signed(2, 's2')), { headers: rowsType })],
    ['no road', () => { throw new TypeError('failed to fetch'); }],
  ] as const)('J10 keeps them on %s', async (_, answer) => {
    const { exchange, held } = await phone();
    await expect(exchange(answer)).rejects.toBeInstanceOf(RoadTrouble);
    expect(held()).toEqual(['village/v1', 'village/v2']);
  });

  test.each([
    ['no order', undefined], ['a forged order', signed(2, 's2', { key: pair().privateKey })], ['an order for another scope', signed(2, 's3')],
    ['an order for another phone', signed(2, 's2', { seat: { ...SEAT, device: 'bcdefghi' } })], ['an order that is no newer', signed(1, 's2')],
  ] as const)('J10 keeps them on a reading of another scope with %s', async (_, order) => {
    const { exchange, reading, held, replica } = await phone();
    for (const ids of [[], ['v1']]) await expect(exchange(reading('s2', ids, order))).rejects.toBeInstanceOf(UnsignedScope);
    expect(held()).toEqual(['village/v1', 'village/v2']);
    expect(replica.cursor?.scope).toBe('s1');
    // And goes on as before where the server is itself again.
    await exchange(reading('s1', ['v1', 'v2', 'v3']));
    expect(replica.cursor?.scope).toBe('s1');
  });

  test('J10 lets one go by a signed and newer order; what it gets back it reads anew', async () => {
    const { exchange, reading, held, replica } = await phone();
    await exchange(reading('s2', ['v1'], signed(2, 's2')));
    expect([held(), replica.cursor?.scope]).toEqual([['village/v1'], 's2']);
    // The word of before comes again, from a cache or a liar: it gives nothing and takes nothing.
    await expect(exchange(reading('s1', ['v1', 'v2'], signed(1, 's1')))).rejects.toBeInstanceOf(UnsignedScope);
    expect(held()).toEqual(['village/v1']);
    await exchange(reading('s1', ['v1', 'v2'], signed(3, 's1')));
    expect([held(), replica.cursor?.scope]).toEqual([['village/v1', 'village/v2'], 's1']);
  });

  test('J1 what was said about it goes out before it goes, and comes back with its reason', async () => {
    const { exchange, reading, replica, kind, pushed, held } = await phone();
    const answer = reading('s2', ['v1'], signed(2, 's2'));
    let first = true;
    await exchange(() => {
      // Said while the reading is on its way: it was not there when this exchange began to send.
      if (first) void replica.say(kind, null);
      first = false;
      return answer();
    });
    expect(pushed).toEqual([1]);
    expect(held()).toEqual(['village/v1']);
    expect(replica.acts).toMatchObject([{ trust: 'refused', verdict: { refusal: { code: 'post.ended' } } }]);
  });
});
