// Puts the app on the phone for offline use and says when a newer version waits; never changes it under an open form.
import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';

const waiting = signal(false);
const whole = signal(false);
let registration: ServiceWorkerRegistration | undefined;

/** A newer version is on the phone and waits to be taken. */
export const updateWaiting: ReadonlySignal<boolean> = waiting;
/** Every file of the app is on the phone. */
export const appOnPhone: ReadonlySignal<boolean> = whole;

/** How often an open page asks whether there is a newer version. */
const ASK_MS = 60 * 60 * 1000;
const LATER_MS = 3_000;
const AGAIN_MS = 120_000;

/** The server may forbid scripts by plain address (Trusted Types); this is the one address the app loads itself. */
function workerAddress(): string {
  const policies = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown } } }).trustedTypes;
  if (!policies) return '/worker.js';
  return policies.createPolicy('nha-rong-worker', { createScriptURL: () => '/worker.js' }).createScriptURL('') as string;
}

/** A road that breaks off just then must not leave the phone without the app: tried again until it succeeds. */
async function registered(): Promise<ServiceWorkerRegistration> {
  const address = workerAddress();
  for (;;) {
    try {
      return await navigator.serviceWorker.register(address, { updateViaCache: 'none' });
    } catch {
      await new Promise((resolve) => {
        setTimeout(resolve, AGAIN_MS);
        globalThis.addEventListener('online', resolve, { once: true });
      });
    }
  }
}

/** Registers the worker. Without one (an old browser, a private window) the app works, but is not ready offline. */
export async function keepAppOnPhone(): Promise<void> {
  // Named but missing where a browser was told to do without.
  if (!('serviceWorker' in navigator) || !navigator.serviceWorker) return;
  if (navigator.serviceWorker.controller) {
    whole.value = true;
    // Whether there is a newer one may wait until somebody sees their book.
    await new Promise((resolve) => { setTimeout(resolve, LATER_MS); });
  }
  const reg = await registered();
  registration = reg;
  const look = () => {
    whole.value = reg.active !== null;
    waiting.value = reg.waiting !== null && reg.active !== null;
  };
  const follow = (worker: ServiceWorker | null) => worker?.addEventListener('statechange', look);
  look();
  follow(reg.installing);
  follow(reg.waiting);
  reg.addEventListener('updatefound', () => follow(reg.installing));
  setInterval(() => void ask(), ASK_MS);
  globalThis.addEventListener('online', () => void ask());
  // An app on the home screen may keep what it stores; the browser grants it then, mostly without asking.
  globalThis.addEventListener('appinstalled', () => void navigator.storage?.persist?.());
}

const ask = (): Promise<unknown> => registration?.update().catch(() => undefined) ?? Promise.resolve();

/** The server was heard to run another version: perhaps there is one for the phone. */
export const askForUpdate = (): void => void ask();

/** Takes the waiting version and loads the page anew. Asked for by a person, never by a timer. */
export function takeUpdate(): void {
  if (!registration?.waiting) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  registration.waiting.postMessage('take');
}
