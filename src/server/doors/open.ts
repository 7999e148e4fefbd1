// Opens the server's one port: the app, its doors, the public board; each request guarded, bounded and logged without names.
import { fileURLToPath } from 'node:url';
import { constants } from 'node:zlib';
import fastifyCompress from '@fastify/compress';
import fastifyCookie from '@fastify/cookie';
import Fastify, { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { kinds } from '#commune/kinds.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { openKeys } from '../keys.ts';
import { orderFor } from '../orders.ts';
import { actsDoor } from './acts.ts';
import { answers, brokenRequest, outsideDoors } from './answers.ts';
import { auditDoor } from './audit.ts';
import { backupsDoor } from './backups.ts';
import { boardDoor } from './board/door.ts';
import { clipsDoor } from './clips.ts';
import { exportDoor } from './export/door.ts';
import { flow, shortAddress } from './flow.ts';
import { guard } from './guard.ts';
import { healthDoor } from './health.ts';
import type { House } from './house.ts';
import { importDoor } from './import/door.ts';
import { readJson } from './json.ts';
import { letterboxDoor } from './letterbox.ts';
import { noteDenials } from './noting.ts';
import { ownPhonesDoors } from './own-phones.ts';
import { officeDoors } from './office.ts';
import { phoneApp } from './phone-app.ts';
import { keepDoors } from './policy-doors.ts';
import { rightsDoors } from './rights.ts';
import { rowsDoor } from './rows.ts';
import { setupDoor } from './setup.ts';
import { signInDoor } from './sign-in.ts';
import { sweepHourly } from './sweep.ts';
import { trayDoors } from './tray.ts';
import { lineUpClips } from './turns.ts';
import { unitsDoor } from './units.ts';
import { knowWho } from './who.ts';

export interface DoorOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Photos and recordings are kept below it. */
  readonly dataDir: string;
  /** Where backups are kept, for the officer's page about them. */
  readonly backups?: House['backups'];
  /** Name of the deciding code (server/build-id.ts). */
  readonly build: string;
  readonly clock?: Clock;
  /** Where phones reach the server, if not where the officer's browser does: printed on slips and cards. */
  readonly origin?: string | null;
  /** The built app; dist/phone. */
  readonly phoneDir?: string;
  /** false: no access log. */
  readonly log?: NonNullable<FastifyServerOptions['logger']>;
  /** How long a line may be slow; tests do not wait for minutes. */
  readonly slow?: Slow;
}

interface Slow {
  /** ms for all headers of a request. */
  readonly headersMs: number;
  /** ms for all of a request. */
  readonly requestMs: number;
  /** ms between two looks at all lines. */
  readonly lookMs: number;
}

export interface Doors {
  /** `http://localhost:8080` */
  readonly address: string;
  readonly port: number;
  /** Every address there is, as the app that runs has them: tests that try all doors take them from here. */
  readonly routes: readonly Route[];
  /** Lets running requests end, then closes. */
  close(): Promise<void>;
}

export interface Route {
  readonly method: string;
  /** With its parameters by name: `/api/clips/:hash`. */
  readonly url: string;
}

const routes = new WeakMap<FastifyInstance, Route[]>();

/** A megabyte of JSON is 500 acts; photos and sheets have limits of their own. */
const MOST_BODY = 1_048_576;
/** At 20 kbit/s, the worst road a phone still calls a road, 256 kB of a photo take 105 s. */
const SLOWEST: Slow = { headersMs: 30_000, requestMs: 300_000, lookMs: 10_000 };
/** Phones of a whole commune at once, and a bound on what a flood of idle lines may hold. */
const MOST_LINES = 2000;
/** Of these, from one address that is not this machine's proxy: a village behind one router, not a flood. */
const MOST_LINES_EACH = 400;
const PATIENCE_MS = 10_000;

export async function openDoors(db: Db, options: DoorOptions): Promise<Doors> {
  const app = await buildDoors(db, options);
  await app.listen({ port: options.port, host: options.host });
  const bound = app.server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : options.port;
  return { address: `http://localhost:${port}`, port, routes: routes.get(app)!, close: () => closeDoors(app) };
}

/** Requests that run may end; one that hangs on a dead road does not keep the machine from being switched off. */
async function closeDoors(app: FastifyInstance): Promise<void> {
  const patience = setTimeout(() => app.server.closeAllConnections(), PATIENCE_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(patience);
  }
}

