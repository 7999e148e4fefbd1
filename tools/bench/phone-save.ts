// phone.save: from the tap on "Lưu chuyến thăm" to the words "đã lưu trên máy", on a phone as slow as a cheap one, without signal.
import type { Page } from 'playwright-core';
import { choose, press, pressPin, see, write } from '../../test/e2e/touch.ts';
import { BIG } from './fill.ts';
import { aim, openPocket, PIN, seen, show, SLOW, slowDown, taps, want, type Pocket, type Sight } from './pocket.ts';
import { median, say } from './say.ts';
import { bigStage, firstReading, WHOLE_LIST } from './stage.ts';

const TIMES = 15;
const SAVED: Sight = { name: 'saved', selector: '.action button', words: 'Chuyến thăm đã lưu trên máy' };

/** One visit as it is written down, up to the last button; nothing of it is measured. */
export async function writeVisit(page: Page, household: string): Promise<void> {
  await show(page, `/tham/${household}`);
  await see(page, 'Bước 1 trên');
  await press(page, 'Tiếp');
  await page.locator('fieldset label').first().click();
  await press(page, 'Tiếp');
  await choose(page, 'Đường');
  await write(page, 'Ghi theo lời gia đình', 'Muốn vay ngân hàng chính sách để mua bò giống mà chưa biết làm giấy tờ.');
  await press(page, 'Tiếp');
  await press(page, 'Tiếp');
  await press(page, 'Xem lại');
  await page.getByRole('button', { name: 'Lưu chuyến thăm' }).waitFor();
}

interface Saving {
  /** From the tap to the words standing in the page, and to the frame that shows them; ms. */
  readonly stood: number;
  readonly drawn: number;
  /** A bare strict write of the record that was kept, ms. */
  readonly bare: number;
}

export async function save({ page, ...pocket }: Pocket, household: string): Promise<Saving> {
  await writeVisit(page, household);
  // What forms keep after a breath is kept, and no frame is under way.
  await page.waitForTimeout(700);
  const tap = await aim(page, page.getByRole('button', { name: 'Lưu chuyến thăm' }));
  await slowDown({ page, ...pocket }, SLOW);
  await want(page, SAVED);
  await tap();
  const { stood, drawn } = await seen(page, SAVED.name);
  const tapped = (await taps(page)).at(-1)!;
  await page.waitForTimeout(500);
  const bare = await page.evaluate(bareWrite);
  await slowDown({ page, ...pocket }, 1);
  return { stood: stood - tapped, drawn: drawn - tapped, bare };
}

/** Runs in the page: the last act kept, once more, into a database of its own. Answers ms from the put to "complete". */
async function bareWrite(): Promise<number> {
  const asked = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const { name } = (await indexedDB.databases()).find((one) => /^nr_(?!seats)/.test(one.name!))!;
  const seat = await asked(indexedDB.open(name!));
  const last = await asked(seat.transaction('outbox').objectStore('outbox').openCursor(null, 'prev'));
  const record = last!.value as unknown;
  seat.close();
  const opening = indexedDB.open('bare');
  opening.onupgradeneeded = () => opening.result.createObjectStore('outbox', { keyPath: 'turn' });
  const bare = await asked(opening);
  const begun = performance.now();
  const writing = bare.transaction('outbox', 'readwrite', { durability: 'strict' });
  writing.objectStore('outbox').put(record);
  await new Promise((resolve) => { writing.oncomplete = resolve; });
  const took = performance.now() - begun;
  bare.close();
  return took;
}

export async function run(): Promise<void> {
  const { wire, folder } = await bigStage();
  await firstReading();
  const pocket = await openPocket(folder, [WHOLE_LIST]);
  const { page } = pocket;
  await page.goto(`${wire.origin}/#/thon`);
  await pressPin(page, PIN, 'Mở');
  await seen(page, WHOLE_LIST.name);
  await wire.quietFor(1_500);
  await pocket.context.setOffline(true);
  const savings: Saving[] = [];
  // The first loads the screens of a visit.
  for (let i = 0; i <= TIMES; i++) savings.push(await save(pocket, `h${(i * 601) % BIG.households}`));
  await pocket.close();
  const counted = savings.slice(1);
  const of = (read: (one: Saving) => number) => median(counted.map(read));
  say({
    name: 'phone.save', value: of((one) => one.stood), unit: 'ms', reference: of((one) => one.bare), referenceIs: 'a bare strict IndexedDB write of the same record, same page and throttle', aim: '2x',
    note: `a visit with words, ${SLOW}x CPU throttle, ${BIG.households} households in the store, no signal; from the tap to the words "đã lưu trên máy" in the page; their frame drawn ${of((one) => one.drawn).toFixed(1)} ms after the tap; median of ${TIMES}: ${counted.map((one) => `${one.stood.toFixed(0)}/${one.bare.toFixed(0)}`).join(' ')}`,
  });
}
