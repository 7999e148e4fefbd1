// One promise as the household sees it: read aloud, with two huge answers. Only this page closes a promise.
import { useState } from 'preact/hooks';
import { daysBetween } from '#commune/places/days.ts';
import type { PromiseRow } from '#commune/promises/rows.ts';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Confirm } from '#phone/parts/confirm.tsx';
import { nameOf } from '#phone/parts/hand.ts';
import { useInnerBack } from '#phone/parts/inner-back.ts';
import { Notice } from '#phone/parts/notice.tsx';
import { ClipView } from '#phone/parts/photo.tsx';
import { Picture } from '#phone/parts/picture.tsx';
import { SpeakButton, type Spoken } from '#phone/parts/speak.tsx';
import { TrustMark } from '#phone/parts/trust-mark.tsx';
import { sayWithUndo } from '#phone/parts/undo.tsx';
import { WordsField } from '#phone/parts/words-field.tsx';
import { m } from '#phone/words/home.ts';
import { t } from '#phone/words/main.ts';

interface Props {
  readonly book: Book;
  readonly promise: PromiseRow;
  /** Language of the household, for recorded voices. */
  readonly language: string | null;
  /** On a page of its own, with what happened below it. */
  readonly alone?: boolean;
}

const say = (key: 'home.done' | 'home.not-done' | 'home.known', language: string | null): Spoken => ({ key: key.replace('.', '-'), text: m(key), language });

function Answer({ book, promise, language }: Props) {
  const [missing, setMissing] = useState<string | null>(null);
  useInnerBack(missing === null ? 0 : 1, () => setMissing(null));
  const which = { promise: promise.id, household: promise.household!, on: book.today() };
  const reopen = () => {
    const words = (missing ?? '').trim();
    setMissing(null);
    sayWithUndo(book, m('home.not-done.saying'), 'promise.reopen', { ...which, ...(words === '' ? {} : { words }) });
  };
  if (missing !== null) {
    return (
      <div class="stack">
        <WordsField label={m('home.missing')} hint={m('home.missing.means')} value={missing} maxLength={600} onChange={setMissing} />
        <Button look="main" giant picture="cross" onPress={reopen}>{m('home.not-done')}</Button>
        <Button look="ink" wide onPress={() => setMissing(null)}>{t('do.previous')}</Button>
      </div>
    );
  }
  const done = () => sayWithUndo(book, m('home.done.saying'), 'promise.confirm', which);
  if (promise.body.state === 'claimed') {
    return (
      <div class="stack">
        <div class="answer"><Button look="leaf" giant picture="check" onPress={done}>{m('home.done')}</Button><SpeakButton spoken={say('home.done', language)} /></div>
        <div class="answer"><Button look="edge" giant picture="cross" onPress={() => setMissing('')}>{m('home.not-done')}</Button><SpeakButton spoken={say('home.not-done', language)} /></div>
      </div>
    );
  }
  if (promise.body.state === 'open') return <Confirm label={m('home.done.early')} picture="check" ask={m('home.done.sure')} yes={m('home.done')} onYes={done} />;
  if (promise.body.state === 'confirmed') return <div><Button look="plain" onPress={() => setMissing('')}>{m('home.reopen')}</Button></div>;
  return promise.body.told ? null : (
    <div class="answer"><Button look="main" giant picture="heard" onPress={() => sayWithUndo(book, m('home.known.saying'), 'promise.told', which)}>{m('home.known')}</Button><SpeakButton spoken={say('home.known', language)} /></div>
  );
}

export function HomePromise(props: Props) {
  const { book, promise, language, alone = false } = props;
  const { body } = promise;
  void book.acts.value;
  const trust = book.trust(`promise/${promise.id}`);
  const keeper = nameOf(book, body.keeper);
  const claim = body.steps.findLast((step) => step.did === 'claimed');
  const reason = body.steps.findLast((step) => step.did === 'withdrawn')?.words ?? null;
  const last = body.steps.at(-1);
  const late = daysBetween(body.dueOn, book.today());
  const heard = [m('home.hear', body.what, keeper, body.dueOn), body.state === 'claimed' ? m('home.claimed', keeper) : '', body.state === 'withdrawn' ? `${m('home.withdrawn')} ${reason === null ? '' : m('home.why', reason)}` : ''].join(' ');
  return (
    <article class="sheet stack">
      <div class="line apart" style={{ alignItems: 'start', flexWrap: 'nowrap' }}>
        <p class="large strong">{body.what}</p>
        <SpeakButton spoken={{ key: promise.id, text: heard, language: 'vi' }} />
      </div>
      {body.state !== 'confirmed' && body.state !== 'withdrawn' && <p>{m('home.keeper', keeper)} {m('home.due', body.dueOn)}</p>}
      {body.state === 'open' && late > 0 && <p class="tag late"><Picture name="warning" size={20} />{m('home.late', late)}</p>}
      {body.state === 'open' && last?.did === 'reopened' && (
        <Notice tone="waits" title={m('home.reopened')}>
          {last.words && <p class="own-words">“{last.words}”</p>}
        </Notice>
      )}
      {body.state === 'claimed' && (
        <>
          <p class="large">{m('home.claimed', keeper)}</p>
          {claim?.words && <p class="own-words">“{claim.words}”</p>}
          {claim?.photo && <ClipView book={book} clip={claim.photo} />}
        </>
      )}
      {body.state === 'withdrawn' && <Notice title={m('home.withdrawn')}>{reason !== null && <p>{m('home.why', reason)}</p>}</Notice>}
      {body.state === 'confirmed' && <Notice tone="kept" title={m('home.confirmed')} />}
      <Answer {...props} language={language} />
      <div class="line apart">{alone ? <span /> : <Button look="plain" href={`#/nha/${promise.id}`}>{m('home.steps')}</Button>}{trust && <TrustMark trust={trust} />}</div>
    </article>
  );
}
