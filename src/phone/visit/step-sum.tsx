// Everything at a glance before it is saved; each line can be gone back to.
import { CONSENT_PURPOSES } from '#commune/households/rows.ts';
import { nameOf } from '#phone/parts/hand.ts';
import { Notice } from '#phone/parts/notice.tsx';
import { f } from '#phone/words/field.ts';
import { dayText } from '#phone/words/format.ts';
import { h } from '#phone/words/house.ts';
import { languageName } from '#phone/words/languages.ts';
import { t } from '#phone/words/main.ts';
import { v } from '#phone/words/visit.ts';
import { answered } from '../household/consent-ask.tsx';
import type { StepProps } from './step-props.ts';
import { metOf, stepsOf, type Step } from './visit-draft.ts';

export function SumStep({ book, page, form, set }: StepProps) {
  const steps = stepsOf(page, form);
  const met = metOf(form);
  const asked = CONSENT_PURPOSES.filter((purpose) => answered(form.answers[purpose]));
  const lines: readonly (readonly [Step, string, readonly string[]])[] = [
    ['who', v('sum.on'), [dayText(form.on)]],
    ['who', v('sum.came'), [[book.seat.personName, ...form.came.map((person) => nameOf(book, person)), form.along].filter(Boolean).join(', ')]],
    ['met', v('sum.met'), [met.length === 0 ? v('sum.met.none') : met.join(', ')]],
    ...(form.nobody ? [] : [
      ['met', v('sum.language'), [languageName(form.language ?? 'vi')]],
      ...(asked.length > 0 ? [['ask', v('sum.asked'), asked.map((purpose) => `${h(`consent.${purpose}`)}: ${h(form.answers[purpose].given ? 'consent.answer.yes' : 'consent.answer.no')} (${form.answers[purpose].by})`)]] : []),
      ['heard', v('sum.heard'), form.heard.length === 0 ? [v('sum.heard.none')] : form.heard.map((one) => [f(`topic.${one.topic}`), one.words && `“${one.words}”`, one.voice !== null && v('sum.voice'), one.petition && v('sum.petition')].filter(Boolean).join(' · '))],
      ...(form.photos.length > 0 ? [['photo', v('photo.title'), [v('sum.photos', form.photos.length)]]] : []),
      ['hand', v('sum.promises'), form.promises.length === 0 ? [v('sum.promises.none')] : form.promises.map((one) => v('sum.promise', one.what, nameOf(book, one.keeper), one.dueOn ?? ''))],
    ] as const),
  ] as readonly (readonly [Step, string, readonly string[]])[];
  return (
    <>
      <ul class="rows">
        {lines.map(([step, name, says]) => (
          <li key={name}>
            <button type="button" class="row" onClick={() => set({ step: Math.max(0, steps.indexOf(step)) })}>
              <span class="body"><span class="note">{name}</span>{says.map((one, n) => <span key={n} class="own-words">{one}</span>)}</span>
              <span class="small" style={{ color: 'var(--indigo)', textDecoration: 'underline' }}>{t('do.edit')}</span>
            </button>
          </li>
        ))}
      </ul>
      <Notice tone="waits" picture="phone" title={v('sum.durable')} />
    </>
  );
}
