// The phone whole, in a real browser with a real road: signing in, saying, going offline, coming back, locking, leaving.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Json } from '#journal/act.ts';
import { launchChromium } from '../../../test/chromium.ts';
import type { Commune } from '../../../test/phone-page/commune.ts';
import { makeCommune } from '../../../test/phone-page/commune.ts';
import type { Proof } from '../../../test/phone-page/page.ts';
import type { PageServer } from '../../../test/phone-page/serve.ts';
import { servePage } from '../../../test/phone-page/serve.ts';
import { COMMUNE, HEAD, makeBelieveRows } from './make-believe-rows.ts';
import { dayAt } from '../road/clock.ts';

declare const proof: Proof;

const ACCOUNTS = { yhlim: HEAD, athuan: 'a-thuan' };
const today = dayAt(Date.now());
const visit = (household: string, words = 'Đường trơn, xe không qua được.'): Json => ({
  household, on: today, came: [HEAD], along: [], met: ['A Brum'], language: 'bdq', consents: [{ purpose: 'visit-notes', given: true, how: 'spoken', text: '1', by: 'A Brum' }],
  heard: [{ topic: 'road', words, clip: null, petition: false }], photos: [], promises: [{ what: 'Báo xã sửa cầu gỗ', keeper: HEAD, dueOn: today }],
});

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
  commune = makeCommune(COMMUNE, makeBelieveRows(today), ACCOUNTS);
  served = await servePage((request, response) => commune.door(request, response));
  context = await browser.newContext();
  faults = [];
});
afterEach(async () => {
  await context.close();
  await served.close();
  expect(faults).toEqual([]);
});

async function open(): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(served.address);
  await page.waitForFunction(() => 'proof' in globalThis);
  await page.evaluate(() => proof.thePhone());
  return page;
}

const signIn = (page: Page, login = 'yhlim', password = 'mat-khau') =>
  page.evaluate(async (how) => (await proof.thePhone()).signIn(how), { login, password });

const PIN = '1379';
const setPin = (page: Page, pin = PIN) => page.evaluate(async (one) => (await proof.thePhone()).setPin(one), pin);
const unlock = (page: Page, device = 'dev00001', pin = PIN) => page.evaluate(async ([d, p]) => (await proof.thePhone()).unlock(d!, p!), [device, pin]);

/** The page loaded anew, and the book opened with its PIN. */
async function reopened(page: Page): Promise<void> {
  await page.reload();
  await page.waitForFunction(() => 'proof' in globalThis);
  expect(await unlock(page)).toEqual({ ok: true });
}

/** Waits until the road rests; answers its sign. */
async function settled(page: Page) {
  return page.evaluate(async () => {
    const book = (await proof.thePhone()).book.value!;
    await book.exchangeNow();
    return book.road.value;
  });
}

/** Says an act; answers its id. */
const say = async (page: Page, kind: string, body: Json): Promise<string> => {
  const said = await page.evaluate(async ([k, b]) => {
    const said = await (await proof.thePhone()).book.value!.say(k!, JSON.parse(b!) as Json);
    return 'kept' in said ? { id: said.kept.act.id } : { refusal: said.refusal };
  }, [kind, JSON.stringify(body)]);
  expect(said).toEqual({ id: expect.any(String) });
  return said.id!;
};

const trustOf = (page: Page, key: string) => page.evaluate(async (one) => (await proof.thePhone()).book.value!.trust(one), key);

