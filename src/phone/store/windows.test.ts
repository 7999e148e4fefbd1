// Two windows of one phone: handed on in one, the book is shut in both; left alone, a window locks only itself.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../../test/chromium.ts';
import { makeCommune } from '../../../test/phone-page/commune.ts';
import type { Proof } from '../../../test/phone-page/page.ts';
import type { PageServer } from '../../../test/phone-page/serve.ts';
import { servePage } from '../../../test/phone-page/serve.ts';
import { dayAt } from '../road/clock.ts';
import { COMMUNE, HEAD, makeBelieveRows } from './make-believe-rows.ts';

declare const proof: Proof;

const PIN = '1379';

let browser: Browser;
let served: PageServer;
let context: BrowserContext;

beforeAll(async () => {
  const commune = makeCommune(COMMUNE, makeBelieveRows(dayAt(Date.now())), { yhlim: HEAD });
  [browser, served] = await Promise.all([launchChromium(), servePage((request, response) => commune.door(request, response))]);
  context = await browser.newContext();
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

async function open(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(served.address);
  await page.waitForFunction(() => 'proof' in globalThis);
  await page.evaluate(() => proof.thePhone());
  return page;
}

const unlock = (page: Page) => page.evaluate(async (pin) => (await proof.thePhone()).unlock('dev00001', pin), PIN);
const isShut = (page: Page) => page.waitForFunction(() => proof.openBook() === null);

/** The page is put away for a day and looked at again: timers sleep, so only the clock tells. */
const leftForADay = (page: Page) => page.evaluate(() => {
  const now = Date.now;
  for (const [state, later] of [['hidden', 0], ['visible', 86_400_000]] as const) {
    Date.now = () => now() + later;
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
    document.dispatchEvent(new Event('visibilitychange'));
  }
  Date.now = now;
});

test('At rest: a phone locked in one window, to be handed on, is locked in all; a window left alone locks only itself', async () => {
  const one = await open();
  await one.evaluate(async (pin) => {
    const phone = await proof.thePhone();
    await phone.signIn({ login: 'yhlim', password: 'mat-khau' });
    await phone.setPin(pin);
  }, PIN);
  const two = await open();
  expect(await unlock(two)).toEqual({ ok: true });
  await one.evaluate(async () => (await proof.thePhone()).lock());
  await isShut(one);
  await isShut(two);
  for (const page of [one, two]) expect(await unlock(page)).toEqual({ ok: true });
  await leftForADay(one);
  await isShut(one);
  // What one window says the other hears: after that, a word to lock would have come too.
  await two.evaluate(async () => (await proof.thePhone()).setLockAfter(5));
  expect(await unlock(one)).toEqual({ ok: true });
  expect(await two.evaluate(() => proof.openBook() !== null)).toBe(true);
});
