// Carries out what two people have settled: a household's rows, keys, photos and all that acts said of it go, a tombstone stays.
import { HOUSE } from '#commune/places/author.ts';
import { MOST_ERASED } from '#commune/rights/erase.ts';
import { shelf } from '../clips/shelf.ts';
import { noteDeed } from '../db/audit.ts';
import { listCommunes } from '../db/communes.ts';
import { emptyErased } from '../db/empty.ts';
import {
  buryHousehold, clipsOfErased, dropPartsOfErased, familyOf, rowsToErase, settledErasings, type Tombstone,
} from '../db/erase.ts';
import { markScrub } from '../db/scrub.ts';
import type { Db, Tx } from '../db/open.ts';
import { sayAll, type Saying } from '../desk.ts';
import { takeClipsAway } from './clips-away.ts';

interface Erasing {
  readonly household: string;
  /** Null where nobody asked: its time is over. */
  readonly request: string | null;
}

/** Everything of one household and of those merged into it, in one transaction of its commune. */
export async function eraseOne(tx: Tx, commune: string, { household, request }: Erasing, now: number): Promise<void> {
  let rows = 0;
  for (const of of await familyOf(tx, household)) {
    const keys = await rowsToErase(tx, of);
    rows += keys.length;
    const sayings: Saying[] = [];
    for (let from = 0; from === 0 || from < keys.length; from += MOST_ERASED) {
      sayings.push({ kind: 'household.erase', body: { request, household, of, rows: keys.slice(from, from + MOST_ERASED), last: from + MOST_ERASED >= keys.length } });
    }
    await sayAll(tx, commune, HOUSE, sayings, now);
    await buryHousehold(tx, { subject: of, at: now, why: request === null ? 'over' : 'asked' } satisfies Tombstone);
  }
  await noteDeed(tx, { at: now, person: null, device: null, what: 'household.erased', about: { households: [household], request, rows } });
}

/**
 * Carries out every settled erasing of every commune, and looks once more for what came late about households erased before.
 * May be stopped at any moment and goes on the next time. @returns how many households were erased
 */
export async function eraseSettled(db: Db, dataDir: string, now: number): Promise<number> {
  const communes = (await db.inHouse(listCommunes)).map(({ code }) => code);
  let done = 0;
  for (const code of communes) {
    const settled = await db.inCommune(code, 'read', settledErasings);
    for (const one of settled) {
      await db.inCommune(code, 'write', (tx) => eraseOne(tx, code, one, now));
      done += 1;
    }
    await clearAway(db, dataDir, code, communes, now);
  }
  return done;
}

/** What is no row: acts' words, letters, photos and recordings on the disk, whole ones and parts still coming in. */
export async function clearAway(db: Db, dataDir: string, commune: string, communes: readonly string[], now: number): Promise<void> {
  const acts = await emptyErased(db, commune, now);
  const clips = await takeClipsAway({ db, dataDir }, commune, communes, clipsOfErased);
  const parts = shelf(dataDir);
  for (const name of await db.inCommune(commune, 'write', dropPartsOfErased)) await parts.dropPart(name);
  if (acts > 0 || clips > 0) await db.inHouse((tx) => markScrub(tx, now));
}
