// The main loop from end to end in real browsers: heard, promised, done, confirmed by the household, shown on the board.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { dayAt } from '#phone/road/clock.ts';
import { launchChromium } from '../chromium.ts';
import { Stranger } from '../stranger.ts';
import { choosePin, comeInBySlip, lookWith, open as openAt, sendAll as sendAllTo, visit } from './deeds.ts';
import { openHouse, ROOT, type House } from './house.ts';
import { Onlooker } from './onlooker.ts';
import { CAMERA, LATITUDE, takePhoto } from './photo.ts';
import { freshProfile, keptProfile, type Profile } from './profiles.ts';
import { readQr } from './qr.ts';
import { story } from './story.ts';
import { arrive, choose, keepPictures, PATIENCE_MS, press, pressPin, see, wordsOf, write } from './touch.ts';

const PASSWORD = 'lúa chín vàng đồng';
const VOLUNTEER = { name: 'A Thuận', login: 'athuan', password: 'ba con gà nhỏ', pin: '2638' };
const SHEET = join(ROOT, 'test/sheets/03-person-merged.xlsx');
const REGISTER = JSON.parse(readFileSync(`${SHEET}.json`, 'utf8')) as { readonly households: readonly { readonly no: string; readonly head: string; readonly members: readonly unknown[] }[] };
const FIRST = REGISTER.households[0]!;
/** Promised to household 1; the family will say of the first that it is done, of the second that it is not. */
const KEPT = 'Chở hai xe đá đắp đường vào nhà';
const NOT_KEPT = 'Xin cấp lại giấy khai sinh cho cháu';
const MISSING = 'Mới nộp đơn, chưa nhận được giấy';

let house: House;
let browser: Browser;
let onlooker: Onlooker;
/** Two profiles of their own: the officer's desk, and the volunteer's phone that is closed and opened again. */
let office: Profile;
let field: Profile & { readonly folder: string };
let home: Profile;
let slipLink: string;
let card: { readonly link: string; readonly pin: string };
let photo: Buffer;

const open = (page: Page, to: string) => openAt(page, house.origin, to);
const sendAll = (page: Page) => sendAllTo(page, house.origin);
beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), launchChromium()]);
  onlooker = new Onlooker(house.origin);
  photo = await takePhoto(browser);
  office = await freshProfile(browser, onlooker);
  field = { folder: mkdtempSync(join(tmpdir(), 'nr-profile-')) } as typeof field;
}, 300_000);

afterAll(async () => {
  await field?.context?.close();
  await browser?.close();
  await house?.close();
  if (field) rmSync(field.folder, { recursive: true, force: true });
});

const { step } = story(async (title) => {
  await keepPictures(title, [office, field, home].flatMap((one) => (one?.page ? [one.page] : [])));
  console.error(onlooker.faults.join('\n'));
});

step('First visit: a commune is set up in the browser with its real unit, its villages and its first officer', async () => {
  const { page } = office;
  await open(page, '/');
  await arrive(page, 'Mở sổ cho xã');
  await onlooker.examine(page, 'set-up, welcome');
  await press(page, 'Mở sổ cho xã của tôi');
  await arrive(page, /Chọn xã/);
  await page.getByLabel('Tỉnh, thành phố').selectOption({ label: 'Tỉnh Quảng Ngãi' });
  await page.getByRole('searchbox').fill('ia toi');
  await page.getByRole('button', { name: /Xã Ia Tơi/ }).click();
  await see(page, 'Đã chọn Xã Ia Tơi, Tỉnh Quảng Ngãi');
  await onlooker.examine(page, 'set-up, commune');
  await press(page, 'Tiếp');
  await arrive(page, /Các thôn/);
  await write(page, 'Tên thôn thứ 1', 'Thôn 1');
  await press(page, 'Thêm một thôn');
  await write(page, 'Tên thôn thứ 2', 'Làng Lung');
  await onlooker.examine(page, 'set-up, villages');
  await press(page, 'Tiếp');
  await arrive(page, /Tài khoản/);
  await write(page, 'Họ và tên của bạn', 'Y Hương');
  expect(await page.getByLabel('Tên đăng nhập hoặc số điện thoại').inputValue()).toBe('yhuong');
  await write(page, 'Chọn mật khẩu', PASSWORD);
  await onlooker.examine(page, 'set-up, officer');
  await press(page, 'Tiếp');
  await arrive(page, /Xem lại/);
  await onlooker.examine(page, 'set-up, review');
  await press(page, 'Mở sổ');
  await choosePin(page, '1379', lookWith(onlooker));
  await arrive(page, 'Sổ của Xã Ia Tơi đã mở');
  await onlooker.examine(page, 'office, what next');
});

