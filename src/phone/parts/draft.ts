// A form half filled outlives a call, a reload and the camera: it is kept in the book's own drafts until saved or thrown away.
import { signal, type Signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Json } from '#journal/act.ts';
import type { Book } from '#phone/book.ts';
import { INDEX, keepForm, keptAside, keptForm, tellUnkept, unfinished } from './kept-form.ts';

/** Typing is kept after a breath, not at each letter. */
const BREATH = 300;

export interface Draft<F> {
  /** null until the kept draft has been read. */
  readonly form: Signal<F | null>;
  /** Whether it goes on from a draft kept earlier. */
  readonly resumed: Signal<boolean>;
  /** What changes; a function where it is worked out after a wait, from the form as it is then. */
  set(change: Partial<F> | ((now: F) => Partial<F>)): void;
  /** Forgets the draft and begins anew. */
  clear(): Promise<void>;
  /** Forgets the draft of a form that was saved; the form stands as it is until its page is left. */
  done(): Promise<void>;
}

let noting: Promise<void> = Promise.resolve();

/** Notes where a form is that was begun, or with `href` null that it is done; one after the other, as the list is one draft. */
function note(book: Book, name: string, href: string | null): void {
  // Read now: by the time it is this one's turn another page may stand here.
  const title = document.querySelector('h1')?.textContent ?? '';
  noting = noting.then(async () => {
    const others = (await unfinished(book)).filter((one) => one.name !== name);
    const all = href === null ? others : [{ name, href, title }, ...others].slice(0, 20);
    await keepForm(book, INDEX, all.length === 0 ? null : (all as unknown as Json));
  }).catch(() => {});
}

function draftOf<F extends { readonly [K in keyof F]: Json }>(book: Book, name: string, fresh: () => F): Draft<F> & { leave(): void } {
  const form = signal<F | null>(null);
  const resumed = signal(false);
  let noted = false;
  const here = location.hash;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = () => {
    clearTimeout(timer);
    timer = undefined;
    if (form.peek()) void keepForm(book, name, form.peek() as unknown as Json);
  };
  void keptForm(book, name).then((kept) => {
    resumed.value = kept !== null && kept !== undefined;
    // Fields added by a newer app than the one that kept the draft take their first values.
    form.value = { ...fresh(), ...(kept as unknown as Partial<F> | null) };
  });
  const done = async () => {
    clearTimeout(timer);
    timer = undefined;
    noted = false;
    note(book, name, null);
    await keepForm(book, name, null);
  };
  return {
    form,
    resumed,
    done,
    set(change) {
      const now = form.peek() ?? fresh();
      form.value = { ...now, ...(typeof change === 'function' ? change(now) : change) };
      if (!noted) { noted = true; note(book, name, here); }
      clearTimeout(timer);
      timer = setTimeout(keep, BREATH);
    },
    clear() {
      form.value = fresh();
      resumed.value = false;
      return done();
    },
    leave() { if (timer !== undefined || keptAside(book, name)) keep(); },
  };
}

/** The draft of one form of one seat: `useDraft(book, 'visit/a1-7', () => ({ on: book.today(), … }))`. */
export function useDraft<F extends { readonly [K in keyof F]: Json }>(book: Book, name: string, fresh: () => F): Draft<F> {
  const start = useRef(fresh);
  const draft = useMemo(() => draftOf(book, name, start.current), [book, name]);
  useEffect(() => {
    book.getReady();
    tellUnkept(book);
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
