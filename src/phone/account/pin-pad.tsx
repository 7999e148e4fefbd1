// A pad of big digits: pressed with a thumb, typed on a keyboard, or heard one by one.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Picture } from '#phone/parts/picture.tsx';
import { d } from './door-words.ts';
import { PIN_MAX, PIN_MIN } from './secrets.ts';

export interface PinPadProps {
  /** What the key at the lower right does: open, enter, next. */
  readonly action: string;
  readonly onDone: (pin: string) => void;
  /** Nothing can be pressed: being checked, or a wait after wrong tries. */
  readonly still?: boolean;
  /** Stands between the dots and the keys: what is wrong, how long to wait. */
  readonly children?: ComponentChildren;
}

/** Empties itself after each try. The PIN never stands in the page as text. */
export function PinPad({ action, onDone, still = false, children }: PinPadProps) {
  const [digits, setDigits] = useState('');
  const press = (digit: string) => { if (!still) setDigits((before) => (before.length < PIN_MAX ? before + digit : before)); };
  const erase = () => setDigits((before) => before.slice(0, -1));
  const done = () => {
    if (still || digits.length < PIN_MIN) return;
    setDigits('');
    onDone(digits);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^\d$/u.test(event.key)) press(event.key);
      else if (event.key === 'Backspace') erase();
      else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) done();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
  return (
    <div class="pin" role="group" aria-label={d('pin.pad')}>
      <p class="pin-dots" role="status">
        <span class="unseen">{d('pin.digits', digits.length)}</span>
        {Array.from({ length: Math.max(PIN_MIN, digits.length) }, (_, at) => <i key={at} class={at < digits.length ? 'full' : ''} aria-hidden="true" />)}
      </p>
      {children}
      <div class="pin-keys">
        {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => <button key={digit} type="button" disabled={still} onClick={() => press(digit)}>{digit}</button>)}
        <button type="button" class="erase" disabled={still || digits === ''} aria-label={d('pin.erase')} onClick={erase}><Picture name="back" size={28} /></button>
        <button type="button" disabled={still} onClick={() => press('0')}>0</button>
        <button type="button" class="enter" disabled={still || digits.length < PIN_MIN} onClick={done}>{action}</button>
      </div>
    </div>
  );
}
