// An officer takes a village's register as a file and sees in "Sổ xem" that it stands there; a changed line is shouted; no page breaks its own policy.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../chromium.ts';
import { openRig, type Rig } from '../rig.ts';
import { open } from './deeds.ts';
import { ROOT, type House } from './house.ts';
import { Onlooker } from './onlooker.ts';
import { freshProfile, type Profile } from './profiles.ts';
import { arrive, choose, keepPictures, press, see, wordsOf } from './touch.ts';
import { openVillage, signIn } from './village.ts';

const MINUTES = 60_000;
let rig: Rig;
let browser: Browser;
let onlooker: Onlooker;
let desk: Profile;

beforeAll(async () => {
  [rig, browser] = await Promise.all([openRig('embedded', { clock: Date.now, phoneDir: process.env['NHA_RONG_PHONE_DIR'] ?? join(ROOT, 'dist/phone') }), launchChromium()]);
  await openVillage({ origin: rig.origin } as House);
  onlooker = new Onlooker(rig.origin);
  desk = await freshProfile(browser, onlooker, { acceptDownloads: true, hasTouch: false });
  await desk.page.goto(rig.origin);
  await signIn(desk.page, 'yhuong', '2638');
}, 5 * MINUTES);
afterAll(async () => {
  await browser?.close();
  await rig?.close();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepPictures(task.name, [desk.page]);
  expect(onlooker.faults).toEqual([]);
});

test('The edge: a register leaves as a file only with a reason, and whoever took it stands in “Sổ xem”', { timeout: 5 * MINUTES }, async () => {
  const { page } = desk;
  await open(page, rig.origin, '/van-phong');
  await press(page, /Xuất sổ hộ ra tệp/);
  await arrive(page, 'Xuất sổ hộ ra tệp');
  await onlooker.examine(page, 'export');
  await press(page, 'Xuất tệp');
  await see(page, 'Chọn thôn, loại tệp và lý do.');
  await choose(page, /\.csv/);
  await choose(page, 'Rà soát cùng thôn');
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Xuất tệp')]);
  expect(download.suggestedFilename()).toMatch(/^so-ho-v1-\d{4}-\d\d-\d\d\.csv$/);
  expect(readFileSync(await download.path(), 'utf8')).toContain('A Chủ 8');
  await see(page, 'Đã xuất sổ hộ của Thôn 1.');
  await open(page, rig.origin, '/van-phong/xem');
  await arrive(page, 'Sổ xem');
  await see(page, 'Sổ xem còn nguyên');
  await see(page, 'Xuất sổ hộ ra tệp: Thôn 1, 8 dòng');
  const words = await wordsOf(page);
  for (const line of ['Y Hương', 'Đăng nhập bằng mật khẩu', 'Máy nhận sổ:', 'In phiếu đăng nhập cho']) expect(words).toContain(line);
  await onlooker.examine(page, 'who looked');
  await press(page, 'Ngày trước');
  await see(page, 'Ngày này chưa có ai xem hay làm gì');
});

test('The edge: somebody changed a line in the database: “Sổ xem” says so before anything else', { timeout: 5 * MINUTES }, async () => {
  const owner = new pg.Client(rig.fresh.entrance.owner);
  await owner.connect();
  await owner.query(`set app.commune = '23538'`);
  await owner.query(`update audit set person = 'ylim' where what = 'export'`);
  await owner.end();
  // The chain is walked at most every ten minutes; a server started anew walks it at once.
  const answer = await import('../../src/server/jobs/watch-audit.ts').then(({ checkAudit }) => checkAudit(rig.fresh.db, rig.dataDir, '23538'));
  expect(answer.broken?.why).toBe('changed');
  await desk.page.route('**/api/office/audit?*', async (route) => {
    const real = await route.fetch();
    await route.fulfill({ response: real, json: { ...(await real.json() as object), broken: answer.broken } });
  });
  await open(desk.page, rig.origin, '/van-phong');
  await open(desk.page, rig.origin, '/van-phong/xem');
  await see(desk.page, 'Sổ xem đã bị sửa');
  await onlooker.examine(desk.page, 'who looked, tampered');
});
