// The household's page: what was promised and asked, every visit, its people, what it allows, and who may see it.
import type { ComponentChildren } from 'preact';
import type { HouseholdBody } from '#commune/households/rows.ts';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { myHand, nameOf, ownHousehold } from '#phone/parts/hand.ts';
import { News } from '#phone/parts/news.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { TrustMark } from '#phone/parts/trust-mark.tsx';
import { f } from '#phone/words/field.ts';
import { dayText } from '#phone/words/format.ts';
import { h } from '#phone/words/house.ts';
import { languageName } from '#phone/words/languages.ts';
import { ConsentPart } from './consent-part.tsx';
import type { HouseholdProps } from './household-props.ts';
import { PeoplePart } from './people-part.tsx';
import { PetitionsPart, PromisesPart } from './owed-parts.tsx';
import { SightPart } from './sight-part.tsx';
import { StrikePart } from './strike-part.tsx';
import { VisitsPart } from './visits-part.tsx';

function Facts({ book, page }: HouseholdProps) {
  const { body, village } = page.household;
  void book.acts.value;
  const trust = book.trust(`household/${page.household.id}`);
  const facts: readonly (readonly [string, ComponentChildren])[] = [
    [h('house.village'), book.villages.value.find((one) => one.id === village)?.body.name ?? ''],
    ...(body.place === null ? [] : [[h('house.place'), body.place] as const]),
    ...(body.phone === null ? [] : [[h('house.phone'), <a href={`tel:${body.phone.replace(/[^\d+]/g, '')}`}>{body.phone}</a>] as const]),
    ...(body.language === null ? [] : [[h('house.language'), languageName(body.language)] as const]),
  ];
  return (
    <div class="stack tight" style={{ marginBlockEnd: '1.5rem' }}>
      <dl class="facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {trust && <div><TrustMark trust={trust} /></div>}
    </div>
  );
}

const PLAIN_FIELDS: readonly string[] = ['no', 'head', 'language', 'place', 'phone', 'name', 'relation', 'sex', 'born'];
const asText = (field: string, value: string | null): string | null =>
  (value === null ? null : field === 'language' ? languageName(value) : field === 'born' ? dayText(value) : value);

/** Values of mine that somebody else replaced without knowing of them: I am told, once they are seen they stay on the page. */
function Replaced({ book, body }: { readonly book: Book; readonly body: HouseholdBody }) {
  const mine = (body.replaced ?? []).filter((one) => one.of === book.seat.person && one.by !== book.seat.person && PLAIN_FIELDS.includes(one.field)).slice(-3);
  if (mine.length === 0) return null;
  const now = (field: string, member: string | undefined): string | null => {
    const row = member === undefined ? body : body.members.find((one) => one.id === member);
    return ((row as unknown as Record<string, string | null> | undefined)?.[field]) ?? null;
  };
  return (
    <Notice tone="acts" picture="edit" title={h('replaced.title')}>
      {mine.map((one, n) => <p key={n}>{h('replaced.line', nameOf(book, one.by), one.on, h(`field.${one.field}` as 'field.no'), asText(one.field, one.was), asText(one.field, now(one.field, one.member)))}</p>)}
      <p>{h('replaced.means')}</p>
    </Notice>
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
            <Replaced book={book} body={body} />
            {works && <StrikePart book={book} page={page} />}
          </div>
          <PromisesPart {...props} mayAdd={works && open} />
          {works && <PetitionsPart {...props} mayAdd={open} />}
          {works && <VisitsPart {...props} />}
        </div>
        <div>
          <PeoplePart {...props} mayEdit={works && open} />
          {works && <ConsentPart {...props} mayAsk />}
          <SightPart {...props} />
          {works && open && (
            <div class="stack tight no-print" style={{ marginBlockStart: '1.75rem', justifyItems: 'start' }}>
              <Button picture="edit" href={`#/ho/${household.id}/sua`}>{h('house.edit')}</Button>
              {mayClose && <Button look="plain" href={`#/ho/${household.id}/dong`}>{h('house.close')}</Button>}
            </div>
          )}
        </div>
      </div>
    </Page>
  );
}
