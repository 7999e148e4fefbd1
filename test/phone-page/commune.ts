// A commune's server for browser tests: the protocol's doors over the journal's memory server, and every way a road is bad.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Act, KeptRow } from '#journal/act.ts';
import { keyOf } from '#journal/act.ts';
import type { Cursor, Span } from '#journal/cursor.ts';
import type { Heard } from '#journal/digest.ts';
import { MemoryLedger } from '#journal/memory-ledger.ts';
import { MemoryServer } from '#journal/memory-server.ts';
import { kinds } from '#commune/kinds.ts';
import { scopeOf, sees } from '#commune/places/policy.ts';
import type { PersonRow } from '#commune/places/rows.ts';
import type { Keys } from '#server/keys.ts';
import { openKeys } from '#server/keys.ts';
import { BUILD } from './serve.ts';

/** How the road is now. `portal`: somebody's Wi-Fi answers everything with a page of its own. */
export type Weather = 'fair' | 'portal' | 'signed-out' | 'revoked' | 'busy' | 'cut';

const LEASE_MS = 30 * 86_400_000;

const EPOCH = 'proof-epoch';
const today = (): string => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

export interface Commune {
  weather: Weather;
  /** Requests per `METHOD /path`, and the acts of each push. */
  readonly asked: string[];
  readonly pushes: readonly (readonly Act[])[];
  readonly clips: ReadonlyMap<string, { readonly bytes: Buffer; readonly size: number }>;
  readonly ledger: MemoryLedger;
  /** 1: the second PATCH from now is taken, its answer lost, and the road gone with it. */
  losePatches: number;
  /** Letters that came in, opened: acts by device and turn, pieces of clips by hash. */
  readonly letters: Map<string, Act>;
  readonly pieces: Map<string, Buffer[]>;
  /** The letterbox takes no more than so many letters of a request; the rest is not named as received. */
  mostLetters: number;
  /** Bodies of sign-outs. */
  readonly signOuts: string[];
  door(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

/** @param accounts login, or code of a card, to person id; every password is `mat-khau`, and every PIN opens a card */
export function makeCommune(commune: string, rows: readonly KeptRow[], accounts: Readonly<Record<string, string>>): Commune {
  const ledger = new MemoryLedger();
  for (const row of rows) ledger.book.rows.set(keyOf(row), row);
  ledger.book.lastEntry = rows.length;
  const server = new MemoryServer(ledger, { kinds, build: BUILD, sees: (person, row, on) => sees(person, row, on), scopeOf: (person, on) => scopeOf(person as PersonRow, on) }, { commune, epoch: EPOCH, pageRows: 20, today, safe: () => 0 });
  const clips = new Map<string, { bytes: Buffer; size: number }>();
  const asked: string[] = [];
  const pushes: Act[][] = [];
  const keys = keysOnce();
  const letters = new Map<string, Act>();
  const pieces = new Map<string, Buffer[]>();
  const state: Commune = { weather: 'fair', asked, pushes, clips, ledger, losePatches: 0, letters, pieces, mostLetters: Infinity, signOuts: [], door };
  const say = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body === null ? undefined : JSON.stringify(body));
  };

  async function door(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    asked.push(`${request.method} ${url.pathname}`);
    const body = await bodyOf(request);
    if (state.weather === 'portal') response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to Wi-Fi</h1>');
    else if (state.weather === 'busy') say(response, 503, { error: { code: 'server.busy' } }, { 'retry-after': '1' });
    else if (url.pathname === '/api/sign-in') signIn(JSON.parse(body.toString()) as SignIn, response);
    else if (url.pathname === '/api/letterbox') letterbox(request, JSON.parse(body.toString()) as { letters: Letter[] }, response);
    else if (url.pathname === '/api/sign-out') signOut(body.toString(), response);
    else if (state.weather === 'signed-out') say(response, 401, { error: { code: 'sign-in.needed' } });
    else if (state.weather === 'revoked') say(response, 401, { error: { code: 'session.revoked' } });
    else if (url.pathname === '/api/acts') await acts(request, body, response);
    else if (url.pathname === '/api/rows') rowsDoor(request, url, response);
    else if (url.pathname.startsWith('/api/clips/')) clipDoor(request, url.pathname.slice(11), body, response);
    else return false;
    return true;
  }

  interface SignIn { readonly login?: string; readonly card?: string; readonly password?: string; readonly devices: readonly string[] }

  function signIn({ login = '', card, password, devices }: SignIn, response: ServerResponse): void {
    const person = accounts[card ?? login];
    if (!person || (card === undefined && password !== 'mat-khau')) return say(response, 401, { error: { code: 'sign-in.wrong' } });
    const before = devices.find((one) => one.endsWith(`/${person}`))?.split('/')[0];
    const device = before ?? `dev${String(ledger.book.seats.size + 1).padStart(5, '0')}`;
    if (!ledger.book.seats.has(device)) ledger.openSeat(device, person);
    const name = (ledger.book.rows.get(`person/${person}`)!.body as PersonRow['body']).name;
    const seat = { commune, device, person };
    const until = Date.now() + LEASE_MS;
    say(response, 200, {
      device, commune, person: { id: person, name }, epoch: EPOCH, build: BUILD, share: keys.shareOf(seat), lease: { until, sig: keys.sign(`lease|${commune}|${device}|${until}`) },
      sealTo: keys.sealTo, signKey: keys.signKey, letterbox: keys.letterboxOf(seat),
    });
    state.weather = 'fair';
  }

  const lease = (device: string): string => {
    const until = Date.now() + LEASE_MS;
    return `${until}.${keys.sign(`lease|${commune}|${device}|${until}`)}`;
  };

