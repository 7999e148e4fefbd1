// Trying it out: makes the sample commune with true progress, then shows every way into it.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Phone } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Notice, Progress } from '#phone/parts/notice.tsx';
import { Picture, type PictureName } from '#phone/parts/picture.tsx';
import { go } from '#phone/parts/router.ts';
import { t } from '#phone/words/main.ts';
import { ask, type Reason } from './ask.ts';
import { DoorFrame } from './door-frame.tsx';
import { noteSample } from './sample-mark.ts';
import { s } from './set-up-words.ts';
import { Why } from './why.tsx';

interface Login { readonly login: string; readonly password: string }
interface Ways {
  readonly officer: Login;
  readonly head?: Login;
  readonly volunteer?: Login;
  readonly card: { readonly code: string; readonly pin: string };
}
interface Far { readonly done: number; readonly of: number }

/** A whole sample takes a slow machine a few minutes. */
const PATIENCE_MS = 600_000;
const LOOK_EVERY_MS = 500;

export function SampleSetUp({ phone, onBack }: { readonly phone: Phone; readonly onBack: () => void }) {
  const [ways, setWays] = useState<Ways | null>(null);
  const [far, setFar] = useState<Far | null>(null);
  const [why, setWhy] = useState<Reason | null>(null);
  const [turn, setTurn] = useState(0);
  const making = useRef(false);
  useEffect(() => {
    if (ways || making.current) return;
    making.current = true;
    const timer = setInterval(() => void ask<Far>('setup/progress').then((asked) => { if ('answer' in asked && asked.answer.of > 0) setFar(asked.answer); }), LOOK_EVERY_MS);
    void ask<Ways>('setup/sample', { method: 'POST', body: {}, patienceMs: PATIENCE_MS }).then((asked) => {
      clearInterval(timer);
      making.current = false;
      if ('refusal' in asked) return setWhy(asked.refusal);
      noteSample(true);
      setWays(asked.answer);
    });
    return () => clearInterval(timer);
  }, [turn]);
  if (ways) return <SampleWays phone={phone} ways={ways} />;
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

function SampleWays({ phone, ways }: { readonly phone: Phone; readonly ways: Ways }) {
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState<Reason | null>(null);
  const enter = async (login: Login) => {
    setAsking(true);
    setWhy(null);
    const answer = await phone.signIn(login);
    setAsking(false);
    if ('refusal' in answer) setWhy(answer.refusal);
    else go('#/', true);
  };
  const staff: readonly (readonly [string, PictureName, Login | undefined])[] = [
    [s('sample.as.officer'), 'office', ways.officer], [s('sample.as.head'), 'village', ways.head], [s('sample.as.volunteer'), 'people', ways.volunteer],
  ];
  return (
    <DoorFrame title={s('sample.title')}>
      <div class="stack wide">
        <Notice tone="acts" picture="warning" title={s('sample.mark')}><p>{s('sample.mark.means')}</p></Notice>
        {staff.map(([title, picture, login]) => (
          <section class="way-in" key={title}>
            <h2><Picture name={picture} /> {title}</h2>
            {login ? (
              <>
                <dl class="facts"><dt>{s('sample.login')}</dt><dd class="code">{login.login}</dd><dt>{s('sample.password')}</dt><dd class="code">{login.password}</dd></dl>
                <Button look={login === ways.officer ? 'main' : 'edge'} disabled={asking} onPress={() => void enter(login)}>{s('sample.go')}</Button>
              </>
            ) : <p>{s('sample.by-slip')}</p>}
          </section>
        ))}
        <section class="way-in">
          <h2><Picture name="house" /> {s('sample.as.household')}</h2>
          <dl class="facts"><dt>{s('sample.card')}</dt><dd class="code">{ways.card.code}</dd><dt>{s('sample.pin')}</dt><dd class="code">{ways.card.pin}</dd></dl>
          <Button href={`#/the/${encodeURIComponent(ways.card.code)}`}>{s('sample.go.card')}</Button>
        </section>
        {why && <Why reason={why} />}
        <p class="strong">{s('sample.keep')}</p>
      </div>
    </DoorFrame>
  );
}
