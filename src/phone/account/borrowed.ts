// Remembers which seats on this phone are a borrower's: they leave it by themselves after use.
import { signal, type ReadonlySignal } from '@preact/signals';

const KEPT = 'nha-rong.borrowed';

function kept(): readonly string[] {
  try {
    const list: unknown = JSON.parse(globalThis.localStorage?.getItem(KEPT) ?? '[]');
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

const devices = signal<readonly string[]>(kept());

/** Device ids of borrowed seats. Outlives the browser, so that a page that was closed is still tidied up at the next start. */
export const borrowed: ReadonlySignal<readonly string[]> = devices;

export function markBorrowed(device: string, is: boolean): void {
  devices.value = [...devices.value.filter((one) => one !== device), ...(is ? [device] : [])];
  localStorage.setItem(KEPT, JSON.stringify(devices.value));
}
