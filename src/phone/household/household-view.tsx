// The household's page: what was promised and asked, every visit, its people, what it allows, and who may see it.
import type { ComponentChildren } from 'preact';
import { addDays } from '#commune/places/days.ts';
import { Button } from '#phone/parts/button.tsx';
import { Confirm } from '#phone/parts/confirm.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { myHand, ownHousehold } from '#phone/parts/hand.ts';
import { News } from '#phone/parts/news.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { Part } from '#phone/parts/row.tsx';
import { TrustMark } from '#phone/parts/trust-mark.tsx';
import { sayWithUndo } from '#phone/parts/undo.tsx';
import { f } from '#phone/words/field.ts';
import { h } from '#phone/words/house.ts';
import { languageName } from '#phone/words/languages.ts';
import { e } from '#phone/words/meet.ts';
import { householdRecord } from '../meeting/asked.ts';
import { MeetingCard } from '../meeting/meeting-card.tsx';
import '../meeting/meeting.css';
import { MergedPart } from '../meeting/merged-part.tsx';
import { ReviewCard } from '../meeting/review-card.tsx';
import { TwinsPart } from '../meeting/twins-part.tsx';
import { settledText } from '../meeting/values.ts';
import { ConsentPart } from './consent-part.tsx';
import type { HouseholdProps } from './household-props.ts';
import { PeoplePart } from './people-part.tsx';
import { PetitionsPart, PromisesPart } from './owed-parts.tsx';
import { DisputeFlag, RequestsPart, Restricted } from './rights-part.tsx';
import { SightPart } from './sight-part.tsx';
import { StrikePart } from './strike-part.tsx';
import { VisitsPart } from './visits-part.tsx';

const SETTLED_DAYS = 30;

function Facts({ book, page }: HouseholdProps) {
  const { body, village } = page.household;
  void book.acts.value;
  const trust = book.trust(`household/${page.household.id}`);
  const flagged = (field: string, value: ComponentChildren) => <>{value} <DisputeFlag book={book} page={page} about={`household.${field}`} /></>;
  const facts: readonly (readonly [string, ComponentChildren])[] = [
    [h('house.village'), book.villages.value.find((one) => one.id === village)?.body.name ?? ''],
    ...(body.place === null ? [] : [[h('house.place'), flagged('place', body.place)] as const]),
    ...(body.phone === null ? [] : [[h('house.phone'), flagged('phone', <a href={`tel:${body.phone.replace(/[^\d+]/g, '')}`}>{body.phone}</a>)] as const]),
    ...(body.language === null ? [] : [[h('house.language'), flagged('language', languageName(body.language))] as const]),
  ];
  return (
    <div class="stack tight" style={{ marginBlockEnd: '1.5rem' }}>
      <DisputeFlag book={book} page={page} about="household.head" />
      <DisputeFlag book={book} page={page} about="household.no" />
      <dl class="facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {trust && <div><TrustMark trust={trust} /></div>}
    </div>
  );
}

/** Fields that wait for a choice, of the household and of those merged with it; choices made stay in sight for a month. */
function Meetings({ book, page }: HouseholdProps) {
  const { household } = page;
  const line = { id: household.id, no: household.body.no, head: household.body.head, village: household.village ?? '' };
  const all = [household, ...(page.merged ?? [])];
  const open = all.flatMap((row) => (row.body.meetings ?? []).map((meeting) => ({ row, meeting })));
  const since = addDays(book.today(), -SETTLED_DAYS);
  const settled = all.flatMap(({ body }) => body.settled ?? []).filter(({ on }) => on >= since).slice(-3);
  return (
    <>
      {open.length > 0 && (
        <Part title={e('meet.title')} count={open.length}>
          <p class="soft">{e('meet.means')}</p>
          {open.map(({ row, meeting }) => <MeetingCard key={`${row.id}/${meeting.member}/${meeting.field}`} book={book} record={householdRecord(book, line, row.id)} meeting={meeting} page={page} />)}
        </Part>
      )}
      {settled.length > 0 && <Notice tone="good" title={e('meet.settled')}>{settled.map((one, n) => <p key={n}>{settledText(book, one, page)}</p>)}<p class="small soft">{e('meet.settled.means')}</p></Notice>}
    </>
  );
}

export function HouseholdView(props: HouseholdProps) {
  const { book, page } = props;
  const { household } = page;
  const { body } = household;
  const hand = myHand(book);
  const place = { village: household.village, household: household.id };
  const works = hand.worksFor(place);
  const open = body.closedOn === null;
  const mayClose = hand.isOfficer || hand.isHeadOf(household.village);
  return (
    <Page
      title={f('household.of', body.no, body.head)} back={ownHousehold(book) === null ? '#/thon' : '#/nha'} full
      action={works && open ? <Button look="main" picture="heard" href={`#/tham/${household.id}`}>{h('house.visit')}</Button> : undefined}
    >
      <News />
      <Facts {...props} />
      <div class="columns">
        <div>
          <div class="stack" style={{ marginBlockEnd: '1rem' }}>
            {!open && <Notice title={h('house.closed', body.closedOn!)}><p>{h('house.closed.means')}</p></Notice>}
            {!open && works && body.review && <ReviewCard book={book} household={household.id} closedOn={body.closedOn!} review={body.review} mayAnswer={mayClose} />}
            {works && <MergedPart book={book} page={page} mayMerge={mayClose} mayTidy={open} />}
            {works && open && <TwinsPart book={book} household={household.id} mayMerge={mayClose} />}
            {works && <Meetings {...props} />}
            {works && <StrikePart book={book} page={page} />}
          </div>
          <PromisesPart {...props} mayAdd={works && open} />
          {works && <PetitionsPart {...props} mayAdd={open} />}
          {works && <Restricted page={page}><VisitsPart {...props} /></Restricted>}
        </div>
        <div>
          <PeoplePart {...props} mayEdit={works && open} />
          {works && <ConsentPart {...props} mayAsk />}
          {works && <RequestsPart {...props} />}
          <SightPart {...props} />
          {works && open && (
            <div class="stack tight no-print" style={{ marginBlockStart: '1.75rem', justifyItems: 'start' }}>
              <Button picture="edit" href={`#/ho/${household.id}/sua`}>{h('house.edit')}</Button>
              {mayClose && <Button look="plain" href={`#/ho/${household.id}/gop`}>{e('twins.other')}</Button>}
              {mayClose && <Button look="plain" href={`#/ho/${household.id}/dong`}>{h('house.close')}</Button>}
            </div>
          )}
          {mayClose && !open && !body.review && (
            <div class="no-print" style={{ marginBlockStart: '1.75rem' }}>
              <Confirm look="plain" label={h('house.reopen')} ask={h('house.reopen.means')} yes={h('house.reopen.do')} onYes={() => sayWithUndo(book, e('review.opened'), 'household.reopen', { household: household.id, was: body.closedOn })} />
            </div>
          )}
        </div>
      </div>
    </Page>
  );
}
