// The app as it is shipped, its worker stopped at every bad moment: it opens without signal all the same, and what waits still waits.
import { createServer, type Server } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { Chance } from '../../chance.ts';
import type { Tried } from '../figure.ts';
import { COMMUNE, HEAD, makeBelieveRows } from '#phone/store/make-believe-rows.ts';
import { launchPhone } from '../../../test/chromium.ts';
import { arrive, press, pressPin, see, write } from '../../../test/e2e/touch.ts';
import { type Commune, makeCommune } from '../../../test/phone-page/commune.ts';
import { builtApp } from '../../../tools/bench/app-built.ts';
import { writeVisit } from '../../../tools/bench/phone-save.ts';

const PIN = '1379';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.png': 'image/png', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.json': 'application/json', '.webmanifest': 'application/manifest+json',
};
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The built app, and a commune's server behind the same doors. */
async function serveApp(commune: Commune): Promise<Server> {
  const folder = await builtApp();
  const server = createServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (pathname === '/api/setup') return response.setHeader('content-type', 'application/json').end(JSON.stringify({ needed: false, communes: [] }));
      if (pathname.startsWith('/api/') && (await commune.door(request, response))) return undefined;
      const file = pathname === '/' ? '/index.html' : pathname;
      try {
        const bytes = readFileSync(join(folder, file));
        return response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream').end(bytes);
      } catch {
        return response.writeHead(404).end();
      }
    })();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

export async function breakWorkers(count: number, chance: Chance, say: (line: string) => void): Promise<Tried> {
  const wrong: string[] = [];
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const commune = makeCommune(COMMUNE, makeBelieveRows(today), { yhlim: HEAD });
  const server = await serveApp(commune);
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const folder = mkdtempSync(join(tmpdir(), 'nr-worker-'));
  const context = await launchPhone(folder, { reducedMotion: 'reduce' });
  context.setDefaultTimeout(60_000);
  try {
    const page = await readyPhone(context, origin);
    for (let n = 0; n < count; n++) {
      const fault = await oneStop(page, context, origin, chance).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
      if (fault !== null) wrong.push(`worker ${n}: ${fault}`);
    }
    await context.setOffline(false);
    await page.goto(`${origin}/#/cho-gui`);
    await pressPin(page, PIN, 'Mở');
    await press(page, 'Gửi và nhận ngay');
    await see(page, 'Mọi việc đã gửi hết');
    const acts = [...commune.ledger.book.acts.values()].flatMap((taken) => [...taken.values()]);
    if (acts.length !== 1) wrong.push(`the server has ${acts.length} acts, one was said`);
  } catch (error) {
    wrong.push(error instanceof Error ? error.message : String(error));
  } finally {
    await context.close();
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  say(`${count} workers stopped, ${wrong.length} wrong`);
  return { done: count, bad: wrong.length, seen: { 'workers stopped': count }, wrong };
}

/** Signed in, the app on the phone, one visit written down without signal. */
async function readyPhone(context: BrowserContext, origin: string): Promise<Page> {
  const page = context.pages()[0] ?? await context.newPage();
  await page.goto(origin);
  await write(page, 'Tên đăng nhập', 'yhlim');
  await write(page, 'Mật khẩu', 'mat-khau');
  await press(page, 'Đăng nhập');
  await pressPin(page, PIN, 'Tiếp');
  await pressPin(page, PIN, 'Tiếp');
  await arrive(page, 'Hôm nay');
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  await see(page, /A Brum/);
  await page.goto(`${origin}/#/may`);
  await see(page, 'Đi xa được, không cần sóng');
  await context.setOffline(true);
  await writeVisit(page, 'h01');
  await press(page, 'Lưu chuyến thăm');
  await arrive(page, /A Brum/);
  return page;
}

/** The page came and its script was cut off with the worker: a person waits, reads that it can be opened again, and presses. */
async function openedAtLast(page: Page): Promise<void> {
  const pad = page.getByRole('group', { name: 'Bàn phím số' });
  const came = await pad.waitFor({ timeout: 10_000 }).then(() => true, () => false);
  if (came) return;
  await page.getByRole('link', { name: 'Mở lại' }).click();
  await pad.waitFor();
}

/** Stops the workers before, amid or after something; null: the app stood it. */
async function oneStop(page: Page, context: BrowserContext, origin: string, chance: Chance): Promise<string | null> {
  const cdp = await context.newCDPSession(page);
  await cdp.send('ServiceWorker.enable');
  const stop = () => cdp.send('ServiceWorker.stopAllWorkers').catch(() => undefined);
  await context.setOffline(true);
  const moment = chance.pick(['before', 'amid', 'twice'] as const);
  if (moment !== 'amid') await stop();
  const loading = page.goto(`${origin}/?${chance.int(1e6)}#/cho-gui`, { waitUntil: 'commit' }).catch((error: unknown) => error);
  if (moment !== 'before') {
    await pause(chance.between(0, 120));
    await stop();
  }
  const failed = await loading;
  // A load that its worker's end cut off is tried once more, as a person would.
  if (failed instanceof Error) await page.goto(`${origin}/?again${chance.int(1e6)}#/cho-gui`);
  await openedAtLast(page);
  await pressPin(page, PIN, 'Mở');
  await page.goto(`${page.url().split('#')[0]!}#/cho-gui`);
  await arrive(page, 'Chờ gửi');
  const rows = page.getByRole('main').locator('li').filter({ hasText: 'Chuyến thăm' });
  await rows.first().waitFor();
  const waits = await rows.count();
  await cdp.detach();
  return waits === 1 ? null : `${waits} acts wait, one was said`;
}
