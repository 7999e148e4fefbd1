// Every door there is, as the running app lists them: headers, forged requests, strangers, broken and slow lines. A new door is tried too.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { line, pathOf, send, writes } from '../../../test/raw-http.ts';
import { found, openRig, PASSWORD, type Rig } from '../../../test/rig.ts';
import type { Stranger } from '../../../test/stranger.ts';
import { APP_POLICY, isOurHost, ON_DATA } from './guard.ts';
import type { Route } from './open.ts';
import { DOORS } from './policy-doors.ts';

/** Doors that anyone may ask, as the list of doors says. All others want a session (or, the letterbox, a letterbox token). */
const OPEN_DOORS = new Set(Object.entries(DOORS).filter(([, door]) => door.for === 'anyone' || door.for === 'setup').map(([name]) => name));

const named = ({ method, url }: Route): string => `${method} ${url}`;

describe('every door', () => {
  let rig: Rig;
  let officer: Stranger;
  let app: string;
  let cookie: string;
  let device: string;
  beforeAll(async () => {
    app = mkdtempSync(join(tmpdir(), 'nr-app-'));
    mkdirSync(join(app, 'assets'));
    writeFileSync(join(app, 'index.html'), '<!doctype html>app');
    writeFileSync(join(app, 'worker.js'), 'worker');
    writeFileSync(join(app, 'app.webmanifest'), '{}');
    writeFileSync(join(app, 'assets', 'app-1a2b.js'), 'plain');
    writeFileSync(join(app, 'assets', 'app-1a2b.css'), 'plain');
    rig = await openRig('embedded', { phoneDir: app, slow: { headersMs: 400, requestMs: 1200, lookMs: 50 } });
    officer = await found(rig);
    const signedIn = await send(rig.origin, 'POST', '/api/sign-in', { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }, JSON.stringify({ login: 'yhuong', password: PASSWORD }));
    const set = signedIn.headers['set-cookie']!;
    cookie = set.find((one) => one.includes('__Host-nr-'))!.split(';')[0]!;
    device = JSON.parse(signedIn.bytes.toString()).device;
  });
  afterAll(async () => {
    await rig.close();
    rmSync(app, { recursive: true, force: true });
  });
  const routes = () => rig.doors.routes;
  /** Time passes, so that trying every door is no flood. */
  const rest = () => { rig.clock.at += 120_000; };

  test('the list of doors is that of the running app', () => {
    expect(routes().length).toBeGreaterThan(30);
    for (const known of ['POST /api/acts', 'GET /api/rows', 'POST /api/office/export', 'GET /', 'GET /cong-khai/:commune']) expect(routes().map(named)).toContain(known);
  });

  describe('V3.4 headers', () => {
    const look = (where: string, { status, headers, bytes }: Awaited<ReturnType<typeof send>>) => {
      const policy = String(headers['content-security-policy']);
      expect([APP_POLICY, ON_DATA['content-security-policy'], "default-src 'none'; sandbox"], where).toContain(policy);
      expect(policy, where).not.toMatch(/unsafe|\*|https?:/);
      expect(headers, where).toMatchObject({ 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' });
      // Data may do nothing at all; what may be shown as a page says also what it may ask of the browser.
      if (policy === APP_POLICY) expect(headers, where).toMatchObject({ 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin', 'permissions-policy': expect.stringContaining('geolocation=()') });
      else expect(where).toContain('/api/');
      expect(Object.keys(headers).filter((name) => /^(access-control|server$|x-powered)/.test(name)), where).toEqual([]);
      if (bytes.length > 0) expect(headers['content-type'], `${where} ${status}`).toMatch(/; charset=utf-8|^(image|audio|font)\/|^application\/(vnd|manifest)|javascript/);
      if (where.includes('/api/') && !where.includes('/api/units')) expect(headers['cache-control'], where).toMatch(/no-store/);
    };

    test.each(['a stranger', 'an officer'])('of every door for %s', async (who) => {
      for (const route of routes()) {
        rest();
        const body = writes([route]).length > 0 ? '{}' : undefined;
        if (who === 'an officer' && /sign-out|setup/.test(route.url)) continue;
        const answer = await send(rig.origin, route.method, pathOf(route), { ...(body ? { 'content-type': 'application/json' } : {}), ...(who === 'an officer' ? officer.headers : {}) }, body);
        look(`${named(route)} for ${who}`, answer);
        expect(answer.status, named(route)).toBeLessThan(500);
      }
    });

    test('of files, refusals, and what is no request at all', async () => {
      rest();
      for (const path of ['/', '/worker.js', '/app.webmanifest', '/assets/app-1a2b.js', '/assets/app-1a2b.css', '/assets', '/nothing', '/api/nothing', '/%zz', '/%2e%2e/x', `/${'x'.repeat(9000)}`, '/.git/config', '/.env', '/package.json']) {
        look(path.slice(0, 30), await send(rig.origin, 'GET', path));
      }
      for (const method of ['OPTIONS', 'TRACE', 'PROPFIND', 'DELETE']) {
        const answer = await send(rig.origin, method, '/api/rows');
        look(`${method} /api/rows`, answer);
        expect([404, 405, 400], method).toContain(answer.status);
      }
      for (const raw of ['no http at all\r\n\r\n', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n']) {
        const { text, closed } = await line(rig.origin, [raw]);
        expect(text, raw.slice(0, 40)).toMatch(/^HTTP\/1\.1 4\d\d /);
        expect(text, raw.slice(0, 40)).toContain(`content-security-policy: ${APP_POLICY}`);
        expect(closed).toBe(true);
      }
    });

    test('no page of ours has a script, style or handler inside it', async () => {
      rest();
      for (const route of routes().filter(({ method, url }) => method === 'GET' && url.startsWith('/cong-khai'))) {
        const page = (await send(rig.origin, 'GET', pathOf(route))).bytes.toString();
        expect(page, route.url).not.toMatch(/<script|<style|\son\w+=|style="|javascript:/i);
      }
    });
  });

  describe('V3.5 forged requests', () => {
    /** What other sites can make a browser send: where it says it comes from, and as what. */
    const FORGERIES: readonly (readonly [string, Record<string, string>])[] = [
      ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
      ['a sibling site', { 'sec-fetch-site': 'same-site', origin: 'http://localhost:1' }],
      ['an address typed by hand', { 'sec-fetch-site': 'none' }],
      ['a made-up site word', { 'sec-fetch-site': 'same-origin, cross-site' }],
      ['an empty site word', { 'sec-fetch-site': '' }],
      ['a frame', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe', 'sec-fetch-mode': 'navigate' }],
      ['an old browser, another origin', { origin: 'https://evil.example' }],
      ['an old browser, a file', { origin: 'null' }],
      ['an old browser, an origin that begins like ours', { origin: 'http://localhost.evil.example' }],
      ['an old browser, our name as a user', { origin: 'http://localhost@evil.example' }],
      ['an old browser, another port', { origin: 'http://localhost:1' }],
      ['an old browser, no address', { origin: 'not an origin' }],
      ['nobody knows where', {}],
      ['a form', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' }],
      ['a form of plain text', { origin: 'https://evil.example', 'content-type': 'text/plain' }],
      ['another method in a header', { origin: 'https://evil.example', 'x-http-method-override': 'GET', 'x-method-override': 'GET' }],
    ];

    test(`${FORGERIES.length} for every door that writes: none is let through`, async () => {
      let tried = 0;
      for (const route of writes(routes())) {
        for (const [from, headers] of FORGERIES) {
          rest();
          const answer = await send(rig.origin, route.method, pathOf(route), { 'content-type': 'application/json', ...headers, cookie, 'x-device': device }, '{}');
          expect([answer.status, JSON.parse(answer.bytes.toString()).error.code], `${named(route)} from ${from}`).toEqual([403, 'request.foreign']);
          tried += 1;
        }
      }
      expect(FORGERIES.length).toBeGreaterThanOrEqual(12);
      expect(tried).toBe(writes(routes()).length * FORGERIES.length);
      // The session they would have used is alive.
      rest();
      expect((await send(rig.origin, 'GET', '/api/rows', { cookie, 'x-device': device })).status).toBe(200);
    });

    test('a cookie alone opens no door, also not one that only reads: every request names its device in a header forms cannot send', async () => {
      for (const route of routes().filter((one) => one.url.startsWith('/api/') && !OPEN_DOORS.has(named(one)))) {
        rest();
        const answer = await send(rig.origin, route.method, pathOf(route), { cookie, 'sec-fetch-site': 'same-origin', ...(writes([route]).length > 0 ? { 'content-type': 'application/json' } : {}) }, writes([route]).length > 0 ? '{}' : undefined);
        expect([401, 415], named(route)).toContain(answer.status);
      }
    });

    test('doors that write take JSON or declared bytes, never what a form sends', async () => {
      for (const route of writes(routes())) {
        for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml']) {
          rest();
          const answer = await send(rig.origin, route.method, pathOf(route), { ...officer.headers, 'content-type': type }, '{}');
          expect([415, 401, 404, 409, 400], `${named(route)} ${type}`).toContain(answer.status);
          expect(answer.status === 200 || answer.status >= 500, named(route)).toBe(false);
        }
      }
    });

    test('a name that another site points at this machine is turned away once ORIGIN says who we are', () => {
      const ours = 'https://nharong.example.vn';
      for (const host of ['nharong.example.vn', 'localhost', '127.0.0.1', '192.168.1.5', '[::1]', 'may-xa', 'nharong.local', 'NHARONG.example.VN.']) expect(isOurHost(host, ours), host).toBe(true);
      for (const host of ['evil.example', 'nharong.example.vn.evil.example', 'x.nharong.example.vn', '127.0.0.1.evil.example', 'evil.example#.local', '']) expect(isOurHost(host, ours), host).toBe(false);
      expect(isOurHost('evil.example', null)).toBe(true);
    });
  });

  test('V8.2 a stranger is let into none but the open doors, and is told nothing of what is behind', async () => {
    for (const route of routes().filter(({ url }) => url.startsWith('/api/'))) {
      if (OPEN_DOORS.has(named(route))) continue;
      rest();
      const writing = writes([route]).length > 0;
      const answer = await send(rig.origin, route.method, pathOf(route), writing ? { 'content-type': 'application/json' } : {}, writing ? '{}' : undefined);
      // Content that the door does not take is refused before anyone is asked for.
      expect([401, 415], named(route)).toContain(answer.status);
      expect(answer.bytes.length, named(route)).toBeLessThan(600);
    }
  });

  test('sample and founding are shut once a commune stands', async () => {
    for (const path of ['/api/setup/sample', '/api/setup/found']) {
      rest();
      const answer = await send(rig.origin, 'POST', path, { 'content-type': 'application/json' }, JSON.stringify({ commune: '23538', villages: [{ name: 'A' }], officer: { name: 'X', login: 'nguoila', password: PASSWORD } }));
      expect(answer.status).toBe(409);
    }
  });

  describe('slow and many lines', () => {
    test('headers that never end, a body that drips, a line that says nothing: each is closed, and others are served meanwhile', async () => {
      rest();
      const drips = Array.from({ length: 60 }, () => 'x');
      const slow = [
        line(rig.origin, ['GET / HTTP/1.1\r\nHost: localhost\r\n', ...drips.map((_, i) => `X-${i}: a\r\n`)], { pauseMs: 100 }),
        line(rig.origin, ['POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n', ...drips], { pauseMs: 100 }),
        line(rig.origin, ['POST /api/acts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n', ...drips.map(() => '1\r\n \r\n')], { pauseMs: 100 }),
        line(rig.origin, [' ']),
      ];
      expect((await send(rig.origin, 'GET', '/api/health')).status).toBe(200);
      for (const { closed, text } of await Promise.all(slow)) {
        expect(closed).toBe(true);
        expect(text === '' || /^HTTP\/1\.1 (408|4\d\d) /.test(text), text.slice(0, 60)).toBe(true);
      }
    });
  });
});