step('Register: a real workbook is read, looked at, and taken whole', async () => {
  const { page } = office;
  await press(page, 'Nhập sổ hộ từ Excel');
  await arrive(page, 'Nhập sổ hộ từ Excel');
  await onlooker.examine(page, 'import, file');
  await page.locator('input[type=file]').setInputFiles(SHEET);
  await arrive(page, 'Trang nào, cột nào');
  await page.getByLabel('Hộ trong trang này thuộc thôn').selectOption({ label: 'Thôn 1' });
  await onlooker.examine(page, 'import, columns');
  await press(page, 'So với sổ');
  await arrive(page, 'Xem trước khi nhận');
  const people = REGISTER.households.reduce((sum, one) => sum + one.members.length, 0);
  await see(page, `${REGISTER.households.length} hộ, ${people} người`);
  await onlooker.examine(page, 'import, look');
  await press(page, 'Nhận vào sổ');
  await arrive(page, 'Đã nhận vào sổ');
  await see(page, `${REGISTER.households.length} hộ mới, ${people} người`);
  await onlooker.examine(page, 'import, receipt');
  await press(page, 'Xem các hộ');
  await arrive(page, 'Các hộ');
  for (const { head } of REGISTER.households) await see(page, head);
  await onlooker.examine(page, 'village, officer');
});

step('Posts: the officer says who may act where, and prints a slip whose QR square is the way in', async () => {
  const { page } = office;
  await open(page, '/van-phong');
  await arrive(page, 'Văn phòng');
  await onlooker.examine(page, 'office');
  await press(page, 'Người và việc được giao');
  await press(page, 'Thêm người');
  await write(page, 'Họ và tên', 'Y Lim');
  await choose(page, 'Trưởng thôn');
  await choose(page, 'Thôn 1');
  await press(page, 'Lưu');
  await arrive(page, 'Y Lim');
  await open(page, '/van-phong/nguoi');
  await press(page, 'Thêm người');
  await write(page, 'Họ và tên', VOLUNTEER.name);
  await choose(page, 'Người phụ trách hộ');
  await choose(page, 'Thôn 1');
  await write(page, 'Chọn theo số hộ', '1-6');
  await press(page, /^Chọn$/);
  await see(page, 'Đã chọn 6 hộ: 1–6');
  await onlooker.examine(page, 'office, new person');
  await press(page, 'Lưu');
  await arrive(page, VOLUNTEER.name);
  await onlooker.examine(page, 'office, person');
  await press(page, 'In phiếu vào lần đầu');
  await see(page, 'Phiếu dùng được một lần');
  await page.waitForFunction(() => (document.querySelector('input') as HTMLInputElement | null)?.value !== '');
  await onlooker.examine(page, 'office, slip asked');
  await write(page, 'Tên đăng nhập', VOLUNTEER.login);
  await press(page, 'Làm phiếu');
  await arrive(page, `Phiếu của ${VOLUNTEER.name} đã sẵn sàng`);
  await onlooker.examine(page, 'office, slip');
  await page.emulateMedia({ media: 'print' });
  const paper = page.locator('.paper.slip');
  slipLink = await readQr(browser, paper.locator('svg').last());
  expect(slipLink).toMatch(new RegExp(`^${house.origin}/#/vao/\\d{5}\\.[0-9A-Z-]{14}$`));
  const printed = await paper.innerText();
  expect(printed).toContain(VOLUNTEER.login);
  expect(printed).toContain(slipLink.split('/').at(-1)!);
  expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });
});

