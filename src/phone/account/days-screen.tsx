// Days off as the lawful clock counts them, this year and next: what is not certain says so; days are added and taken back.
import { useEffect, useState } from 'preact/hooks';
import { hasList, isWorkingDay, NO_CHANGES, specialDays, type Calendar, type SpecialDay } from '#commune/places/clock.ts';
import { weekday } from '#commune/places/days.ts';
import type { Day } from '#commune/places/rows.ts';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Choice } from '#phone/parts/choice.tsx';
import { TextField, Wrong } from '#phone/parts/field.tsx';
import { FormPage } from '#phone/parts/form.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { News } from '#phone/parts/news.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { Picture } from '#phone/parts/picture.tsx';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import { go } from '#phone/parts/router.ts';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import { useSaying, type Saying } from '#phone/parts/saying.ts';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { TrustMark } from '#phone/parts/trust-mark.tsx';
import { f } from '#phone/words/field.ts';
import { a } from './account-words.ts';
import { withDay, withoutDay, yearsFrom } from './days.ts';

interface Keeping {
  readonly calendar: Calendar;
  readonly saying: Saying;
  /** Resolves to whether the calendar is kept on this phone. */
  keep(next: Calendar, done?: string): Promise<boolean>;
}

/** The act carries all of the commune's own days, and those it starts from: two presses in a row must not both start from the same list. */
function useCalendar(book: Book): Keeping {
  const saying = useSaying(book);
  const row = book.commune.value;
  const [said, setSaid] = useState<Calendar | null>(null);
  useEffect(() => setSaid(null), [row]);
  const calendar = said ?? row?.body ?? NO_CHANGES;
  const keep = async (next: Calendar, done?: string): Promise<boolean> => {
    const kept = await saying.say('commune.calendar', { daysOff: [...next.daysOff], daysOn: [...next.daysOn], was: { daysOff: [...calendar.daysOff], daysOn: [...calendar.daysOn] } }, done);
    if (kept) setSaid(next);
    return kept;
  };
  return { calendar, saying, keep };
}

export default function DaysScreen(props: ScreenProps) {
  return props.path[0] === 'them' ? <AddDay {...props} /> : <Days {...props} />;
}

function Days({ book }: ScreenProps) {
  const keeping = useCalendar(book);
  const today = book.today();
  const years = yearsFrom(today);
  const unsure = years.flatMap((year) => specialDays(year, keeping.calendar)).filter((day) => day.from === 'unsure' && day.on >= today);
  void book.acts.value;
  const trust = book.trust(`commune/${book.seat.commune}`);
  const refusal = keeping.saying.refusal.value;
  return (
    <Page title={a('days.title')} back="#/van-phong" action={<Button look="main" picture="plus" href="#/van-phong/ngay-nghi/them">{a('days.add')}</Button>}>
      <News />
      <div class="stack" style={{ marginBlockEnd: '1.5rem' }}>
        <p>{a('days.means')}</p>
        <p class="small soft">{a('days.law')}</p>
        {trust && trust !== 'booked' && <div><TrustMark trust={trust} /></div>}
        {unsure.length > 0 && <Notice tone="waits" picture="question" title={a('days.unsure', unsure.length)}><p>{a('days.unsure.means')}</p></Notice>}
        {refusal && <RefusalNote refusal={refusal} />}
      </div>
      {years.map((year) => <Year key={year} year={year} today={today} keeping={keeping} />)}
    </Page>
  );
}

function Year({ year, today, keeping }: { readonly year: string; readonly today: Day; readonly keeping: Keeping }) {
  return (
    <Part title={a('days.year', year)}>
      {!hasList(year) && <Notice tone="waits"><p>{a('days.no-list', year)}</p></Notice>}
      <Rows>{specialDays(year, keeping.calendar).map((day) => <DayRow key={day.on} day={day} keeping={keeping} ahead={day.on >= today} />)}</Rows>
    </Part>
  );
}

/** What the day is: `Tết Nguyên đán · nghỉ`, `làm bù`. */
const kindOf = ({ on, works, what }: SpecialDay): string => {
  const how = works ? a(weekday(on) === 0 || weekday(on) === 6 ? 'days.made-up' : 'days.on') : a('days.off');
  return what === null ? how : `${a(`days.what.${what}`)} · ${how}`;
};

/** `ahead`: no term still runs over days gone by, so nobody is asked about those. */
function DayRow({ day, keeping, ahead }: { readonly day: SpecialDay; readonly keeping: Keeping; readonly ahead: boolean }) {
  const { on, works, from } = day;
  const { calendar, keep, saying } = keeping;
  const busy = saying.busy.value;
  const press = (word: 'days.right' | 'days.wrong' | 'days.back', next: () => Calendar) => (
    <Button disabled={busy} onPress={() => void keep(next())}>{a(word)}<span class="unseen"> · {a('days.of', kindOf(day), on)}</span></Button>
  );
  return (
    <Row
      picture={works ? 'office' : 'day'} name={f('today.day', weekday(on), on)}
      note={
        <span class="stack" style={{ gap: '0.375rem' }}>
          <span>{kindOf(day)}{from === 'own' && ` · ${a('days.from.own')}`}</span>
          {from === 'unsure' && <span class="tag"><Picture name="question" size={17} />{a('days.from.unsure')}</span>}
          {from === 'unsure' && ahead && <span class="line">{press('days.right', () => withDay(calendar, on, works))}{press('days.wrong', () => withDay(calendar, on, !works))}</span>}
          {from === 'own' && <span class="line">{press('days.back', () => withoutDay(calendar, on))}</span>}
        </span>
      }
    />
  );
}

function AddDay({ book }: ScreenProps) {
  const { calendar, saying, keep } = useCalendar(book);
  const [how, setHow] = useState<'off' | 'on' | null>(null);
  const [on, setOn] = useState<Day>('');
  const [tried, setTried] = useState(false);
  const [first, last] = yearsFrom(book.today());
  const within = /^\d{4}-\d\d-\d\d$/.test(on) && on.slice(0, 4) >= first && on.slice(0, 4) <= last;
  const already = within && how !== null && isWorkingDay(on, calendar) === (how === 'on');
  const wrong = !within ? (tried ? a('days.on-day.empty') : null) : already ? a(`days.already.${how}`) : null;
  const save = async () => {
    setTried(true);
    if (how === null || !within || already) return;
    if (await keep(withDay(calendar, on, how === 'on'), a('days.saved', on))) go('#/van-phong/ngay-nghi', true);
  };
  return (
    <FormPage title={a('days.add')} back="#/van-phong/ngay-nghi" save={a('person.do')} busy={saying.busy.value} refusal={saying.refusal.value} onSave={() => void save()}>
      <Choice
        legend={a('days.kind')} value={how} onChange={setHow}
        options={[
          { value: 'off', label: a('days.kind.off'), hint: a('days.kind.off.hint'), picture: 'day' },
          { value: 'on', label: a('days.kind.on'), hint: a('days.kind.on.hint'), picture: 'office' },
        ]}
      />
      {tried && how === null && <Wrong id="days-kind">{a('days.kind.empty')}</Wrong>}
      <TextField label={a('days.on-day')} type="date" value={on} min={`${first}-01-01`} max={`${last}-12-31`} onChange={setOn} wrong={wrong} {...(within ? { hint: f('today.day', weekday(on), on) } : {})} />
    </FormPage>
  );
}