  function signOut(body: string, response: ServerResponse): void {
    state.signOuts.push(body);
    say(response, 204, null, body.includes('wipe') ? { 'clear-site-data': '"storage"' } : {});
  }

  interface Letter { readonly turn?: number; readonly clip?: string; readonly piece?: number; readonly to: string; readonly epk: string; readonly box: string }

  function letterbox(request: IncomingMessage, { letters: sent }: { letters: Letter[] }, response: ServerResponse): void {
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    const seat = [...ledger.book.seats].map(([device, { person }]) => ({ commune, device, person })).find((one) => keys.letterboxOf(one) === token);
    if (!seat) return say(response, 401, { error: { code: 'letterbox.unknown' } });
    const received: number[] = [];
    const clipsIn: [string, number][] = [];
    for (const { turn, clip, piece, ...sealed } of sent.slice(0, state.mostLetters)) {
      if (turn !== undefined) {
        letters.set(`${seat.device}/${turn}`, JSON.parse(keys.open(sealed, `${commune}|${seat.device}|${turn}`).toString()) as Act);
        received.push(turn);
      } else {
        const inside = keys.open(sealed, `${commune}|${seat.device}|clip|${clip}|${piece}`);
        pieces.set(clip!, [...(pieces.get(clip!) ?? []), inside.subarray(inside.indexOf('\n') + 1)]);
        clipsIn.push([clip!, piece!]);
      }
    }
    if (state.weather === 'cut') response.destroy();
    else say(response, 200, { received, clips: clipsIn });
  }

  async function acts(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const push = JSON.parse(body.toString()) as { acts: Act[]; cursor?: Cursor; withheld?: Span[]; heard: Heard | null; build: string };
    pushes.push(push.acts);
    const pushed = await server.push(String(request.headers['x-device']), { acts: push.acts, cursor: push.cursor ?? null, withheld: push.withheld ?? [], heard: push.heard }, push.build);
    // What arrived and was taken, but whose answer is lost on the way back.
    if (state.weather === 'cut') response.destroy();
    else say(response, 200, { ...pushed, build: BUILD }, { 'nr-lease': lease(String(request.headers['x-device'])) });
  }

  function rowsDoor(request: IncomingMessage, url: URL, response: ServerResponse): void {
    const query = url.searchParams;
    const own = (query.get('own') ?? '').split('.').filter(Boolean).map((span) => span.split('-').map(Number) as [number, number]);
    const cursor = query.has('epoch') ? { epoch: query.get('epoch')!, scope: query.get('scope')!, entry: Number(query.get('entry')), own } : null;
    const [epoch = '', entry, chain = ''] = query.get('heard')?.split('.') ?? [];
    const page = server.pull(String(request.headers['x-device']), { cursor, more: query.get('more'), heard: entry ? { epoch, entry: Number(entry), chain } : null });
    const homes = new Map<string | null, unknown[]>();
    for (const { kind, id, village, household, entry, body, gone } of page.rows) {
      const row = gone ? [kind, id, village, entry] : [kind, id, village, entry, body];
      homes.set(household, [...(homes.get(household) ?? []), row]);
    }
    const last = [page.end.entry, page.end.chain];
    const plain = page.reset ? {} : { from: page.from, hidden: page.hidden };
    const head = { cursor: page.cursor, reset: page.reset, last, from: plain.from, ...(page.other ? { other: true } : {}) };
    const lines = [head, ...[...homes].map(([h, list]) => ({ h, rows: list })), { end: true, more: page.more, rows: page.rows.length, hidden: plain.hidden, ...(page.sum ? { sum: [page.sum.rows, page.sum.sum] } : {}) }];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'nr-lease': lease(String(request.headers['x-device'])) }).end(state.weather === 'cut' ? text.slice(0, text.length / 2) : text);
  }

  function clipDoor(request: IncomingMessage, hash: string, body: Buffer, response: ServerResponse): void {
    const held = clips.get(hash);
    if (request.method === 'PUT') {
      const clip = held ?? { bytes: Buffer.alloc(0), size: Number(request.headers['x-size']) };
      clips.set(hash, clip);
      return say(response, 200, null, { 'upload-offset': String(clip.bytes.length) });
    }
    if (!held) return say(response, 404, { error: { code: 'clip.unknown' } });
    if (request.method === 'HEAD') return say(response, 200, null, { 'upload-offset': String(held.bytes.length) });
    const offset = Number(request.headers['upload-offset']);
    if (state.weather === 'cut') {
      response.destroy();
      return;
    }
    if (offset !== held.bytes.length) return say(response, 409, { error: { code: 'clip.offset' } }, { 'upload-offset': String(held.bytes.length) });
    const bytes = Buffer.concat([held.bytes, body]);
    // Two pieces come, then the road is gone; the browser's own second try finds it gone too.
    if (state.losePatches === 2) state.weather = 'cut';
    clips.set(hash, { ...held, bytes });
    if (state.losePatches > 0) state.losePatches += 1;
    if (state.weather === 'cut') {
      state.losePatches = 0;
      response.destroy();
      return;
    }
    const whole = bytes.length === held.size && createHash('sha256').update(bytes).digest('hex') === hash;
    say(response, whole ? 201 : 204, null, { 'upload-offset': String(bytes.length) });
  }
  return state;
}

let made: Keys | undefined;
/** The server's keys, one set for all communes of a test file; they leave no file behind. */
function keysOnce(): Keys {
  if (made) return made;
  const folder = mkdtempSync(join(tmpdir(), 'nha-rong-keys-'));
  made = openKeys(folder);
  rmSync(folder, { recursive: true });
  return made;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}
