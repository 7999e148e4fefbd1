// A household that is no longer here: closed from a day, never deleted.
import { useState } from 'preact/hooks';
import { DayPicker } from '#phone/parts/day-picker.tsx';
import { FormPage } from '#phone/parts/form.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { go } from '#phone/parts/router.ts';
import { useSaying } from '#phone/parts/saying.ts';
import { h } from '#phone/words/house.ts';
import type { HouseholdProps } from './household-props.ts';

export function CloseForm({ book, page }: HouseholdProps) {
  const { id } = page.household;
  const [on, setOn] = useState(book.today());
  const saying = useSaying(book);
  const open = page.promises.filter(({ body }) => body.state === 'open' || body.state === 'claimed').length;
  const save = async () => { if (await saying.say('household.close', { household: id, on }, h('form.saved'))) go(`#/ho/${id}`, true); };
  return (
    <FormPage title={h('close.title')} back={`#/ho/${id}`} save={h('close.do')} busy={saying.busy.value} refusal={saying.refusal.value} onSave={() => void save()}>
      <p>{h('close.means')}</p>
      {open > 0 && <Notice title={h('close.open', open)} />}
      <DayPicker label={h('close.on')} today={book.today()} value={on} toward="past" onChange={setOn} />
    </FormPage>
  );
}
