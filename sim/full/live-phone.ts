// A phone as people hold it, without its screen: the real replica and the real road, over HTTP to a real server, on a disk that outlives it.
import { createHash } from 'node:crypto';
import type { Json } from '#journal/act.ts';
import type { KeptAct } from '#journal/ports.ts';
import { Replica } from '#journal/replica.ts';
import { kinds } from '#commune/kinds.ts';
import { sendClip } from '#phone/road/clips.ts';
import { waitAfter } from '#phone/road/exchange.ts';
import { httpRoad } from '#phone/road/road.ts';
import { RoadTrouble } from '#phone/road/ask.ts';
import { MemoryShelf } from '#phone/store/memory-shelf.ts';
import { sendClips } from '#phone/store/send-clips.ts';
import { COMMUNE, type StagedSeat } from './stage.ts';

/** Where each device's server is, and by which token it is known there. Moved when a server comes back elsewhere. */
const servers = new Map<string, { readonly origin: string; readonly token: string; readonly address: string | null }>();
const real = globalThis.fetch;

/**
 * The road asks by paths, as a page does. Here they are led to the device's server, with its token in place of the
 * cookie. Phones of one process share no cookies by this.
 */
globalThis.fetch = (asked, how = {}) => {
  if (typeof asked !== 'string' || !asked.startsWith('/')) return real(asked, how);
  const headers = new Headers(how.headers);
  const device = headers.get('x-device') ?? '';
  const server = servers.get(device);
  if (!server) return Promise.reject(new TypeError('no server is known'));
  headers.set('authorization', `Bearer ${server.token}`);
  // As the proxy on the server's own machine says where a phone is: each is somewhere else.
  if (server.address !== null) headers.set('x-forwarded-for', server.address);
  const { credentials: _c, cache: _k, ...rest } = how;
  return timed(device, asked, how.method ?? 'GET', () => real(server.origin + asked, { ...rest, headers }));
};

/** One question as its phone saw it. */
export interface Asked {
  readonly device: string;
  /** `POST acts`, `GET rows`, `PATCH clips` … */
  readonly door: string;
  /** Until the head of the answer was there. */
  readonly ms: number;
  /** 0: no answer came. */
  readonly status: number;
  /** When it was over, ms since the process began. */
  readonly at: number;
}

let watcher: ((asked: Asked) => void) | null = null;

/** Hears of every question any phone asks; null ends it. */
export function watchRoad(listener: ((asked: Asked) => void) | null): void {
  watcher = listener;
}

async function timed(device: string, path: string, method: string, ask: () => Promise<Response>): Promise<Response> {
  if (!watcher) return ask();
  const began = performance.now();
  const tell = (status: number): void => watcher?.({ device, door: `${method} ${path.split(/[/?]/)[2]}`, ms: performance.now() - began, status, at: performance.now() });
  try {
    const answer = await ask();
    tell(answer.status);
    return answer;
  } catch (error) {
    tell(0);
    throw error;
  }
}

export const todayHere = (): string => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

export class LivePhone {
  readonly seat: StagedSeat;
  /** What outlives the app: rows, acts and photos. */
  readonly shelf = new MemoryShelf();
  readonly #build: string;
  #replica!: Replica;
  /** Acts its screen has called saved, by turn. */
  readonly saved = new Map<number, KeptAct>();
  /** Hashes of all photos it has taken. */
  readonly photos: string[] = [];
  #taken: { readonly hash: string; readonly type: 'image/jpeg'; readonly bytes: number }[] = [];
  #said = 0;

  constructor(seat: StagedSeat, origin: string, build: string) {
    this.seat = seat;
    this.#build = build;
    this.move(origin);
    this.#start();
  }

  /** The server is somewhere else now. @param address of this phone, as a proxy tells it; null: without a proxy */
  move(origin: string, address: string | null = null): void {
    servers.set(this.seat.device, { origin, token: this.seat.token, address });
  }

