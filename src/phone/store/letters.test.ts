// What waits on a phone outlives its key, its PIN, its session and its seat: it goes to the commune sealed, and only then leaves.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium } from '../../../test/chromium.ts';
import type { Commune } from '../../../test/phone-page/commune.ts';
import { makeCommune } from '../../../test/phone-page/commune.ts';
import { PIN, SECRET_WORDS, databases, daysOn, leave, lock, opened, reloaded, say, seats, setPin, settled, signIn, today, unlock, withCard } from '../../../test/phone-page/hand.ts';
import type { Proof } from '../../../test/phone-page/page.ts';
import type { PageServer } from '../../../test/phone-page/serve.ts';
import { servePage } from '../../../test/phone-page/serve.ts';
import { COMMUNE, HEAD, REPRESENTATIVE, makeBelieveRows } from './make-believe-rows.ts';

declare const proof: Proof;

let browser: Browser;
let commune: Commune;
let served: PageServer;
let context: BrowserContext;
let faults: string[];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  commune = makeCommune(COMMUNE, makeBelieveRows(today), { yhlim: HEAD, athuan: 'a-thuan', '99999.AAAABBBBCCCC': REPRESENTATIVE });
  served = await servePage((request, response) => commune.door(request, response));
  context = await browser.newContext();
  faults = [];
});
afterEach(async () => {
  await context.close();
  await served.close();
  expect(faults).toEqual([]);
});

/** A phone with a PIN that has read its book, then without signal and with something to send. */
async function waitingPhone(visits = 1): Promise<Page> {
  const page = await opened(context, served.address, faults);
  expect(await signIn(page)).toEqual({ device: 'dev00001' });
  await settled(page);
  await setPin(page);
  await context.setOffline(true);
  for (let i = 1; i <= visits; i++) await say(page, `h0${i}`);
  return page;
}

/** Databases of seats. */
const stores = async (page: Page) => (await databases(page)).filter((name) => name !== 'nr_seats');
/** The moment each seat noted that the server no longer knows it. */
const outSince = (page: Page) => page.evaluate(async () => {
  const raw = await new proof.Dexie('nr_seats').open();
  const all = await raw.table('seats').toArray() as { readonly outSince?: number | null }[];
  raw.close();
  return all.map((seat) => seat.outSince ?? null);
});
const wordsOf = (letter: string): unknown => (commune.letters.get(letter)?.body as { heard: { words: string }[] } | undefined)?.heard[0]!.words;
const letterCame = (letter: string) => expect.poll(() => wordsOf(letter)).toBe(SECRET_WORDS);
const wrongTen = async (page: Page) => {
  for (let i = 0; i < 10; i++) {
    await daysOn(page, 1 / 24);
    await unlock(page, 'dev00001', '9731');
  }
};

describe('Letters: ten wrong PINs', () => {
  test('lock the seat tight; what waits goes by itself, and its person opens it again with the old PIN after signing in', async () => {
    const page = await waitingPhone();
    await lock(page);
    await wrongTen(page);
    expect(await unlock(page)).toEqual({ refusal: { code: 'unlock.password' } });
    expect(await seats(page)).toMatchObject([{ shut: 'tries', waiting: 1 }]);
    await context.setOffline(false);
    await letterCame('dev00001/1');
    expect(commune.pushes).toEqual([]);
    expect(await signIn(page)).toEqual({ device: 'dev00001' });
    expect(await unlock(page)).toEqual({ ok: true });
    expect(await settled(page)).toMatchObject({ state: 'quiet', waitingActs: 0, refused: 0 });
    expect(commune.pushes.flat().map(({ turn }) => turn)).toContain(1);
  });
});

describe('Letters: a lease that lapsed', () => {
  test('after thirty days without the server no PIN opens; signing in brings all back', async () => {
    const page = await waitingPhone();
    await lock(page);
    await daysOn(page, 29);
    expect(await unlock(page)).toEqual({ ok: true });
    await lock(page);
    await daysOn(page, 2);
    expect(await unlock(page)).toEqual({ refusal: { code: 'unlock.lapsed' } });
    // Setting the clock back helps nobody: the share is gone.
    await daysOn(page, -20);
    expect(await unlock(page)).toEqual({ refusal: { code: 'unlock.password' } });
    await context.setOffline(false);
    expect(await signIn(page)).toEqual({ device: 'dev00001' });
    expect(await unlock(page)).toEqual({ ok: true });
    expect(await settled(page)).toMatchObject({ waitingActs: 0, refused: 0 });
  });

  test('every answer of the server counts thirty days anew', async () => {
    const page = await waitingPhone();
    await context.setOffline(false);
    await daysOn(page, 29);
    await settled(page);
    await expect.poll(() => page.evaluate(async () => {
      const raw = await new proof.Dexie('nr_seats').open();
      const [seat] = (await raw.table('seats').toArray()) as { lease: { heardAt: number } }[];
      raw.close();
      return Date.now() - seat!.lease.heardAt < 3_600_000;
    })).toBe(true);
    await lock(page);
    await context.setOffline(true);
    await daysOn(page, 29);
    expect(await unlock(page)).toEqual({ ok: true });
  });
});

