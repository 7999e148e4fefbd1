// What people of the commune do in the app from beginning to end: open the book, come in by a slip, write down a visit, send it.
import type { Page } from 'playwright-core';
import type { Onlooker } from './onlooker.ts';
import { arrive, choose, press, pressPin, see, write } from './touch.ts';

/** Goes to an address within the app, as a press on a link to it would. */
export const open = (page: Page, origin: string, to: string) => page.goto(`${origin}/#${to}`);

/** Looks at each screen on the way; nobody does where a walk is not about that. */
export type Look = (page: Page, screen: string) => Promise<void>;
export const lookWith = (onlooker: Onlooker): Look => (page, screen) => onlooker.examine(page, screen);
const nobody: Look = async () => {};

/** Chooses a PIN, twice the same. */
export async function choosePin(page: Page, pin: string, look: Look = nobody): Promise<void> {
  await see(page, 'Chọn PIN cho máy này');
  await look(page, 'choosing a PIN');
  await pressPin(page, pin, 'Tiếp');
  await see(page, 'Bấm lại PIN đó lần nữa');
  await pressPin(page, pin, 'Tiếp');
}

/** First sign-in with the link of a slip's QR square, up to Today. */
export async function comeInBySlip(page: Page, link: string, secrets: { readonly password: string; readonly pin: string }, look: Look = nobody): Promise<void> {
  await page.goto(link);
  await arrive(page, 'Vào lần đầu bằng phiếu');
  await see(page, 'Đã đọc được mã trên phiếu');
  await write(page, 'Chọn mật khẩu', secrets.password);
  await look(page, 'slip sign-in');
  await press(page, /^Vào$/);
  await choosePin(page, secrets.pin, look);
  await arrive(page, 'Hôm nay');
}

/** Opens the list of what waits, sends it, and waits until all of it stands in the book. */
export async function sendAll(page: Page, origin: string): Promise<void> {
  await open(page, origin, '/cho-gui');
  await press(page, 'Gửi và nhận ngay');
  await see(page, 'Mọi việc đã gửi hết');
}

export interface Told {
  readonly no: string;
  readonly head: string;
  readonly topic: string;
  readonly words: string;
  readonly promises: readonly string[];
  /** A JPEG out of the phone's camera. */
  readonly photo?: Buffer;
}

/** Writes down one visit by the app's own questions, from Today to the household's page. */
export async function visit(page: Page, origin: string, told: Told, look: Look = nobody): Promise<void> {
  await open(page, origin, '/hom-nay');
  await press(page, 'Ghi chuyến thăm');
  await arrive(page, 'Thăm hộ nào?');
  await page.getByRole('searchbox').fill(told.no);
  await look(page, 'visit, which household');
  await press(page, new RegExp(told.head));
  await see(page, 'Đi ngày nào, với ai?');
  await look(page, 'visit, who');
  await press(page, 'Tiếp');
  await choose(page, told.head);
  await choose(page, 'Kinh');
  await look(page, 'visit, met');
  await press(page, 'Tiếp');
  await see(page, 'Hỏi phép trước khi ghi');
  // The phone's own back button: one question back, nothing lost.
  await page.goBack();
  await see(page, 'Gặp ai?');
  await press(page, 'Tiếp');
  await see(page, 'Hỏi phép trước khi ghi');
  await choose(page, /^Đồng ý$/);
  await look(page, 'visit, consent');
  await press(page, 'Tiếp');
  await choose(page, told.topic);
  await write(page, /Ghi theo lời gia đình/, told.words);
  await look(page, 'visit, heard');
  await press(page, 'Tiếp');
  await see(page, 'Có chụp ảnh không?');
  if (told.photo) await shoot(page, told.photo, look);
  await press(page, 'Tiếp');
  await promise(page, told.promises);
  await look(page, 'visit, promises');
  await press(page, 'Xem lại');
  await see(page, 'Xem lại rồi lưu');
  await see(page, told.words);
  await look(page, 'visit, sum');
  await press(page, 'Lưu chuyến thăm');
  await see(page, 'Chuyến thăm đã lưu trên máy');
  await arrive(page, `Hộ ${told.no} · ${told.head}`);
  // A visit that was saved is not met again on the way back.
  await page.goBack();
  await arrive(page, 'Thăm hộ nào?');
}

async function shoot(page: Page, photo: Buffer, look: Look): Promise<void> {
  await press(page, 'Muốn chụp ảnh');
  await choose(page, /^Đồng ý$/);
  await page.locator('input[type=file]').setInputFiles({ name: 'IMG_2041.jpg', mimeType: 'image/jpeg', buffer: photo });
  await page.getByRole('img', { name: 'Ảnh đã chụp 1' }).waitFor();
  await look(page, 'visit, photo');
}

async function promise(page: Page, promises: readonly string[]): Promise<void> {
  for (const [n, what] of promises.entries()) {
    await press(page, n === 0 ? 'Thêm một lời hứa' : 'Thêm lời hứa nữa');
    const one = page.getByRole('region', { name: `Lời hứa ${n + 1}` });
    await write(one, /Hứa điều gì/, what);
    await choose(one, 'Trong 7 ngày');
  }
}
