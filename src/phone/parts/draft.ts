// A form half filled outlives a call, a reload and the camera: it is kept in the book's own drafts until saved or thrown away.
import { signal, type Signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Json } from '#journal/act.ts';
import type { Book } from '#phone/book.ts';

/** Typing is kept after a breath, not at each letter. */
const BREATH = 300;

export interface Draft<F> {
  /** null until the kept draft has been read. */
  readonly form: Signal<F | null>;
  /** Whether it goes on from a draft kept earlier. */
  readonly resumed: Signal<boolean>;
  set(change: Partial<F>): void;
  /** Forgets the draft: after saving, or to begin anew. */
  clear(): Promise<void>;
}

function draftOf<F extends { readonly [K in keyof F]: Json }>(book: Book, name: string, fresh: () => F): Draft<F> & { leave(): void } {
  const form = signal<F | null>(null);
  const resumed = signal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = () => {
    clearTimeout(timer);
    timer = undefined;
    if (form.peek()) void book.keepDraft(name, form.peek() as unknown as Json).catch(() => {});
  };
  void book.draft(name).catch(() => null).then((kept) => {
    resumed.value = kept !== null && kept !== undefined;
    // Fields added by a newer app than the one that kept the draft take their first values.
    form.value = { ...fresh(), ...(kept as unknown as Partial<F> | null) };
  });
  return {
    form,
    resumed,
    set(change) {
      form.value = { ...(form.peek() ?? fresh()), ...change };
      clearTimeout(timer);
      timer = setTimeout(keep, BREATH);
    },
    async clear() {
      clearTimeout(timer);
      timer = undefined;
      form.value = fresh();
      resumed.value = false;
      await book.keepDraft(name, null).catch(() => {});
    },
    leave() { if (timer !== undefined) keep(); },
  };
}

/** The draft of one form of one seat: `useDraft(book, 'visit/a1-7', () => ({ on: book.today(), … }))`. */
export function useDraft<F extends { readonly [K in keyof F]: Json }>(book: Book, name: string, fresh: () => F): Draft<F> {
  const start = useRef(fresh);
  const draft = useMemo(() => draftOf(book, name, start.current), [book, name]);
  useEffect(() => {
    const leave = () => draft.leave();
    addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', leave);
    return () => { leave(); removeEventListener('pagehide', leave); document.removeEventListener('visibilitychange', leave); };
  }, [draft]);
  return draft;
}

/** A photo or recording as a draft can hold it. */
export async function packed(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return `${blob.type};${btoa(text)}`;
}

export function unpacked(text: string): Blob {
  const cut = text.lastIndexOf(';');
  const bytes = Uint8Array.from(atob(text.slice(cut + 1)), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: text.slice(0, cut) });
}