  #start(): void {
    const { device, person } = this.seat;
    this.#replica = new Replica(kinds, { commune: COMMUNE, device, person }, this.shelf, { now: Date.now, today: todayHere });
  }

  /** The app is killed and opened again: only the disk is left. */
  async restart(): Promise<void> {
    this.#start();
    await this.#replica.open();
  }

  /** Keeps photos as the camera makes them; they belong to the next thing it says. */
  async take(...photos: readonly Buffer[]): Promise<void> {
    for (const bytes of photos) {
      const hash = createHash('sha256').update(bytes).digest('hex');
      const clip = { hash, type: 'image/jpeg' as const, bytes: bytes.length };
      await this.shelf.putClip({ ...clip, household: this.seat.household, offset: 0, sent: false, refusedAt: null }, new Blob([new Uint8Array(bytes)], { type: clip.type }));
      this.#taken.push(clip);
      this.photos.push(hash);
    }
  }

  /** Writes something down about its household that nobody else says; answers what the screen called saved. */
  async say(): Promise<KeptAct> {
    this.#said += 1;
    const words = `${this.seat.device} lời ${this.#said}`;
    const { household, person } = this.seat;
    const on = todayHere();
    const photos = this.#taken.splice(0);
    const agreed = (purpose: string) => ({ purpose, given: true, how: 'spoken', by: 'Bà chủ' });
    const [kind, body]: readonly [string, Json] = this.#said % 3 === 0 && photos.length === 0
      ? ['promise.make', { household, what: words, keeper: person, dueOn: on, on }]
      : ['visit.record', {
        household, on, language: 'vi', met: ['Bà chủ'], consents: [agreed('visit-notes'), ...(photos.length > 0 ? [agreed('photo')] : [])],
        heard: [{ topic: 'road', words }], photos, promises: this.#said % 3 === 1 ? [{ what: words, keeper: person, dueOn: on }] : [],
      }];
    const kept = await this.#replica.say(kinds.get(kind)!, body);
    if (!('act' in kept)) throw new Error(`${kind} was refused on the phone: ${JSON.stringify(kept)}`);
    this.saved.set(kept.act.turn, kept);
    return kept;
  }

  /** One exchange: acts, rows and photos. Answers how the road failed, or null. */
  async exchange(): Promise<RoadTrouble | null> {
    const { device } = this.seat;
    try {
      await this.#replica.exchange(httpRoad(device, this.#build));
      await sendClips({ shelf: this.shelf, send: (clip) => sendClip(device, clip, this.shelf), now: Date.now, epoch: this.#replica.cursor?.epoch ?? null });
      return null;
    } catch (error) {
      if (error instanceof RoadTrouble) return error;
      throw error;
    }
  }

  /** Has read the book once: before that it does not know what its person may do. */
  get ready(): boolean {
    return this.shelf.disk.reach.cursor !== null;
  }

  /** What it holds of its own acts: waiting, booked and not yet safe, refused. */
  get acts(): readonly KeptAct[] {
    return [...this.shelf.disk.acts.values()];
  }

  /** Nothing waits here any more: every act has its verdict, every photo has gone. */
  async drained(): Promise<boolean> {
    return this.acts.every(({ verdict }) => verdict !== null && !('waits' in verdict)) && (await this.shelf.clips()).every(({ sent }) => sent);
  }

  /** Exchanges until nothing waits any more, obeying a server that asks for patience. @throws after `most` failures in a row */
  async drain(most = 60): Promise<void> {
    for (let failed = 0; ;) {
      const trouble = await this.exchange();
      if (trouble === null && (await this.drained())) return;
      failed = trouble === null ? failed : failed + 1;
      if (failed > most) throw trouble!;
      if (trouble) await new Promise((resolve) => setTimeout(resolve, trouble.seconds === null ? 200 : waitAfter(failed, trouble.seconds, Math.random())));
    }
  }
}
