// What the walks for pictures share: the server with its sample commune, browsers, the camera, and who is where in the sample.
import type { Browser, Page } from 'playwright-core';
import { freshProfile } from '../../test/e2e/profiles.ts';
import type { Onlooker } from '../../test/e2e/onlooker.ts';
import { arrive, press, write } from '../../test/e2e/touch.ts';
import { choosePin } from '../../test/e2e/deeds.ts';
import { Stranger, type Row } from '../../test/stranger.ts';
import type { Camera } from './camera.ts';

export interface Stage {
  readonly origin: string;
  readonly browser: Browser;
  readonly camera: Camera;
  readonly onlooker: Onlooker;
}

/** Names by which the sample commune lets everyone in (server/sample/make.ts shows them at its making). */
export const SAMPLE = { password: 'nha-rong-mau', card: '99999.MAUM-AUMA-UMAU', cardPin: '246810', pin: '2638' } as const;

/** A phone at the door. */
export async function newPage(stage: Stage): Promise<Page> {
  const { page } = await freshProfile(stage.browser, stage.onlooker);
  await page.goto(stage.origin);
  return page;
}

export const open = (stage: Stage, page: Page, to: string) => page.goto(`${stage.origin}/#${to}`);

export async function signIn(page: Page, login: string): Promise<void> {
  await arrive(page, 'Đăng nhập');
  await write(page, 'Tên đăng nhập hoặc số điện thoại', login);
  await write(page, 'Mật khẩu', SAMPLE.password);
  await press(page, /^Đăng nhập$/);
  await choosePin(page, SAMPLE.pin);
  await arrive(page, 'Hôm nay');
}

export interface Found {
  readonly officer: Stranger;
  readonly rows: readonly Row[];
  /** The first row of the kind that fits. @throws where the sample has none */
  first(kind: string, fits: (row: Row) => boolean): Row;
}

/** The sample as its officer sees it. */
export async function lookThrough(stage: Stage): Promise<Found> {
  const officer = await Stranger.signIn(stage.origin, { login: 'canbo', password: SAMPLE.password, phoneName: 'Máy văn phòng' });
  await officer.pull();
  const rows = [...officer.rows.values()];
  return {
    officer, rows,
    first(kind, fits) {
      const row = rows.find((one) => one.kind === kind && fits(one));
      if (!row) throw new Error(`the sample has no such ${kind}`);
      return row;
    },
  };
}
