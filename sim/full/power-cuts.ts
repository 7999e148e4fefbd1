// Power cuts of the embedded database amid writing: it opens again, holds every acknowledged act once, and every digest is right.
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Act } from '#journal/act.ts';
import { actId } from '#journal/act.ts';
import { kinds } from '#commune/kinds.ts';
import { checkDigests } from '#server/db/digest.ts';
import { openDb, type Db } from '#server/db/open.ts';
import { push } from '#server/exchange.ts';
import { Chance } from '../chance.ts';
import { connectPast, doubledOrGone, lostOf, type Told } from './book-check.ts';
import type { Figure, Tried } from './figure.ts';
import { groundFolder } from './ground-folder.ts';
import { makeDisk, type Disk } from './power-image.ts';
import { furnish, layDown, sameCheckpoint, snapshot, type Snapshot } from './power-pages.ts';
import { databaseProcesses, pgdataOf } from './server-process.ts';
import { COMMUNE, stage, type StagedSeat } from './stage.ts';

const WRITERS = 4;
/** Cuts on one database before a new one is begun: the pages between two checkpoints should grow in number, not for ever. */
const PER_BASE = 8;

/**
 * What is simulated. image: the database lies on ext4 in an image file on a loop device; its processes are stopped amid
 * writing and the image is copied, so all that the kernel had not yet sent to the device is gone, and ext4 recovers as
 * after a real cut. What the device was sent counts as written: a disk that lies about its cache is not simulated.
 * pages: files are copied at a checkpoint and amid writing; of every page changed between, chance keeps it, tears it
 * at 512 bytes or drops it, which is harsher than any kernel; log and pg_control count as flushed, names as durable.
 */
type Way = 'image' | 'pages';

interface Run {
  readonly folder: string;
  readonly chance: Chance;
  readonly seen: Record<string, number | string>;
  readonly wrong: string[];
  bad: number;
}

const add = (run: Run, what: string, by = 1): void => {
  run.seen[what] = Number(run.seen[what] ?? 0) + by;
};

export const figure: Figure = {
  name: 'power-cuts',
  shows: 'Power cuts of the embedded database amid writing: acknowledged acts lost, opens failed, digests wrong',
  atLeast: 200,
  run: (count, seed, say) => cutOften(count, seed, say),
};

/** For the tests: one of the two ways; and a disk that lies, to see that the figure notices. */
interface How {
  readonly only?: Way;
  readonly lies?: boolean;
}

export async function cutOften(count: number, seed: number, say: (line: string) => void, { only, lies = false }: How = {}): Promise<Tried> {
  const folder = groundFolder('power');
  const run: Run = { folder, chance: new Chance(seed), seen: {}, wrong: [], bad: 0 };
  const disk = only === 'pages' ? 'not asked for' : makeDisk(folder);
  try {
    if (typeof disk === 'string') {
      run.seen['cuts of an ext4 image'] = `0: ${disk}`;
      if (only !== 'pages') say(`THIS MACHINE DOES NOT LET US MOUNT A DISK (${disk}): all cuts are of pages.`);
    }
    const images = typeof disk === 'string' ? 0 : only === 'image' ? count : Math.floor(count / 2);
    if (typeof disk !== 'string') await cutImages(run, disk, images, say);
    await cutPages(run, count - images, lies, say);
  } catch (error) {
    run.bad += 1;
    run.wrong.push(`it could not go on: ${error instanceof Error ? error.stack : String(error)}`);
  }
  if (typeof disk !== 'string') disk.away();
  rmSync(folder, { recursive: true, force: true });
  return { done: count, bad: run.bad, seen: run.seen, wrong: run.wrong.slice(0, 40) };
}

async function cutImages(run: Run, disk: Disk, count: number, say: (line: string) => void): Promise<void> {
  if (count === 0) return;
  const dataDir = join(disk.at, 'data');
  const writing = await write(run, dataDir);
  try {
    for (let n = 0; n < count; n++) {
      await wait(run.chance.between(30, 900));
      if (run.chance.odds(0.25)) await writing.checkpoint();
      const { told, result: cut } = await writing.still(() => disk.cut());
      add(run, 'cuts of an ext4 image');
      try {
        await openAgain(run, join(cut.at, 'data'), told, `image ${n + 1}`);
      } finally {
        cut.away();
      }
      if ((n + 1) % 20 === 0) say(`${n + 1} of ${count} cuts of an image, ${run.seen['acts acknowledged']} acts acknowledged, ${run.bad} bad`);
    }
  } finally {
    await writing.end();
  }
}

