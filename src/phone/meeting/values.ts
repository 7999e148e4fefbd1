// A plain field and its value as people read them: languages by name, days as days, an empty one as empty.
import type { Relation } from '#commune/households/rows.ts';
import type { Meeting, Settled, Voice } from '#commune/places/rows.ts';
import type { Book, HouseholdPage } from '#phone/book.ts';
import { nameOf } from '#phone/parts/hand.ts';
import { dayText } from '#phone/words/format.ts';
import { h } from '#phone/words/house.ts';
import { languageName } from '#phone/words/languages.ts';
import { e } from '#phone/words/meet.ts';

const FIELDS = ['no', 'head', 'language', 'place', 'phone', 'name', 'relation', 'sex', 'born', 'leftOn', 'closedOn'] as const;
const isField = (field: string): field is (typeof FIELDS)[number] => (FIELDS as readonly string[]).includes(field);

/** `Số điện thoại`, `Năm sinh của Y Wen`, or the day of the calendar it is about. */
export function fieldText({ field, member }: Pick<Meeting, 'field' | 'member'>, page: HouseholdPage | null | undefined): string {
  const named = isField(field) ? e(`field.${field}`) : dayText(field);
  const who = member === undefined ? undefined : [page?.household, ...(page?.merged ?? [])].flatMap((row) => row?.body.members ?? []).find((one) => one.id === member);
  return who ? e('meet.of', named, who.name) : named;
}

/** null stays null: the words for an empty field are the screen's. */
export function valueText(field: string, value: string | null): string | null {
  if (!isField(field)) return value === 'off' ? e('day.off') : value === 'on' ? e('day.on') : e('day.law');
  if (value === null) return null;
  switch (field) {
    case 'language': return languageName(value);
    case 'relation': return h(`relation.${value as Relation}`);
    case 'sex': return h(value === 'f' ? 'member.sex.f' : 'member.sex.m');
    case 'born': case 'leftOn': case 'closedOn': return dayText(value);
    default: return value;
  }
}

/** `Y Hoa và A Thông ghi ngày 02/03/2026`. */
export function voiceText(book: Book, { by, on, also }: Voice): string {
  if (by === null || on === null) return e('meet.first');
  return e('meet.said', [by, ...(also ?? [])].map((person) => nameOf(book, person)).join(e('meet.and')), on);
}

export function settledText(book: Book, settled: Settled, page: HouseholdPage | null | undefined): string {
  const over = settled.over.map(({ value }) => e('meet.value', valueText(settled.field, value))).join(', ');
  const line = e('meet.settled.line', nameOf(book, settled.by), settled.on, fieldText(settled, page), valueText(settled.field, settled.chose.value));
  return over === '' ? line : `${line} ${e('meet.settled.over', over)}`;
}