/** The app with all its doors, not listening yet. */
export async function buildDoors(db: Db, options: DoorOptions): Promise<FastifyInstance> {
  const clock = options.clock ?? Date.now;
  const slow = options.slow ?? SLOWEST;
  const app = Fastify({
    logger: options.log ?? LOG,
    logController: new LogController({ disableRequestLogging: true }),
    // Only a proxy on this very machine may say who asks and how.
    trustProxy: 'loopback',
    bodyLimit: MOST_BODY,
    requestTimeout: slow.requestMs,
    keepAliveTimeout: 75_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    // A HEAD costs as much as its GET, and no app of ours asks one but where a door says so.
    exposeHeadRoutes: false,
    clientErrorHandler: brokenRequest,
    frameworkErrors: outsideDoors,
    http: { headersTimeout: slow.headersMs, connectionsCheckingInterval: slow.lookMs },
  });
  app.server.maxConnections = MOST_LINES;
  shareLines(app);
  listRoutes(app);
  const keys = openKeys(options.dataDir);
  const house: House = {
    db, dataDir: options.dataDir, backups: options.backups, keys, clock, origin: options.origin ?? null,
    rules: {
      kinds, build: options.build, now: clock,
      // The act itself is in the book; its words do not belong in a log.
      troubled: (act) => app.log.error({ kind: act.kind, v: act.v, at: act.at }, 'our own rule failed on an act; it waits for a mended version'),
      order: (telling) => orderFor(db, keys, { ...telling, now: clock() }),
    },
  };
  answers(app);
  readBodies(app);
  slowDown(app, clock);
  guard(app, options.origin ?? null);
  accessLog(app);
  noteDenials(app, house);
  await app.register(fastifyCookie);
  await app.register(fastifyCompress, {
    encodings: ['br', 'gzip'], requestEncodings: ['gzip'], threshold: 1024,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } },
  });
  lineUpClips(app);
  knowWho(app, db, clock);
  keepDoors(app);
  healthDoor(app, house);
  signInDoor(app, house);
  ownPhonesDoors(app, house);
  actsDoor(app, house);
  rowsDoor(app, house);
  letterboxDoor(app, house);
  clipsDoor(app, house);
  setupDoor(app, house);
  unitsDoor(app);
  officeDoors(app, house);
  trayDoors(app, house);
  importDoor(app, house);
  exportDoor(app, house);
  auditDoor(app, house);
  backupsDoor(app, house);
  rightsDoors(app, house);
  boardDoor(app, db, { clock, origin: house.origin });
  sweepHourly(app, house);
  await phoneApp(app, options.phoneDir ?? fileURLToPath(new URL('../../../dist/phone', import.meta.url)));
  return app;
}

const LOG: NonNullable<FastifyServerOptions['logger']> = { level: 'info' };

/** Counts open lines by address, so that one cannot take all of them. */
function shareLines(app: FastifyInstance): void {
  const open = new Map<string, number>();
  app.server.on('connection', (socket) => {
    const from = socket.remoteAddress ?? '';
    if (/^(::ffff:)?127\.|^::1$/.test(from)) return;
    const lines = (open.get(from) ?? 0) + 1;
    if (lines > MOST_LINES_EACH) return void socket.destroy();
    open.set(from, lines);
    socket.once('close', () => {
      const left = open.get(from)! - 1;
      if (left === 0) open.delete(from);
      else open.set(from, left);
    });
  });
}

function listRoutes(app: FastifyInstance): void {
  const list: Route[] = [];
  routes.set(app, list);
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) list.push({ method: one, url });
  });
}

/** JSON is the only content taken, unless a door declares another for itself. */
function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, async (_request: unknown, text: string | Buffer) => readJson(String(text)));
}

/** A whole village may come through one address; nobody's app asks this often. */
const ADDRESS_BURST = 3000;
const ADDRESS_PER_SECOND = 50;

function slowDown(app: FastifyInstance, clock: Clock): void {
  const addresses = flow(ADDRESS_BURST, ADDRESS_PER_SECOND, clock);
  app.addHook('onRequest', async (request) => addresses.take(request.ip));
}

/** One line a request: which door, how it went, how long it took. No names, queries, bodies or whole addresses. */
function accessLog(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({
      door: `${request.method} ${request.routeOptions.url ?? '?'}`, status: reply.statusCode,
      ms: Math.round(reply.elapsedTime), from: shortAddress(request.ip),
    });
  });
}
