// Photos and recordings: announced, sent in chunks that survive every cut, kept clean, and shown to few.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CLIP_TYPES, MOST_CLIP_BYTES, type ClipType } from '../clips/bare.ts';
import { shelf, TooMuch, type Shelf } from '../clips/shelf.ts';
import { beginPart, countParts, dropPart, householdsWith, keepClip, keptClips, openHousehold, partsOf, struckClips, type Kept, type Part } from '../db/clips.ts';
import { newName } from '../secrets.ts';
import type { House } from './house.ts';
import { reading } from './noting.ts';
import { Problem } from './problem.ts';
import { readerOf, type Who } from './who.ts';

const MOST_CHUNK = 256_000;
/** Announced and not finished, on one phone: a fortnight of visits with photos. */
const MOST_PARTS = 500;
const ENDINGS: Readonly<Record<ClipType, string>> = {
  'image/webp': 'webp', 'image/jpeg': 'jpg', 'audio/webm': 'webm', 'audio/mp4': 'm4a', 'audio/ogg': 'ogg',
};

interface Desk {
  readonly house: House;
  readonly shelf: Shelf;
  /** Parts being written, by file name: two requests never write one part at once. */
  readonly busy: Map<string, { stop(): void; readonly ended: Promise<void> }>;
}

export function clipsDoor(app: FastifyInstance, house: House): void {
  const desk: Desk = { house, shelf: shelf(house.dataDir), busy: new Map() };
  void app.register(async (door) => {
    // Chunks are not held in memory: the door reads the stream itself and stops at its limit.
    door.removeAllContentTypeParsers();
    for (const type of ['application/offset+octet-stream', ...CLIP_TYPES]) door.addContentTypeParser(type, async (_request: unknown, body: unknown) => body);
    door.put('/api/clips/:hash', async (request, reply) => await announce(desk, request, reply));
    door.patch('/api/clips/:hash', { compress: false }, async (request, reply) => await add(desk, request, reply));
    door.head('/api/clips/:hash', async (request, reply) => await tell(desk, request, reply));
    door.get('/api/clips/:hash', { compress: false, exposeHeadRoute: false }, async (request, reply) => await show(desk, request, reply));
  });
}

function hashOf(request: FastifyRequest): string {
  const { hash } = request.params as { readonly hash: string };
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new Problem(404, 'clip.unknown');
  return hash;
}

const header = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

function number(request: FastifyRequest, name: string): number {
  const value = header(request, name);
  if (value === undefined || !/^\d{1,12}$/.test(value)) throw new Problem(400, 'clip.malformed', { what: name });
  return Number(value);
}

async function announce(desk: Desk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const who = await request.seat();
  const hash = hashOf(request);
  const household = header(request, 'x-household') ?? '';
  const type = CLIP_TYPES.find((one) => one === header(request, 'content-type')?.split(';')[0]?.trim());
  const bytes = number(request, 'x-size');
  if (!/^[\w.-]{1,60}$/.test(household)) throw new Problem(400, 'clip.malformed', { what: 'X-Household' });
  if (!type) throw new Problem(415, 'clip.malformed', { what: 'Content-Type' });
  if (bytes === 0 || bytes > MOST_CLIP_BYTES) throw new Problem(413, 'clip.too-large', { most: MOST_CLIP_BYTES });
  const part = await desk.house.db.inScope(readerOf(who), 'note', async (tx): Promise<Part | Kept> => {
    if (!(await openHousehold(tx, household))) throw new Problem(404, 'household.unknown', { household });
    const kept = (await keptClips(tx, hash)).find((one) => one.household === household);
    if (kept) return kept;
    const before = (await partsOf(tx, hash, who.device)).find((one) => one.household === household);
    if (before?.type === type && before.bytes === bytes) return before;
    if ((await countParts(tx, who.device)) >= MOST_PARTS) throw new Problem(429, 'request.too-many', { seconds: 600 }, 600);
    const fresh: Part = { hash, household, device: who.device, type, bytes, name: newName() };
    await beginPart(tx, fresh, who.now);
    return fresh;
  });
  const offset = 'name' in part ? await desk.shelf.partSize(part.name) : part.bytes;
  return reply.code(200).header('upload-offset', String(offset)).send();
}

/** The part a chunk or question means: of that household if it says so, else the latest announced. */
async function partFor(desk: Desk, request: FastifyRequest, who: Who): Promise<Part | undefined> {
  const household = header(request, 'x-household');
  const parts = await desk.house.db.inScope(readerOf(who), 'read', (tx) => partsOf(tx, hashOf(request), who.device));
  return parts.find((one) => household === undefined || one.household === household);
}

async function tell(desk: Desk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const who = await request.seat();
  const part = await partFor(desk, request, who);
  if (part) {
    const size = await desk.shelf.partSize(part.name);
    // All bytes came, but the last step was cut off: it is taken now, so that "all there" always means kept.
    if (size >= part.bytes) await alone(desk, request, part, () => finish(desk, who, part));
    return reply.code(200).header('upload-offset', String(Math.min(size, part.bytes))).send();
  }
  const kept = await keptFor(desk, request, who);
  return reply.code(200).header('upload-offset', String(kept.bytes)).send();
}

/**
 * A kept clip this person may see. `to show`: what the family no longer agrees to is shown to nobody from the moment it
 * is struck, though a phone that still sends it is told that it came; the sweep deletes it. Rejects with 404.
 */
