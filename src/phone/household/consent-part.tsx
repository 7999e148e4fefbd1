// What the household allows, one line a purpose: given, refused, withdrawn, or never asked; it may be withdrawn on any day.
import { stands } from '#commune/households/consent.ts';
import { CONSENT_PURPOSES, type ConsentPurpose, type ConsentRow } from '#commune/households/rows.ts';
import type { Book, HouseholdPage } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Confirm } from '#phone/parts/confirm.tsx';
import { Picture, type PictureName } from '#phone/parts/picture.tsx';
import { Part } from '#phone/parts/row.tsx';
import { TrustMark } from '#phone/parts/trust-mark.tsx';
import { sayWithUndo } from '#phone/parts/undo.tsx';
import { h } from '#phone/words/house.ts';

export const CONSENT_PICTURES: Readonly<Record<ConsentPurpose, PictureName>> = { 'visit-notes': 'heard', photo: 'camera', voice: 'mic' };

export const consentOf = (page: HouseholdPage, purpose: ConsentPurpose): ConsentRow | undefined =>
  page.consents.find((consent) => consent.body.purpose === purpose);

/** Where the family was entered twice it may have agreed twice: what it takes back, it takes back everywhere. */
export const standingOf = (page: HouseholdPage, purpose: ConsentPurpose): readonly ConsentRow[] =>
  (page.everyConsent ?? page.consents).filter((consent) => consent.body.purpose === purpose && stands(consent));

function standing(consent: ConsentRow | undefined): string {
  if (!consent) return h('consent.never');
  const { given, on, by, withdrawnOn } = consent.body;
  if (withdrawnOn !== null) return h('consent.withdrawn', withdrawnOn);
  return h(given ? 'consent.given' : 'consent.refused', on, by);
}

export function ConsentLine(props: { readonly book: Book; readonly page: HouseholdPage; readonly purpose: ConsentPurpose; readonly mayAsk: boolean; readonly mayWithdraw: boolean }) {
  const { book, page, purpose } = props;
  void book.acts.value;
  const consent = consentOf(page, purpose);
  const given = stands(consent);
  const trust = consent ? book.trust(`consent/${consent.id}`) : null;
  const household = page.household.id;
  return (
    <li class="row" style={{ alignItems: 'start' }}>
      <Picture name={CONSENT_PICTURES[purpose]} />
      <span class="body">
        <span class="name">{h(`consent.${purpose}`)}: {h(given ? 'consent.yes' : 'consent.no')}</span>
        <span class="note">{standing(consent)}</span>
        {trust && <TrustMark trust={trust} />}
        <span class="no-print">
          {given && props.mayWithdraw && <Confirm label={h('consent.withdraw')} look="plain" ask={h('consent.withdraw.sure')} yes={h('consent.withdraw')} onYes={() => sayWithUndo(book, h('consent.withdraw.done'), 'consent.withdraw', ...standingOf(page, purpose).map((one) => ({ household: one.household, purpose, on: book.today() })))} />}
          {!given && props.mayAsk && <Button look="plain" href={`#/ho/${household}/dong-y/${purpose}`}>{h(consent ? 'consent.again' : 'consent.ask')}</Button>}
        </span>
      </span>
    </li>
  );
}

export function ConsentPart({ book, page, mayAsk }: { readonly book: Book; readonly page: HouseholdPage; readonly mayAsk: boolean }) {
  return (
    <Part title={h('house.consents')}>
      <ul class="rows">{CONSENT_PURPOSES.map((purpose) => <ConsentLine key={purpose} book={book} page={page} purpose={purpose} mayAsk={mayAsk && page.household.body.closedOn === null} mayWithdraw={mayAsk} />)}</ul>
    </Part>
  );
}
