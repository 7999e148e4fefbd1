// Said in a form while what is written there is in this window only, as the phone's store did not take it.
import { o } from '#phone/words/more.ts';
import { unkept } from './kept-form.ts';
import { Notice } from './notice.tsx';

export function Unkept() {
  return unkept.value ? <Notice tone="lost" title={o('form.unkept')} live="assertive"><p>{o('form.unkept.means')}</p></Notice> : null;
}
