// The officer's answer to a request: taken in, more days, done, or not; always with words the family is told.
import { useState } from 'preact/hooks';
import { addDays } from '#commune/places/days.ts';
import type { RightAnswer, RequestRow } from '#commune/rights/rows.ts';
import { LONGER_TERM } from '#commune/rights/terms.ts';
import type { Book, HouseholdPage } from '#phone/book.ts';
import { Choice } from '#phone/parts/choice.tsx';
import { useDraft } from '#phone/parts/draft.ts';
import { TextField, Wrong } from '#phone/parts/field.tsx';
import { FormPage } from '#phone/parts/form.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { go } from '#phone/parts/router.ts';
import { useSaying } from '#phone/parts/saying.ts';
import { WordsField } from '#phone/parts/words-field.tsx';
import { r } from '#phone/words/rights.ts';
import { aboutsOf } from './rights-words.ts';

type Did = RightAnswer['did'];

/** Erasing is done by two people on the request's own page, never by an answer. */
const offered = ({ body }: RequestRow): readonly Did[] => {
  const first: readonly Did[] = body.answers.some(({ did }) => did === 'longer') ? ['heard'] : ['heard', 'longer'];
  return [...first, ...(body.what === 'erase' ? [] : ['done' as const]), 'declined'];
};

export function RightsAnswer({ book, page, request }: { readonly book: Book; readonly page: HouseholdPage; readonly request: RequestRow }) {
  const { body } = request;
  const home = `#/quyen/${request.household}/${request.id}`;
  const now = aboutsOf(page).find(({ key }) => key === body.about)?.now ?? null;
  const draft = useDraft(book, `right-answer/${request.id}`, () => ({ did: null as Did | null, words: '', was: now ?? '', now: '' }));
  const saying = useSaying(book);
  const [tried, setTried] = useState(false);
  const form = draft.form.value;
  if (!form) return null;
  const bare = form.words.trim() === '';
  const corrects = body.what === 'correct' && form.did === 'done';
  const save = async () => {
    setTried(true);
    if (form.did === null || bare) return;
    const changed = corrects ? { was: form.was.trim() === '' ? null : form.was.trim(), now: form.now.trim() === '' ? null : form.now.trim() } : {};
    const said = { request: request.id, household: request.household!, did: form.did, words: form.words.trim(), on: book.today(), ...changed };
    if (!(await saying.say('right.answer', said, r('answer.saved')))) return;
    await draft.done();
    go(home, true);
  };
  return (
    <FormPage title={r('answer.title')} back={home} save={r('answer.save')} busy={saying.busy.value} refusal={saying.refusal.value} resumed={draft.resumed.value} onDrop={() => void draft.clear()} onSave={() => void save()}>
      <p class="strong">{r(`what.${body.what}`)}</p>
      {body.words !== null && <p class="own-words">“{body.words}”</p>}
      <Choice legend={r('answer.did')} layout="one" value={form.did} options={offered(request).map((did) => ({ value: did, label: r(`answer.${did}`) }))} onChange={(did) => draft.set({ did })} />
      {tried && form.did === null && <Wrong id="answer-did">{r('answer.need.did')}</Wrong>}
      {form.did === 'longer' && <Notice picture="clock"><p>{r('answer.longer.means', addDays(body.doneDueOn, LONGER_TERM.days))}</p></Notice>}
      {form.did === 'declined' && <Notice><p>{r('answer.declined.means')}</p></Notice>}
      {corrects && (
        <>
          <TextField label={r('answer.was')} value={form.was} maxLength={200} optional onChange={(was) => draft.set({ was })} />
          <TextField label={r('answer.now')} value={form.now} maxLength={200} optional onChange={(next) => draft.set({ now: next })} />
        </>
      )}
      <WordsField label={r('answer.words')} needed value={form.words} wrong={tried && bare ? r('answer.need.words') : null} onChange={(words) => draft.set({ words })} />
    </FormPage>
  );
}
