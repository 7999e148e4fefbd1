// The good news of the form before: what was kept on this phone. It goes when the person moves on.
import { useEffect } from 'preact/hooks';
import { t } from '#phone/words/main.ts';
import { Notice } from './notice.tsx';
import { news } from './saying.ts';

export function News() {
  useEffect(() => () => { news.value = null; }, []);
  const said = news.value;
  return said === null ? null : <div style={{ marginBlockEnd: '1rem' }}><Notice tone="waits" picture="phone" title={said} live="polite"><p>{t('trust.saved.means')}</p></Notice></div>;
}
