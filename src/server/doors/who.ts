// Who asks: every door but the public ones learns here which seat a request comes from, and what its person may do today.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Day, PersonRow } from '#commune/places/rows.ts';
import { grantsOf, postsOn } from '#commune/places/policy.ts';
import { dayAt, type Clock } from '../clock.ts';
import { readKept } from '../db/ledger.ts';
import type { Db, Reader } from '../db/open.ts';
import { leaseUntil } from '../db/leases.ts';
import { sessionOf, touch, type Session } from '../db/sessions.ts';
import { digest, isDevice } from '../secrets.ts';
import { cookieNames } from './cookies.ts';
import { flow } from './flow.ts';
import { Problem } from './problem.ts';

export interface Who {
  readonly commune: string;
  readonly device: string;
  readonly person: string;
  /** The person's row as it stands; undefined where a restore has lost it. */
  readonly row: PersonRow | undefined;
  readonly today: Day;
  /** ms, when the request came. */
  readonly now: number;
  /** ms; the lease an exchange gives with its answer. */
  readonly leaseUntil: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The seat of the request's session. Rejects with Problem 401 sign-in.needed, 401 session.revoked, 429 request.too-many. */
    seat(): Promise<Who>;
    /** The seat, if its person is an officer today. Rejects also with Problem 403 post.officer-needed. */
    officer(): Promise<Who>;
  }
}

/** A visit is noted at most once a minute, as each note is a write. */
const NOTE_EVERY_MS = 60_000;
/** A phone that comes back after weeks sends acts and photos in a rush, then rests. */
const BURST = 600;
const PER_SECOND = 10;

/** Gives every request of the app `seat()` and `officer()`. */
export function knowWho(app: FastifyInstance, db: Db, clock: Clock): void {
  const phones = flow(BURST, PER_SECOND, clock);
  const asked = new WeakMap<FastifyRequest, Promise<Who>>();
  app.decorateRequest('seat', function seat(this: FastifyRequest) {
    let who = asked.get(this);
    if (!who) {
      who = recognise(db, this, clock()).then((known) => {
        phones.take(`${known.commune} ${known.device}`);
        return known;
      });
      asked.set(this, who);
    }
    return who;
  });
  app.decorateRequest('officer', async function officer(this: FastifyRequest) {
    const who = await this.seat();
    if (!isOfficer(who)) throw new Problem(403, 'post.officer-needed');
    return who;
  });
}

/** Whose eyes a door reads with: row security holds its transaction to what the policy gives this person today. */
export const readerOf = ({ commune, device, row, today }: Who): Reader => ({ commune, device, grants: row ? grantsOf(row, today) : [] });

export const isOfficer = ({ row, today }: Pick<Who, 'row' | 'today'>): boolean => row !== undefined && postsOn(row, today).some((post) => post.role === 'officer');

const needed = () => new Problem(401, 'sign-in.needed');

async function recognise(db: Db, request: FastifyRequest, now: number): Promise<Who> {
  const device = request.headers['x-device'];
  const token = tokenOf(request);
  const commune = /^(\d{1,8})\./.exec(token ?? '')?.[1];
  if (!isDevice(device) || token === undefined || commune === undefined) throw needed();
  const found = await db.inCommune(commune, 'read', async (tx) => {
    const session = await sessionOf(tx, digest(token), now);
    if (!session || session.device !== device) return undefined;
    const rows = await readKept(tx, [`person/${session.person}`]);
    return { session, row: rows.get(`person/${session.person}`) };
  });
  if (!found) throw needed();
  if (found.session.revokedAt !== null) throw new Problem(401, 'session.revoked');
  const until = leaseUntil(now, found.session.until);
  await note(db, commune, found.session, { now, waiting: waitingOf(request), leaseUntil: until });
  const row = found.row && !found.row.gone ? (found.row as unknown as PersonRow) : undefined;
  return { commune, device, person: found.session.person, row, today: dayAt(now), now, leaseUntil: until };
}

function tokenOf(request: FastifyRequest): string | undefined {
  const bearer = /^Bearer (\S{20,100})$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const device = request.headers['x-device'];
  if (!isDevice(device)) return undefined;
  return cookieNames(device).map((name) => request.cookies[name]).find((value) => value !== undefined && value.length <= 100);
}

/** What the phone says of itself in X-Waiting, if it makes sense. */
function waitingOf(request: FastifyRequest): number | null {
  const said = request.headers['x-waiting'];
  return typeof said === 'string' && /^\d{1,6}$/.test(said) ? Number(said) : null;
}

async function note(db: Db, commune: string, session: Session, seen: { now: number; waiting: number | null; leaseUntil: number }): Promise<void> {
  const news = seen.waiting !== null && seen.waiting !== session.waiting;
  if (!news && seen.now - session.seenAt < NOTE_EVERY_MS) return;
  await db.inCommune(commune, 'note', (tx) => touch(tx, session.device, seen.now, seen));
}
