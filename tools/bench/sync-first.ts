// sync.first.*: the big commune read into a phone that has nothing, from tapping "sign in" to the list with every household.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompress, constants } from 'node:zlib';
import { promisify } from 'node:util';
import { launchChromium } from '../../test/chromium.ts';
import { askAs, type Ground } from './ground.ts';
import { median, say } from './say.ts';
import { bigStage, firstReading } from './stage.ts';

type WireRow = readonly [kind: string, id: string, village: string | null, entry: number, body?: unknown];
interface HouseholdLine { readonly h: string | null; readonly rows: readonly WireRow[] }

/** Every row of the commune, household by household, as a client that is no browser reads them. */
async function readHouseholds(ground: Ground): Promise<readonly HouseholdLine[]> {
  const households: HouseholdLine[] = [];
  let query = '';
  for (;;) {
    const lines = (await askAs(ground, ground.phones[0]!, `/api/rows${query}`)).trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const line of lines) if ('rows' in line && 'h' in line) households.push(line as unknown as HouseholdLine);
    const { cursor } = lines[0] as { cursor: { epoch: string; scope: string; entry: number } };
    const { more } = lines.at(-1) as { more: string | null };
    if (more === null) return households;
    query = `?epoch=${cursor.epoch}&scope=${cursor.scope}&entry=${cursor.entry}&more=${encodeURIComponent(more)}`;
  }
}

/** The plain file somebody would write of the same rows: one row a line, nothing left out. */
const fileOf = (households: readonly HouseholdLine[]): string =>
  households.map(({ h, rows }) => rows.map(([kind, id, village, entry, body]) => `${JSON.stringify([kind, id, village, h, entry, body])}\n`).join('')).join('');

/** Of a whole reading (src/server/doors/rows.ts). */
const SERVER_QUALITY = 6;
const brotli = promisify(brotliCompress);
const packedSize = async (text: string, quality: number): Promise<number> =>
  (await brotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } })).length;

/** Seconds of one strict bulk put of the households as objects into a browser's database that holds nothing else. */
async function bareWrites(households: readonly HouseholdLine[], times: number): Promise<readonly number[]> {
  const text = JSON.stringify(households);
  const server = createServer((request, response) => {
    response.setHeader('content-type', request.url === '/rows' ? 'application/json' : 'text/html');
    response.end(request.url === '/rows' ? text : '<!doctype html>');
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const browser = await launchChromium();
  const page = await browser.newPage();
  page.setDefaultTimeout(300_000);
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
  const seconds: number[] = [];
  for (let i = 0; i < times; i++) seconds.push(await page.evaluate(bulkPut, `bare${i}`));
  await browser.close();
  server.close();
  return seconds;
}

/** Runs in the page. */
async function bulkPut(name: string): Promise<number> {
  const households = await (await fetch('/rows')).json() as readonly { readonly h: string | null }[];
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.result.createObjectStore('households', { keyPath: 'id' });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const documents = households.map((household) => ({ id: household.h ?? '', ...household }));
  const begun = performance.now();
  await new Promise<void>((resolve, reject) => {
    const writing = db.transaction('households', 'readwrite', { durability: 'strict' });
    const store = writing.objectStore('households');
    for (const document of documents) store.put(document);
    writing.oncomplete = () => resolve();
    writing.onabort = () => reject(writing.error);
  });
  const took = performance.now() - begun;
  db.close();
  indexedDB.deleteDatabase(name);
  return took / 1000;
}

export async function run(): Promise<void> {
  const { ground } = await bigStage();
  const { tapped, listed, requests, up, down } = await firstReading();
  const households = await readHouseholds(ground);
  const bare = await bareWrites(households, 3);
  const file = fileOf(households);
  const rows = households.reduce((sum, household) => sum + household.rows.length, 0);
  const same = await packedSize(file, SERVER_QUALITY);
  // Minutes for the whole file: a tenth of it says how much is gained.
  const tenth = fileOf(households.slice(0, households.length / 10));
  const gain = (await packedSize(tenth, 11)) / (await packedSize(tenth, SERVER_QUALITY));
  say({
    name: 'sync.first.bytes', value: up + down, unit: 'bytes', reference: same, referenceIs: 'the same rows as one NDJSON file, brotli 6 as the server packs', aim: '1x',
    note: `everything on the wire from sign-in on, head lines and ${up} bytes of questions included; ${rows} rows, ${Buffer.byteLength(file)} bytes unpacked; a tenth of the file in brotli 11 takes ${(100 * gain).toFixed(0)} % of that`,
  });
  say({
    name: 'sync.first.seconds', value: (listed - tapped) / 1000, unit: 's', reference: median(bare), referenceIs: 'one strict bulk put of the same households as objects, raw IndexedDB, same browser', aim: '2x',
    note: `from tapping sign-in to the list of all households drawn, not throttled; password check, PIN, packing, road and unpacking included; bare writes ${bare.map((one) => one.toFixed(2)).join(' ')} s`,
  });
  say({ name: 'sync.first.requests', value: requests, unit: 'requests', aim: '10', note: 'sign-in included' });
}
