// Starts the Chromium that tests drive: the system's where there is one, else the one Playwright keeps.
import { existsSync } from 'node:fs';
import type { Browser, BrowserContext, LaunchOptions } from 'playwright-core';
import { chromium } from 'playwright-core';

/** No traffic of the browser's own, and nothing that asks for a screen or a graphics card. */
export const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--no-default-browser-check', '--disable-default-apps',
];

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'];

/** Path of a Chromium on this machine: CHROMIUM, the system's, else Playwright's own. Throws a sentence saying how to get one. */
export function chromiumPath(): string {
  const asked = process.env.CHROMIUM;
  const found = [...(asked ? [asked] : []), ...PLACES, chromium.executablePath()].find((path) => path && existsSync(path));
  if (!found) throw new Error('No Chromium found. Install one (Debian: apt-get install chromium; elsewhere: npx playwright-core install chromium) or set CHROMIUM to its path, and run the tests again.');
  return found;
}

const options = (more: LaunchOptions): LaunchOptions => ({ executablePath: chromiumPath(), args: [...FLAGS, ...(more.args ?? [])], ...(more.headless === undefined ? { headless: true } : {}) });

/** A browser whose contexts forget everything when closed. */
export const launchChromium = (more: LaunchOptions = {}): Promise<Browser> => chromium.launch({ ...more, ...options(more) });

/** The process to kill where a phone is to die. */
export async function pidOf(phone: BrowserContext): Promise<number> {
  const cdp = await phone.browser()!.newBrowserCDPSession();
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  return processInfo.find(({ type }) => type === 'browser')!.id;
}

/** A browser that keeps what it stores in `folder`, as a phone does. */
export const launchPhone = (folder: string, more: Parameters<typeof chromium.launchPersistentContext>[1] = {}): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, { viewport: { width: 360, height: 740 }, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', ...more, ...options(more ?? {}) });
