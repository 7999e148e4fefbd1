// Signing in with a user name or phone number and a password; the other ways in stand below it.
import { useState } from 'preact/hooks';
import type { Phone } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { TextField } from '#phone/parts/field.tsx';
import { lazy } from '#phone/parts/lazy.tsx';
import { Row, Rows } from '#phone/parts/row.tsx';
import { go } from '#phone/parts/router.ts';
import type { Reason } from './ask.ts';
import { useCountdown } from './countdown.ts';
import { DoorFrame } from './door-frame.tsx';
import { d } from './door-words.ts';
import { forgottenPins, noteForgotten } from './forgotten-pin.ts';
import { tidyLogin } from './founding.ts';
import { keptWays, type SampleWays } from './sample-mark.ts';
import { OnTheWay } from './on-the-way.tsx';
import { SecretField } from './secret-field.tsx';
import { Why } from './why.tsx';

/** Only where the sample was made in this browser: nobody else loads it. */
const WaysIn = lazy<{ readonly phone: Phone; readonly ways: SampleWays }>(() => import('./sample-ways.tsx'));

export function SignIn({ phone }: { readonly phone: Phone }) {
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState<Reason | null>(null);
  const [wait, beginWait] = useCountdown();
  const [ways] = useState(keptWays);
  const submit = async () => {
    setTried(true);
    setWhy(null);
    if (asking || wait > 0 || login.trim() === '' || password === '') return;
    setAsking(true);
    const answer = await phone.signIn({ login: tidyLogin(login), password }, forgottenPins.peek());
    setAsking(false);
    if (!('refusal' in answer)) {
      noteForgotten(null);
      return go('#/', true);
    }
    setWhy(answer.refusal);
    if (answer.refusal.code === 'sign-in.wait') beginWait(Number(answer.refusal.params?.seconds ?? 60));
  };
  return (
    <DoorFrame title={d('in.title')} onBack={phone.seats.value.length > 0 ? () => go('#/') : undefined}>
      <div class="stack wide">
        <OnTheWay phone={phone} />
        <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
          <p class="soft">{d('in.lead')}</p>
          <TextField label={d('in.login')} value={login} onChange={setLogin} autocomplete="username" wrong={tried && login.trim() === '' ? d('in.empty.login') : null} />
          <SecretField label={d('in.password')} value={password} onChange={setPassword} autocomplete="current-password" wrong={tried && password === '' ? d('in.empty.password') : null} />
          {wait > 0 ? <p class="strong" role="status">{d('in.wait', wait)}</p> : why && <Why reason={why} />}
          <Button look="main" type="submit" wide disabled={asking || wait > 0}>{asking ? d('in.doing') : d('in.do')}</Button>
        </form>
        {ways && <details class="fold"><summary>{d('in.sample')}</summary><WaysIn phone={phone} ways={ways} /></details>}
        <OtherWays phone={phone} />
        <details class="fold">
          <summary>{d('in.forgot')}</summary>
          <p>{d('in.forgot.means')}</p>
        </details>
      </div>
    </DoorFrame>
  );
}

function OtherWays({ phone }: { readonly phone: Phone }) {
  return (
    <nav class="part" aria-label={d('in.other')}>
      <header><h2>{d('in.other')}</h2></header>
      <Rows>
        <Row picture="file" name={d('in.slip')} note={d('in.slip.means')} href="#/vao" />
        <Row picture="house" name={d('in.card')} note={d('in.card.means')} href="#/the" />
        {phone.seats.value.length > 0 && <Row picture="people" name={d('in.seats')} href="#/" />}
      </Rows>
    </nav>
  );
}
