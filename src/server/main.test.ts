// The life of the server as an operator meets it: started, asked to stop, killed, started twice, in the way of another.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPostmaster, stopPostmaster } from './db/postmaster.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const ADMIN = fileURLToPath(new URL('./admin.ts', import.meta.url));
let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir().length > 40 ? '/tmp' : tmpdir(), 'nr-life-'));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  const left = readPostmaster(join(folder, 'data', 'pg'));
  if (left) await stopPostmaster(left);
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly child: ChildProcess;
  /** Resolves once the output has this, or the program ended; with all the output. */
  until(part: string): Promise<string>;
  readonly ended: Promise<{ code: number | null; output: string }>;
}

function run(file: string, args: readonly string[] = [], env: Record<string, string> = {}, ipc = false): Run {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: join(folder, 'data'), BACKUP_DIR: join(folder, 'backup'), ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? ['ipc' as const] : [])],
  });
  children.push(child);
  let output = '';
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => {
    output += String(chunk);
    for (const watcher of watchers) watcher();
  });
  // Not 'close': with an IPC channel taken down by us it never comes.
  const over = [once(child, 'exit'), once(child.stdout!, 'close'), once(child.stderr!, 'close')] as const;
  const ended = Promise.all(over).then(([[code]]) => ({ code: code as number | null, output }));
  const until = (part: string) => new Promise<string>((resolve) => {
    const look = () => output.includes(part) && resolve(output);
    watchers.add(look);
    look();
    void ended.then(() => resolve(output));
  });
  return { child, until, ended };
}

const OPEN = 'Ctrl-C stops.';
const addressIn = (output: string): string => /http:\/\/localhost:\d+/.exec(output)![0];

describe('npm start’s server', () => {
  test('opens, says where and how to begin, answers, and stops cleanly when asked', async () => {
    const server = run(MAIN);
    const said = await server.until(OPEN);
    expect(said).toContain('choose your commune and make the first account');
    expect(await (await fetch(`${addressIn(said)}/api/setup`)).json()).toEqual({ needed: true, communes: [] });
    server.child.kill('SIGINT');
    // npm and its child pass the same Ctrl-C on: that is no second wish.
    server.child.kill('SIGINT');
    const { code, output } = await server.ended;
    expect({ code, last: output.trimEnd().split('\n').at(-1) }).toEqual({ code: 0, last: 'Stopped. Everything is on disk.' });
    expect(readPostmaster(join(folder, 'data', 'pg'))).toBeUndefined();
  });

  test('stops cleanly when npm, which began it, was killed by force', async () => {
    const server = run(MAIN, [], {}, true);
    await server.until(OPEN);
    server.child.disconnect();
    expect((await server.ended).code).toBe(0);
    expect(readPostmaster(join(folder, 'data', 'pg'))).toBeUndefined();
  });

  test('a second start refuses with one sentence and leaves the first alone; after kill -9 the next one goes on', async () => {
    const first = run(MAIN);
    const address = addressIn(await first.until(OPEN));
    const second = await run(MAIN).ended;
    expect(second.code).toBe(1);
    expect(second.output.trim().split('\n')).toEqual([expect.stringContaining(`in use by another start of this program (process ${first.child.pid})`)]);
    expect((await fetch(`${address}/api/setup`)).status).toBe(200);
    first.child.kill('SIGKILL');
    await first.ended;
    const third = run(MAIN);
    expect(await third.until(OPEN)).toContain('left running by a killed start');
    third.child.kill('SIGTERM');
    expect((await third.ended).code).toBe(0);
  });

  test('a port in use is said in one sentence, and the database is stopped again', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const { code, output } = await run(MAIN, [], { PORT: String(port) }).ended;
    other.close();
    expect(code).toBe(1);
    expect(output).toContain(`Port ${port} is taken by another program.`);
    expect(output).not.toContain('    at ');
    expect(readPostmaster(join(folder, 'data', 'pg'))).toBeUndefined();
  });

  test('the command line makes the sample and a backup beside the running server, and restores it elsewhere', async () => {
    const server = run(MAIN);
    await server.until(OPEN);
    expect((await run(ADMIN, ['sample']).ended).output).toContain('The sample commune stands.');
    const made = await run(ADMIN, ['backup']).ended;
    expect(made.code).toBe(0);
    const kept = /read back: (\S+)/.exec(made.output)![1]!;
    expect((await run(ADMIN, ['check', kept]).ended).output).toContain('The backup is whole.');
    expect((await run(ADMIN, ['list']).ended).output).toContain(kept);
    const refused = await run(ADMIN, ['restore', kept]).ended;
    expect({ code: refused.code, why: refused.output.includes('in use by another start') }).toEqual({ code: 1, why: true });
    // The key comes on paper or as a file: this machine's own is the latter.
    const restored = await run(ADMIN, ['restore', kept, join(folder, 'data', 'keys', 'backup.key')], { DATA_DIR: join(folder, 'data2') }).ended;
    expect({ code: restored.code, said: restored.output.includes('Restored: ') }).toEqual({ code: 0, said: true });
    expect((await run(ADMIN, ['slip', 'canbo'], { DATA_DIR: join(folder, 'data2') }).ended).output).toMatch(/99999\.[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect((await run(ADMIN, ['slip', 'khong-ai'], { DATA_DIR: join(folder, 'data2') }).ended).output).toContain('Nobody has the user name khong-ai');
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
  });

  test('the command line says what it can do, and refuses what it cannot', async () => {
    expect(await run(ADMIN, ['help']).ended).toMatchObject({ code: 0, output: expect.stringContaining('restore <folder>') });
    expect(await run(ADMIN, ['dance']).ended).toMatchObject({ code: 1, output: expect.stringContaining('There is no command dance.') });
    expect(await run(ADMIN, ['restore']).ended).toMatchObject({ code: 1, output: expect.stringContaining('folder is missing') });
    expect(await run(ADMIN, ['backup']).ended).toMatchObject({ code: 1, output: expect.stringContaining('There is no data folder at') });
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });
});
