// In a form of several steps the phone's own back button goes to the step before, as the one on the screen does.
import { useEffect, useRef } from 'preact/hooks';
import { holdBack } from './router.ts';

/** `step` from 0: on the first one the phone's own back button leaves the page as everywhere. What is opened last goes back first. */
export function useInnerBack(step: number, back: () => void): void {
  const latest = useRef(back);
  latest.current = back;
  useEffect(() => (step > 0 ? holdBack(() => latest.current()) : undefined), [step]);
}
