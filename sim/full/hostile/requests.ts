// Requests nobody should send, to every address the running app lists: forged, spoilt, cut, packed wrongly, too much of everything.
import type { OutgoingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Json } from '#journal/act.ts';
import type { Route } from '#server/doors/open.ts';
import type { Chance } from '../../chance.ts';
import { mangled, nasty, nastyText, spoilt, textOf } from './nasty.ts';

export interface Seat {
  readonly device: string;
  readonly token: string;
  readonly letterbox: string;
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer | undefined;
  /** The seat whose key it carries unspoilt. */
  readonly seat: Seat | undefined;
}

/** What a door takes, sound in form; spoilt before it is sent. Doors that are not here get bodies of the others. */
const BODIES: Readonly<Record<string, Json>> = {
  '/api/acts': { acts: [{ id: 'phonaaaa-1', kind: 'visit.record', v: 1, device: 'phonaaaa', turn: 1, at: 1, body: { household: 'ho1', on: '2026-03-02', language: 'vi', heard: [] } }], cursor: { epoch: 'abcd2345', scope: 'x', entry: 3, own: [[1, 2]] }, withheld: [], build: 'b', echo: true, heard: null },
  '/api/sign-in': { login: 'yhuong', password: 'sai bét nhè', devices: ['phonaaaa/truong1'], phoneName: 'x' },
  '/api/me/password': { old: 'sai', new: 'một câu ngắn' },
  '/api/letterbox': { letters: [{ turn: 1, to: 'abc', epk: 'abc', box: 'abcd' }, { clip: 'a'.repeat(64), piece: 0, pieces: 1, to: 'abc', epk: 'abc', box: 'abcd' }] },
  '/api/setup/found': { commune: '23541', villages: [{ name: 'A', languages: ['vi'] }], officer: { name: 'Y', login: 'yyy', password: 'một câu ngắn' } },
  '/api/office/slips': { person: 'truong1', login: 'truong1' }, '/api/office/cards': { households: ['ho1', 'ho2'] },
  '/api/office/export': { village: 'v1', format: 'csv', why: 'review' },
  '/api/office/import/:id/check': { parts: [{ sheet: 0, village: 'v1' }] }, '/api/office/import/:id/take': { digest: 'abc' },
  '/api/office/tray/book': { device: 'phonaaaa', turn: 1, hash: 'abc' }, '/api/office/tray/aside': { device: 'phonaaaa', turn: 1, hash: 'abc', why: 'x' },
};

const PARAMS: Readonly<Record<string, readonly string[]>> = {
  ':hash': ['a'.repeat(64), '0'.repeat(64), 'A'.repeat(64), 'zz'], ':device': ['abcdefgh', 'phonaaaa', 'PHONAAAA'], ':person': ['truong1', 'p1'], ':id': ['a1b2c3d4e5f60718'],
  ':commune': ['23538', '00000', '999999999', '9999999999'], ':village': ['v1', 'v9'], ':household': ['ho1', 'h9'], '*': ['index.html', 'assets/', '../package.json', '.env', '..%2f..%2fetc/passwd', '%00', 'worker.js'],
};

const QUERIES = ['epoch=abcd&scope=x&entry=1', 'epoch=a&epoch=b', 'entry=-1', 'own=1-2.3-4', `own=${'1-2.'.repeat(3_000)}`, 'more=1.AAAA', 'day=2026-11-23', 'day=9999-99-99&before=-1', 'lang=en', '__proto__[x]=1', 'constructor[prototype][x]=1', '%', 'a'.repeat(6_000), 'heard=e.1.c', 'clock=-1', '%ff%fe', 'day[]=1'];

const TYPES = ['application/json', 'application/json; charset=utf-16', 'application/octet-stream', 'application/offset+octet-stream', 'image/jpeg', 'text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', '', 'x', 'application/json, text/html'];

