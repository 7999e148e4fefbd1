// The built app on a phone: kept whole for offline, never older than its parts, changed only when asked; and its weight.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium } from '../../test/chromium.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nha-rong-app-'));
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', png: 'image/png', woff2: 'font/woff2', webmanifest: 'application/manifest+json',
};

let browser: Browser;
let context: BrowserContext;
let server: Server;
let address: string;
/** Paths asked of the server, and the brotli bytes it answered with. */
let asked: { path: string; bytes: number }[] = [];
let faults: string[] = [];
/** Somebody's Wi-Fi answers for this path with a page of its own. */
let portalAt = '';

beforeAll(async () => {
  // As a program of its own: within the tests' process it would be built as for tests.
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '--config', join(root, 'vite.config.ts'), '--outDir', folder, '--emptyOutDir'], { cwd: root, env: { ...process.env, NODE_ENV: 'production' } });
  browser = await launchChromium();
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = pathname === '/' ? '/index.html' : pathname;
    try {
      if (path === portalAt) throw new Error('not ours');
      const plain = readFileSync(join(folder, path));
      const type = TYPES[path.split('.').at(-1)!] ?? 'application/octet-stream';
      asked.push({ path, bytes: /html|javascript|css/u.test(type) ? readFileSync(join(folder, `${path}.br`)).length : plain.length });
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(plain);
    } catch {
      asked.push({ path, bytes: 0 });
      response.writeHead(path.startsWith('/cong-khai') || path === portalAt ? 200 : 404, { 'content-type': 'text/html' }).end('<h1>from the server</h1>');
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  asked = [];
  faults = [];
  portalAt = '';
  context = await browser.newContext({ viewport: { width: 360, height: 740 } });
});
afterEach(async () => {
  await context.close();
  expect(faults).toEqual([]);
});

async function open(): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(address);
  await page.waitForFunction(() => document.querySelector('#app')!.children.length > 0);
  return page;
}
const onPhone = (page: Page) => page.evaluate(async () => (await navigator.serviceWorker.ready).active!.state);

describe('The app on the phone', () => {
  test('opens without signal after one visit, every part of it, and asks the server for nothing', async () => {
    const page = await open();
    await onPhone(page);
    const parts = await page.evaluate(async () => {
      const name = (await caches.keys()).find((one) => one.startsWith('nha-rong-'));
      return (await (await caches.open(name!)).keys()).map((request) => new URL(request.url).pathname).sort();
    });
    const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Record<string, { file: string; css?: string[]; assets?: string[] }>;
    const made = Object.values(manifest).flatMap(({ file, css = [], assets = [] }) => [file, ...css, ...assets]).filter((file) => file !== 'worker.js').map((file) => `/${file}`);
    expect(parts).toEqual([...new Set(['/', '/app.webmanifest', '/icons/roof-192.png', '/icons/roof-512.png', '/icons/roof-maskable-512.png', '/icons/roof.svg', ...made])].sort());
    await context.setOffline(true);
    asked = [];
    await page.goto(`${address}/?from=home`);
    await page.waitForFunction(() => document.querySelector('#app')!.children.length > 0);
    expect(asked).toEqual([]);
    await context.setOffline(false);
  });

  test('the public board and what is asked of the server are never answered from the phone', async () => {
    const page = await open();
    await onPhone(page);
    await page.goto(address);
    for (const path of ['/cong-khai/xa-mau', '/api/health', '/board']) {
      asked = [];
      await page.evaluate((one) => fetch(one).then((answer) => answer.text()), path);
      await page.evaluate((one) => fetch(one).then((answer) => answer.text()), path);
      expect(asked.filter((one) => one.path === path)).toHaveLength(2);
    }
    await page.goto(`${address}/cong-khai/xa-mau`);
    expect(await page.textContent('h1')).toBe('from the server');
    const kept = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat());
    expect(kept.filter((url) => /\/(?:api|board|cong-khai)/u.test(url))).toEqual([]);
  });

  test('a new version waits until it is taken, and the open page is not touched', async () => {
    const page = await open();
    await onPhone(page);
    await page.evaluate(() => Object.assign(globalThis, { untouched: true }));
    const worker = join(folder, 'worker.js');
    const before = readFileSync(worker, 'utf8');
    try {
      writeFileSync(worker, before.replace(/(["`]?version["`]?:["`])[0-9a-f]{12}/u, '$1ffffffffffff'));
      expect(readFileSync(worker, 'utf8')).not.toBe(before);
      await page.evaluate(async () => {
        const registration = (await navigator.serviceWorker.getRegistration())!;
        await registration.update();
        while (!registration.waiting) await new Promise((done) => setTimeout(done, 20));
      });
      expect(await page.evaluate(() => 'untouched' in globalThis)).toBe(true);
      await Promise.all([
        page.waitForEvent('load'),
        page.evaluate(async () => {
          const registration = (await navigator.serviceWorker.getRegistration())!;
          navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
          registration.waiting!.postMessage('take');
        }),
      ]);
      await page.waitForFunction(() => document.querySelector('#app')!.children.length > 0);
      expect(await page.evaluate(async () => (await caches.keys()).includes('nha-rong-ffffffffffff'))).toBe(true);
    } finally {
      writeFileSync(worker, before);
    }
  });

  test('a sign-in page of somebody\'s Wi-Fi is never taken for a part of the app', async () => {
    portalAt = '/app.webmanifest';
    const page = await open();
    const state = await page.evaluate(async () => {
      const registration = (await navigator.serviceWorker.getRegistration())!;
      const worker = registration.installing ?? registration.waiting ?? registration.active;
      while (worker && worker.state === 'installing') await new Promise((done) => setTimeout(done, 20));
      return worker?.state ?? 'redundant';
    });
    expect(state).toBe('redundant');
  });

  test('the first screen weighs at most 105 kB, its letters apart', async () => {
    await context.addInitScript(() => Object.defineProperty(navigator, 'serviceWorker', { value: undefined, configurable: true }));
    const page = await open();
    await page.waitForLoadState('networkidle');
    const parts = asked.filter(({ path }) => /\.(html|js|css)$/u.test(path));
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    expect(parts.length).toBeGreaterThan(2);
    expect(bytes, parts.map((part) => `${part.bytes} ${part.path}`).join('\n')).toBeLessThanOrEqual(105_000);
  });
});
