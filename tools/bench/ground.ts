// Starts the measured server in its own process and speaks with it.
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Ready } from './serve.ts';

export interface Ground extends Ready {
  readonly origin: string;
  readonly pid: number;
  /** Single-row inserts a second of its database, measured for that long. */
  bareInserts(ms: number): Promise<number>;
  stop(): Promise<void>;
}

const answer = <T>(child: ChildProcess, key: string): Promise<T> => new Promise((resolve, reject) => {
  const hear = (said: Record<string, T>): void => {
    if (!(key in said)) return;
    child.off('message', hear as never);
    resolve(said[key]!);
  };
  child.on('message', hear as never);
  child.once('exit', (code) => reject(new Error(`the measured server ended with ${code}`)));
});

/** As tools/start.mjs runs the server. */
const FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8'];

/**
 * @param households how many households the commune has from the start
 * @param app folder of the built app it serves; none: only its doors
 */
export async function startGround(households: number, app = ''): Promise<Ground> {
  const child = fork(fileURLToPath(new URL('serve.ts', import.meta.url)), [String(households), app], { execArgv: FLAGS, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.setMaxListeners(50);
  const ready = await answer<Ready>(child, 'ready');
  return {
    ...ready,
    origin: `http://localhost:${ready.port}`,
    pid: child.pid!,
    bareInserts: (ms) => {
      child.send({ insertMs: ms });
      return answer<number>(child, 'rate');
    },
    stop: () => new Promise((resolve) => {
      child.removeAllListeners('exit');
      child.once('exit', () => resolve());
      child.send({ stop: true });
    }),
  };
}

/** One request of a phone that is no browser: its seat's token stands for the cookie. @throws what the server said */
export async function askAs(ground: Ground, seat: Ready['phones'][number], path: string, body?: unknown): Promise<string> {
  const reply = await fetch(`${ground.origin}${path}`, {
    method: body === undefined ? 'GET' : 'POST', ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', 'x-device': seat.device, authorization: `Bearer ${seat.token}`, 'x-client': 'token' },
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${text.slice(0, 500)}`);
  return text;
}
