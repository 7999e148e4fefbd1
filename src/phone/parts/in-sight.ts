// Brings what must not be overlooked into sight: trouble said below the fold is trouble nobody was told of.
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** Room that the header and the action under the thumb take from the window. */
const ABOVE = 90;
const BELOW = 90;

/** As the box appears and is `wanted` (and `leads`, where several may), scrolls so that it is seen, where it is not. Moves no focus. */
export function useInSight(box: RefObject<HTMLElement | null>, wanted: boolean, leads: () => boolean = () => true): void {
  useLayoutEffect(() => {
    const one = box.current;
    if (!one || !wanted || !leads()) return;
    const { top, bottom } = one.getBoundingClientRect();
    if (top < ABOVE || bottom > innerHeight - BELOW) one.scrollIntoView({ block: 'center' });
  }, [wanted]);
}
