// Who holds the phone, and their PIN. Works without signal; what waits is kept or goes sealed, whatever happens to the PIN.
import { useEffect, useState } from 'preact/hooks';
import type { Refusal } from '#journal/act.ts';
import type { Phone, SeatLine } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Wrong } from '#phone/parts/field.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { go } from '#phone/parts/router.ts';
import { Row, Rows } from '#phone/parts/row.tsx';
import { SpeakButton } from '#phone/parts/speak.tsx';
import { useCountdown } from './countdown.ts';
import { DoorFrame } from './door-frame.tsx';
import { d } from './door-words.ts';
import { noteForgotten } from './forgotten-pin.ts';
import { OnTheWay } from './on-the-way.tsx';
import { PinPad } from './pin-pad.tsx';
import { whyText } from './why.tsx';

export function Unlock({ phone }: { readonly phone: Phone }) {
  const seats = phone.seats.value;
  const [chosen, setChosen] = useState<string | null>(null);
  const [forgot, setForgot] = useState(false);
  // Whoever is back here has not forgotten anything yet.
  useEffect(() => noteForgotten(null), []);
  const seat = seats.length === 1 ? seats[0] : (seats.find((one) => one.device === chosen) ?? seats.find((one) => one.signedIn));
  if (!seat) return <WhoHolds phone={phone} onChoose={setChosen} />;
  const onBack = seats.length > 1 ? () => setChosen(null) : undefined;
  if (forgot) return <ForgotPin seat={seat} onBack={() => setForgot(false)} />;
  if (seat.shut || !seat.hasPin) return <Shut phone={phone} seat={seat} onForgot={() => setForgot(true)} onBack={onBack} />;
  return <AskPin phone={phone} seat={seat} onForgot={() => setForgot(true)} onBack={onBack} />;
}

const noteOf = (seat: SeatLine): string =>
  [seat.kind === 'household' ? d('unlock.household') : null, seat.communeName, seat.waiting > 0 ? d('unlock.waiting', seat.waiting) : null].filter(Boolean).join(' · ');

function WhoHolds({ phone, onChoose }: { readonly phone: Phone; readonly onChoose: (device: string) => void }) {
  return (
    <DoorFrame title={d('unlock.who')}>
      <div class="stack wide seats">
        <OnTheWay phone={phone} />
        <Rows>
          {phone.seats.value.map((seat) => (
            <Row key={seat.device} picture={seat.kind === 'household' ? 'house' : 'person'} name={<span class="large">{seat.personName}</span>} note={noteOf(seat)} onPress={() => onChoose(seat.device)} />
          ))}
        </Rows>
        <Button wide picture="plus" href="#/dang-nhap">{d('unlock.other')}</Button>
      </div>
    </DoorFrame>
  );
}

function AskPin(props: { readonly phone: Phone; readonly seat: SeatLine; readonly onForgot: () => void; readonly onBack: (() => void) | undefined }) {
  const { phone, seat } = props;
  const [opening, setOpening] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [wait, beginWait] = useCountdown();
  const open = async (pin: string) => {
    setOpening(true);
    setRefusal(null);
    const answer = await phone.unlock(seat.device, pin);
    setOpening(false);
    // Shut by now: the seat says so itself, and another page stands here.
    if (!('refusal' in answer) || answer.refusal.code === 'unlock.password' || answer.refusal.code === 'unlock.lapsed') return;
    setRefusal(answer.refusal);
    if (answer.refusal.code === 'unlock.wait') beginWait(Number(answer.refusal.params?.seconds ?? 30));
  };
  return (
    <DoorFrame title={seat.personName} onBack={props.onBack}>
      <div class="stack centred">
        <OnTheWay phone={phone} />
        {seat.signedIn && <p role="status">{d('unlock.signed-in')}</p>}
        <div class="line apart">
          <p class="large strong">{d('unlock.pin')}</p>
          {seat.kind === 'household' && <SpeakButton spoken={{ key: 'card.pin', text: d('card.hear.pin') }} />}
        </div>
        {noteOf(seat) !== '' && <p class="soft">{noteOf(seat)}</p>}
        <PinPad key={seat.device} action={d('pin.open')} still={opening || wait > 0} onDone={(pin) => void open(pin)}>
          {opening && <p role="status">{d('unlock.opening')}</p>}
          {wait > 0 ? <p class="strong" role="status">{d('unlock.wait', wait)}</p> : refusal && refusal.code !== 'unlock.wait' && <Wrong id="unlock-wrong">{wrongText(refusal)}</Wrong>}
        </PinPad>
        <div class="line apart">
          <Button look="plain" picture="question" onPress={props.onForgot}>{d('unlock.forgot')}</Button>
          <Button look="plain" picture="people" href="#/dang-nhap">{d('unlock.other')}</Button>
        </div>
      </div>
    </DoorFrame>
  );
}

function wrongText(refusal: Refusal): string {
  if (refusal.code !== 'unlock.wrong') return whyText(refusal);
  const left = Number(refusal.params?.left ?? 0);
  return left > 0 && left <= 3 ? `${d('unlock.wrong')} ${d('unlock.left', left)}` : d('unlock.wrong');
}

const signInAddress = (seat: SeatLine): string => (seat.kind === 'household' ? '#/the' : '#/dang-nhap');

/** A PIN alone does not help now: why, what is safe, and the way back in. */
function Shut({ phone, seat, onForgot, onBack }: { readonly phone: Phone; readonly seat: SeatLine; readonly onForgot: () => void; readonly onBack: (() => void) | undefined }) {
  return (
    <DoorFrame title={seat.personName} onBack={onBack}>
      <div class="stack">
        <OnTheWay phone={phone} />
        <Notice tone="lost" picture="lock" title={d('shut.title')} live="polite"><p>{d(`shut.${seat.shut ?? 'unset'}`)}</p></Notice>
        {seat.waiting > 0 && <Notice tone="waits"><p>{d('shut.waiting', seat.waiting)}</p></Notice>}
        <p>{d('shut.safe')}</p>
        <Button look="main" wide onPress={() => go(signInAddress(seat))}>{d('shut.do')}</Button>
        <Button look="plain" picture="question" onPress={onForgot}>{d('unlock.forgot')}</Button>
        <Button look="plain" picture="people" href="#/dang-nhap">{d('unlock.other')}</Button>
      </div>
    </DoorFrame>
  );
}

function ForgotPin({ seat, onBack }: { readonly seat: SeatLine; readonly onBack: () => void }) {
  const away = (to: string) => { noteForgotten(seat.device); go(to); };
  return (
    <DoorFrame title={d('forgot.title')} onBack={onBack}>
      <div class="stack">
        <p class="large">{d('forgot.lead', seat.personName)}</p>
        <p>{d(seat.kind === 'household' ? 'forgot.household' : 'forgot.staff')}</p>
        <p>{d('forgot.anew')}</p>
        {seat.waiting > 0 && <Notice tone="waits"><p>{d('forgot.waiting', seat.waiting)}</p></Notice>}
        <Button look="main" wide onPress={() => away(signInAddress(seat))}>{d('forgot.do')}</Button>
        {seat.kind === 'staff' && <Button wide picture="file" onPress={() => away('#/vao')}>{d('in.slip')}</Button>}
        <Button look="plain" onPress={onBack}>{d('forgot.remember')}</Button>
      </div>
    </DoorFrame>
  );
}
