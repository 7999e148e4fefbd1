// Correcting a household: only what was changed is said, with what was seen, so that nobody's words are overwritten unseen.
import { useState } from 'preact/hooks';
import { useDraft } from '#phone/parts/draft.ts';
import { FormPage } from '#phone/parts/form.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { go } from '#phone/parts/router.ts';
import { useSaying } from '#phone/parts/saying.ts';
import { h } from '#phone/words/house.ts';
import { t } from '#phone/words/main.ts';
import { formOf, plainOf, wrongsOf } from './household-fields.ts';
import { HouseholdFieldset } from './household-fieldset.tsx';
import type { HouseholdProps } from './household-props.ts';

const FIELDS = ['no', 'head', 'place', 'phone', 'language'] as const;

export function AmendForm({ book, page }: HouseholdProps) {
  const { id, body, village } = page.household;
  const draft = useDraft(book, `amend/${id}`, () => formOf(body));
  const saying = useSaying(book);
  const [tried, setTried] = useState(false);
  const [same, setSame] = useState(false);
  const form = draft.form.value;
  if (!form) return null;
  const wrongs = wrongsOf(form);
  const save = async () => {
    setTried(true);
    if (Object.keys(wrongs).length > 0) return;
    const next = plainOf(form);
    const changed = FIELDS.filter((field) => next[field] !== body[field]);
    setSame(changed.length === 0);
    if (changed.length === 0) return;
    const said = { household: id, ...Object.fromEntries(changed.map((field) => [field, next[field]])), was: Object.fromEntries(changed.map((field) => [field, body[field]])) };
    if (!(await saying.say('household.amend', said, h('form.saved')))) return;
    await draft.clear();
    go(`#/ho/${id}`, true);
  };
  return (
    <FormPage title={h('amend.title')} back={`#/ho/${id}`} save={t('do.save')} busy={saying.busy.value} refusal={saying.refusal.value} resumed={draft.resumed.value} onDrop={() => void draft.clear()} onSave={() => void save()}>
      <HouseholdFieldset book={book} village={village} form={form} wrongs={tried ? wrongs : {}} set={draft.set} />
      {same && <Notice title={h('amend.same')} live="polite" />}
    </FormPage>
  );
}
