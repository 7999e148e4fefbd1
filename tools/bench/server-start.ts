// server.start: from `npm start` to the first page.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './app-built.ts';
import { median, say, seconds } from './say.ts';

/** Seconds from `npm start` on an existing data folder, app already built, to the first page. */
async function startOnce(dataDir: string, port: number): Promise<number> {
  const begun = performance.now();
  const child = spawn('npm', ['start'], { cwd: ROOT, stdio: 'ignore', detached: true, env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, BACKUP_DIR: `${dataDir}-backup` } });
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

export async function run(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'nha-rong-start-'));
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  // The first builds the app where it is older than its sources, and is not counted.
  await startOnce(join(dir, 'unmeasured'), port);
  const first = await startOnce(join(dir, 'data'), port);
  const warm = [];
  for (let i = 0; i < 5; i++) warm.push(await startOnce(join(dir, 'data'), port));
  rmSync(dir, { recursive: true, force: true });
  say({ name: 'server.start.first', value: first, unit: 's', note: 'new data folder: the database is made; app already built' });
  say({ name: 'server.start', value: median(warm), unit: 's', aim: '5 s', note: `npm start on an existing data folder, app already built, to the first page; median of ${warm.map((one) => one.toFixed(2)).join(' ')}` });
}
