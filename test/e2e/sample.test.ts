// The sample commune as somebody trying it out meets it: made in the browser, entered in every way, shown on the board, printed.
import { dirname } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { launchChromium } from '../chromium.ts';
import { Stranger } from '../stranger.ts';
import { choosePin } from './deeds.ts';
import { openHouse, startServer, type House } from './house.ts';
import { Onlooker } from './onlooker.ts';
import { freshProfile, type Profile } from './profiles.ts';
import { readQr } from './qr.ts';
import { story } from './story.ts';
import { arrive, choose, keepPictures, press, pressPin, see, wordsOf, write } from './touch.ts';

const MINUTES = 60_000;

let house: House;
let browser: Browser;
let onlooker: Onlooker;
let desk: Profile;
let reader: Profile | undefined;
let password: string;

beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), launchChromium()]);
  onlooker = new Onlooker(house.origin);
  desk = await freshProfile(browser, onlooker);
}, 5 * MINUTES);
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const { step } = story(async (title) => {
  await keepPictures(title, [desk, reader].flatMap((one) => (one ? [one.page] : [])));
  console.error(onlooker.faults.join('\n'));
});

const open = (page: Page, to: string) => page.goto(`${house.origin}/#${to}`);
/** Pages of a printed A4, counted in what the browser would send to the printer. */
async function sheets(page: Page): Promise<number> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const boxes = [...pdf.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/gu)];
  for (const [, width, height] of boxes) expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842]);
  return [...pdf.matchAll(/\/Type\s*\/Page\b/gu)].length;
}

step('First visit: the sample commune is made in the browser, with true progress, and says how to come in as whom', async () => {
  const { page } = desk;
  await page.goto(house.origin);
  await press(page, 'Dùng thử với xã mẫu');
  await see(page, /Đã ghi [\d.]+ trên [\d.]+ việc/);
  await onlooker.examine(page, 'sample, in the making');
  await page.getByRole('heading', { level: 1, name: 'Xã mẫu đã sẵn sàng' }).waitFor({ timeout: 4 * MINUTES });
  await onlooker.examine(page, 'sample, ways in');
  expect(await wordsOf(page)).toMatch(/canbo[\s\S]+truongthon[\s\S]+tinhnguyen[\s\S]+MAUM-AUMA-UMAU[\s\S]+246810/);
  password = await page.locator('dd.code').nth(1).innerText();
  await press(page, 'Vào bằng tài khoản này');
  await choosePin(page, '1379');
  await arrive(page, 'Hôm nay');
  await see(page, 'XÃ MẪU — DỮ LIỆU BỊA');
  await onlooker.examine(page, 'today, sample officer');
});

step('Sample: one village of 216 households and 898 people, 17 volunteers with households, two villages of other languages', async () => {
  const officer = await Stranger.signIn(house.origin, { login: 'canbo', password, phoneName: 'Máy khác' });
  await officer.pull();
  const rows = [...officer.rows.values()];
  const villages = rows.filter((row) => row.kind === 'village');
  const inVillage = (id: string) => rows.filter((row) => row.kind === 'household' && row.village === id);
  const [large, ...small] = villages.sort((a, b) => inVillage(b.id).length - inVillage(a.id).length);
  const in1 = inVillage(large!.id);
  expect(in1).toHaveLength(216);
  expect(in1.reduce((sum, row) => sum + row.body.members.filter((one: { leftOn: string | null }) => one.leftOn === null).length, 0)).toBe(898);
  const posts = rows.filter((row) => row.kind === 'person').flatMap((row) => row.body.posts as readonly { role: string; village: string; households: readonly string[] }[]);
  expect(posts.filter((post) => post.role === 'volunteer' && post.village === large!.id && post.households.length > 0)).toHaveLength(17);
  expect(small).toHaveLength(2);
  for (const village of small) expect(village.body.languages.some((language: string) => language !== 'vi')).toBe(true);
  const { page } = desk;
  await open(page, '/thon');
  await page.getByLabel('Thôn, làng').selectOption({ label: large!.body.name });
  await see(page, '216 hộ');
  await onlooker.examine(page, 'households, sample');
});

