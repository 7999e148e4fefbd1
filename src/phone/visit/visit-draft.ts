// A visit as it is being written down: what the steps hold, which steps there are, and the act it becomes.
import type { Json } from '#journal/act.ts';
import { CONSENT_TEXT, stands } from '#commune/households/consent.ts';
import { CONSENT_PURPOSES, type ConsentPurpose } from '#commune/households/rows.ts';
import type { Day } from '#commune/places/rows.ts';
import type { Clip, Topic } from '#commune/visits/rows.ts';
import type { Book, HouseholdPage } from '#phone/book.ts';
import { answered, NO_ANSWER, type ConsentAnswer } from '../household/consent-ask.tsx';
import { consentOf } from '../household/consent-part.tsx';
import type { PromiseDraft } from '../household/promise-fields.tsx';

export interface HeardDraft {
  readonly topic: Topic;
  readonly words: string;
  /** Name of the recording in the form's own store, until it is kept. */
  readonly voice: string | null;
  readonly petition: boolean;
}

export interface VisitDraft {
  readonly step: number;
  readonly on: Day;
  readonly came: readonly string[];
  readonly along: string;
  readonly met: readonly string[];
  readonly metOther: string;
  readonly nobody: boolean;
  readonly language: string | null;
  readonly answers: Readonly<Record<ConsentPurpose, ConsentAnswer>>;
  readonly heard: readonly HeardDraft[];
  readonly photos: readonly string[];
  readonly promises: readonly PromiseDraft[];
}

export const freshVisit = (book: Book, page: HouseholdPage): VisitDraft => ({
  step: 0, on: book.today(), came: [], along: '', met: [], metOther: '', nobody: false, language: page.household.body.language,
  answers: { 'visit-notes': NO_ANSWER, photo: NO_ANSWER, voice: NO_ANSWER }, heard: [], photos: [], promises: [],
});

export const STEPS = ['who', 'met', 'ask', 'heard', 'photo', 'hand', 'sum'] as const;
export type Step = (typeof STEPS)[number];

/** Consent that stands from before: then it is not asked again. */
export const standing = (page: HouseholdPage, purpose: ConsentPurpose): boolean => stands(consentOf(page, purpose));

/** Whether the household allows it: by what it says now, else by what it said before. A yes that nobody is named for is none yet. */
export function allows(page: HouseholdPage, form: VisitDraft, purpose: ConsentPurpose): boolean {
  const now = form.answers[purpose];
  return now.given === null ? standing(page, purpose) : now.given && answered(now);
}

/** A yes or no was chosen and it is not said yet who spoke. */
const halfAnswered = ({ answers }: VisitDraft, purpose: ConsentPurpose): boolean => answers[purpose].given !== null && !answered(answers[purpose]);

/** Nobody at home: nothing to ask, hear or photograph. Asked before and still given: the question is passed over. */
export function stepsOf(page: HouseholdPage, form: VisitDraft): readonly Step[] {
  if (form.nobody) return ['who', 'met', 'sum'];
  return STEPS.filter((step) => step !== 'ask' || !standing(page, 'visit-notes'));
}

const names = (text: string): readonly string[] => text.split(/[,;\n]/).map((name) => name.trim()).filter(Boolean);

export const metOf = (form: VisitDraft): readonly string[] => (form.nobody ? [] : [...form.met, ...names(form.metOther)]);

/** Names that may answer for the household: those met. */
export const speakers = (page: HouseholdPage, form: VisitDraft): readonly string[] => {
  const met = metOf(form);
  return met.length > 0 ? met.slice(0, 8) : [page.household.body.head];
};

/** The topics heard, with words only where they may stand. */
function heardOf(page: HouseholdPage, form: VisitDraft, clips: ReadonlyMap<string, Clip>): Json {
  const notes = allows(page, form, 'visit-notes');
  const voice = allows(page, form, 'voice');
  return form.heard.map((one) => ({
    topic: one.topic,
    words: (notes || one.petition) && one.words.trim() !== '' ? one.words.trim() : null,
    clip: voice && one.voice !== null ? ((clips.get(one.voice) ?? null) as Json) : null,
    petition: one.petition,
  }));
}

/** Names of the photos and recordings that will stand in the visit. */
export const clipsOf = (page: HouseholdPage, form: VisitDraft): readonly string[] => (form.nobody ? [] : [
  ...(allows(page, form, 'voice') ? form.heard.flatMap((one) => (one.voice === null ? [] : [one.voice])) : []),
  ...(allows(page, form, 'photo') ? form.photos : []),
]);

/** The body of `visit.record`; `clips` are those of `clipsOf`, kept. */
export function bodyOf(page: HouseholdPage, form: VisitDraft, clips: ReadonlyMap<string, Clip>): Json {
  const consents = form.nobody ? [] : CONSENT_PURPOSES.filter((purpose) => answered(form.answers[purpose])).map((purpose) => {
    const { given, how, by } = form.answers[purpose];
    return { purpose, given, how, by: by.trim(), text: CONSENT_TEXT };
  });
  return {
    household: page.household.id, on: form.on, came: form.came, along: names(form.along), met: metOf(form), language: form.language ?? 'vi',
    consents,
    heard: form.nobody ? [] : heardOf(page, form, clips),
    photos: form.nobody || !allows(page, form, 'photo') ? [] : form.photos.flatMap((name) => (clips.has(name) ? [clips.get(name) as unknown as Json] : [])),
    promises: form.nobody ? [] : form.promises.map(({ what, keeper, dueOn }) => ({ what: what.trim(), keeper, dueOn })),
  };
}

/**
 * What is still missing at a step, as a key of the visit's words; null: go on.
 * @param today null where the phone is not sure of it: then it may not say of a day that it has not come
 */
export function missing(step: Step, page: HouseholdPage, form: VisitDraft, today: Day | null): 'who.on.ahead' | 'met.needed' | 'met.language.needed' | 'ask.needed' | 'heard.petition.words' | 'hand.needed' | null {
  if (step === 'who' && today !== null && form.on > today) return 'who.on.ahead';
  if (step === 'met' && !form.nobody && metOf(form).length === 0) return 'met.needed';
  if (step === 'met' && !form.nobody && form.language === null) return 'met.language.needed';
  if (step === 'ask' && !standing(page, 'visit-notes') && !answered(form.answers['visit-notes'])) return 'ask.needed';
  if (step === 'heard' && form.heard.some((one) => one.petition && one.words.trim() === '')) return 'heard.petition.words';
  if ((step === 'heard' && halfAnswered(form, 'voice')) || (step === 'photo' && halfAnswered(form, 'photo'))) return 'ask.needed';
  if (step === 'hand' && form.promises.some((one) => one.what.trim() === '' || one.dueOn === null)) return 'hand.needed';
  return null;
}
