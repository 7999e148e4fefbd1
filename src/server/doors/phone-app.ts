// The app itself, as built into dist/phone: packed copies where they are, hashed files for ever, the rest asked anew.
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.ts';

const YEAR_S = 31_536_000;
/** What building the app takes. */
const BUILD_S = 60;

/** The build gives these names with a hash of their content. */
const hashed = (path: string): boolean => path.includes(`${sep}assets${sep}`);

/** @param folder dist/phone; where it was never built, `/` says what to do. */
export async function phoneApp(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) {
    app.get('/', async () => {
      throw new Problem(503, 'app.unbuilt', {}, BUILD_S);
    });
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    preCompressed: true,
    // The library looks for `/.br` where a browser that takes brotli asks for `/`: the first page is sent by name.
    index: false,
    // A file that comes with a new build is found too; none that begins with a dot.
    wildcard: true,
    dotfiles: 'deny',
    cacheControl: false,
    setHeaders: (reply, path) => {
      void reply.header('cache-control', hashed(path) ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
    },
  });
  app.get('/', { exposeHeadRoute: true }, (_request, reply) => reply.sendFile('index.html'));
}
