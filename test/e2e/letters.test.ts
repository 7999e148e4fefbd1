// A phone that vanishes: shut out with work unsent, it hands that over sealed, wipes itself, and the officer puts it into the book.
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../chromium.ts';
import { openRig, type Rig } from '../rig.ts';
import { visit } from './deeds.ts';
import { ROOT, type House } from './house.ts';
import { Onlooker } from './onlooker.ts';
import { freshProfile, type Profile } from './profiles.ts';
import { arrive, keepPictures, press, see, wordsOf, write } from './touch.ts';
import { openVillage, OTHER, signIn, VOLUNTEER, type Village } from './village.ts';

const MINUTES = 60_000;
const WORDS = 'Mương trên rẫy lở, nước không về ruộng.';

let rig: Rig;
let browser: Browser;
let village: Village;
let onlooker: Onlooker;
const phones: Profile[] = [];

beforeAll(async () => {
  [rig, browser] = await Promise.all([openRig('embedded', { clock: Date.now, phoneDir: process.env['NHA_RONG_PHONE_DIR'] ?? join(ROOT, 'dist/phone') }), launchChromium()]);
  village = await openVillage({ origin: rig.origin } as House);
  onlooker = new Onlooker(rig.origin);
  // A phone that was shut out is told so with 401, and the browser says it.
  onlooker.expect(/401/);
}, 5 * MINUTES);
afterAll(async () => {
  await browser?.close();
  await rig?.close();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepPictures(task.name, phones.map(({ page }) => page));
  for (const { context } of phones.splice(0)) await context.close();
  expect(onlooker.faults).toEqual([]);
});

async function newPhone(more = {}): Promise<Profile> {
  const phone = await freshProfile(browser, onlooker, more);
  phones.push(phone);
  await phone.page.goto(rig.origin);
  return phone;
}

const devices = () => village.officer.ask<{ device: string; person: string; phoneName: string; letters: number }[]>('/api/office/devices');

test('Posts that end, phones that vanish: what waits on a revoked phone comes sealed, the phone wipes itself, the officer books it', { timeout: 10 * MINUTES }, async () => {
  const lost = await newPhone();
  await signIn(lost.page, VOLUNTEER.id, '2638');
  await lost.page.goto(`${rig.origin}/#/may`);
  await see(lost.page, 'Đi xa được, không cần sóng');
  await lost.context.setOffline(true);
  await visit(lost.page, rig.origin, { no: '1', head: 'A Chủ 1', topic: 'Nước', words: WORDS, promises: ['Đắp lại mương'] });

  const desk = await newPhone({ viewport: { width: 1280, height: 800 } });
  await signIn(desk.page, 'yhuong', '1379');
  await desk.page.goto(`${rig.origin}/#/van-phong/may`);
  await arrive(desk.page, 'Điện thoại');
  const { device } = (await devices()).find(({ person, phoneName }) => person === VOLUNTEER.id && !phoneName.startsWith('Máy'))!;
  await see(desk.page, /không có sóng thì mở được đến/);
  await desk.page.getByRole('button', { name: new RegExp(`Thu hồi (?!Máy).*${VOLUNTEER.name}`) }).first().click();
  await see(desk.page, /việc chưa gửi đi vào khay thư niêm phong/);
  await onlooker.examine(desk.page, 'phones, revoke');
  await press(desk.page, 'Thu hồi máy này');
  await see(desk.page, /Đã thu hồi/);

  await lost.context.setOffline(false);
  await expect.poll(async () => (await devices()).find((one) => one.device === device)?.letters, { timeout: MINUTES }).toBe(1);
  // The phone is as new: nobody's seat, nothing to unlock.
  await arrive(lost.page, 'Đăng nhập');
  expect(await lost.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).filter((name) => name !== 'nr_seats'))).toEqual([]);

  await desk.page.goto(`${rig.origin}/#/van-phong`);
  await see(desk.page, '1 việc chờ cán bộ xem');
  await onlooker.examine(desk.page, 'office');
  await press(desk.page, /Khay thư niêm phong/);
  await arrive(desk.page, 'Khay thư niêm phong');
  await see(desk.page, `“${WORDS}”`);
  await see(desk.page, '“Đắp lại mương”');
  await see(desk.page, /Ghi trước khi thôi việc hoặc bị thu hồi/);
  await onlooker.examine(desk.page, 'tray');
  if (process.env['NHA_RONG_PICTURES']) await desk.page.screenshot({ path: join(process.env['NHA_RONG_PICTURES'], 'tray.png'), fullPage: true });
  await press(desk.page, 'Vào sổ');
  await see(desk.page, /Ghi việc này vào sổ của xã/);
  await desk.page.getByRole('button', { name: 'Vào sổ', exact: true }).last().click();
  await see(desk.page, /Đã vào sổ: Chuyến thăm/);
  await see(desk.page, 'Khay đang trống');
  await village.officer.pull();
  const booked = [...village.officer.rows.values()].find((row) => row.kind === 'visit');
  expect(booked).toMatchObject({ household: village.households['1'], body: { heard: [{ words: WORDS }] } });
  expect(booked!.id.startsWith(device)).toBe(true);
});

