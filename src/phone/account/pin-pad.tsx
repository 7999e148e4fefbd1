// A pad of big digits: pressed with a thumb, typed on a keyboard, or heard one by one.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
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
  // Fast fingers press twice between two drawings: what was pressed is kept beside what is drawn.
  const pressed = useRef('');
  const put = (next: string) => { pressed.current = next; setDigits(next); };
  const press = (digit: string) => { if (!still && pressed.current.length < PIN_MAX) put(pressed.current + digit); };
  const erase = () => put(pressed.current.slice(0, -1));
  const done = () => {
    const pin = pressed.current;
    if (still || pin.length < PIN_MIN) return;
    put('');
    onDone(pin);
  };
  useLayoutEffect(() => {
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
        <button type="button" class="erase" disabled={still || digits === ''} aria-label={d('pin.erase')} onClick={erase}>{d('pin.erase.short')}</button>
        <button type="button" disabled={still} onClick={() => press('0')}>0</button>
        <button type="button" class="enter" disabled={still || digits.length < PIN_MIN} onClick={done}>{action}</button>
      </div>
    </div>
  );
}
