// One request about a household's data: what was asked, both clocks with their sources, what was answered, and what is to do next.
import { daysBetween } from '#commune/places/days.ts';
import type { RequestRow } from '#commune/rights/rows.ts';
import { ANSWER_TERM, DONE_TERMS, type Term } from '#commune/rights/terms.ts';
import type { Book, HouseholdPage } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { myHand, nameOf, ownHousehold } from '#phone/parts/hand.ts';
import { News } from '#phone/parts/news.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import { useSaying } from '#phone/parts/saying.ts';
import { TrustMark } from '#phone/parts/trust-mark.tsx';
import { f } from '#phone/words/field.ts';
import { dayText } from '#phone/words/format.ts';
import { r } from '#phone/words/rights.ts';
import { RightsErase } from './rights-erase.tsx';
import { aboutText, stateOf } from './rights-words.ts';

interface RequestProps {
  readonly book: Book;
  readonly page: HouseholdPage;
  readonly request: RequestRow;
}

/** The clock that runs now, with where its days come from and how sure that is. */
function Clock({ book, request }: Pick<RequestProps, 'book' | 'request'>) {
  const state = stateOf(request);
  const { body } = request;
  const today = book.today();
  if (state === 'done' || state === 'declined') return <Notice tone={state === 'done' ? 'good' : 'plain'} title={r(`state.${state}`)}><p>{body.toldOn === null ? r('state.tell') : r('state.told', body.toldOn)}</p></Notice>;
  const [until, term]: readonly [string, Term] = state === 'answer' ? [body.answerDueOn, ANSWER_TERM] : [body.doneDueOn, DONE_TERMS[body.what]];
  const late = until < today;
  return (
    <Notice tone={late ? 'lost' : 'plain'} picture={late ? 'warning' : 'clock'} title={`${r(`state.${state}`)}: ${late ? r('clock.late', daysBetween(until, today)) : r('clock.left', daysBetween(today, until))}`}>
      <p>{r(state === 'answer' ? 'clock.answer' : 'clock.do', until)}</p>
      <p class="small soft">{r('clock.law', term.days, term.counts === 'working', term.source)}{term.confidence === 'unverified' && ` (${r('page.unverified')})`}</p>
    </Notice>
  );
}

function Answers({ book, request }: Pick<RequestProps, 'book' | 'request'>) {
  const { answers, corrected } = request.body;
  return (
    <Part title={r('request.answers')} count={answers.length}>
      {answers.length === 0 && <p class="soft">{r('request.answers.none')}</p>}
      {answers.map((answer, n) => (
        <article key={n} class="sheet stack tight">
          <p class="small soft">{nameOf(book, answer.by)} · {dayText(answer.on)} · {r(`answer.${answer.did}`)}</p>
          <p class="own-words">{answer.words ?? r('request.words-gone')}</p>
        </article>
      ))}
      {corrected && <p>{r('request.corrected', corrected.was ?? r('request.empty'), corrected.now ?? r('request.empty'))}</p>}
    </Part>
  );
}

/** Where an officer goes to do what was asked. */
function Ways({ page, request }: Pick<RequestProps, 'page' | 'request'>) {
  const home = page.household.id;
  const { what } = request.body;
  return (
    <Rows>
      {what === 'see' && <Row picture="file" name={r('request.page')} note={r('request.page.means')} href={`#/quyen/${home}`} />}
      {what === 'correct' && <Row picture="edit" name={r('request.amend')} href={`#/ho/${home}/sua`} />}
      {what === 'withdraw' && <Row picture="hand" name={r('request.withdraw')} href={`#/ho/${home}`} />}
    </Rows>
  );
}

export function RightsRequest({ book, page, request }: RequestProps) {
  const saying = useSaying(book);
  void book.acts.value;
  const { body } = request;
  const hand = myHand(book);
  const own = ownHousehold(book) !== null;
  const about = aboutText(page, body.about);
  const trust = book.trust(`request/${request.id}`);
  const mayAnswer = hand.isOfficer && body.closedOn === null && !body.erasing?.confirmedOn;
  const mayTell = body.answers.length > 0 && body.toldOn === null && page.household.body.erasedOn === undefined && (own || hand.worksFor(request));
  const tell = () => void saying.say('right.told', { request: request.id, household: request.household!, on: book.today() }, r('request.told'));
  return (
    <Page
      title={r('request.title')} back={`#/quyen/${page.household.id}`} large={own}
      action={mayAnswer ? <Button look="main" picture="letter" href={`#/quyen/${request.household}/${request.id}/tra-loi`}>{r('answer.title')}</Button> : undefined}
    >
      <News />
      <div class="stack wide">
        <div class="stack tight">
          <p class="large strong">{r(`what.${body.what}`)}</p>
          <p class="soft">{r(`what.${body.what}.means`)}</p>
          {body.words !== null && <p class="large own-words">“{body.words}”</p>}
          {trust && <div><TrustMark trust={trust} /></div>}
        </div>
        <Clock book={book} request={request} />
        <dl class="facts">
          <div><dt>{r('request.of')}</dt><dd>{f('household.of', page.household.body.no, page.household.body.head)}</dd></div>
          {about !== null && <div><dt>{r('request.about')}</dt><dd>{about}</dd></div>}
          {body.by !== null && <div><dt>{r('request.by')}</dt><dd>{body.by}</dd></div>}
          <div><dt>{r('request.on')}</dt><dd>{dayText(body.on)}</dd></div>
          <div><dt>{r('request.taken')}</dt><dd>{nameOf(book, body.takenBy)}</dd></div>
        </dl>
        {hand.isOfficer && body.closedOn === null && <Ways page={page} request={request} />}
        <Answers book={book} request={request} />
        {mayTell && <div class="no-print"><Button picture="check" disabled={saying.busy.value} onPress={tell}>{r(own ? 'request.tell.own' : 'request.tell')}</Button></div>}
        {saying.refusal.value && <RefusalNote refusal={saying.refusal.value} />}
        {body.what === 'erase' && <RightsErase book={book} page={page} request={request} />}
      </div>
    </Page>
  );
}
