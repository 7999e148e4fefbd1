// Half-filled forms in the book's own drafts, and in this window where the phone has no room for them; which they are, for Today.
import { signal } from '@preact/signals';
import type { Json } from '#journal/act.ts';
import type { Book } from '#phone/book.ts';

/** A form that was left half filled: which, and where it is gone on with. */
export interface Unfinished {
  readonly name: string;
  readonly title: string;
  readonly href: string;
}

export const INDEX = 'unfinished';

/** What the store had no room for: it stays in this window until the store takes it, or the book is closed. */
const aside = new WeakMap<Book, Map<string, Json>>();
/** Whether something written in a form is in this window only. */
export const unkept = signal(false);
/** Says of this book whether that is so. */
export const tellUnkept = (book: Book) => { unkept.value = [...(aside.get(book)?.values() ?? [])].some((form) => form !== null); };

/** Whether the form as it was written last is in this window only. */
export const keptAside = (book: Book, name: string): boolean => Boolean(aside.get(book)?.get(name));

/** Keeps a half-filled form, or with null forgets it; where the store does not take it, in this window. */
export async function keepForm(book: Book, name: string, form: Json): Promise<void> {
  const held = aside.get(book) ?? new Map<string, Json>();
  aside.set(book, held);
  await book.keepDraft(name, form).then(() => held.delete(name), () => held.set(name, form));
  tellUnkept(book);
}

/** The form as it was kept last; null where there is none. */
export async function keptForm(book: Book, name: string): Promise<Json> {
  const held = aside.get(book)?.get(name);
  return held === undefined ? await book.draft(name).catch(() => null) : held;
}

/** Forms left half filled at this seat, the latest first. */
export async function unfinished(book: Book): Promise<readonly Unfinished[]> {
  const kept = await keptForm(book, INDEX);
  return Array.isArray(kept) ? (kept as unknown as readonly Unfinished[]) : [];
}
