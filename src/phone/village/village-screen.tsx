// Village: every household this person may see, found by name with or without marks or by number.
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { daysBetween } from '#commune/places/days.ts';
import type { Day } from '#commune/places/rows.ts';
import type { Book, HouseholdLine } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { SearchBox, SelectField } from '#phone/parts/field.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { myHand, visits } from '#phone/parts/hand.ts';
import { Empty } from '#phone/parts/notice.tsx';
import { Picture } from '#phone/parts/picture.tsx';
import { wide } from '#phone/parts/preferences.ts';
import { address } from '#phone/parts/router.ts';
import { RowInside } from '#phone/parts/row.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { WindowList, WindowTable } from '#phone/parts/window-list.tsx';
import { f } from '#phone/words/field.ts';
import { dayText } from '#phone/words/format.ts';
import { t } from '#phone/words/main.ts';
import { FILTERS, found, foundInside, lateOf, neverVisited, placesIn, type Filter, type Looking } from './lines.ts';

const ANEW: Looking = { words: '', filter: 'all', village: null };
/** Kept while the app is open, so that the list stands as it was left; by seat, as nobody is shown what another looked for. */
const kept = signal<Readonly<Record<string, Looking>>>({});
const lookedFor = (book: Book): Looking => kept.value[book.seat.device] ?? ANEW;
const lookFor = (book: Book, change: Partial<Looking>) => {
  const { device } = book.seat;
  kept.value = { ...kept.peek(), [device]: { ...(kept.peek()[device] ?? ANEW), ...change } };
};

const visitedText = (on: Day | null, today: Day): string =>
  (on === null ? f('village.never') : f('village.visited.ago', t('day.ago', daysBetween(on, today))));

function Owed({ line, today }: { readonly line: HouseholdLine; readonly today: Day }) {
  const late = lateOf(line, today);
  if (late > 0) return <span class="tag late"><Picture name="warning" size={17} />{f('village.late.n', late)}</span>;
  return line.promises.length > 0 ? <span class="small soft">{f('village.open.n', line.promises.length)}</span> : null;
}

export function HouseholdList(props: { readonly book: Book; readonly lines: readonly HouseholdLine[]; readonly to: string; readonly words?: string }) {
  const { book, lines, to, words = '' } = props;
  const today = book.today();
  const reads = visits(book);
  const villages = book.villages.value;
  const placeOf = useMemo(() => placesIn(lines, villages), [lines, villages]);
  if (wide.value) {
    return (
      <WindowTable
        items={lines} keyOf={(line) => line.id} label={f('village.title')}
        heads={[f('village.no'), f('village.head'), f('village.place'), f('village.people'), ...(reads ? [f('village.visited'), f('village.petitions')] : []), f('village.open')]}
        draw={(line) => [
          line.no, <a href={`${to}${line.id}`}>{line.head}</a>, placeOf(line), line.members || '',
          ...(reads ? [line.lastVisitOn === null ? f('village.never') : dayText(line.lastVisitOn), line.petitions.length || ''] : []),
          <Owed line={line} today={today} />,
        ]}
      />
    );
  }
  return (
    <WindowList items={lines} keyOf={(line) => line.id} label={f('village.title')} draw={(line) => (
      <a class="row home" href={`${to}${line.id}`}>
        <RowInside
          no={line.no} href={to}
          name={<span class="line"><span class="cut">{line.head}</span><span style={{ fontWeight: 400 }}><Owed line={line} today={today} /></span></span>}
          note={<span class="cut" style={{ display: 'block' }}>{[foundInside(line, words) && f('village.inside'), line.members > 0 && f('village.people.n', line.members), reads && visitedText(line.lastVisitOn, today), placeOf(line)].filter(Boolean).join(' · ')}</span>}
        />
      </a>
    )} />
  );
}

/** Search, filter and village above the list; shared with the first step of a visit. */
export function Finder({ book, to, filters = true, side }: { readonly book: Book; readonly to: string; readonly filters?: boolean; readonly side?: ComponentChildren }) {
  const today = book.today();
  const all = book.lines.value;
  // Whoever begins a visit looks for another household than the last time.
  const [passing, setPassing] = useState(ANEW);
  const now = filters ? lookedFor(book) : passing;
  const look = (change: Partial<Looking>) => (filters ? lookFor(book, change) : setPassing({ ...passing, ...change }));
  const lines = useMemo(() => found(all, now, today), [all, now.words, now.filter, now.village, today]);
  // One walk along ten thousand lines, not one a village.
  const [peopled, someClosed, someNever] = useMemo(() => [new Set(all.map(({ village }) => village)), all.some(({ closed }) => closed), all.some(neverVisited)] as const, [all]);
  const villages = book.villages.value.filter(({ id }) => peopled.has(id));
  if (all.length === 0) return <Empty picture="people" title={f('village.none')}><p>{f('village.none.means')}</p>{side}</Empty>;
  // Who may not read visits cannot know how long ago one was.
  const hidden: Readonly<Partial<Record<Filter, boolean>>> = { closed: !someClosed, 'never-visited': !someNever || !visits(book), unvisited: !visits(book) };
  const shown = FILTERS.filter((filter) => !hidden[filter]);
  return (
    <div class="stack">
      <SearchBox value={now.words} found={lines.length} onChange={(words) => look({ words })} />
      {villages.length > 1 && <SelectField label={f('village.one')} value={now.village ?? ''} options={[{ value: '', label: f('village.every') }, ...villages.map(({ id, body }) => ({ value: id, label: body.name }))]} onChange={(village) => look({ village: village === '' ? null : village })} />}
      {filters && (
        <div class="tabs" role="group" aria-label={f('village.filter')}>
          {shown.map((filter) => <button key={filter} type="button" class="tab" aria-pressed={now.filter === filter} onClick={() => look({ filter })}>{f(`village.${filter}`)}</button>)}
        </div>
      )}
      <div class="line apart"><p class="soft small">{f('village.count', lines.length)}</p>{side}</div>
      {lines.length === 0
        ? <Empty picture="search" title={f('village.not-found')}><p>{f('village.not-found.means')}</p>{(now.filter !== 'all' || now.village !== null) && <Button onPress={() => look({ filter: 'all', village: null })}>{f('village.not-found.all')}</Button>}</Empty>
        : <HouseholdList book={book} lines={lines} to={to} words={now.words} />}
    </div>
  );
}

const ASKED: Readonly<Record<string, Filter>> = { lau: 'unvisited', chua: 'never-visited', hua: 'promises' };

export default function VillageScreen({ book }: ScreenProps) {
  const asked = ASKED[/loc=([a-z]+)/.exec(address.value)?.[1] ?? ''];
  useMemo(() => { if (asked) lookFor(book, { filter: asked, words: '' }); }, [asked]);
  const hand = myHand(book);
  const mayAdd = hand.isOfficer || book.villages.value.some((village) => hand.isHeadOf(village.id));
  return (
    <Page title={f('village.title')} full>
      <Finder book={book} to="#/ho/" side={mayAdd ? <Button look="plain" picture="plus" href="#/ho-moi">{f('village.add')}</Button> : null} />
    </Page>
  );
}
