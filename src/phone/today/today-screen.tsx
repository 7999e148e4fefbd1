// Today: what I promised and when it is due, what I am asked, who waits for an answer, who was long not visited, what waits to go.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { workingDaysBetween } from '#commune/places/clock.ts';
import { addDays, daysBetween, weekday } from '#commune/places/days.ts';
import type { Day } from '#commune/places/rows.ts';
import type { Book, HouseholdLine, Phone, PromiseLine } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { myPosts, ownHousehold, visits } from '#phone/parts/hand.ts';
import { unfinished, type Unfinished as Left } from '#phone/parts/kept-form.ts';
import { lazy } from '#phone/parts/lazy.tsx';
import { Empty, Notice } from '#phone/parts/notice.tsx';
import { go } from '#phone/parts/router.ts';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { DueText } from '#phone/parts/day-picker.tsx';
import { f } from '#phone/words/field.ts';
import { t } from '#phone/words/main.ts';
import { neverVisited, UNVISITED_DAYS, unvisited } from '../village/lines.ts';
import { hasMeetings } from '../meeting/has-meetings.ts';
import { ClockNote } from './clock-note.tsx';
import { PromiseLineRow } from './promise-row.tsx';

/** Seldom needed, and not to be waited for by those who do not need it. */
const RightsDue = lazy(() => import('./rights-due.tsx'), true);
const TodayMeetings = lazy(() => import('../meeting/today-part.tsx'), true);

interface Owed {
  readonly line: HouseholdLine;
  readonly promise: PromiseLine;
}

/** Promises are looked for seven days ahead: what a week's rounds can still reach. */
const SOON_DAYS = 7;
const SHOWN = 5;

interface Work {
  readonly offered: readonly Owed[];
  readonly late: readonly Owed[];
  readonly due: readonly Owed[];
  readonly later: readonly Owed[];
  readonly claimed: readonly Owed[];
  readonly tell: readonly Owed[];
  /** Kept by others and past their day, for those who look after a whole village: promises, not people. */
  readonly others: readonly Owed[];
}

const byDue = (a: Owed, b: Owed): number => (a.promise.dueOn < b.promise.dueOn ? -1 : a.promise.dueOn > b.promise.dueOn ? 1 : 0);

/** What the person at the seat owes, from all lines of households. */
function workOf(lines: readonly HouseholdLine[], me: string, today: Day): Work {
  const soon = addDays(today, SOON_DAYS);
  const all = lines.flatMap((line) => line.promises.map((promise): Owed => ({ line, promise })));
  const mine = all.filter(({ promise }) => promise.keeper === me).sort(byDue);
  const open = mine.filter(({ promise }) => promise.state === 'open');
  return {
    offered: all.filter(({ promise }) => promise.offeredTo === me && promise.state === 'open').sort(byDue),
    late: open.filter(({ promise }) => promise.dueOn < today),
    due: open.filter(({ promise }) => promise.dueOn >= today && promise.dueOn <= soon),
    later: open.filter(({ promise }) => promise.dueOn > soon),
    claimed: mine.filter(({ promise }) => promise.state === 'claimed'),
    others: all.filter(({ promise }) => promise.keeper !== me && promise.offeredTo !== me && promise.state === 'open' && promise.dueOn < today).sort(byDue),
    tell: mine.filter(({ promise }) => promise.state === 'withdrawn' && !promise.told),
  };
}

function PromisePart(props: { readonly book: Book; readonly title: string; readonly hint?: string; readonly owed: readonly Owed[]; readonly shown?: number }) {
  const [shown, setShown] = useState(props.shown ?? 20);
  const { book, owed } = props;
  if (owed.length === 0) return null;
  const villages = book.villages.value;
  return (
    <Part title={props.title} count={owed.length}>
      {props.hint !== undefined && <p class="soft">{props.hint}</p>}
      {shown > 0 && (
        <Rows>
          {owed.slice(0, shown).map(({ line, promise }) => (
            <PromiseLineRow key={promise.id} book={book} promise={promise} line={line} household={line.id} village={villages.length > 1 ? villages.find((one) => one.id === line.village)?.body.name ?? null : null} />
          ))}
        </Rows>
      )}
      {owed.length > shown && <div><Button look="plain" onPress={() => setShown(shown + 20)}>{t('do.more')}</Button></div>}
    </Part>
  );
}