step('Cards: nine households print on two A4 sheets, eight cards on the first', async () => {
  const { page } = desk;
  await open(page, '/van-phong/the');
  await choose(page, 'Thôn 4');
  await choose(page, 'Tất cả');
  await write(page, 'Chọn theo số hộ', '11-19');
  await press(page, /^Chọn$/);
  await press(page, 'Làm 9 thẻ');
  await arrive(page, '9 thẻ đã sẵn sàng để in');
  expect(await page.locator('.paper .card').count()).toBe(9);
  expect(await sheets(page)).toBe(2);
  page.once('dialog', (dialog) => void dialog.accept());
  await page.goto('about:blank');
});

step('Household: the card printed on the last page of the set-up leads to the household’s own page', async () => {
  reader = await freshProfile(browser, onlooker);
  const { page } = reader;
  await page.goto(house.origin);
  await arrive(page, 'Đăng nhập');
  await onlooker.examine(page, 'sign-in');
  await press(page, 'Nhà tôi có thẻ hộ');
  await see(page, 'Mã in trên thẻ');
  await onlooker.examine(page, 'card, code');
  const code = (await (await fetch(`${house.origin}/api/setup`)).json() as { communes: readonly { code: string }[] }).communes[0]!.code;
  await write(page, 'Mã in trên thẻ', `${code}.maum auma-umau`);
  await press(page, 'Tiếp');
  await press(page, /^Máy mượn/);
  await pressPin(page, '246810', 'Vào');
  await see(page, 'Đã hứa với nhà mình');
  await see(page, 'Nhà mình thấy sao?');
  await onlooker.examine(page, 'own page, borrowed phone');
  await press(page, 'Xong, trả máy');
  await arrive(page, 'Đăng nhập');
  expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).filter((name) => name !== 'nr_seats'))).toEqual([]);
  await reader.context.close();
});

step('Board: it is read without signing in and without JavaScript, in both languages, on a phone', async () => {
  reader = await freshProfile(browser, onlooker, { javaScriptEnabled: false, deviceScaleFactor: 3 });
  const { page } = reader;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.resourceType()));
  await page.goto(`${house.origin}/cong-khai`);
  await see(page, 'Lời hứa với bà con');
  await see(page, /gia đình xác nhận đã xong/);
  await see(page, /Bà con nói về việc gì/);
  await press(page, 'English');
  await see(page, 'Promises to the people');
  await page.goBack();
  await page.getByRole('table').getByRole('link').first().click();
  await see(page, 'Về trang của xã');
  expect(asked.filter((type) => type === 'script' || type === 'fetch' || type === 'xhr')).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
});

step('Board: each page prints on exactly one A4, with a QR square that leads back to it', async () => {
  const { page } = reader!;
  for (const path of ['/cong-khai', new URL(page.url()).pathname]) {
    await page.goto(house.origin + path);
    expect(await sheets(page)).toBe(1);
    // As wide as an A4 between its margins.
    await page.setViewportSize({ width: 703, height: 1032 });
    await page.emulateMedia({ media: 'print' });
    expect(await readQr(browser, page.locator('.poster svg'))).toBe(page.url());
    // Not 'screen': the printer would then be sent what the screen shows.
    await page.emulateMedia({ media: null });
  }
  await reader!.context.close();
  reader = await freshProfile(browser, onlooker);
  await reader.page.goto(`${house.origin}/cong-khai`);
  await onlooker.examine(reader.page, 'board, sample');
  await reader.page.getByRole('table').getByRole('link').first().click();
  await see(reader.page, 'Về trang của xã');
  await onlooker.examine(reader.page, 'board, sample village');
});

step('Starts: a second server on the same folder refuses with a sentence, and the first does not notice', async () => {
  const second = startServer(dirname(house.dataDir));
  expect(await second.ended).not.toBe(0);
  expect(second.said()).toContain(house.dataDir);
  expect(second.said()).not.toMatch(/\n\s+at /);
  expect((await fetch(`${house.origin}/api/setup`)).status).toBe(200);
});

step('Throughout: no error, no forbidden load, no other server asked, and nothing in the way of anybody', () => {
  expect(onlooker.faults).toEqual([]);
  expect(onlooker.screens.length).toBeGreaterThan(8);
});
