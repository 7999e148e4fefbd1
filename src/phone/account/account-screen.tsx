// One's own account: password, the PIN of this phone, locking, and taking the book off this phone.
import './office.css';
import { useState } from 'preact/hooks';
import { Button } from '#phone/parts/button.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { goBack } from '#phone/parts/router.ts';
import { Row, Rows } from '#phone/parts/row.tsx';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { sayPending } from '#phone/parts/undo.tsx';
import { a } from './account-words.ts';
import { ask, type Reason } from './ask.ts';
import { borrowed } from './borrowed.ts';
import { ChoosePin } from './choose-pin.tsx';
import { d } from './door-words.ts';
import { ForgetPhone } from './forget-phone.tsx';
import { NewPassword, SecretField } from './secret-field.tsx';
import OwnPhones from './own-phones.tsx';
import { passwordGood } from './secrets.ts';
import { Why } from './why.tsx';

export default function AccountScreen(props: ScreenProps) {
  const { phone, book, path } = props;
  // On somebody else's phone there is no PIN, password or lock of one's own to be set: only the other phones.
  if (borrowed.value.includes(book.seat.device)) return <OwnPhones {...props} />;
  const seat = phone.seats.value.find((one) => one.device === book.seat.device);
  if (path[0] === 'pin') return <ChangePin {...props} />;
  if (path[0] === 'mat-khau') return <ChangePassword {...props} />;
  if (path[0] === 'may') return <OwnPhones {...props} />;
  if (path[0] === 'bo-may') return <Page form title={a('me.forget')} back="#/tai-khoan"><ForgetPhone phone={phone} book={book} /></Page>;
  return (
    <Page title={a('me.account')} back="#/toi">
      <Rows>
        {seat?.kind === 'staff' && <Row picture="key" name={a('me.password')} href="#/tai-khoan/mat-khau" />}
        <Row picture="lock" name={a('me.pin')} href="#/tai-khoan/pin" />
        <Row picture="phone" name={a('me.phones')} note={a('me.phones.means')} href="#/tai-khoan/may" />
        <Row picture="lock" name={a('me.lock')} note={a('me.lock.means')} onPress={() => void sayPending().then(() => phone.lock())} />
        <Row picture="bin" name={a('me.forget')} note={a('me.forget.means')} href="#/tai-khoan/bo-may" />
      </Rows>
    </Page>
  );
}

function ChangePin({ phone }: ScreenProps) {
  const [done, setDone] = useState(false);
  return (
    <Page form title={a('me.pin')} back="#/tai-khoan">
      {done
        ? <div class="stack"><Notice tone="good" live="polite"><p>{a('me.pin.done')}</p></Notice><Button look="main" wide onPress={() => goBack('#/tai-khoan')}>{a('me.done')}</Button></div>
        : <ChoosePin onChosen={async (pin) => { await phone.setPin(pin); setDone(true); }} />}
    </Page>
  );
}

function ChangePassword({ book }: ScreenProps) {
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [tried, setTried] = useState(false);
  const [state, setState] = useState<'ready' | 'asking' | 'done'>('ready');
  const [why, setWhy] = useState<Reason | null>(null);
  const own = [book.seat.personName];
  const wrong = old !== '' && old === next ? a('me.password.same') : tried && !passwordGood(next, own) ? d('slip.password.bad') : null;
  const submit = async () => {
    setTried(true);
    setWhy(null);
    if (state === 'asking' || old === '' || old === next || !passwordGood(next, own)) return;
    setState('asking');
    const asked = await ask<unknown>('me/password', { method: 'POST', device: book.seat.device, body: { old, new: next.normalize('NFC') } });
    setState('refusal' in asked ? 'ready' : 'done');
    if ('refusal' in asked) setWhy(asked.refusal);
  };
  return (
    <Page form title={a('me.password')} back="#/tai-khoan">
      {state === 'done'
        ? <div class="stack"><Notice tone="good" live="polite"><p>{a('me.password.done')}</p></Notice><Button look="main" wide onPress={() => goBack('#/tai-khoan')}>{a('me.done')}</Button></div>
        : (
          <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
            <SecretField label={a('me.password.old')} value={old} onChange={setOld} autocomplete="current-password" wrong={tried && old === '' ? a('me.password.empty') : null} />
            <NewPassword label={a('me.password.new')} value={next} own={own} onChange={setNext} wrong={wrong} />
            {why && <Why reason={why} />}
            <Button look="main" type="submit" wide disabled={state === 'asking'}>{state === 'asking' ? a('office.asking') : a('me.password.do')}</Button>
          </form>
        )}
    </Page>
  );
}
