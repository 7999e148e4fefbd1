// Takes each screen on a phone and at a desk, light and dark, under one name; and writes the list of what was taken.
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';

const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 800 } } as const;
type Size = keyof typeof SIZES;
/** Phones are shown small and looked at closely: finer than one pixel a point. */
const FINENESS = { phone: 1.25, desk: 1 } as const;
/** Letters stay clean at this quality, and a picture weighs some 20 kB. */
const QUALITY = 46;

export interface Shot {
  /** Also the file's name: lower case, with dashes. */
  readonly name: string;
  /** One sentence for the list. */
  readonly says: string;
  readonly language?: 'en';
  /** Only these; else both sizes. */
  readonly sizes?: readonly Size[];
  /** Dark at a desk as well: one screen of each shape tells how that looks. */
  readonly darkDesk?: true;
  /** Before each picture, as a change of size may move what matters out of sight; else the top of the page is shown. */
  readonly settle?: (page: Page) => Promise<unknown>;
}

interface Taken {
  readonly part: string;
  readonly shot: Shot;
  readonly files: readonly string[];
}

export class Camera {
  readonly #folder: string;
  readonly #whole: boolean;
  readonly #taken: Taken[] = [];
  /** Screens wider than the phone they are shown on. */
  readonly faults: string[] = [];
  #part = '';

  /** @param whole pictures of whole pages instead of what fits the screen: for looking them through, not for keeping */
  constructor(folder: string, whole: boolean) {
    this.#folder = folder;
    this.#whole = whole;
    mkdirSync(folder, { recursive: true });
    for (const file of readdirSync(folder)) if (/\.(?:webp|png)$/u.test(file)) rmSync(join(folder, file));
  }

  /** Begins a part of the list. */
  part(title: string): void {
    this.#part = title;
  }

  /** Takes the page as it stands, at each size, light and dark; leaves it light, on a phone. */
  async take(page: Page, shot: Shot): Promise<void> {
    const files: string[] = [];
    for (const size of shot.sizes ?? (['phone', 'desk'] as const)) {
      await page.setViewportSize(SIZES[size]);
      const cdp = await page.context().newCDPSession(page);
      await cdp.send('Emulation.setDeviceMetricsOverride', { ...SIZES[size], deviceScaleFactor: FINENESS[size], mobile: false });
      for (const scheme of size === 'phone' || shot.darkDesk || this.#whole ? ['light', 'dark'] as const : ['light'] as const) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        // No row is lit because the mouse happens to lie on it.
        await page.mouse.move(0, 0);
        await settled(page);
        if (shot.settle) await shot.settle(page);
        else await page.evaluate(() => scrollTo(0, 0));
        await settled(page);
        const beside = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (beside > 0) this.faults.push(`${shot.name}, ${size}: ${beside} px stand out to the side`);
        const file = `${shot.name}.${size}.${scheme}${shot.language ? `.${shot.language}` : ''}.webp`;
        await this.#snap(cdp, page, file);
        files.push(file);
      }
      await cdp.detach();
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.setViewportSize(SIZES.phone);
    this.#note(shot, files);
  }

  /** Takes what the printer would be sent, on paper as wide as given, in px. */
  async takePaper(page: Page, shot: Shot, paper: { readonly width: number; readonly height: number }): Promise<void> {
    await page.setViewportSize(paper);
    await page.emulateMedia({ media: 'print', colorScheme: 'light' });
    await settled(page);
    const file = `${shot.name}.print.webp`;
    const cdp = await page.context().newCDPSession(page);
    await this.#snap(cdp, page, file);
    await cdp.detach();
    await page.emulateMedia({ media: null });
    await page.setViewportSize(SIZES.phone);
    this.#note(shot, [file]);
  }

  #note(shot: Shot, files: readonly string[]): void {
    this.#taken.push({ part: this.#part, shot, files });
    console.log(`${shot.name}${shot.language ? ` (${shot.language})` : ''}`);
  }

  async #snap(cdp: CDPSession, page: Page, file: string): Promise<void> {
    const { data } = await cdp.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY, captureBeyondViewport: this.#whole, ...(this.#whole ? { clip: await wholePage(page) } : {}) });
    writeFileSync(join(this.#folder, file), Buffer.from(data, 'base64'));
  }

  /** The bytes of a picture taken before. */
  read(file: string): Buffer {
    return readFileSync(join(this.#folder, file));
  }

  keep(file: string, bytes: Buffer): void {
    writeFileSync(join(this.#folder, file), bytes);
  }

  /** Writes the list of all pictures, small, each leading to the picture itself. */
  writeList(): void {
    const lines = [
      '# Every screen', '',
      'Made by `npm run screens`, in the sample commune: every name, household and story is invented. Each screen on a phone (360 by 740), light and dark, and at a desk (1280 by 800), the main ones there in the dark too, and once more in English. Fields for days are drawn by the browser, in its own language.', '',
    ];
    let part = '';
    for (const { part: its, shot, files } of this.#taken) {
      if (its !== part) lines.push(`## ${its}`, '');
      part = its;
      lines.push(`**${shot.says}**${shot.language ? ' (English)' : ''}`, '', files.map((file) => `<a href="${file}"><img src="${file}" width="${file.includes('.phone.') ? 150 : 300}" alt="${shot.says}"></a>`).join(' '), '');
    }
    writeFileSync(join(this.#folder, 'README.md'), `${lines.join('\n').trim()}\n`);
  }

  /** How much it all weighs, in bytes. */
  weight(): number {
    return readdirSync(this.#folder).reduce((sum, file) => sum + statSync(join(this.#folder, file)).size, 0);
  }
}

/** Brings what these words stand on to the middle of the screen. */
export const middle = (words: string | RegExp) => async (page: Page): Promise<void> => {
  await page.getByText(words).filter({ visible: true }).first().evaluate((it) => it.scrollIntoView({ block: 'center' }));
};

/** Fonts and pictures are there, and the page has been drawn as it is now. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
}

const wholePage = (page: Page) => page.evaluate(() => ({ x: 0, y: 0, width: innerWidth, height: Math.min(4000, Math.max(innerHeight, document.documentElement.scrollHeight)), scale: 1 }));
