// The household no longer agrees: what was written or taken before is struck within the lawful fifteen days.
import { daysBetween } from '#commune/places/days.ts';
import { stands } from '#commune/households/consent.ts';
import { strikeDue } from '#commune/visits/strike-due.ts';
import type { Book, HouseholdPage } from '#phone/book.ts';
import { Confirm } from '#phone/parts/confirm.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import { useSaying } from '#phone/parts/saying.ts';
import { h } from '#phone/words/house.ts';
import { standingOf } from './consent-part.tsx';

export function StrikePart({ book, page, own = false }: { readonly book: Book; readonly page: HouseholdPage; readonly own?: boolean }) {
  const saying = useSaying(book);
  const due = strikeDue(page.consents, page.visits);
  if (!due) return null;
  const today = book.today();
  const late = due.until < today;
  const strike = async () => {
    // Of a family entered twice, one side may still say yes to what was refused later on the other.
    const refused = page.consents.filter((consent) => !stands(consent)).map(({ body }) => body.purpose);
    for (const purpose of refused) {
      for (const { household } of standingOf(page, purpose)) {
        if (!(await saying.say('consent.withdraw', { household, purpose, on: today }))) return;
      }
    }
    for (const { visit, what } of due.visits) {
      const household = page.visits.find((one) => one.id === visit)?.household ?? page.household.id;
      if (!(await saying.say('visit.strike', { visit, household, what, on: today }))) return;
    }
  };
  return (
    <Notice tone={late ? 'lost' : 'acts'} picture={late ? 'warning' : 'bin'} title={h(own ? 'strike.own' : 'strike.title', due.visits.length)}>
      <p>{late ? h('strike.late', daysBetween(due.until, today)) : h(own ? 'strike.own.until' : 'strike.until', due.until)}</p>
      <p class="small soft">{h('strike.law')}</p>
      <Confirm label={h('strike.do')} picture="bin" ask={h('strike.sure')} yes={h('strike.yes')} busy={saying.busy.value} onYes={() => void strike()} />
      {saying.refusal.value && <RefusalNote refusal={saying.refusal.value} />}
    </Notice>
  );
}
