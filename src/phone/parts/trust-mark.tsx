// The four states of trust: a shape, a word and a colour each, always the same, on every item said on this phone.
import type { Trust } from '#journal/replica.ts';
import { t } from '#phone/words/main.ts';
import { Picture, type PictureName } from './picture.tsx';

const SHAPES: Record<Trust, PictureName> = { saved: 'phone', sent: 'sent', booked: 'book', refused: 'refused' };

export function TrustMark({ trust }: { readonly trust: Trust }) {
  return <span class={`trust ${trust}`} title={t(`trust.${trust}.means`)}><Picture name={SHAPES[trust]} size={17} />{t(`trust.${trust}`)}</span>;
}
