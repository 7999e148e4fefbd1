// Says at the door what left it sealed: work of a seat that was given up, on its way to the commune, and who was shut out.
import type { Phone } from '#phone/book.ts';
import { Notice } from '#phone/parts/notice.tsx';
import { d } from './door-words.ts';

export function OnTheWay({ phone }: { readonly phone: Phone }) {
  const waiting = phone.lettersWaiting.value;
  const shutOut = phone.shutOut.value;
  return (
    <>
      {shutOut !== null && <Notice tone="lost" picture="lock" title={d('shut.out')} live="assertive"><p>{d('shut.out.means', shutOut)}</p></Notice>}
      {waiting > 0 && <Notice tone="waits" picture="lock" live="polite"><p>{d('letters.waiting', waiting)}</p></Notice>}
    </>
  );
}
