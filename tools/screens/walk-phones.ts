// Pictures of phones in trouble: lost and shut out, locked tight, lapsed, cleared by the browser, full; and the officer's tray and list of phones.
import type { Page } from 'playwright-core';
import { arrive, choose, press, pressPin, see, write } from '../../test/e2e/touch.ts';
import { PHONE } from '../../test/e2e/profiles.ts';
import { middle } from './camera.ts';
import { phonesThatVanish } from './happenings.ts';
import { lookThrough, newPage, open, SAMPLE, signIn, type Found, type Stage } from './stage.ts';

const MINUTE_MS = 60_000;

export async function walkPhones(stage: Stage): Promise<void> {
  const { camera, onlooker } = stage;
  camera.part('Phones that are lost, locked or full');
  // A phone that was shut out is told so with 401, and the browser says it.
  onlooker.expect(/401/);
  await phonesThatVanish(stage);
  await walkTray(stage);
  await walkLocked(stage);
  await walkLapsed(stage);
  await walkShutOut(stage);
  await walkCleared(stage);
  await walkFull(stage);
  await walkNoWay(stage);
}

async function walkTray(stage: Stage): Promise<void> {
  const { camera } = stage;
  const page = await newPage(stage);
  await signIn(page, 'canbo');
  await open(stage, page, '/van-phong/khay');
  await see(page, 'Vào sổ');
  await camera.take(page, { name: 'tray', darkDesk: true, says: 'The tray: what came sealed from a phone that may not come in any more' });
  await press(page, 'Để riêng');
  await see(page, 'Vì sao để riêng?');
  await write(page, 'Vì sao để riêng?', 'hỏi lại người mới phụ trách');
  await camera.take(page, { name: 'tray-aside', says: 'Not put into the book, with the reason; it is never deleted', settle: middle('Vì sao để riêng?') });
  await open(stage, page, '/van-phong/may');
  await see(page, 'máy đang cầm');
  await camera.take(page, { name: 'phones', says: 'The phones that can open the commune’s book, and what waits on them' });
  await page.getByRole('button', { name: /Thu hồi Samsung A05/ }).click();
  await see(page, /việc chưa gửi đi vào khay thư niêm phong/);
  await camera.take(page, { name: 'phones-revoke', says: 'Shutting out a phone that was lost: what happens then', settle: middle('Thu hồi máy này') });
  await page.context().close();
}

async function workWaits(stage: Stage, page: Page, found: Found): Promise<void> {
  await open(stage, page, '/may');
  await see(page, 'Đi xa được, không cần sóng');
  await page.context().setOffline(true);
  const home = found.first('household', (row) => row.village === 'thon-4' && row.body.closedOn === null);
  await open(stage, page, `/ho/${home.id}/hua`);
  await write(page, /Hứa điều gì/, 'Xin giống cỏ cho đàn bò');
  await choose(page, 'Trong 7 ngày');
  await press(page, /^Lưu/);
  await arrive(page, new RegExp(home.body.head));
  await open(stage, page, '/cho-gui');
  await see(page, /^đã lưu trên máy$/);
}

async function lock(stage: Stage, page: Page): Promise<void> {
  await open(stage, page, '/toi');
  await press(page, /^Khoá, để người khác dùng/);
  await see(page, 'Bấm PIN để mở sổ');
}

async function walkLocked(stage: Stage): Promise<void> {
  const { camera } = stage;
  const page = await newPage(stage);
  await signIn(page, 'truongthon');
  await workWaits(stage, page, await lookThrough(stage));
  await lock(stage, page);
  await press(page, 'Quên PIN');
  await see(page, 'PIN cũ mất');
  await camera.take(page, { name: 'unlock-forgot', says: 'Who forgot the PIN is told what happens, and what is safe' });
  await press(page, 'Tôi nhớ ra PIN rồi');
  await page.clock.install();
  for (let n = 1; n <= 10; n++) {
    await pressPin(page, '9731', 'Mở');
    await see(page, n < 5 ? 'PIN không đúng' : n < 10 ? /Bấm sai nhiều lần/ : 'Sổ đang khoá chặt');
    if (n === 3) await camera.take(page, { name: 'unlock-left', says: 'A wrong PIN again: how many tries are left' });
    if (n === 5) await camera.take(page, { name: 'unlock-wait', says: 'After five wrong ones the phone makes one wait' });
    if (n >= 5 && n < 10) await page.clock.fastForward(20 * MINUTE_MS);
  }
  await camera.take(page, { name: 'unlock-shut', darkDesk: true, says: 'After ten the book is locked tight; nothing is lost, and what waits goes sealed' });
  await page.context().close();
}

