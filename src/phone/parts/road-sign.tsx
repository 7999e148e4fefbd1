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
  const last = road.lastAt === null ? t('road.never') : dayOf(road.lastAt) === book.today() ? t('road.today', road.lastAt) : t('road.day', road.lastAt);
  const now = road.state === 'quiet' ? last : road.state === 'exchanging' && road.progress ? t('road.rows', road.progress.rows, road.progress.bytes) : t(`road.${road.state === 'exchanging' ? 'exchanging' : road.state}`);
  const count = road.refused > 0 ? t('road.refused', road.refused) : waits > 0 ? t('road.waiting', waits) : null;
  const short = road.state === 'quiet' || road.state === 'no-signal' ? shortTime(road.lastAt, book.today()) ?? (road.state === 'no-signal' ? '' : null) : null;
  const sign = t(road.state === 'no-signal' ? 'road.no-signal.short' : 'road.short');
  // What is seen stands first in what is read out: people who steer by voice say what they see.
  const seen = count ?? (short === null ? now : `${sign} ${short}`.trim());
  const read = [seen, t('road.label'), now, last, count ?? t('road.none')];
  return (
    <a class={`road${road.refused > 0 ? ' refused' : waits > 0 ? ' waits' : ''}`} href="#/cho-gui" aria-label={read.filter((part, n) => read.indexOf(part) === n).join('. ')}>
      <span>
        {count !== null && <b>{count}</b>}
        {count !== null ? null : short === null ? <span>{now}</span> : <><i>{sign}</i> {short}</>}
      </span>
      <span class="sign"><Picture name={PICTURES[road.state]} size={22} /></span>
    </a>
  );
}

const shortTime = (at: number | null, today: string): string | null =>
  at === null ? null : dayOf(at) === today ? clockText(at) : dayText(dayOf(at)).slice(0, 5);
