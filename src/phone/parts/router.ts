// Where the person is in the app: the address after `#/`, with the way back and the place on the page kept.
import { signal, type ReadonlySignal } from '@preact/signals';

const spot = signal('/');
/** Address after `#`, beginning with `/`. */
export const address: ReadonlySignal<string> = spot;

/** Parts of an address: `/ho/a1-7/sua` → ['ho', 'a1-7', 'sua']. */
export const partsOf = (at: string): readonly string[] => at.split('?')[0]!.split('/').filter(Boolean).map(decodeURIComponent);

const depthOf = (state: unknown): number | undefined => (state as { depth?: number } | null)?.depth;
const heights = new Map<number, number>();
let depth = 0;
let returning = false;

const read = (): string => location.hash.replace(/^#/, '') || '/';

function arrive(): void {
  heights.set(depth, scrollY);
  const known = depthOf(history.state);
  returning = known !== undefined && known < depth;
  depth = known ?? depth + 1;
  if (known === undefined) history.replaceState({ depth }, '');
  spot.value = read();
}

/** Begins to listen; call once before drawing. */
export function startRouter(): void {
  history.scrollRestoration = 'manual';
  depth = depthOf(history.state) ?? 0;
  history.replaceState({ depth }, '');
  spot.value = read();
  addEventListener('hashchange', arrive);
  addEventListener('popstate', popped);
}

const onGuard = (): boolean => (history.state as { guard?: boolean } | null)?.guard === true;
/** What the phone's own back button does now instead of leaving the page; of several the one opened last. */
const inner: (() => void)[] = [];
/** What is still to be done once our own step back has been made. */
let afterBack: (() => void) | null = null;

function popped(): void {
  if (afterBack) {
    const then = afterBack;
    afterBack = null;
    then();
  // Whoever leaves by a link has not pressed back, though browsers tell of both in the same way.
  } else if (!onGuard() && read() === spot.peek()) inner.at(-1)?.();
}

/**
 * From now on the phone's own back button does `back` once instead of leaving the page: an entry of the same address
 * stands in the way. Answers how to stop: what was held before is held again, or the entry is taken out, unless somebody
 * holds by the next turn.
 */
export function holdBack(back: () => void): () => void {
  inner.push(back);
  standInTheWay();
  return () => {
    const at = inner.indexOf(back);
    if (at >= 0) inner.splice(at, 1);
    if (inner.length > 0) standInTheWay();
    setTimeout(() => { if (inner.length === 0 && !afterBack && onGuard()) stepBack(() => undefined); }, 0);
  };
}

function standInTheWay(): void {
  if (!onGuard() && !afterBack) history.pushState({ depth, guard: true }, '');
}

function stepBack(then: () => void): void {
  afterBack = then;
  history.back();
}

/** Height the page had when it was left, where the person came back to it; else 0. */
export const heightHere = (): number => (returning ? (heights.get(depth) ?? 0) : 0);

/** Goes to `#…`; with `instead` the page left does not stay in the way back. */
export function go(to: string, instead = false): void {
  if (!instead) { location.hash = to; return; }
  // The form itself is left, not the entry that stood in its way back.
  if (onGuard()) { inner.length = 0; stepBack(() => go(to, true)); return; }
  history.replaceState({ depth }, '', to);
  returning = false;
  spot.value = read();
}

/** One step back within the app, or to `home` where the app was opened here. */
export function goBack(home: string): void {
  if (onGuard()) { inner.length = 0; stepBack(() => goBack(home)); return; }
  if (depth > 0) history.back();
  else go(home, true);
}
