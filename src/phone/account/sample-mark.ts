// Whether this phone has met the sample commune: its mark then stands at the door as well, signal or not, with the ways in.
import { signal, type ReadonlySignal } from '@preact/signals';

export interface Login { readonly login: string; readonly password: string }
/** Ways into the sample commune: invented, the same everywhere, and no secret. */
export interface SampleWays {
  readonly officer: Login;
  readonly head: Login;
  readonly volunteer: Login;
  readonly card: { readonly code: string; readonly pin: string };
}

const KEPT = 'nha-rong.sample';
const WAYS = 'nha-rong.sample-ways';
const mark = signal(globalThis.localStorage?.getItem(KEPT) === 'yes');

export const sampleHere: ReadonlySignal<boolean> = mark;

/** Remembers it; called with what the server says of its communes. */
export function noteSample(sample: boolean): void {
  mark.value = sample;
  if (sample) localStorage.setItem(KEPT, 'yes');
  else localStorage.removeItem(KEPT);
}

/** Keeps the ways in, so that whoever tries the sample can change roles on one phone. */
export const keepWays = (ways: SampleWays): void => localStorage.setItem(WAYS, JSON.stringify(ways));

/** The ways in, where the sample was made in this browser. */
export function keptWays(): SampleWays | null {
  try {
    return mark.value ? (JSON.parse(localStorage.getItem(WAYS) ?? 'null') as SampleWays | null) : null;
  } catch {
    return null;
  }
}
