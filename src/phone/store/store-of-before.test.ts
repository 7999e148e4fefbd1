// A phone of before in a real browser: its open store is sealed when the PIN is pressed, and kill -9 in the midst of it loses nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { launchPhone, pidOf } from '../../../test/chromium.ts';
import type { Commune } from '../../../test/phone-page/commune.ts';
import { makeCommune } from '../../../test/phone-page/commune.ts';
import { PIN, databases, lock, opened, say, seats, setPin, settled, signIn, today, unlock } from '../../../test/phone-page/hand.ts';
import { looseRows, rowsOfHousehold } from '../../../test/phone-page/many-rows.ts';
import type { Proof } from '../../../test/phone-page/page.ts';
import type { PageServer } from '../../../test/phone-page/serve.ts';
import { servePage } from '../../../test/phone-page/serve.ts';
import { COMMUNE, HEAD, makeBelieveRows } from './make-believe-rows.ts';

declare const proof: Proof;

const ACTS = 7;
const HOMES = 1_500;
let commune: Commune;
let served: PageServer;
let folder: string;
let phone: BrowserContext;

beforeEach(async () => {
  commune = makeCommune(COMMUNE, makeBelieveRows(today), { yhlim: HEAD });
  served = await servePage((request, response) => commune.door(request, response));
  folder = mkdtempSync(join(tmpdir(), 'nha-rong-before-'));
  phone = await launchPhone(folder);
});
afterEach(async () => {
  await phone.close().catch(() => undefined);
  await served.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Seat, rows and acts as version 1 kept them, the PIN as its slow hash. */
async function phoneOfBefore(page: Page, homes: number): Promise<void> {
  const rows = [...looseRows(), ...Array.from({ length: homes }, (_, h) => rowsOfHousehold(h, 5, 100 + h * 8)).flat()];
  await page.evaluate(async ([text, pin, acts, person, code]) => {
    const cursor = { epoch: 'before', scope: 's', entry: 100_000 };
    await proof.read('dev00001', { cursor, reset: true, rows: JSON.parse(text), more: null, end: { entry: 100_000, chain: 'c' }, other: false, from: null, hidden: null, sum: null });
    await proof.save('dev00001', 'Việc của máy cũ', acts);
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const bare = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
    const hash = new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 310_000 }, bare, 256));
    const registry = new proof.Dexie('nr_seats');
    registry.version(1).stores({ seats: 'device', settings: 'name' });
    await registry.open();
    await registry.table('seats').put({
      device: 'dev00001', commune: code, communeName: 'Đăk Mơ', person, personName: 'Y Hlim', kind: 'staff', waiting: acts, usedAt: 1,
      pin: { salt, rounds: 310_000, hash, wrong: 0, wrongAt: 0 },
    });
    registry.close();
    (await proof.shelf('dev00001')).close();
  }, [JSON.stringify(rows), PIN, ACTS, HEAD, COMMUNE] as const);
}

const blank = async (): Promise<Page> => {
  const page = phone.pages()[0] ?? (await phone.newPage());
  await page.goto(served.address);
  await page.waitForFunction(() => 'proof' in globalThis);
  return page;
};

const held = (page: Page) => page.evaluate(() => ({
  turns: proof.openBook()!.acts.value.map(({ act }) => act.turn), lines: proof.openBook()!.lines.value.length, waiting: proof.openBook()!.road.value.waitingActs,
}));
/** Records of the outbox and the documents that still lie open. */
const openRecords = (page: Page) => page.evaluate(async () => {
  const raw = await new proof.Dexie('nr_dev00001').open();
  const acts = (await raw.table('outbox').toArray()) as { act: Uint8Array }[];
  const docs = (await raw.table('docs').toArray()) as { text: Uint8Array }[];
  raw.close();
  return { acts: acts.filter(({ act }) => act[0]! > 2).length, docs: docs.filter(({ text }) => text[0]! > 2).length };
});

test('Migration: killed again and again while its store is sealed, a phone keeps every act and every row, and ends up sealed', async () => {
  await phoneOfBefore(await blank(), HOMES);
  commune.weather = 'portal';
  let open = { acts: -1, docs: -1 };
  for (let round = 0; open.acts !== 0 || open.docs !== 0; round++) {
    await phone.close().catch(() => undefined);
    phone = await launchPhone(folder);
    const page = await opened(phone, served.address);
    expect(await seats(page)).toMatchObject([{ device: 'dev00001', hasPin: true, shut: null }]);
    const running = unlock(page).then(() => page.waitForTimeout(20_000)).catch(() => undefined);
    // Later in each round: in the key's derivation, in the acts, in the rows.
    await new Promise((done) => setTimeout(done, 300 + round * 250));
    if (round < 6) {
      process.kill(await pidOf(phone), 'SIGKILL');
      await running;
      continue;
    }
    await expect.poll(async () => {
      open = await openRecords(page);
      return open;
    }, { timeout: 60_000 }).toEqual({ acts: 0, docs: 0 });
    expect(await held(page)).toEqual({ turns: [1, 2, 3, 4, 5, 6, 7], lines: HOMES, waiting: ACTS });
    await page.close();
    await running;
  }
});

