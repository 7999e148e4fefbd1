// Browser profiles as people have them: a phone of 360 by 740, Vietnamese, each with a memory of its own, all of them watched.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchPhone } from '../chromium.ts';
import type { Onlooker } from './onlooker.ts';
import { PATIENCE_MS } from './touch.ts';

export const PHONE = { viewport: { width: 360, height: 740 }, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', reducedMotion: 'reduce' } as const;

export interface Profile {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** A profile that is forgotten with its browser. */
export async function freshProfile(browser: Browser, onlooker: Onlooker, more: Parameters<Browser['newContext']>[0] = {}): Promise<Profile> {
  const context = await browser.newContext({ ...PHONE, ...more });
  await watched(context, onlooker);
  return { context, page: await context.newPage() };
}

/** A profile kept in a folder: close it, open it again, and it is the same phone. */
export async function keptProfile(folder: string, onlooker: Onlooker): Promise<Profile> {
  const context = await launchPhone(folder, { ...PHONE });
  await watched(context, onlooker);
  return { context, page: context.pages()[0] ?? await context.newPage() };
}

async function watched(context: BrowserContext, onlooker: Onlooker): Promise<void> {
  context.setDefaultTimeout(PATIENCE_MS);
  await onlooker.watch(context);
}