test('Posts that end: a volunteer whose household is given to another loses it by the server’s word, and what they said of it reaches the office', { timeout: 10 * MINUTES }, async () => {
  const phone = await newPhone();
  await signIn(phone.page, OTHER.id, '4826');
  await phone.page.goto(`${rig.origin}/#/may`);
  await see(phone.page, 'Đi xa được, không cần sóng');
  await phone.context.setOffline(true);
  await visit(phone.page, rig.origin, { no: '6', head: 'A Chủ 6', topic: 'Đường', words: 'Cầu gỗ gãy rồi.', promises: [] });
  await village.officer.pull();
  const [post] = village.officer.rows.get(`person/${OTHER.id}`)!.body.posts;
  village.officer.say('post.assign', { person: OTHER.id, post: post.id, households: ['3', '4', '5'].map((no) => village.households[no]!) });
  await village.officer.push();
  await phone.context.setOffline(false);
  await phone.page.goto(`${rig.origin}/#/cho-gui`);
  await see(phone.page, 'Bị từ chối');
  await expect.poll(async () => (await village.officer.ask<{ open: number }>('/api/office/tray/count')).open, { timeout: MINUTES }).toBe(1);
  await phone.page.goto(`${rig.origin}/#/ho/${village.households['6']!}`);
  await expect.poll(() => wordsOf(phone.page), { timeout: MINUTES }).not.toContain('A Chủ 6');

  const desk = await newPhone();
  await signIn(desk.page, 'yhuong', '1379');
  await desk.page.goto(`${rig.origin}/#/van-phong/khay`);
  await see(desk.page, '“Cầu gỗ gãy rồi.”');
  await onlooker.examine(desk.page, 'tray, on a phone');
  if (process.env['NHA_RONG_PICTURES']) await desk.page.screenshot({ path: join(process.env['NHA_RONG_PICTURES'], 'tray-phone.png'), fullPage: true });
  await press(desk.page, 'Để riêng');
  await desk.page.getByRole('button', { name: 'Để riêng', exact: true }).last().click();
  await see(desk.page, 'Ghi lý do, để người sau đọc còn hiểu.');
  await write(desk.page, 'Vì sao để riêng?', 'hỏi lại người mới phụ trách');
  await desk.page.getByRole('button', { name: 'Để riêng', exact: true }).last().click();
  await see(desk.page, /Đã để riêng/);
  await desk.page.locator('summary').first().click();
  await see(desk.page, /hỏi lại người mới phụ trách/);
  await press(desk.page, 'Xem lại');
  await see(desk.page, /Đã đưa về khay/);
  await see(desk.page, '“Cầu gỗ gãy rồi.”');
});
