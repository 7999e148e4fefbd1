// Which photos and recordings an act takes along that its author lets go; asked on the rare day when somebody does.
import type { Act } from '#journal/act.ts';
import type { HouseholdPage } from '#phone/book.ts';
import type { KeptClip, Shelf } from './shelf.ts';

const names = (thing: unknown, { hash }: KeptClip): boolean => JSON.stringify(thing).includes(hash);

/**
 * Clips that only an act named which its author has let go: they would reach the server and belong to nothing. Drafts keep
 * bytes of their own, so "correct and write again" loses none. `left`: the acts that stay (with the act itself among them, where it could not be dismissed, nothing goes); `page` as without the act.
 */
export async function letGo(gone: Act, left: readonly { readonly act: Act }[], shelf: Pick<Shelf, 'clips' | 'dropClips'>, page: (household: string) => Promise<HouseholdPage | undefined>): Promise<void> {
  const own = (await shelf.clips()).filter((clip) => !clip.sent && names(gone, clip) && !left.some(({ act }) => names(act, clip)));
  const rows = new Map<string, HouseholdPage | undefined>();
  for (const { household } of own) rows.set(household, await page(household));
  const free = own.filter((clip) => !names([rows.get(clip.household)?.visits, rows.get(clip.household)?.promises], clip));
  if (free.length > 0) await shelf.dropClips(free);
}
