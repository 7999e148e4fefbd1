// Two households side by side, field under field: what differs stands out in heavier letters.
import type { HouseholdRow } from '#commune/households/rows.ts';
import { fold } from '#commune/households/search.ts';
import type { Book } from '#phone/book.ts';
import { nameOf } from '#phone/parts/hand.ts';
import { f } from '#phone/words/field.ts';
import { e } from '#phone/words/meet.ts';
import './meeting.css';
import { valueText } from './values.ts';

const FIELDS = ['head', 'place', 'phone', 'language'] as const;

interface Line {
  readonly name: string;
  readonly sides: readonly [string, string];
}

const differ = ([a, b]: readonly [string, string]): boolean => fold(a) !== fold(b);

const membersOf = ({ body }: HouseholdRow): string =>
  body.members.filter((member) => member.leftOn === null).map(({ name, born }) => (born === null ? name : `${name} (${born.slice(0, 4)})`)).join(', ') || e('side.members.none');

const addedOf = (book: Book, { body }: HouseholdRow): string => (body.added ? e('side.added', nameOf(book, body.added.by), body.added.on) : e('side.added.old'));

interface Counted { readonly visits: number; readonly promises: number; readonly petitions: number }

export function Beside({ book, one, other, counts }: { readonly book: Book; readonly one: HouseholdRow; readonly other: HouseholdRow; readonly counts?: readonly [Counted, Counted] }) {
  const lines: readonly Line[] = [
    ...FIELDS.map((field): Line => ({ name: e(`field.${field}`), sides: [valueText(field, one.body[field]) ?? '–', valueText(field, other.body[field]) ?? '–'] })),
    { name: e('field.members'), sides: [membersOf(one), membersOf(other)] },
  ];
  const counted = counts ? (['visits', 'promises', 'petitions'] as const).map((what) => ({ name: e(`side.${what}`), sides: counts.map((side) => String(side[what])) })) : [];
  return (
    <table class="two-homes" aria-label={e('side.title')}>
      <thead><tr>{[one, other].map((row) => <th key={row.id} scope="col">{f('household.of', row.body.no, row.body.head)}</th>)}</tr></thead>
      <tbody>
        {lines.flatMap(({ name, sides }) => [
          <tr key={name}><th colSpan={2} scope="rowgroup">{name}</th></tr>,
          <tr key={`${name}/`}>{sides.map((text, n) => <td key={n} class={differ(sides) ? 'differs' : undefined}>{text}</td>)}</tr>,
        ])}
        {counted.map(({ name, sides }) => <tr key={name}>{sides.map((text, n) => <td key={n} class="small">{name}: {text}</td>)}</tr>)}
        <tr>{[one, other].map((row) => <td key={row.id} class="small soft">{addedOf(book, row)}</td>)}</tr>
      </tbody>
    </table>
  );
}
