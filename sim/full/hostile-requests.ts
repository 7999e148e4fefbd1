// Twenty thousand requests nobody should send, over HTTP to the real server with PostgreSQL: no 5xx, none slow, and it still stands.
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { verifyAudit } from '#server/db/audit.ts';
import { openDb, type Db } from '#server/db/open.ts';
import { openDevice, openSession } from '#server/db/sessions.ts';
import { communeOfLogin, accountByLogin } from '#server/db/accounts.ts';
import { openDoors, type Doors } from '#server/doors/open.ts';
import { openKeys } from '#server/keys.ts';
import { digest, newToken } from '#server/secrets.ts';
import { Chance } from '../chance.ts';
import type { Figure, Tried } from './figure.ts';
import { rawFor, requestFor, type Request, type Seat } from './hostile/requests.ts';
import { COMMUNE, stage } from './stage.ts';

const SLOW_MS = 2_000;
const MOST_GROWTH = 512_000_000;
const MOST_WRONG = 40;
/** At once, as from several hands. */
const HANDS = 4;
/** Of a hundred, how many go over a bare line. */
const RAW_SHARE = 0.08;
/** How long a bare line is listened to; what it says wrong has been answered by then. */
const LISTEN_MS = 150;
/** The server's clock goes on by this with each request, so that doors are tried and not only their limits. */
const STEP_MS = 1_500;
const IDLE_MS = 4_000 * 86_400_000;

interface Answer {
  readonly status: number;
  readonly ms: number;
  readonly retryAfter: string | undefined;
}

interface Ground {
  readonly db: Db;
  readonly doors: Doors;
  readonly seats: readonly Seat[];
  readonly agent: Agent;
  /** Lines of the log that say a door failed of itself. */
  readonly failed: string[];
  step(): void;
  reopen(seat: Seat): Promise<void>;
  close(): Promise<void>;
}

async function build(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'nr-fire-'));
  const clock = { at: Date.now() };
  const db = await openDb({ dataDir: folder, say: () => undefined });
  const failed: string[] = [];
  const log = { level: 'error', stream: { write: (line: string) => void (failed.length < MOST_WRONG && failed.push(line.slice(0, 600))) } };
  const heads = await stage(db, 5, clock.at);
  const keys = openKeys(folder);
  const officer = (await db.inHouse((tx) => communeOfLogin(tx, digest('yhuong')))) === COMMUNE ? (await db.inCommune(COMMUNE, 'read', (tx) => accountByLogin(tx, 'yhuong')))!.person : '';
  const people = [...heads.map(({ device, person }) => ({ device, person })), { device: 'officera', person: officer }, { device: 'officerb', person: officer }];
  const seats = people.map(({ device, person }): Seat & { person: string } => ({ device, person, token: newToken(COMMUNE), letterbox: keys.letterboxOf({ commune: COMMUNE, device, person }) }));
  const open = async (seat: Seat): Promise<void> => {
    const { person } = seats.find(({ device }) => device === seat.device)!;
    await db.inCommune(COMMUNE, 'write', async (tx) => {
      await openDevice(tx, { device: seat.device, person, desk: false, phoneName: 'x', at: clock.at });
      await openSession(tx, { digest: digest(seat.token), device: seat.device, person, at: clock.at, idleMs: IDLE_MS, until: null });
    });
  };
  for (const seat of seats) await open(seat);
  const doors = await openDoors(db, { port: 0, host: '127.0.0.1', dataDir: folder, build: 'fire', clock: () => clock.at, log, slow: { headersMs: 2_000, requestMs: 5_000, lookMs: 500 } });
  const agent = new Agent({ keepAlive: true, maxSockets: HANDS * 2 });
  return {
    db, doors, seats, agent, failed, reopen: open,
    step: () => { clock.at += STEP_MS; },
    async close() {
      agent.destroy();
      await doors.close();
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** 0: the line was cut, as the server does to what is no request or too much of one. */
function send({ doors, agent }: Ground, { method, path, headers, body }: Request): Promise<Answer> {
  return new Promise((resolve) => {
    const began = performance.now();
    const over = (status: number, retryAfter?: string): void => resolve({ status, retryAfter, ms: performance.now() - began });
    const request = httpRequest({ host: '127.0.0.1', port: doors.port, agent, method, path, headers: { host: `localhost:${doors.port}`, ...headers } }, (answer) => {
      answer.on('error', () => over(0)).on('end', () => over(answer.statusCode!, answer.headers['retry-after'])).resume();
    });
    request.on('error', () => over(0));
    request.setTimeout(20_000, () => request.destroy());
    request.end(body);
  });
}

/** Statuses of all answers that came over a bare line. */
function sendRaw(port: number, pieces: readonly Buffer[]): Promise<readonly number[]> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => { for (const piece of pieces) socket.write(piece); });
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve([...Buffer.concat(chunks).toString('latin1').matchAll(/HTTP\/1\.1 (\d{3}) /gu)].map((match) => Number(match[1])));
    };
    const timer = setTimeout(end, LISTEN_MS);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', end).on('close', end);
  });
}

