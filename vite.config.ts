// Builds the phone into dist/phone: hashed files, a service worker that knows them all, and a packed copy beside each.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';
import { buildId } from './src/server/build-id.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const out = join(root, 'dist', 'phone');
const shelf = join(root, 'src', 'phone', 'public');

/** Writes the list of everything the build made, and a version over all of it, into the worker. */
function stockWorker(): Plugin {
  return {
    name: 'stock-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const worker = bundle['worker.js'];
      if (worker?.type !== 'chunk') return;
      const hash = createHash('sha256');
      const files = ['/'];
      for (const file of Object.values(bundle)) {
        if (file === worker || file.fileName.startsWith('.vite/')) continue;
        hash.update(file.fileName).update(file.type === 'chunk' ? file.code : file.source);
        if (!file.fileName.endsWith('.html')) files.push(`/${file.fileName}`);
      }
      for (const file of readdirSync(shelf, { recursive: true, withFileTypes: true })) {
        if (!file.isFile()) continue;
        const path = join(file.parentPath, file.name);
        hash.update(file.name).update(readFileSync(path));
        files.push(path.slice(shelf.length).replaceAll('\\', '/'));
      }
      const stock = JSON.stringify({ version: hash.digest('hex').slice(0, 12), files });
      const filled = worker.code.replace(/(["'`])__STOCK__\1/u, () => stock);
      if (filled === worker.code) this.error('the worker has no place for its list of files');
      worker.code = filled;
    },
  };
}

const inPhone = (folder: string) => new RegExp(`[\\\\/]src[\\\\/]phone[\\\\/]${folder}`, 'u');

/** Few files, each opened at one moment of use: over a village's road every request costs more than a kilobyte. */
const CHUNKS = [
  { name: 'app', tags: ['$initial' as const], test: (id: string) => !id.endsWith('worker.ts'), priority: 4 },
  { name: 'english', test: inPhone('words[\\\\/].*\\.en\\.ts'), priority: 3 },
  { name: 'scan', test: /node_modules[\\/]jsqr/u, priority: 3 },
  // Wanted whenever a photo or recording is saved, and not only where faces are covered.
  { name: 'clean', test: inPhone('road[\\\\/]clean'), priority: 4 },
  { name: 'cover', test: inPhone('parts[\\\\/]photo-(cover|mosaic)'), priority: 3 },
  { name: 'door', test: inPhone('account[\\\\/](door|sign-in|card-sign-in|slip-sign-in|unlock|choose-pin|pin-pad|secret-field|scan|why)'), priority: 2 },
  { name: 'office', test: inPhone('account'), priority: 1 },
  { name: 'field', test: inPhone('(household|visit|today|village|parts|words)'), priority: 0 },
];

/** Packs once at build what the server would else pack at every request. Fonts and PNGs are packed already. */
function pack(): Plugin {
  return {
    name: 'pack',
    apply: 'build',
    enforce: 'post',
    writeBundle({ dir = out }) {
      for (const file of readdirSync(dir, { recursive: true, withFileTypes: true })) {
        if (!file.isFile() || !/\.(html|js|css|svg|json|webmanifest)$/u.test(file.name)) continue;
        const path = join(file.parentPath, file.name);
        const plain = readFileSync(path);
        writeFileSync(`${path}.br`, brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }));
        writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
      }
    },
  };
}

const server = process.env.PORT ? `http://localhost:${process.env.PORT}` : 'http://localhost:8080';

export default defineConfig({
  root,
  publicDir: shelf,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { __BUILD__: JSON.stringify(buildId(root)) },
  plugins: [stockWorker(), pack()],
  server: { proxy: { '/api': server, '/board': server, '/cong-khai': server } },
  build: {
    outDir: out,
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { app: join(root, 'index.html'), worker: join(root, 'src/phone/worker.ts') },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js'),
        chunkFileNames: 'assets/[name]-[hash].js',
        codeSplitting: { groups: CHUNKS },
        assetFileNames: (asset) => `assets/${basename(asset.names[0] ?? 'file').replace(/\.[^.]*$/u, '')}-[hash][extname]`,
      },
    },
  },
});
