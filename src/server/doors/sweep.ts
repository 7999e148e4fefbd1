// Once an hour: sessions nobody can use, old counts of wrong tries, uploads never finished and sheets never taken go.
import type { FastifyInstance } from 'fastify';
import { shelf } from '../clips/shelf.ts';
import { sweepTries } from '../db/attempts.ts';
import { partNames, sweepParts } from '../db/clips.ts';
import { listCommunes } from '../db/communes.ts';
import { sweepSessions } from '../db/sessions.ts';
import { sweepUploads } from '../db/sheets.ts';
import type { House } from './house.ts';

const EVERY_MS = 3_600_000;
/** A phone may lie a month without signal amid a photo. */
const PART_MS = 45 * 86_400_000;
/** Sheets that wait to be taken into the register hold names of people: one day. */
const SHEETS_MS = 86_400_000;
/** A part file is written before its row is seen by a sweep that runs at the same time. */
const FILE_MS = 86_400_000;

export async function sweep(house: House): Promise<void> {
  const now = house.clock();
  const clips = shelf(house.dataDir);
  await house.db.inHouse((tx) => sweepTries(tx, now));
  const known = new Set<string>();
  for (const { code } of await house.db.inHouse(listCommunes)) {
    const gone = await house.db.inCommune(code, 'write', async (tx) => {
      await sweepSessions(tx, now);
      await sweepUploads(tx, now - SHEETS_MS);
      return await sweepParts(tx, now - PART_MS);
    });
    for (const name of gone) await clips.dropPart(name);
    for (const name of await house.db.inCommune(code, 'read', partNames)) known.add(name);
  }
  await clips.sweep(known, Date.now(), FILE_MS);
}

/** Sweeps at intervals while the app is open. */
export function sweepHourly(app: FastifyInstance, house: House): void {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = sweep(house).catch((error: unknown) => app.log.error({ fault: (error as Error).name }, 'sweeping failed'));
  }, EVERY_MS);
  timer.unref();
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await running;
  });
}
