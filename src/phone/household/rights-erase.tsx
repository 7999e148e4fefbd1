// Erasing, step by step for two people: what goes, what stays and why, who asked, who confirms.
import { hasOneOfficer, KEPT_BY_LAW } from '#commune/rights/erase.ts';
import type { RequestRow } from '#commune/rights/rows.ts';
import type { Book, HouseholdPage } from '#phone/book.ts';
import { Confirm } from '#phone/parts/confirm.tsx';
import { myHand, nameOf } from '#phone/parts/hand.ts';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import { Part } from '#phone/parts/row.tsx';
import { useSaying } from '#phone/parts/saying.ts';
import { r } from '#phone/words/rights.ts';

export function RightsErase({ book, page, request }: { readonly book: Book; readonly page: HouseholdPage; readonly request: RequestRow }) {
  const saying = useSaying(book);
  const { erasing, closedOn } = request.body;
  const hand = myHand(book);
  const alone = hasOneOfficer(book.commune.value ?? undefined, book.today());
  const mayConfirm = erasing?.confirmedOn === null && erasing.askedBy !== book.seat.person && (hand.isOfficer || (alone && hand.isHeadOf(request.village)));
  const body = { request: request.id, household: request.household!, on: book.today() };
  const source = KEPT_BY_LAW['petition']!;
  return (
    <Part title={r('erase.title')}>
      <div class="stack tight">
        <p>{r('erase.two')}</p>
        <dl class="facts">
          <div><dt>{r('erase.goes')}</dt><dd>{r('erase.goes.list')}</dd></div>
          {page.petitions.length > 0 && <div><dt>{r('erase.stays')}</dt><dd>{r('erase.stays.petitions', page.petitions.length, source)}</dd></div>}
          <div><dt>{r('erase.stays')}</dt><dd>{r('erase.stays.proof')}</dd></div>
        </dl>
        <p class="small soft">{r('erase.paper')}</p>
        {erasing && <p class="strong">{r('erase.asked', nameOf(book, erasing.askedBy), erasing.askedOn)}</p>}
        {erasing?.confirmedOn && <p class="strong">{r('erase.confirmed', nameOf(book, erasing.confirmedBy!), erasing.confirmedOn)}</p>}
        {erasing?.doneOn && <p class="strong">{r('erase.done', erasing.doneOn)}</p>}
        {!erasing && closedOn === null && hand.isOfficer && (
          <Confirm label={r('erase.ask')} picture="bin" ask={r('erase.ask.sure')} yes={r('erase.ask')} busy={saying.busy.value} onYes={() => void saying.say('erase.ask', body)} />
        )}
        {erasing?.confirmedOn === null && closedOn === null && (mayConfirm
          ? <Confirm label={r('erase.confirm')} picture="bin" ask={r('erase.confirm.sure')} yes={r('erase.confirm')} busy={saying.busy.value} onYes={() => void saying.say('erase.confirm', body)} />
          : <p class="tag waits">{r('erase.waits')}</p>)}
        {saying.refusal.value && <RefusalNote refusal={saying.refusal.value} />}
      </div>
    </Part>
  );
}