async function cutPages(run: Run, count: number, lies: boolean, say: (line: string) => void): Promise<void> {
  if (count === 0) return;
  const dataDir = join(run.folder, 'data');
  const writing = await write(run, dataDir);
  try {
    let base: Snapshot | undefined;
    for (let n = 0; n < count; n++) {
      if (n % PER_BASE === 0) {
        await writing.checkpoint();
        base = (await writing.still(() => snapshot(pgdataOf(dataDir)))).result;
      }
      await wait(run.chance.between(30, 300));
      await writing.spill();
      await wait(run.chance.between(0, 200));
      const { told, result: cut } = await writing.still(() => snapshot(pgdataOf(dataDir)));
      // A checkpoint came by itself: what it flushed is no longer for chance to tear.
      if (!sameCheckpoint(base!, cut)) base = cut;
      const copy = join(run.folder, `cut${n}`);
      mkdirSync(join(copy, 'data', 'pg'), { recursive: true, mode: 0o755 });
      const torn = layDown(join(copy, 'data', 'pg'), base!, cut, run.chance, lies);
      furnish(join(copy, 'data', 'pg'), pgdataOf(dataDir));
      chmodSync(join(copy, 'data', 'pg'), 0o700);
      add(run, 'cuts of pages');
      for (const [what, by] of Object.entries(torn)) add(run, `pages: ${what}`, by);
      await openAgain(run, join(copy, 'data'), told, `pages ${n + 1}`);
      rmSync(copy, { recursive: true, force: true });
      if ((n + 1) % 20 === 0) say(`${n + 1} of ${count} cuts of pages, ${run.seen['acts acknowledged']} acts acknowledged, ${run.bad} bad`);
    }
  } finally {
    await writing.end();
  }
}

interface Writing {
  /** Everything stands still while `work` looks at the disk; answers what had been acknowledged by then. */
  still<T>(work: () => T): Promise<{ readonly told: readonly Told[]; readonly result: T }>;
  checkpoint(): Promise<void>;
  /** Changed pages go from the database's memory to the kernel, and nothing is flushed: as when memory is short. */
  spill(): Promise<void>;
  end(): Promise<void>;
}

async function past(dataDir: string, sql: string): Promise<void> {
  const client = await connectPast(dataDir);
  await client.query(sql).finally(() => client.end());
}

/** A child that has just ended needs no signal. */
function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** Opens the database and writes acts into it through the server's own code, several at a time, until ended. */
async function write(run: Run, dataDir: string): Promise<Writing> {
  const db = await openDb({ dataDir });
  const seats = await stage(db, WRITERS, Date.now());
  const told: Told[] = [];
  let ended = false;
  const writers = seats.map((seat) => writer(run, db, seat, told, () => ended).catch((error: unknown) => {
    run.wrong.push(`a writer: ${String(error)}`);
    run.bad += 1;
  }));
  return {
    async still(work) {
      // Its parent first, so that no child is born meanwhile.
      signal(databaseProcesses(dataDir).slice(0, 1), 'SIGSTOP');
      const processes = databaseProcesses(dataDir);
      try {
        signal(processes, 'SIGSTOP');
        // What the database has answered already is on its way to us: it counts as acknowledged.
        await wait(5);
        return { told: [...told], result: work() };
      } finally {
        signal(processes, 'SIGCONT');
      }
    },
    checkpoint: () => past(dataDir, 'checkpoint'),
    spill: () => past(dataDir, 'create extension if not exists pg_buffercache; select * from pg_buffercache_evict_all()'),
    async end() {
      ended = true;
      await Promise.all(writers);
      await db.close();
    },
  };
}

async function writer(run: Run, db: Db, { device, household, person }: StagedSeat, told: Told[], ended: () => boolean): Promise<void> {
  const rules = { kinds, build: 'power', now: Date.now };
  const on = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  for (let turn = 1; !ended();) {
    const acts = Array.from({ length: run.chance.between(1, 6) }, (_, i): Act => {
      const what = `${device} lời ${turn + i} ${'đã hứa trước bà con '.repeat(run.chance.between(1, 12))}`.trim();
      return { id: actId(device, turn + i), kind: 'promise.make', v: 1, device, turn: turn + i, at: Date.now(), body: { household, what, keeper: person, dueOn: on, on } };
    });
    const { verdicts } = await push(db, rules, { commune: COMMUNE, device, acts, cursor: null, withheld: [], build: 'other', echo: true });
    for (const verdict of verdicts) {
      if (!('entry' in verdict)) throw new Error(`an act was not taken: ${JSON.stringify(verdict)}`);
      told.push({ device, turn: verdict.turn, id: actId(device, verdict.turn), entry: verdict.entry });
    }
    turn += acts.length;
    add(run, 'acts acknowledged', acts.length);
  }
}

/** Opens what the cut has left as the next start of the server would, and looks all of it through. */
async function openAgain(run: Run, dataDir: string, told: readonly Told[], what: string): Promise<void> {
  const wrong: string[] = [];
  try {
    const db = await openDb({ dataDir });
    try {
      const client = await connectPast(dataDir);
      wrong.push(...(await lostOf(client, told)), ...(await doubledOrGone(client)), ...(await checkIndexes(client)));
      await client.end();
      wrong.push(...(await db.inCommune(COMMUNE, 'read', checkDigests)));
    } finally {
      await db.close();
    }
  } catch (error) {
    wrong.push(`it did not open: ${(error as Error).message}`);
  }
  if (wrong.length === 0) return;
  run.bad += 1;
  run.wrong.push(...wrong.slice(0, 3).map((one) => `${what}: ${one}`));
}

/** Every index against its table, by PostgreSQL's own checker. */
async function checkIndexes(client: Awaited<ReturnType<typeof connectPast>>): Promise<readonly string[]> {
  try {
    await client.query('create extension if not exists amcheck');
    await client.query(`select bt_index_parent_check(c.oid, true) from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
      join pg_namespace n on n.oid = c.relnamespace where m.amname = 'btree' and n.nspname = 'public' and i.indisvalid and c.relpersistence = 'p'`);
    return [];
  } catch (error) {
    return [`an index does not fit its table: ${(error as Error).message}`];
  }
}