step('Accounts: the slip signs in on another profile, sets a password and a PIN, and the phone says when it may go far', async () => {
  Object.assign(field, await keptProfile(field.folder, onlooker));
  const { page } = field;
  await comeInBySlip(page, slipLink, VOLUNTEER, lookWith(onlooker));
  await see(page, FIRST.head);
  await onlooker.examine(page, 'today, first day');
  await open(page, '/may');
  await see(page, 'Đi xa được, không cần sóng');
  await onlooker.examine(page, 'this phone');
  await open(page, '/thon');
  expect(await wordsOf(page)).not.toContain(REGISTER.households[7]!.head);
});

/** How many rows of the waiting list bear this mark of trust. */
const marked = (page: Page, mark: string) => page.getByRole('main').locator('li').filter({ hasText: 'Chuyến thăm' }).filter({ hasText: mark }).count();
const threeMarked = (page: Page, mark: string) => expect.poll(() => marked(page, mark), { timeout: PATIENCE_MS }).toBe(3);

step('J1 offline: three visits with promises and a photo are written down with the network cut, and called saved', async () => {
  const { context, page } = field;
  await context.setOffline(true);
  const look = lookWith(onlooker);
  await visit(page, house.origin, { ...FIRST, topic: 'Đường sá', words: 'Mưa là xe không vào được nhà', promises: [KEPT, NOT_KEPT], photo }, look);
  await onlooker.examine(page, 'household, after a visit');
  await visit(page, house.origin, { ...REGISTER.households[1]!, topic: 'Nước', words: 'Giếng cạn từ tháng ba', promises: ['Hỏi xã về bể nước'] }, look);
  await visit(page, house.origin, { ...REGISTER.households[2]!, topic: 'Học hành', words: 'Cháu lớn muốn đi học nghề', promises: ['Xin giấy giới thiệu học nghề'] }, look);
  await open(page, '/cho-gui');
  await threeMarked(page, 'đã lưu trên máy');
  await see(page, '1 ảnh và đoạn ghi đang chờ gửi');
  await onlooker.examine(page, 'waiting, saved');
});

step('J7 offline: they stand after a reload, and after the whole browser was closed and opened again by PIN', async () => {
  await field.page.reload();
  await arrive(field.page, 'A Thuận');
  await pressPin(field.page, VOLUNTEER.pin, 'Mở');
  await arrive(field.page, 'Chờ gửi');
  await threeMarked(field.page, 'đã lưu trên máy');
  await field.context.close();
  Object.assign(field, await keptProfile(field.folder, onlooker));
  const { context, page } = field;
  await context.setOffline(true);
  await open(page, '/cho-gui');
  await arrive(page, 'A Thuận');
  await see(page, '4 việc chờ gửi');
  await onlooker.examine(page, 'unlock');
  await pressPin(page, VOLUNTEER.pin, 'Mở');
  await arrive(page, 'Chờ gửi');
  await threeMarked(page, 'đã lưu trên máy');
  await open(page, '/hom-nay');
  await see(page, KEPT);
  await onlooker.examine(page, 'today, with promises');
});

step('J2 online again: the visits stand in the book, on the phone and in the office', async () => {
  const { context, page } = field;
  await open(page, '/cho-gui');
  await context.setOffline(false);
  await press(page, 'Gửi và nhận ngay');
  await threeMarked(page, 'đã vào sổ');
  await see(page, 'Mọi việc đã gửi hết');
  await onlooker.examine(page, 'waiting, booked');
  await sendAll(office.page);
  await open(office.page, '/thon');
  await press(office.page, new RegExp(FIRST.head));
  await see(office.page, 'Mưa là xe không vào được nhà');
  await see(office.page, KEPT);
  await office.page.getByRole('img', { name: /Ảnh/ }).first().waitFor();
  await onlooker.examine(office.page, 'household, officer');
});

const filesBelow = (folder: string): readonly Buffer[] => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile()).map((file) => readFileSync(join(file.parentPath, file.name)));

