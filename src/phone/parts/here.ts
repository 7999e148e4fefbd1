// Who sits at the phone and which book is open, for the controls that stand on every page.
import { signal } from '@preact/signals';
import type { Book, Phone } from '#phone/book.ts';

export interface Here {
  readonly phone: Phone;
  readonly book: Book | null;
}

/** Set by the app whenever a seat is unlocked or locked; null only before the first drawing. */
export const here = signal<Here | null>(null);
