// Watches over everything browsers do in a walk: errors, forbidden loads, other servers, and screens some people cannot use.
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright-core';

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What a browser itself says when the road is cut: it is the test that cut it. */
const ROAD_CUT = /net::ERR_(?:INTERNET_DISCONNECTED|NETWORK_CHANGED|FAILED|ABORTED)/;
/** A row that is half under the bar at the bottom is whole once the page is moved a little. */
const SCROLLED_UNDER = /partially obscured/;

export class Onlooker {
  readonly faults: string[] = [];
  readonly #origin: string;
  readonly #seen = new Set<string>();
  readonly #expected: RegExp[] = [];

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** A console line that is no fault in this walk: a wrong password answers 401, and the browser says so. */
  expect(line: RegExp): void {
    this.#expected.push(line);
  }

  /** From now on every page of the context is watched. Call it before the first page is opened. */
  async watch(context: BrowserContext): Promise<void> {
    await context.addInitScript(() => addEventListener('securitypolicyviolation', (event) => console.error(`forbidden by the content security policy: ${event.violatedDirective} ${event.blockedURI}`)));
    // Some errors of browsers carry neither words nor a stack: their name and the page are then all there is to go by.
    context.on('weberror', (error) => {
      const { name, message, stack } = error.error();
      this.faults.push(`error in the page ${error.page()?.url() ?? ''}: ${name} ${message} ${stack ?? ''}`);
    });
    context.on('console', (line) => {
      if (line.type() !== 'error' || ROAD_CUT.test(line.text()) || this.#expected.some((known) => known.test(line.text()))) return;
      this.faults.push(`console: ${line.text()} (${line.location().url})`);
    });
    context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== this.#origin) this.faults.push(`asked another server: ${request.url()}`);
    });
  }

  /** The screens looked at so far, by the name given to each. */
  get screens(): readonly string[] {
    return [...this.#seen];
  }

  /** Examines the screen as it stands, light and dark; each name once. What is wrong is added to the faults. */
  async examine(page: Page, screen: string): Promise<void> {
    if (this.#seen.has(screen)) return;
    this.#seen.add(screen);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // The shape of a page is the same in the dark; only its colours are not.
      const axe = new AxeBuilder({ page }).setLegacyMode();
      const { violations } = await (colorScheme === 'light' ? axe.withTags(AXE_TAGS) : axe.withRules(['color-contrast'])).analyze();
      for (const { id, help, nodes: all } of violations) {
        const nodes = all.filter((node) => !node.any.some(({ message }) => SCROLLED_UNDER.test(message)));
        if (nodes.length > 0) this.faults.push(`${screen} (${colorScheme}): ${id}: ${help}: ${nodes.slice(0, 3).map((node) => `${node.html} ${node.any.map((any) => any.message).join('; ')}`).join(' | ')}`);
      }
    }
    if (await page.locator('.slow-start').count() > 0) this.faults.push(`${screen}: still says that it is being opened`);
    for (const letters of ['huge', 'normal'] as const) {
      const beside = await page.evaluate((size) => {
        const { dataset } = document.documentElement;
        const chosen = dataset['text'];
        dataset['text'] = size;
        const wide = document.documentElement.clientWidth;
        const over = document.documentElement.scrollWidth - wide;
        const out = over > 0 ? [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > wide + 0.5).slice(0, 9).map((one) => one.cloneNode(false) as Element).map((one) => one.outerHTML.slice(0, 90)) : [];
        if (chosen === undefined) delete dataset['text'];
        else dataset['text'] = chosen;
        return over > 0 ? `${over} px stand out to the side of ${wide}: ${out.join(' ')}` : null;
      }, letters);
      if (beside !== null) this.faults.push(`${screen} (${letters} letters): ${beside}`);
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  }
}
