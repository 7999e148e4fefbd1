// The real server as a child process on a folder of its own, as `npm start` runs it, for walks through the real app.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A slow machine makes a database in some ten seconds; twenty times that is a fault. */
const PATIENCE_MS = 200_000;

export interface House {
  readonly origin: string;
  readonly dataDir: string;
  /** Everything the server has printed so far. */
  said(): string;
  /** Ends it as Ctrl-C does, waits until it is gone, and removes its folder. */
  close(): Promise<void>;
}

export interface Run {
  readonly child: ChildProcess;
  said(): string;
  /** Exit code, once it has ended. */
  readonly ended: Promise<number | null>;
}

/** Starts the server on the folder with nothing set but what is given. */
export function startServer(folder: string, settings: Readonly<Record<string, string>> = {}): Run {
  const { DATABASE_URL: _url, DATABASE_APP_URL: _appUrl, ORIGIN: _origin, ...env } = process.env;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(ROOT, 'src/server/main.ts')], {
    // The channel ends with this process, and the server with the channel: nothing is left behind by a test that is killed.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'], cwd: folder,
    env: { ...env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: join(folder, 'data'), BACKUP_DIR: join(folder, 'backup'), LOG: 'warn', ...settings },
  });
  let said = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (text: string) => { said += text; });
  return { child, said: () => said, ended: new Promise((resolve) => child.once('close', resolve)) };
}

/** A server that answers, on a fresh folder. @throws what it printed, where it does not come up */
export async function openHouse(settings: Readonly<Record<string, string>> = {}): Promise<House> {
  if (!existsSync(join(ROOT, 'dist/phone/index.html'))) throw new Error('The app is not built: npm run build, or run the whole of npm test.');
  // Sockets of the database need short paths.
  const folder = mkdtempSync(join(tmpdir().length > 40 ? '/tmp' : tmpdir(), 'nr-e2e-'));
  // Open to the account the database runs as: closed to it, it would be kept elsewhere, and stay behind.
  chmodSync(folder, 0o755);
  const run = startServer(folder, settings);
  const close = async () => {
    run.child.kill('SIGINT');
    await run.ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { origin: await addressOf(run), dataDir: join(folder, 'data'), said: run.said, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The address it prints once it is open. */
export function addressOf(run: Run): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => { stop(); reject(new Error(`${why}:\n${run.said()}`)); };
    const look = () => {
      const found = /open:\s+(http:\/\/localhost:\d+)/.exec(run.said());
      if (!found) return;
      stop();
      resolve(found[1]!);
    };
    const beat = setInterval(look, 50);
    const late = setTimeout(() => fail('the server did not open'), PATIENCE_MS);
    const stop = () => { clearInterval(beat); clearTimeout(late); };
    void run.ended.then((code) => fail(`the server ended with ${code}`));
  });
}
