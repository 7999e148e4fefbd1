// Who said they forgot their PIN: once they have signed in again they choose a new one, whatever the old one was.
import { signal, type ReadonlySignal } from '@preact/signals';

const devices = signal<ReadonlySet<string>>(new Set());
export const forgottenPins: ReadonlySignal<ReadonlySet<string>> = devices;

export function noteForgotten(device: string, is: boolean): void {
  const next = new Set(devices.value);
  if (is) next.add(device);
  else next.delete(device);
  devices.value = next;
}
