// One promise: how it stands, what happened so far, and what this person may do about it. Only the household closes it.
import { useEffect } from 'preact/hooks';
import { Button } from '#phone/parts/button.tsx';
import { DueText } from '#phone/parts/day-picker.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { myHand, nameOf, ownHousehold } from '#phone/parts/hand.ts';
import { News } from '#phone/parts/news.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { usePage } from '#phone/parts/page.ts';
import { go } from '#phone/parts/router.ts';
import { Part } from '#phone/parts/row.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { TrustMark } from '#phone/parts/trust-mark.tsx';
import { sayWithUndo } from '#phone/parts/undo.tsx';
import { f } from '#phone/words/field.ts';
import { dayText } from '#phone/words/format.ts';
import { t } from '#phone/words/main.ts';
import { p } from '#phone/words/promise.ts';
import { PromiseTag } from '../today/promise-row.tsx';
import { MissingPage } from './missing-page.tsx';
import type { PromiseProps } from './promise-props.ts';
import { PromiseStepForm, STEP_FORMS } from './promise-steps.tsx';
import { Steps } from './promise-story.tsx';

function Standing({ book, page, promise }: PromiseProps) {
  const { body } = promise;
  void book.acts.value;
  const trust = book.trust(`promise/${promise.id}`);
  const first = body.steps[0]?.dueOn;
  return (
    <div class="stack">
      <p class="large strong">{body.what}</p>
      <div class="line"><PromiseTag promise={body} />{body.state === 'open' && <DueText on={body.dueOn} today={book.today()} />}{trust && <TrustMark trust={trust} />}</div>
      <dl class="facts">
        <dt>{p('promise.for')}</dt><dd><a href={`#/ho/${page.household.id}`}>{f('household.of', page.household.body.no, page.household.body.head)}</a></dd>
        <dt>{p('promise.kept-by')}</dt><dd>{nameOf(book, body.keeper)}</dd>
        <dt>{p('promise.made')}</dt><dd>{dayText(body.madeOn)}</dd>
        <dt>{p('promise.due-on')}</dt><dd>{dayText(body.dueOn)}{first !== undefined && first !== body.dueOn && <span class="soft"> ({p('promise.due-first', first)})</span>}</dd>
      </dl>
    </div>
  );
}

/** What is to be done now, said in a sentence above the steps. */
function Now({ book, promise }: PromiseProps) {
  const { body } = promise;
  const me = book.seat.person;
  const asker = body.steps.findLast((step) => step.did === 'offered')?.by ?? body.keeper;
  const address = { promise: promise.id, household: promise.household! };
  if (body.state === 'claimed') return <Notice title={p('promise.waiting')} picture="clock"><p>{p('promise.waiting.means')}</p></Notice>;
  if (body.state === 'confirmed') return <Notice tone="kept" title={p('promise.confirmed')} />;
  if (body.state === 'withdrawn' && !body.told && (body.keeper === me || myHand(book).isOfficer)) {
    return <Notice tone="acts" title={p('promise.tell.means')}><div><Button look="main" picture="heard" onPress={() => sayWithUndo(book, p('promise.tell.done'), 'promise.told', { ...address, on: book.today() })}>{p('promise.tell')}</Button></div></Notice>;
  }
  if (body.offeredTo === me && body.state === 'open') {
    const words = body.steps.findLast((step) => step.did === 'offered')?.words ?? null;
    return (
      <Notice tone="acts" title={p('promise.asked', nameOf(book, asker))}>
        {words !== null && <p class="own-words">“{words}”</p>}
        <div class="line">
          <Button look="main" picture="check" onPress={() => sayWithUndo(book, p('promise.accept.done'), 'promise.accept', { ...address, on: book.today() })}>{p('promise.accept')}</Button>
          <Button href={`#/hua/${promise.household}/${promise.id}/tu-choi`}>{p('promise.decline')}</Button>
        </div>
      </Notice>
    );
  }
  if (body.offeredTo !== null && body.state === 'open') return <Notice picture="give" title={p('promise.offered', nameOf(book, body.offeredTo))} />;
  return null;
}

function Others({ book, promise }: PromiseProps) {
  const hand = myHand(book);
  const works = hand.worksFor({ village: promise.village, household: promise.household });
  const keeper = promise.body.keeper === book.seat.person && works;
  const open = promise.body.state === 'open';
  const to = (form: string) => `#/hua/${promise.household}/${promise.id}/${form}`;
  const mayOffer = open && promise.body.offeredTo === null && (keeper || hand.isOfficer || hand.isHeadOf(promise.village));
  const mayWithdraw = (open || promise.body.state === 'claimed') && (keeper || hand.isOfficer);
  if (!mayOffer && !mayWithdraw && !(keeper && open)) return null;
  return (
    <Part title={p('promise.other')}>
      <div class="stack tight no-print" style={{ justifyItems: 'start' }}>
        {mayOffer && <Button picture="give" href={to('nho')}>{p('promise.offer')}</Button>}
        {keeper && open && <Button picture="day" href={to('hoan')}>{p('promise.postpone')}</Button>}
        {mayWithdraw && <Button look="ink" picture="undo" href={to('rut')}>{p('promise.withdraw')}</Button>}
      </div>
    </Part>
  );
}

function PromiseView(props: PromiseProps) {
  const { book, promise } = props;
  const works = myHand(book).worksFor({ village: promise.village, household: promise.household });
  const mayClaim = promise.body.state === 'open' && promise.body.keeper === book.seat.person && works;
  return (
    <Page
      title={p('promise.title')} back={`#/ho/${promise.household}`}
      action={mayClaim ? <Button look="main" picture="check" href={`#/hua/${promise.household}/${promise.id}/xong`}>{p('promise.claim')}</Button> : undefined}
    >
      <News />
      <div class="stack wide">
        <Standing {...props} />
        <Now {...props} />
        <Part title={p('promise.steps')}><Steps {...props} /></Part>
        <Others {...props} />
      </div>
    </Page>
  );
}

export default function PromiseScreen({ book, path }: ScreenProps) {
  const [household = '', id, form] = path;
  const page = usePage(book, household);
  const home = ownHousehold(book) === null ? `#/ho/${household}` : '#/nha';
  const mine = ownHousehold(book) !== null;
  // The household answers on its own page, with the two huge buttons.
  useEffect(() => { if (mine) go(`#/nha/${id ?? ''}`, true); }, [mine, id]);
  if (page === undefined || mine) return <Page title={p('promise.title')} back={home}><p class="unseen" role="status">{t('state.loading')}</p></Page>;
  const promise = page?.promises.find((one) => one.id === id);
  if (!page || !promise) return <MissingPage back={home} />;
  const step = form === undefined ? undefined : STEP_FORMS[form];
  if (step) return <PromiseStepForm book={book} page={page} promise={promise} step={step} />;
  return <PromiseView book={book} page={page} promise={promise} />;
}