async function keptFor(desk: Desk, request: FastifyRequest, who: Who, why: 'to send' | 'to show' = 'to send'): Promise<Kept> {
  const hash = hashOf(request);
  const household = header(request, 'x-household');
  const all = await desk.house.db.inCommune(who.commune, 'read', (tx) => householdsWith(tx, hash));
  const meant = all.filter((one) => household === undefined || one === household);
  const found = await desk.house.db.inScope(readerOf(who), 'read', async (tx) => {
    for (const one of meant) {
      if (!(await openHousehold(tx, one))) continue;
      const [kept] = await keptClips(tx, hash);
      if (kept && (why === 'to send' || (await struckClips(tx, { hash, household: one })).length === 0)) return kept;
    }
    return undefined;
  });
  if (!found) throw new Problem(404, 'clip.unknown');
  return found;
}

/**
 * Nobody else writes the part meanwhile. A phone that asks again has lost the road its last chunk was on, though
 * the server may not notice for minutes: the old request is broken off and the new one goes on behind it.
 */
async function alone<T>(desk: Desk, request: FastifyRequest, part: Part, work: () => Promise<T>): Promise<T> {
  for (let before = desk.busy.get(part.name); before; before = desk.busy.get(part.name)) {
    before.stop();
    await before.ended;
  }
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  desk.busy.set(part.name, { ended, stop: () => request.raw.destroy() });
  try {
    return await work();
  } finally {
    desk.busy.delete(part.name);
    end();
  }
}

async function add(desk: Desk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const who = await request.seat();
  const offset = number(request, 'upload-offset');
  const known = await partFor(desk, request, who);
  if (!known) return await addToKept(desk, request, reply, who);
  return await alone(desk, request, known, async () => {
    // The request before this one may have brought the last byte.
    const part = await partFor(desk, request, who);
    if (part?.name !== known.name) return await addToKept(desk, request, reply, who);
    const size = await desk.shelf.partSize(part.name);
    if (offset !== size) {
      reply.header('upload-offset', String(size));
      throw new Problem(409, 'clip.offset', { offset: size });
    }
    request.leaveLine();
    const now = await taken(desk, part, { offset, body: request.body as AsyncIterable<Uint8Array> | null });
    if (now < part.bytes) return reply.code(204).header('upload-offset', String(now)).send();
    await finish(desk, who, part);
    return reply.code(201).header('upload-offset', String(now)).send();
  });
}

/** Nothing is under way: either all of it is kept, or it was never announced. */
async function addToKept(desk: Desk, request: FastifyRequest, reply: FastifyReply, who: Who): Promise<FastifyReply> {
  const kept = await keptFor(desk, request, who);
  return reply.code(201).header('upload-offset', String(kept.bytes)).send();
}

/** Writes a chunk; a chunk cut off on the way leaves what had come. */
async function taken(desk: Desk, part: Part, chunk: { offset: number; body: AsyncIterable<Uint8Array> | null }): Promise<number> {
  if (chunk.body === null || chunk.body === undefined) return chunk.offset;
  const most = Math.min(MOST_CHUNK, part.bytes - chunk.offset);
  try {
    return await desk.shelf.append(part.name, chunk.offset, chunk.body, most);
  } catch (error) {
    if (error instanceof TooMuch) throw new Problem(413, 'clip.too-large', { most });
    throw error;
  }
}

/** The last byte is in: checked, cleaned, durable on disk, and only then on the list. */
async function finish(desk: Desk, who: Who, part: Part): Promise<void> {
  const { commune } = who;
  const done = await desk.shelf.finish(part.name, { hash: part.hash, type: part.type as ClipType });
  await desk.house.db.inCommune(commune, 'note', async (tx) => {
    if ('fault' in done) await dropPart(tx, part);
    else await keepClip(tx, { ...part, file: done.file, at: who.now });
  });
  await desk.shelf.dropPart(part.name);
  if ('fault' in done) throw new Problem(422, done.fault, { type: part.type });
}

async function show(desk: Desk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const who = await request.seat();
  const hash = hashOf(request);
  const kept = await keptFor(desk, request, who, 'to show');
  const path = desk.shelf.pathOf(kept.file);
  const size = (await stat(path).catch(() => undefined))?.size;
  if (size === undefined) throw new Problem(404, 'clip.unknown');
  request.leaveLine();
  await reading(desk.house, who, { what: 'clip', households: [kept.household], rows: 1, about: { clip: hash } });
  const type = kept.type as ClipType;
  reply.header('content-type', type).header('content-disposition', `attachment; filename="${hash.slice(0, 12)}.${ENDINGS[type]}"`)
    .header('content-security-policy', "default-src 'none'; sandbox").header('cache-control', 'private, no-store').header('accept-ranges', 'bytes');
  const from = /^bytes=(\d{1,9})-$/.exec(header(request, 'range') ?? '')?.[1];
  if (from === undefined) return reply.header('content-length', String(size)).send(createReadStream(path));
  const start = Number(from);
  if (start >= size) return reply.code(416).header('content-range', `bytes */${size}`).send();
  reply.code(206).header('content-range', `bytes ${start}-${size - 1}/${size}`).header('content-length', String(size - start));
  return reply.send(createReadStream(path, { start }));
}
