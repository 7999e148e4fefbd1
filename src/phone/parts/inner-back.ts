// In a form of several steps the phone's own back button goes to the step before, as the one on the screen does.
import { useEffect, useRef } from 'preact/hooks';
import { holdBack } from './router.ts';

const held: (() => void)[] = [];

/** `step` from 0: on the first one the phone's own back button leaves the page as everywhere. What is opened last goes back first. */
export function useInnerBack(step: number, back: () => void): void {
  const latest = useRef(back);
  latest.current = back;
  useEffect(() => {
    if (step <= 0) return;
    const mine = () => latest.current();
    const stop = holdBack(mine);
    held.push(mine);
    return () => {
      const last = held.at(-1) === mine;
      held.splice(held.indexOf(mine), 1);
      stop();
      const outer = held.at(-1);
      if (last && outer) holdBack(outer);
    };
  }, [step]);
}