describe('The loop on one phone', () => {
  test('J3 a first sign-in reads everything the person may see, and says when the phone may leave the signal', async () => {
    const page = await open();
    expect(await signIn(page, 'yhlim', 'sai')).toEqual({ refusal: { code: 'sign-in.wrong', params: {} } });
    expect(await signIn(page)).toEqual({ device: 'dev00001' });
    expect((await settled(page)).state).toBe('quiet');
    const seen = await page.evaluate(async () => {
      const { lines, villages, people, commune } = (await proof.thePhone()).book.value!;
      return { lines: lines.value.map(({ no, head }) => `${no} ${head}`), villages: villages.value.length, people: people.value.size, commune: commune.value?.body.name };
    });
    const people = makeBelieveRows(today).filter((row) => row.kind === 'person' && row.household === null).length;
    expect(seen).toMatchObject({ villages: 1, people, commune: 'Đăk Mơ' });
    expect(seen.lines).toHaveLength(12);
    expect(seen.lines.slice(0, 3)).toEqual(['1 A Brum', '2 Y Nhơn', '3 Nguyễn Văn Phước']);
  });

  test('J1 J7 what is said without signal stands at once, outlives a reload, goes out on its own, and settles into the book', async () => {
    const page = await open();
    await signIn(page);
    await settled(page);
    await setPin(page);
    await context.setOffline(true);
    const id = await say(page, 'visit.record', visit('h01'));
    expect(await trustOf(page, `visit/${id}`)).toBe('saved');
    const shown = () => page.evaluate(async () => {
      const book = (await proof.thePhone()).book.value!;
      const held = await book.page('h01');
      const line = book.lines.value.find((one) => one.id === 'h01')!;
      return { visits: held!.visits.length, promises: line.promises.length, lastVisitOn: line.lastVisitOn, lines: book.lines.value.length };
    });
    await page.waitForFunction((on) => proof.openBook()!.lines.value.find((one) => one.id === 'h01')!.lastVisitOn === on, today);
    const before = await shown();
    expect(before.lines).toBe(12);
    commune.weather = 'portal';
    await context.setOffline(false);
    await reopened(page);
    expect(await shown()).toEqual(before);
    expect(await settled(page)).toMatchObject({ state: 'no-signal', waitingActs: 1 });
    commune.weather = 'fair';
    expect(await settled(page)).toMatchObject({ state: 'quiet', waitingActs: 0, refused: 0 });
    expect(await trustOf(page, `visit/${id}`)).toBe('booked');
    expect(await shown()).toEqual(before);
    expect(commune.ledger.book.rows.has(`visit/${id}`)).toBe(true);
  });

  test('J2 J6 an answer lost on the way back: the act goes again, stands once, and no row comes back to the phone that said it', async () => {
    const page = await open();
    await signIn(page);
    await settled(page);
    commune.weather = 'cut';
    const id = await say(page, 'promise.make', { household: 'h02', what: 'Xin thuốc khớp', keeper: HEAD, dueOn: today, on: today });
    expect(await settled(page)).toMatchObject({ state: 'no-signal', waitingActs: 1 });
    const entries = commune.ledger.book.lastEntry;
    commune.weather = 'fair';
    expect(await settled(page)).toMatchObject({ state: 'quiet', waitingActs: 0 });
    expect(commune.ledger.book.lastEntry).toBe(entries);
    expect(commune.pushes.flat().filter((act) => act.id === id).length).toBeGreaterThan(1);
    const calls = commune.asked.length;
    await say(page, 'promise.claim', { promise: id, household: 'h02', words: 'Đã mang đến nhà.', photo: null, on: today });
    await settled(page);
    expect(commune.asked.slice(calls)).toEqual(['POST /api/acts', 'GET /api/rows']);
  });

  test('J4 a refusal reaches its author with its reason and stays until it is dismissed', async () => {
    const page = await open();
    await signIn(page);
    await settled(page);
    await context.setOffline(true);
    const id = await say(page, 'promise.withdraw', { promise: 'p1-0', household: 'h02', words: 'Không còn cần nữa.' });
    // Meanwhile the officer withdrew the same promise.
    const row = commune.ledger.book.rows.get('promise/p1-0')!;
    commune.ledger.book.rows.set('promise/p1-0', { ...row, body: { ...(row.body as object), state: 'confirmed' }, entry: ++commune.ledger.book.lastEntry });
    await context.setOffline(false);
    await expect.poll(() => settled(page)).toMatchObject({ waitingActs: 0, refused: 1 });
    const [act] = await page.evaluate(async () => (await proof.thePhone()).book.value!.acts.value.map(({ act: { id: one, turn }, trust, verdict }) => ({ one, turn, trust, verdict })));
    expect(act).toMatchObject({ one: id, trust: 'refused', verdict: { refusal: { code: expect.stringMatching(/^[a-z-]+\.[a-z-]+$/u) } } });
    await page.evaluate(async (turn) => (await proof.thePhone()).book.value!.dismiss(turn), act!.turn);
    await page.waitForFunction(() => proof.openBook()!.road.value.refused === 0);
  });

  test('J1 a session that ended keeps everything; signing in again goes on with the same device', async () => {
    const page = await open();
    await signIn(page);
    await settled(page);
    commune.weather = 'signed-out';
    await say(page, 'visit.record', visit('h03'));
    expect(await settled(page)).toMatchObject({ state: 'sign-in', waitingActs: 1 });
    expect(await signIn(page)).toEqual({ device: 'dev00001' });
    expect(await settled(page)).toMatchObject({ state: 'quiet', waitingActs: 0 });
  });

  test('J1 rows that the phone can no longer read are read anew; what waits is untouched by it', async () => {
    const page = await open();
    await signIn(page);
    await settled(page);
    await setPin(page);
    await context.setOffline(true);
    const id = await say(page, 'visit.record', visit('h01'));
    await page.evaluate(async () => {
      const raw = await new proof.Dexie('nr_dev00001').open();
      for (const name of ['docs', 'list']) {
        await raw.table(name).toCollection().modify((record: { text: Uint8Array }) => {
          record.text = record.text.slice(0, record.text.length / 2);
        });
      }
      raw.close();
    });
    commune.weather = 'portal';
    await context.setOffline(false);
    await reopened(page);
    const seen = () => page.evaluate(async () => {
      const book = (await proof.thePhone()).book.value!;
      return { lines: book.lines.value.length, page: (await book.page('h03'))?.household.id ?? null, acts: book.acts.value.map(({ act }) => act.id), trouble: book.health.value.trouble };
    });
    expect(await seen()).toMatchObject({ page: null, acts: [id] });
    expect((await seen()).trouble).toBe('corrupt');
    commune.weather = 'fair';
    expect(await settled(page)).toMatchObject({ state: 'quiet', waitingActs: 0 });
    await page.waitForFunction(() => proof.openBook()!.lines.value.length === 12);
    expect(await seen()).toEqual({ lines: 12, page: 'h03', acts: [id], trouble: null });
    expect(commune.ledger.book.rows.has(`visit/${id}`)).toBe(true);
  });

  test('Road manners: a busy server is given the time it asks for', async () => {
    const page = await open();
    await signIn(page);
    await settled(page);
    commune.weather = 'busy';
    expect(await settled(page)).toMatchObject({ state: 'trouble', trouble: { code: 'server.busy' } });
    const calls = commune.asked.length;
    commune.weather = 'fair';
    await page.waitForFunction(() => proof.openBook()!.road.value.state === 'quiet');
    expect(commune.asked.length).toBeGreaterThan(calls);
  });
});

