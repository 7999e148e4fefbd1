// The locked phone in the real app: its disk is searched, PINs are pressed wrongly and forgotten, it is left without signal; nothing is told, nothing lost.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { telling } from '../phone-page/profile.ts';
import { PASSWORD } from '../rig.ts';
import { asked } from '../stranger.ts';
import { choosePin, open as openAt, visit } from './deeds.ts';
import { openHouse, type House } from './house.ts';
import { Onlooker } from './onlooker.ts';
import { keptProfile, type Profile } from './profiles.ts';
import { arrive, keepPictures, press, pressPin, see, write } from './touch.ts';
import { openVillage, OTHER, signIn, VOLUNTEER, type Village } from './village.ts';

const MINUTES = 60_000;
const PIN = '2638';
const WORDS = 'Bò nhà tôi ốm đã bốn hôm';
const NEW_PASSWORD = 'ba con gà trong sân';
const DRAFT = 'Con gái út nghỉ học từ tháng trước';

let house: House;
let village: Village;
let folder: string;
let onlooker: Onlooker;
let phone: Profile;

beforeAll(async () => {
  house = await openHouse();
  village = await openVillage(house);
}, 5 * MINUTES);
afterAll(() => house?.close());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nha-rong-phone-'));
  onlooker = new Onlooker(house.origin);
  onlooker.expect(/401/u);
  phone = await keptProfile(folder, onlooker);
  await phone.page.goto(house.origin);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepPictures(task.name, [phone.page]);
  await phone.context.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  expect(onlooker.faults).toEqual([]);
});

const open = (page: Page, to: string) => openAt(page, house.origin, to);
const offline = (cut: boolean) => phone.context.setOffline(cut);
const told = (no: string, words = WORDS) => ({ no, head: `A Chủ ${no}`, topic: 'Nước', words, promises: [] });
const lock = async (page: Page) => {
  await open(page, '/toi');
  await press(page, /^Khoá, để người khác dùng/);
};

/** The app is on the phone, and one visit waits on it. */
async function withWork(page: Page, no: string, login = VOLUNTEER.id): Promise<void> {
  await signIn(page, login, PIN);
  await open(page, '/may');
  await see(page, 'Đi xa được, không cần sóng');
  await offline(true);
  await visit(page, house.origin, told(no));
}

async function signInAgain(page: Page, login: string): Promise<void> {
  await write(page, 'Tên đăng nhập hoặc số điện thoại', login);
  await write(page, 'Mật khẩu', PASSWORD);
  await press(page, /^Đăng nhập$/);
}

interface Tray { readonly open: readonly { readonly name: string | null; readonly act: { readonly kind: string; readonly body: { readonly heard?: readonly { readonly words: string }[] } } | null }[] }
const trayed = async (): Promise<readonly (string | undefined)[]> => {
  const { seat } = village.officer;
  const { open: lines } = await asked<Tray>(house.origin, '/api/office/tray', { headers: { 'x-device': seat.device, authorization: `Bearer ${seat.token}` } });
  return lines.filter(({ act }) => act?.kind === 'visit.record').map(({ act }) => act!.body.heard?.[0]?.words);
};

test('At rest: what was typed, said and read on a phone stands in no file of it once it is locked; nor does the password', { timeout: 5 * MINUTES }, async () => {
  const { page } = phone;
  await withWork(page, '1');
  await open(page, '/tai-khoan/mat-khau');
  await write(page, 'Mật khẩu mới', NEW_PASSWORD);
  await page.waitForTimeout(1_500);
  await open(page, `/ho/${village.households['3']}/hua`);
  await write(page, /Hứa điều gì/, DRAFT);
  await page.waitForTimeout(1_500);
  await lock(page);
  await arrive(page, VOLUNTEER.name);
  await page.waitForTimeout(500);
  await phone.context.close();
  const found = [WORDS, DRAFT, 'A Chủ 1', 'A Chủ 3', PASSWORD, NEW_PASSWORD].map((words) => [words, telling(folder, words)]);
  expect(found).toEqual(found.map(([words]) => [words, []]));
});

