// The phone's own back button within a form of several steps, and what is no pressing of it.
import { beforeEach, describe, expect, it, vi } from 'vitest';

interface Entry { readonly hash: string; state: unknown }
const heard = new Map<string, () => void>();
let entries: Entry[];
let at: number;
/** As a browser does: a link makes an entry without a state and tells of popstate and hashchange; back tells of popstate. */
function follow(hash: string): void {
  entries = [...entries.slice(0, at + 1), { hash, state: null }];
  at++;
  heard.get('popstate')?.();
  heard.get('hashchange')?.();
}
function back(): void {
  const from = entries[at]!.hash;
  at--;
  heard.get('popstate')?.();
  if (entries[at]!.hash !== from) heard.get('hashchange')?.();
}

beforeEach(() => {
  vi.resetModules();
  entries = [{ hash: '#/tham/1', state: null }];
  at = 0;
  vi.stubGlobal('addEventListener', (name: string, does: () => void) => heard.set(name, does));
  vi.stubGlobal('scrollY', 0);
  vi.stubGlobal('location', { get hash() { return entries[at]!.hash; } });
  vi.stubGlobal('history', {
    get state() { return entries[at]!.state; },
    replaceState(state: unknown) { entries[at]!.state = state; },
    pushState(state: unknown) { entries = [...entries.slice(0, at + 1), { hash: entries[at]!.hash, state }]; at++; },
    back,
  });
  return () => vi.unstubAllGlobals();
});

describe('the phone’s back button in a form', () => {
  it('goes to the step before', async () => {
    const router = await import('./router.ts');
    router.startRouter();
    const steps: string[] = [];
    router.holdBack(() => steps.push('back'));
    back();
    expect(steps).toEqual(['back']);
    expect(router.address.value).toBe('/tham/1');
  });
  it('is not what a link was: whoever leaves the form by one leaves its step as it was', async () => {
    const router = await import('./router.ts');
    router.startRouter();
    const steps: string[] = [];
    router.holdBack(() => steps.push('back'));
    follow('#/may');
    expect(steps).toEqual([]);
    expect(router.address.value).toBe('/may');
  });
});
