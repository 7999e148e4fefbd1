// The phones that can open the commune's book: whose, when last heard of, what waits on them; shut one out when it is lost.
import { useEffect, useState } from 'preact/hooks';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { Empty, Notice } from '#phone/parts/notice.tsx';
import { Picture } from '#phone/parts/picture.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { t } from '#phone/words/main.ts';
import { a } from './account-words.ts';
import { ask, type Reason } from './ask.ts';
import { y } from './tray-words.ts';
import { Why } from './why.tsx';

interface Device {
  readonly device: string;
  readonly person: string;
  /** null: no longer in the book. */
  readonly name: string | null;
  /** Of a household's card; null: staff. */
  readonly household: string | null;
  readonly phoneName: string;
  readonly lastSeenAt: number | null;
  readonly waiting: number;
  readonly revokedAt: number | null;
  /** The last moment it opens without a signal; null: it was given no lease yet. */
  readonly leaseUntil: number | null;
  /** What it sent into the tray and nobody has looked at. */
  readonly letters: number;
}

export default function PhonesScreen({ book }: ScreenProps) {
  const [devices, setDevices] = useState<readonly Device[] | null>(null);
  const [why, setWhy] = useState<Reason | null>(null);
  const [turn, setTurn] = useState(0);
  const [news, setNews] = useState('');
  useEffect(() => {
    let gone = false;
    void ask<readonly Device[]>('office/devices', { device: book.seat.device }).then((asked) => {
      if (gone) return;
      if ('refusal' in asked) setWhy(asked.refusal);
      else { setDevices(asked.answer); setWhy(null); }
    });
    return () => { gone = true; };
  }, [turn]);
  const change = async (device: Device, way: 'revoke' | 'restore') => {
    const asked = await ask<unknown>(`office/devices/${device.device}/${way}`, { method: 'POST', device: book.seat.device, body: {} });
    if ('refusal' in asked) return setWhy(asked.refusal);
    setNews(a(way === 'revoke' ? 'phones.done' : 'phones.restored', device.phoneName));
    setTurn(turn + 1);
  };
  const live = devices?.filter((one) => one.revokedAt === null) ?? [];
  const past = devices?.filter((one) => one.revokedAt !== null) ?? [];
  return (
    <Page title={a('phones.title')} back="#/van-phong" full>
      <div class="stack">
        <p class="soft">{a('phones.lead')}</p>
        <p role="status" class="strong">{news}</p>
        {why?.code === 'road.no-signal' ? (
          <Notice tone="waits" picture="no-signal" title={a('office.needs-signal')} live="assertive"><div><Button onPress={() => { setWhy(null); setTurn(turn + 1); }}>{t('do.retry')}</Button></div></Notice>
        ) : why && <Why reason={why} />}
        {!devices && !why && <p role="status">{a('office.asking')}</p>}
        {live.length > 0 && <ul class="devices" aria-label={a('phones.title')}>{live.map((one) => <DeviceItem key={one.device} book={book} one={one} onRevoke={() => void change(one, 'revoke')} />)}</ul>}
        {devices && devices.length <= 1 && <Empty picture="phone" title={a('phones.empty')}><p>{a('phones.empty.means')}</p></Empty>}
        {past.length > 0 && (
          <details class="fold">
            <summary>{a('phones.past', past.length)}</summary>
            <ul class="devices">{past.map((one) => <DeviceItem key={one.device} book={book} one={one} onRestore={() => void change(one, 'restore')} />)}</ul>
          </details>
        )}
      </div>
    </Page>
  );
}

const leased = (one: Device): boolean => one.leaseUntil !== null && one.leaseUntil > Date.now();

/** Until when it opens without a signal, and what of it lies in the tray. */
function Beside({ one }: { readonly one: Device }) {
  return (
    <span class="soft">
      {one.leaseUntil !== null && (leased(one) ? y('phones.lease', one.leaseUntil) : y('phones.lease.over'))}
      {one.letters > 0 && <><br /><a href="#/van-phong/khay">{y('phones.letters', one.letters)}</a></>}
    </span>
  );
}

interface DeviceItemProps {
  readonly book: Book;
  readonly one: Device;
  readonly onRevoke?: () => void;
  readonly onRestore?: () => void;
}

function DeviceItem({ book, one, onRevoke, onRestore }: DeviceItemProps) {
  const [asking, setAsking] = useState(false);
  const name = one.name ?? a('phones.unknown');
  const home = one.household === null ? undefined : book.lines.value.find((line) => line.id === one.household);
  const here = one.device === book.seat.device;
  return (
    <li class="device">
      <div class="device-line">
        <Picture name="phone" />
        <p class="device-who"><b>{name}</b>{here && <span> · {a('phones.this')}</span>}<br /><span class="soft">{[home && a('phones.card', home.no), one.phoneName].filter(Boolean).join(' · ')}</span></p>
        <p class="device-seen">{one.revokedAt !== null ? a('phones.revoked', one.revokedAt) : one.lastSeenAt === null ? a('phones.never') : a('phones.seen', one.lastSeenAt)}</p>
        <p class={`device-waits${one.waiting > 0 ? ' ochre' : ''}`}>{one.waiting > 0 ? a('phones.waiting', one.waiting) : <span class="soft">{a('phones.waits-none')}</span>}<br /><Beside one={one} /></p>
        {onRevoke && <Button look="ink" onPress={() => setAsking(!asking)}><span aria-hidden="true">{asking ? t('do.cancel') : a('phones.revoke')}</span><span class="unseen">{asking ? t('do.cancel') : a('phones.revoke.of', one.phoneName, name)}</span></Button>}
        {onRestore && <Button look="ink" onPress={onRestore}>{a('phones.restore')}</Button>}
      </div>
      {asking && onRevoke && (
        <Notice tone="lost" live="polite">
          {here && <p class="strong">{a('phones.revoke.this')}</p>}
          <p>{y('phones.revoke.steps')}</p>
          {one.leaseUntil !== null && <p>{leased(one) ? y('phones.revoke.until', one.leaseUntil) : y('phones.revoke.over')}</p>}
          {one.waiting > 0 && <p class="strong">{a('phones.revoke.waiting', one.waiting)}</p>}
          <div><Button look="main" onPress={() => { setAsking(false); onRevoke(); }}>{a('phones.revoke.do')}</Button></div>
        </Notice>
      )}
    </li>
  );
}
