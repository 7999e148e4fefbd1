// Builds the browser tests' page once and serves it on a port of its own, with a commune's server behind the same doors.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Rolldown } from 'vite';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const BUILD = 'proof-build';

/** File names and codes of the page's scripts. */
async function scripts(): Promise<ReadonlyMap<string, string>> {
  const made = await build({
    configFile: false, root, logLevel: 'warn', publicDir: false, define: { __BUILD__: JSON.stringify(BUILD) },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { write: false, target: 'es2022', minify: false, rolldownOptions: { input: fileURLToPath(new URL('page.ts', import.meta.url)), output: { entryFileNames: 'page.js' } } },
  });
  const { output } = (Array.isArray(made) ? made[0] : made) as Rolldown.RolldownOutput;
  return new Map(output.flatMap((file) => (file.type === 'chunk' ? [[`/${file.fileName}`, file.code] as const] : [])));
}

export type Door = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

export interface PageServer {
  readonly address: string;
  readonly server: Server;
  close(): Promise<void>;
}

let built: Promise<ReadonlyMap<string, string>> | undefined;

/** @param door answers what is asked under /api; false where it does not know the path */
export async function servePage(door: Door = () => false): Promise<PageServer> {
  built ??= scripts();
  const files = await built;
  const server = createServer((request, response) => {
    void (async () => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      if (path.startsWith('/api/') && (await door(request, response))) return;
      const script = files.get(path);
      // Not kept by the browser: what is searched for on its disk may stand in the tests' own code.
      if (script !== undefined) response.setHeader('content-type', 'text/javascript').setHeader('cache-control', 'no-store').end(script);
      else if (path === '/') response.setHeader('content-type', 'text/html').end('<!doctype html><meta charset="utf-8"><title>proof</title><script type="module" src="/page.js"></script>');
      else response.writeHead(404).end();
    })().catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}`, server,
    close: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(() => done());
    }),
  };
}
