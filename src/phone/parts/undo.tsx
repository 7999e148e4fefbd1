// One press can be taken back: the act is said a few seconds later, and what is not yet said is never called saved.
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Json, Refusal } from '#journal/act.ts';
import type { Book } from '#phone/book.ts';
import { t } from '#phone/words/main.ts';
import { Button } from './button.tsx';
import { RefusalNote } from './refusal-note.tsx';

/** Long enough to read the line and reach the button; a page that is hidden or left says the act at once (WCAG 2.2.1: nothing is lost by waiting). */
const SECONDS = 6;

interface Pending {
  /** What it is about: an answer given anew about the same thing takes the place of the one that waits. */
  readonly about: string;
  readonly what: string;
  readonly say: () => Promise<{ readonly refusal: Refusal } | unknown>;
}
const pending = signal<Pending | null>(null);
const refused = signal<Refusal | null>(null);

/** Says at once what still waits for its few seconds: before the phone is locked, given back, or put away. */
export async function sayPending(): Promise<void> {
  const one = pending.peek();
  if (!one) return;
  pending.value = null;
  const answer = await one.say().catch(() => ({ refusal: { code: 'store.trouble' } }));
  if (answer && typeof answer === 'object' && 'refusal' in answer) refused.value = (answer as { refusal: Refusal }).refusal;
}

/** One after another; the first that is refused ends it. */
async function sayAll(book: Book, kind: string, bodies: readonly Json[]): Promise<unknown> {
  for (const body of bodies) {
    const answer = await book.say(kind, body);
    if ('refusal' in answer) return answer;
  }
  return undefined;
}

/** Says the act (or the same of several things) after a few seconds unless it is taken back or answered otherwise. `what` is a short sentence: "Đã báo cho gia đình". */
export function sayWithUndo(book: Book, what: string, kind: string, ...bodies: readonly Json[]): void {
  const { promise } = (bodies[0] ?? {}) as { readonly promise?: Json };
  const about = `${book.seat.device}/${typeof promise === 'string' ? promise : JSON.stringify([kind, ...bodies])}`;
  // Pressed twice by a slow or shaking hand, or another answer at once: nothing is said twice and nothing that was taken back.
  if (pending.peek()?.about !== about) void sayPending();
  refused.value = null;
  pending.value = { about, what, say: () => sayAll(book, kind, bodies) };
}

/** Stands once in the page frame. */
export function UndoBar() {
  const one = pending.value;
  const [left, setLeft] = useState(SECONDS);
  useEffect(() => {
    if (!one) return;
    setLeft(SECONDS);
    const beat = setInterval(() => setLeft((now) => { if (now <= 1) void sayPending(); return now - 1; }), 1000);
    const leave = () => { if (pending.peek() === one) void sayPending(); };
    addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', leave);
    return () => { clearInterval(beat); leave(); removeEventListener('pagehide', leave); document.removeEventListener('visibilitychange', leave); };
  }, [one]);
  if (one) {
    return (
      <div class="undo no-print" role="status">
        <p>{t('undo.wait', one.what, Math.max(1, left))}</p>
        <div class="line">
          <Button look="main" picture="undo" onPress={() => { pending.value = null; }}>{t('undo.back')}</Button>
          <Button onPress={() => void sayPending()}>{t('undo.now')}</Button>
        </div>
      </div>
    );
  }
  if (refused.value) {
    return (
      <div class="main no-print" style={{ flex: 'none' }}>
        <RefusalNote refusal={refused.value} />
        <Button look="plain" onPress={() => { refused.value = null; }}>{t('do.close')}</Button>
      </div>
    );
  }
  return null;
}
