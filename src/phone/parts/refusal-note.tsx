// Why something was not taken: what happened, what it means, what to do, and the law where there is one.
import { useEffect, useRef, useState } from 'preact/hooks';
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

/** `arrives`: it comes as the answer to a press at the foot of a long form, so it is brought into sight. */
export function RefusalNote({ refusal, arrives = false }: { readonly refusal: Refusal; readonly arrives?: boolean }) {
  const words = useRefusalWords(refusal);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => { if (arrives) place.current?.scrollIntoView({ block: 'center' }); }, [refusal, words === null]);
  return <div ref={place}>{words ? <Said words={words} /> : <Notice tone="lost" title={t('refusal.title')} live="assertive"><p class="small">{t('refusal.code')}: {refusal.code}</p></Notice>}</div>;
}

function Said({ words }: { readonly words: RefusalWords }) {
  return (
    <Notice tone="lost" title={words.what} live="assertive">
      {words.means !== undefined && <p>{words.means}</p>}
      <p>{words.remedy}</p>
      {words.law !== undefined && <p class="small soft">{t('refusal.law')} {words.law}.</p>}
    </Notice>
  );
}