const ODD: readonly (() => OutgoingHttpHeaders)[] = [
  () => ({ 'x-size': '99999999999' }), () => ({ 'x-size': '-1' }), () => ({ 'upload-offset': '1e9' }), () => ({ 'upload-offset': '0' }), () => ({ range: 'bytes=0-' }), () => ({ range: 'bytes=99999999999999-1,-5' }),
  () => ({ 'x-household': 'ho1' }), () => ({ 'x-household': '../../x' }), () => ({ 'x-waiting': '999999999' }), () => ({ 'x-file-name': '%E0%A4%A' }), () => ({ 'x-file-name': 'a'.repeat(5_000) }),
  () => ({ cookie: `nr-phonaaaa=${'x'.repeat(3_000)}` }), () => ({ cookie: '__Host-nr-=;;;=' }), () => ({ 'if-none-match': '*' }), () => ({ 'accept-encoding': 'br;q=0, gzip;q=nonsense' }), () => ({ accept: '*/*;q=' }),
  () => ({ 'x-forwarded-for': '1.2.3.4, ::1, unknown' }), () => ({ 'x-forwarded-proto': 'https' }), () => ({ 'x-forwarded-host': 'evil.example' }), () => ({ host: 'evil.example' }), () => ({ 'x-clock': '-1' }),
  () => ({ expect: '100-continue' }), () => ({ 'x-client': 'token' }), () => ({ 'sec-fetch-site': 'cross-site' }), () => ({ origin: 'null' }), () => ({ 'x-padding': 'y'.repeat(9_000) }), () => ({ 'content-encoding': 'gzip' }),
];

const OTHER_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND', 'SEARCH'];

const bomb = gzipSync(Buffer.alloc(30_000_000, 0x20), { level: 9 });

function pathOf(route: Route, chance: Chance): string {
  const path = route.url.replace(/:\w+|\*/gu, (name) => (chance.odds(0.75) ? chance.pick(PARAMS[name] ?? ['x1']) : encodeURIComponent(nastyText(chance).replace(/\p{Cs}/gu, '').slice(0, 300))));
  return chance.odds(0.3) ? `${path}?${chance.pick(QUERIES)}` : path;
}

/** A body and the headers that go with it. */
function bodyOf(route: Route, seat: Seat | undefined, chance: Chance): { readonly body: Buffer; readonly headers: OutgoingHttpHeaders } {
  const sound = BODIES[route.url] ?? BODIES[chance.pick(Object.keys(BODIES))]!;
  const own = JSON.parse(JSON.stringify(sound).replaceAll('phonaaaa', seat?.device ?? 'phonaaaa')) as Json;
  const json = { 'content-type': chance.odds(0.85) ? 'application/json' : chance.pick(TYPES) };
  switch (chance.int(10)) {
    case 0: return { body: mangled(Buffer.from(JSON.stringify(own)), [bomb.subarray(0, 500)], chance), headers: json };
    case 1: return { body: gzipSync(textOf(spoilt(own, chance, 3))), headers: { ...json, 'content-encoding': 'gzip' } };
    case 2: return { body: chance.odds(0.1) ? bomb : mangled(gzipSync(JSON.stringify(own)), [bomb.subarray(0, 500)], chance), headers: { ...json, 'content-encoding': chance.pick(['gzip', 'br', 'deflate', 'gzip, gzip']) } };
    case 3: return { body: Buffer.from(textOf(nasty(chance))).subarray(0, 1_200_000), headers: json };
    case 4: return { body: Buffer.alloc(chance.pick([0, 1, 1_000, 300_000, 1_048_577]), chance.int(256)), headers: { 'content-type': chance.pick(TYPES) } };
    default: return { body: Buffer.from(textOf(spoilt(own, chance, 4))).subarray(0, 1_200_000), headers: json };
  }
}

function keyOf(seat: Seat, chance: Chance): { readonly headers: OutgoingHttpHeaders; readonly whole: boolean } {
  if (chance.odds(0.85)) return { headers: { 'x-device': seat.device, authorization: `Bearer ${seat.token}` }, whole: true };
  const spoiltKey = mangled(Buffer.from(seat.token), [Buffer.from(seat.letterbox)], chance).toString('latin1').replace(/[^\x21-\x7e]/gu, 'x');
  return { headers: chance.pick<OutgoingHttpHeaders>([{ 'x-device': seat.device, authorization: `Bearer ${spoiltKey}` }, { 'x-device': 'zzzzzzzz', authorization: `Bearer ${seat.token}` }, { authorization: `Bearer ${seat.letterbox}` }, { 'x-device': seat.device, cookie: `__Host-nr-${seat.device}=${spoiltKey}` }]), whole: false };
}

