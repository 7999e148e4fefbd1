// Choosing the PIN of a seat on this phone, twice the same.
import { useState } from 'preact/hooks';
import { Wrong } from '#phone/parts/field.tsx';
import { ShelfTrouble } from '#phone/store/shelf.ts';
import type { Reason } from './ask.ts';
import { d } from './door-words.ts';
import { PinPad } from './pin-pad.tsx';
import { pinTrouble } from './secrets.ts';
import { Why } from './why.tsx';

export interface ChoosePinProps {
  readonly onChosen: (pin: string) => Promise<void>;
}

/** The two questions, without a frame: the door and "change PIN" both stand around it. */
export function ChoosePin({ onChosen }: ChoosePinProps) {
  const [first, setFirst] = useState<string | null>(null);
  const [wrong, setWrong] = useState<'short' | 'easy' | 'differ' | null>(null);
  const [saving, setSaving] = useState(false);
  const [failed, setFailed] = useState<Reason | null>(null);
  const take = async (pin: string) => {
    if (first === null) {
      const trouble = pinTrouble(pin);
      setWrong(trouble);
      if (!trouble) setFirst(pin);
    } else if (pin !== first) {
      setFirst(null);
      setWrong('differ');
    } else {
      setSaving(true);
      setFailed(null);
      await onChosen(pin).catch((error: unknown) => setFailed({ code: error instanceof ShelfTrouble ? `store.${error.trouble}` : 'app.trouble' }));
      setSaving(false);
    }
  };
  return (
    <div class="stack centred">
      <p class="large strong" aria-live="polite">{d(first === null ? 'pin.choose' : 'pin.again')}</p>
      {first === null && <p>{d('pin.choose.means')}</p>}
      <PinPad key={first === null ? 'first' : 'second'} action={d('pin.next')} still={saving} onDone={(pin) => void take(pin)}>
        {saving && <p role="status">{d('pin.saving')}</p>}
        {failed && <Why reason={failed} />}
        {wrong && <Wrong id="pin-wrong">{d(`pin.${wrong}`)}</Wrong>}
      </PinPad>
    </div>
  );
}