step('Photos: the picture arrived whole, and nothing on the server tells camera or place', async () => {
  expect(photo.includes(LATITUDE) && photo.includes(CAMERA)).toBe(true);
  const kept = filesBelow(join(house.dataDir, 'clips'));
  expect(kept).toHaveLength(1);
  const seen = await office.page.getByRole('img', { name: /Ảnh/ }).first().evaluate((img: HTMLImageElement) => [img.naturalWidth, img.naturalHeight]);
  expect(seen).toEqual([1600, 1200]);
  for (const bytes of filesBelow(house.dataDir)) {
    for (const telling of [LATITUDE, Buffer.from(CAMERA), Buffer.from('Exif\0\0', 'latin1')]) expect(bytes.includes(telling)).toBe(false);
  }
});

step('Promises: the keeper says done, and only the household is still to answer', async () => {
  const { page } = field;
  for (const what of [KEPT, NOT_KEPT]) {
    await open(page, '/hom-nay');
    await press(page, new RegExp(what));
    await arrive(page, 'Lời hứa');
    await onlooker.examine(page, 'promise, open');
    await press(page, 'Báo đã làm xong');
    await write(page, /Đã làm thế nào/, 'Đã làm hôm qua');
    await onlooker.examine(page, 'promise, claim');
    await press(page, 'Báo đã làm xong');
    await see(page, 'Đang chờ gia đình trả lời');
    await onlooker.examine(page, 'promise, claimed');
  }
  await sendAll(page);
});

step('B1 the board tells nothing of four households, though each has confirmed a promise', async () => {
  const officer = await Stranger.signIn(house.origin, { login: 'yhuong', password: PASSWORD, phoneName: 'Máy khác' });
  await officer.pull();
  const others = [...officer.rows.values()].filter((row) => row.kind === 'household' && ['7', '8', '9', '10'].includes(row.body.no));
  expect(others).toHaveLength(4);
  const today = dayAt(Date.now());
  const promises = others.map(({ id }) => officer.say('promise.make', { household: id, what: 'Sửa máng nước', keeper: officer.seat.person.id, dueOn: today, on: today }));
  for (const [n, { id }] of others.entries()) officer.say('promise.claim', { promise: promises[n]!, household: id, on: today });
  for (const verdict of await officer.push()) expect(verdict).toHaveProperty('entry');
  const cards = await officer.ask<readonly { household: string; code: string; pin: string }[]>('/api/office/cards', { method: 'POST', json: { households: others.map(({ id }) => id) } });
  for (const { household, code, pin } of cards) {
    const family = await Stranger.signIn(house.origin, { card: code, pin, borrowed: true, phoneName: 'Máy mượn' });
    family.say('promise.confirm', { promise: promises[others.findIndex(({ id }) => id === household)]!, household, on: today });
    expect(await family.push()).toEqual([expect.objectContaining({ entry: expect.any(Number) })]);
  }
  home = await freshProfile(browser, onlooker);
  const { page } = home;
  await page.goto(`${house.origin}/cong-khai`);
  await see(page, 'Chưa có đủ lời hứa để công khai');
  await onlooker.examine(page, 'board, nothing yet');
});

step('Cards: the household card is printed with a QR square and a PIN', async () => {
  const { page } = office;
  await open(page, '/van-phong/the');
  await arrive(page, 'Thẻ hộ');
  await choose(page, 'Thôn 1');
  await page.getByRole('checkbox', { name: `Hộ 1, ${FIRST.head}` }).check();
  await onlooker.examine(page, 'office, cards');
  await press(page, 'Làm 1 thẻ');
  await arrive(page, '1 thẻ đã sẵn sàng để in');
  await onlooker.examine(page, 'office, printed cards');
  await page.emulateMedia({ media: 'print' });
  const paper = page.locator('.paper .card');
  const link = await readQr(browser, paper.locator('figure svg'));
  expect(link).toMatch(new RegExp(`^${house.origin}/#/the/\\d{5}\\.`));
  const [, pin] = /PIN\s*([\d\u2009 ]{4,12})/u.exec(await paper.innerText())!;
  card = { link, pin: pin!.replaceAll(/\D/gu, '') };
  await page.emulateMedia({ media: 'screen' });
});

