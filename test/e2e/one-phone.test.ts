// One phone in bad hands and bad weather: shared by two, PINs forgotten, acts refused, storage full, a new version waiting, no mouse.
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { dayAt } from '#phone/road/clock.ts';
import { launchChromium } from '../chromium.ts';
import { open as openAt, sendAll, visit } from './deeds.ts';
import { openHouse, type House } from './house.ts';
import { Onlooker } from './onlooker.ts';
import { takePhoto } from './photo.ts';
import { freshProfile, type Profile } from './profiles.ts';
import { arrive, choose, keepPictures, press, pressPin, see, wordsOf, write } from './touch.ts';
import { HEAD, openVillage, OTHER, signIn, VOLUNTEER, type Village } from './village.ts';

const MINUTES = 60_000;

let house: House;
let browser: Browser;
let village: Village;
let onlooker: Onlooker;
let phone: Profile | undefined;

beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), launchChromium()]);
  village = await openVillage(house);
}, 5 * MINUTES);
afterAll(async () => {
  await browser?.close();
  await house?.close();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' && phone) await keepPictures(task.name, [phone.page]);
  await phone?.context.close();
  phone = undefined;
  expect(onlooker.faults).toEqual([]);
});

/** A phone that nobody has used, at the door; its road leads to the server, or through what stands in between. */
async function newPhone(origin = house.origin): Promise<Page> {
  onlooker = new Onlooker(origin);
  phone = await freshProfile(browser, onlooker);
  await phone.page.goto(origin);
  return phone.page;
}
const open = (page: Page, to: string) => openAt(page, house.origin, to);
const offline = (cut: boolean) => phone!.context.setOffline(cut);

async function readyToGoFar(page: Page): Promise<void> {
  await open(page, '/may');
  await see(page, 'Đi xa được, không cần sóng');
}

/** Locks the phone from the page about oneself. */
async function lock(page: Page): Promise<void> {
  await open(page, '/toi');
  await press(page, /^Khoá, để người khác dùng/);
}

const heard = (no: string, words: string) => ({ no, head: `A Chủ ${no}`, topic: 'Nước', words, promises: [] });

test('Seats: two people share one phone without signal, each with their own PIN, and neither sees what waits of the other', { timeout: 5 * MINUTES }, async () => {
  const page = await newPhone();
  await signIn(page, VOLUNTEER.id, '2638');
  await lock(page);
  await arrive(page, VOLUNTEER.name);
  await press(page, 'Người khác dùng máy này');
  await signIn(page, OTHER.id, '1379');
  await readyToGoFar(page);
  await offline(true);
  await visit(page, house.origin, heard('4', 'Giếng nhà tôi cạn'));
  await visit(page, house.origin, heard('5', 'Ống nước vỡ'));
  await lock(page);
  await arrive(page, 'Ai đang cầm máy?');
  await see(page, /2 việc chờ gửi/);
  await onlooker.examine(page, 'who holds the phone');
  await press(page, new RegExp(VOLUNTEER.name));
  await pressPin(page, '1379', 'Mở');
  await see(page, 'PIN không đúng.');
  await pressPin(page, '2638', 'Mở');
  // The address stays; the book behind it is another's.
  await arrive(page, 'Tôi');
  await open(page, '/cho-gui');
  await see(page, 'Mọi việc đã gửi hết');
  await open(page, '/thon');
  await see(page, 'A Chủ 1');
  expect(await wordsOf(page)).not.toMatch(/A Chủ [4-8]/);
  await visit(page, house.origin, heard('1', 'Muốn có bể chứa'));
  await lock(page);
  await see(page, /1 việc chờ gửi/);
  await offline(false);
  for (const [name, pin] of [[OTHER.name, '1379'], [VOLUNTEER.name, '2638']] as const) {
    await press(page, new RegExp(name));
    await pressPin(page, pin, 'Mở');
    await arrive(page, 'Tôi');
    await sendAll(page, house.origin);
    await lock(page);
  }
  await village.officer.pull();
  const said = [...village.officer.rows.values()].filter((row) => row.kind === 'visit').map((row) => [row.body.by, row.body.heard[0].words]);
  expect(said.sort()).toEqual([[OTHER.id, 'Giếng nhà tôi cạn'], [OTHER.id, 'Ống nước vỡ'], [VOLUNTEER.id, 'Muốn có bể chứa']].sort());
});

