// Photos and recordings that are to go leave the disk first and the tables after: a power cut in between leaves a line, never an orphan.
import { shelf } from '../clips/shelf.ts';
import { dropClip, filesInUse, isShared, type NamedClip } from '../db/clips.ts';
import { dropTrayClips } from '../db/empty.ts';
import type { Db, Tx } from '../db/open.ts';

/** A clip's file is put on the shelf a moment before its line: younger ones wait for the next time. */
const FRESH_MS = 1_800_000;

/**
 * Takes away what `find` answers, asked again under the lock, with the same clip's lines in the tray; files that others have
 * stay, and a file too young waits with its lines for the next time. Answers how many clips went.
 */
export async function takeClipsAway(
  house: { readonly db: Db; readonly dataDir: string }, commune: string, communes: readonly string[], find: (tx: Tx) => Promise<readonly NamedClip[]>,
): Promise<number> {
  const files = (await house.db.inCommune(commune, 'read', find)).map(({ file }) => file);
  if (files.length === 0) return 0;
  const elsewhere = new Set<string>();
  for (const other of communes) {
    if (other !== commune) for (const file of await house.db.inCommune(other, 'read', (tx) => filesInUse(tx, files))) elsewhere.add(file);
  }
  const clips = shelf(house.dataDir);
  return await house.db.inCommune(commune, 'write', async (tx) => {
    const gone: NamedClip[] = [];
    for (const clip of await find(tx)) {
      // To go since it was asked for: whether another commune has the same file is not known yet.
      if (!files.includes(clip.file)) continue;
      const shared = elsewhere.has(clip.file) || (await isShared(tx, clip));
      if (!shared && !(await clips.drop(clip.file, Date.now(), FRESH_MS))) continue;
      await dropClip(tx, clip);
      gone.push(clip);
    }
    // The owner's connection commits by itself, before this transaction: broken off here, the lines in the book are found again.
    if (gone.length > 0) await dropTrayClips(house.db, commune, gone);
    return gone.length;
  });
}