function Petitions({ book }: { readonly book: Book }) {
  const waiting = book.lines.value.flatMap((line) => line.petitions.map((petition) => ({ line, petition })))
    .sort((a, b) => (a.petition.replyDueOn < b.petition.replyDueOn ? -1 : 1));
  if (waiting.length === 0) return null;
  const today = book.today();
  const calendar = book.commune.value?.body;
  return (
    <Part title={f('today.petitions')} count={waiting.length}>
      <Rows>
        {waiting.slice(0, 20).map(({ line, petition }) => (
          <Row
            key={petition.id} picture={petition.topic} href={`#/don/${line.id}/${petition.id}`} name={f(`topic.${petition.topic}`)}
            note={<span class="stack" style={{ gap: '0.125rem' }}>
              <span>{f('household.of', line.no, line.head)}</span>
              {petition.replyDueOn < today || !calendar ? <DueText on={petition.replyDueOn} today={today} /> : <span>{f('today.working-left', workingDaysBetween(today, petition.replyDueOn, calendar))}</span>}
            </span>}
          />
        ))}
      </Rows>
    </Part>
  );
}

/** Households that withdrew their consent, and what was written before is still there: the law gives fifteen days. */
function Strikes({ book }: { readonly book: Book }) {
  const today = book.today();
  const due = book.lines.value.flatMap((line) => (line.strikeUntil === undefined ? [] : [{ line, until: line.strikeUntil }]))
    .sort((a, b) => (a.until < b.until ? -1 : 1));
  if (due.length === 0) return null;
  return (
    <Part title={f('today.strike')} count={due.length}>
      <p class="soft">{f('today.strike.means')}</p>
      <Rows>{due.map(({ line, until }) => <Row key={line.id} picture="bin" href={`#/ho/${line.id}`} name={f('household.of', line.no, line.head)} note={<DueText on={until} today={today} />} />)}</Rows>
    </Part>
  );
}

/** When it was last visited, where that is known, and where it is: numbers of households begin anew in every village. */
function visitedNote({ lastVisitOn, village, place }: HouseholdLine, book: Book): string {
  const villages = book.villages.value;
  return [lastVisitOn !== null && f('village.visited.ago', t('day.ago', daysBetween(lastVisitOn, book.today()))), villages.length > 1 && villages.find(({ id }) => id === village)?.body.name, place].filter(Boolean).join(' · ');
}

interface UnvisitedProps {
  readonly book: Book;
  readonly title: string;
  readonly fits: (line: HouseholdLine, today: Day) => boolean;
  /** The list of all of them. */
  readonly all: string;
}

function Unvisited({ book, title, fits, all }: UnvisitedProps) {
  const [lines, today] = [book.lines.value, book.today()];
  const found = useMemo(() => lines.filter((line) => fits(line, today)), [lines, today]);
  if (found.length === 0) return null;
  return (
    <Part title={title} count={found.length}>
      <Rows>
        {found.slice(0, SHOWN).map((line) => <Row key={line.id} href={`#/ho/${line.id}`} no={line.no} name={line.head} note={visitedNote(line, book)} />)}
      </Rows>
      {found.length > SHOWN && <div><Button look="plain" href={`#/thon?loc=${all}`}>{f('today.unvisited.all', found.length)}</Button></div>}
    </Part>
  );
}

/** The book stays open behind the door: who signs in again with the same name goes on in it, without pressing the PIN. */
export function signInAgain(book: Book): void {
  go(ownHousehold(book) !== null ? '#/the' : '#/dang-nhap');
}

/** The household a half-filled form is about, by its address. */
function formOf(book: Book, href: string): string | null {
  const line = book.lines.value.find((one) => href.split('/').includes(one.id));
  return line ? f('household.of', line.no, line.head) : null;
}

/** Forms a call or an empty battery cut short. */
function Unfinished({ book }: { readonly book: Book }) {
  const [left, setLeft] = useState<readonly Left[]>([]);
  useEffect(() => {
    let gone = false;
    void unfinished(book).then((found) => { if (!gone) setLeft(found); });
    return () => { gone = true; };
  }, [book]);
  if (left.length === 0) return null;
  return <Part title={f('today.unfinished')} count={left.length}><Rows>{left.map((one) => <Row key={one.name} picture="edit" href={one.href} name={one.title} note={[formOf(book, one.href), f('today.unfinished.means')].filter(Boolean).join(' · ')} />)}</Rows></Part>;
}

