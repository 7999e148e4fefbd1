// A QR square as one SVG path: sharp at any size, black on white whatever the theme.
import { encode } from 'uqr';
import { useMemo } from 'preact/hooks';

/** Blank squares around it. The standard asks for 4: the white paper beside it gives the other two and more. */
const MARGIN = 2;

export function Qr({ text, label }: { readonly text: string; readonly label: string }) {
  const { path, size } = useMemo(() => {
    // M survives a fold or a stain over 15 % of the square.
    const { data, size } = encode(text, { ecc: 'M', border: 0 });
    const runs = data.flatMap((row, y) => runsOf(row).map(([x, length]) => `M${x + MARGIN} ${y + MARGIN}h${length}v1h-${length}z`));
    return { path: runs.join(''), size: size + 2 * MARGIN };
  }, [text]);
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

/** Starts and lengths of the dark runs of one row. */
function runsOf(row: readonly boolean[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  row.forEach((dark, x) => {
    const last = runs.at(-1);
    if (!dark) return;
    if (last && last[0] + last[1] === x) last[1] += 1;
    else runs.push([x, 1]);
  });
  return runs;
}
