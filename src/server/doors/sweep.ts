// Once an hour: sessions nobody can use, old wrong tries, uploads never finished, sheets never taken and struck clips go.
import type { FastifyInstance } from 'fastify';
import { shelf } from '../clips/shelf.ts';
import { sweepTries } from '../db/attempts.ts';
import { partNames, struckClips, sweepParts } from '../db/clips.ts';
import { waitingIn } from '../db/backup-letters.ts';
import { listCommunes } from '../db/communes.ts';
import { sweepSessions } from '../db/sessions.ts';
import { sweepUploads } from '../db/sheets.ts';
import { pieceNames } from '../db/tray-clips.ts';
import { readSealed } from '../db/tray.ts';
import { takeClipsAway } from '../jobs/clips-away.ts';
import { takePiece } from '../letter-clips.ts';
import { layIn as layInto, openAct, reopen } from '../letters.ts';
import type { House } from './house.ts';
import { readJson } from './json.ts';

const EVERY_MS = 3_600_000;
/** A phone may lie a month without signal amid a photo. */
const PART_MS = 45 * 86_400_000;
/** Sheets that wait to be taken into the register hold names of people: one day. */
const SHEETS_MS = 86_400_000;
/** A part file is written before its row is seen by a sweep that runs at the same time. */
const FILE_MS = 86_400_000;

export async function sweep(house: Omit<House, 'keys'>): Promise<void> {
  const now = house.clock();
  const clips = shelf(house.dataDir);
  await house.db.inHouse((tx) => sweepTries(tx, now));
  const known = new Set<string>();
  const communes = (await house.db.inHouse(listCommunes)).map(({ code }) => code);
  for (const code of communes) {
    // What families no longer agree to (visit.strike). Copies in backups go as the backups that list them age out: a struck photo can be brought
    // back by restoring a backup until then, and is struck anew once the phones' acts have come in.
    await takeClipsAway(house, code, communes, (tx) => struckClips(tx));
    const gone = await house.db.inCommune(code, 'write', async (tx) => {
      await sweepSessions(tx, now);
      await sweepUploads(tx, now - SHEETS_MS);
      return await sweepParts(tx, now - PART_MS);
    });
    for (const name of gone) await clips.dropPart(name);
    for (const read of [partNames, pieceNames]) for (const name of await house.db.inCommune(code, 'read', read)) known.add(name);
  }
  await clips.sweep(known, Date.now(), FILE_MS);
}

/** Once an hour letters that did not open are tried again. */
export async function reopenLetters({ db, keys, clock }: House): Promise<void> {
  for (const { code } of await db.inHouse(listCommunes)) {
    if ((await db.inCommune(code, 'read', readSealed)).length === 0) continue;
    await db.inCommune(code, 'write', (tx) => reopen(tx, keys, code, clock(), readJson));
  }
}

/**
 * After a restore: letters that came later than the backup go into the tray, as they did when they came.
 * @returns how many requests could not be laid in: not of this server's making, damaged, or of a commune that is not here. They stay
 */
export async function layInAgain({ db, keys, dataDir }: House): Promise<number> {
  let left = 0;
  const communes = new Set((await db.inHouse(listCommunes)).map(({ code }) => code));
  for (const { post, done } of waitingIn(dataDir, keys)) {
    if (!post || !communes.has(post.seat.commune)) {
      left += 1;
      continue;
    }
    const { seat, at, acts, clips } = post;
    const opened = acts.map((letter) => openAct(keys, seat, letter, readJson));
    await db.inCommune(seat.commune, 'write', (tx) => layInto(tx, seat, opened, at));
    for (const piece of clips) await takePiece({ db, shelf: shelf(dataDir), keys, now: at }, seat, piece);
    done();
  }
  return left;
}

/** Sweeps at intervals while the app is open, and sees at once whether a restore has left letters. */
export function sweepHourly(app: FastifyInstance, house: House): void {
  const failed = (error: unknown): void => app.log.error({ fault: (error as Error).name }, 'sweeping failed');
  const layIn = async (): Promise<void> => {
    const left = await layInAgain(house);
    if (left > 0) app.log.warn({ left }, 'sealed letters in the data folder could not be laid into the tray');
  };
  let running: Promise<void> = layIn().catch(failed);
  const timer = setInterval(() => {
    running = sweep(house).then(layIn).then(() => reopenLetters(house)).catch(failed);
  }, EVERY_MS);
  timer.unref();
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await running;
  });
}
