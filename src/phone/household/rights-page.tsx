// Everything the commune keeps about a household, made from the register: what, why, who sees it, how long; and all that is written, to be printed.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { KEPT_BY_LAW } from '#commune/rights/erase.ts';
import { GROUNDS, ofHousehold, REGISTER, type Entry, type EntryName } from '#commune/rights/register.ts';
import type { Book, HouseholdPage } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { myHand, nameOf, ownHousehold } from '#phone/parts/hand.ts';
import { News } from '#phone/parts/news.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { Part } from '#phone/parts/row.tsx';
import { f } from '#phone/words/field.ts';
import { dayText } from '#phone/words/format.ts';
import { h } from '#phone/words/house.ts';
import { languageName } from '#phone/words/languages.ts';
import { p } from '#phone/words/promise.ts';
import { g } from '#phone/words/register.ts';
import { r } from '#phone/words/rights.ts';
import { LookedPart } from './rights-looked.tsx';
import { RequestsPart } from './rights-part.tsx';
import { VisitView } from './visits-part.tsx';

interface PageProps {
  readonly book: Book;
  readonly page: HouseholdPage;
}

/** How many of a thing there are now, or what it says; null: not told on this phone. */
function heldOf({ household, visits, consents, petitions, promises, requests }: HouseholdPage, name: EntryName): string | null {
  const { body } = household;
  const count = (n: number): string => (n === 0 ? r('page.none') : r('page.have', n));
  switch (name) {
    case 'head': return f('household.of', body.no, body.head);
    case 'members': return count(body.members.length);
    case 'home': return body.place ?? r('page.none');
    case 'number': return body.phone ?? r('page.none');
    case 'language': return body.language === null ? r('page.none') : languageName(body.language);
    case 'consent': return count(consents.length);
    case 'visit': return count(visits.length);
    case 'words': return count(visits.flatMap((visit) => visit.body.heard).filter(({ words }) => words !== null).length);
    case 'clips': return count(visits.flatMap((visit) => [...visit.body.photos, ...visit.body.heard.flatMap(({ clip }) => clip ?? [])]).length);
    case 'petition': return count(petitions.length);
    case 'promise': return count(promises.length);
    case 'request': return count(requests.length);
    default: return null;
  }
}

function Held({ page, name }: { readonly page: HouseholdPage; readonly name: EntryName }) {
  const entry: Entry = REGISTER[name];
  const held = heldOf(page, name);
  // Twenty things with all that is to be said of each are a book, not a page: what is kept is seen at once, the rest is a press away, and on paper.
  const [open, setOpen] = useState(false);
  const unsure = GROUNDS[entry.ground].confidence === 'unverified';
  return (
    <article class="sheet stack tight">
      <h3>{g(`entry.${name}`)}{entry.sensitive && <span class="tag waits"> {r('page.sensitive')}</span>}</h3>
      {held !== null && <p class="strong">{held}</p>}
      <div><button type="button" class="button plain" aria-expanded={open} onClick={() => setOpen(!open)}>{r('page.more')}<span class="unseen">: {g(`entry.${name}`)}</span></button></div>
      <dl class={open ? 'facts' : 'facts on-paper'}>
        <div><dt>{r('page.why')}</dt><dd>{g(`purpose.${entry.purpose}`)}</dd></div>
        <div><dt>{r('page.eyes')}</dt><dd>{entry.sees.map((eye) => g(`eye.${eye}`)).join(', ')}</dd></div>
        <div><dt>{r('page.long')}</dt><dd>{g(`kept.${entry.kept}`)}</dd></div>
        <div><dt>{r('page.ground')}</dt><dd>{g(`ground.${entry.ground}`)}{unsure && <span class="soft"> ({r('page.unverified')})</span>}</dd></div>
      </dl>
    </article>
  );
}

/** Every word there is, as it stands. */
function Written({ book, page }: PageProps) {
  const { household, petitions, promises, visits, consents } = page;
  const line = (key: string, ...parts: readonly ComponentChildren[]) => <p key={key}>{parts}</p>;
  const people = household.body.members.map((member) =>
    line(member.id, [member.name, h(`relation.${member.relation}`), member.sex && h(`member.sex.${member.sex}`), member.born && h('house.born', member.born), member.leftOn && h('house.people.left.on', member.leftOn)].filter(Boolean).join(' · ')));
  const said = consents.map(({ id, body }) =>
    line(id, `${h(`consent.${body.purpose}`)}: ${body.withdrawnOn !== null ? h('consent.withdrawn', body.withdrawnOn) : h(body.given ? 'consent.given' : 'consent.refused', body.on, body.by)}`));
  const asked = petitions.map(({ id, body }) => (
    <div key={id} class="stack tight"><p class="own-words">“{body.matter}”</p>
      <p class="small soft">{dayText(body.on)} · {nameOf(book, body.by)}</p>
      {body.replies.map((reply, n) => <p key={n}>{nameOf(book, reply.by)}, {dayText(reply.on)}: {reply.words}</p>)}</div>));
  const promised = promises.map(({ id, body }) => (
    <div key={id} class="stack tight"><p>{body.what}</p>
      {body.steps.map((step, n) => <p key={n} class="small soft">{dayText(step.on)} · {p(`step.${step.did}`)} · {nameOf(book, step.by)}{step.words !== null && `: “${step.words}”`}</p>)}</div>));
  const empty = visits.length + people.length + said.length + asked.length + promised.length === 0;
  return (
    <Part title={r('page.all')}>
      {empty && <p>{r('page.all.none')}</p>}
      <div class="stack">
        {people}{said}
        {visits.map((visit) => <VisitView key={visit.id} book={book} visit={visit} plain />)}
        {asked}{promised}
      </div>
    </Part>
  );
}

export function RightsPage({ book, page }: PageProps) {
  const { household } = page;
  const { body } = household;
  const own = ownHousehold(book) !== null;
  const hand = myHand(book);
  const works = own || hand.worksFor({ village: household.village, household: household.id });
  const mayLook = hand.isOfficer || own;
  return (
    <Page
      title={r(own ? 'page.own' : 'page.title')} back={own ? '#/nha' : `#/ho/${household.id}`} large={own}
      action={works && body.erasedOn === undefined ? <Button look="main" picture="hand" href={`#/quyen/${household.id}/xin`}>{r('asks.new')}</Button> : undefined}
    >
      <News />
      <div class="stack wide">
        <p class="strong">{r('page.of', body.no, body.head)} · {r('page.on', book.today())}</p>
        <p>{r('page.lead')}</p>
        <div class="no-print"><Button picture="file" onPress={() => print()}>{r('page.print')}</Button></div>
        {body.erasedOn !== undefined && <Notice title={r('page.erased', body.erasedOn)}><p>{r('page.erased.means')}</p><p class="small soft">{Object.values(KEPT_BY_LAW).join('; ')}</p></Notice>}
        {body.limitedOn !== undefined && <Notice tone="acts" picture="lock" title={r('page.limited', body.limitedOn)}><p>{r('page.limited.means')}</p></Notice>}
        <RequestsPart book={book} page={page} alone />
        {mayLook && <LookedPart book={book} household={household.id} />}
        <Part title={r('page.held')}><div class="stack">{ofHousehold().map((name) => <Held key={name} page={page} name={name} />)}</div></Part>
        {works && <Written book={book} page={page} />}
      </div>
    </Page>
  );
}