/** What stands in the way, before all else. */
function Troubles({ book, phone }: { readonly book: Book; readonly phone: Phone }) {
  const road = book.road.value;
  return (
    <div class="stack troubles">
      {book.health.value.trouble !== null && <Notice tone="lost" title={f('today.storage')}><div><Button href="#/may">{f('today.storage.do')}</Button></div></Notice>}
      {road.refused > 0 && <Notice tone="lost" picture="refused" title={f('today.refused', road.refused)}><p><a href="#/cho-gui">{f('today.refused.means')}</a></p></Notice>}
      {road.state === 'sign-in' && <Notice tone="waits" picture="key" title={f('today.sign-in')}><p>{f('today.sign-in.means')}</p><div><Button onPress={() => signInAgain(book)}>{f('today.sign-in.do')}</Button></div></Notice>}
      <ClockNote lastAt={book.road.value.lastAt} />
      {phone.update.value && <Notice tone="acts" picture="roof" title={f('today.update')}><p>{f('today.update.means')}</p><div><Button onPress={() => phone.takeUpdate()}>{f('today.update.do')}</Button></div></Notice>}
    </div>
  );
}

function NoPost({ book }: { readonly book: Book }) {
  const viewer = myPosts(book).some((post) => post.role === 'viewer');
  return (
    <Empty picture={viewer ? 'eye' : 'roof'} title={f(viewer ? 'today.viewer' : 'today.no-post')}>
      <p>{f(viewer ? 'today.viewer.means' : 'today.no-post.means')}</p>
      <Button href="/cong-khai">{f('today.board')}</Button>
    </Empty>
  );
}

export default function TodayScreen({ book, phone }: ScreenProps) {
  const today = book.today();
  const lines = book.lines.value;
  const work = useMemo(() => workOf(lines, book.seat.person, today), [lines, today]);
  const road = book.road.value;
  const visiting = visits(book);
  const some = work.offered.length + work.late.length + work.due.length + work.tell.length > 0 || (visiting && lines.some((line) => line.strikeUntil !== undefined));
  const looksAfter = myPosts(book).some((post) => post.role !== 'volunteer' && post.role !== 'viewer');
  const noPost = myPosts(book).every((post) => post.role === 'viewer');
  const waits = road.waitingActs + road.waitingClips;
  const meets = hasMeetings(book);
  return (
    <Page title={f('today.title')} full action={visiting ? <Button look="main" picture="heard" href="#/tham">{f('today.visit')}</Button> : undefined}>
      <p class="soft" style={{ marginBlockEnd: '1rem' }}>{f('today.day', weekday(today), today)}</p>
      <Troubles book={book} phone={phone} />
      {noPost ? <NoPost book={book} /> : (
        <div class="columns">
          <div>
            <Unfinished book={book} />
            {meets && <TodayMeetings book={book} />}
            <PromisePart book={book} title={f('today.offered')} owed={work.offered} />
            <PromisePart book={book} title={f('today.late')} owed={work.late} />
            <PromisePart book={book} title={f('today.due')} owed={work.due} />
            <PromisePart book={book} title={f('today.tell')} hint={f('today.tell.means')} owed={work.tell} />
            {visiting && <Strikes book={book} />}
            {!some && !meets && <Empty picture="check" title={f('today.calm')}><p>{f('today.calm.means')}</p></Empty>}
            <PromisePart book={book} title={f('today.claimed')} owed={work.claimed} />
            <PromisePart book={book} title={f('today.later')} owed={work.later} shown={0} />
          </div>
          <div>
            {visiting && lines.some((line) => line.requests !== undefined) && <RightsDue book={book} />}
            {visiting && <Petitions book={book} />}
            {looksAfter && <PromisePart book={book} title={f('today.others')} hint={f('today.others.means')} owed={work.others} shown={SHOWN} />}
            {visiting && <Unvisited book={book} title={f('today.unvisited', UNVISITED_DAYS)} fits={unvisited} all="lau" />}
            {visiting && <Unvisited book={book} title={f('village.never-visited')} fits={neverVisited} all="chua" />}
            {waits > 0 && <Part title={f('today.sends')} count={waits}><Rows><Row href="#/cho-gui" picture="phone" name={f('today.sends.all', road.waitingActs, road.waitingClips)} note={t('trust.saved.means')} /></Rows></Part>}
          </div>
        </div>
      )}
    </Page>
  );
}
