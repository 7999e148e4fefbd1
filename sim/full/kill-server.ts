// The server is killed with kill -9 again and again under the load of several phones: what it has acknowledged stands, once.
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildId } from '#server/build-id.ts';
import { openDb } from '#server/db/open.ts';
import { Chance } from '../chance.ts';
import { connectPast, doubledOrGone, lostOf, toldOf, unsettled, type Told } from './book-check.ts';
import type { Figure, Tried } from './figure.ts';
import { groundFolder } from './ground-folder.ts';
import { LivePhone } from './live-phone.ts';
import { databaseProcesses, pgdataOf, startServer, type RunningServer } from './server-process.ts';
import { stage, type StagedSeat } from './stage.ts';

/** Phones that speak at the same time, and rounds after which others take their places: a phone keeps what is in no backup. */
const PHONES = 6;
const ROUNDS = 40;

/** server: our process only, its database lives on as an orphan · all: everything of it at once · database: the database under the running server. */
type Kill = 'server' | 'all' | 'database';

interface Run {
  readonly dataDir: string;
  readonly backupDir: string;
  readonly chance: Chance;
  readonly build: string;
  readonly seats: readonly StagedSeat[];
  readonly seen: Record<string, number>;
  readonly wrong: string[];
  phones: LivePhone[];
  bad: number;
}

const count = (run: Run, what: string, by = 1): void => {
  run.seen[what] = (run.seen[what] ?? 0) + by;
};

export const figure: Figure = {
  name: 'kill-server',
  shows: 'The server is killed with kill -9 under the load of six phones: acknowledged acts lost or doubled',
  atLeast: 500,
  async run(rounds, seed, say): Promise<Tried> {
    const folder = groundFolder('kill');
    const ground = { dataDir: join(folder, 'data'), backupDir: join(folder, 'backup') };
    const db = await openDb({ dataDir: ground.dataDir });
    const seats = await stage(db, PHONES * Math.ceil(rounds / ROUNDS), Date.now()).finally(() => db.close());
    const run: Run = { ...ground, chance: new Chance(seed), build: buildId(fileURLToPath(new URL('../..', import.meta.url))), seats, seen: {}, wrong: [], phones: [], bad: 0 };
    const starts: number[] = [];
    try {
      for (let round = 0; round < rounds; round++) {
        starts.push(await oneRound(run, round));
        if ((round + 1) % 25 === 0) say(`${round + 1} of ${rounds} kills, ${run.seen['acts acknowledged'] ?? 0} acts acknowledged, ${run.bad} bad`);
      }
      await atTheEnd(run);
    } finally {
      await clear(ground.dataDir, folder);
    }
    starts.sort((a, b) => a - b);
    return {
      done: rounds, bad: run.bad, wrong: run.wrong.slice(0, 40),
      seen: { ...run.seen, 'ms to start again, middle': starts[starts.length >> 1] ?? 0, 'ms to start again, slowest': starts.at(-1) ?? 0 },
    };
  },
};

/** Starts the server, looks at what the last kill has left, lets phones speak, kills it. Answers how long the start took. */
async function oneRound(run: Run, round: number): Promise<number> {
  if (round % ROUNDS === 0) await changePhones(run, round / ROUNDS);
  const before = run.wrong.length;
  const told = run.phones.flatMap((phone) => toldOf(phone.seat.device, phone.acts));
  const server = await startServer(run);
  await look(run, told);
  for (const phone of run.phones) phone.move(server.origin);
  const acknowledged = (): number => run.seen['acts acknowledged'] ?? 0;
  const [speaking, at] = [speak(run), acknowledged()];
  // Half of the kills come once something was acknowledged, however slow the machine; the others whenever they come.
  if (run.chance.odds(0.5)) for (let n = 0; n < 400 && acknowledged() === at; n++) await wait(50);
  await wait(run.chance.between(60, 700));
  await killIt(run, server);
  await speaking.stop();
  if (run.wrong.length > before) run.bad += 1;
  return server.startedInMs;
}

/** The phones of before hand over all they have; then others begin. */
async function changePhones(run: Run, group: number): Promise<void> {
  if (run.phones.length > 0) await atTheEnd(run);
  run.phones = run.seats.slice(group * PHONES, (group + 1) * PHONES).map((seat) => new LivePhone(seat, '', run.build));
  for (const phone of run.phones) await phone.restart();
}

async function look(run: Run, told: readonly Told[]): Promise<void> {
  const client = await connectPast(run.dataDir);
  try {
    run.wrong.push(...(await lostOf(client, told)), ...(await doubledOrGone(client)));
  } finally {
    await client.end();
  }
}

/** All phones speak and exchange without a pause, until told to stop; a road that breaks off is tried again at once. */
function speak(run: Run): { stop(): Promise<void> } {
  let stopped = false;
  const one = async (phone: LivePhone): Promise<void> => {
    while (!stopped) {
      const more = phone.ready ? run.chance.between(1, 3) : 0;
      for (let i = 0; i < more; i++) await phone.say();
      count(run, 'acts said', more);
      const booked = (): number => phone.acts.filter(({ verdict }) => verdict !== null && 'entry' in verdict).length;
      const before = booked();
      const trouble = await phone.exchange();
      count(run, 'acts acknowledged', booked() - before);
      if (!trouble) continue;
      count(run, 'exchanges broken off');
      if (trouble.end === 'trouble' || trouble.end === 'sign-in') run.wrong.push(`${phone.seat.device}: ${trouble.message} ${JSON.stringify(trouble.refusal.params ?? {})}`);
      if (run.chance.odds(0.3)) await phone.restart();
      await wait(20);
    }
  };
  const all = run.phones.map((phone) => one(phone).catch((error: unknown) => { run.wrong.push(`${phone.seat.device}: ${String(error)}`); }));
  return { async stop() { stopped = true; await Promise.all(all); } };
}

async function killIt(run: Run, server: RunningServer): Promise<void> {
  const how: Kill = run.chance.weighed({ server: 6, all: 3, database: 1 });
  count(run, `kills: ${how}`);
  const database = databaseProcesses(run.dataDir);
  if (how === 'database') {
    slay(database.slice(0, 1));
    await wait(run.chance.between(0, 50));
  }
  const gone = server.kill();
  if (how === 'all') slay(database);
  await gone;
}

/** kill -9 of processes that this run has started; one that is gone already is passed over. */
function slay(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** Nobody kills any more: everything the phones have said arrives, and stands once. */
async function atTheEnd(run: Run): Promise<void> {
  const before = run.wrong.length;
  const server = await startServer(run);
  try {
    for (const phone of run.phones) {
      phone.move(server.origin);
      await phone.drain();
    }
    await look(run, run.phones.flatMap((phone) => toldOf(phone.seat.device, phone.acts)));
    const client = await connectPast(run.dataDir);
    for (const { seat, saved, acts } of run.phones) run.wrong.push(...(await unsettled(client, seat.device, saved, acts)));
    await client.end();
  } finally {
    await server.stop();
  }
  if (run.wrong.length > before) run.bad += 1;
}

async function clear(dataDir: string, folder: string): Promise<void> {
  slay(databaseProcesses(dataDir));
  const home = dirname(pgdataOf(dataDir));
  for (let tries = 0; tries < 5; tries++) {
    try {
      rmSync(folder, { recursive: true, force: true });
      if (home !== dataDir) rmSync(home, { recursive: true, force: true });
      return;
    } catch {
      await wait(200);
    }
  }
}
