// One post in words: who may do what, where, from when until when, and which households.
import type { Day, Post } from '#commune/places/rows.ts';
import type { Book } from '#phone/book.ts';
import { a } from './account-words.ts';
import { sayNumbers } from './ranges.ts';
import { timeOf } from './staff.ts';

const SHOWN = 8;

export const villageName = (book: Book, village: string | null): string =>
  (village === null ? a('people.all-villages') : book.villages.value.find((one) => one.id === village)?.body.name ?? village);

/** `12 hộ: 1–12`; long lists are cut, as the whole stands on the person's page. */
export function householdsText(book: Book, households: readonly string[], whole: boolean): string {
  if (households.length === 0) return a('post.no-households');
  const wanted = new Set(households);
  const nos = book.lines.value.filter((line) => wanted.has(line.id)).map((line) => line.no);
  const said = sayNumbers(nos);
  const pieces = said.split(', ');
  return a('post.households', households.length, whole || pieces.length <= SHOWN ? said : `${pieces.slice(0, SHOWN).join(', ')}…`);
}

export function timeText(post: Post, today: Day): string {
  const time = timeOf(post, today);
  if (time === 'past') return a('post.ended', post.until ?? '');
  if (time === 'later') return a('post.starts', post.from);
  return [a('post.from', post.from), post.until === null ? null : a('post.until', post.until)].filter(Boolean).join(' ');
}

/** `Trưởng thôn · Kon Mơ · từ 01/03/2026`; in lists the days are left out of a post that simply goes on. */
export function PostLine({ book, post, whole = false }: { readonly book: Book; readonly post: Post; readonly whole?: boolean }) {
  const goesOn = timeOf(post, book.today()) === 'now' && post.until === null;
  return (
    <span class="post-line">
      <b>{a(`role.${post.role}`)}</b> · {villageName(book, post.village)}{(whole || !goesOn) && <> · {timeText(post, book.today())}</>}
      {post.role === 'volunteer' && <><br />{householdsText(book, post.households, whole)}</>}
    </span>
  );
}