test('Seats: after five wrong PINs the phone makes one wait, opens to nobody meanwhile, and loses nothing', { timeout: 5 * MINUTES }, async () => {
  const page = await newPhone();
  await signIn(page, VOLUNTEER.id, '2638');
  await open(page, '/ho/' + village.households['2']);
  await arrive(page, /A Chủ 2/);
  await lock(page);
  await offline(true);
  for (let n = 1; n <= 5; n++) {
    await pressPin(page, '1111', 'Mở');
    await see(page, n < 5 ? /PIN không đúng/ : /Bấm sai nhiều lần\. Chờ/);
  }
  await onlooker.examine(page, 'unlock, waiting');
  expect(await page.getByRole('group', { name: 'Bàn phím số' }).getByRole('button', { disabled: false }).count()).toBe(0);
  await page.clock.install();
  await page.clock.fastForward(31_000);
  await page.getByRole('button', { name: '2', exact: true, disabled: false }).waitFor();
  await pressPin(page, '2638', 'Mở');
  await arrive(page, 'Tôi');
});

test('J4 a refused act stands with its reason and its remedy, and goes back into its form to be written again', { timeout: 5 * MINUTES }, async () => {
  const { officer, households } = village;
  const page = await newPhone();
  await signIn(page, VOLUNTEER.id, '2638');
  await readyToGoFar(page);
  await offline(true);
  await open(page, `/ho/${households['3']}/hua`);
  await write(page, /Hứa điều gì/, 'Phát cỏ hai bên đường');
  await choose(page, OTHER.name);
  await choose(page, 'Trong 7 ngày');
  await press(page, /^Lưu$/);
  await see(page, 'Đã lưu lời hứa trên máy');
  await officer.pull();
  const post = officer.rows.get(`person/${OTHER.id}`)!.body.posts[0].id;
  officer.say('post.assign', { person: OTHER.id, post, households: [households['4']!, households['5']!, households['6']!] });
  await officer.push();
  await offline(false);
  await open(page, '/cho-gui');
  await press(page, 'Gửi và nhận ngay');
  await see(page, /^bị từ chối$/);
  await see(page, /Y Blưm/);
  await onlooker.examine(page, 'waiting, refused');
  await open(page, '/hom-nay');
  await see(page, '1 việc bị từ chối');
  await open(page, '/cho-gui');
  await press(page, 'Sửa và ghi lại');
  await arrive(page, 'Thêm lời hứa');
  expect(await page.getByLabel(/Hứa điều gì/).inputValue()).toBe('Phát cỏ hai bên đường');
  await choose(page, 'Tôi');
  await press(page, /^Lưu$/);
  await see(page, 'Đã lưu lời hứa trên máy');
  await sendAll(page, house.origin);
  await officer.pull();
  expect([...officer.rows.values()].filter((row) => row.kind === 'promise').map((row) => [row.body.what, row.body.keeper])).toEqual([['Phát cỏ hai bên đường', VOLUNTEER.id]]);
});

test('Language: the app turns to English and back at a press, and stays so after a reload', { timeout: 5 * MINUTES }, async () => {
  const page = await newPhone();
  await page.getByLabel('Ngôn ngữ').selectOption('en');
  await arrive(page, 'Sign in');
  await onlooker.examine(page, 'sign-in, English');
  await page.getByLabel('Language').selectOption('vi');
  await signIn(page, HEAD.id, '2638');
  await open(page, '/toi');
  await choose(page, 'English');
  await arrive(page, 'Me');
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await page.reload();
  await pressEnglishPin(page, '2638');
  await open(page, '/hom-nay');
  await arrive(page, 'Today');
  await onlooker.examine(page, 'today, English');
  await open(page, '/toi');
  await choose(page, 'Tiếng Việt');
  await arrive(page, 'Tôi');
});

async function pressEnglishPin(page: Page, pin: string): Promise<void> {
  await arrive(page, HEAD.name);
  await page.keyboard.type(pin);
  await press(page, 'Open');
  await arrive(page, 'Me');
}

/** Leaves the app no room, or gives it back; resolves when the browser has noticed, which looks only now and then. */
async function room(page: Page, left: boolean): Promise<void> {
  const cdp = await phone!.context.newCDPSession(page);
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: house.origin, ...(left ? {} : { quotaSize: 1000 }) });
  const written = () => page.evaluate(() => new Promise<boolean>((done) => {
    const asked = indexedDB.open('somebody-else', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('bytes', { autoIncrement: true });
    asked.onsuccess = () => {
      const writing = asked.result.transaction('bytes', 'readwrite');
      writing.objectStore('bytes').add(new Uint8Array(10_000));
      writing.oncomplete = writing.onabort = (event) => { asked.result.close(); done(event.type === 'complete'); };
    };
  }));
  await expect.poll(written, { timeout: 2 * MINUTES, interval: 500 }).toBe(left);
  if (left) await cdp.detach();
}

