// Saying an act from a form: busy while it is written, the refusal where it was not, and the good news on the next page.
import { signal, type Signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Json, Refusal } from '#journal/act.ts';
import type { Book } from '#phone/book.ts';

/** What the last form kept on this phone, told on the page after it until the person goes on. */
export const news = signal<string | null>(null);

export interface Saying {
  readonly busy: Signal<boolean>;
  readonly refusal: Signal<Refusal | null>;
  /** True when it is durable on this phone; a refusal stands in `refusal`. Pressed twice, it is said once. */
  say(kind: string, body: Json, done?: string): Promise<boolean>;
}

export function useSaying(book: Book): Saying {
  return useMemo(() => {
    const busy = signal(false);
    const refusal = signal<Refusal | null>(null);
    return {
      busy,
      refusal,
      async say(kind, body, done) {
        if (busy.peek()) return false;
        busy.value = true;
        refusal.value = null;
        try {
          const answer = await book.say(kind, body);
          if ('refusal' in answer) { refusal.value = answer.refusal; return false; }
          if (done !== undefined) news.value = done;
          return true;
        } catch {
          refusal.value = { code: 'store.trouble' };
          return false;
        } finally {
          busy.value = false;
        }
      },
    };
  }, [book]);
}
