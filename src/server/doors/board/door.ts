// The public board's addresses: open to anyone, no session, no script, released numbers only.
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { newTables, releaseVillage, viewOf, wantsToMove, type Parts, type VillageRelease } from '#commune/board/board.ts';
import { joinedRelease, joinedTables, type StandingOf } from '#commune/board/merged.ts';
import type { Day } from '#commune/places/rows.ts';
import { addPast, boardState, countParts, readCommunes, readPast, readPlaces, readReleases, writeReleases, type PublicPlaces } from '../../db/board.ts';
import type { Db, Tx } from '../../db/open.ts';
import { dayAt, type Clock } from '../../clock.ts';
import { originOf } from '../guard.ts';
import { communePage, communesPage, lostPage, villagePage, type PageFrame } from './pages.ts';
import { BOARD_CSS } from './style.ts';
import { BOARD_LANGUAGES, type BoardLanguage } from './words.ts';

/** Looks at the journal for new numbers at most this often, however many people read the board. */
const LOOK_EVERY_MS = 20_000;

export interface BoardOptions {
  readonly clock: Clock;
  /** Where phones reach the server, for the QR code of the poster; null: as the reader's browser does. */
  readonly origin?: string | null;
  /** Tests look at once. */
  readonly lookEveryMs?: number;
}

interface Standing {
  readonly places: PublicPlaces;
  readonly releases: ReadonlyMap<string, VillageRelease>;
}

/** Brings a commune's releases up to date where something has happened since, and answers what stands. */
async function stand(db: Db, commune: string, today: Day): Promise<Standing | undefined> {
  const before = await db.inCommune(commune, 'read', async (tx) => ({ state: await boardState(tx), places: await readPlaces(tx), releases: await readReleases(tx) }));
  if (!before.places) return undefined;
  const { entries, seen } = before.state;
  if (seen && seen.entry === entries && seen.day === today) return { places: before.places, releases: before.releases };
  return await db.inCommune(commune, 'write', async (tx) => {
    const { entries: entry } = await boardState(tx);
    const places = (await readPlaces(tx))!;
    const standing = await readReleases(tx);
    const { parts, days, merged } = await countParts(tx, today);
    const releases = new Map<string, VillageRelease>();
    for (const { id } of places.villages) {
      const last = standing.get(id);
      releases.set(id, await releaseOne(tx, { id, before: last && joinedRelease(last, merged), parts: parts.get(id) ?? {}, days: days.get(id) ?? [], merged, today }));
    }
    await writeReleases(tx, releases, entry, today);
    return { places, releases };
  });
}

interface Releasing {
  readonly id: string;
  readonly before: VillageRelease | undefined;
  readonly parts: Parts;
  readonly days: readonly number[];
  readonly merged: StandingOf;
  readonly today: Day;
}

/** The village's next table, held against every one that stood before, and remembered beside them. */
async function releaseOne(tx: Tx, { id, before, parts, days, merged, today }: Releasing): Promise<VillageRelease> {
  if (!wantsToMove(before, parts, today)) return releaseVillage(before, parts, days, today, {});
  const kept = await readPast(tx, id);
  const known = Object.keys(kept).length > 0;
  // A board of before tables were remembered: what stands on it is the first one.
  const first = before && !known ? newTables(undefined, before, today) : {};
  const next = releaseVillage(before, parts, days, today, joinedTables(known ? kept : first, merged));
  await addPast(tx, id, first, today);
  await addPast(tx, id, newTables(before, next, today), today);
  return next;
}

/** Registers `/cong-khai`, `/cong-khai/<commune>`, `/cong-khai/<commune>/<village>` and their stylesheet. */
export function boardDoor(app: FastifyInstance, db: Db, options: BoardOptions): void {
  const lookEvery = options.lookEveryMs ?? LOOK_EVERY_MS;
  const looked = new Map<string, { readonly at: number; readonly standing: Promise<Standing | undefined> }>();

  const standing = (commune: string, today: Day): Promise<Standing | undefined> => {
    const now = options.clock();
    const last = looked.get(commune);
    if (last && now - last.at < lookEvery) return last.standing;
    const next = stand(db, commune, today);
    if (looked.size > 5_000) looked.clear();
    looked.set(commune, { at: now, standing: next });
    next.catch(() => looked.delete(commune));
    return next;
  };

  app.get('/cong-khai/bang.css', async (_request, reply) => reply.header('cache-control', 'public, max-age=86400').type('text/css; charset=utf-8').send(BOARD_CSS));

  app.get('/cong-khai', async (request, reply) => {
    const communes = await db.inHouse((tx) => readCommunes(tx));
    if (communes.length === 1) return reply.redirect(`/cong-khai/${communes[0]!.code}${new URL(request.url, 'http://here').search}`, 302);
    const frame = frameOf(request, options);
    return send(request, reply, communesPage(frame, communes.map((one) => ({ ...one, province: '' }))));
  });

  app.get<{ Params: { commune: string } }>('/cong-khai/:commune', async (request, reply) => {
    const frame = frameOf(request, options);
    const found = /^\d{1,9}$/.test(request.params.commune) ? await standing(request.params.commune, frame.today) : undefined;
    if (!found) return send(request, reply.code(404), lostPage(frame));
    const villages = found.places.villages.map((place) => ({ place, releases: [found.releases.get(place.id)!] }));
    const views = villages.map(({ place, releases }) => ({ place, view: viewOf(releases, frame.today) }));
    return send(request, reply, communePage(frame, found.places.commune, views, viewOf(villages.flatMap((one) => one.releases), frame.today)));
  });

  app.get<{ Params: { commune: string; village: string } }>('/cong-khai/:commune/:village', async (request, reply) => {
    const frame = frameOf(request, options);
    const found = /^\d{1,9}$/.test(request.params.commune) ? await standing(request.params.commune, frame.today) : undefined;
    const village = found?.places.villages.find((one) => one.id === request.params.village);
    if (!found || !village) return send(request, reply.code(404), lostPage(frame));
    return send(request, reply, villagePage(frame, found.places.commune, village, viewOf([found.releases.get(village.id)!], frame.today)));
  });
}

function frameOf(request: FastifyRequest, { clock, origin }: BoardOptions): PageFrame {
  const url = new URL(request.url, 'http://here');
  const asked = url.searchParams.get('lang');
  const lang: BoardLanguage = BOARD_LANGUAGES.find((one) => one === asked) ?? 'vi';
  return { lang, origin: origin ?? originOf(request), path: url.pathname, today: dayAt(clock()) };
}

function send(request: FastifyRequest, reply: FastifyReply, page: string): FastifyReply {
  const tag = `"${createHash('sha256').update(page).digest('base64url').slice(0, 22)}"`;
  reply.header('etag', tag).header('cache-control', 'public, max-age=60');
  if (request.headers['if-none-match'] === tag) return reply.code(304).send();
  return reply.type('text/html; charset=utf-8').send(page);
}