test('J1 a full phone opens its book, says that it is full, calls nothing saved, and keeps what is written in its form', { timeout: 5 * MINUTES }, async () => {
  const photo = await takePhoto(browser);
  const page = await newPhone();
  await signIn(page, OTHER.id, '2638');
  await readyToGoFar(page);
  await offline(true);
  await room(page, false);
  await page.reload();
  await arrive(page, OTHER.name);
  await pressPin(page, '2638', 'Mở');
  await arrive(page, 'Máy này');
  const telling = visit(page, house.origin, { ...heard('6', 'Nước đục sau mưa'), photo });
  telling.catch(() => {});
  await see(page, /Bộ nhớ máy đã đầy/);
  await onlooker.examine(page, 'visit, phone full');
  expect(await wordsOf(page)).not.toMatch(/đã lưu/i);
  await room(page, true);
  await press(page, 'Lưu chuyến thăm');
  await telling;
  await offline(false);
  await sendAll(page, house.origin);
});

/** The same server seen through a road of its own, where the app's next version can be put before it is made. */
async function newVersion(): Promise<{ readonly origin: string; publish(): void; close(): Promise<void> }> {
  let next = false;
  const road: Server = createServer((asked, answer) => {
    const onward = request(`${house.origin}${asked.url}`, { method: asked.method!, headers: asked.headers }, (back) => {
      if (asked.url !== '/worker.js' || !next) {
        answer.writeHead(back.statusCode!, back.headers);
        back.pipe(answer);
        return;
      }
      const parts: Buffer[] = [];
      back.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        const script = Buffer.concat(parts).toString().replace(/version:\s*"[0-9a-f]+"|"version":\s*"[0-9a-f]+"/, '"version":"abcdefabcdef"');
        answer.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'no-cache', 'service-worker-allowed': '/' }).end(script);
      });
    });
    // The whole script, unpacked, and not the word that it is as it was.
    if (asked.url === '/worker.js') for (const header of ['accept-encoding', 'if-none-match', 'if-modified-since']) onward.removeHeader(header);
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((done) => road.listen(0, '127.0.0.1', done));
  return {
    origin: `http://localhost:${(road.address() as AddressInfo).port}`,
    publish: () => { next = true; },
    close: () => new Promise((done) => { road.closeAllConnections(); road.close(() => done()); }),
  };
}

test('Versions: a new version of the app waits until it is taken, and never reloads an open form', { timeout: 5 * MINUTES }, async () => {
  const road = await newVersion();
  const page = await newPhone(road.origin);
  await signIn(page, VOLUNTEER.id, '2638');
  await openAt(page, road.origin, '/may');
  await see(page, 'Đi xa được, không cần sóng');
  await openAt(page, road.origin, `/ho/${village.households['1']}/hua`);
  await write(page, /Hứa điều gì/, 'Đang viết dở');
  await page.evaluate(() => { document.title = 'same page'; });
  road.publish();
  await offline(true);
  await offline(false);
  // The browser has fetched the new version and keeps it waiting.
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.waiting !== null);
  expect(await page.getByLabel(/Hứa điều gì/).inputValue()).toBe('Đang viết dở');
  expect(await page.title()).toBe('same page');
  await openAt(page, road.origin, '/hom-nay');
  await see(page, 'Có bản mới của phần mềm');
  await onlooker.examine(page, 'today, new version');
  await press(page, 'Dùng bản mới');
  await arrive(page, VOLUNTEER.name);
  expect(await page.evaluate(() => caches.keys())).toContain('nha-rong-abcdefabcdef');
  await pressPin(page, '2638', 'Mở');
  await arrive(page, 'Hôm nay');
  await openAt(page, road.origin, `/ho/${village.households['1']}/hua`);
  await see(page, 'Bạn đang ghi dở từ lần trước');
  expect(await page.getByLabel(/Hứa điều gì/).inputValue()).toBe('Đang viết dở');
  // The phone first: an exchange it has just begun would find the road gone, and say so.
  await phone?.context.close();
  phone = undefined;
  await road.close();
});

/** What has the keyboard, as it is read out, and whether its ring is seen. */
const focused = (page: Page) => page.evaluate(() => {
  const one = document.activeElement as HTMLElement;
  const seen = one.matches('input[type=radio], input[type=checkbox]') && one.nextElementSibling ? one.nextElementSibling : one;
  const { outlineStyle, outlineWidth } = getComputedStyle(seen);
  return { says: (one.getAttribute('aria-label') ?? (one as HTMLInputElement).labels?.[0]?.textContent ?? one.textContent ?? '').trim(), ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 };
});