async function walkLapsed(stage: Stage): Promise<void> {
  const { camera } = stage;
  const page = await newPage(stage);
  await signIn(page, 'tinhnguyen');
  await open(stage, page, '/may');
  await see(page, 'Đi xa được, không cần sóng');
  await page.context().setOffline(true);
  await lock(stage, page);
  await page.clock.install({ time: Date.now() + 32 * 86_400_000 });
  await page.reload();
  await page.getByText(/Bấm PIN để mở sổ|Sổ đang khoá chặt/).first().waitFor();
  if (await page.getByRole('group', { name: 'Bàn phím số' }).isVisible()) await pressPin(page, SAMPLE.pin, 'Mở');
  await see(page, 'Sổ đang khoá chặt');
  await camera.take(page, { name: 'unlock-lapsed', says: 'A phone that has not met the server for thirty days locks itself' });
  await page.context().close();
}

async function walkShutOut(stage: Stage): Promise<void> {
  const { camera } = stage;
  const { officer } = await lookThrough(stage);
  const known = new Set((await officer.ask<{ device: string }[]>('/api/office/devices')).map(({ device }) => device));
  const page = await newPage(stage);
  await signIn(page, 'tinhnguyen');
  const { device } = (await officer.ask<{ device: string }[]>('/api/office/devices')).find((one) => !known.has(one.device))!;
  await officer.ask(`/api/office/devices/${device}/revoke`, { method: 'POST', json: {} });
  await open(stage, page, '/cho-gui');
  await press(page, 'Gửi và nhận ngay');
  await see(page, 'Xã đã khoá máy này');
  await camera.take(page, { name: 'shut-out', says: 'A phone the commune has shut out forgets its book, and says why' });
  await page.context().close();
}

/** Browsers clear what an address keeps when the phone is full. */
async function walkCleared(stage: Stage): Promise<void> {
  const { camera } = stage;
  const page = await newPage(stage);
  await signIn(page, 'truongthon');
  await workWaits(stage, page, await lookThrough(stage));
  await page.context().setOffline(false);
  await page.goto('about:blank');
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Storage.clearDataForOrigin', { origin: stage.origin, storageTypes: 'indexeddb' });
  await page.goto(stage.origin);
  await see(page, 'Trình duyệt đã xoá sổ trên máy này');
  await camera.take(page, { name: 'store-cleared', says: 'The browser has cleared the phone: said at once, with what was lost' });
  await page.context().close();
}

async function walkFull(stage: Stage): Promise<void> {
  const { camera } = stage;
  const page = await newPage(stage);
  await signIn(page, 'truongthon');
  await open(stage, page, '/may');
  await see(page, 'Đi xa được, không cần sóng');
  await page.context().setOffline(true);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: stage.origin, quotaSize: 1000 });
  const { first } = await lookThrough(stage);
  const home = first('household', (row) => row.village === 'thon-4' && row.body.closedOn === null);
  // The browser notices only now and then that there is no room: a few more are kept until it does.
  for (let n = 1; n <= 40; n++) {
    await open(stage, page, `/ho/${home.id}/hua`);
    await write(page, /Hứa điều gì/, `Xin giống cỏ cho đàn bò, lần ${n}`);
    await choose(page, 'Trong 7 ngày');
    await press(page, /^Lưu/);
    const full = page.getByText(/Bộ nhớ máy đã đầy/).first();
    await full.or(page.getByRole('heading', { level: 1, name: new RegExp(home.body.head) })).first().waitFor();
    if (await full.isVisible()) break;
    await page.waitForTimeout(2_000);
  }
  await see(page, /Bộ nhớ máy đã đầy/);
  await camera.take(page, { name: 'store-full-form', says: 'A full phone calls nothing saved, and keeps what is in the form', settle: middle(/Bộ nhớ máy đã đầy/) });
  await open(stage, page, '/may');
  await see(page, 'Bộ nhớ máy đã đầy');
  await camera.take(page, { name: 'store-full', says: 'The same on the page about this phone, with the way out' });
  await page.context().close();
}

/** Before anybody has come in: no server to be reached, or a road without a lock. And a page that is not there. */
async function walkNoWay(stage: Stage): Promise<void> {
  const { camera } = stage;
  const page = await newPage(stage);
  await page.route('**/api/setup', (route) => route.abort('internetdisconnected'));
  await page.reload();
  await see(page, 'Chưa nối được với máy chủ của xã');
  await camera.take(page, { name: 'door-no-signal', says: 'The first visit without signal' });
  await page.unroute('**/api/setup');
  await page.reload();
  await signIn(page, 'tinhnguyen');
  await open(stage, page, '/khong-co');
  await see(page, 'Không có trên máy này');
  await camera.take(page, { name: 'missing', says: 'A page that is not there, or no longer mine' });
  await page.context().close();
  // Not watched: to the browser this is another server.
  const bare = await stage.browser.newContext({ ...PHONE });
  const road = await bare.newPage();
  await road.route('http://nharong.xa-mau.vn/**', async (route) => {
    const asked = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: stage.origin + asked.pathname }) });
  });
  await road.goto('http://nharong.xa-mau.vn/');
  await see(road, 'Cần mở bằng địa chỉ https://');
  await camera.take(road, { name: 'door-bare', says: 'Opened over a road without a lock: why not here, and what to do' });
  await bare.close();
}
