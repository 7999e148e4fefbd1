// The make-believe worlds once more, over the real server's code on real databases: PostgreSQL 18 as it is shipped, and an outside 15.
import { rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openKeys, type Keys } from '#server/keys.ts';
import { startCluster, type Cluster } from '../../tools/pg15.ts';
import { realCode } from '../code.ts';
import { firstBook } from '../commune.ts';
import type { Knobs } from '../knobs.ts';
import { live, type Outcome } from '../run.ts';
import { World } from '../world.ts';
import { Busy } from './busy.ts';
import type { Figure, Tried } from './figure.ts';
import { groundFolder } from './ground-folder.ts';
import { clearWorld, layTemplate, openGround, queuedFor, readWhole, worldNumber, type Ground } from './real-book.ts';
import { RealHost } from './real-host.ts';

const ENGINES = ['embedded', 'debian15'] as const;
/** Worlds that live at the same time on each database, so that one is worked on while another waits for its disk. */
const LANES = 2;
/** A world this long without an end is stuck, whatever it waits for. */
const STUCK_MS = 120_000;

export const figure: Figure = {
  name: 'server-schedules',
  shows: 'Worlds of many phones over the real server code, half on the embedded PostgreSQL 18, half on an outside 15, without a broken law',
  atLeast: 10_000,
  async run(count, seed, say): Promise<Tried> {
    const folder = groundFolder('worlds');
    const clusters: Cluster[] = [];
    const total: Total = { done: 0, acts: 0, steps: 0, counts: new Map(), wrong: [], bad: 0 };
    try {
      const keys = openKeys(folder);
      await Promise.all(ENGINES.map(async (engine, n) => {
        const cluster = await startCluster({ engine, under: folder });
        clusters.push(cluster);
        const share = Math.floor(count / ENGINES.length) + (n < count % ENGINES.length ? 1 : 0);
        await runOn(await groundsOn(cluster, engine), keys, { from: seed + n * 1_000_000, share, total, say, count });
      }));
    } finally {
      for (const cluster of clusters) await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    }
    const faults = Object.fromEntries([...total.counts].sort().filter(([name]) => !name.startsWith('world on')));
    return { done: total.done, bad: total.bad, wrong: total.wrong.slice(0, 40), seen: { 'acts said': total.acts, steps: total.steps, ...Object.fromEntries([...total.counts].filter(([name]) => name.startsWith('world on'))), ...faults } };
  },
};

interface Total {
  done: number;
  acts: number;
  steps: number;
  bad: number;
  readonly counts: Map<string, number>;
  readonly wrong: string[];
}

/** One for each lane. */
async function groundsOn({ sockets }: Cluster, engine: string): Promise<readonly Ground[]> {
  const name = `w_${randomBytes(4).toString('hex')}`;
  const client = new pg.Client({ host: sockets, user: 'owner', database: 'postgres' });
  await client.connect();
  await client.query(`create database ${name}`).finally(() => client.end());
  const url = `postgres:///${name}?host=${encodeURIComponent(sockets)}&user=owner`;
  const grounds = [await openGround(url, engine)];
  while (grounds.length < LANES) grounds.push(await openGround(url, engine, true));
  return grounds;
}

interface Share {
  /** Seed of the first world. */
  readonly from: number;
  readonly share: number;
  readonly count: number;
  readonly total: Total;
  say(line: string): void;
}

async function runOn(grounds: readonly Ground[], keys: Keys, { from, share, count, total, say }: Share): Promise<void> {
  let next = 0;
  const lane = async (ground: Ground): Promise<void> => {
    while (next < share) {
      const world = next++;
      const outcome = await runRealWorld(ground, keys, from + world, world);
      total.done += 1;
      total.acts += outcome.acts;
      total.steps += outcome.steps;
      for (const [name, n] of [...outcome.counts, [`world on ${ground.name}`, 1] as const]) total.counts.set(name, (total.counts.get(name) ?? 0) + n);
      if (outcome.broken) {
        total.bad += 1;
        const what = `${ground.name}, seed ${outcome.seed}: ${outcome.broken.what.slice(0, 600)}`;
        total.wrong.push(what);
        say(what);
      }
      if (total.done % 100 === 0) say(`${total.done} of ${count} worlds, ${total.acts} acts, ${total.bad} bad`);
    }
  };
  try {
    await Promise.all(grounds.map(lane));
  } finally {
    for (const ground of grounds) await ground.close();
  }
}

/** For tests: knobs that would otherwise be drawn, and a fault. */
interface How {
  readonly set?: Partial<Knobs>;
  readonly unlocked?: boolean;
  readonly stuckMs?: number;
}

/** One world from its seed, in a commune of its own of that database. */
export async function runRealWorld(ground: Ground, keys: Keys, seed: number, world: number, { set = {}, unlocked, stuckMs = STUCK_MS }: How = {}): Promise<Outcome> {
  const number = worldNumber(world);
  await layTemplate(ground, number);
  const busy = new Busy((count) => queuedFor(ground, number, count));
  const book = await readWhole(ground, number);
  const hosts: RealHost[] = [];
  const made = new World(seed, realCode, await firstBook(), set, {
    calm: () => busy.calm(),
    host(parts) {
      const host = new RealHost(parts, { ground, keys, busy, number, book, unlocked });
      hosts.push(host);
      return host;
    },
  });
  await hosts[0]!.ready();
  try {
    return await inTime(live(made), made, stuckMs);
  } finally {
    await hosts[0]!.end();
    await clearWorld(ground, world);
  }
}

async function inTime(living: Promise<Outcome>, { seed, knobs, trace, counts, laws, schedule }: World, stuckMs: number): Promise<Outcome> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stuck = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({
      seed, knobs, trace, counts, acts: laws.acts, steps: schedule.steps, hash: 0,
      broken: { law: 'J1', what: `the world is stuck: ${trace.slice(-5).join(' | ')}` },
    }), stuckMs);
  });
  return await Promise.race([living, stuck]).finally(() => clearTimeout(timer));
}
