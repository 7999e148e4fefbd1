// Takes a request about the household's data: what it wants, about which place, in its words; the lawful days begin.
import { useState } from 'preact/hooks';
import { ASKED, type Asked } from '#commune/rights/rows.ts';
import { ANSWER_TERM, DONE_TERMS } from '#commune/rights/terms.ts';
import type { Book, HouseholdPage } from '#phone/book.ts';
import { Choice } from '#phone/parts/choice.tsx';
import { useDraft } from '#phone/parts/draft.ts';
import { TextField, Wrong } from '#phone/parts/field.tsx';
import { FormPage } from '#phone/parts/form.tsx';
import { go } from '#phone/parts/router.ts';
import { useSaying } from '#phone/parts/saying.ts';
import { WordsField } from '#phone/parts/words-field.tsx';
import { r } from '#phone/words/rights.ts';
import { aboutsOf } from './rights-words.ts';
import { whoSpeaks } from './who-speaks.ts';

interface AskForm {
  readonly [field: string]: string | null;
  readonly what: Asked | null;
  readonly about: string | null;
  readonly words: string;
  readonly by: string;
}

/** Ending a restriction is offered where there is one, and a second one is not. */
const offered = (page: HouseholdPage): readonly Asked[] =>
  ASKED.filter((what) => (what === 'lift' ? page.household.body.limitedOn !== undefined : what !== 'restrict' || page.household.body.limitedOn === undefined));

export function RightsAsk({ book, page, what, about }: { readonly book: Book; readonly page: HouseholdPage; readonly what: string | undefined; readonly about: string | undefined }) {
  const { id, body } = page.household;
  const home = `#/quyen/${id}`;
  const names = whoSpeaks(body, book.today());
  const draft = useDraft<AskForm>(book, `rights/${id}`, () => ({ what: ASKED.find((one) => one === what) ?? null, about: about ?? null, words: '', by: names.length === 1 ? names[0]! : '' }));
  const saying = useSaying(book);
  const [tried, setTried] = useState(false);
  const form = draft.form.value;
  if (!form) return null;
  const abouts = aboutsOf(page);
  const now = abouts.find(({ key }) => key === form.about)?.hint;
  const needsWords = form.what === 'correct' && form.words.trim() === '';
  const save = async () => {
    setTried(true);
    if (form.what === null || form.by.trim() === '' || needsWords) return;
    const said = { household: id, what: form.what, about: form.what === 'correct' ? form.about : null, words: form.words.trim() === '' ? null : form.words.trim(), by: form.by.trim(), on: book.today() };
    if (!(await saying.say('right.ask', said, r('ask.saved')))) return;
    await draft.done();
    go(home, true);
  };
  const term = form.what === null ? null : DONE_TERMS[form.what];
  return (
    <FormPage title={r('ask.title')} back={home} save={r('ask.save')} busy={saying.busy.value} refusal={saying.refusal.value} resumed={draft.resumed.value} onDrop={() => void draft.clear()} onSave={() => void save()}>
      <Choice legend={r('ask.what')} layout="one" value={form.what} options={offered(page).map((one) => ({ value: one, label: r(`what.${one}`), hint: r(`what.${one}.means`) }))} onChange={(one) => draft.set({ what: one })} />
      {tried && form.what === null && <Wrong id="rights-what">{r('ask.need.what')}</Wrong>}
      {form.what === 'correct' && <Choice legend={r('ask.about')} layout="one" value={form.about} options={abouts.map(({ key, text, hint }) => ({ value: key, label: text, ...(hint === undefined ? {} : { hint }) }))} onChange={(one) => draft.set({ about: one })} />}
      <WordsField label={r(form.what === 'correct' ? 'ask.words.correct' : 'ask.words')} needed={form.what === 'correct'} value={form.words} wrong={tried && needsWords ? r('ask.need.words') : null} onChange={(words) => draft.set({ words })} {...(form.what === 'correct' && now !== undefined ? { hint: now } : {})} />
      {names.length > 0 && <Choice legend={r('ask.by')} value={names.includes(form.by) ? form.by : null} options={names.map((name) => ({ value: name, label: name, picture: 'person' as const }))} onChange={(by) => draft.set({ by })} />}
      <TextField label={r('ask.by.other')} value={names.includes(form.by) ? '' : form.by} maxLength={80} optional onChange={(by) => draft.set({ by })} />
      {tried && form.by.trim() === '' && <Wrong id="rights-by">{r('ask.need.by')}</Wrong>}
      <p class="small soft">{r('clock.law', ANSWER_TERM.days, true, ANSWER_TERM.source)}{term && <>. {r('clock.law', term.days, false, term.source)}{term.confidence === 'unverified' && ` (${r('page.unverified')})`}</>}</p>
    </FormPage>
  );
}
