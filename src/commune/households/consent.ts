// What a household agreed to: asked for one purpose at a time, given aloud or in writing, taken back on any day.
import * as z from 'zod/mini';
import type { RowKey, Rows } from '#journal/act.ts';
import { done, refuse } from '#journal/act.ts';
import { author } from '../places/author.ts';
import { isFuture } from '../places/days.ts';
import { change, find, kind } from '../places/kind.ts';
import type { Day } from '../places/rows.ts';
import { day, id, language, line, name } from '../places/shape.ts';
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

const purpose = z.enum(CONSENT_PURPOSES);
/** As asked within a visit, whose day and language it shares. */
export const consentAsked = z.strictObject({
  purpose, given: z.boolean(), how: z.enum(['spoken', 'signed']), by: name, text: z._default(line(40), CONSENT_TEXT),
});

export const consentRecord = kind({
  name: 'consent.record',
  version: 1,
  shape: z.extend(consentAsked, { household: id, language, on: day }),
  needs: ({ household, purpose }) => [`household/${household}`, `consent/${consentId(household, purpose)}`],
  decide({ household, ...body }, said, rows) {
    const by = author(rows, said);
    const row = find<HouseholdRow>(rows, 'household', household);
    const unknown = refuse('household.unknown', { household });
    if (!row || !by.may('consent.record', row)) return by.denied('consent.record', { row, unknown });
    if (isFuture(body.on, said.today)) return refuse('day.future', { field: 'on', day: body.on });
    const known = findConsent(rows, household, body.purpose);
    const next = heardLast(row, { ...body, withdrawnOn: null }, known);
    return next ? done(next) : refuse('consent.later', { purpose: body.purpose, on: lastWord(known!.body) });
  },
});

export const consentWithdraw = kind({
  name: 'consent.withdraw',
  version: 1,
  shape: z.strictObject({ household: id, purpose, on: day }),
  needs: ({ household, purpose }) => [`household/${household}`, `consent/${consentId(household, purpose)}`],
  decide({ household, purpose, on }, said, rows) {
    const by = author(rows, said);
    const row = find<HouseholdRow>(rows, 'household', household);
    const unknown = refuse('household.unknown', { household });
    if (!row || !by.may('consent.withdraw', row)) return by.denied('consent.withdraw', { row, unknown });
    if (isFuture(on, said.today)) return refuse('day.future', { field: 'on', day: on });
    const consent = findConsent(rows, household, purpose);
    if (!consent || !consent.body.given) return refuse('consent.none', { purpose });
    if (consent.body.withdrawnOn !== null) return refuse('consent.withdrawn', { purpose, on: consent.body.withdrawnOn });
    if (on < consent.body.on) return refuse('day.early', { field: 'on', earliest: consent.body.on });
    return done(change(consent, { withdrawnOn: on }));
  },
});
