// One person's slip for the first sign-in, or for a forgotten password: made by the server, shown once, printed here.
import { useEffect, useState } from 'preact/hooks';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Choice } from '#phone/parts/choice.tsx';
import { TextField } from '#phone/parts/field.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { t } from '#phone/words/main.ts';
import { a } from './account-words.ts';
import { ask, type Reason } from './ask.ts';
import { FarAddress } from './far-address.tsx';
import { loginGood, suggestLogin, tidyLogin } from './founding.ts';
import { usePaper } from './paper-page.ts';
import { SlipPaper, type Slip } from './slip-paper.tsx';
import { Why } from './why.tsx';

type Size = 'a6' | 'a4';

export function SlipPage({ book, person }: { readonly book: Book; readonly person: string }) {
  const [slip, setSlip] = useState<Slip | null>(null);
  const [size, setSize] = useState<Size>('a6');
  usePaper(slip !== null);
  const row = book.people.value.get(person);
  const back = `#/van-phong/nguoi/${person}`;
  if (!row) return <Page title={a('slip.new')} back={back}><Notice><p>{a('person.gone')}</p></Notice></Page>;
  if (!slip) return <AskSlip book={book} person={person} name={row.body.name} back={back} onSlip={setSlip} />;
  return (
    <Page title={a('slip.ready', row.body.name)} back={back} action={<Button look="main" onPress={() => print()}>{a('print.do')}</Button>}>
      <div class="stack">
        <div class="stack no-print">
          <FarAddress url={slip.url} />
          <Notice tone="acts"><p>{a('slip.once')}</p></Notice>
          <Choice legend={a('slip.size')} layout="three" value={size} onChange={setSize} options={[{ value: 'a6', label: a('slip.a6') }, { value: 'a4', label: a('slip.a4') }]} />
        </div>
        <SlipPaper book={book} person={row} slip={slip} size={size} />
      </div>
    </Page>
  );
}

/** The person must stand in the commune's book before the server can make them a slip. */
async function booked(book: Book, person: string): Promise<boolean> {
  const settled = () => { const trust = book.trust(`person/${person}`); return trust === null || trust === 'booked'; };
  if (!settled()) await book.exchangeNow().catch(() => {});
  return settled();
}

interface AskSlipProps {
  readonly book: Book;
  readonly person: string;
  readonly name: string;
  readonly back: string;
  readonly onSlip: (slip: Slip) => void;
}

function AskSlip({ book, person, name, back, onSlip }: AskSlipProps) {
  const { device } = book.seat;
  const [login, setLogin] = useState('');
  const [state, setState] = useState<'looking' | 'ready' | 'asking'>('looking');
  const [tried, setTried] = useState(false);
  const [why, setWhy] = useState<Reason | null>(null);
  useEffect(() => {
    if (state !== 'looking') return;
    void (async () => {
      if (!(await booked(book, person))) return fail({ code: 'road.no-signal' });
      const asked = await ask<{ readonly login: string | null }>(`office/logins/${encodeURIComponent(person)}`, { device });
      if ('refusal' in asked) return fail(asked.refusal);
      setLogin(asked.answer.login ?? suggestLogin(name));
      setState('ready');
    })();
  }, [state]);
  const fail = (reason: Reason) => { setWhy(reason); setState('ready'); };
  const submit = async () => {
    setTried(true);
    setWhy(null);
    if (state === 'asking' || !loginGood(login)) return;
    setState('asking');
    const asked = await ask<Omit<Slip, 'login'>>('office/slips', { method: 'POST', device, body: { person, login } });
    if ('refusal' in asked) return fail(asked.refusal);
    onSlip({ ...asked.answer, login });
  };
  const away = why?.code === 'road.no-signal';
  return (
    <Page form title={a('slip.new')} back={back} action={away ? undefined : <Button look="main" disabled={state !== 'ready'} onPress={() => void submit()}>{state === 'asking' ? a('office.asking') : a('slip.do')}</Button>}>
      <form class="stack wide" noValidate onSubmit={(event) => { event.preventDefault(); if (state === 'ready') void submit(); }}>
        <p class="large strong">{name}</p>
        <p class="soft">{a('slip.means')}</p>
        {away ? (
          <Notice tone="waits" picture="no-signal" title={a('office.needs-signal')} live="assertive">
            <p>{a('office.needs-signal.means')}</p>
            <div><Button onPress={() => { setWhy(null); setState('looking'); }}>{t('do.retry')}</Button></div>
          </Notice>
        ) : (
          <>
            {state === 'looking' && <p role="status">{a(book.trust(`person/${person}`) === 'saved' ? 'slip.waits' : 'office.asking')}</p>}
            <TextField label={a('slip.login')} hint={a('slip.login.hint')} value={login} maxLength={40} onChange={(typed) => setLogin(tidyLogin(typed))} wrong={tried && !loginGood(login) ? a('slip.login.bad') : null} />
            {why && <Why reason={why} />}
          </>
        )}
      </form>
    </Page>
  );
}
