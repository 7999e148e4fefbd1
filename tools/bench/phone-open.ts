// phone.open: a phone as slow as a cheap one opens the app cold, with the big commune in its store, to a list one can use.
import type { Page } from 'playwright-core';
import { aim, derived, openPocket, PIN, seen, show, SLOW, slowDown, taps, want, type Sight } from './pocket.ts';
import { median, say } from './say.ts';
import { bigStage, firstReading, WHOLE_LIST } from './stage.ts';

const TIMES = 5;
const PAD: Sight = { name: 'pad', selector: '.pin-keys button' };
const ROW: Sight = { name: 'row', selector: 'ul.rows li[data-row]' };

interface Opening {
  /** From the address to the pad on which the PIN is pressed, ms. */
  readonly door: number;
  /** From the last key of the PIN to the list, without the derivation of the key, ms. */
  readonly inside: number;
  readonly derivation: number;
  /** The list left and shown again, ms. */
  readonly again: number;
}

async function open(folder: string, origin: string): Promise<Opening> {
  const pocket = await openPocket(folder, [PAD, ROW, WHOLE_LIST]);
  const { page } = pocket;
  await slowDown(pocket, SLOW);
  await page.goto(`${origin}/#/thon`, { waitUntil: 'commit' });
  const pad = await seen(page, PAD.name);
  await page.keyboard.type(PIN);
  const tap = await aim(page, page.getByRole('button', { name: 'Mở', exact: true }));
  await tap();
  const whole = await seen(page, WHOLE_LIST.name);
  const row = await seen(page, ROW.name);
  const pressed = (await taps(page)).at(-1)!;
  const { from, until } = await derived(page);
  const again = await shownAgain(page);
  await pocket.close();
  return { door: pad.drawn, inside: Math.max(whole.drawn, row.drawn) - pressed - (until - from), derivation: until - from, again };
}

/** To Today and back: the list is in memory. */
async function shownAgain(page: Page): Promise<number> {
  await show(page, '/hom-nay');
  await page.getByRole('heading', { level: 1, name: 'Hôm nay' }).waitFor();
  await want(page, ROW);
  const tap = await aim(page, page.getByRole('navigation').getByRole('link', { name: 'Các hộ' }));
  await tap();
  const { drawn } = await seen(page, ROW.name);
  return drawn - (await taps(page)).at(-1)!;
}

export async function run(): Promise<void> {
  const { wire, folder } = await bigStage();
  await firstReading();
  const openings: Opening[] = [];
  for (let i = 0; i < TIMES; i++) openings.push(await open(folder, wire.origin));
  const of = (read: (one: Opening) => number) => median(openings.map(read)) / 1000;
  const whole = openings.map((one) => ((one.door + one.inside) / 1000).toFixed(2));
  say({
    name: 'phone.open', value: of((one) => one.door + one.inside), unit: 's', reference: of((one) => one.again), referenceIs: 'the same list left and shown again in the open app, same throttle', aim: '2 s',
    note: `new browser process, ${SLOW}x CPU throttle; from the address to the PIN pad (${of((one) => one.door).toFixed(2)}) and from the last key to the list drawn (${of((one) => one.inside).toFixed(2)}), its first exchange running beside; apart: the time of fingers, and of the browser's own PIN derivation (${of((one) => one.derivation).toFixed(2)}); median of ${TIMES}: ${whole.join(' ')}`,
  });
}
