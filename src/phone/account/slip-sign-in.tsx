// The first sign-in with the printed slip: its code, then a password of one's own. The PIN comes after it.
import { useState } from 'preact/hooks';
import type { Phone } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { go } from '#phone/parts/router.ts';
import type { Reason } from './ask.ts';
import { useCountdown } from './countdown.ts';
import { DoorFrame } from './door-frame.tsx';
import { d } from './door-words.ts';
import { forgottenPins, noteForgotten } from './forgotten-pin.ts';
import { PaperCode } from './paper-code.tsx';
import { spaced, type Paper } from './paper.ts';
import { NewPassword } from './secret-field.tsx';
import { passwordGood } from './secrets.ts';
import { Why } from './why.tsx';

/** Sends whoever holds the other kind of paper to where that is used. */
export const toPaper = (paper: Paper): void => go(`#/${paper.kind === 'card' ? 'the' : 'vao'}/${paper.code}`, true);

export function SlipSignIn({ phone, slip }: { readonly phone: Phone; readonly slip: Paper | null }) {
  return (
    <DoorFrame title={d('slip.title')} onBack={() => go('#/dang-nhap', true)}>
      <div class="stack wide">
        <p class="soft">{d('slip.lead')}</p>
        {slip ? <ChoosePassword phone={phone} slip={slip} /> : <PaperCode asked="slip" onPaper={toPaper} />}
      </div>
    </DoorFrame>
  );
}

function ChoosePassword({ phone, slip }: { readonly phone: Phone; readonly slip: Paper }) {
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState<Reason | null>(null);
  const [wait, beginWait] = useCountdown();
  const good = passwordGood(password, []);
  const submit = async () => {
    setTried(true);
    setWhy(null);
    if (asking || wait > 0 || !good) return;
    setAsking(true);
    const answer = await phone.signIn({ slip: slip.code, password: password.normalize('NFC') }, forgottenPins.peek());
    setAsking(false);
    if (!('refusal' in answer)) {
      noteForgotten(null);
      return go('#/', true);
    }
    setWhy(answer.refusal);
    if (answer.refusal.code === 'sign-in.wait') beginWait(Number(answer.refusal.params?.seconds ?? 60));
  };
  return (
    <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <Notice tone="acts" picture="file">
        <p>{d('slip.taken')}: <b class="code">{spaced(slip.code)}</b></p>
        <p><a href="#/vao">{d('slip.retype')}</a></p>
      </Notice>
      <NewPassword value={password} own={[]} onChange={setPassword} wrong={tried && !good ? d('slip.password.bad') : null} />
      {wait > 0 ? <p class="strong" role="status">{d('in.wait', wait)}</p> : why && <Why reason={why} />}
      <Button look="main" type="submit" wide disabled={asking || wait > 0}>{asking ? d('in.doing') : d('slip.do')}</Button>
    </form>
  );
}
