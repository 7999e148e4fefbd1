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

type Giving = 'no' | 'leaving' | 'waits';

/** Sends what waits, then takes the seat off the phone. What could not be sent stays, locked by the card's PIN. */
async function giveBack(phone: Phone, book: Book): Promise<'left' | number> {
  const { device } = book.seat;
  await sayPending();
  await book.exchangeNow().catch(() => {});
  const waiting = book.road.value.waitingActs + book.road.value.waitingClips;
  const answer = waiting === 0 ? await phone.leave(device) : { refusal: { code: 'leave.waiting' } };
  if ('refusal' in answer) return Math.max(1, waiting);
  markBorrowed(device, false);
  go('#/', true);
  return 'left';
}

export function BorrowedBar({ phone, book }: { readonly phone: Phone; readonly book: Book }) {
  const [giving, setGiving] = useState<Giving>('no');
  const [waits, setWaits] = useState(0);
  const [soon, setSoon] = useState<number | null>(null);
  const touched = useRef(Date.now());
  const is = borrowed.value.includes(book.seat.device);
  const done = async (alone: boolean) => {
    setGiving('leaving');
    const answer = await giveBack(phone, book);
    if (answer === 'left') return;
    // Nobody is there to read it: what waits is kept behind the card's PIN.
    if (alone) return phone.lock();
    setWaits(answer);
    setGiving('waits');
  };
  useEffect(() => {
    if (!is) return;
    document.documentElement.classList.add('is-borrowed');
    const touch = () => { touched.current = Date.now(); setSoon(null); };
    const look = setInterval(() => {
      const left = touched.current + IDLE_MS - Date.now();
      if (left <= 0) { touched.current = Date.now(); void done(true); } else setSoon(left <= WARN_MS ? Math.ceil(left / 1000) : null);
    }, 1000);
    for (const kind of ['pointerdown', 'keydown', 'scroll']) addEventListener(kind, touch, { passive: true });
    return () => {
      document.documentElement.classList.remove('is-borrowed');
      clearInterval(look);
      for (const kind of ['pointerdown', 'keydown', 'scroll']) removeEventListener(kind, touch);
    };
  }, [is, book]);
  if (!is) return null;
  if (giving === 'waits') {
    return (
      <div class="borrowed no-print" role="alert">
        <p>{d('borrowed.waits', waits)}</p>
        <Button onPress={() => void sayPending().then(() => phone.lock())}>{d('borrowed.lock')}</Button>
      </div>
    );
  }
  return (
    <div class="borrowed no-print" role="status">
      <p>{giving === 'leaving' ? d('borrowed.leaving') : soon === null ? d('borrowed.bar') : d('borrowed.soon', soon)}</p>
      <Button picture="check" disabled={giving === 'leaving'} onPress={() => void done(false)}>{d('borrowed.done')}</Button>
    </div>
  );
}
