// A commune made through the protocol before a walk begins: eight households, a head and two volunteers with posts, all able to sign in.
import type { Page } from 'playwright-core';
import { COMMUNE, PASSWORD, register, staff } from '../rig.ts';
import { Stranger } from '../stranger.ts';
import { choosePin } from './deeds.ts';
import type { House } from './house.ts';
import { arrive, press, write } from './touch.ts';

export interface Village {
  readonly officer: Stranger;
  /** Ids by number, 1 to 8. */
  readonly households: Readonly<Record<string, string>>;
}

export const HEAD = { id: 'ylim', name: 'Y Lim' };
export const VOLUNTEER = { id: 'athuan', name: 'A Thuận' };
export const OTHER = { id: 'yblum', name: 'Y Blưm' };

/** Everyone signs in with their id and PASSWORD. A Thuận looks after households 1 to 3, Y Blưm after 3 to 6. */
export async function openVillage(house: House): Promise<Village> {
  const officer = await Stranger.signIn(house.origin, {
    commune: COMMUNE, villages: [{ name: 'Thôn 1', languages: ['vi', 'jra'] }], officer: { name: 'Y Hương', login: 'yhuong', password: PASSWORD }, phoneName: 'Máy văn phòng',
  }, '/api/setup/found');
  const households: Record<string, string> = {};
  for (let no = 1; no <= 8; no++) households[no] = await register(officer, String(no));
  await staff(officer, { ...HEAD, role: 'head', village: 'v1' });
  await staff(officer, { ...VOLUNTEER, role: 'volunteer', village: 'v1', households: ['1', '2', '3'].map((no) => households[no]!) });
  await staff(officer, { ...OTHER, role: 'volunteer', village: 'v1', households: ['3', '4', '5', '6'].map((no) => households[no]!) });
  return { officer, households };
}

/** Signs in at the door that stands open and chooses a PIN, up to Today. */
export async function signIn(page: Page, login: string, pin: string): Promise<void> {
  await arrive(page, 'Đăng nhập');
  await write(page, 'Tên đăng nhập hoặc số điện thoại', login);
  await write(page, 'Mật khẩu', PASSWORD);
  await press(page, /^Đăng nhập$/);
  await choosePin(page, pin);
  await arrive(page, 'Hôm nay');
}
