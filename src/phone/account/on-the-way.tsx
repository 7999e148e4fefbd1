// Says at the door what became of this phone: work on its way to the commune sealed, who was shut out, what the browser cleared.
import type { Phone } from '#phone/book.ts';
import { Notice } from '#phone/parts/notice.tsx';
import { d } from './door-words.ts';

export function OnTheWay({ phone }: { readonly phone: Phone }) {
  const waiting = phone.lettersWaiting.value;
  const shutOut = phone.shutOut.value;
  const cleared = phone.cleared.value;
  return (
    <>
      {cleared !== null && (
        <Notice tone={cleared.waiting > 0 ? 'lost' : 'waits'} picture="warning" title={d('cleared.title')} live="assertive">
          <p>{cleared.waiting > 0 ? d('cleared.lost', cleared.waiting, cleared.on) : d('cleared.nothing')}</p>
          <p>{d('cleared.do')}</p>
        </Notice>
      )}
      {shutOut !== null && <Notice tone="lost" picture="lock" title={d('shut.out')} live="assertive"><p>{d('shut.out.means', shutOut)}</p></Notice>}
      {waiting > 0 && <Notice tone="waits" picture="lock" live="polite"><p>{d('letters.waiting', waiting)}</p></Notice>}
    </>
  );
}