describe('Letters: a forgotten PIN', () => {
  test('a new seat is given, the old one goes: its rows at once, its acts when they are in the tray', async () => {
    const page = await waitingPhone(2);
    await lock(page);
    await context.setOffline(false);
    expect(await signIn(page, { forgotten: ['dev00001'] })).toEqual({ device: 'dev00002' });
    await letterCame('dev00001/1');
    await letterCame('dev00001/2');
    await expect.poll(() => stores(page)).toEqual(['nr_dev00002']);
    await setPin(page, '2638');
    expect(await settled(page)).toMatchObject({ state: 'quiet', waitingActs: 0 });
    await say(page, 'h03');
    expect(await settled(page)).toMatchObject({ waitingActs: 0, refused: 0 });
    expect((await seats(page)).map(({ device }) => device)).toEqual(['dev00002']);
  });

  test('of somebody else on the same phone nothing is touched', async () => {
    const page = await waitingPhone();
    await lock(page);
    await context.setOffline(false);
    expect(await signIn(page, { login: 'athuan', forgotten: ['dev00001'] })).toEqual({ device: 'dev00002' });
    expect((await seats(page)).map(({ device }) => device).sort()).toEqual(['dev00001', 'dev00002']);
    expect(await unlock(page)).toEqual({ ok: true });
    expect(await settled(page)).toMatchObject({ waitingActs: 0, refused: 0 });
  });

  test('only what the server named as received is taken as sent, however often the road breaks', async () => {
    const page = await waitingPhone(3);
    await lock(page);
    await context.setOffline(false);
    commune.mostLetters = 1;
    expect(await signIn(page, { forgotten: ['dev00001'] })).toEqual({ device: 'dev00002' });
    await letterCame('dev00001/1');
    expect(await stores(page)).toContain('nr_dev00001');
    await expect.poll(() => page.evaluate(async () => (await proof.thePhone()).lettersWaiting.value)).toBe(2);
    commune.mostLetters = Infinity;
    commune.weather = 'cut';
    const again = () => page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
    await again();
    await letterCame('dev00001/3');
    expect(await stores(page)).toContain('nr_dev00001');
    commune.weather = 'fair';
    await expect.poll(async () => {
      await again();
      return stores(page);
    }).toEqual(['nr_dev00002']);
    expect([...commune.letters.keys()].sort()).toEqual(['dev00001/1', 'dev00001/2', 'dev00001/3']);
  });
});

describe('Letters: a phone that is shut out', () => {
  test('on the word of the office alone: letters first, then key, rows and the browser’s whole memory of us', async () => {
    const page = await waitingPhone();
    commune.weather = 'revoked';
    await context.setOffline(false);
    await letterCame('dev00001/1');
    await expect.poll(() => seats(page)).toEqual([]);
    expect(await page.evaluate(async () => (await proof.thePhone()).shutOut.value)).toBe('Y Hlim');
    await expect.poll(() => commune.signOuts).toEqual(['{"wipe":true}']);
    expect(await page.evaluate(() => proof.openBook())).toBeNull();
  });

  test.each(['signed-out', 'portal', 'busy', 'cut'] as const)('F16 a road that is %s takes nothing away', async (weather) => {
    const page = await waitingPhone();
    commune.weather = weather;
    await context.setOffline(false);
    await expect.poll(() => settled(page)).toMatchObject({ waitingActs: 1 });
    await lock(page);
    expect(await unlock(page)).toEqual({ ok: true });
    expect(await stores(page)).toEqual(['nr_dev00001']);
    expect([...commune.letters]).toEqual([]);
    expect(await page.evaluate(() => proof.openBook()!.lines.value.length)).toBe(12);
  });

  test('a session that is over for a day sends its letters, and keeps everything for whoever signs in again', async () => {
    const page = await waitingPhone();
    commune.weather = 'signed-out';
    await context.setOffline(false);
    await expect.poll(() => settled(page)).toMatchObject({ state: 'sign-in', waitingActs: 1 });
    await expect.poll(() => outSince(page)).toEqual([expect.any(Number)]);
    await daysOn(page, 1.1);
    await expect.poll(async () => {
      await page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
      return wordsOf('dev00001/1');
    }).toBe(SECRET_WORDS);
    expect(await signIn(page)).toEqual({ device: 'dev00001' });
    expect(await settled(page)).toMatchObject({ state: 'quiet', waitingActs: 0, refused: 0 });
  });
});

