// On a household's page: that it is perhaps entered twice, with the reasons, and the way to look at both.
import { useMemo } from 'preact/hooks';
import { twinReasons, type TwinReason } from '#commune/households/twins.ts';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { f } from '#phone/words/field.ts';
import { e } from '#phone/words/meet.ts';

/** `cùng tên chủ hộ, cùng số hộ`: twins always share the head's name. */
export const reasonsText = (reasons: readonly TwinReason[]): string => [e('twins.head'), ...reasons.map((reason) => e(`twins.${reason}`))].join(', ');

export function TwinsPart({ book, household, mayMerge }: { readonly book: Book; readonly household: string; readonly mayMerge: boolean }) {
  const lines = book.lines.value;
  const twins = useMemo(() => {
    const own = lines.find((line) => line.id === household);
    return own ? lines.flatMap((other) => { const reasons = twinReasons(own, other); return reasons.length > 0 ? [{ other, reasons }] : []; }) : [];
  }, [lines, household]);
  if (twins.length === 0) return null;
  return (
    <Notice tone="acts" picture="house" title={e('twins.title')}>
      {twins.map(({ other, reasons }) => (
        <div key={other.id} class="stack tight">
          <p><a href={`#/ho/${other.id}`}>{f('household.of', other.no, other.head)}</a>: {reasonsText(reasons)}.</p>
          {mayMerge && <div><Button href={`#/ho/${household}/gop/${other.id}`}>{e('twins.look')}</Button></div>}
        </div>
      ))}
      {!mayMerge && <p>{e('twins.ask')}</p>}
    </Notice>
  );
}
