// Whether this phone has met the sample commune: its mark then stands at the door as well, signal or not.
import { signal, type ReadonlySignal } from '@preact/signals';

const KEPT = 'nha-rong.sample';
const mark = signal(globalThis.localStorage?.getItem(KEPT) === 'yes');

export const sampleHere: ReadonlySignal<boolean> = mark;

/** Remembers it; called with what the server says of its communes, or with the open book's own. */
export function noteSample(sample: boolean): void {
  mark.value = sample;
  if (sample) localStorage.setItem(KEPT, 'yes');
  else localStorage.removeItem(KEPT);
}