step('Household: with card and PIN it sees its own page and nothing else', async () => {
  const { page } = home;
  const told: string[] = [];
  await page.route('**/api/rows*', async (route) => {
    const answer = await route.fetch();
    told.push(await answer.text());
    await route.fulfill({ response: answer });
  });
  await page.goto(card.link);
  await see(page, 'Máy này của ai?');
  await onlooker.examine(page, 'card, whose phone');
  await press(page, /^Máy của nhà tôi/);
  await see(page, 'Bấm số PIN in trên thẻ');
  await onlooker.examine(page, 'card, PIN');
  await pressPin(page, card.pin, 'Vào');
  await arrive(page, new RegExp(FIRST.head));
  await see(page, KEPT);
  await see(page, NOT_KEPT);
  await onlooker.examine(page, 'own page');
  const rows = told.join('\n');
  await page.unroute('**/api/rows*');
  expect(rows).toContain(KEPT);
  for (const { head } of REGISTER.households.slice(1)) expect(rows).not.toContain(head);
  expect(rows).not.toContain('Sửa máng nước');
  const ways = await page.getByRole('navigation').getByRole('link').allInnerTexts();
  expect(ways.map((way) => way.trim()).filter(Boolean)).toEqual(['Nhà mình', 'Tôi']);
  const other = await officeHousehold(REGISTER.households[1]!.head);
  await open(page, `/ho/${other}`);
  await see(page, 'Không có trên máy này');
  await open(page, '/van-phong');
  await see(page, 'Trang này của cán bộ xã');
});

/** Id of a household, from the address of its row in the officer's list. */
async function officeHousehold(head: string): Promise<string> {
  await open(office.page, '/thon');
  const row = office.page.getByRole('link', { name: new RegExp(head) });
  await row.waitFor();
  return (await row.getAttribute('href'))!.split('/').at(-1)!;
}

step('Promises: the household confirms one and rejects one', async () => {
  const { page } = home;
  await open(page, '/nha');
  const one = (what: string) => page.getByRole('article').filter({ hasText: what });
  await press(one(KEPT), 'Đã xong');
  await press(page, 'Ghi ngay');
  await press(one(NOT_KEPT), 'Chưa xong');
  await write(one(NOT_KEPT), /Còn thiếu gì/, MISSING);
  await onlooker.examine(page, 'own page, what is missing');
  await press(one(NOT_KEPT), 'Chưa xong');
  await press(page, 'Ghi ngay');
  await see(one(KEPT), 'Nhà mình đã nói: xong rồi');
  await onlooker.examine(page, 'own page, answered');
  await sendAll(page);
});

step('Promises: on the keeper’s phone one is closed by the household, the other is open again with its reason', async () => {
  const { page } = field;
  await sendAll(page);
  await open(page, '/hom-nay');
  await see(page, NOT_KEPT);
  await press(page, new RegExp(NOT_KEPT));
  await see(page, 'Gia đình nói: chưa xong');
  await see(page, MISSING);
  await press(page, new RegExp(FIRST.head));
  await press(page, 'Đã xong hoặc đã rút: 1');
  await see(page, 'Gia đình nói: đã xong');
  await onlooker.examine(page, 'household, one promise kept');
});

step('B1 with the fifth household the board moves, for everyone and without signing in', async () => {
  const { page } = office;
  await page.goto(`${house.origin}/cong-khai`);
  // The server looks at the journal every twenty seconds, and a page may be kept a minute: whoever loads it anew sees it as it stands.
  await expect.poll(async () => {
    await page.reload();
    return (await page.locator('body').innerText()).replaceAll(/\s+/gu, ' ');
  }, { timeout: PATIENCE_MS, interval: 3000 }).toMatch(/5 gia đình xác nhận đã xong|gia đình xác nhận đã xong 5/u);
  const board = await page.locator('body').innerText();
  for (const { head } of REGISTER.households) expect(board).not.toContain(head);
  for (const words of [KEPT, NOT_KEPT, 'Sửa máng nước', 'A Thuận']) expect(board).not.toContain(words);
  await onlooker.examine(page, 'board, commune');
  await press(page, 'Thôn 1');
  await page.waitForURL(/cong-khai\/\d+\/./u);
  await onlooker.examine(page, 'board, village');
});

step('Throughout: no error, no forbidden load, no other server asked, and nothing in the way of anybody', () => {
  expect(onlooker.faults).toEqual([]);
  expect(onlooker.screens.length).toBeGreaterThan(40);
});
