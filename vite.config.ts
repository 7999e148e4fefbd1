// Builds the phone into dist/phone: hashed files, a service worker that knows them all, and a packed copy beside each.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';
import { buildId } from './tools/build-id.ts';

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
      worker.code = worker.code.replace('"__STOCK__"', () => JSON.stringify({ version: hash.digest('hex').slice(0, 12), files }));
    },
  };
}

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
        assetFileNames: (asset) => `assets/${basename(asset.names[0] ?? 'file').replace(/\.[^.]*$/u, '')}-[hash][extname]`,
      },
    },
  },
});
