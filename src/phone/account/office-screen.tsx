// The office: what a commune officer does at a desk, each on a page of its own.
import './office.css';
import { useEffect, useState } from 'preact/hooks';
import { lazy } from '#phone/parts/lazy.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { myHand } from '#phone/parts/hand.ts';
import { Notice } from '#phone/parts/notice.tsx';
import type { PictureName } from '#phone/parts/picture.tsx';
import { Row, Rows } from '#phone/parts/row.tsx';
import type { Screen, ScreenProps } from '#phone/parts/screen.ts';
import { a } from './account-words.ts';
import { b } from './backup-words.ts';
import { r } from '#phone/words/rights.ts';
import { s } from './set-up-words.ts';
import { askCount } from './tray-ask.ts';
import { y } from './tray-words.ts';
import { w } from './watch-words.ts';

const PAGES: Readonly<Record<string, Screen>> = {
  nhap: lazy(() => import('./import-screen.tsx')),
  nguoi: lazy(() => import('./people-screen.tsx')),
  the: lazy(() => import('./cards-screen.tsx')),
  may: lazy(() => import('./phones-screen.tsx')),
  khay: lazy(() => import('./tray-screen.tsx')),
  xuat: lazy(() => import('./export-screen.tsx')),
  xem: lazy(() => import('./audit-screen.tsx')),
  thon: lazy(() => import('./villages-screen.tsx')),
  quyen: lazy(() => import('./rights-desk.tsx')),
  'sao-luu': lazy(() => import('./backups-screen.tsx')),
  'het-han': lazy(() => import('./rights-old.tsx')),
  'ngay-nghi': lazy(() => import('./days-screen.tsx')),
};

export default function OfficeScreen(props: ScreenProps) {
  const [first, ...path] = props.path;
  if (!myHand(props.book).isOfficer) {
    return <Page title={a('office.title')} back="#/"><Notice title={a('office.not-yours')}><p>{a('office.not-yours.means')}</p></Notice></Page>;
  }
  if (first === 'bat-dau') return <StartHere {...props} />;
  const Sub = first === undefined ? undefined : PAGES[first];
  return Sub ? <Sub {...props} path={path} /> : <Hub {...props} />;
}

interface Way { readonly to: string; readonly picture: PictureName; readonly name: string; readonly note: string }

function Ways({ ways }: { readonly ways: readonly Way[] }) {
  return <Rows>{ways.map((way) => <Row key={way.to} picture={way.picture} name={way.name} note={way.note} href={way.to} />)}</Rows>;
}

/** How many letters wait, where there is a signal to ask by. */
function useTrayCount(device: string): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    let gone = false;
    void askCount(device).then((asked) => { if (!gone && 'answer' in asked) setCount(asked.answer.open); });
    return () => { gone = true; };
  }, [device]);
  return count;
}

function Hub({ book }: ScreenProps) {
  const code = book.seat.commune;
  const letters = useTrayCount(book.seat.device);
  return (
    <Page title={a('office.title')}>
      <Ways ways={[
        { to: '#/van-phong/nguoi', picture: 'people', name: a('office.people'), note: a('office.people.means') },
        { to: '#/van-phong/nhap', picture: 'file', name: a('office.import'), note: a('office.import.means') },
        { to: '#/van-phong/xuat', picture: 'sent', name: w('office.export'), note: w('office.export.means') },
        { to: '#/van-phong/the', picture: 'house', name: a('office.cards'), note: a('office.cards.means') },
        { to: '#/van-phong/may', picture: 'phone', name: a('office.phones'), note: a('office.phones.means') },
        { to: '#/van-phong/khay', picture: 'letter', name: y('office.tray'), note: letters > 0 ? y('office.tray.open', letters) : y('office.tray.means') },
        { to: '#/van-phong/xem', picture: 'eye', name: w('office.audit'), note: w('office.audit.means') },
        { to: '#/van-phong/thon', picture: 'village', name: a('office.villages'), note: a('office.villages.means') },
        { to: '#/van-phong/quyen', picture: 'hand', name: r('asks.desk'), note: r('asks.desk.means') },
        { to: '#/van-phong/sao-luu', picture: 'lock', name: b('office.backup'), note: b('office.backup.means') },
        { to: '#/van-phong/ngay-nghi', picture: 'day', name: a('office.days'), note: a('office.days.means') },
        { to: `/cong-khai/${code}`, picture: 'roof', name: a('office.board'), note: a('office.board.means') },
      ]} />
    </Page>
  );
}

/** Stands once after the founding: what makes an empty book a used one, in order. */
function StartHere({ book }: ScreenProps) {
  return (
    <Page title={s('done.title', book.commune.value?.body.name ?? '')} back="#/van-phong">
      <div class="stack">
        <p class="large">{s('done.lead')}</p>
        <ol class="start-here">
          {([
            ['#/van-phong/nhap', 'done.import', 'done.import.means'], ['#/van-phong/nguoi/moi', 'done.people', 'done.people.means'],
            ['#/van-phong/nguoi', 'done.slips', 'done.slips.means'], ['#/van-phong/the', 'done.cards', 'done.cards.means'],
          ] as const).map(([to, name, note]) => <Row key={name} name={s(name)} note={s(note)} href={to} />)}
        </ol>
      </div>
    </Page>
  );
}
