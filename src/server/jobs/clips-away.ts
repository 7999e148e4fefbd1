// Photos and recordings that are to go leave the disk first and the book after: a power cut in between leaves a line, never an orphan.
import { shelf } from '../clips/shelf.ts';
import { dropClip, filesInUse, isShared, type Struck } from '../db/clips.ts';
import type { Db, Tx } from '../db/open.ts';

/** A clip's file is put on the shelf a moment before its line: younger ones wait for the next time. */
const FRESH_MS = 1_800_000;

/** Takes away what `find` answers, asked again under the lock; files that others have stay. Answers how many clips went. */
export async function takeClipsAway(
  house: { readonly db: Db; readonly dataDir: string }, commune: string, communes: readonly string[], find: (tx: Tx) => Promise<readonly Struck[]>,
): Promise<number> {
  const files = (await house.db.inCommune(commune, 'read', find)).map(({ file }) => file);
  if (files.length === 0) return 0;
  const elsewhere = new Set<string>();
  for (const other of communes) {
    if (other !== commune) for (const file of await house.db.inCommune(other, 'read', (tx) => filesInUse(tx, files))) elsewhere.add(file);
  }
  const clips = shelf(house.dataDir);
  return await house.db.inCommune(commune, 'write', async (tx) => {
    let gone = 0;
    for (const clip of await find(tx)) {
      // To go since it was asked for: whether another commune has the same file is not known yet.
      if (!files.includes(clip.file)) continue;
      const shared = elsewhere.has(clip.file) || (await isShared(tx, clip));
      if (!shared && !(await clips.drop(clip.file, Date.now(), FRESH_MS))) continue;
      await dropClip(tx, clip);
      gone += 1;
    }
    return gone;
  });
}
