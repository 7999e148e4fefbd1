// Ten thousand rows open as fast as ten: only those near the eye are drawn, all of one height.
import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Rows drawn beyond each edge of the window, so that a flick of the thumb shows no gap. */
const SPARE = 8;

export interface WindowListProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly label: string;
  readonly draw: (item: T) => ComponentChildren;
}

/** Which rows are near the eye, for rows of one measured height within the page's own scroll. */
function useWindow(count: number, guess: number) {
  const frame = useRef<HTMLElement>(null);
  const [height, setHeight] = useState(guess);
  const [range, setRange] = useState<readonly [number, number]>(() => [0, Math.ceil(innerHeight / guess)]);
  useLayoutEffect(() => {
    const look = () => {
      const list = frame.current;
      if (!list) return;
      const row = list.querySelector('[data-row]')?.getBoundingClientRect().height;
      if (row && Math.abs(row - height) > 0.5) { setHeight(row); return; }
      const above = -list.getBoundingClientRect().top;
      const first = Math.max(0, Math.floor(above / height) - SPARE);
      const last = Math.min(count, Math.ceil((above + innerHeight) / height) + SPARE);
      setRange((now) => (now[0] === first && now[1] === last ? now : [first, Math.max(first, last)]));
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => { removeEventListener('scroll', look); removeEventListener('resize', look); };
  }, [count, height]);
  const first = Math.min(range[0], Math.max(0, count - 1));
  const last = Math.min(Math.max(range[1], first), count);
  return { frame, first, last, before: first * height, after: Math.max(0, count - last) * height };
}

/** Draws `items` as list items. Every row must take the same height; it is measured, not assumed. */
export function WindowList<T>({ items, keyOf, label, draw }: WindowListProps<T>) {
  const { frame, first, last, before, after } = useWindow(items.length, 77);
  return (
    <ul class="rows" ref={frame as RefObject<HTMLUListElement>} aria-label={label} style={{ paddingBlock: `${before}px ${after}px` }}>
      {items.slice(first, last).map((item, i) => <li key={keyOf(item)} data-row aria-setsize={items.length} aria-posinset={first + i + 1}>{draw(item)}</li>)}
    </ul>
  );
}

export interface WindowTableProps<T> extends Omit<WindowListProps<T>, 'draw'> {
  readonly heads: readonly string[];
  /** The cells of one row, as many as there are heads. */
  readonly draw: (item: T) => readonly ComponentChildren[];
}

/** The same for a desk: a real table whose head stays in sight. */
export function WindowTable<T>({ items, keyOf, label, heads, draw }: WindowTableProps<T>) {
  const { frame, first, last, before, after } = useWindow(items.length, 48);
  return (
    <table class="table" aria-label={label} aria-rowcount={items.length + 1}>
      <thead><tr aria-rowindex={1}>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
      <tbody ref={frame as RefObject<HTMLTableSectionElement>}>
        {before > 0 && <tr aria-hidden="true"><td colSpan={heads.length} style={{ height: `${before}px`, padding: 0, border: 0 }} /></tr>}
        {items.slice(first, last).map((item, i) => (
          <tr key={keyOf(item)} data-row aria-rowindex={first + i + 2}>{draw(item).map((cell, n) => <td key={n}>{cell}</td>)}</tr>
        ))}
        {after > 0 && <tr aria-hidden="true"><td colSpan={heads.length} style={{ height: `${after}px`, padding: 0, border: 0 }} /></tr>}
      </tbody>
    </table>
  );
}
