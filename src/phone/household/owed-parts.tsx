// Promises and petitions on the household's page: open ones first, the closed ones folded.
import { useState } from 'preact/hooks';
import { workingDaysBetween } from '#commune/places/clock.ts';
import type { PromiseRow } from '#commune/promises/rows.ts';
import type { PetitionRow } from '#commune/visits/rows.ts';
import type { Book, PromiseLine } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Picture } from '#phone/parts/picture.tsx';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import { TrustMark } from '#phone/parts/trust-mark.tsx';
import { f } from '#phone/words/field.ts';
import { dayText } from '#phone/words/format.ts';
import { h } from '#phone/words/house.ts';
import { p } from '#phone/words/promise.ts';
import { PromiseLineRow } from '../today/promise-row.tsx';
import type { HouseholdProps } from './household-props.ts';

export const promiseLine = ({ id, body }: PromiseRow): PromiseLine => ({ id, ...body });
const owed = ({ body }: PromiseRow): boolean => body.state === 'open' || body.state === 'claimed' || (body.state === 'withdrawn' && !body.told);

export function PromisesPart({ book, page, mayAdd }: HouseholdProps & { readonly mayAdd: boolean }) {
  const [all, setAll] = useState(false);
  const household = page.household.id;
  const open = page.promises.filter(owed).sort((a, b) => (a.body.dueOn < b.body.dueOn ? -1 : 1));
  const closed = page.promises.filter((promise) => !owed(promise));
  const draw = (promise: PromiseRow) => <PromiseLineRow key={promise.id} book={book} promise={promiseLine(promise)} household={household} />;
  return (
    <Part title={h('house.promises')} {...(open.length > 0 ? { count: open.length } : {})} side={mayAdd ? <Button look="plain" picture="plus" href={`#/ho/${household}/hua`}>{h('house.promises.add')}</Button> : null}>
      {open.length === 0 && <p class="soft">{h('house.promises.none')}</p>}
      {open.length > 0 && <Rows>{open.map(draw)}</Rows>}
      {closed.length > 0 && !all && <div><Button look="plain" onPress={() => setAll(true)}>{h('house.promises.done', closed.length)}</Button></div>}
      {all && <Rows>{closed.map(draw)}</Rows>}
    </Part>
  );
}

/** The lawful clock in one line: what is left, or how late; settled ones say so. */
export function ClockText({ book, petition }: { readonly book: Book; readonly petition: PetitionRow }) {
  const { replies, replyDueOn } = petition.body;
  const today = book.today();
  const last = replies.at(-1);
  if (last) return <span>{last.final ? p('petition.answered') : p('petition.going')} · {dayText(last.on)}</span>;
  const calendar = book.commune.value?.body ?? { daysOff: [], daysOn: [] };
  if (replyDueOn < today) return <span class="tag late"><Picture name="warning" size={17} />{p('petition.clock.late', workingDaysBetween(replyDueOn, today, calendar))}</span>;
  return <span>{p('petition.clock.left', workingDaysBetween(today, replyDueOn, calendar))}</span>;
}

export function PetitionsPart({ book, page, mayAdd }: HouseholdProps & { readonly mayAdd: boolean }) {
  void book.acts.value;
  const household = page.household.id;
  return (
    <Part title={h('house.petitions')} {...(page.petitions.length > 0 ? { count: page.petitions.length } : {})} side={mayAdd ? <Button look="plain" picture="plus" href={`#/ho/${household}/don`}>{h('house.petitions.add')}</Button> : null}>
      {page.petitions.length === 0 ? <p class="soft">{h('house.petitions.none')}</p> : (
        <Rows>
          {page.petitions.map((petition) => {
            const trust = book.trust(`petition/${petition.id}`);
            return (
              <Row
                key={petition.id} picture={petition.body.topic} href={`#/don/${household}/${petition.id}`} name={petition.body.matter.length > 90 ? `${petition.body.matter.slice(0, 88)}…` : petition.body.matter}
                note={<span class="stack" style={{ gap: '0.125rem' }}><span>{f(`topic.${petition.body.topic}`)} · {dayText(petition.body.on)}</span><ClockText book={book} petition={petition} />{trust && trust !== 'booked' && <TrustMark trust={trust} />}</span>}
              />
            );
          })}
        </Rows>
      )}
    </Part>
  );
}
