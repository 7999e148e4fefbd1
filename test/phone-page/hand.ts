// What a hand does with the phone of the browser tests: signs in, presses PINs, says things, loads the page anew.
import type { BrowserContext, Page } from 'playwright-core';
import type { Json } from '#journal/act.ts';
import { HEAD } from '#phone/store/make-believe-rows.ts';
import { dayAt } from '#phone/road/clock.ts';
import type { Proof } from './page.ts';

declare const proof: Proof;

export const PIN = '1379';
export const today = dayAt(Date.now());
/** Words and names that must be found nowhere but under a key. Names stand in the rows of make-believe-rows.ts. */
export const SECRET_WORDS = 'Cháu Y Mai bị sốt ba hôm chưa khỏi.';
export const SECRET_NAMES = ['Nguyễn Văn Phước', 'Y Nhơn', 'A Brum'];

export const visit = (household: string, words = SECRET_WORDS): Json => ({
  household, on: today, came: [HEAD], along: [], met: ['A Brum'], language: 'bdq', consents: [{ purpose: 'visit-notes', given: true, how: 'spoken', text: '1', by: 'A Brum' }],
  heard: [{ topic: 'road', words, clip: null, petition: false }], photos: [], promises: [],
});

export async function opened(context: BrowserContext, address: string, faults: string[] = []): Promise<Page> {
  const page = context.pages().find((one) => one.url() === 'about:blank') ?? (await context.newPage());
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(address);
  await ready(page);
  return page;
}

async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => 'proof' in globalThis);
  await page.evaluate(() => proof.thePhone());
}

export async function reloaded(page: Page): Promise<void> {
  await page.reload();
  await ready(page);
}

export const signIn = (page: Page, more: { readonly login?: string; readonly forgotten?: readonly string[] } = {}) =>
  page.evaluate(async ({ login = 'yhlim', forgotten = [] }) => (await proof.thePhone()).signIn({ login, password: 'mat-khau' }, forgotten), more);
export const withCard = (page: Page, borrowed: boolean, pin = PIN) =>
  page.evaluate(async (how) => (await proof.thePhone()).signIn(how), { card: '99999.AAAABBBBCCCC', pin, borrowed });
export const setPin = (page: Page, pin = PIN) => page.evaluate(async (one) => (await proof.thePhone()).setPin(one), pin);
export const unlock = (page: Page, device = 'dev00001', pin = PIN) => page.evaluate(async ([d, p]) => (await proof.thePhone()).unlock(d!, p!), [device, pin]);
export const lock = (page: Page) => page.evaluate(async () => (await proof.thePhone()).lock());
/** A store's error has no words of its own on the way out of a page: they are said here. */
export const leave = (page: Page, device = 'dev00001', how?: 'sealed') => page.evaluate(async ([d, h]) => (await proof.thePhone()).leave(d!, h as 'sealed' | undefined).catch((error: Error & { inner?: unknown }) => {
  throw new Error(`${error.name}: ${error.message}; ${String(error.inner)}; ${error.stack}`);
}), [device, how]);
export const seats = (page: Page) => page.evaluate(async () => (await proof.thePhone()).seats.value);
export const databases = (page: Page) => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name!).sort());

/** An exchange, to its end; answers the road's sign. */
export const settled = (page: Page) => page.evaluate(async () => {
  const book = (await proof.thePhone()).book.value!;
  await book.exchangeNow();
  return book.road.value;
});

/** Says a visit; answers the act's id. */
export const say = async (page: Page, household = 'h01', words?: string): Promise<string> => {
  const said = await page.evaluate(async (body) => {
    const answer = await (await proof.thePhone()).book.value!.say('visit.record', JSON.parse(body) as Json);
    return 'kept' in answer ? answer.kept.act.id : JSON.stringify(answer.refusal);
  }, JSON.stringify(visit(household, words)));
  return said;
};

/** From now on the page's clock is so many days ahead. */
export const daysOn = (page: Page, days: number) => page.evaluate((n) => {
  const real = Date.now.bind(Date);
  Date.now = () => real() + n * 86_400_000;
}, days);
