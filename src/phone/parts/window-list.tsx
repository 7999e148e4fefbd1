// Ten thousand rows open as fast as ten: only those near the eye are drawn, all of one height.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Rows drawn beyond each edge of the window, so that a flick of the thumb shows no gap. */
const SPARE = 8;

export interface WindowListProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly label: string;
  readonly draw: (item: T) => ComponentChildren;
}

/** Draws `items` as list items within the page's own scroll. Every row must take the same height; it is measured, not assumed. */
export function WindowList<T>({ items, keyOf, label, draw }: WindowListProps<T>) {
  const frame = useRef<HTMLUListElement>(null);
  const [height, setHeight] = useState(74);
  const [range, setRange] = useState<readonly [number, number]>([0, 20]);
  useLayoutEffect(() => {
    const look = () => {
      const list = frame.current;
      if (!list) return;
      const row = list.querySelector('li[data-row]')?.getBoundingClientRect().height;
      if (row && Math.abs(row - height) > 0.5) { setHeight(row); return; }
      const above = -list.getBoundingClientRect().top;
      const first = Math.max(0, Math.floor(above / height) - SPARE);
      const last = Math.min(items.length, Math.ceil((above + innerHeight) / height) + SPARE);
      setRange((now) => (now[0] === first && now[1] === last ? now : [first, Math.max(first, last)]));
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => { removeEventListener('scroll', look); removeEventListener('resize', look); };
  }, [items, height]);
  const [first, last] = [Math.min(range[0], Math.max(0, items.length - 1)), Math.min(range[1], items.length)];
  return (
    <ul class="rows" ref={frame} aria-label={label} style={{ paddingBlock: `${first * height}px ${Math.max(0, items.length - last) * height}px` }}>
      {items.slice(first, last).map((item, i) => <li key={keyOf(item)} data-row aria-setsize={items.length} aria-posinset={first + i + 1}>{draw(item)}</li>)}
    </ul>
  );
}
