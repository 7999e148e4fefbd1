// Every visit, newest first: when, who came, who was met, and what was heard, in the household's own words.
import { useState } from 'preact/hooks';
import { addDays } from '#commune/places/days.ts';
import type { VisitRow } from '#commune/visits/rows.ts';
import type { Book } from '#phone/book.ts';
import { dayIsSure } from '#phone/road/clock.ts';
import { Button } from '#phone/parts/button.tsx';
import { nameOf } from '#phone/parts/hand.ts';
import { ClipView } from '#phone/parts/photo.tsx';
import { Picture } from '#phone/parts/picture.tsx';
import { Part } from '#phone/parts/row.tsx';
import { TrustMark } from '#phone/parts/trust-mark.tsx';
import { f } from '#phone/words/field.ts';
import { dayText } from '#phone/words/format.ts';
import { h } from '#phone/words/house.ts';
import { languageName } from '#phone/words/languages.ts';
import { t } from '#phone/words/main.ts';
import type { HouseholdProps } from './household-props.ts';

/** A slip of the pen may be set right for thirty days (the rule is visit.correct's). */
export const FIX_DAYS = 30;
const SHOWN = 5;

export function VisitView({ book, visit, plain = false }: { readonly book: Book; readonly visit: VisitRow; readonly plain?: boolean }) {
  void book.acts.value;
  const { body } = visit;
  const trust = book.trust(`visit/${visit.id}`);
  const mayFix = !plain && body.by === book.seat.person && (book.today() <= addDays(body.on, FIX_DAYS) || !dayIsSure());
  const came = [...body.came.map((person) => nameOf(book, person)), ...body.along];
  return (
    <article class="sheet stack tight">
      <header class="line apart">
        <h3>{dayText(body.on)}</h3>
        {trust && <TrustMark trust={trust} />}
      </header>
      <p class="small soft">
        {h('house.visit.came')}: {came.join(', ')} · {h('house.visit.met')}: {body.met.length === 0 ? h('house.visit.met.none') : body.met.join(', ')} · {h('house.visit.language')}: {languageName(body.language)}
        {body.correctedOn !== null && <> · {h('house.visit.fixed', body.correctedOn)}</>}
        {body.struckOn !== undefined && <> · {h('strike.done', body.struckOn)}</>}
      </p>
      {body.heard.length === 0 && <p class="soft">{h('house.visit.heard.none')}</p>}
      {body.heard.map((heard, n) => (
        <div key={n} class="heard">
          <Picture name={heard.topic} size={22} />
          <div class="stack" style={{ gap: '0.25rem' }}>
            <span class="small soft">{f(`topic.${heard.topic}`)}</span>
            {heard.words !== null && <p class="own-words">“{heard.words}”</p>}
            {heard.clip && <ClipView book={book} clip={heard.clip} />}
            {heard.words === null && !heard.clip && <p class="soft small">{h('house.visit.no-words')}</p>}
          </div>
        </div>
      ))}
      {body.photos.length > 0 && <div class="shots">{body.photos.map((photo) => <ClipView key={photo.hash} book={book} clip={photo} />)}</div>}
      {mayFix && <div><Button look="plain" picture="edit" href={`#/ho/${visit.household}/sua-tham/${visit.id}`}>{h('house.visit.fix')}</Button></div>}
    </article>
  );
}

export function VisitsPart({ book, page }: HouseholdProps) {
  const [shown, setShown] = useState(SHOWN);
  return (
    <Part title={h('house.visits')} count={page.visits.length}>
      {page.visits.length === 0 && <p class="soft">{h('house.visits.none')}</p>}
      {page.visits.slice(0, shown).map((visit) => <VisitView key={visit.id} book={book} visit={visit} />)}
      {page.visits.length > shown && <div><Button look="plain" onPress={() => setShown(shown + 20)}>{t('do.more')}</Button></div>}
    </Part>
  );
}
