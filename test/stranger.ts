// A client somebody else could write with docs/PROTOCOL.md in hand and nothing else: it imports no line of this project.
import { createECDH, createHash, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type Verdict =
  | { readonly turn: number; readonly entry: number; readonly asSaid: boolean; readonly on: string }
  | { readonly turn: number; readonly refusal: { readonly code: string; readonly params?: Record<string, string | number> } }
  | { readonly turn: number; readonly waits: true };
type Run = { readonly turns: readonly [number, number]; readonly entry: number; readonly asSaid: boolean; readonly on: string };

export interface Row {
  readonly kind: string;
  readonly id: string;
  readonly village: string | null;
  readonly household: string | null;
  readonly entry: number;
  readonly body: any;
}

export interface Act {
  readonly id: string;
  readonly kind: string;
  readonly v: number;
  readonly device: string;
  readonly turn: number;
  readonly at: number;
  readonly body: Json;
}

/** The server said no, in the words of the protocol. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly params: Record<string, string | number>;
  readonly retryAfter: number | null;

  constructor(status: number, error: { code: string; params: Record<string, string | number>; message: string }, retryAfter: string | null) {
    super(`${status} ${error.code}: ${error.message}`);
    this.status = status;
    this.code = error.code;
    this.params = error.params;
    this.retryAfter = retryAfter === null ? null : Number(retryAfter);
  }
}

interface Seat {
  readonly device: string;
  readonly commune: string;
  readonly person: { readonly id: string; readonly name: string };
  readonly epoch: string;
  readonly build: string;
  readonly token: string;
  /** The server's half of the key this phone keeps its book under. */
  readonly share: string;
  /** How long the phone may open the seat without asking, and the server's word for it. */
  readonly lease: { readonly until: number; readonly sig: string };
  readonly sealTo: { readonly id: string; readonly key: string };
  readonly signKey: string;
  readonly letterbox: string;
}

/** A device of the protocol: keeps its acts until they have verdicts, and the rows it has read. */
export class Stranger {
  readonly origin: string;
  readonly seat: Seat;
  readonly rows = new Map<string, Row>();
  readonly verdicts = new Map<number, Verdict>();
  waiting: Act[] = [];
  /** Acts the server keeps but does not understand yet; said again with every push. */
  later: Act[] = [];
  /** Booked acts, until they are safe in a backup: a restored server is told them again. */
  booked: Act[] = [];
  cursor: { epoch: string; scope: string; entry: number } | null = null;
  /** Which word of the server the held rows were read under. */
  #under: { epoch: string; scope: string; n: number } | null = null;
  /** The newest moment of the journal this client was told of; of the beginning, the sign-in tells. */
  #heard: { epoch: string; entry: number; chain: string };
  #turn = 0;

  private constructor(origin: string, seat: Seat) {
    this.origin = origin;
    this.seat = seat;
    this.#heard = { epoch: seat.epoch, entry: 0, chain: '' };
  }

  /** `{login, password}`, `{slip, password}` or `{card, pin}`; also `/api/setup/found`, which answers alike. */
  static async signIn(origin: string, body: Json, path = '/api/sign-in'): Promise<Stranger> {
    const seat = await asked<Seat>(origin, path, { method: 'POST', headers: { 'x-client': 'token' }, json: body });
    return new Stranger(origin, seat);
  }

  get headers(): Record<string, string> {
    return { 'x-device': this.seat.device, authorization: `Bearer ${this.seat.token}`, 'x-waiting': String(this.waiting.length) };
  }

  ask<T>(path: string, how: Ask = {}): Promise<T> {
    return asked<T>(this.origin, path, { ...how, headers: { ...this.headers, ...how.headers } });
  }

  /** Says an act; it waits until the next push. Rows it makes are named after its id. */
  say(kind: string, body: Json, v = 1): string {
    const turn = ++this.#turn;
    const id = `${this.seat.device}-${turn.toString(36)}`;
    this.waiting.push({ id, kind, v, device: this.seat.device, turn, at: Date.now(), body });
    return id;
  }

  /** What lies in a box: sealed to the server, under a key this client forgets at once. */
  seal(inside: Uint8Array, place: string): { to: string; epk: string; box: string } {
    const ours = createECDH('prime256v1');
    ours.generateKeys();
    const key = hkdfSync('sha256', ours.computeSecret(Buffer.from(this.seat.sealTo.key, 'base64url')), '', 'nha-rong letter v1', 32);
    const nonce = randomBytes(24);
    const box = xchacha20poly1305(new Uint8Array(key), nonce, Buffer.from(`${this.seat.commune}|${this.seat.device}|${place}`)).encrypt(inside);
    return { to: this.seat.sealTo.id, epk: ours.getPublicKey('base64url'), box: Buffer.concat([nonce, box]).toString('base64url') };
  }

