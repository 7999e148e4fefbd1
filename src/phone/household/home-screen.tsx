// A household's own page, in large plain words: what was promised to us, who looks after us, what is written, what we allow.
import { useState } from 'preact/hooks';
import { headUnlisted, peopleIn } from '#commune/households/people.ts';
import { CONSENT_PURPOSES } from '#commune/households/rows.ts';
import { addDays } from '#commune/places/days.ts';
import type { Day } from '#commune/places/rows.ts';
import type { PromiseRow } from '#commune/promises/rows.ts';
import type { Book, HouseholdPage } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { ownHousehold } from '#phone/parts/hand.ts';
import { News } from '#phone/parts/news.tsx';
import { Empty, Notice } from '#phone/parts/notice.tsx';
import { usePage } from '#phone/parts/page.ts';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { f } from '#phone/words/field.ts';
import { dayText } from '#phone/words/format.ts';
import { m } from '#phone/words/home.ts';
import { h } from '#phone/words/house.ts';
import { t } from '#phone/words/main.ts';
import { e } from '#phone/words/meet.ts';
import { ConsentLine } from './consent-part.tsx';
import { HomePromise } from './home-promise.tsx';
import { ClockText } from './owed-parts.tsx';
import { Steps } from './promise-story.tsx';
import { sightOf } from './sight-part.tsx';
import { RequestsPart } from './rights-part.tsx';
import { StrikePart } from './strike-part.tsx';
import { VisitView } from './visits-part.tsx';

interface HomeProps {
  readonly book: Book;
  readonly page: HouseholdPage;
}

/** An answer just given stays in sight for a week, so that the household sees it was taken. */
const ANSWER_SHOWN_DAYS = 7;

const waits = ({ body }: PromiseRow, today: Day): boolean => body.state === 'open' || body.state === 'claimed' || (body.state === 'withdrawn' && !body.told) || (body.state === 'confirmed' && body.stateOn >= addDays(today, -ANSWER_SHOWN_DAYS));
/** What the household is asked about comes first, then by day. */
const first = (a: PromiseRow, b: PromiseRow): number => Number(b.body.state === 'claimed') - Number(a.body.state === 'claimed') || (a.body.dueOn < b.body.dueOn ? -1 : 1);

function Promised({ book, page }: HomeProps) {
  const [old, setOld] = useState(false);
  const today = book.today();
  const open = page.promises.filter((promise) => waits(promise, today)).sort(first);
  const closed = page.promises.filter((promise) => !waits(promise, today));
  const language = page.household.body.language;
  return (
    <Part title={m('home.promised')} {...(open.length > 0 ? { count: open.length } : {})}>
      {open.length === 0 && <p class="large">{m('home.promised.none')}</p>}
      {open.map((promise) => <HomePromise key={promise.id} book={book} promise={promise} language={language} />)}
      {closed.length > 0 && !old && <div><Button look="plain" onPress={() => setOld(true)}>{m('home.promised.old', closed.length)}</Button></div>}
      {old && closed.map((promise) => <HomePromise key={promise.id} book={book} promise={promise} language={language} />)}
    </Part>
  );
}

function Asked({ book, page }: HomeProps) {
  const { id, body } = page.household;
  return (
    <Part title={m('home.asked')} count={page.petitions.length} side={body.closedOn === null ? <Button look="plain" picture="plus" href={`#/ho/${id}/don`}>{m('home.ask')}</Button> : null}>
      {page.petitions.length === 0 ? <p>{m('home.asked.none')}</p> : (
        <Rows>{page.petitions.map((petition) => <Row key={petition.id} picture={petition.body.topic} href={`#/don/${id}/${petition.id}`} name={petition.body.matter} note={<ClockText book={book} petition={petition} />} />)}</Rows>
      )}
    </Part>
  );
}

function Written({ book, page }: HomeProps) {
  const [shown, setShown] = useState(3);
  const { body } = page.household;
  const count = peopleIn(body);
  const here = body.members.filter((member) => member.leftOn === null);
  return (
    <>
      <Part title={m('home.written')} count={page.visits.length}>
        {page.visits.length === 0 && <p>{m('home.written.none')}</p>}
        {page.visits.slice(0, shown).map((visit) => <VisitView key={visit.id} book={book} visit={visit} plain />)}
        {page.visits.length > shown && <div><Button look="plain" onPress={() => setShown(shown + 10)}>{t('do.more')}</Button></div>}
      </Part>
      <Part title={m('home.members')} {...(count > 0 ? { count } : {})}>
        <Rows>{headUnlisted(body) && <Row picture="person" name={body.head} note={h('relation.head')} />}{here.map((member) => <Row key={member.id} picture="person" name={member.name} note={[h(`relation.${member.relation}`), member.born && h('house.born', member.born)].filter(Boolean).join(' · ')} />)}</Rows>
        <p class="soft">{m('home.wrong')}</p>
      </Part>
    </>
  );
}

function People({ book, page }: HomeProps) {
  return (
    <Part title={m('home.people')}>
      <p>{m('home.people.means')}</p>
      <Rows>{sightOf(book, page).map((one) => <Row key={one.id} picture="person" name={one.name} note={one.note} />)}</Rows>
    </Part>
  );
}

function Allowed({ book, page }: HomeProps) {
  return (
    <Part title={m('home.allowed')}>
      <p>{m('home.allowed.means')}</p>
      <StrikePart book={book} page={page} own />
      <ul class="rows">{CONSENT_PURPOSES.map((purpose) => <ConsentLine key={purpose} book={book} page={page} purpose={purpose} mayAsk={false} mayWithdraw />)}</ul>
    </Part>
  );
}

export default function HomeScreen({ book, path }: ScreenProps) {
  const id = ownHousehold(book) ?? '';
  const page = usePage(book, id);
  if (page === undefined) return <Page title={m('home.title')}><p class="unseen" role="status">{t('state.loading')}</p></Page>;
  if (page === null) return <Page title={m('home.title')}><Empty picture="house" title={m('home.gone')}><p>{m('home.gone.means')}</p></Empty></Page>;
  const { body } = page.household;
  const one = page.promises.find((promise) => promise.id === path[0]);
  if (one) {
    return (
      <Page title={m('home.promised')} back="#/nha" large>
        <div class="stack wide">
          <HomePromise book={book} promise={one} language={body.language} alone />
          <Part title={m('home.steps')}><Steps book={book} promise={one} /></Part>
        </div>
      </Page>
    );
  }
  return (
    <Page title={f('household.of', body.no, body.head)} large>
      <News />
      {page.merged && <div style={{ marginBlockEnd: '1.5rem' }}><Notice picture="house" title={e('merged.title', page.merged.length)}><p>{e('merged.own')}</p></Notice></div>}
      {body.closedOn !== null && <Notice title={m('home.closed')}><p>{dayText(body.closedOn)}</p></Notice>}
      <Promised book={book} page={page} />
      <Asked book={book} page={page} />
      <People book={book} page={page} />
      <Written book={book} page={page} />
      <Allowed book={book} page={page} />
      <RequestsPart book={book} page={page} />
    </Page>
  );
}
