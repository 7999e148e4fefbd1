// The rules of what can be said, fetched when something is to be said or judged: whoever only looks need not wait for them.
import type { ActKind, Kinds } from '#journal/act.ts';

export interface LateKinds {
  /** Empty until loaded. Acts of a kind that is not there yet stay as they were shown. */
  readonly kinds: Kinds;
  /** Rejects where they cannot be had: a browser without the app's worker, without signal. May be asked again. */
  load(): Promise<void>;
}

export function lateKinds(fetch: () => Promise<Kinds>): LateKinds {
  const kinds = new Map<string, ActKind<unknown>>();
  let loading: Promise<void> | undefined;
  const load = async () => {
    try {
      for (const [name, kind] of await fetch()) kinds.set(name, kind);
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
  return { kinds, load: () => (loading ??= load()) };
}

/** Those of this app. */
export const kinds = lateKinds(async () => (await import('#commune/kinds.ts')).kinds);

/** Where they are at hand anyway. */
export const readyKinds = (kinds: Kinds): LateKinds => ({ kinds, load: () => Promise.resolve() });

/** What makes a photo small and bare, with the first form: whoever only looks takes none. */
export const cleaning = () => import('../road/clean.ts');
