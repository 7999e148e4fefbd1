// Speaks to a server below what clients allow: any header, any bytes, any pace; and fills in the addresses of its routes.
import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import type { Route } from '../src/server/doors/open.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** Any request, with the headers a browser would not let a page set. */
export function send(origin: string, method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(origin);
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers: { host: `localhost:${port}`, ...headers }, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject).on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, bytes: Buffer.concat(chunks) }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Writes pieces to a bare line, with pauses; answers all that came back until the server closed it, or `patienceMs` passed. */
export function line(origin: string, pieces: readonly (string | Buffer)[], { pauseMs = 0, patienceMs = 60_000 } = {}): Promise<{ readonly text: string; readonly closed: boolean; readonly ms: number }> {
  return new Promise((resolve) => {
    const { port } = new URL(origin);
    const began = performance.now();
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), '127.0.0.1');
    let over = false;
    const end = (closed: boolean): void => {
      if (over) return;
      over = true;
      clearTimeout(patience);
      socket.destroy();
      resolve({ text: Buffer.concat(chunks).toString('latin1'), closed, ms: performance.now() - began });
    };
    const patience = setTimeout(() => end(false), patienceMs);
    socket.on('data', (chunk) => chunks.push(chunk)).on('close', () => end(true)).on('error', () => end(true));
    socket.on('connect', async () => {
      for (const piece of pieces) {
        if (over || socket.destroyed) return;
        socket.write(piece);
        if (pauseMs > 0) await new Promise((go) => setTimeout(go, pauseMs));
      }
    });
  });
}

const PARAMS: Readonly<Record<string, string>> = {
  ':hash': 'a'.repeat(64), ':device': 'abcdefgh', ':person': 'p1', ':id': 'a1b2c3d4e5f60718', ':commune': '23538', ':village': 'v1', ':household': 'h1', '*': 'index.html',
};

/** A path that reaches the route: each parameter gets something of its form, or what `fill` says. */
export const pathOf = (route: Route, fill: Readonly<Record<string, string>> = {}): string =>
  route.url.replace(/:\w+|\*/gu, (name) => fill[name] ?? PARAMS[name] ?? 'x1');

export const writes = (routes: readonly Route[]): readonly Route[] => routes.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method));
