// What outlives the browser's clearing of everything this app keeps: a cookie that says how much waited here, so that no loss is silent.
import type { ReadonlySignal } from '@preact/signals';
import { effect, signal } from '@preact/signals';
import type { ClearedStore, SeatLine } from '#phone/book.ts';
import { dayAt } from '../road/clock.ts';

/**
 * Browsers clear whole origins when a disk is full, and after weeks without use; cookies are not part of that. Nothing about
 * anybody stands in it: how many seats, how many things had not been sent, and of which day that is.
 */
const NAME = 'nr_held';
const YEAR_S = 365 * 86_400;

const cleared = signal<ClearedStore | null>(null);
/** What the browser cleared since this phone was last used; null: nothing, or nobody used it. */
export const clearedStore: ReadonlySignal<ClearedStore | null> = cleared;

/** `seats.waiting.YYYY-MM-DD` of the cookie, or null. */
export function readWitness(cookies: string): (ClearedStore & { readonly seats: number }) | null {
  const found = new RegExp(`(?:^|; )${NAME}=(\\d{1,3})\\.(\\d{1,6})\\.(\\d{4}-\\d{2}-\\d{2})(?:;|$)`).exec(cookies);
  return found ? { seats: Number(found[1]), waiting: Number(found[2]), on: found[3]! } : null;
}

let taken = false;
/** A seat goes because its person, or the commune, let it go: no loss is to be told. */
export const seatLetGo = (): void => {
  taken = true;
};

/** From now on the cookie tells of `seats`, as they stand; before that it is compared with what is here. To be called once they are read. */
export function bearWitness(seats: ReadonlySignal<readonly SeatLine[]>, lettersWaiting: ReadonlySignal<number>): void {
  const before = readWitness(document.cookie);
  if (before && before.seats > 0 && seats.peek().length === 0) cleared.value = { waiting: before.waiting, on: before.on };
  let some = false;
  effect(() => {
    const held = seats.value;
    const waiting = held.reduce((sum, seat) => sum + seat.waiting, lettersWaiting.value);
    if (held.length > 0) {
      cleared.value = null;
      taken = false;
    } else if (some && !taken) {
      // Gone under an open page, and by nobody's leaving: whoever leaves in another window has told the cookie first.
      const said = readWitness(document.cookie);
      if (said && said.seats > 0) cleared.value = { waiting: said.waiting, on: said.on };
    }
    some = held.length > 0;
    // What was lost is told until somebody has signed in again: the page may be loaded more than once before that.
    if (cleared.peek() === null) note(held.length, waiting);
  });
}

function note(seats: number, waiting: number): void {
  const text = `${seats}.${waiting}.${dayAt(Date.now())}`;
  if (document.cookie.includes(`${NAME}=${text}`)) return;
  const age = seats > 0 ? YEAR_S : 0;
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `${NAME}=${text}; Path=/; Max-Age=${age}; SameSite=Strict${secure}`;
}
