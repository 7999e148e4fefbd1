// The phones I am signed in on: that none is strange, and one that is lost is shut out at once, without waiting for the office.
import { useEffect, useState } from 'preact/hooks';
import { Button } from '#phone/parts/button.tsx';
import { Confirm } from '#phone/parts/confirm.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { Picture } from '#phone/parts/picture.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { t } from '#phone/words/main.ts';
import { a } from './account-words.ts';
import { ask, type Reason } from './ask.ts';
import { borrowed } from './borrowed.ts';
import { Why } from './why.tsx';

interface OwnPhone {
  readonly device: string;
  readonly phoneName: string;
  readonly lastSeenAt: number;
  readonly waiting: number;
}

export default function OwnPhones({ book }: ScreenProps) {
  const [phones, setPhones] = useState<readonly OwnPhone[] | null>(null);
  const [why, setWhy] = useState<Reason | null>(null);
  const [turn, setTurn] = useState(0);
  const [news, setNews] = useState('');
  const { device } = book.seat;
  useEffect(() => {
    let gone = false;
    setWhy(null);
    void ask<readonly OwnPhone[]>('me/devices', { device }).then((asked) => {
      if (gone) return;
      if ('refusal' in asked) setWhy(asked.refusal);
      else setPhones(asked.answer);
    });
    return () => { gone = true; };
  }, [turn]);
  const revoke = async (one: OwnPhone) => {
    const asked = await ask<unknown>(`me/devices/${one.device}/revoke`, { method: 'POST', device, body: {} });
    if ('refusal' in asked) return setWhy(asked.refusal);
    setNews(a('phones.done', one.phoneName || a('me.phones.nameless')));
    setTurn(turn + 1);
  };
  return (
    <Page title={a('me.phones')} back={borrowed.value.includes(device) ? '#/toi' : '#/tai-khoan'}>
      <div class="stack">
        <p>{a('me.phones.lead')}</p>
        <p role="status" class="strong">{news}</p>
        {why && <><Why reason={why} /><div><Button onPress={() => setTurn(turn + 1)}>{t('do.retry')}</Button></div></>}
        {!phones && !why && <p role="status">{a('office.asking')}</p>}
        {phones && <ul class="devices" aria-label={a('me.phones')}>{phones.map((one) => <Phone key={one.device} one={one} here={one.device === device} onRevoke={() => void revoke(one)} />)}</ul>}
        {phones?.length === 1 && <p class="soft">{a('me.phones.alone')}</p>}
      </div>
    </Page>
  );
}

function Phone({ one, here, onRevoke }: { readonly one: OwnPhone; readonly here: boolean; readonly onRevoke: () => void }) {
  return (
    <li class="device">
      <div class="device-line">
        <Picture name="phone" />
        <p class="device-who"><b>{one.phoneName || a('me.phones.nameless')}</b>{here && <span> · {a('phones.this')}</span>}</p>
        <p class="device-seen">{a('phones.seen', one.lastSeenAt)}</p>
        {one.waiting > 0 && <p class="ochre">{a('phones.waiting', one.waiting)}</p>}
      </div>
      {!here && <div><Confirm look="ink" label={a('me.phones.lost')} ask={a('me.phones.sure', one.waiting)} yes={a('phones.revoke.do')} onYes={onRevoke} /></div>}
    </li>
  );
}
