// The first visit: found the commune's book in four steps, or try the sample commune.
import { useState } from 'preact/hooks';
import type { Phone } from '#phone/book.ts';
import { Picture } from '#phone/parts/picture.tsx';
import { Button } from '#phone/parts/button.tsx';
import { go } from '#phone/parts/router.ts';
import { phoneName } from '#phone/store/phone-name.ts';
import { t } from '#phone/words/main.ts';
import { ask, type Reason } from './ask.ts';
import { DoorFrame } from './door-frame.tsx';
import { villageTroubles, type Founding } from './founding.ts';
import { OfficerStep, officerGood, type OfficerForm } from './set-up-officer.tsx';
import { PlaceStep } from './set-up-place.tsx';
import { ReviewStep } from './set-up-review.tsx';
import { SampleSetUp } from './set-up-sample.tsx';
import { s } from './set-up-words.ts';
import { VillagesStep } from './set-up-villages.tsx';
import { Why } from './why.tsx';

const STEPS = ['place', 'villages', 'officer', 'review'] as const;
type Step = (typeof STEPS)[number];

export default function SetUp({ phone }: { readonly phone: Phone }) {
  const [way, setWay] = useState<'welcome' | 'real' | 'sample'>('welcome');
  if (way === 'sample') return <SampleSetUp phone={phone} onBack={() => setWay('welcome')} />;
  if (way === 'real') return <Found phone={phone} onBack={() => setWay('welcome')} />;
  return (
    <DoorFrame title={s('welcome.title')}>
      <div class="stack wide">
        <div class="welcome-roof"><Picture name="roof" size={96} /></div>
        <p class="large">{s('welcome.lead')}</p>
        <p class="soft">{s('welcome.once')}</p>
        <button type="button" class="button main-one giant door-answer" onClick={() => setWay('real')}>
          <Picture name="book" size={44} /><span>{s('welcome.real')}<small>{s('welcome.real.means')}</small></span>
        </button>
        <button type="button" class="button ink giant door-answer" onClick={() => setWay('sample')}>
          <Picture name="eye" size={44} /><span>{s('welcome.sample')}<small>{s('welcome.sample.means')}</small></span>
        </button>
      </div>
    </DoorFrame>
  );
}

const KEPT = 'nha-rong.founding';
const FRESH: Founding & { officer: { name: string; login: string } } = { unit: null, villages: [{ key: 1, name: '', languages: ['vi'] }], officer: { name: '', login: '' } };

/** What was entered outlives a reload, on this window only; the password is never kept. */
function recalled(): Founding {
  try {
    return { ...FRESH, ...(JSON.parse(sessionStorage.getItem(KEPT) ?? '{}') as Partial<Founding>) };
  } catch {
    return FRESH;
  }
}

function missing(step: Step, founding: Founding, officer: OfficerForm): boolean {
  if (step === 'place') return founding.unit === null;
  if (step === 'villages') return founding.villages.length === 0 || villageTroubles(founding.villages).size > 0;
  return step === 'officer' && !officerGood(officer);
}

function Found({ phone, onBack }: { readonly phone: Phone; readonly onBack: () => void }) {
  const [founding, setFounding] = useState(recalled);
  const [password, setPassword] = useState('');
  const [step, setStep] = useState<Step>('place');
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState<Reason | null>(null);
  const officer: OfficerForm = { ...founding.officer, password };
  const at = STEPS.indexOf(step);
  const change = (part: Partial<Founding>) => {
    const next = { ...founding, ...part };
    setFounding(next);
    sessionStorage.setItem(KEPT, JSON.stringify(next));
  };
  const to = (next: Step) => { setTried(false); setWhy(null); setStep(next); };
  const onward = () => {
    setTried(true);
    if (!missing(step, founding, officer)) to(STEPS[at + 1]!);
  };
  const found = async () => {
    setAsking(true);
    setWhy(null);
    const refusal = await foundAndEnter(phone, founding, officer);
    setAsking(false);
    if (refusal) setWhy(refusal);
  };
  const back = () => (at === 0 ? onBack() : to(STEPS[at - 1]!));
  return (
    <DoorFrame
      title={s('step', at + 1, STEPS.length, s(`step.${step}`))} onBack={back}
      action={step === 'review'
        ? <Button look="main" disabled={asking} onPress={() => void found()}>{asking ? s('review.doing') : s('review.do')}</Button>
        : <Button look="main" onPress={onward}>{t('do.next')}</Button>}
    >
      <div class="stack wide">
        <div class="progress" aria-hidden="true">{STEPS.map((one, i) => <i key={one} class={i <= at ? 'past' : ''} />)}</div>
        {step === 'place' && <PlaceStep unit={founding.unit} tried={tried} onChange={(unit) => change({ unit })} />}
        {step === 'villages' && <VillagesStep villages={founding.villages} tried={tried} onChange={(villages) => change({ villages })} />}
        {step === 'officer' && <OfficerStep form={officer} tried={tried} onChange={({ password: secret, ...rest }) => { setPassword(secret); change({ officer: rest }); }} />}
        {step === 'review' && <ReviewStep founding={founding} onEdit={to} />}
        {why && <Why reason={why} />}
      </div>
    </DoorFrame>
  );
}

/** Founds, then signs in on this phone. A founding whose answer was lost on the way has happened: signing in shows it. */
async function foundAndEnter(phone: Phone, { unit, villages }: Founding, officer: OfficerForm): Promise<Reason | null> {
  const password = officer.password.normalize('NFC');
  const asked = await ask<{ readonly device: string; readonly person: { readonly id: string } }>('setup/found', {
    method: 'POST',
    body: {
      commune: unit!.code,
      villages: villages.map(({ name, languages }) => ({ name: name.trim(), languages })),
      officer: { name: officer.name.trim(), login: officer.login, password },
      phoneName: phoneName(),
    },
  });
  if ('refusal' in asked && asked.refusal.code !== 'setup.done') return asked.refusal;
  const given = 'answer' in asked ? { given: `${asked.answer.device}/${asked.answer.person.id}` } : {};
  const entered = await phone.signIn({ login: officer.login, password, ...given });
  if ('refusal' in entered) return entered.refusal;
  sessionStorage.removeItem(KEPT);
  go('#/van-phong/bat-dau', true);
  return null;
}
