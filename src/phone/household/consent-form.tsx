// Asks for one consent outside a visit: at the door, or when the household has thought it over.
import { useState } from 'preact/hooks';
import { CONSENT_TEXT } from '#commune/households/consent.ts';
import { CONSENT_PURPOSES, type ConsentPurpose } from '#commune/households/rows.ts';
import { DayPicker } from '#phone/parts/day-picker.tsx';
import { Wrong } from '#phone/parts/field.tsx';
import { FormPage } from '#phone/parts/form.tsx';
import { go } from '#phone/parts/router.ts';
import { useSaying } from '#phone/parts/saying.ts';
import { h } from '#phone/words/house.ts';
import { t } from '#phone/words/main.ts';
import { answered, ConsentAsk, NO_ANSWER } from './consent-ask.tsx';
import type { HouseholdProps } from './household-props.ts';
import { MissingPage } from './missing-page.tsx';
import { whoSpeaks } from './who-speaks.ts';

export function ConsentForm({ book, page, which }: HouseholdProps) {
  const { id, body } = page.household;
  const purpose: ConsentPurpose | undefined = CONSENT_PURPOSES.find((one) => one === which);
  const [answer, setAnswer] = useState(NO_ANSWER);
  const [on, setOn] = useState(book.today());
  const [tried, setTried] = useState(false);
  const saying = useSaying(book);
  if (!purpose) return <MissingPage back={`#/ho/${id}`} />;
  const names = whoSpeaks(body, book.today());
  const save = async () => {
    setTried(true);
    if (!answered(answer)) return;
    const said = { household: id, purpose, given: answer.given!, how: answer.how, language: body.language ?? 'vi', text: CONSENT_TEXT, by: answer.by.trim(), on };
    if (await saying.say('consent.record', said, h('consent.saved'))) go(`#/ho/${id}`, true);
  };
  return (
    <FormPage title={h(`consent.${purpose}`)} back={`#/ho/${id}`} save={t('do.save')} busy={saying.busy.value} refusal={saying.refusal.value} onSave={() => void save()}>
      <ConsentAsk purpose={purpose} language={body.language} names={names} answer={answer} onChange={setAnswer} />
      <DayPicker label={h('form.on')} today={book.today()} value={on} toward="past" onChange={setOn} />
      {tried && !answered(answer) && <Wrong id="consent-need">{h('consent.need')}</Wrong>}
      <p class="small soft">{h('consent.law')}</p>
    </FormPage>
  );
}
