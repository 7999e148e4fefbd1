// Trying it out: makes the sample commune with true progress, then shows every way into it.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Phone } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Notice, Progress } from '#phone/parts/notice.tsx';
import { t } from '#phone/words/main.ts';
import { ask, type Reason } from './ask.ts';
import { DoorFrame } from './door-frame.tsx';
import { keepWays, noteSample, type SampleWays } from './sample-mark.ts';
import WaysIn from './sample-ways.tsx';
import { s } from './set-up-words.ts';
import { Why } from './why.tsx';

interface Far { readonly done: number; readonly of: number }

/** A whole sample takes a slow machine a few minutes. */
const PATIENCE_MS = 600_000;
const LOOK_EVERY_MS = 500;

export function SampleSetUp({ phone, onBack }: { readonly phone: Phone; readonly onBack: () => void }) {
  const [ways, setWays] = useState<SampleWays | null>(null);
  const [far, setFar] = useState<Far | null>(null);
  const [why, setWhy] = useState<Reason | null>(null);
  const [turn, setTurn] = useState(0);
  const making = useRef(false);
  useEffect(() => {
    if (ways || making.current) return;
    making.current = true;
    const timer = setInterval(() => void ask<Far>('setup/progress').then((asked) => { if ('answer' in asked && asked.answer.of > 0) setFar(asked.answer); }), LOOK_EVERY_MS);
    void ask<SampleWays>('setup/sample', { method: 'POST', body: {}, patienceMs: PATIENCE_MS }).then((asked) => {
      clearInterval(timer);
      making.current = false;
      if ('refusal' in asked) return setWhy(asked.refusal);
      noteSample(true);
      keepWays(asked.answer);
      setWays(asked.answer);
    });
    return () => clearInterval(timer);
  }, [turn]);
  if (ways) return <Made phone={phone} ways={ways} />;
  return (
    <DoorFrame title={s('sample.making')} onBack={why ? onBack : undefined}>
      {why ? (
        <div class="stack">
          <Why reason={why} />
          <Button look="main" wide onPress={() => { setWhy(null); setFar(null); setTurn(turn + 1); }}>{t('do.retry')}</Button>
        </div>
      ) : (
        <div class="stack">
          <Progress done={far?.done ?? 0} of={far?.of ?? null} says={far ? s('sample.progress', far.done, far.of) : s('sample.starting')} />
          <p class="soft">{s('sample.means')}</p>
        </div>
      )}
    </DoorFrame>
  );
}

function Made({ phone, ways }: { readonly phone: Phone; readonly ways: SampleWays }) {
  return (
    <DoorFrame title={s('sample.title')}>
      <div class="stack wide">
        <Notice tone="acts" picture="warning" title={s('sample.mark')}><p>{s('sample.mark.means')}</p></Notice>
        <WaysIn phone={phone} ways={ways} />
        <p class="strong">{s('sample.keep')}</p>
      </div>
    </DoorFrame>
  );
}