test('PIN: ten wrong ones lock the phone tight, its work comes to the tray by itself, and the old PIN opens it after a sign-in', { timeout: 5 * MINUTES }, async () => {
  const { page } = phone;
  await withWork(page, '2');
  await lock(page);
  await page.clock.install();
  for (let n = 1; n <= 10; n++) {
    await pressPin(page, '9731', 'Mở');
    await see(page, n < 5 ? 'PIN không đúng' : n < 10 ? /Bấm sai nhiều lần/ : 'Sổ đang khoá chặt');
    if (n >= 5 && n < 10) await page.clock.fastForward(20 * MINUTES);
  }
  await see(page, 'Không việc nào mất');
  await onlooker.examine(page, 'locked tight');
  await offline(false);
  await page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
  await expect.poll(trayed, { timeout: MINUTES }).toContain(WORDS);
  await press(page, 'Đăng nhập lại');
  await signInAgain(page, VOLUNTEER.id);
  await see(page, 'Đã đăng nhập lại. Bấm PIN');
  await onlooker.examine(page, 'signed in again, PIN missing');
  await pressPin(page, PIN, 'Mở');
  await arrive(page, 'Hôm nay');
  await open(page, '/cho-gui');
  await see(page, 'Mọi việc đã gửi hết');
});

test('PIN: who forgot it is told what happens, signs in, chooses a new one, and finds the book; the work is in the tray', { timeout: 5 * MINUTES }, async () => {
  const { page } = phone;
  await withWork(page, '4', OTHER.id);
  await lock(page);
  await press(page, 'Quên PIN');
  await see(page, 'Còn 1 việc chưa gửi. Những việc ấy đã niêm phong');
  await onlooker.examine(page, 'forgot the PIN');
  await offline(false);
  await press(page, 'Đăng nhập lại, đặt PIN mới');
  await signInAgain(page, OTHER.id);
  await choosePin(page, '7305');
  await arrive(page, 'Hôm nay');
  await open(page, '/thon');
  await see(page, 'A Chủ 4');
  await expect.poll(async () => (await trayed()).filter((words) => words === WORDS).length, { timeout: MINUTES }).toBeGreaterThan(0);
  await lock(page);
  await pressPin(page, PIN, 'Mở');
  await see(page, 'PIN không đúng.');
  await pressPin(page, '7305', 'Mở');
  await arrive(page, 'Tôi');
});

test('PIN: easy ones are not taken, and it is said which', { timeout: 5 * MINUTES }, async () => {
  const { page } = phone;
  await signInAgain(page, VOLUNTEER.id);
  await see(page, 'Chọn PIN cho máy này');
  for (const pin of ['2580', '6868', '1985', '0000']) {
    await pressPin(page, pin, 'Tiếp');
    await see(page, 'PIN này dễ đoán quá');
  }
  await onlooker.examine(page, 'an easy PIN');
  await choosePin(page, PIN);
  await arrive(page, 'Hôm nay');
});

test('Leaving: without signal the book goes at once, what waits stays sealed, and with signal the phone is as if nobody had used it', { timeout: 5 * MINUTES }, async () => {
  const { page } = phone;
  await withWork(page, '3');
  await open(page, '/tai-khoan/bo-may');
  await see(page, 'Còn 1 việc chưa gửi');
  await onlooker.examine(page, 'leaving with work');
  await press(page, 'Bỏ ngay, việc chưa gửi để niêm phong');
  await see(page, '1 việc đã niêm phong đang chờ sóng');
  await onlooker.examine(page, 'left, letters waiting');
  const before = (await trayed()).filter((words) => words === WORDS).length;
  await offline(false);
  await page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
  await expect.poll(async () => (await trayed()).filter((words) => words === WORDS).length, { timeout: MINUTES }).toBe(before + 1);
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).filter(({ name }) => name !== 'nr_seats').length), { timeout: MINUTES }).toBe(0);
  await page.waitForTimeout(1_000);
  await phone.context.close();
  const found = [WORDS, 'A Chủ 1', VOLUNTEER.name].map((words) => [words, telling(folder, words)]);
  expect(found).toEqual(found.map(([words]) => [words, []]));
});