/** Presses Tab until what has the keyboard says this; answers all that was passed on the way. */
async function tabTo(page: Page, says: RegExp): Promise<readonly string[]> {
  const passed: string[] = [];
  for (let n = 0; n < 80; n++) {
    await page.keyboard.press('Tab');
    const one = await focused(page);
    if (!one.ring) throw new Error(`no ring around “${one.says}”`);
    passed.push(one.says);
    if (says.test(one.says)) return passed;
  }
  throw new Error(`not reached by Tab: ${says}; passed ${passed.join(' | ')}`);
}

/** A page has come when its heading has the keyboard: from there Tab goes on. */
const begins = (page: Page, title: string) => page.waitForFunction((words) => document.activeElement?.tagName === 'H1' && document.activeElement.textContent === words, title);

test('Keyboard: Today and a whole visit go without a mouse, in the order they are read, with the ring always seen', { timeout: 5 * MINUTES }, async () => {
  const page = await newPhone();
  await signIn(page, VOLUNTEER.id, '2638');
  await see(page, 'A Chủ 2');
  // Reading begins at the heading: before it stands only the way past it all.
  await begins(page, 'Hôm nay');
  await page.keyboard.press('Shift+Tab');
  expect((await focused(page)).says).toBe('Tới nội dung chính');
  await open(page, '/thon');
  await begins(page, 'Các hộ');
  await open(page, '/hom-nay');
  await begins(page, 'Hôm nay');
  const passed = await tabTo(page, /^Ghi chuyến thăm$/);
  expect(passed[0]).toMatch(/Chuyện gửi và nhận/);
  expect(passed.findIndex((says) => /A Chủ 2/.test(says))).toBeGreaterThan(0);
  expect(await tabTo(page, /^Tôi$/)).toEqual(['Hôm nay', 'Các hộ', 'Tôi']);
  await page.keyboard.press('Enter');
  await begins(page, 'Tôi');
  await open(page, '/hom-nay');
  await begins(page, 'Hôm nay');
  await tabTo(page, /^Ghi chuyến thăm$/);
  await page.keyboard.press('Enter');
  await begins(page, 'Thăm hộ nào?');
  await tabTo(page, /A Chủ 2/);
  await page.keyboard.press('Enter');
  await see(page, 'Đi ngày nào, với ai?');
  await tabTo(page, /^Hôm nay$/);
  await page.keyboard.press('ArrowRight');
  await see(page, /^Ngày \d\d\/\d\d\/\d{4}$/);
  await tabTo(page, /^Tiếp$/);
  await page.keyboard.press('Enter');
  await see(page, 'Gặp những ai trong nhà?');
  await tabTo(page, /Không gặp ai ở nhà/);
  await page.keyboard.press('Space');
  await tabTo(page, /^Xem lại$/);
  await page.keyboard.press('Enter');
  await see(page, 'Xem lại rồi lưu');
  await tabTo(page, /^Lưu chuyến thăm$/);
  await page.keyboard.press('Enter');
  await see(page, 'Chuyến thăm đã lưu trên máy');
  await arrive(page, /A Chủ 2/);
  await sendAll(page, house.origin);
  await village.officer.pull();
  const yesterday = dayAt(Date.now() - 86_400_000);
  expect([...village.officer.rows.values()].filter((row) => row.kind === 'visit' && row.household === village.households['2']).map((row) => [row.body.on, row.body.met])).toEqual([[yesterday, []]]);
});

test('Keyboard: at a desk the ways onward stand before the page, one step back from its heading, and can be passed over', { timeout: 5 * MINUTES }, async () => {
  const page = await newPhone();
  await signIn(page, VOLUNTEER.id, '2638');
  await begins(page, 'Hôm nay');
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, '/thon');
  await begins(page, 'Các hộ');
  const back = async (): Promise<string> => {
    await page.keyboard.press('Shift+Tab');
    const { says, ring } = await focused(page);
    expect(ring, says).toBe(true);
    return says;
  };
  const ways = await page.getByRole('navigation').getByRole('link').allInnerTexts();
  expect(ways).toContain('Hôm nay');
  for (const way of [...ways].reverse()) expect(await back()).toBe(way.trim());
  expect(await back()).toBe('Tới nội dung chính');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
  // The window made narrow: the ways are under the page again, and come after it.
  await page.setViewportSize({ width: 360, height: 740 });
  await page.waitForFunction(() => document.querySelector('.page > :last-child')?.tagName === 'NAV');
});