export function requestFor(routes: readonly Route[], seats: readonly Seat[], chance: Chance): Request {
  const route = chance.pick(routes);
  const seat = chance.odds(0.8) ? chance.pick(seats) : undefined;
  const key = seat ? keyOf(seat, chance) : { headers: {}, whole: false };
  const letterbox = route.url === '/api/letterbox' && seat && chance.odds(0.7) ? { authorization: `Bearer ${seat.letterbox}` } : {};
  const method = chance.odds(0.9) ? route.method : chance.pick(OTHER_METHODS);
  const wants = !['GET', 'HEAD', 'OPTIONS', 'TRACE'].includes(method) && chance.odds(0.95);
  const { body, headers } = wants ? bodyOf(route, seat, chance) : { body: undefined, headers: {} };
  const odd = Object.assign({}, ...Array.from({ length: chance.int(3) }, () => chance.pick(ODD)())) as OutgoingHttpHeaders;
  return { method, path: pathOf(route, chance), headers: { ...headers, ...key.headers, ...letterbox, ...odd }, body, seat: key.whole ? seat : undefined };
}

/** What is written to a bare line: broken HTTP, several requests at once, more than fits, and what is no HTTP at all. */
export function rawFor(seats: readonly Seat[], chance: Chance): readonly Buffer[] {
  const seat = chance.pick(seats);
  const head = `Host: localhost\r\nX-Device: ${seat.device}\r\nAuthorization: Bearer ${seat.token}\r\n`;
  const post = `POST /api/acts HTTP/1.1\r\n${head}Content-Type: application/json\r\n`;
  const raw = chance.pick<() => readonly (string | Buffer)[]>([
    () => [`${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`], () => [`${post}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n`], () => [`${post}Transfer-Encoding: chunked\r\n\r\n5\r\n{"act`],
    () => [`${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/rows HTTP/1.1\r\n${head}\r\n`], () => [`${post}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}`], () => [`${post}Content-Length: -1\r\n\r\n{}`],
    () => [`${post}Content-Length: 99999999999\r\n\r\n{}`], () => [`${post}Content-Length: 100\r\n\r\n{`], () => [`${post}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    () => [`GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(chance.between(2, 60))], () => [`GET /api/rows HTTP/1.1\r\n${head}\r\n`.repeat(chance.between(2, 12))],
    () => [`GET / HTTP/1.1\r\nHost: localhost\r\n${Array.from({ length: 200 }, (_, i) => `X-${i}: ${'a'.repeat(200)}\r\n`).join('')}\r\n`], () => [`GET /${'a'.repeat(30_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
    () => [`GET http://evil.example/api/rows HTTP/1.1\r\n${head}\r\n`], () => ['GET / HTTP/1.0\r\n\r\n'], () => ['GET /\r\n\r\n'], () => ['GET / HTTP/1.1\r\n\r\n'], () => [`GET / HTTP/1.1\r\nHost: a\r\n b: folded\r\n\r\n`],
    () => [`CONNECT localhost:22 HTTP/1.1\r\nHost: localhost:22\r\n\r\n`], () => [`GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`], () => ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    () => [Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00])], () => [Buffer.alloc(70_000, 0)], () => [`GET / HTTP/1.1\r\nHost: loc\0alhost\r\n\r\n`], () => [`GET /\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n`],
    () => ['G', 'ET / HT', 'TP/1.1\r\nHo', 'st: localhost\r\n\r\n'], () => [`${post}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`, '{}'], () => [mangled(Buffer.from(`${post}Content-Length: 2\r\n\r\n{}`), [Buffer.from('\r\n\r\n')], chance)],
    () => [`PATCH /api/clips/${'a'.repeat(64)} HTTP/1.1\r\n${head}Content-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\nContent-Length: 300000\r\n\r\n`, Buffer.alloc(1_000)],
    () => ['OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n'], () => [`GET /cong-khai/23538 HTTP/1.1\r\nHost: "><script>\r\n\r\n`], () => [`GET / HTTP/1.1\nHost: localhost\n\n`],
  ])();
  return raw.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece));
}
