// Sets a slip of the pen right within thirty days; the earlier words stay in the journal.
import { useState } from 'preact/hooks';
import type { Json } from '#journal/act.ts';
import { addDays } from '#commune/places/days.ts';
import { Button } from '#phone/parts/button.tsx';
import { useDraft } from '#phone/parts/draft.ts';
import { TextField } from '#phone/parts/field.tsx';
import { FormPage } from '#phone/parts/form.tsx';
import { go } from '#phone/parts/router.ts';
import { useSaying } from '#phone/parts/saying.ts';
import { WordsField } from '#phone/parts/words-field.tsx';
import { f } from '#phone/words/field.ts';
import { h } from '#phone/words/house.ts';
import { t } from '#phone/words/main.ts';
import type { HouseholdProps } from './household-props.ts';
import { MissingPage } from './missing-page.tsx';
import { LanguageField } from './language-field.tsx';
import { FIX_DAYS } from './visits-part.tsx';

interface Fix {
  readonly [field: string]: Json;
  readonly met: string;
  readonly language: string | null;
  readonly words: readonly string[];
  readonly dropped: readonly number[];
}

export function VisitFix({ book, page, which }: HouseholdProps) {
  const household = page.household.id;
  const visit = page.visits.find((one) => one.id === which);
  const draft = useDraft<Fix>(book, `fix/${which}`, () => ({ met: visit?.body.met.join('\n') ?? '', language: visit?.body.language ?? 'vi', words: visit?.body.heard.map((one) => one.words ?? '') ?? [], dropped: [] }));
  const saying = useSaying(book);
  const [touched, setTouched] = useState(false);
  const form = draft.form.value;
  if (!visit) return <MissingPage back={`#/ho/${household}`} />;
  if (!form) return null;
  const set = (change: Partial<Fix>) => { setTouched(true); draft.set(change); };
  const save = async () => {
    if (!touched && !draft.resumed.peek()) { go(`#/ho/${household}`, true); return; }
    const heard = visit.body.heard.flatMap((one, n) => (form.dropped.includes(n) ? [] : [{ topic: one.topic, words: form.words[n]?.trim() || null, clip: one.clip as unknown as Json }]));
    const met = form.met.split('\n').map((name) => name.trim()).filter(Boolean);
    if (!(await saying.say('visit.correct', { visit: visit.id, household: visit.household, heard, met, ...(form.language === null ? {} : { language: form.language }) }, h('form.saved')))) return;
    await draft.clear();
    go(`#/ho/${household}`, true);
  };
  return (
    <FormPage title={h('fix.title')} back={`#/ho/${household}`} save={t('do.save')} busy={saying.busy.value} refusal={saying.refusal.value} resumed={draft.resumed.value} onDrop={() => void draft.clear()} onSave={() => void save()}>
      <p class="soft">{h('fix.hint', addDays(visit.body.on, FIX_DAYS))}</p>
      <TextField label={h('fix.met')} hint={h('fix.met.hint')} many value={form.met} maxLength={1000} onChange={(met) => set({ met })} />
      <LanguageField book={book} village={page.household.village} legend={h('house.visit.language')} value={form.language} onChange={(language) => set({ language })} />
      {visit.body.heard.map((one, n) => (form.dropped.includes(n)
        ? <div key={n} class="line apart"><span class="soft">{f(`topic.${one.topic}`)}: {h('fix.again')}</span><Button look="plain" picture="undo" onPress={() => set({ dropped: form.dropped.filter((at) => at !== n) })}>{t('do.undo')}</Button></div>
        : (
          <div key={n} class="stack tight">
            <WordsField label={h('fix.words', f(`topic.${one.topic}`))} value={form.words[n] ?? ''} onChange={(words) => set({ words: visit.body.heard.map((_, at) => (at === n ? words : form.words[at] ?? '')) })} />
            <div><Button look="plain" picture="bin" onPress={() => set({ dropped: [...form.dropped, n] })}>{h('fix.drop')}</Button></div>
          </div>
        )))}
    </FormPage>
  );
}