describe('Letters: leaving', () => {
  test('what stands in the book already is not told of as waiting, though its letter goes along until it is safe', async () => {
    const page = await waitingPhone();
    await context.setOffline(false);
    await expect.poll(() => settled(page)).toMatchObject({ waitingActs: 0 });
    await context.setOffline(true);
    await say(page, 'h03');
    expect(await leave(page, 'dev00001', 'sealed')).toEqual({ ok: true });
    await expect.poll(() => page.evaluate(async () => (await proof.thePhone()).lettersWaiting.value)).toBe(1);
  });

  test('without signal what waits stays sealed, the book is gone at once, and the rest follows with the signal', async () => {
    const page = await waitingPhone();
    expect(await leave(page)).toEqual({ refusal: { code: 'seat.waiting', params: { acts: 1 } } });
    expect(await leave(page, 'dev00001', 'sealed')).toEqual({ ok: true });
    expect(await seats(page)).toEqual([]);
    expect(await page.evaluate(() => proof.openBook())).toBeNull();
    await expect.poll(() => page.evaluate(async () => (await proof.thePhone()).lettersWaiting.value)).toBe(1);
    commune.weather = 'portal';
    await context.setOffline(false);
    await reloaded(page);
    expect(await unlock(page)).toEqual({ refusal: { code: 'seat.unknown' } });
    const left = await page.evaluate(async () => {
      const raw = await new proof.Dexie('nr_dev00001').open();
      const counts = Object.fromEntries(await Promise.all(raw.tables.map(async (table) => [table.name, await table.count()] as const)));
      raw.close();
      return counts;
    });
    expect(left).toMatchObject({ docs: 0, list: 0, loose: 0, marks: 0, notes: 0, state: 0, outbox: 1 });
    commune.weather = 'fair';
    await page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
    await letterCame('dev00001/1');
    await expect.poll(() => stores(page)).toEqual([]);
    await expect.poll(() => commune.signOuts).toEqual(['{"wipe":true}']);
  });

  test('a photo goes with its act, in pieces that make the whole again', async () => {
    const page = await waitingPhone();
    const clip = await page.evaluate(async () => proof.openBook()!.keepClip('h01', await proof.cameraPhoto(1600, 1200))) as { hash: string; bytes: number };
    expect(await leave(page, 'dev00001', 'sealed')).toEqual({ ok: true });
    await context.setOffline(false);
    await expect.poll(() => stores(page)).toEqual([]);
    expect(Buffer.concat(commune.pieces.get(clip.hash)!).length).toBe(clip.bytes);
  });

  test('a borrowed phone keeps no key: loaded anew it shows nothing, and what was said there goes by letter', async () => {
    const page = await opened(context, served.address, faults);
    expect(await withCard(page, true)).toEqual({ device: 'dev00001' });
    await settled(page);
    await setPin(page);
    expect(await seats(page)).toMatchObject([{ hasPin: true }]);
    const promise = makeBelieveRows(today).find((row) => row.kind === 'promise' && row.household === 'h03')!.id;
    commune.weather = 'portal';
    const said = await page.evaluate(async (id) => proof.openBook()!.say('promise.confirm', { promise: id, household: 'h03', words: 'Đã nhận đủ.' }), promise);
    await reloaded(page);
    expect(await seats(page)).toEqual([]);
    expect(await unlock(page)).toMatchObject({ refusal: { code: 'seat.unknown' } });
    commune.weather = 'fair';
    await page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
    await expect.poll(() => stores(page)).toEqual([]);
    expect(said).toHaveProperty('kept');
    expect([...commune.letters.keys()]).toEqual(['dev00001/1']);
  });

  test('a card whose PIN is not the phone’s opens a new seat where nothing waits behind the old one', async () => {
    const page = await opened(context, served.address, faults);
    expect(await withCard(page, false)).toEqual({ device: 'dev00001' });
    await settled(page);
    await setPin(page);
    await lock(page);
    expect(await withCard(page, false)).toEqual({ device: 'dev00001' });
    expect(await page.evaluate(() => proof.openBook()!.seat.device)).toBe('dev00001');
    await lock(page);
    expect(await withCard(page, false, '2638')).toEqual({ device: 'dev00002' });
    await expect.poll(async () => (await seats(page)).map(({ device }) => device)).toEqual(['dev00002']);
  });
});

test('Leaving: a seat that is left in one window is shut in every other, and nothing of it is made anew', async () => {
  const page = await waitingPhone();
  await context.setOffline(false);
  const two = await opened(context, served.address, faults);
  expect(await unlock(two)).toEqual({ ok: true });
  await settled(two);
  expect(await leave(page)).toEqual({ ok: true });
  await expect.poll(() => two.evaluate(() => proof.openBook())).toBeNull();
  await expect.poll(() => stores(two)).toEqual([]);
  await two.waitForTimeout(500);
  expect(await stores(two)).toEqual([]);
});

test('At rest: two windows that open one seat hold one key; handed on in one, it is shut in both, and opens in both again', async () => {
  const page = await waitingPhone();
  const other = await opened(context, served.address, faults).catch(() => null);
  expect(other).toBeNull();
  await context.setOffline(false);
  const two = await opened(context, served.address, faults);
  expect(await unlock(two)).toEqual({ ok: true });
  await lock(page);
  await two.waitForFunction(() => proof.openBook() === null);
  for (const one of [page, two]) expect(await unlock(one, 'dev00001', PIN)).toEqual({ ok: true });
  expect(await settled(two)).toMatchObject({ waitingActs: 0 });
});
