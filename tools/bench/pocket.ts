// A phone in a real browser for measuring: signed in through the app, its watch read from inside the page.
import type { BrowserContext, CDPSession, Locator, Page } from 'playwright-core';
import { launchPhone } from '../../test/chromium.ts';
import { arrive, press, pressPin, write } from '../../test/e2e/touch.ts';
import { LOGIN } from './serve.ts';

export const PIN = '2638';
/** What a cheap phone is to the machine that measures: Chromium's own "low-end mobile" is 6. */
export const SLOW = 6;

const THUMB_MS = 120;

export interface Pocket {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly cdp: CDPSession;
  close(): Promise<void>;
}

/** Something looked for on the screen. */
export interface Sight {
  readonly name: string;
  readonly selector: string;
  /** Must stand in the element; none: the element is enough. */
  readonly words?: string;
}

/** When a sight stood in the page, and when the frame that shows it had been drawn; ms of the page's own clock. */
export interface Seen {
  readonly stood: number;
  readonly drawn: number;
}

interface Watch {
  readonly wants: Sight[];
  readonly seen: Record<string, Seen>;
  /** When each tap was made, as the browser stamped it. */
  readonly taps: number[];
  /** Begin and end of the last derivation of a key from a PIN. */
  derived: { from: number; until: number };
}
declare global {
  var benchWatch: Watch;
}

/** Runs in every page before its own code. */
function wearWatch(wants: readonly Sight[]): void {
  const watch: Watch = { wants: [...wants], seen: {}, taps: [], derived: { from: 0, until: 0 } };
  globalThis.benchWatch = watch;
  const look = () => {
    for (const want of watch.wants.slice()) {
      const stands = [...document.querySelectorAll(want.selector)].some((one) => want.words === undefined || one.textContent.includes(want.words));
      if (!stands) continue;
      watch.wants.splice(watch.wants.indexOf(want), 1);
      const stood = performance.now();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => { watch.seen[want.name] = { stood, drawn: performance.now() }; };
        port2.postMessage(null);
      });
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  addEventListener('click', (event) => { watch.taps.push(event.timeStamp); }, true);
  const derive = crypto.subtle.deriveBits.bind(crypto.subtle);
  crypto.subtle.deriveBits = async (...asked) => {
    // The PIN's own; what is worked out of it afterwards takes no time to speak of.
    if ((asked[0] as { name?: string }).name !== 'PBKDF2') return derive(...asked);
    watch.derived.from = performance.now();
    try {
      return await derive(...asked);
    } finally {
      watch.derived.until = performance.now();
    }
  };
}

/** A browser process on the folder's profile; `wants` are looked for in every page from its first moment. */
export async function openPocket(folder: string, wants: readonly Sight[] = [], serviceWorkers: 'allow' | 'block' = 'allow'): Promise<Pocket> {
  const context = await launchPhone(folder, { serviceWorkers, reducedMotion: 'reduce' });
  // What breaks off a wait here is a machine that stands still, not one that is slow.
  context.setDefaultTimeout(180_000);
  await context.addInitScript(wearWatch, wants);
  const page = context.pages()[0] ?? await context.newPage();
  return { context, page, cdp: await context.newCDPSession(page), close: () => context.close() };
}

/** From now on the page's main thread runs so many times slower; 1: as it is. */
export const slowDown = (pocket: Pocket, times: number): Promise<unknown> => pocket.cdp.send('Emulation.setCPUThrottlingRate', { rate: times });

/** Looks for a sight from now on. */
export const want = (page: Page, sight: Sight): Promise<void> => page.evaluate((wanted) => {
  delete benchWatch.seen[wanted.name];
  benchWatch.wants.push(wanted);
}, sight);

/** Waits until the sight stood and was drawn. */
export async function seen(page: Page, name: string): Promise<Seen> {
  // Seldom, as asking takes time from the page that is measured.
  const found = await page.waitForFunction((wanted) => benchWatch.seen[wanted], name, { polling: 300 });
  return await found.jsonValue() as Seen;
}

/** Moments of all taps in this page, ms of its clock. */
export const taps = (page: Page): Promise<readonly number[]> => page.evaluate(() => benchWatch.taps);
export const derived = (page: Page): Promise<{ from: number; until: number }> => page.evaluate(() => benchWatch.derived);

/** The door of a phone nobody has used: name and password written, nothing pressed yet. */
export async function atDoor(page: Page, origin: string): Promise<void> {
  await page.goto(origin);
  await write(page, 'Tên đăng nhập', LOGIN.login);
  await write(page, 'Mật khẩu', LOGIN.password);
}

/** Signs in and chooses a PIN: Today stands when it resolves, whatever has been read by then. */
export async function goIn(page: Page): Promise<void> {
  await press(page, 'Đăng nhập');
  await pressPin(page, PIN, 'Tiếp');
  await pressPin(page, PIN, 'Tiếp');
  await arrive(page, 'Hôm nay');
}

/** Readies a bare press on the middle of something: the driver's own looking whether it may press would be measured too. */
export async function aim(page: Page, at: Locator): Promise<() => Promise<void>> {
  const { x, y, width, height } = (await at.boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  return async () => {
    await page.mouse.down();
    // A thumb rests that long; meanwhile the pressed button is drawn, which a robot's press would wait for.
    await page.waitForTimeout(THUMB_MS);
    await page.mouse.up();
  };
}

/** Another screen of the app, without loading the page anew. */
export const show = (page: Page, address: string): Promise<void> => page.evaluate((to) => { location.hash = to; }, address);
