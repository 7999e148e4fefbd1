// What a person does at a screen, in their words: press, choose, write, wait until something stands there.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { ROOT } from './house.ts';

/** Waits are for words on the screen, however long a busy machine takes; this long means they never come. */
export const PATIENCE_MS = 60_000;

type Place = Page | Locator;
type Words = string | RegExp;

/** Waits until the words stand on the screen. */
export const see = (place: Place, words: Words): Promise<void> => place.getByText(words).filter({ visible: true }).first().waitFor();

/** Waits until the page has this heading. */
export const arrive = (page: Page, title: Words): Promise<void> => page.getByRole('heading', { level: 1, name: title }).waitFor();

/** Presses a button or a link by what it says. */
export const press = (place: Place, says: Words): Promise<void> =>
  place.getByRole('button', { name: says }).or(place.getByRole('link', { name: says })).filter({ visible: true }).first().click();

/** Ticks one of the large answers by what it says. */
export async function choose(place: Place, says: Words): Promise<void> {
  const box = place.getByRole('radio', { name: says }).or(place.getByRole('checkbox', { name: says })).first();
  // The box itself is too small to be pressed and not seen: a thumb meets the words beside it.
  await place.locator(`label[for="${await box.getAttribute('id')}"]`).click();
}

/** Writes into a field by its label. */
export const write = (place: Place, label: Words, text: string): Promise<void> => place.getByLabel(label).filter({ visible: true }).first().fill(text);

/** Presses the digits of a PIN and the key that ends it. */
export async function pressPin(page: Page, pin: string, last: string): Promise<void> {
  const pad = page.getByRole('group', { name: 'Bàn phím số' });
  for (const digit of pin) await pad.getByRole('button', { name: digit, exact: true }).click();
  await pad.getByRole('button', { name: last, exact: true }).click();
}

/** The words of the main column, for what must not stand there. */
export const wordsOf = (page: Page): Promise<string> => page.getByRole('main').innerText();

/** Keeps a picture of every open page where a walk broke off, for whoever mends it. */
export async function keepPictures(title: string, pages: readonly Page[]): Promise<void> {
  const folder = join(ROOT, '.tmp', 'e2e');
  mkdirSync(folder, { recursive: true });
  for (const [n, page] of pages.entries()) {
    await page.screenshot({ path: join(folder, `${title.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)}.${n}.png`), timeout: 10_000 }).catch(() => {});
  }
}