describe('Two windows of one phone', () => {
  test('J2 the queue is pushed by one window at a time, and what one window says the other shows', async () => {
    const one = await open();
    await signIn(one);
    await settled(one);
    await setPin(one);
    const two = await open();
    expect(await unlock(two)).toEqual({ ok: true });
    await context.setOffline(true);
    for (const household of ['h01', 'h02', 'h03', 'h04']) await say(one, 'visit.record', visit(household));
    for (const household of ['h05', 'h06', 'h07', 'h08']) await say(two, 'visit.record', visit(household));
    await one.waitForFunction(() => proof.openBook()!.road.value.waitingActs === 8);
    await two.waitForFunction(() => proof.openBook()!.road.value.waitingActs === 8);
    await context.setOffline(false);
    await Promise.all([settled(one), settled(two)]);
    await Promise.all([settled(one), settled(two)]);
    for (const page of [one, two]) await page.waitForFunction(() => proof.openBook()!.road.value.waitingActs === 0);
    const turns = commune.pushes.flat().map(({ turn }) => turn);
    expect([...turns].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    for (const page of [one, two]) {
      await page.waitForFunction((on) => proof.openBook()!.lines.value.filter((line) => line.lastVisitOn === on).length >= 8, today);
    }
  });
});

describe('Photos and recordings', () => {
  test('a photo is made small and bare on the phone, and goes on from where the road was cut', async () => {
    const page = await open();
    await signIn(page);
    await settled(page);
    const clean = (await page.evaluate(() => proof.cleanPhoto(2400, 1800))) as { bytes: number; type: string; width: number; height: number; told: boolean };
    expect(clean).toMatchObject({ told: false });
    expect(Math.max(clean.width, clean.height)).toBeLessThanOrEqual(1600);
    expect(clean.width * 3).toBe(clean.height * 4);
    expect(clean.bytes).toBeLessThanOrEqual(300_000);
    commune.losePatches = 1;
    const clip = await page.evaluate(async () => (await proof.thePhone()).book.value!.keepClip('h01', await proof.cameraPhoto(1600, 1200)));
    expect(clip).toMatchObject({ type: 'image/webp' });
    const { hash, bytes } = clip as { hash: string; bytes: number };
    expect((await settled(page)).state).toBe('no-signal');
    const half = commune.clips.get(hash)!.bytes.length;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(bytes);
    commune.weather = 'fair';
    expect(await settled(page)).toMatchObject({ state: 'quiet', waitingClips: 0 });
    expect(commune.clips.get(hash)!.bytes.length).toBe(bytes);
    expect(await page.evaluate(async (one) => (await (await proof.thePhone()).book.value!.clip(one))!.size, hash)).toBe(bytes);
  });

  test('what is no photo and no recording is refused with a reason', async () => {
    const page = await open();
    await signIn(page);
    const refused = (type: string, text: string) => page.evaluate(async ([t, s]) => (await proof.thePhone()).book.value!.keepClip('h01', new Blob([s!], { type: t! })), [type, text]);
    expect(await refused('text/plain', 'chữ')).toEqual({ refusal: { code: 'clip.type', params: { type: 'text/plain' } } });
    expect(await refused('image/jpeg', 'không phải ảnh')).toEqual({ refusal: { code: 'clip.unreadable' } });
    expect(await refused('audio/webm;codecs=opus', 'x'.repeat(6_000_000))).toMatchObject({ refusal: { code: 'clip.too-large' } });
  });

  test('what waits can be carried away as a file', async () => {
    const page = await open();
    await signIn(page);
    await settled(page);
    await context.setOffline(true);
    await say(page, 'visit.record', visit('h01'));
    await page.evaluate(async () => (await proof.thePhone()).book.value!.keepClip('h01', await proof.cameraPhoto(200, 150)));
    const lines = await page.evaluate(async () => (await (await (await proof.thePhone()).book.value!.outboxFile()).text()).trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>));
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatchObject({ format: 'nha-rong-outbox', device: 'dev00001', person: HEAD });
    expect(lines[1]).toMatchObject({ act: { kind: 'visit.record', turn: 1 } });
    expect(lines[2]).toMatchObject({ clip: { household: 'h01' }, base64: expect.stringMatching(/^[A-Za-z0-9+/=]+$/u) });
  });
});

