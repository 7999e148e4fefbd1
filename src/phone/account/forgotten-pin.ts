// Who said just now that they forgot their PIN: their next sign-in gives them a new seat, and the old one is seen off.
import { signal, type ReadonlySignal } from '@preact/signals';

const devices = signal<readonly string[]>([]);
export const forgottenPins: ReadonlySignal<readonly string[]> = devices;

/** Whoever goes back, or presses the right PIN, has not forgotten it: null. */
export function noteForgotten(device: string | null): void {
  devices.value = device === null ? [] : [device];
}
