// GET /api/rows: what a phone has not read yet, a line per household, packed on the way and never faster than the road.
import { pipeline, Readable } from 'node:stream';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Cursor, Span } from '#journal/cursor.ts';
import type { Heard } from '#journal/digest.ts';
import { NoSeat, pull } from '../exchange.ts';
import type { House } from './house.ts';
import { renewLease } from './lease.ts';
import { aloud } from './noting.ts';
import { Problem } from './problem.ts';

export function rowsDoor(app: FastifyInstance, house: House): void {
  app.get('/api/rows', { compress: false }, async (request, reply) => {
    const who = await request.seat();
    const query = request.query as Readonly<Record<string, unknown>>;
    const more = one(query, 'more');
    if (more !== null && more.length > 1000) throw new Problem(400, 'rows.malformed');
    const cursor = cursorOf(query);
    const lines = aloud(house, who, pull(house.db, house.rules, { commune: who.commune, device: who.device, cursor, more, heard: heardOf(one(query, 'heard')) }), cursor?.entry ?? null);
    // The first line is asked for here, while the answer can still be a refusal.
    const first = await lines.next().catch((error: unknown) => {
      throw error instanceof NoSeat ? new Problem(401, 'sign-in.needed') : error;
    });
    const head = first.value as string;
    renewLease(house, reply, who);
    return packed(request, reply, { lines: Readable.from(from(head, lines)), long: head.includes('"reset":true') });
  });
}

function one(query: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = query[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** `12-15.18-18` is 12 to 15 and 18. */
function spansOf(text: string | null): readonly Span[] {
  if (text === null) return [];
  if (text.length > 8000 || !/^\d{1,15}-\d{1,15}(\.\d{1,15}-\d{1,15})*$/.test(text)) throw new Problem(400, 'rows.malformed');
  return text.split('.').map((span): Span => {
    const [from, to] = span.split('-').map(Number) as [number, number];
    return [from, to];
  });
}

/** Epoch, scope and entry, or none of them. @throws Problem 400 */
export function cursorOf(query: Readonly<Record<string, unknown>>): Cursor | null {
  const [epoch, scope, entry] = [one(query, 'epoch'), one(query, 'scope'), one(query, 'entry')];
  if (epoch === null && scope === null && entry === null) return null;
  if (epoch === null || entry === null || !/^\d{1,15}$/.test(entry) || epoch.length > 100 || (scope ?? '').length > 100) {
    throw new Problem(400, 'rows.malformed');
  }
  return { epoch, scope: scope ?? '', entry: Number(entry), own: spansOf(one(query, 'own')) };
}

/** `<epoch>.<entry>.<chain>`. */
function heardOf(text: string | null): Heard | null {
  if (text === null) return null;
  const parts = /^([\w-]{1,100})\.(\d{1,15})\.([\w-]{0,100})$/.exec(text);
  if (!parts) throw new Problem(400, 'rows.malformed');
  return { epoch: parts[1]!, entry: Number(parts[2]), chain: parts[3]! };
}

async function* from(first: string, rest: AsyncGenerator<string, void, undefined>): AsyncGenerator<string, void, undefined> {
  try {
    yield first;
    yield* rest;
  } finally {
    // The road broke: nothing more is read from the database.
    await rest.return();
  }
}

/** About what a page of a whole reading holds, unpacked. */
const PAGE_BYTES = 11_000_000;

/**
 * Brotli packs rows to a third of gzip's bytes at about its cost; both ask for more lines only as the socket drains. Told
 * that much is coming it looks further back: a page of a whole reading is 6 % smaller at the same cost (measured).
 */
function packed(request: FastifyRequest, reply: FastifyReply, { lines, long }: { readonly lines: Readable; readonly long: boolean }): FastifyReply {
  reply.header('content-type', 'application/x-ndjson; charset=utf-8').header('vary', 'accept-encoding');
  const accepts = String(request.headers['accept-encoding'] ?? '');
  const br = /\bbr\b(?!\s*;\s*q=0(\.0*)?\b)/.test(accepts);
  if (!br && !/\bgzip\b(?!\s*;\s*q=0(\.0*)?\b)/.test(accepts)) return reply.send(lines);
  const brotli = { [constants.BROTLI_PARAM_QUALITY]: long ? 6 : 5, [constants.BROTLI_PARAM_SIZE_HINT]: long ? PAGE_BYTES : 0 };
  const packer = br ? createBrotliCompress({ params: brotli }) : createGzip({ level: 6 });
  reply.header('content-encoding', br ? 'br' : 'gzip');
  // Where one end fails both are closed; the reader sees a page without its last line and asks again.
  pipeline(lines, packer, () => undefined);
  return reply.send(packer);
}
