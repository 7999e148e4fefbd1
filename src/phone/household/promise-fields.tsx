// What was promised, by whom, by which day: the same three questions within a visit and on their own.
import { handOf } from '#commune/places/author.ts';
import type { Day } from '#commune/places/rows.ts';
import type { Book } from '#phone/book.ts';
import { Choice } from '#phone/parts/choice.tsx';
import { DayPicker } from '#phone/parts/day-picker.tsx';
import { Wrong } from '#phone/parts/field.tsx';
import { WordsField } from '#phone/parts/words-field.tsx';
import { p } from '#phone/words/promise.ts';

export interface PromiseDraft {
  readonly what: string;
  readonly keeper: string;
  readonly dueOn: Day | null;
}

/** Staff who act for the household today, the person at the seat first: only they can see a promise, and so keep it. */
export function keepersOf(book: Book, place: { readonly village: string | null; readonly household: string }): readonly { readonly id: string; readonly name: string }[] {
  const today = book.today();
  const all = [...book.people.value.values()].filter((person) => person.household === null && handOf(person, person.id, today).worksFor(place));
  return all.map((person) => ({ id: person.id, name: person.body.name })).sort((a, b) => Number(b.id === book.seat.person) - Number(a.id === book.seat.person));
}

export function PromiseFields(props: { readonly book: Book; readonly place: { readonly village: string | null; readonly household: string }; readonly form: PromiseDraft; readonly tried: boolean; readonly from: Day; readonly set: (change: Partial<PromiseDraft>) => void }) {
  const { book, form, tried, set } = props;
  const keepers = keepersOf(book, props.place);
  return (
    <>
      <WordsField label={p('promise.what')} hint={p('promise.what.hint')} needed value={form.what} maxLength={300} wrong={tried && form.what.trim() === '' ? p('promise.what.needed') : null} onChange={(what) => set({ what })} />
      <Choice legend={p('promise.keeper')} value={form.keeper} options={keepers.slice(0, 12).map(({ id, name }) => ({ value: id, label: id === book.seat.person ? p('promise.keeper.me') : name, picture: 'person' as const }))} onChange={(keeper) => set({ keeper })} />
      <DayPicker label={p('promise.due')} today={props.from} least={props.from} value={form.dueOn} toward="ahead" onChange={(dueOn) => set({ dueOn })} />
      {tried && form.dueOn === null && <Wrong id="promise-due">{p('promise.due.needed')}</Wrong>}
    </>
  );
}
