// What every screen is given, and how screens are found: one default component a file, loaded when first opened.
import type { ComponentType } from 'preact';
import type { Book, Phone } from '#phone/book.ts';

export interface ScreenProps {
  readonly phone: Phone;
  /** The unlocked book of the person at the seat. */
  readonly book: Book;
  /** Parts of the address after the screen's own: `#/ho/a1-7/sua` gives ['a1-7', 'sua'] to the household screen. */
  readonly path: readonly string[];
}

/** Before a seat is unlocked: set-up, sign-in, unlock. `src/phone/account/door-screen.tsx` has it as default. */
export interface DoorProps {
  readonly phone: Phone;
  readonly path: readonly string[];
}

export type Screen = ComponentType<ScreenProps>;
export type Door = ComponentType<DoorProps>;