interface Tally {
  readonly statuses: Map<string, number>;
  readonly wrong: string[];
  bad: number;
  slowest: number;
}

async function one(ground: Ground, seed: number, tally: Tally): Promise<void> {
  const chance = new Chance(seed);
  const fault = (what: string): void => {
    tally.bad += 1;
    if (tally.wrong.length < MOST_WRONG) tally.wrong.push(`seed ${seed}: ${what}`);
  };
  const count = (status: number): void => void tally.statuses.set(`answers ${status || 'cut off'}`, (tally.statuses.get(`answers ${status || 'cut off'}`) ?? 0) + 1);
  ground.step();
  if (chance.odds(RAW_SHARE)) {
    for (const status of await sendRaw(ground.doors.port, rawFor(ground.seats, chance))) {
      count(status);
      if (status >= 500 && status !== 503) fault(`a bare line got ${status}`);
    }
    return;
  }
  const request = requestFor(ground.doors.routes, ground.seats, chance);
  let answer = await send(ground, request);
  // A busy machine may be slow once; the server is not unless it is so again.
  if (answer.ms > SLOW_MS) answer = await send(ground, request);
  count(answer.status);
  tally.slowest = Math.max(tally.slowest, answer.ms);
  const named = `${request.method} ${request.path.slice(0, 80)}`;
  if (answer.ms > SLOW_MS) fault(`${named} took ${Math.round(answer.ms)} ms`);
  if (answer.status >= 500 && answer.status !== 503) fault(`${named} got ${answer.status}`);
  if ((answer.status === 503 || answer.status === 429) && answer.retryAfter === undefined) fault(`${named} got ${answer.status} without Retry-After`);
  if (answer.status === 401 && request.seat) await ground.reopen(request.seat);
}

async function run(count: number, seed: number, say: (line: string) => void): Promise<Tried> {
  const ground = await build();
  const tally: Tally = { statuses: new Map(), wrong: [], bad: 0, slowest: 0 };
  const seeds = count === 1 ? [seed] : fc.sample(fc.integer({ min: 1, max: 2 ** 31 - 1 }), { seed, numRuns: count });
  let next = 0;
  let grown = 0;
  try {
    const before = process.memoryUsage.rss();
    await Promise.all(Array.from({ length: HANDS }, async () => {
      for (let i = next++; i < seeds.length; i = next++) {
        await one(ground, seeds[i]!, tally);
        if (i % 200 === 0) grown = Math.max(grown, process.memoryUsage.rss() - before);
        if (i > 0 && i % 2_000 === 0) say(`${i} of ${count} requests, ${tally.bad} wrong`);
      }
    }));
    for (const line of await standing(ground)) {
      tally.bad += 1;
      tally.wrong.push(line);
    }
  } finally {
    await ground.close();
  }
  if (grown > MOST_GROWTH) {
    tally.bad += 1;
    tally.wrong.push(`the process grew by ${Math.round(grown / 1e6)} MB`);
  }
  return {
    done: count, bad: tally.bad, wrong: tally.wrong,
    seen: { ...Object.fromEntries([...tally.statuses].sort(([a], [b]) => (a < b ? -1 : 1))), routes: ground.doors.routes.length, 'slowest, ms': Math.round(tally.slowest), 'memory grown at most, MB': Math.round(grown / 1e6) },
  };
}

/** After the fire: the server answers, no door failed of itself, and the audit of all of it is whole. */
async function standing({ db, doors, failed }: Ground): Promise<readonly string[]> {
  const answer = await fetch(`http://127.0.0.1:${doors.port}/api/health`).then((one) => one.status, () => 0);
  const { broken, lines } = await db.inCommune(COMMUNE, 'read', (tx) => verifyAudit(tx));
  return [
    ...(answer === 200 ? [] : [`afterwards the server answers ${answer}`]), ...(broken ? [`the audit is broken at ${broken.n}`] : []),
    ...(lines > 0 ? [] : ['nothing was noted in the audit']), ...failed.map((line) => `log: ${line}`),
  ];
}

export const figure: Figure = {
  name: 'hostile-requests', shows: 'no request, however made, gets a 5xx, takes two seconds, or unbounded memory', atLeast: 20_000, run,
};
