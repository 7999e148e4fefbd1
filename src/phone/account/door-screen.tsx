// What stands before the book: set-up at the first visit, the ways to sign in, choosing a PIN, unlocking.
import './door.css';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '#phone/parts/button.tsx';
import { lazy } from '#phone/parts/lazy.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import type { DoorProps } from '#phone/parts/screen.ts';
import { t } from '#phone/words/main.ts';
import { ask } from './ask.ts';
import { CardSignIn } from './card-sign-in.tsx';
import { ChoosePin } from './choose-pin.tsx';
import { DoorFrame } from './door-frame.tsx';
import { OnTheWay } from './on-the-way.tsx';
import { d } from './door-words.ts';
import { readPaper } from './paper.ts';
import { noteSample } from './sample-mark.ts';
import { SignIn } from './sign-in.tsx';
import { SlipSignIn } from './slip-sign-in.tsx';
import { Unlock } from './unlock.tsx';

const SetUp = lazy(() => import('./set-up.tsx'));

interface Communes { readonly needed: boolean; readonly communes: readonly { readonly sample: boolean }[] }
type Standing = 'asking' | 'needed' | 'stands' | 'away';

export default function DoorScreen({ phone, path }: DoorProps) {
  const [way, code] = path;
  const book = phone.book.value;
  const seat = book && phone.seats.value.find((one) => one.device === book.seat.device);
  if (!isSecureContext) return <BareRoad />;
  if (way === 'vao') return <SlipSignIn phone={phone} slip={code === undefined ? null : readPaper(code, 'slip')} />;
  if (way === 'the') return <CardSignIn phone={phone} card={code === undefined ? null : readPaper(code, 'card')} />;
  if (seat && !seat.hasPin) return <FirstPin phone={phone} />;
  if (way === 'dang-nhap') return <SignIn phone={phone} />;
  if (phone.seats.value.length > 0) return <Unlock phone={phone} />;
  return <FirstVisit phone={phone} />;
}

/** Over plain http the browser has no cipher for the PIN and no worker to open the app without signal. */
function BareRoad() {
  return (
    <DoorFrame title={t('app.name')}>
      <div class="stack wide">
        <Notice tone="lost" title={d('door.bare.title')}><p>{d('door.bare', location.origin)}</p><p>{d('door.bare.do')}</p></Notice>
        <p><a href="/cong-khai">{d('door.bare.board')}</a></p>
      </div>
    </DoorFrame>
  );
}

function FirstPin({ phone }: Pick<DoorProps, 'phone'>) {
  return (
    <DoorFrame title={t('app.name')}>
      <OnTheWay phone={phone} />
      <ChoosePin onChosen={(pin) => phone.setPin(pin)} />
    </DoorFrame>
  );
}

/** Nobody has used this phone: the server says whether there is a commune to sign in to. */
function FirstVisit({ phone }: Pick<DoorProps, 'phone'>) {
  const [standing, setStanding] = useState<Standing>('asking');
  useEffect(() => {
    if (standing !== 'asking') return;
    let gone = false;
    void ask<Communes>('setup').then((asked) => {
      if (gone) return;
      if ('refusal' in asked) return setStanding('away');
      noteSample(asked.answer.communes.length > 0 && asked.answer.communes.every((one) => one.sample));
      setStanding(asked.answer.needed ? 'needed' : 'stands');
    });
    return () => { gone = true; };
  }, [standing]);
  if (standing === 'needed') return <SetUp phone={phone} />;
  if (standing === 'stands') return <SignIn phone={phone} />;
  return (
    <DoorFrame title={t('app.name')}>
      <OnTheWay phone={phone} />
      {standing === 'asking' ? <p role="status">{d('door.opening')}</p> : (
        <Notice tone="waits" picture="no-signal" title={d('door.no-signal')} live="assertive">
          <p>{d('door.no-signal.means')}</p>
          <div><Button onPress={() => setStanding('asking')}>{t('do.retry')}</Button></div>
        </Notice>
      )}
    </DoorFrame>
  );
}
