// The forms by which a promise moves: done, handed over, declined, more days, withdrawn. Each asks only what its act needs.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Json } from '#journal/act.ts';
import { addDays } from '#commune/places/days.ts';
import type { Day } from '#commune/places/rows.ts';
import { Choice } from '#phone/parts/choice.tsx';
import { DayPicker } from '#phone/parts/day-picker.tsx';
import { useDraft } from '#phone/parts/draft.ts';
import { Wrong } from '#phone/parts/field.tsx';
import { FormPage } from '#phone/parts/form.tsx';
import { Empty } from '#phone/parts/notice.tsx';
import { PhotoField } from '#phone/parts/photo.tsx';
import { go } from '#phone/parts/router.ts';
import { useSaying } from '#phone/parts/saying.ts';
import { WordsField } from '#phone/parts/words-field.tsx';
import { p } from '#phone/words/promise.ts';
import { standing } from '../visit/visit-draft.ts';
import { useLooseClips, type LooseClips } from '../visit/loose-clips.ts';
import { keepersOf } from './promise-fields.tsx';
import type { PromiseProps } from './promise-props.ts';

export type PromiseStep = 'claim' | 'offer' | 'decline' | 'postpone' | 'withdraw';

/** Forms by the end of the address. */
export const STEP_FORMS: Readonly<Record<string, PromiseStep>> = { xong: 'claim', nho: 'offer', 'tu-choi': 'decline', hoan: 'postpone', rut: 'withdraw' };

interface StepDraft {
  readonly [field: string]: Json;
  readonly words: string;
  readonly to: string | null;
  readonly dueOn: Day | null;
  readonly on: Day;
  readonly photo: string | null;
}

interface FieldProps extends PromiseProps {
  readonly step: PromiseStep;
  readonly form: StepDraft;
  readonly clips: LooseClips;
  readonly set: (change: Partial<StepDraft>) => void;
  readonly tried: boolean;
}

const wordsNeeded = (step: PromiseStep): boolean => step === 'postpone' || step === 'withdraw' || step === 'decline';

/** Whether the form says enough for its act. */
function complete(step: PromiseStep, form: StepDraft): boolean {
  if (wordsNeeded(step) && form.words.trim() === '') return false;
  if (step === 'offer' && form.to === null) return false;
  return step !== 'postpone' || form.dueOn !== null;
}

function Fields({ book, page, promise, step, form, clips, set, tried }: FieldProps) {
  const others = keepersOf(book, { village: promise.village, household: promise.household! }).filter((one) => one.id !== promise.body.keeper);
  const shot = form.photo === null ? undefined : clips.held.value.get(form.photo);
  if (step === 'offer' && others.length === 0) return <Empty picture="people" title={p('promise.offer.nobody')} />;
  return (
    <>
      {step === 'offer' && <Choice legend={p('promise.offer.who')} value={form.to} options={others.map(({ id, name }) => ({ value: id, label: name, picture: 'person' as const }))} onChange={(to) => set({ to })} />}
      {tried && step === 'offer' && form.to === null && <Wrong id="step-to">{p('promise.offer.needed')}</Wrong>}
      {step === 'postpone' && <DayPicker label={p('promise.postpone.due')} today={promise.body.dueOn > book.today() ? promise.body.dueOn : book.today()} least={addDays(promise.body.dueOn, 1)} value={form.dueOn} toward="ahead" onChange={(dueOn) => set({ dueOn })} />}
      {tried && step === 'postpone' && form.dueOn === null && <Wrong id="step-due">{p('promise.due.needed')}</Wrong>}
      <WordsField label={p(`promise.${step}.words`)} needed={wordsNeeded(step)} value={form.words} maxLength={600} wrong={tried && wordsNeeded(step) && form.words.trim() === '' ? p('promise.why.needed') : null} onChange={(words) => set({ words })} />
      {step === 'claim' && (standing(page, 'photo')
        ? <PhotoField photos={shot ? [shot] : []} most={1} onAdd={(photo) => void clips.keep(photo).then((name) => set({ photo: name }))} onCover={(_, covered) => { if (form.photo !== null) void clips.replace(form.photo, covered); }} onDrop={() => { if (form.photo !== null) clips.drop(form.photo); set({ photo: null }); }} />
        : <p class="soft">{p('promise.claim.no-photo')}</p>)}
      {step === 'claim' && <DayPicker label={p('promise.claim.on')} today={book.today()} value={form.on} toward="past" onChange={(on) => set({ on })} />}
    </>
  );
}

function bodyOf(step: PromiseStep, form: StepDraft): { readonly [key: string]: Json } {
  const words = form.words.trim() === '' ? {} : { words: form.words.trim() };
  switch (step) {
    case 'claim': return { ...words, on: form.on };
    case 'offer': return { ...words, to: form.to, on: form.on };
    case 'postpone': return { ...words, dueOn: form.dueOn, on: form.on };
    default: return { ...words, on: form.on };
  }
}

export function PromiseStepForm(props: PromiseProps & { readonly step: PromiseStep }) {
  const { book, promise, step } = props;
  const household = promise.household!;
  const home = `#/hua/${household}/${promise.id}`;
  const draft = useDraft<StepDraft>(book, `${step}/${promise.id}`, () => ({ words: '', to: null, dueOn: null, on: book.today(), photo: null }));
  const clips = useLooseClips(book, `${step}/${promise.id}`);
  const saying = useSaying(book);
  const [tried, setTried] = useState(false);
  const pressed = useRef(false);
  const form = draft.form.value;
  // The camera may have closed the page: the photo taken then is read back with the words.
  useEffect(() => { if (form?.photo) void clips.recall([form.photo]); }, [form === null]);
  if (!form) return null;
  const forgetPhoto = () => { if (form.photo !== null) clips.drop(form.photo); };
  const save = async () => {
    const blob = form.photo === null ? undefined : clips.held.peek().get(form.photo);
    const photo = blob ? await book.keepClip(household, blob) : null;
    if (photo && 'refusal' in photo) { saying.refusal.value = photo.refusal; return; }
    const body = { promise: promise.id, household, ...bodyOf(step, form), ...(photo ? { photo: photo as unknown as Json } : {}) };
    if (!(await saying.say(`promise.${step}`, body, step === 'claim' ? p('promise.claim.done') : p('promise.step.saved')))) return;
    forgetPhoto();
    await draft.clear();
    go(home, true);
  };
  const press = () => {
    setTried(true);
    if (pressed.current || !complete(step, form)) return;
    pressed.current = true;
    void save().finally(() => { pressed.current = false; });
  };
  return (
    <FormPage title={p(`promise.${step}`)} back={home} save={p(`promise.${step}.do`)} busy={saying.busy.value} refusal={saying.refusal.value} resumed={draft.resumed.value} onDrop={() => { forgetPhoto(); void draft.clear(); }} onSave={press}>
      <div class="stack tight">
        <p class="large strong">{promise.body.what}</p>
        {step !== 'decline' && <p class="soft">{p(`promise.${step}.means`)}</p>}
      </div>
      <Fields {...props} form={form} clips={clips} set={draft.set} tried={tried} />
    </FormPage>
  );
}
