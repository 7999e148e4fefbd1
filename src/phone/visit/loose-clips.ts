// Photos and recordings of a form that is not saved yet: kept beside its draft, so that the camera or a call loses none.
import { signal, type Signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Book } from '#phone/book.ts';
import { packed, unpacked } from '#phone/parts/draft.ts';
import { keepForm, keptForm } from '#phone/parts/kept-form.ts';

export interface LooseClips {
  /** What has been taken, or read back, by name. */
  readonly held: Signal<ReadonlyMap<string, Blob>>;
  /** Keeps one and answers its name. */
  keep(blob: Blob): Promise<string>;
  /** Puts another under the same name: of the one before nothing stays, here or in the draft. */
  replace(name: string, blob: Blob): Promise<void>;
  drop(name: string): void;
  /** Reads back those a resumed draft names. */
  recall(names: readonly string[]): Promise<void>;
}

export function useLooseClips(book: Book, form: string): LooseClips {
  return useMemo(() => {
    const held = signal<ReadonlyMap<string, Blob>>(new Map());
    const key = (name: string) => `${form}/clip/${name}`;
    return {
      held,
      async keep(blob) {
        const name = `${Date.now().toString(36)}${held.peek().size}`;
        held.value = new Map(held.peek()).set(name, blob);
        await keepForm(book, key(name), await packed(blob));
        return name;
      },
      async replace(name, blob) {
        held.value = new Map(held.peek()).set(name, blob);
        // First away with the one before: where the phone has no room for this one, the draft does not keep that.
        await keepForm(book, key(name), null);
        await keepForm(book, key(name), await packed(blob));
      },
      drop(name) {
        const left = new Map(held.peek());
        left.delete(name);
        held.value = left;
        void keepForm(book, key(name), null);
      },
      async recall(names) {
        const found = new Map(held.peek());
        for (const name of names) {
          const kept = found.has(name) ? null : await keptForm(book, key(name));
          if (typeof kept === 'string') found.set(name, unpacked(kept));
        }
        held.value = found;
      },
    };
  }, [book, form]);
}
