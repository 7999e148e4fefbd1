// Which photos and recordings on this phone no row names any more, as the family no longer agrees to them: their bytes go.
import { hashesOf } from '#commune/visits/rows.ts';
import type { HouseholdPage } from '#phone/book.ts';
import type { KeptClip } from './shelf.ts';

/** Taken out of a visit or promise by a strike, a correction or fading, and named by no other one of the household. */
export function struckOf({ visits, promises }: HouseholdPage, clips: readonly KeptClip[]): readonly KeptClip[] {
  const gone = new Set([...visits, ...promises].flatMap(({ body }) => body.goneClips ?? []));
  for (const { body } of visits) for (const hash of hashesOf(body)) gone.delete(hash);
  for (const { body } of promises) for (const { photo } of body.steps) if (photo) gone.delete(photo.hash);
  return clips.filter(({ hash }) => gone.has(hash));
}

/**
 * The same for clips of several households; `page` reads one's rows as they stand. Drafts' clips, which no act has named yet,
 * stay. A household that is not on this phone any more (its data were erased, or it is somebody else's to see to) takes what was
 * sent with it; what was not goes first.
 */
export async function struckClips(clips: readonly KeptClip[], page: (household: string) => Promise<HouseholdPage | undefined>): Promise<readonly KeptClip[]> {
  const struck: KeptClip[] = [];
  for (const household of new Set(clips.map((clip) => clip.household))) {
    const found = await page(household);
    const own = clips.filter((clip) => clip.household === household);
    const erased = found === undefined || found.household.body.erasedOn !== undefined;
    struck.push(...(erased ? own.filter(({ sent }) => sent) : struckOf(found, own)));
  }
  return struck;
}