  /** The letters of acts. */
  letters(acts: readonly Act[] = this.waiting): Json[] {
    return acts.map((act) => ({ turn: act.turn, ...this.seal(Buffer.from(JSON.stringify(act)), String(act.turn)) }));
  }

  /** The letters of a photo or recording, a piece each. */
  clipLetters(clip: { household: string; type: string; bytes: Uint8Array }): Json[] {
    const hash = createHash('sha256').update(clip.bytes).digest('hex');
    const pieces = Math.ceil(clip.bytes.length / 256_000);
    const head = Buffer.from(`${JSON.stringify({ household: clip.household, type: clip.type, bytes: clip.bytes.length, pieces })}\n`);
    return Array.from({ length: pieces }, (_, piece) => ({
      clip: hash, piece, pieces,
      ...this.seal(Buffer.concat([head, clip.bytes.subarray(piece * 256_000, (piece + 1) * 256_000)]), `clip|${hash}|${piece}`),
    }));
  }

  /** Puts letters into the letterbox, whatever became of the session. */
  post(letters: readonly Json[], token = this.seat.letterbox): Promise<{ received: number[]; clips: [string, number][] }> {
    return asked(this.origin, '/api/letterbox', { method: 'POST', headers: { authorization: `Bearer ${token}` }, json: { letters } });
  }

  /** Sends what waits, at most 500 acts a time, with `echo` as it decides nothing itself. */
  async push(): Promise<readonly Verdict[]> {
    const all: Verdict[] = [];
    this.waiting = [...this.later, ...this.waiting];
    this.later = [];
    while (this.waiting.length > 0) {
      const acts = this.waiting.slice(0, 500);
      const json = { acts, cursor: null, withheld: this.#withheld(), build: 'stranger', echo: true, heard: this.#heard } as unknown as Json;
      const answer = await this.ask<PushAnswer>('/api/acts', { method: 'POST', json, gzip: true });
      this.#heard = { epoch: answer.epoch, ...answer.end };
      if (answer.history !== 'same') {
        // Nothing new was taken: the server was put back. What it booked before it is told again.
        this.#doubt();
        continue;
      }
      const verdicts = new Map(answer.verdicts.flatMap(expand).map((verdict) => [verdict.turn, verdict]));
      if (verdicts.size === 0) throw new Error(`the server expects turn ${answer.expected}`);
      for (const verdict of verdicts.values()) this.verdicts.set(verdict.turn, verdict);
      all.push(...verdicts.values());
      const answered = this.waiting.filter((act) => verdicts.has(act.turn));
      this.waiting = this.waiting.filter((act) => !verdicts.has(act.turn));
      this.later.push(...answered.filter((act) => 'waits' in verdicts.get(act.turn)!));
      this.booked.push(...answered.filter((act) => 'entry' in verdicts.get(act.turn)!));
      this.booked = this.booked.filter((act) => act.turn > answer.safe);
    }
    return all;
  }

  /** Nothing counts as booked any more. */
  #doubt(): void {
    this.waiting = [...this.booked, ...this.waiting];
    this.booked = [];
  }

