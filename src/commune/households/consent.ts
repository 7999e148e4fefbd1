// What a household agreed to, one purpose at a time: the words read out, what was said last, and whether it stands.
import type { RowKey, Rows } from '#journal/act.ts';
import { find } from '../places/find.ts';
import type { Day } from '../places/rows.ts';
import type { ConsentBody, ConsentPurpose, ConsentRow, HouseholdRow } from './rows.ts';
import { CONSENT_PURPOSES } from './rows.ts';

/** Version of the words below; kept with every consent, so that it can be shown what was agreed to. */
export const CONSENT_TEXT = 'vi-2026-1';

/** What is read out before asking (Law 91/2025/QH15: specific, and said that it may be withdrawn). */
export const CONSENT_WORDS: Readonly<Record<ConsentPurpose, string>> = {
  'visit-notes':
    'Gia đình có đồng ý cho ghi lại những điều gia đình nói hôm nay không? Chỉ người được giao của thôn và xã đọc được, '
    + 'để lo việc cho gia đình. Không đồng ý cũng không sao. Lúc nào muốn thôi, gia đình cứ nói, sẽ thôi ghi.',
  photo:
    'Gia đình có đồng ý cho chụp ảnh không? Ảnh chỉ người được giao của thôn và xã xem được, không đưa lên bảng công khai. '
    + 'Không đồng ý cũng không sao. Lúc nào muốn thôi, gia đình cứ nói.',
  voice:
    'Gia đình có đồng ý cho ghi âm lời nói không? Chỉ người được giao của thôn và xã nghe được. '
    + 'Không đồng ý cũng không sao. Lúc nào muốn thôi, gia đình cứ nói.',
};

export const consentId = (household: string, purpose: ConsentPurpose): string => `${household}.${purpose}`;
export const consentKeys = (household: string): readonly RowKey[] =>
  CONSENT_PURPOSES.map((purpose) => `consent/${consentId(household, purpose)}`);

/** The day of the last word on it: given, refused or withdrawn. */
export const lastWord = ({ on, withdrawnOn }: ConsentBody): Day => withdrawnOn ?? on;

/** Given and not withdrawn: silence is not consent (Law 91/2025/QH15). */
export const stands = (consent: ConsentRow | undefined): boolean =>
  consent !== undefined && consent.body.given && consent.body.withdrawnOn === null;

/**
 * The consents of households that are shown as one, one a purpose: what was said last by day, and of one day a refusal.
 */
export function spokenLast(consents: readonly ConsentRow[]): readonly ConsentRow[] {
  return CONSENT_PURPOSES.flatMap((purpose) => {
    const all = consents.filter(({ body }) => body.purpose === purpose);
    return all.sort((a, b) => (lastWord(a.body) < lastWord(b.body) ? 1 : lastWord(a.body) > lastWord(b.body) ? -1 : Number(stands(a)) - Number(stands(b))))[0] ?? [];
  });
}

/**
 * The row as it is after what was said, or undefined where the family has said something else since. A phone may
 * bring an older consent weeks later: it must not undo a withdrawal, not even one of the same day.
 */
export function heardLast(household: HouseholdRow, said: ConsentBody, known: ConsentRow | undefined): ConsentRow | undefined {
  if (known && lastWord(known.body) > said.on) return undefined;
  if (known && known.body.withdrawnOn === said.on) return undefined;
  return {
    kind: 'consent', id: consentId(household.id, said.purpose), village: household.village, household: household.id, body: said,
  };
}

export const findConsent = (rows: Rows, household: string, purpose: ConsentPurpose): ConsentRow | undefined =>
  find<ConsentRow>(rows, 'consent', consentId(household, purpose));
