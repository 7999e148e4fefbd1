// Whether this phone may leave the signal, said only when it is true; how safely it keeps; and the way out of trouble.
import { useEffect, useState } from 'preact/hooks';
import type { KeptDoubt } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { Part } from '#phone/parts/row.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { f } from '#phone/words/field.ts';
import { bytesText } from '#phone/words/format.ts';
import { o } from '#phone/words/more.ts';
import { t } from '#phone/words/main.ts';
import { clockOff } from '#phone/road/clock.ts';
import { ClockNote } from './clock-note.tsx';
import { install, mayInstall } from './install.ts';
import { Road } from './waiting-screen.tsx';

function Room() {
  const [room, setRoom] = useState<{ readonly used: number; readonly quota: number } | null>(null);
  useEffect(() => {
    let gone = false;
    navigator.storage?.estimate().then(({ usage = 0, quota = 0 }) => { if (!gone) setRoom({ used: usage, quota }); }, () => {});
    return () => { gone = true; };
  }, []);
  return room === null ? null : <Part title={o('phone.room.title')}><p>{o('phone.room', bytesText(room.used), bytesText(Math.max(0, room.quota - room.used)))}</p></Part>;
}

function Kept({ persisted }: { readonly persisted: boolean | null }) {
  if (persisted) return <Notice tone="good" title={o('phone.kept')} />;
  return (
    <Notice picture="phone" title={o('phone.not-kept')}>
      <p>{o('phone.not-kept.means')}</p>
      {mayInstall.value ? <div><Button onPress={() => void install()}>{o('phone.install')}</Button></div> : <p>{o('phone.install.hand')}</p>}
    </Notice>
  );
}

const DOUBT_SHOWN_MS = 7 * 86_400_000;

/** Said also once it has mended itself: whoever looks after this phone must know that it happened. */
function Doubted({ doubt: { at, mended } }: { readonly doubt: KeptDoubt }) {
  return mended
    ? <Notice tone="good" title={o('phone.doubt.mended')}><p>{o('phone.doubt.mended.means', at)}</p></Notice>
    : <Notice tone="lost" picture="exchange" title={o('phone.doubt')}><p>{o('phone.doubt.means', at)}</p></Notice>;
}

export default function HealthScreen({ book, phone }: ScreenProps) {
  const { readyOffline, persisted, trouble, doubt } = book.health.value;
  const road = book.road.value;
  return (
    <Page
      title={o('phone.title')} back="#/toi"
      action={<Button look="main" picture="exchange" disabled={road.state === 'exchanging'} onPress={() => void book.exchangeNow()}>{road.state === 'exchanging' ? t('road.exchanging') : o('wait.now')}</Button>}
    >
      <div class="stack">
        {trouble !== null && (
          <Notice tone="lost" title={o(`phone.trouble.${trouble}`)} live="assertive">
            <p>{o(`phone.trouble.${trouble}.means`)}</p>
            <div class="line"><Button href="#/cho-gui">{o('wait.export')}</Button><Button look="ink" onPress={() => location.reload()}>{t('do.retry')}</Button></div>
          </Notice>
        )}
        {doubt !== null && (!doubt.mended || Math.abs(Date.now() - doubt.at) < DOUBT_SHOWN_MS) && <Doubted doubt={doubt} />}
        <ClockNote lastAt={road.lastAt} />
        {readyOffline
          ? <Notice tone="good" title={o('phone.ready')}><p>{o('phone.ready.means')}</p></Notice>
          : <Notice tone="waits" picture="clock" title={o('phone.not-ready')}><p>{o('phone.not-ready.means')}</p></Notice>}
        <Kept persisted={persisted} />
        {phone.update.value && <Notice tone="acts" picture="roof" title={f('today.update')}><p>{f('today.update.means')}</p><div><Button onPress={() => phone.takeUpdate()}>{f('today.update.do')}</Button></div></Notice>}
        {trouble === null && (doubt === null || doubt.mended) && clockOff.value === 0 && <p class="soft">{o('phone.fine')}</p>}
      </div>
      <div style={{ marginBlockStart: '1.75rem' }}>
        <Part title={t('road.label')}><Road book={book} /></Part>
        {/* The browser goes on promising room where none is left. */}
        {trouble === null && <Room />}
      </div>
    </Page>
  );
}
