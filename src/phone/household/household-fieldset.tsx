// The fields of a household, the same when it is added and when it is corrected.
import type { Book } from '#phone/book.ts';
import { TextField } from '#phone/parts/field.tsx';
import { h } from '#phone/words/house.ts';
import type { HouseholdForm, Wrongs } from './household-fields.ts';
import { LanguageField } from './language-field.tsx';

export function HouseholdFieldset(props: { readonly book: Book; readonly village: string | null; readonly form: HouseholdForm; readonly wrongs: Wrongs; readonly set: (change: Partial<HouseholdForm>) => void }) {
  const { form, wrongs, set } = props;
  return (
    <>
      <TextField label={h('house.no')} value={form.no} maxLength={20} wrong={wrongs.no} onChange={(no) => set({ no })} />
      <TextField label={h('house.head')} value={form.head} maxLength={80} wrong={wrongs.head} onChange={(head) => set({ head })} />
      <TextField label={h('house.place')} hint={h('house.place.hint')} optional value={form.place} maxLength={160} onChange={(place) => set({ place })} />
      <TextField label={h('house.phone')} optional type="tel" inputMode="tel" value={form.phone} maxLength={60} wrong={wrongs.phone} onChange={(phone) => set({ phone })} />
      <LanguageField book={props.book} village={props.village} legend={h('house.language')} value={form.language} onChange={(language) => set({ language })} />
    </>
  );
}