  /** Turns that will not be said again: refused. */
  #withheld(): readonly (readonly [number, number])[] {
    return [...this.verdicts.values()].filter((verdict) => 'refusal' in verdict).map(({ turn }) => [turn, turn]);
  }

  /** Reads what is new, page by page; a whole new reading replaces all rows once its last page is in. */
  async pull(): Promise<number> {
    let more: string | null = null;
    let from = this.cursor;
    let read = 0;
    const reset = new Map<string, Row>();
    for (;;) {
      const query = new URLSearchParams(from ? { epoch: from.epoch, scope: from.scope, entry: String(from.entry) } : {});
      if (more !== null) query.set('more', more);
      query.set('heard', `${this.#heard.epoch}.${this.#heard.entry}.${this.#heard.chain}`);
      const answer = await fetch(`${this.origin}/api/rows?${query}`, { headers: this.headers });
      if (!answer.ok) throw await refused(answer);
      const lines = (await answer.text()).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
      const [head, end] = [lines[0], lines.at(-1)];
      if (!head?.cursor || !end?.end) throw new Error('the page was cut off');
      if (head.other) this.#doubt();
      this.#heard = { epoch: head.cursor.epoch, entry: head.last[0], chain: head.last[1] };
      const shown = new Set(lines.slice(1, -1).flatMap(({ rows }) => rows.map((row: Json[]) => row[3])));
      if (!head.reset && (head.from !== from?.entry || shown.size + end.hidden !== head.cursor.entry - head.from)) throw new Error('the page leaves entries out');
      for (const { h, rows } of lines.slice(1, -1)) {
        for (const [kind, id, village, entry, body] of rows) {
          read += 1;
          const target = head.reset ? reset : this.rows;
          if (body === undefined) target.delete(`${kind}/${id}`);
          else target.set(`${kind}/${id}`, { kind, id, village, household: h, entry, body });
        }
      }
      if (head.reset) this.#heed(head);
      from = head.cursor;
      more = end.more;
      if (more !== null && head.reset) continue;
      if (head.reset) {
        this.rows.clear();
        this.#under = { epoch: head.cursor.epoch, scope: head.cursor.scope, n: head.order?.n ?? 0 };
        for (const [key, row] of reset) this.rows.set(key, row);
      }
      this.cursor = from;
      if (end.sum && end.sum[0] !== this.rows.size) throw new Error(`${this.rows.size} rows are held, the server says ${end.sum[0]}`);
      if (more === null) return read;
      more = null;
    }
  }

  /** A reading of another scope may take rows away only by the server's signed and newer word. */
  #heed({ cursor, order }: { cursor: { epoch: string; scope: string }; order?: { n: number; scope: string; lost: Json; sig: string } }): void {
    const under = this.#under;
    if (!under || under.scope === cursor.scope) return;
    if (!order || order.scope !== cursor.scope || (order.n <= under.n && under.epoch === cursor.epoch)) throw new Error('no order for this scope');
    const point = Buffer.from(this.seat.signKey, 'base64url');
    const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') } });
    const lost = createHash('sha256').update(sorted(order.lost)).digest('hex');
    const text = `scope|${this.seat.commune}|${this.seat.device}|${cursor.epoch}|${order.n}|${order.scope}|${lost}`;
    if (!verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(order.sig, 'base64url'))) throw new Error('the order is not the server’s');
  }

  /** Sends a photo or recording in chunks and answers its name. */
  async sendClip(household: string, type: string, bytes: Uint8Array, chunk = 256_000): Promise<string> {
    const hash = createHash('sha256').update(bytes).digest('hex');
    const path = `/api/clips/${hash}`;
    const told = await this.raw(path, { method: 'PUT', headers: { 'x-household': household, 'content-type': type, 'x-size': String(bytes.length) } });
    if (!told.ok) throw await refused(told);
    for (let offset = Number(told.headers.get('upload-offset')); offset < bytes.length; ) {
      const answer = await this.raw(path, {
        method: 'PATCH', body: bytes.slice(offset, offset + chunk),
        headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
      });
      if (!answer.ok && answer.status !== 409) throw await refused(answer);
      offset = Number(answer.headers.get('upload-offset'));
    }
    return hash;
  }

  raw(path: string, how: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    return fetch(this.origin + path, { ...how, headers: { ...this.headers, ...how.headers } });
  }
}

interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly json?: Json;
  readonly gzip?: boolean;
}

/** One JSON question. Rejects with Refused where the server says no. */
export async function asked<T>(origin: string, path: string, how: Ask = {}): Promise<T> {
  const headers: Record<string, string> = { ...how.headers };
  let body: string | Uint8Array<ArrayBuffer> | undefined;
  if (how.json !== undefined) {
    headers['content-type'] = 'application/json';
    body = JSON.stringify(how.json);
    if (how.gzip) {
      headers['content-encoding'] = 'gzip';
      body = new Uint8Array(gzipSync(body));
    }
  }
  const answer = await fetch(origin + path, { method: how.method ?? 'GET', headers, ...(body === undefined ? {} : { body }) });
  if (!answer.ok) throw await refused(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

async function refused(answer: Response): Promise<Refused> {
  const { error } = (await answer.json()) as { error: { code: string; params: Record<string, string | number>; message: string } };
  return new Refused(answer.status, error, answer.headers.get('retry-after'));
}

interface PushAnswer {
  readonly verdicts: (Verdict | Run)[];
  readonly expected: number;
  readonly epoch: string;
  readonly safe: number;
  readonly history: 'same' | 'old' | 'other';
  readonly end: { readonly entry: number; readonly chain: string };
}

const expand = (verdict: Verdict | Run): readonly Verdict[] => 'turns' in verdict
  ? Array.from({ length: verdict.turns[1] - verdict.turns[0] + 1 }, (_, i) => ({ ...verdict, turn: verdict.turns[0] + i, entry: verdict.entry + i }))
  : [verdict];

/** JSON with sorted keys and no blanks. */
function sorted(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  return `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => `${JSON.stringify(key)}:${sorted(one)}`).join(',')}}`;
}