describe('Several people on one phone', () => {
  test('each has a PIN and a book of their own; nobody leaves while acts wait', async () => {
    const page = await open();
    await signIn(page);
    await settled(page);
    await setPin(page);
    await context.setOffline(true);
    await say(page, 'visit.record', visit('h01'));
    await page.evaluate(async () => (await proof.thePhone()).lock());
    await context.setOffline(false);
    expect(await page.evaluate(async () => (await proof.thePhone()).book.value)).toBeNull();
    expect(await signIn(page, 'athuan')).toEqual({ device: 'dev00002' });
    await settled(page);
    await setPin(page, '567890');
    expect(await page.evaluate(async () => (await proof.thePhone()).book.value!.acts.value.length)).toBe(0);
    const leave = (device: string) => page.evaluate(async (one) => (await proof.thePhone()).leave(one), device);
    expect(await leave('dev00001')).toEqual({ refusal: { code: 'seat.waiting', params: { acts: 1 } } });
    expect(await unlock(page, 'dev00001', '567890')).toMatchObject({ refusal: { code: 'unlock.wrong' } });
    expect(await unlock(page)).toEqual({ ok: true });
    await settled(page);
    expect(await leave('dev00001')).toEqual({ ok: true });
    expect(await page.evaluate(async () => (await proof.thePhone()).seats.value.map(({ device, communeName }) => ({ device, communeName })))).toEqual([{ device: 'dev00002', communeName: 'Đăk Mơ' }]);
    expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).sort())).toEqual(['nr_dev00002', 'nr_seats']);
  });

  test('a PIN opens without signal; five wrong ones make it wait, ten ask for the password, and nothing waiting is lost', async () => {
    const page = await open();
    await signIn(page);
    await settled(page);
    await setPin(page);
    await context.setOffline(true);
    await say(page, 'visit.record', visit('h01'));
    await page.evaluate(async () => (await proof.thePhone()).lock());
    expect(await unlock(page)).toEqual({ ok: true });
    await page.evaluate(async () => (await proof.thePhone()).lock());
    for (let left = 4; left >= 1; left--) expect(await unlock(page, 'dev00001', '0000')).toEqual({ refusal: { code: 'unlock.wrong', params: { left } } });
    expect(await unlock(page, 'dev00001', '0000')).toEqual({ refusal: { code: 'unlock.wait', params: { seconds: 30 } } });
    expect(await unlock(page)).toMatchObject({ refusal: { code: 'unlock.wait' } });
    // The clock goes on an hour at a time.
    for (let hour = 1; hour <= 5; hour++) {
      await page.evaluate((h) => {
        const real = Date.now;
        Date.now = () => real() + h * 3_600_000;
      }, 1);
      await unlock(page, 'dev00001', '0000');
    }
    expect(await unlock(page)).toEqual({ refusal: { code: 'unlock.password' } });
    expect(await page.evaluate(async () => (await proof.thePhone()).seats.value.map(({ shut }) => shut))).toEqual(['tries']);
    await context.setOffline(false);
    expect(await signIn(page)).toEqual({ device: 'dev00001' });
    expect(await page.evaluate(async () => (await proof.thePhone()).seats.value.map(({ shut, signedIn, hasPin }) => ({ shut, signedIn, hasPin })))).toEqual([{ shut: null, signedIn: true, hasPin: true }]);
    expect(await unlock(page)).toEqual({ ok: true });
    await settled(page);
    expect(commune.pushes.flat()).toHaveLength(1);
  });

  test('a seat with a PIN asks for it after a reload', async () => {
    const page = await open();
    await signIn(page);
    await setPin(page);
    await page.reload();
    await page.waitForFunction(() => 'proof' in globalThis);
    expect(await page.evaluate(async () => {
      const phone = await proof.thePhone();
      return { book: phone.book.value === null, seats: phone.seats.value.map(({ hasPin, personName }) => ({ hasPin, personName })) };
    })).toEqual({ book: true, seats: [{ hasPin: true, personName: 'Y Hlim' }] });
  });

  test('a phone left lying locks itself after the minutes set, and not before', async () => {
    const page = await open();
    await signIn(page);
    await setPin(page);
    await page.evaluate(async () => (await proof.thePhone()).setLockAfter(7));
    const away = (minutes: number) => page.evaluate((m) => {
      const look = (how: string) => {
        Object.defineProperty(document, 'visibilityState', { value: how, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      };
      look('hidden');
      const real = Date.now;
      Date.now = () => real() + m * 60_000;
      look('visible');
      return proof.openBook() === null;
    }, minutes);
    expect(await away(6)).toBe(false);
    expect(await away(7)).toBe(true);
    expect(await unlock(page)).toEqual({ ok: true });
    await page.reload();
    await page.waitForFunction(() => 'proof' in globalThis);
    expect(await page.evaluate(async () => (await proof.thePhone()).lockAfter.value)).toBe(7);
  });

  test('a draft outlives the page', async () => {
    const page = await open();
    await signIn(page);
    await setPin(page);
    await page.evaluate(async () => (await proof.thePhone()).book.value!.keepDraft('visit.h01', { words: 'đang ghi dở' }));
    await reopened(page);
    const draft = () => page.evaluate(async () => (await proof.thePhone()).book.value!.draft('visit.h01'));
    expect(await draft()).toEqual({ words: 'đang ghi dở' });
    await page.evaluate(async () => (await proof.thePhone()).book.value!.keepDraft('visit.h01', null));
    expect(await draft()).toBeNull();
  });
});
