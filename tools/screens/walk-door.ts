// Pictures of what stands before the book: the first visit, the ways in, papers and PINs.
import type { Page } from 'playwright-core';
import { arrive, press, pressPin, see, write } from '../../test/e2e/touch.ts';
import { lookThrough, newPage, open, SAMPLE, signIn, type Stage } from './stage.ts';

/** The founding, step by step, on a server that has no commune; nothing is founded. */
export async function walkFounding(stage: Stage): Promise<void> {
  const { camera } = stage;
  camera.part('First visit');
  const page = await newPage(stage);
  await arrive(page, 'Mở sổ cho xã');
  await camera.take(page, { name: 'set-up-welcome', says: 'The first visit: open the book of a commune, or try the sample' });
  await press(page, 'Mở sổ cho xã của tôi');
  await arrive(page, /Chọn xã/);
  await page.getByLabel('Tỉnh, thành phố').selectOption({ label: 'Tỉnh Quảng Ngãi' });
  await page.getByRole('searchbox').fill('ia');
  await page.getByRole('button', { name: /Xã Ia Tơi/ }).click();
  await camera.take(page, { name: 'set-up-commune', darkDesk: true, says: 'Step 1: the commune, from the real list of the country' });
  await press(page, 'Tiếp');
  await arrive(page, /Các thôn/);
  await write(page, 'Tên thôn thứ 1', 'Thôn 1');
  await press(page, 'Thêm một thôn');
  await write(page, 'Tên thôn thứ 2', 'Làng Lung');
  await camera.take(page, { name: 'set-up-villages', says: 'Step 2: the villages and the languages spoken there' });
  await press(page, 'Tiếp');
  await write(page, 'Họ và tên của bạn', 'Y Hương');
  await write(page, 'Chọn mật khẩu', 'lúa chín vàng đồng');
  await camera.take(page, { name: 'set-up-officer', says: 'Step 3: the first officer' });
  await press(page, 'Tiếp');
  await arrive(page, /Xem lại/);
  await camera.take(page, { name: 'set-up-review', says: 'Step 4: everything once more' });
  await page.context().close();
}

/** Makes the sample commune, with the server's answer held back until the pictures are taken. */
export async function walkSample(stage: Stage): Promise<void> {
  const { camera } = stage;
  const page = await newPage(stage);
  let made = () => {};
  const photographed = new Promise<void>((resolve) => { made = resolve; });
  await page.route('**/api/setup/sample', async (route) => {
    const answer = await route.fetch({ timeout: 300_000 });
    await photographed;
    await route.fulfill({ response: answer });
  });
  await press(page, 'Dùng thử với xã mẫu');
  await see(page, /Đã ghi [\d.]+ trên [\d.]+ việc/);
  await camera.take(page, { name: 'sample-making', says: 'The sample commune in the making' });
  made();
  await page.getByRole('heading', { level: 1, name: 'Xã mẫu đã sẵn sàng' }).waitFor({ timeout: 300_000 });
  await camera.take(page, { name: 'sample-ways-in', says: 'The sample commune: how to come in as whom' });
  await press(page, 'Vào bằng tài khoản này');
  await see(page, 'Chọn PIN cho máy này');
  await camera.take(page, { name: 'choose-pin', says: 'Choosing the PIN of this phone' });
  await page.context().close();
}

/** The ways in: password, slip, card; and the PIN, alone and shared. */
export async function walkDoor(stage: Stage): Promise<void> {
  const { camera } = stage;
  camera.part('Coming in');
  const page = await newPage(stage);
  await arrive(page, 'Đăng nhập');
  await camera.take(page, { name: 'sign-in', darkDesk: true, says: 'Signing in' });
  await page.getByLabel('Ngôn ngữ').selectOption('en');
  await arrive(page, 'Sign in');
  await camera.take(page, { name: 'sign-in', darkDesk: true, says: 'Signing in', language: 'en' });
  await page.getByLabel('Language').selectOption('vi');
  await walkSlip(stage, page);
  await walkCard(stage, page);
  await open(stage, page, '/');
  await signIn(page, 'truongthon');
  await lock(stage, page);
  await press(page, 'Người khác dùng máy này');
  await signIn(page, 'tinhnguyen');
  await lock(stage, page);
  await camera.take(page, { name: 'who-holds-the-phone', says: 'Several people share one phone' });
  await page.getByRole('main').getByRole('button').first().click();
  await see(page, 'Bấm PIN để mở sổ');
  await camera.take(page, { name: 'unlock', says: 'Unlocking with a PIN' });
  await pressPin(page, '9999', 'Mở');
  await see(page, /PIN không đúng/);
  await camera.take(page, { name: 'unlock-wrong', says: 'A wrong PIN' });
  await page.context().close();
}

async function lock(stage: Stage, page: Page): Promise<void> {
  await open(stage, page, '/toi');
  await press(page, /^Khoá, để người khác dùng/);
}

async function walkSlip(stage: Stage, page: Page): Promise<void> {
  const { camera } = stage;
  await open(stage, page, '/vao');
  await see(page, 'Mã in trên phiếu');
  await camera.take(page, { name: 'slip-code', says: 'First sign-in with a slip: its code' });
  const { officer, first } = await lookThrough(stage);
  const person = first('person', (row) => row.household === null && row.body.posts.some((post: { role: string }) => post.role === 'supervisor'));
  const { url } = await officer.ask<{ url: string }>('/api/office/slips', { method: 'POST', json: { person: person.id, login: 'giamsat' } });
  await open(stage, page, url.split('#')[1]!);
  await see(page, 'Đã đọc được mã trên phiếu');
  await write(page, 'Chọn mật khẩu', 'ba con gà nhỏ');
  await camera.take(page, { name: 'slip-password', says: 'First sign-in with a slip: a password of one’s own' });
}

async function walkCard(stage: Stage, page: Page): Promise<void> {
  const { camera } = stage;
  await open(stage, page, '/the');
  await see(page, 'Mã in trên thẻ');
  await camera.take(page, { name: 'card-code', says: 'A household’s card: scanned or typed' });
  await open(stage, page, `/the/${SAMPLE.card}`);
  await see(page, 'Máy này của ai?');
  await camera.take(page, { name: 'card-whose-phone', says: 'A household’s card: whose phone is it?' });
  await press(page, /^Máy mượn/);
  await see(page, 'Bấm số PIN in trên thẻ');
  await camera.take(page, { name: 'card-pin', says: 'A household’s card: its PIN' });
}
