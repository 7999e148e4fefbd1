// Why something was not taken: what happened, what it means, what to do, and the law where there is one.
import { useEffect, useState } from 'preact/hooks';
import type { Refusal } from '#journal/act.ts';
import { t } from '#phone/words/main.ts';
import type { RefusalWords } from '#phone/words/refusal-words.ts';
import { Notice } from './notice.tsx';

/** The words of refusals come when the first one does: most days there is none. */
export function useRefusalWords(refusal: Refusal | null): RefusalWords | null {
  const [say, setSay] = useState<{ readonly of: (refusal: Refusal) => RefusalWords } | null>(null);
  useEffect(() => {
    if (refusal && !say) void import('#phone/words/refusals.ts').then((module) => setSay({ of: module.refusalWords }), () => {});
  }, [refusal]);
  return refusal && say ? say.of(refusal) : null;
}

export function RefusalNote({ refusal }: { readonly refusal: Refusal }) {
  const words = useRefusalWords(refusal);
  if (!words) return <Notice tone="lost" title={t('refusal.title')} live="assertive"><p class="small">{t('refusal.code')}: {refusal.code}</p></Notice>;
  return (
    <Notice tone="lost" title={words.what} live="assertive">
      {words.means !== undefined && <p>{words.means}</p>}
      <p>{words.remedy}</p>
      {words.law !== undefined && <p class="small soft">{t('refusal.law')} {words.law}.</p>}
    </Notice>
  );
}
