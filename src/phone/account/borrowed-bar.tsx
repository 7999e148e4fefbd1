// On a borrowed phone: one press gives it back, and it forgets by itself when nobody touches it any more.
import './borrowed.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Book, Phone } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { go } from '#phone/parts/router.ts';
import { sayPending } from '#phone/parts/undo.tsx';
import { borrowed, markBorrowed } from './borrowed.ts';
import { d } from './door-words.ts';

/** Long enough to have a promise read aloud and think; short enough that the lender does not wait for it. */
const IDLE_MS = 120_000;
const WARN_MS = 30_000;

/**
 * Sends what waits, then takes the seat off the phone. What could not be sent goes by letter, sealed, when there is signal:
 * nobody can read it on this phone, not even with the card.
 */
async function giveBack(phone: Phone, book: Book): Promise<void> {
  const { device } = book.seat;
  await sayPending();
  await book.exchangeNow().catch(() => {});
  await phone.leave(device);
  markBorrowed(device, false);
  go('#/', true);
}

export function BorrowedBar({ phone, book }: { readonly phone: Phone; readonly book: Book }) {
  const [giving, setGiving] = useState(false);
  const [soon, setSoon] = useState<number | null>(null);
  const touched = useRef(Date.now());
  const is = borrowed.value.includes(book.seat.device);
  const done = () => {
    setGiving(true);
    void giveBack(phone, book);
  };
  useEffect(() => {
    if (!is) return;
    document.documentElement.classList.add('is-borrowed');
    const touch = () => { touched.current = Date.now(); setSoon(null); };
    const look = setInterval(() => {
      const left = touched.current + IDLE_MS - Date.now();
      if (left <= 0) { touched.current = Date.now(); done(); } else setSoon(left <= WARN_MS ? Math.ceil(left / 1000) : null);
    }, 1000);
    for (const kind of ['pointerdown', 'keydown', 'scroll']) addEventListener(kind, touch, { passive: true });
    return () => {
      document.documentElement.classList.remove('is-borrowed');
      clearInterval(look);
      for (const kind of ['pointerdown', 'keydown', 'scroll']) removeEventListener(kind, touch);
    };
  }, [is, book]);
  if (!is) return null;
  return (
    <div class="borrowed no-print" role="status">
      <p>{giving ? d('borrowed.leaving') : soon === null ? d('borrowed.bar') : d('borrowed.soon', soon)}</p>
      <Button picture="check" disabled={giving} onPress={done}>{d('borrowed.done')}</Button>
    </div>
  );
}
