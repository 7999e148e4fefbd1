// A household comes in with its card: the code, the PIN on big keys, whose phone it is. Every question can be heard.
import { useState } from 'preact/hooks';
import type { Phone } from '#phone/book.ts';
import { Picture, type PictureName } from '#phone/parts/picture.tsx';
import { go } from '#phone/parts/router.ts';
import { SpeakButton } from '#phone/parts/speak.tsx';
import type { Reason } from './ask.ts';
import { markBorrowed } from './borrowed.ts';
import { useCountdown } from './countdown.ts';
import { DoorFrame } from './door-frame.tsx';
import { d } from './door-words.ts';
import { forgottenPins, noteForgotten } from './forgotten-pin.ts';
import { PaperCode } from './paper-code.tsx';
import { spaced, type Paper } from './paper.ts';
import { PinPad } from './pin-pad.tsx';
import { toPaper } from './slip-sign-in.tsx';
import { Why } from './why.tsx';

type Whose = 'own' | 'borrowed';

export function CardSignIn({ phone, card }: { readonly phone: Phone; readonly card: Paper | null }) {
  const [whose, setWhose] = useState<Whose | null>(null);
  const back = () => {
    if (whose) setWhose(null);
    else go(card ? '#/the' : '#/dang-nhap', true);
  };
  return (
    <DoorFrame title={d('card.title')} onBack={back}>
      {!card ? <PaperCode asked="card" onPaper={toPaper} /> : !whose ? <AskWhose onAnswer={setWhose} /> : <AskPin phone={phone} card={card} whose={whose} />}
    </DoorFrame>
  );
}

function AskWhose({ onAnswer }: { readonly onAnswer: (whose: Whose) => void }) {
  const answers: readonly (readonly [Whose, PictureName])[] = [['own', 'house'], ['borrowed', 'promise']];
  return (
    <div class="stack wide">
      <div class="line apart"><p class="large strong">{d('card.whose')}</p><SpeakButton spoken={{ key: 'card.whose', text: d('card.hear.whose') }} /></div>
      {answers.map(([whose, picture]) => (
        <button key={whose} type="button" class="button ink giant door-answer" onClick={() => onAnswer(whose)}>
          <Picture name={picture} size={52} />
          <span>{d(`card.${whose}`)}<small>{d(`card.${whose}.means`)}</small></span>
        </button>
      ))}
    </div>
  );
}

function AskPin({ phone, card, whose }: { readonly phone: Phone; readonly card: Paper; readonly whose: Whose }) {
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState<Reason | null>(null);
  const [wait, beginWait] = useCountdown();
  const enter = async (pin: string) => {
    setAsking(true);
    setWhy(null);
    const answer = await phone.signIn({ card: card.code, pin, borrowed: whose === 'borrowed' }, forgottenPins.peek());
    if ('refusal' in answer) {
      setAsking(false);
      setWhy(answer.refusal);
      if (answer.refusal.code === 'sign-in.wait') beginWait(Number(answer.refusal.params?.seconds ?? 60));
      return;
    }
    markBorrowed(answer.device, whose === 'borrowed');
    // One number to remember: the card's PIN opens the seat on this phone as well, unless another one was chosen here.
    if (phone.book.peek()?.seat.device === answer.device) await phone.setPin(pin);
    noteForgotten(null);
    go('#/', true);
  };
  return (
    <div class="stack centred">
      <div class="line apart"><p class="large strong">{d('card.pin')}</p><SpeakButton spoken={{ key: 'card.pin', text: d('card.hear.pin') }} /></div>
      <p class="soft">{d('card.which', spaced(card.code))}</p>
      <PinPad action={d('pin.enter')} still={asking || wait > 0} onDone={(pin) => void enter(pin)}>
        {asking && <p role="status">{d('in.doing')}</p>}
        {wait > 0 ? <p class="strong" role="status">{d('in.wait', wait)}</p> : why && <Why reason={why.code === 'sign-in.wrong' ? { ...why, code: 'card.wrong' } : why} />}
      </PinPad>
    </div>
  );
}
