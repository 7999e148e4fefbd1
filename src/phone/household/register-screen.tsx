// A new household: its village, number and head first; the people can follow.
import { useState } from 'preact/hooks';
import { Choice } from '#phone/parts/choice.tsx';
import { useDraft } from '#phone/parts/draft.ts';
import { Wrong } from '#phone/parts/field.tsx';
import { FormPage } from '#phone/parts/form.tsx';
import { myHand } from '#phone/parts/hand.ts';
import { newId } from '#phone/parts/new-id.ts';
import { Page } from '#phone/parts/frame.tsx';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import { go } from '#phone/parts/router.ts';
import { useSaying } from '#phone/parts/saying.ts';
import type { ScreenProps } from '#phone/parts/screen.ts';
import { h } from '#phone/words/house.ts';
import { t } from '#phone/words/main.ts';
import { firstMembers } from './head-goes-along.ts';
import { plainOf, wrongsOf } from './household-fields.ts';
import { HouseholdFieldset } from './household-fieldset.tsx';

export default function RegisterScreen({ book }: ScreenProps) {
  const hand = myHand(book);
  const villages = book.villages.value.filter((village) => village.body.closedOn === null && (hand.isOfficer || hand.isHeadOf(village.id)));
  // The id is part of the draft: pressed twice, it is one household.
  const draft = useDraft(book, 'register', () => ({ id: newId(book), village: villages.length === 1 ? villages[0]!.id : null, no: '', head: '', place: '', phone: '', language: null as string | null }));
  const saying = useSaying(book);
  const [tried, setTried] = useState(false);
  const form = draft.form.value;
  if (!form) return null;
  if (villages.length === 0) return <Page title={h('register.title')} back="#/thon"><RefusalNote refusal={{ code: 'post.needed', params: { roles: 'officer head' } }} /></Page>;
  const wrongs = wrongsOf(form);
  const save = async () => {
    setTried(true);
    if (form.village === null || Object.keys(wrongs).length > 0) return;
    const { id, village } = form;
    const plain = plainOf(form);
    if (!(await saying.say('household.register', { id, village, ...plain, members: firstMembers(plain.head) }, h('register.saved')))) return;
    await draft.clear();
    go(`#/ho/${id}`, true);
  };
  return (
    <FormPage title={h('register.title')} back="#/thon" save={t('do.save')} busy={saying.busy.value} refusal={saying.refusal.value} resumed={draft.resumed.value} onDrop={() => void draft.clear()} onSave={() => void save()}>
      <p class="soft">{h('register.hint')}</p>
      {villages.length > 1 && <Choice legend={h('house.village')} value={form.village} options={villages.map((village) => ({ value: village.id, label: village.body.name }))} onChange={(village) => draft.set({ village })} />}
      {tried && form.village === null && <Wrong id="register-village">{h('register.village.needed')}</Wrong>}
      <HouseholdFieldset key={form.village} book={book} village={form.village} form={form} wrongs={tried ? wrongs : {}} set={draft.set} />
    </FormPage>
  );
}
