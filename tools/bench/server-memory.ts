// server.rss: memory of the whole server, database included, at rest and under the load of eight phones.
import { readFileSync, readdirSync } from 'node:fs';
import { load, startLoad } from './accept.ts';
import { startGround } from './ground.ts';
import { say } from './say.ts';

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

export async function run(): Promise<void> {
  if (!readdirSync('/').includes('proc')) return;
  const ground = await startGround(1_000);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  say({ name: 'server.rss.rest', value: memoryOf(ground.pid), unit: 'MB', aim: '300 MB', note: 'PSS of the server and its PostgreSQL, commune of 1,000 households' });
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, memoryOf(ground.pid));
  }, 250);
  await load(ground, startLoad(), 10_000);
  clearInterval(watch);
  say({ name: 'server.rss.load', value: most, unit: 'MB', aim: '300 MB', note: 'highest PSS while 8 phones push batches of 50' });
  await ground.stop();
}
