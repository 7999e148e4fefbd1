// What the household asked about its data, in a list; the flag beside a value it says is wrong; the notice of a restriction.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { daysBetween } from '#commune/places/days.ts';
import type { Day } from '#commune/places/rows.ts';
import { disputeOf } from '#commune/rights/request.ts';
import type { RequestRow } from '#commune/rights/rows.ts';
import type { Book, HouseholdPage } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { ownHousehold } from '#phone/parts/hand.ts';
import { Notice } from '#phone/parts/notice.tsx';
import { Picture } from '#phone/parts/picture.tsx';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import { TrustMark } from '#phone/parts/trust-mark.tsx';
import { dayText } from '#phone/words/format.ts';
import { r } from '#phone/words/rights.ts';
import { stateOf } from './rights-words.ts';

interface PartProps {
  readonly book: Book;
  readonly page: HouseholdPage;
}

/** How many days are left, or how late it is. */
export function DaysLeft({ until, today }: { readonly until: Day; readonly today: Day }) {
  if (until < today) return <span class="tag late"><Picture name="warning" size={17} />{r('clock.late', daysBetween(until, today))}</span>;
  return <span>{r('clock.left', daysBetween(today, until))}</span>;
}

/** The state of a request in a line, with the clock that runs now. */
export function RequestState({ request, today }: { readonly request: RequestRow; readonly today: Day }) {
  const state = stateOf(request);
  const { body } = request;
  const until = state === 'answer' ? body.answerDueOn : state === 'do' || state === 'confirm' ? body.doneDueOn : null;
  return (
    <span class="stack" style={{ gap: '0.125rem' }}>
      <span>{dayText(body.on)} · {r(`state.${state}`)}{body.closedOn !== null && ` · ${body.toldOn === null ? r('state.tell') : r('state.told', body.toldOn)}`}</span>
      {until !== null && <DaysLeft until={until} today={today} />}
    </span>
  );
}

export function RequestsPart({ book, page, alone = false }: PartProps & { readonly alone?: boolean }) {
  void book.acts.value;
  const { requests, household } = page;
  const side = alone ? null : <Button look="plain" picture="file" href={`#/quyen/${household.id}`}>{r(ownHousehold(book) === null ? 'page.title' : 'page.own')}</Button>;
  return (
    <Part title={r('asks')} {...(requests.length > 0 ? { count: requests.length } : {})} side={side}>
      {requests.length === 0 ? <p class="soft">{r('asks.none')}</p> : (
        <Rows>
          {requests.map((request) => {
            const trust = book.trust(`request/${request.id}`);
            return <Row key={request.id} picture="hand" href={`#/quyen/${request.household}/${request.id}`} name={r(`what.${request.body.what}`)} note={<><RequestState request={request} today={book.today()} />{trust && trust !== 'booked' && <TrustMark trust={trust} />}</>} />;
          })}
        </Rows>
      )}
    </Part>
  );
}

/** Stands beside a value that the family has said is wrong, until it is set right; also where the commune would not. */
export function DisputeFlag({ book, page, about, quiet = false }: PartProps & { readonly about: string; readonly quiet?: boolean }) {
  const request = disputeOf(page.requests, about);
  if (!request) return null;
  // Within a row that is a link itself the flag is no second one.
  if (quiet) return <span class="tag waits"><Picture name="warning" size={17} />{r(ownHousehold(book) === null ? 'flag' : 'flag.own')}</span>;
  return <a class="tag waits" href={`#/quyen/${request.household}/${request.id}`}><Picture name="warning" size={17} />{r(ownHousehold(book) === null ? 'flag' : 'flag.own')}</a>;
}

/** Of a household that asked to restrict its data: what was written before is folded away, and opened by a press. */
export function Restricted({ page, own = false, children }: { readonly page: HouseholdPage; readonly own?: boolean; readonly children: ComponentChildren }) {
  const [open, setOpen] = useState(own);
  const on = page.household.body.limitedOn;
  if (on === undefined) return <>{children}</>;
  return (
    <div class="stack" style={{ marginBlockStart: '1.75rem' }}>
      <Notice tone="acts" picture="lock" title={r('page.limited', on)}>
        <p>{r('page.limited.means')}</p>
        {!open && <div class="no-print"><Button onPress={() => setOpen(true)}>{r('page.limited.open')}</Button></div>}
      </Notice>
      {open && children}
    </div>
  );
}