test('Migration: a phone of before is opened by its old PIN, goes on without signal, and gets its letters and the server’s share with the next sign-in', async () => {
  const page = await blank();
  await phoneOfBefore(page, 20);
  commune.weather = 'portal';
  await page.reload();
  await page.waitForFunction(() => 'proof' in globalThis);
  expect(await unlock(page, 'dev00001', '9731')).toMatchObject({ refusal: { code: 'unlock.wrong' } });
  expect(await unlock(page)).toEqual({ ok: true });
  expect(await held(page)).toEqual({ turns: [1, 2, 3, 4, 5, 6, 7], lines: 20, waiting: ACTS });
  const record = () => page.evaluate(async () => {
    const raw = await new proof.Dexie('nr_seats').open();
    const [seat] = (await raw.table('seats').toArray()) as { pin: unknown; lock: unknown; ownShare: boolean; keys?: unknown }[];
    const shares = await raw.table('shares').toCollection().primaryKeys();
    raw.close();
    return { pin: seat!.pin, locked: Boolean(seat!.lock), ownShare: seat!.ownShare, shares };
  });
  expect(await record()).toEqual({ pin: null, locked: true, ownShare: true, shares: ['dev00001/own'] });
  await lock(page);
  expect(await unlock(page)).toEqual({ ok: true });
  // The server of this test knows the device only from now on.
  commune.ledger.openSeat('dev00001', HEAD);
  commune.weather = 'fair';
  expect(await signIn(page)).toEqual({ device: 'dev00001' });
  await lock(page);
  expect(await unlock(page)).toEqual({ ok: true });
  expect(await record()).toEqual({ pin: null, locked: true, ownShare: false, shares: ['dev00001'] });
  const letters = await page.evaluate(async () => {
    const raw = await new proof.Dexie('nr_dev00001').open();
    const acts = (await raw.table('outbox').toArray()) as { letter: unknown }[];
    raw.close();
    return acts.filter(({ letter }) => letter).length;
  });
  expect(letters).toBe(ACTS);
  await settled(page);
  expect(commune.pushes.flat().map(({ turn }) => turn)).toEqual(expect.arrayContaining([1, 7]));
});

test('Versions: code that meets a store of a later app says so, touches nothing, and still sends its letters', async () => {
  const page = await opened(phone, served.address);
  await signIn(page);
  await settled(page);
  await setPin(page);
  await phone.setOffline(true);
  expect(await say(page)).toBe('dev00001-1');
  await lock(page);
  await page.evaluate(async () => {
    const later = new proof.Dexie('nr_dev00001');
    later.version(7).stores({ outbox: 'turn', rooms: 'k' });
    await later.open();
    later.close();
  });
  await phone.setOffline(false);
  expect(await unlock(page)).toEqual({ refusal: { code: 'store.newer' } });
  await expect.poll(() => [...commune.letters.keys()]).toEqual(['dev00001/1']);
  expect(await databases(page)).toEqual(['nr_dev00001', 'nr_seats']);
});

test('Versions: a list of seats that a later app keeps is not touched either; every letter on the phone goes out', async () => {
  const page = await opened(phone, served.address);
  await signIn(page);
  await settled(page);
  await setPin(page);
  commune.weather = 'portal';
  expect(await say(page)).toBe('dev00001-1');
  await lock(page);
  await page.evaluate(async () => {
    const later = new proof.Dexie('nr_seats');
    later.version(7).stores({ seats: 'device', settings: 'name', shares: 'name', more: 'k' });
    await later.open();
    later.close();
  });
  await page.reload();
  await page.waitForFunction(() => 'proof' in globalThis);
  expect(await page.evaluate(() => proof.thePhone().then(() => 'opened', (error: { trouble?: string }) => error.trouble))).toBe('newer');
  commune.weather = 'fair';
  await page.evaluate(() => proof.sendAllLetters());
  expect([...commune.letters.keys()]).toEqual(['dev00001/1']);
});
