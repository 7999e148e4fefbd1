// Says that the phone's day is wrong, which day it is at the commune, and what to do, before work is written under it.
import { clockOff } from '#phone/road/clock.ts';
import { Notice } from '#phone/parts/notice.tsx';
import { f } from '#phone/words/field.ts';
import { dayOf } from '#phone/words/format.ts';

/** Nothing where the clock is right. The server's clock counts where it was heard; else having met the server "in the future" tells. */
export function ClockNote({ lastAt }: { readonly lastAt: number | null }) {
  const now = Date.now();
  const right = clockOff.value !== 0 ? now - clockOff.value : lastAt !== null && lastAt - now > 12 * 3_600_000 ? lastAt : null;
  if (right === null) return null;
  return (
    <Notice tone="lost" picture="day" title={f('clock.off')}>
      <p>{f('clock.off.means', dayOf(now), dayOf(right))}</p>
    </Notice>
  );
}
