// The plain fields of a household as a form holds them, and what is wrong with them before the book is asked.
import type { HouseholdBody } from '#commune/households/rows.ts';
import { h } from '#phone/words/house.ts';

export interface HouseholdForm {
  readonly [field: string]: string | null;
  readonly no: string;
  readonly head: string;
  readonly place: string;
  readonly phone: string;
  readonly language: string | null;
}

export const formOf = (body: HouseholdBody): HouseholdForm =>
  ({ no: body.no, head: body.head, place: body.place ?? '', phone: body.phone ?? '', language: body.language });

export interface Wrongs {
  readonly no?: string;
  readonly head?: string;
  readonly phone?: string;
}

/** Empty where nothing is wrong. The book itself looks again. */
export function wrongsOf(form: HouseholdForm): Wrongs {
  return {
    ...(form.no.trim() === '' ? { no: h('register.no.needed') } : {}),
    ...(form.head.trim() === '' ? { head: h('register.head.needed') } : {}),
    ...(form.phone.trim() !== '' && !/^[0-9+][0-9 +.()/,;-]*$/.test(form.phone.trim()) ? { phone: h('register.phone.wrong') } : {}),
  };
}

const bare = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** As the book takes them: empty is null. */
export const plainOf = (form: HouseholdForm) =>
  ({ no: form.no.trim(), head: form.head.trim(), place: bare(form.place), phone: bare(form.phone), language: form.language });
