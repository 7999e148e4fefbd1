// An address that leads to nothing on this phone: says so, and leads back.
import { Page } from '#phone/parts/frame.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { t } from '#phone/words/main.ts';

export function MissingPage({ back }: { readonly back: string }) {
  return <Page title={t('state.missing')} back={back}><Notice title={t('state.missing')}><p>{t('state.missing.means')}</p></Notice></Page>;
}
