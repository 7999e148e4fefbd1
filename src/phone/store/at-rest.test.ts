// What lies on the disk of a phone that is locked, was locked tight, or was left: every file of a real browser is searched.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { launchPhone } from '../../../test/chromium.ts';
import type { Commune } from '../../../test/phone-page/commune.ts';
import { makeCommune } from '../../../test/phone-page/commune.ts';
import { SECRET_NAMES, SECRET_WORDS, daysOn, leave, lock, opened, say, setPin, settled, signIn, today, unlock, withCard } from '../../../test/phone-page/hand.ts';
import type { Proof } from '../../../test/phone-page/page.ts';
import { holding, telling } from '../../../test/phone-page/profile.ts';
import type { PageServer } from '../../../test/phone-page/serve.ts';
import { servePage } from '../../../test/phone-page/serve.ts';
import { COMMUNE, HEAD, REPRESENTATIVE, makeBelieveRows } from './make-believe-rows.ts';

declare const proof: Proof;

let commune: Commune;
let served: PageServer;
let folder: string;
let phone: BrowserContext;

beforeEach(async () => {
  commune = makeCommune(COMMUNE, makeBelieveRows(today), { yhlim: HEAD, athuan: 'a-thuan', '99999.AAAABBBBCCCC': REPRESENTATIVE });
  served = await servePage((request, response) => commune.door(request, response));
  folder = mkdtempSync(join(tmpdir(), 'nha-rong-rest-'));
  phone = await launchPhone(folder);
});
afterEach(async () => {
  await phone.close();
  await served.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A phone on which much was read, said, drafted and photographed, some of it not sent. */
async function fullPhone(): Promise<Page> {
  const page = await opened(phone, served.address);
  await signIn(page);
  await settled(page);
  await setPin(page);
  await say(page, 'h02');
  await settled(page);
  await phone.setOffline(true);
  await say(page);
  await page.evaluate(async (words) => {
    const book = proof.openBook()!;
    await book.keepDraft('visit.h01', { words });
    await book.keepClip('h01', await proof.cameraPhoto(400, 300));
    await book.page('h01');
  }, SECRET_WORDS);
  return page;
}

/** Where the profile tells of a household. Those who use the phone stand in its list of seats by name: they are asked for their PIN. */
const tells = (): readonly string[] => [SECRET_WORDS, ...SECRET_NAMES, 'visit.record'].flatMap((text) => telling(folder, text));
/** A WebP picture says so in its first bytes; those of the app itself are PNGs. */
const pictures = (): readonly string[] => holding(folder, Buffer.from('WEBPVP8')).filter((file) => file.includes('IndexedDB'));

test('The search finds what lies open: a store without a key tells everything', async () => {
  const page = await opened(phone, served.address);
  await page.evaluate(async (words) => void (await proof.save('open', words)), SECRET_WORDS);
  await phone.close();
  expect(telling(folder, SECRET_WORDS)).not.toEqual([]);
});

test('At rest: a locked phone tells nothing of any household, nor does one whose battery died while it was open', async () => {
  const page = await fullPhone();
  expect(await page.evaluate(() => proof.openBook()!.lines.value.map(({ head }) => head))).toEqual(expect.arrayContaining(SECRET_NAMES));
  expect([...tells(), ...pictures()]).toEqual([]);
  await lock(page);
  await page.waitForTimeout(1_000);
  expect([...tells(), ...pictures()]).toEqual([]);
  await phone.close();
  expect([...tells(), ...pictures()]).toEqual([]);
});

test('At rest: while a PIN is still to be chosen nothing can be read either, and the key is nowhere', async () => {
  const page = await opened(phone, served.address);
  await signIn(page);
  await settled(page);
  expect(await page.evaluate(() => proof.openBook()!.lines.value.length)).toBe(12);
  await phone.close();
  expect(tells()).toEqual([]);
});

test('At rest: the share is in a file of its own while the lease runs, and in none after ten wrong PINs', async () => {
  const page = await fullPhone();
  await lock(page);
  const share = await page.evaluate(async () => {
    const raw = await new proof.Dexie('nr_seats').open();
    const { bytes } = (await raw.table('shares').get('dev00001')) as { bytes: Uint8Array };
    raw.close();
    return Array.from(bytes.subarray(0, 32));
  });
  const where = () => holding(folder, Uint8Array.from(share));
  expect(where()).toEqual([expect.stringContaining('.blob')]);
  for (let i = 0; i < 10; i++) {
    await daysOn(page, 1 / 24);
    await unlock(page, 'dev00001', '9731');
  }
  await expect.poll(where).toEqual([]);
  await phone.close();
  expect(where()).toEqual([]);
});

test('At rest: a lapsed lease takes the share as well', async () => {
  const page = await fullPhone();
  await lock(page);
  const keys = () => holding(folder, Buffer.alloc(64, 0)).filter((file) => file.includes('.blob')).length;
  const files = () => page.evaluate(async () => {
    const raw = await new proof.Dexie('nr_seats').open();
    const count = await raw.table('shares').count();
    raw.close();
    return count;
  });
  expect([await files(), keys() > 0]).toEqual([1, true]);
  await daysOn(page, 31);
  // It need not be tried: that the app runs is enough.
  await page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
  await expect.poll(files).toBe(0);
  expect(await files()).toBe(0);
  await expect.poll(keys).toBe(0);
});

test('At rest: on a borrowed phone the key is never written down, and leaving it leaves no name', async () => {
  const page = await opened(phone, served.address);
  await withCard(page, true);
  await settled(page);
  await setPin(page);
  expect(await page.evaluate(() => proof.openBook()!.lines.value.map(({ head }) => head))).toContain('Nguyễn Văn Phước');
  expect(telling(folder, 'Nước giọt')).toEqual([]);
  await leave(page);
  await expect.poll(() => commune.signOuts).toEqual(['{"wipe":true}']);
  await phone.close();
  expect(tells()).toEqual([]);
});

test('Wiping: the last seat takes everything with it, names of those who used the phone too', async () => {
  const page = await fullPhone();
  expect(telling(folder, 'Y Hlim')).not.toEqual([]);
  await phone.setOffline(false);
  await settled(page);
  expect(await leave(page)).toEqual({ ok: true });
  expect(commune.signOuts).toEqual(['{"wipe":true}']);
  // The phone goes on in the same window: the next person may sign in.
  expect(await signIn(page, { login: 'athuan' })).toEqual({ device: 'dev00002' });
  await settled(page);
  await phone.close();
  expect([...tells(), ...telling(folder, 'Y Hlim'), ...pictures()]).toEqual([]);
});

test('Wiping: a seat that is not the last takes its key, and leaves the other whole', async () => {
  const page = await fullPhone();
  await lock(page);
  await phone.setOffline(false);
  await signIn(page, { login: 'athuan' });
  await settled(page);
  await setPin(page, '2638');
  expect(await leave(page, 'dev00001', 'sealed')).toEqual({ ok: true });
  expect(commune.letters.has('dev00001/2')).toBe(true);
  expect(commune.signOuts).toEqual(['']);
  await lock(page);
  expect(await unlock(page, 'dev00002', '2638')).toEqual({ ok: true });
  await phone.close();
  expect([...tells(), ...pictures()]).toEqual([]);
});
