// Proves what the doors refuse: other sites' requests, bombs, floods, guesses; and what every answer carries.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { found, openRig, PASSWORD, register, staff, type Rig } from '../../../test/rig.ts';
import { Refused, Stranger } from '../../../test/stranger.ts';
import { APP_POLICY } from './guard.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
  readonly json: any;
}

/** Any request, with the headers a browser would not let a page set. */
function send(origin: string, method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(origin);
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers: { host: `localhost:${port}`, ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject).on('end', () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString('utf8');
        const json = String(answer.headers['content-type']).includes('application/json') && !answer.headers['content-encoding'] && text !== '' ? JSON.parse(text) : null;
        resolve({ status: answer.statusCode!, headers: answer.headers, bytes, json });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };
const secret = { login: 'yhuong', password: PASSWORD };

describe('what the doors let in', () => {
  let rig: Rig;
  let officer: Stranger;
  let app: string;
  const logged: string[] = [];
  beforeAll(async () => {
    app = mkdtempSync(join(tmpdir(), 'nr-app-'));
    mkdirSync(join(app, 'assets'));
    mkdirSync(join(app, '.vite'));
    writeFileSync(join(app, 'index.html'), '<!doctype html>app');
    writeFileSync(join(app, 'worker.js'), 'worker');
    writeFileSync(join(app, 'assets', 'app-1a2b.js'), 'plain');
    writeFileSync(join(app, 'assets', 'app-1a2b.js.gz'), gzipSync('plain'));
    writeFileSync(join(app, '.vite', 'manifest.json'), '{}');
    rig = await openRig('embedded', { phoneDir: app, log: { level: 'info', stream: { write: (line: string) => void logged.push(line) } } });
    officer = await found(rig);
  });
  afterAll(async () => {
    await rig.close();
    rmSync(app, { recursive: true, force: true });
  });
  const signIn = (headers: OutgoingHttpHeaders, body: object = secret) => send(rig.origin, 'POST', '/api/sign-in', { ...JSON_TYPE, ...headers }, JSON.stringify(body));

  describe('the app', () => {
    test('every answer carries the strict policy, be it page, door or refusal', async () => {
      for (const path of ['/api/health', '/api/rows', '/api/nothing']) {
        const { headers } = await send(rig.origin, 'GET', path);
        expect(headers, path).toMatchObject({ 'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox", 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' });
      }
      for (const path of ['/', '/nothing']) {
        const { headers } = await send(rig.origin, 'GET', path);
        expect(headers['content-security-policy'], path).toBe(APP_POLICY);
        expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin' });
        expect(headers['permissions-policy']).toContain('camera=(self), microphone=(self), geolocation=()');
        expect(headers['strict-transport-security']).toBeUndefined();
      }
      expect(APP_POLICY).toBe("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types nha-rong-worker");
    });

    test('hashed files are kept for ever, the rest is asked anew, packed copies go out packed, dot folders do not', async () => {
      expect((await send(rig.origin, 'GET', '/')).bytes.toString()).toBe('<!doctype html>app');
      expect((await send(rig.origin, 'GET', '/')).headers['cache-control']).toBe('no-cache');
      expect((await send(rig.origin, 'GET', '/worker.js')).headers['cache-control']).toBe('no-cache');
      const packed = await send(rig.origin, 'GET', '/assets/app-1a2b.js', { 'accept-encoding': 'gzip' });
      expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', 'cache-control': 'public, max-age=31536000, immutable' });
      expect(gunzipSync(packed.bytes).toString()).toBe('plain');
      expect((await send(rig.origin, 'GET', '/assets/app-1a2b.js')).bytes.toString()).toBe('plain');
      for (const path of ['/.vite/manifest.json', '/../package.json', '/%2e%2e/package.json', '/assets/..%2f..%2fetc/passwd', '/assets/']) {
        expect((await send(rig.origin, 'GET', path)).status, path).toBeGreaterThanOrEqual(400);
      }
    });

    test('the list of provinces comes packed and is not sent twice', async () => {
      const answer = await send(rig.origin, 'GET', '/api/units', { 'accept-encoding': 'gzip' });
      const provinces = JSON.parse(gunzipSync(answer.bytes).toString());
      expect([provinces.length, provinces.flatMap((one: any) => one.communes).length]).toEqual([34, 3321]);
      expect((await send(rig.origin, 'GET', '/api/units', { 'if-none-match': answer.headers.etag })).status).toBe(304);
    });
  });

  describe('other sites', () => {
    const cookieOf = async () => String((await signIn({ 'sec-fetch-site': 'same-origin' })).headers['set-cookie']).split(';')[0]!;

    test('a browser gets a locked cookie and no token; the cookie opens its own device only', async () => {
      const answer = await signIn({ 'sec-fetch-site': 'same-origin' });
      const [cookie] = answer.headers['set-cookie']!;
      expect(answer.json.token).toBeUndefined();
      expect(cookie).toMatch(new RegExp(`^__Host-nr-${answer.json.device}=23538\\.[\\w-]{43}; Max-Age=\\d+; Path=/; HttpOnly; Secure; SameSite=Strict$`));
      const key = cookie!.split(';')[0]!;
      expect((await send(rig.origin, 'GET', '/api/rows', { cookie: key, 'x-device': answer.json.device })).status).toBe(200);
      expect((await send(rig.origin, 'GET', '/api/rows', { cookie: key })).status).toBe(401);
      expect((await send(rig.origin, 'GET', '/api/rows', { cookie: key, 'x-device': officer.seat.device })).status).toBe(401);
      const renamed = key.replace(answer.json.device, officer.seat.device);
      expect((await send(rig.origin, 'GET', '/api/rows', { cookie: renamed, 'x-device': officer.seat.device })).status).toBe(401);
    });

    test('without TLS away from the machine the cookie is open, with a warning; behind a proxy with TLS it is locked', async () => {
      const plain = await signIn({ host: '192.168.1.5:8080' });
      expect(plain.headers['set-cookie']![0]).toMatch(/^nr-[a-z]{8}=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/);
      expect(logged.some((line) => line.includes('signed in without TLS'))).toBe(true);
      const proxied = await signIn({ host: 'xa.example.vn', 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' });
      expect(proxied.headers['set-cookie']![0]).toMatch(/^__Host-nr-.*; Secure;/);
      expect(proxied.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    });

    test.each([
      ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
      ['a sibling site', { 'sec-fetch-site': 'same-site', origin: 'http://localhost:1' }],
      ['an address typed by hand', { 'sec-fetch-site': 'none' }],
      ['an old browser from another site', { origin: 'https://evil.example' }],
      ['an old browser from a file', { origin: 'null' }],
      ['nobody knows where', {}],
    ])('a write with a cookie from %s is refused', async (_, headers) => {
      const cookie = await cookieOf();
      const device = /nr-(\w+)=/.exec(cookie)![1]!;
      for (const [method, path] of [['POST', '/api/acts'], ['POST', '/api/sign-out'], ['POST', '/api/office/slips'], ['POST', '/api/me/password'], ['PUT', `/api/clips/${'a'.repeat(64)}`], ['PATCH', `/api/clips/${'a'.repeat(64)}`]] as const) {
        const answer = await send(rig.origin, method, path, { ...JSON_TYPE, ...headers, cookie, 'x-device': device }, '{}');
        expect([answer.status, answer.json.error.code], `${method} ${path}`).toEqual([403, 'request.foreign']);
      }
    });

    test('forms and plain text are no content for a door, and no other origin is ever invited', async () => {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
        expect((await send(rig.origin, 'POST', '/api/sign-in', { 'content-type': type }, JSON.stringify(secret))).status).toBe(415);
      }
      const asked = await send(rig.origin, 'OPTIONS', '/api/acts', { origin: 'https://evil.example', 'access-control-request-method': 'POST' });
      expect(Object.keys(asked.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    });

    test.each([
      ['no token', {}],
      ['a made-up token', { authorization: `Bearer 23538.${'A'.repeat(43)}` }],
      ['a token of another commune', { authorization: `Bearer 00004.${'A'.repeat(43)}` }],
      ['a token of no commune', { authorization: `Bearer abc.${'A'.repeat(43)}` }],
      ['a token with SQL in it', { authorization: "Bearer 1';select/**/pg_sleep(9)--" }],
    ])('with %s every door but the public ones is shut', async (_, headers) => {
      const doors = [
        ['GET', '/api/rows'], ['POST', '/api/acts'], ['POST', '/api/sign-out'], ['POST', '/api/me/password'], ['POST', '/api/office/slips'],
        ['POST', '/api/office/cards'], ['GET', '/api/office/devices'], ['POST', '/api/office/devices/abcdefgh/revoke'],
        ['POST', '/api/office/devices/abcdefgh/restore'], ['GET', `/api/clips/${'a'.repeat(64)}`], ['HEAD', `/api/clips/${'a'.repeat(64)}`],
      ] as const;
      for (const [method, path] of doors) {
        const answer = await send(rig.origin, method, path, { ...headers, 'x-device': officer.seat.device, ...(method === 'POST' ? JSON_TYPE : {}) }, method === 'POST' ? '{}' : undefined);
        expect(answer.status, `${method} ${path}`).toBe(401);
      }
    });

    test('a token of one commune forged into another opens nothing there', async () => {
      const forged = officer.seat.token.replace(/^\d+/, '99999');
      expect((await send(rig.origin, 'GET', '/api/rows', { authorization: `Bearer ${forged}`, 'x-device': officer.seat.device })).status).toBe(401);
    });
  });

  describe('bodies', () => {
    const post = (body: string | Buffer, headers: OutgoingHttpHeaders = {}) =>
      send(rig.origin, 'POST', '/api/acts', { ...JSON_TYPE, ...officer.headers, ...headers }, body);

    test.each([
      ['no JSON', '{"acts":', 400], ['an empty body', '', 400], ['a list', '[]', 400], ['null', 'null', 400],
      ['__proto__', '{"acts":[],"__proto__":{"isAdmin":true}}', 400], ['__proto__ within', '{"acts":[{"body":{"__proto__":1}}]}', 400],
      ['constructor', '{"acts":[],"constructor":{"prototype":{}}}', 400],
      ['33 levels', `{"acts":${'['.repeat(33)}${']'.repeat(33)}}`, 400], ['100,000 levels', '['.repeat(100_000) + ']'.repeat(100_000), 400],
      ['60,001 members', `{"acts":[],"x":[${'1,'.repeat(60_000)}1]}`, 413], ['501 acts', `{"acts":[${'1,'.repeat(500)}1]}`, 400],
      ['more than a megabyte', `{"acts":[],"x":"${'x'.repeat(1_048_577)}"}`, 413],
    ])('%s is refused', async (_, body, status) => {
      const answer = await post(body);
      expect([answer.status, answer.json.error.code.split('.')[0]]).toEqual([status, 'request']);
      expect(({} as any).isAdmin).toBeUndefined();
    });

    test('a gzip bomb is stopped at a megabyte, and a broken one is refused', async () => {
      const bomb = gzipSync(Buffer.alloc(200_000_000, 0x20), { level: 9 });
      expect(bomb.length).toBeLessThan(250_000);
      expect(await post(bomb, { 'content-encoding': 'gzip' })).toMatchObject({ status: 413 });
      expect((await post(Buffer.from('not gzip at all'), { 'content-encoding': 'gzip' })).status).toBe(400);
      expect((await post('x', { 'content-encoding': 'br' })).status).toBeGreaterThanOrEqual(400);
      expect((await send(rig.origin, 'GET', '/api/health')).json.ok).toBe(true);
    });

    test.each([
      ['another device', { device: 'zzzzzzzz' }, 'act.wrong-device'], ['another id', { id: 'made-up' }, 'act.malformed'], ['turn 0', { turn: 0 }, 'act.malformed'],
      ['half a turn', { turn: 1.5 }, 'act.malformed'], ['no body', { body: undefined }, 'act.malformed'], ['a kind with blanks', { kind: 'visit record' }, 'act.malformed'],
      ['version −1', { v: -1 }, 'act.malformed'],
    ])('an act with %s is refused whole', async (_, wrong, code) => {
      const { device } = officer.seat;
      const act = { id: `${device}-1`, kind: 'commune.calendar', v: 1, device, turn: 1, at: 1, body: {}, ...wrong };
      const answer = await post(JSON.stringify({ acts: [act], cursor: null, build: '', echo: true }));
      expect([answer.status, answer.json.error.code]).toEqual([400, code]);
    });

    test.each(['epoch=x', 'entry=1', 'epoch=x&scope=y&entry=-1', 'epoch=x&scope=y&entry=1&own=1', `more=${'x'.repeat(1001)}`])('a reading place %s is refused', async (query) => {
      expect(await send(rig.origin, 'GET', `/api/rows?${query}`, officer.headers)).toMatchObject({ status: 400, json: { error: { code: 'rows.malformed' } } });
    });
  });

  describe('guesses', () => {
    test('known and unknown logins get one answer; after five wrong tries the wait doubles, to a quarter of an hour', async () => {
      await register(officer, '5');
      await staff(officer, { id: 'bidoan', name: 'A Bị', role: 'head', village: 'v1' });
      for (const login of ['bidoan', 'khongco']) {
        const waits: number[] = [];
        for (let tries = 0; tries < 12; tries++) {
          const wrong = await signIn({ 'x-forwarded-for': `10.0.${tries}.1` }, { login, password: 'sai bét' });
          expect([wrong.status, wrong.json.error.code]).toEqual([401, 'sign-in.wrong']);
          const again = await signIn({ 'x-forwarded-for': `10.1.${tries}.1` }, { login, password: 'sai bét' });
          if (again.status === 401) continue;
          expect([again.status, again.json.error.code]).toEqual([429, 'sign-in.wait']);
          waits.push(Number(again.headers['retry-after']));
          rig.clock.at += Number(again.headers['retry-after']) * 1000;
        }
        expect(waits, login).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900]);
      }
      expect((await signIn({}, { login: 'bidoan', password: PASSWORD })).status).toBe(200);
      expect((await signIn({}, { login: 'bidoan', password: 'sai' })).status).toBe(401);
    });

    test('twenty guesses at one moment gain no more than five', async () => {
      await staff(officer, { id: 'bidua', name: 'A Bị Đua', role: 'head', village: 'v2' });
      const answers = await Promise.all(Array.from({ length: 20 }, () => signIn({}, { login: 'bidua', password: 'sai' })));
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
    });

    test('a PIN of a card is guessed as slowly, under any way of writing its code', async () => {
      const household = await register(officer, '6');
      const [card] = await officer.ask<{ code: string; pin: string }[]>('/api/office/cards', { method: 'POST', json: { households: [household] } });
      const writings = [card!.code, card!.code.toLowerCase(), card!.code.replaceAll('-', ''), ` ${card!.code} `, card!.code.replaceAll('-', ' ')];
      for (const code of writings) expect((await signIn({}, { card: code, pin: '000000x' })).status).toBe(401);
      expect((await signIn({}, { card: card!.code, pin: card!.pin })).status).toBe(429);
      rig.clock.at += 2000;
      expect((await signIn({}, { card: card!.code, pin: card!.pin })).status).toBe(200);
    });

    test('one address that guesses under many names is slowed, others are not', async () => {
      const from = { 'x-forwarded-for': '198.51.100.7' };
      const answers: Answer[] = [];
      for (let i = 0; i < 52; i++) answers.push(await signIn(from, { login: `nguoi${i}`, password: 'sai' }));
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(50);
      expect(answers.at(-1)).toMatchObject({ status: 429, json: { error: { code: 'sign-in.wait' } } });
      expect((await signIn(from)).status).toBe(429);
      expect((await signIn({ 'x-forwarded-for': '198.51.100.8' })).status).toBe(200);
    });

    test.each([{}, { login: 'a' }, { login: 1, password: 'x' }, { slip: 'x' }, { card: 'x' }, { login: 'x', password: 'y'.repeat(1001) }, { ...secret, devices: 'x' }])('%j is no sign-in', async (body) => {
      expect((await signIn({}, body)).status).toBe(400);
    });
  });

  describe('floods', () => {
    test('a phone that asks without end is told to wait, and how long; another phone is not', async () => {
      const one = await Stranger.signIn(rig.origin, secret);
      let answer = await one.raw('/api/office/devices');
      for (let i = 0; i < 620 && answer.status === 200; i++) answer = await one.raw('/api/office/devices');
      expect(answer.status).toBe(429);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await answer.json() as any).error.code).toBe('request.too-many');
      expect((await officer.raw('/api/office/devices')).status).toBe(200);
      rig.clock.at += 60_000;
      expect((await one.raw('/api/office/devices')).status).toBe(200);
    });

    test('an answer read by nobody holds nothing up: the page is closed and the next one comes whole', async () => {
      const { port } = new URL(rig.origin);
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(`GET /api/rows HTTP/1.1\r\nHost: localhost:${port}\r\nX-Device: ${officer.seat.device}\r\nAuthorization: Bearer ${officer.seat.token}\r\n\r\n`);
      await new Promise((resolve) => socket.once('data', resolve));
      socket.destroy();
      officer.cursor = null;
      expect(await officer.pull()).toBeGreaterThan(5);
    });

    test('the log knows doors and times, no names, logins, tokens or whole addresses', async () => {
      await send(rig.origin, 'GET', '/api/rows?epoch=bimat', { 'x-forwarded-for': '203.0.113.77' });
      const all = logged.join('');
      expect(all).toContain('"door":"GET /api/rows"');
      expect(all).toContain('"from":"203.0.113.0"');
      for (const word of ['yhuong', 'bidoan', 'Y Hương', '203.0.113.77', 'bimat', officer.seat.token, officer.seat.device, PASSWORD]) expect(all, word).not.toContain(word);
    });
  });

  test('nothing a stranger sends brings the server down', async () => {
    expect((await officer.pull()) >= 0).toBe(true);
    expect(logged.filter((line) => line.includes('a door failed'))).toEqual([]);
    expect(await officer.ask('/api/nothing').catch((error: Refused) => error.code)).toBe('request.not-found');
  });
});
