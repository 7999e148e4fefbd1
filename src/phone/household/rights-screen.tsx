// Rights about a household's data: its page of what is kept, a request to be taken, and each request with its answer.
import { Page } from '#phone/parts/frame.tsx';
import { ownHousehold, myHand } from '#phone/parts/hand.ts';
import { usePage } from '#phone/parts/page.ts';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { t } from '#phone/words/main.ts';
import { r } from '#phone/words/rights.ts';
import { MissingPage } from './missing-page.tsx';
import { RightsAnswer } from './rights-answer.tsx';
import { RightsAsk } from './rights-ask.tsx';
import { RightsPage } from './rights-page.tsx';
import { RightsRequest } from './rights-request.tsx';

/** `#/quyen/<household>`, `…/xin/<what>/<about>`, `…/<request>`, `…/<request>/tra-loi` */
export default function RightsScreen({ book, path }: ScreenProps) {
  const [id = '', which, more, about] = path;
  const page = usePage(book, id);
  const back = ownHousehold(book) === null ? `#/ho/${id}` : '#/nha';
  if (page === undefined) return <Page title={r('page.title')} back={back}><p class="unseen" role="status">{t('state.loading')}</p></Page>;
  if (page === null) return <MissingPage back={back} />;
  if (which === undefined) return <RightsPage book={book} page={page} />;
  if (which === 'xin') return <RightsAsk book={book} page={page} what={more} about={about} />;
  const request = page.requests.find((one) => one.id === which);
  if (!request) return <MissingPage back={`#/quyen/${id}`} />;
  return more === 'tra-loi' && myHand(book).isOfficer ? <RightsAnswer book={book} page={page} request={request} /> : <RightsRequest book={book} page={page} request={request} />;
}
