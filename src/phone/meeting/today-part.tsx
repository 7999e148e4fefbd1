// What of the book needs a person's word today: values to choose between, choices others made, twins, households edited after closing.
import { useState } from 'preact/hooks';
import { twinsAmong } from '#commune/households/twins.ts';
import type { Book, HouseholdLine } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { usePage } from '#phone/parts/page.ts';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import { f } from '#phone/words/field.ts';
import { t } from '#phone/words/main.ts';
import { e } from '#phone/words/meet.ts';
import { ownLines } from './has-meetings.ts';
import { settledFor, waitingFor, type Over, type Waiting } from './asked.ts';
import { MeetingCard } from './meeting-card.tsx';
import './meeting.css';
import { ReviewCard } from './review-card.tsx';
import { reasonsText } from './twins-part.tsx';
import { settledText } from './values.ts';

const SHOWN = 3;

function Asked({ book, waiting }: { readonly book: Book; readonly waiting: Waiting }) {
  const page = usePage(book, waiting.household ?? '');
  return <MeetingCard book={book} record={waiting.record} meeting={waiting.meeting} page={page} alone />;
}

function Settled({ book, over }: { readonly book: Book; readonly over: Over }) {
  const page = usePage(book, over.household ?? '');
  const { title, href } = over.record;
  return <p>{href === null ? title : <a href={href}>{title}</a>} · {settledText(book, over.settled, page)}</p>;
}

function Meetings({ book }: { readonly book: Book }) {
  const [shown, setShown] = useState(SHOWN);
  const waiting = waitingFor(book);
  const over = settledFor(book);
  return (
    <>
      {waiting.length > 0 && (
        <Part title={e('meet.title')} count={waiting.length}>
          <p class="soft">{e('meet.means')}</p>
          <div class="stack">{waiting.slice(0, shown).map((one) => <Asked key={one.key} book={book} waiting={one} />)}</div>
          {waiting.length > shown && <div><Button look="plain" onPress={() => setShown(shown + 10)}>{t('do.more')}</Button></div>}
        </Part>
      )}
      {over.length > 0 && <Part title={e('meet.settled')} count={over.length}><Notice tone="good">{over.slice(0, 10).map((one) => <Settled key={one.key} book={book} over={one} />)}<p class="small soft">{e('meet.settled.means')}</p></Notice></Part>}
    </>
  );
}

/** The day of closing stands on the page; a line only knows that it is closed. */
function Review({ book, line }: { readonly book: Book; readonly line: HouseholdLine }) {
  const page = usePage(book, line.id);
  const closedOn = page?.household.body.closedOn;
  if (!closedOn || !line.review) return null;
  return <ReviewCard book={book} household={line.id} closedOn={closedOn} review={line.review} mayAnswer title={f('household.of', line.no, line.head)} />;
}

/** For those who answer for a whole village: officers and heads. */
function Village({ book }: { readonly book: Book }) {
  const [shown, setShown] = useState(SHOWN);
  const lines = ownLines(book);
  const twins = twinsAmong(lines);
  const review = lines.filter((line) => line.closed && line.review);
  return (
    <>
      {review.length > 0 && <div class="stack part">{review.slice(0, SHOWN).map((line) => <Review key={line.id} book={book} line={line} />)}</div>}
      {twins.length > 0 && (
        <Part title={e('twins.title')} count={twins.length}>
          <p class="soft">{e('twins.means')}</p>
          <Rows>
            {twins.slice(0, shown).map(({ one, other, reasons }) => (
              <Row key={`${one.id}/${other.id}`} picture="house" href={`#/ho/${one.id}/gop/${other.id}`} name={e('twins.and', f('household.of', one.no, one.head), f('household.of', other.no, other.head))} note={reasonsText(reasons)} />
            ))}
          </Rows>
          {twins.length > shown && <div><Button look="plain" onPress={() => setShown(shown + 20)}>{t('do.more')}</Button></div>}
        </Part>
      )}
    </>
  );
}

export default function TodayMeetings({ book }: { readonly book: Book }) {
  return <><Meetings book={book} /><Village book={book} /></>;
}
