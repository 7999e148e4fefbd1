// A promise made outside a visit: on the road, by telephone, after a meeting.
import { useState } from 'preact/hooks';
import { useDraft } from '#phone/parts/draft.ts';
import { FormPage } from '#phone/parts/form.tsx';
import { go } from '#phone/parts/router.ts';
import { useSaying } from '#phone/parts/saying.ts';
import { t } from '#phone/words/main.ts';
import { p } from '#phone/words/promise.ts';
import type { HouseholdProps } from './household-props.ts';
import { PromiseFields } from './promise-fields.tsx';

export function PromiseForm({ book, page }: HouseholdProps) {
  const { id, village } = page.household;
  const draft = useDraft(book, `promise/${id}`, () => ({ what: '', keeper: book.seat.person, dueOn: null as string | null }));
  const saying = useSaying(book);
  const [tried, setTried] = useState(false);
  const form = draft.form.value;
  if (!form) return null;
  const save = async () => {
    setTried(true);
    if (form.what.trim() === '' || form.dueOn === null) return;
    if (!(await saying.say('promise.make', { household: id, what: form.what, keeper: form.keeper, dueOn: form.dueOn, on: book.today() }, p('promise.saved')))) return;
    await draft.clear();
    go(`#/ho/${id}`, true);
  };
  return (
    <FormPage title={p('promise.new')} back={`#/ho/${id}`} save={t('do.save')} busy={saying.busy.value} refusal={saying.refusal.value} resumed={draft.resumed.value} onDrop={() => void draft.clear()} onSave={() => void save()}>
      <PromiseFields book={book} place={{ village, household: id }} form={form} tried={tried} from={book.today()} set={draft.set} />
    </FormPage>
  );
}
