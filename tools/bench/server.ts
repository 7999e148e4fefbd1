// server.rss and server.start: memory of the whole server, database included, at rest and under load; time to the first page.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load, startLoad } from './accept.ts';
import { startGround } from './ground.ts';
import { median, say, seconds } from './say.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Ids of a process and all below it. */
function family(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  const all = [pid];
  for (const one of all) for (const [child, parent] of parents) if (parent === one) all.push(child);
  return all;
}

/** Proportional set size in MB: memory that several processes share is counted once. */
function memoryOf(pid: number): number {
  let kilobytes = 0;
  for (const one of family(pid)) {
    try {
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It ended meanwhile.
    }
  }
  return kilobytes / 1024;
}

async function measureMemory(): Promise<void> {
  if (!readdirSync('/').includes('proc')) return;
  const ground = await startGround(1_000);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  say({ name: 'server.rss.rest', value: memoryOf(ground.pid), unit: 'MB', aim: '300', note: 'PSS of the server and its PostgreSQL, commune of 1,000 households' });
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, memoryOf(ground.pid));
  }, 250);
  await load(ground, startLoad(), 10_000);
  clearInterval(watch);
  say({ name: 'server.rss.load', value: most, unit: 'MB', aim: '300', note: 'highest PSS while 8 phones push batches of 50' });
  await ground.stop();
}

/** Seconds from `npm start` on an existing data folder, app already built, to the first page. */
async function startOnce(dataDir: string, port: number): Promise<number> {
  const begun = performance.now();
  const child = spawn('npm', ['start'], { cwd: root, stdio: 'ignore', detached: true, env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, BACKUP_DIR: `${dataDir}-backup` } });
  const closed = new Promise((resolve) => child.once('exit', resolve));
  try {
    for (;;) {
      if (seconds(begun) > 120) throw new Error('npm start shows no page after two minutes');
      try {
        const reply = await fetch(`http://localhost:${port}/`);
        await reply.arrayBuffer();
        if (reply.ok) return seconds(begun);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  } finally {
    process.kill(-child.pid!, 'SIGINT');
    await closed;
  }
}

async function measureStart(): Promise<void> {
  spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'], { cwd: root, stdio: 'inherit' });
  const dir = mkdtempSync(join(tmpdir(), 'nha-rong-start-'));
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const first = await startOnce(join(dir, 'data'), port);
  const warm = [];
  for (let i = 0; i < 3; i++) warm.push(await startOnce(join(dir, 'data'), port));
  rmSync(dir, { recursive: true, force: true });
  say({ name: 'server.start.first', value: first, unit: 's', note: 'new data folder, app already built' });
  say({ name: 'server.start', value: median(warm), unit: 's', aim: '5', note: 'npm start, app already built, to the first page; median of 3' });
}

export async function run(): Promise<void> {
  await measureMemory();
  await measureStart();
}
