// GET /api/units: the list of provinces and communes, packed once and kept by browsers for a day.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { unitsText } from '../places/units.ts';

interface Packed {
  readonly tag: string;
  readonly br: Buffer;
  readonly gzip: Buffer;
}

let packed: Promise<Packed> | undefined;

/** Best packing takes half a second, so it is done at the first asking and not at every start. */
async function pack(): Promise<Packed> {
  const plain = Buffer.from(unitsText());
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }),
    promisify(gzip)(plain, { level: 9 }),
  ]);
  return { tag: `"${createHash('sha256').update(plain).digest('hex').slice(0, 16)}"`, br, gzip: gz };
}

export function unitsDoor(app: FastifyInstance): void {
  app.get('/api/units', { compress: false }, async (request, reply) => {
    packed ??= pack();
    const { tag, br, gzip: gz } = await packed;
    reply.type('application/json; charset=utf-8').header('vary', 'accept-encoding')
      .header('cache-control', 'public, max-age=86400').header('etag', tag);
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
    const accepts = String(request.headers['accept-encoding'] ?? '');
    if (/\bbr\b/.test(accepts)) return reply.header('content-encoding', 'br').send(br);
    if (/\bgzip\b/.test(accepts)) return reply.header('content-encoding', 'gzip').send(gz);
    return reply.send(unitsText());
  });
}
