// Faces in a photo are covered by touch, by keys and without signal; what is kept on the phone and in the book is the covered picture alone.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Mosaic, type Pixels } from '#phone/parts/photo-mosaic.ts';
import { launchChromium } from '../chromium.ts';
import { open as openAt, sendAll } from './deeds.ts';
import { openHouse, type House } from './house.ts';
import { Onlooker } from './onlooker.ts';
import { CAMERA, FACES, LATITUDE, takePhoto } from './photo.ts';
import { freshProfile, type Profile } from './profiles.ts';
import { arrive, choose, keepPictures, press, pressPin, see } from './touch.ts';
import { openVillage, signIn, VOLUNTEER, type Village } from './village.ts';

const MINUTES = 60_000;

let house: House;
let browser: Browser;
let village: Village;
let onlooker: Onlooker;
let phone: Profile;
let photo: Buffer;

beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), launchChromium()]);
  village = await openVillage(house);
  onlooker = new Onlooker(house.origin);
  phone = await freshProfile(browser, onlooker, { hasTouch: true });
  photo = await takePhoto(browser, true);
}, 5 * MINUTES);
afterAll(async () => {
  await browser?.close();
  await house?.close();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepPictures(task.name, [phone.page]);
  expect(onlooker.faults).toEqual([]);
});

/** The points of a picture, as a browser draws it. */
async function pointsOf(source: Buffer | Locator): Promise<Pixels> {
  const draw = async (url: string) => {
    const picture = await createImageBitmap(await (await fetch(url)).blob());
    const sheet = new OffscreenCanvas(picture.width, picture.height);
    const pen = sheet.getContext('2d', { willReadFrequently: true })!;
    pen.drawImage(picture, 0, 0);
    const { data } = pen.getImageData(0, 0, picture.width, picture.height);
    let text = '';
    for (let i = 0; i < data.length; i += 0x8000) text += String.fromCharCode(...data.subarray(i, i + 0x8000));
    return { width: picture.width, height: picture.height, text: btoa(text) };
  };
  const page = await browser.newPage();
  const bytes = Buffer.isBuffer(source) ? source : Buffer.from(await source.evaluate(async (img: HTMLImageElement) => {
    // A page of the app may not fetch its own blobs: the picture is drawn from the screen instead.
    await img.decode();
    const sheet = document.createElement('canvas');
    [sheet.width, sheet.height] = [img.naturalWidth, img.naturalHeight];
    sheet.getContext('2d')!.drawImage(img, 0, 0);
    return sheet.toDataURL('image/png').split(',')[1]!;
  }), 'base64');
  const { width, height, text } = await page.evaluate(draw, `data:image/*;base64,${bytes.toString('base64')}`);
  await page.close();
  return { width, height, data: new Uint8ClampedArray(Buffer.from(text, 'base64')) };
}

/** How far two pictures are from each other on average, 0 to 255, at the points that fit. */
function apart(a: Pixels, b: Pixels, fits: (x: number, y: number) => boolean): number {
  let [sum, points] = [0, 0];
  for (let y = 0; y < a.height; y++) {
    for (let x = 0; x < a.width; x++) {
      if (!fits(x, y)) continue;
      points++;
      for (let n = 0; n < 3; n++) sum += Math.abs(a.data[(y * a.width + x) * 4 + n]! - b.data[(y * a.width + x) * 4 + n]!);
    }
  }
  return sum / points / 3;
}

const near = (x: number, y: number, to: readonly [number, number], reach: number): boolean => Math.hypot(x - to[0], y - to[1]) < reach;
const tool = (page: Page) => page.getByRole('dialog', { name: 'Che mặt trong ảnh' });
const sheet = (page: Page) => tool(page).getByRole('application');
const status = (page: Page, words: string) => tool(page).getByRole('status').getByText(words).waitFor({ state: 'attached' });

/** Where a place of the photo, of 1600 by 1200 points, is on the screen. */
async function onScreen(page: Page, [x, y]: readonly [number, number]): Promise<{ readonly x: number; readonly y: number }> {
  const box = (await sheet(page).boundingBox())!;
  return { x: box.x + (x / 1600) * box.width, y: box.y + (y / 1200) * box.height };
}
async function touch(page: Page, at: readonly [number, number]): Promise<void> {
  const { x, y } = await onScreen(page, at);
  await page.touchscreen.tap(x, y);
}

async function toPhotoStep(page: Page): Promise<void> {
  await openAt(page, house.origin, `/tham/${village.households['1']}`);
  await see(page, 'Đi ngày nào, với ai?');
  await press(page, 'Tiếp');
  await choose(page, 'A Chủ 1');
  await choose(page, 'Kinh');
  await press(page, 'Tiếp');
  await see(page, 'Hỏi phép trước khi ghi');
  await choose(page, /^Đồng ý$/);
  await press(page, 'Tiếp');
  await press(page, 'Tiếp');
  await see(page, 'Có chụp ảnh không?');
  await press(page, 'Muốn chụp ảnh');
  await choose(page, /^Đồng ý$/);
}
const shot = (page: Page) => page.getByRole('img', { name: 'Ảnh đã chụp 1' });
const [FACE, OTHER_FACE] = FACES;

