// sync.back: a phone comes back with 1,000 acts said without signal; they are pushed, judged and settled by the phone's own code.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'vite';
import { actId } from '../../src/journal/act.ts';
import { Chance } from '../../src/server/sample/chance.ts';
import { makeName } from '../../src/server/sample/names.ts';
import { TALKS } from '../../src/server/sample/talk.ts';
import { launchPhone } from '../../test/chromium.ts';
import { buildId } from '../../src/server/build-id.ts';
import { ROOT } from './app-built.ts';
import { day } from './fill.ts';
import { startGround } from './ground.ts';
import { say } from './say.ts';
import { LOGIN } from './serve.ts';
import { openWire } from './wire.ts';

const ACTS = 1_000;
const HOUSEHOLDS = 1_000;
/** Of a first reading (src/server/doors/rows.ts). */
const SERVER_QUALITY = 6;

/** Visits as they are written down: words of two matters with names and numbers of their own, every third with a promise. */
function visits(): readonly object[] {
  const chance = new Chance(1_000);
  const words = () => `${chance.pick(TALKS).words} ${makeName(chance, 'kinh', chance.chance(0.5) ? 'm' : 'f')} bảo thế, từ ${chance.between(2, 28)} tháng ${chance.between(1, 12)}, chừng ${chance.between(2, 900)} nghìn.`;
  return Array.from({ length: ACTS }, (_, i) => {
    const talk = chance.pick(TALKS);
    return {
      household: `h${chance.below(HOUSEHOLDS)}`, on: day(chance.below(20)), came: [], along: [], met: [makeName(chance, 'kinh', 'f')], language: 'vi', consents: [], photos: [],
      heard: [{ topic: talk.topic, words: `${talk.words} ${words()}`, clip: null, petition: false }],
      promises: i % 3 === 0 ? [{ what: `${talk.promise?.what ?? 'Hỏi và trả lời gia đình'} (${chance.between(1, 40)})`, keeper: 'lan', dueOn: day(-chance.between(3, 60)) }] : [],
    };
  });
}

/** A folder with one page that has the phone's code and no screens, built as the app is. */
async function codePage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'nha-rong-code-'));
  await build({
    configFile: false, root: ROOT, logLevel: 'error', publicDir: false, define: { __BUILD__: JSON.stringify(buildId(ROOT)) },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { outDir: folder, emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false }, rolldownOptions: { input: fileURLToPath(new URL('phone-code.ts', import.meta.url)), output: { entryFileNames: 'code.js' } } },
  });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><title>sync.back</title><script type="module" src="/code.js"></script>');
  return folder;
}

export async function run(): Promise<void> {
  const folder = await codePage();
  const ground = await startGround(HOUSEHOLDS, folder);
  const wire = await openWire(ground.port);
  const context = await launchPhone(join(folder, 'profile'));
  const page = await context.newPage();
  page.setDefaultTimeout(300_000);
  await page.goto(wire.origin);
  await page.waitForFunction(() => 'phoneCode' in globalThis);
  await page.evaluate(({ login, password }) => phoneCode.signIn(login, password), LOGIN);
  await context.setOffline(true);
  const bodies = visits();
  const kept = await page.evaluate((all) => phoneCode.say('visit.record', all as never), bodies);
  await page.waitForTimeout(500);
  wire.counted();
  let requests = 0;
  context.on('request', (request) => { requests += 1; void request; });
  const begun = await page.evaluate(() => performance.now());
  await context.setOffline(false);
  const seconds = (await page.evaluate(() => phoneCode.settled()) - begun) / 1000;
  const counts = await page.evaluate(() => phoneCode.counts());
  const { up, down } = wire.counted();
  await context.close();
  wire.close();
  await ground.stop();
  rmSync(folder, { recursive: true, force: true });
  if (counts.booked !== ACTS) throw new Error(`of ${ACTS} acts came out: ${JSON.stringify(counts)}`);
  const file = bodies.map((body, i) => `${JSON.stringify({ id: actId('abcdefgh', i + 1), kind: 'visit.record', v: 1, device: 'abcdefgh', turn: i + 1, at: Date.now() + i, body })}\n`).join('');
  const packed = (quality: number) => brotliCompressSync(file, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }).length;
  const note = `${ACTS} visits with words, every third with a promise`;
  say({
    name: 'sync.back.bytes', value: up + down, unit: 'bytes', reference: packed(SERVER_QUALITY), referenceIs: `the same acts as one brotli file, quality ${SERVER_QUALITY} as the server packs`, aim: '1.5x',
    note: `${note}; up ${up}, down ${down}, head lines included; ${Buffer.byteLength(file)} bytes unpacked; in brotli 11 ${packed(11)}; browsers can pack gzip only`,
  });
  say({ name: 'sync.back.requests', value: requests, unit: 'requests', note });
  say({ name: 'sync.back.seconds', value: seconds, unit: 's', note: `from the signal's return to the last act booked and its rows settled, not throttled; saying them offline took ${(kept / ACTS).toFixed(1)} ms each` });
}
