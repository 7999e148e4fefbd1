// The small sign in every header: when the phone last met the commune's server, and how many things wait. A tap opens the list.
import type { Book } from '#phone/book.ts';
import { clockText, dayOf, dayText } from '#phone/words/format.ts';
import { t } from '#phone/words/main.ts';
import { Picture, type PictureName } from './picture.tsx';

const PICTURES: Record<Book['road']['value']['state'], PictureName> = {
  quiet: 'signal', exchanging: 'exchange', 'no-signal': 'no-signal', 'sign-in': 'key', trouble: 'warning',
};

export function RoadSignLink({ book }: { readonly book: Book }) {
  const road = book.road.value;
  const waits = road.waitingActs + road.waitingClips;
  const nothing = road.refused === 0 && waits === 0;
  const look = road.refused > 0 ? ' refused' : waits > 0 ? ' waits' : '';
  return (
    <a class={`road${look}`} href="#/cho-gui">
      <span>
        <span class="unseen">{t('road.label')}: </span>
        {nothing && <Now book={book} />}
        {road.refused > 0 && <b>{t('road.refused', road.refused)}</b>}
        {waits > 0 && (road.refused > 0 ? <i>{t('road.waiting', waits)}</i> : <b>{t('road.waiting', waits)}</b>)}
        <span class="unseen">. {nothing ? t('road.none') : stateText(book)}</span>
      </span>
      <span class="sign"><Picture name={PICTURES[road.state]} size={22} /></span>
    </a>
  );
}

const stateText = (book: Book): string => {
  const { state, lastAt } = book.road.value;
  if (state !== 'quiet') return t(`road.${state}`);
  return lastAt === null ? t('road.never') : dayOf(lastAt) === book.today() ? t('road.today', lastAt) : t('road.day', lastAt);
};

/** Two short lines: what the road is like, and when it was last gone. */
function Now({ book }: { readonly book: Book }) {
  const { state, lastAt, progress } = book.road.value;
  if (state === 'exchanging') return <span>{progress && progress.rows > 0 ? t('road.rows', progress.rows, progress.bytes) : t('road.exchanging')}</span>;
  if (state === 'sign-in' || state === 'trouble') return <span>{t(`road.${state}`)}</span>;
  if (lastAt === null) return <span>{t(state === 'no-signal' ? 'road.no-signal' : 'road.never')}</span>;
  return <><i>{t(state === 'no-signal' ? 'road.no-signal.short' : 'road.short')}</i> {shortTime(lastAt, book.today())}</>;
}

/** `14:05` of today, else `03/05`. */
const shortTime = (at: number, today: string): string => (dayOf(at) === today ? clockText(at) : dayText(dayOf(at)).slice(0, 5));
