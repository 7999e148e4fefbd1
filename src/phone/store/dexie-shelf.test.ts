// The store's contract in a real browser's database, and what only a real browser can do to it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storeCases } from '#journal/store.contract.ts';
import { launchChromium, launchPhone } from '../../../test/chromium.ts';
import type { Proof } from '../../../test/phone-page/page.ts';
import type { PageServer } from '../../../test/phone-page/serve.ts';
import { servePage } from '../../../test/phone-page/serve.ts';

declare const proof: Proof;

let served: PageServer;
let browser: Browser;
const ready = async (page: Page): Promise<Page> => {
  await page.goto(served.address);
  await page.waitForFunction(() => 'proof' in globalThis);
  return page;
};

beforeAll(async () => {
  [served, browser] = await Promise.all([servePage(), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

describe('IndexedDB keeps the store contract', () => {
  let page: Page;
  beforeAll(async () => {
    page = await ready(await browser.newPage());
  });
  test('J1 every case of the contract is known to the page', async () => {
    expect(await page.evaluate(() => proof.titles)).toEqual(storeCases.map(({ title }) => title));
  });
  test.each(storeCases.map(({ title }) => [title]))('%s', async (title) => {
    expect(await page.evaluate((one) => proof.contract(one), title)).toBeNull();
  });
});

describe('What a browser does to a store', () => {
  test('J1 what was called saved is there after kill -9 of the browser, every act of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nha-rong-phone-'));
    try {
      let said = 0;
      for (let round = 0; round < 3; round++) {
        const phone = await launchPhone(folder);
        const page = await ready(phone.pages()[0] ?? (await phone.newPage()));
        expect((await page.evaluate(() => proof.turns('killed'))).length).toBeGreaterThanOrEqual(said);
        let last = said;
        await page.exposeFunction('savedNow', (turn: number) => {
          last = turn;
        });
        const running = page.evaluate(async () => {
          for (;;) await (globalThis as unknown as { savedNow(turn: number): Promise<void> }).savedNow((await proof.save('killed', 'Đã hứa sửa cầu')).turn);
        }).catch(() => undefined);
        while (last < said + 20) await new Promise((done) => setTimeout(done, 20));
        const { pid } = await processOf(phone);
        process.kill(pid, 'SIGKILL');
        said = last;
        await running;
        await phone.close().catch(() => undefined);
      }
      const phone = await launchPhone(folder);
      const page = await ready(await phone.newPage());
      const turns = await page.evaluate(() => proof.turns('killed'));
      expect(turns).toEqual(turns.map((_, i) => i + 1));
      expect(turns.length).toBeGreaterThanOrEqual(said);
      expect(said).toBeGreaterThanOrEqual(60);
      await phone.close();
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });

  test('J1 a full phone never calls an act saved, and goes on where there is room again', async () => {
    const context = await browser.newContext();
    const page = await ready(await context.newPage());
    const cdp = await context.newCDPSession(page);
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: served.address, quotaSize: 3_000_000 });
    const big = await page.evaluate(() => proof.save('full', proof.noise(50_000), 400));
    expect(big.trouble).toBe('full');
    expect(await page.evaluate(() => proof.turns('full'))).toEqual(Array.from({ length: big.turn }, (_, i) => i + 1));
    expect(await page.evaluate(() => proof.save('full', proof.noise(50_000)))).toEqual({ turn: 0, trouble: 'full' });
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: served.address });
    expect(await page.evaluate(() => proof.save('full', 'hai'))).toEqual({ turn: big.turn + 1, trouble: null });
    await context.close();
  });

  test('J1 a store that the browser cleared while it was open says so, and calls nothing saved', async () => {
    const context = await browser.newContext();
    const page = await ready(await context.newPage());
    await page.evaluate(() => proof.save('cleared', 'một', 3));
    const cdp = await context.newCDPSession(page);
    await cdp.send('Storage.clearDataForOrigin', { origin: served.address, storageTypes: 'indexeddb' });
    const after = await page.evaluate(() => proof.save('cleared', 'hai'));
    expect(['corrupt', 'closed']).toContain(after.trouble);
    await context.close();
  });

  test('J5 two windows that save at once give every act a turn of its own', async () => {
    const context = await browser.newContext();
    const [one, two] = await Promise.all([ready(await context.newPage()), ready(await context.newPage())]);
    await Promise.all([one, two].map((page) => page.evaluate(() => proof.save('twice', 'cùng lúc', 40))));
    const wanted = Array.from({ length: 80 }, (_, i) => i + 1);
    expect(await one.evaluate(() => proof.turns('twice'))).toEqual(wanted);
    expect(await two.evaluate(() => proof.turns('twice'))).toEqual(wanted);
    await context.close();
  });
});

/** The browser's own process. */
async function processOf(phone: Awaited<ReturnType<typeof launchPhone>>): Promise<{ pid: number }> {
  const cdp = await phone.browser()!.newBrowserCDPSession();
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  return { pid: processInfo.find(({ type }) => type === 'browser')!.id };
}
