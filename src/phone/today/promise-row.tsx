// One promise in a list: what, for whom, by when, and how far it is.
import type { Book, HouseholdLine, PromiseLine } from '#phone/book.ts';
import { DueText } from '#phone/parts/day-picker.tsx';
import { nameOf } from '#phone/parts/hand.ts';
import { Picture } from '#phone/parts/picture.tsx';
import { Row } from '#phone/parts/row.tsx';
import { TrustMark } from '#phone/parts/trust-mark.tsx';
import { f } from '#phone/words/field.ts';

/** State of a promise by shape, word and colour. */
export function PromiseTag({ promise }: { readonly promise: Pick<PromiseLine, 'state' | 'told' | 'offeredTo'> }) {
  if (promise.state === 'confirmed') return <span class="tag kept"><Picture name="house" size={17} />{f('promise.confirmed')}</span>;
  if (promise.state === 'claimed') return <span class="tag"><Picture name="clock" size={17} />{f('promise.claimed')}</span>;
  if (promise.state === 'withdrawn') return <span class="tag"><Picture name="undo" size={17} />{f('promise.withdrawn')}{promise.told ? '' : ` · ${f('promise.untold')}`}</span>;
  return promise.offeredTo !== null ? <span class="tag"><Picture name="give" size={17} />{f('promise.offered')}</span> : null;
}

/** `line` names the household; left out on the household's own page. */
export function PromiseLineRow(props: { readonly book: Book; readonly promise: PromiseLine; readonly household: string; readonly line?: HouseholdLine; readonly village?: string | null }) {
  const { book, promise, line } = props;
  // The list of acts decides the mark: reading it redraws the row when one is sent or booked.
  void book.acts.value;
  const trust = book.trust(`promise/${promise.id}`);
  const who = promise.keeper === book.seat.person ? f('promise.by-me') : f('promise.by', nameOf(book, promise.keeper));
  const where = line ? `${f('household.of', line.no, line.head)}${props.village ? ` · ${props.village}` : ''}` : who;
  return (
    <Row
      href={`#/hua/${props.household}/${promise.id}`}
      name={promise.what}
      note={
        <span class="stack" style={{ gap: '0.125rem' }}>
          <span>{where}</span>
          {promise.state === 'open' && <DueText on={promise.dueOn} today={book.today()} />}
          {promise.offeredTo !== book.seat.person && <PromiseTag promise={promise} />}
          {trust && trust !== 'booked' && <TrustMark trust={trust} />}
        </span>
      }
    />
  );
}