test('Rule 13: without signal a photo is taken, faces are covered by touch and by keys, undone, left, and covered for good', { timeout: 5 * MINUTES }, async () => {
  const { page, context } = phone;
  await page.goto(house.origin);
  await signIn(page, VOLUNTEER.id, '2638');
  await openAt(page, house.origin, '/may');
  await see(page, 'Đi xa được, không cần sóng');
  // The tool has not been opened yet: it is on the phone all the same.
  await context.setOffline(true);
  await toPhotoStep(page);
  await page.locator('input[type=file]').setInputFiles({ name: 'IMG_2041.jpg', mimeType: 'image/jpeg', buffer: photo });
  await shot(page).waitFor();
  const before = await pointsOf(shot(page));
  await onlooker.examine(page, 'visit, a photo to cover');

  await press(page, 'Che mặt');
  await status(page, 'Chưa che chỗ nào.');
  await onlooker.examine(page, 'covering faces');
  const box = (await sheet(page).boundingBox())!;
  expect(box.width).toBeGreaterThanOrEqual(359);
  for (const button of await tool(page).getByRole('button').all()) expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(48);
  await touch(page, FACE);
  await status(page, 'Đã che 1 lần.');
  // The phone's own back button leaves the tool, not the question, and the photo as it was; once more, the question.
  await page.goBack();
  await see(page, 'Không che gì. Ảnh để như cũ.');
  expect(await pointsOf(shot(page))).toEqual(before);
  await page.goBack();
  await see(page, 'Gia đình nói gì?');
  await press(page, 'Tiếp');
  await shot(page).waitFor();

  await press(page, 'Che mặt');
  await status(page, 'Chưa che chỗ nào.');
  await touch(page, FACE);
  await touch(page, OTHER_FACE);
  await status(page, 'Đã che 2 lần.');
  const from = await onScreen(page, [700, 1000]);
  const to = await onScreen(page, [1300, 1000]);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
  await status(page, 'Đã che 3 lần.');
  // By keys: the ring is where the finger was last, and goes to the left, out of what is covered.
  await sheet(page).focus();
  for (let n = 0; n < 4; n++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('+');
  await page.keyboard.press('-');
  for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await status(page, 'Đã che 4 lần.');
  await onlooker.examine(page, 'covering faces, covered');
  await press(page, 'Bỏ lần che vừa rồi');
  await press(page, 'Bỏ lần che vừa rồi');
  await status(page, 'Đã che 2 lần.');
  await press(page, /^Xong$/);
  await see(page, 'Đã che. Chỗ bị che mất hẳn, không ai xem lại được.');
  await expect.poll(() => shot(page).evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1600);

  // The draft holds the covered one too, and it can be covered further.
  await page.reload();
  await pressPin(page, '2638', 'Mở');
  await see(page, 'Có chụp ảnh không?');
  await shot(page).waitFor();
  const drafted = await pointsOf(shot(page));
  expect(apart(drafted, before, (x, y) => near(x, y, FACE, 90))).toBeGreaterThan(25);
  await page.getByRole('button', { name: 'Che mặt' }).waitFor();

  await press(page, 'Tiếp');
  await press(page, 'Xem lại');
  await press(page, 'Lưu chuyến thăm');
  await see(page, 'Chuyến thăm đã lưu trên máy');
  await arrive(page, /A Chủ 1/);
  await context.setOffline(false);
  await sendAll(page, house.origin);

  const folder = join(house.dataDir, 'clips');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile()).map((file) => readFileSync(join(file.parentPath, file.name)));
  expect(files).toHaveLength(1);
  const bytes = files[0]!;
  expect(bytes.length).toBeLessThanOrEqual(300_000);
  expect(photo.includes(LATITUDE) && photo.includes(CAMERA)).toBe(true);
  for (const telling of [LATITUDE, Buffer.from(CAMERA), Buffer.from('Exif\0\0', 'latin1')]) expect(bytes.includes(telling)).toBe(false);
  const kept = await pointsOf(bytes);
  expect([kept.width, kept.height]).toEqual([1600, 1200]);
  // The same two touches, worked out here: everywhere the kept picture is what they make of the photo, but for what every photo loses when it is made small.
  const should = { ...before, data: before.data.slice() };
  const mosaic = new Mosaic(should);
  for (const at of FACES) { mosaic.begin(); mosaic.cover([...at], [...at], 200); }
  const anywhere = () => true;
  const covered = (x: number, y: number) => near(x, y, FACE, 90) || near(x, y, OTHER_FACE, 90);
  const open = (x: number, y: number) => !near(x, y, FACE, 120) && !near(x, y, OTHER_FACE, 120);
  expect(apart(kept, should, anywhere)).toBeLessThan(8);
  expect(apart(kept, should, covered)).toBeLessThan(8);
  expect(apart(kept, before, covered)).toBeGreaterThan(25);
  expect(apart(kept, before, open)).toBeLessThan(8);
});
