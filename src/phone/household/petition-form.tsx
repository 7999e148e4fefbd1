// Takes a petition: what the household asks for, in its words; from that day the lawful clock runs.
import { useState } from 'preact/hooks';
import { TOPICS, type Topic } from '#commune/visits/rows.ts';
import { Choice } from '#phone/parts/choice.tsx';
import { DayPicker } from '#phone/parts/day-picker.tsx';
import { useDraft } from '#phone/parts/draft.ts';
import { Wrong } from '#phone/parts/field.tsx';
import { FormPage } from '#phone/parts/form.tsx';
import { ownHousehold } from '#phone/parts/hand.ts';
import { go } from '#phone/parts/router.ts';
import { useSaying } from '#phone/parts/saying.ts';
import { WordsField } from '#phone/parts/words-field.tsx';
import { f } from '#phone/words/field.ts';
import { h } from '#phone/words/house.ts';
import { t } from '#phone/words/main.ts';
import { p } from '#phone/words/promise.ts';
import type { HouseholdProps } from './household-props.ts';

export function PetitionForm({ book, page }: HouseholdProps) {
  const { id } = page.household;
  const home = ownHousehold(book) === null ? `#/ho/${id}` : '#/nha';
  const draft = useDraft(book, `petition/${id}`, () => ({ topic: null as Topic | null, matter: '', on: book.today() }));
  const saying = useSaying(book);
  const [tried, setTried] = useState(false);
  const form = draft.form.value;
  if (!form) return null;
  const save = async () => {
    setTried(true);
    if (form.topic === null || form.matter.trim() === '') return;
    if (!(await saying.say('petition.file', { household: id, topic: form.topic, matter: form.matter, on: form.on }, p('petition.saved')))) return;
    await draft.clear();
    go(home, true);
  };
  return (
    <FormPage title={p('petition.new')} back={home} save={t('do.save')} busy={saying.busy.value} refusal={saying.refusal.value} resumed={draft.resumed.value} onDrop={() => void draft.clear()} onSave={() => void save()}>
      <Choice legend={p('petition.topic')} value={form.topic} options={TOPICS.filter((topic) => topic !== 'thanks').map((value) => ({ value, label: f(`topic.${value}`), picture: value }))} onChange={(topic) => draft.set({ topic })} />
      {tried && form.topic === null && <Wrong id="petition-topic">{p('petition.topic.needed')}</Wrong>}
      <WordsField label={p('petition.matter')} hint={p('petition.matter.hint')} needed value={form.matter} wrong={tried && form.matter.trim() === '' ? p('petition.matter.needed') : null} onChange={(matter) => draft.set({ matter })} />
      <DayPicker label={h('form.on')} today={book.today()} value={form.on} toward="past" onChange={(on) => draft.set({ on })} />
      <p class="small soft">{p('petition.clock.law')}</p>
    </FormPage>
  );
}
