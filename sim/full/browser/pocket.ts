// One phone for the browser's figure: a real Chromium on a folder of its own, the real seats, store and road in its page, a commune's server beside.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import type { Json } from '#journal/act.ts';
import { COMMUNE, HEAD, makeBelieveRows } from '#phone/store/make-believe-rows.ts';
import { launchPhone } from '../../../test/chromium.ts';
import { type Commune, makeCommune } from '../../../test/phone-page/commune.ts';
import type { Proof } from '../../../test/phone-page/page.ts';
import { type PageServer, servePage } from '../../../test/phone-page/serve.ts';

declare const proof: Proof;

const PIN = '1379';
const LOGIN = { login: 'yhlim', password: 'mat-khau' };
const dayNow = (): string => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

/** Where the acts that were called saved are now. */
export interface Found {
  /** Waiting, sent or refused on the phone, or booked and not yet safe. */
  readonly here: ReadonlySet<string>;
  readonly trouble: string | null;
}

export class Pocket {
  readonly commune: Commune;
  readonly #served: PageServer;
  readonly #folder = mkdtempSync(join(tmpdir(), 'nr-pocket-'));
  #context: BrowserContext | undefined;
  #pid = 0;
  page!: Page;
  cdp!: CDPSession;
  /** Ids of acts that a screen would have called saved. */
  readonly saved = new Set<string>();
  readonly faults: string[] = [];

  private constructor(commune: Commune, served: PageServer) {
    this.commune = commune;
    this.#served = served;
  }

  static async make(): Promise<Pocket> {
    const commune = makeCommune(COMMUNE, makeBelieveRows(dayNow()), { yhlim: HEAD });
    return new Pocket(commune, await servePage((request, response) => commune.door(request, response)));
  }

  get origin(): string {
    return this.#served.address;
  }

  /** Starts the browser and opens the page; nobody is unlocked yet. */
  async start(): Promise<void> {
    this.#context = await launchPhone(this.#folder);
    const cdp = await this.#context.browser()!.newBrowserCDPSession();
    const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
    this.#pid = processInfo.find(({ type }) => type === 'browser')!.id;
    await this.#context.exposeFunction('savedNow', (id: string) => void this.saved.add(id));
    await this.load(this.#context.pages()[0] ?? await this.#context.newPage());
  }

  async load(page: Page): Promise<void> {
    this.page = page;
    page.on('pageerror', (error) => this.faults.push(error.message));
    this.cdp = await this.#context!.newCDPSession(page);
    await this.reload();
  }

  async reload(): Promise<void> {
    await this.page.goto(this.origin);
    await this.page.waitForFunction(() => 'proof' in globalThis);
    await this.page.evaluate(() => proof.thePhone());
  }

  newPage(): Promise<Page> {
    return this.#context!.newPage();
  }

  offline(yes: boolean): Promise<void> {
    return this.#context!.setOffline(yes);
  }

  /** Signs in and chooses a PIN, all rows read. */
  async signIn(): Promise<void> {
    await this.page.evaluate(async ([how, pin]) => {
      const phone = await proof.thePhone();
      const entered = await phone.signIn(how as { login: string; password: string });
      if ('refusal' in entered) throw new Error(JSON.stringify(entered.refusal));
      await phone.book.value!.exchangeNow();
      await phone.setPin(pin as string);
    }, [LOGIN, PIN] as const);
  }

  /** Opens the book by PIN; answers why not. */
  unlock(): Promise<string | null> {
    return this.page.evaluate(async (pin) => {
      const phone = await proof.thePhone();
      const [seat] = phone.seats.value;
      if (!seat) return 'no seat';
      const opened = await phone.unlock(seat.device, pin);
      return 'ok' in opened ? null : opened.refusal.code;
    }, PIN);
  }

  /** Begins to say one visit after the other, without end; each that is kept is noted outside of the browser. Not awaited. */
  chatter(words: string): Promise<unknown> {
    return this.page.evaluate(async ([text, visit]) => {
      const book = (await proof.thePhone()).book.value!;
      for (;;) {
        const said = await book.say('visit.record', { ...(visit as Record<string, Json>), heard: [{ topic: 'road', words: text as string, clip: null, petition: false }] });
        if ('refusal' in said) return said.refusal.code;
        await (globalThis as unknown as { savedNow(id: string): Promise<void> }).savedNow(said.kept.act.id);
      }
    }, [words, visit()] as const).catch(() => undefined);
  }

  /** Says one visit; its id, or the code of its refusal. */
  async say(letters: number): Promise<{ readonly id: string } | { readonly refusal: string }> {
    const said = await this.page.evaluate(async ([n, one]) => {
      const book = (await proof.thePhone()).book.value!;
      const kept = await book.say('visit.record', { ...(one as Record<string, Json>), along: [], heard: [{ topic: 'road', words: proof.noise(n as number), clip: null, petition: false }] });
      return 'kept' in kept ? { id: kept.kept.act.id } : { refusal: kept.refusal.code };
    }, [letters, visit()] as const);
    if ('id' in said) this.saved.add(said.id);
    return said;
  }

  found(): Promise<{ readonly here: readonly string[]; readonly trouble: string | null; readonly waiting: number }> {
    return this.page.evaluate(async () => {
      const book = (await proof.thePhone()).book.value!;
      return { here: book.acts.value.map(({ act }) => act.id), trouble: book.health.value.trouble, waiting: book.road.value.waitingActs };
    });
  }

  exchange(): Promise<unknown> {
    return this.page.evaluate(async () => {
      const book = (await proof.thePhone()).book.value!;
      await book.exchangeNow();
      return book.road.value;
    });
  }

  /** Ids of acts the server has taken. */
  taken(): ReadonlySet<string> {
    return new Set([...this.commune.ledger.book.acts.values()].flatMap((acts) => [...acts.values()].map(({ act }) => act.id)));
  }

  /** Acts that were called saved and are neither on the phone nor at the server. */
  lost(here: readonly string[]): readonly string[] {
    const held = new Set([...here, ...this.taken()]);
    return [...this.saved].filter((id) => !held.has(id));
  }

  /** kill -9 of the browser, all of it. */
  /**
   * The browser and all that belongs to it, at once, as a phone's system does it. A browser that is started while its killed self
   * still holds the files takes them for damaged and makes them anew (seen): so this waits until nothing of it is left.
   */
  async kill(): Promise<void> {
    try {
      process.kill(-this.#pid, 'SIGKILL');
    } catch {
      process.kill(this.#pid, 'SIGKILL');
    }
    await this.#context?.close().catch(() => undefined);
    this.#context = undefined;
    while (isThere(this.#pid)) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async end(): Promise<void> {
    await this.#context?.close().catch(() => undefined);
    await this.#served.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Whether a thread of the process still runs. One that has ended and was not asked after yet is not there. */
function isThere(pid: number): boolean {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.some((thread) => !/\) [ZX] /.test(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8')));
  } catch {
    return false;
  }
}

const visit = () => ({
  household: 'h01', on: dayNow(), came: [HEAD], along: [], met: ['A Brum'], language: 'bdq', consents: [{ purpose: 'visit-notes', given: true, how: 'spoken', text: '1', by: 'A Brum' }],
  heard: [], photos: [], promises: [],
});
