// What several benchmarks of one run share: the big commune on its server, and a phone in a browser that has read all of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtApp } from './app-built.ts';
import { BIG } from './fill.ts';
import { startGround, type Ground } from './ground.ts';
import { atDoor, goIn, openPocket, seen, show, taps, want, type Sight } from './pocket.ts';
import { openWire, type Wire } from './wire.ts';

export interface Stage {
  readonly ground: Ground;
  readonly wire: Wire;
  /** Profile of the phone. */
  readonly folder: string;
}

export interface FirstReading {
  /** ms of the page's clock. */
  readonly tapped: number;
  readonly listed: number;
  readonly requests: number;
  readonly up: number;
  readonly down: number;
}

/** The list with every household of the commune in it. */
export const WHOLE_LIST: Sight = { name: 'whole', selector: 'p.soft.small', words: `${BIG.households / 1000}.000 hộ` };

let stage: Promise<Stage> | undefined;
let reading: Promise<FirstReading> | undefined;

/** The big commune with 10,000 households and a phone that has not met it. */
export function bigStage(): Promise<Stage> {
  stage ??= (async () => {
    const ground = await startGround(BIG.households, await builtApp());
    return { ground, wire: await openWire(ground.port), folder: mkdtempSync(join(tmpdir(), 'nha-rong-phone-')) };
  })();
  return stage;
}

/** The phone of the stage signs in and reads everything, once a run; what that took. */
export function firstReading(): Promise<FirstReading> {
  reading ??= bigStage().then(readAll);
  return reading;
}

async function readAll({ wire, folder }: Stage): Promise<FirstReading> {
  const pocket = await openPocket(folder);
  const { page } = pocket;
  await atDoor(page, wire.origin);
  // The worker has put the app on the phone by the time a person has typed a password; it is not what is measured.
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  await wire.quietFor(1_000);
  wire.counted();
  let requests = 0;
  pocket.context.on('request', (request) => { if (new URL(request.url()).pathname.startsWith('/api/')) requests += 1; });
  await goIn(page);
  const [tapped] = await taps(page);
  await want(page, WHOLE_LIST);
  await show(page, '/thon');
  const { drawn } = await seen(page, WHOLE_LIST.name);
  await wire.quietFor(2_000);
  const { up, down } = wire.counted();
  await pocket.close();
  return { tapped: tapped!, listed: drawn, requests, up, down };
}

/** Ends what was started. */
export async function clearStage(): Promise<void> {
  if (!stage) return;
  const { ground, wire, folder } = await stage;
  wire.close();
  await ground.stop();
  rmSync(folder, { recursive: true, force: true });
}
