// After merging: what only the other household says can be copied to the one that is kept; nothing is taken from the other.
import type { HouseholdRow, Member } from '#commune/households/rows.ts';
import { fold } from '#commune/households/search.ts';
import type { Book } from '#phone/book.ts';
import { Button } from '#phone/parts/button.tsx';
import { Page } from '#phone/parts/frame.tsx';
import { News } from '#phone/parts/news.tsx';
import { Notice } from '#phone/parts/notice.tsx';
import { RefusalNote } from '#phone/parts/refusal-note.tsx';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import { useSaying } from '#phone/parts/saying.ts';
import { h } from '#phone/words/house.ts';
import { e } from '#phone/words/meet.ts';
import type { HouseholdProps } from '../household/household-props.ts';
import { MissingPage } from '../household/missing-page.tsx';
import { Beside } from './beside.tsx';
import { valueText } from './values.ts';

const FIELDS = ['head', 'place', 'phone', 'language'] as const;

/** Of the other household's people, those the kept one does not have by name. */
const missing = (into: HouseholdRow, from: HouseholdRow): readonly Member[] => {
  const known = new Set(into.body.members.map(({ name }) => fold(name)));
  return from.body.members.filter((member) => member.leftOn === null && !known.has(fold(member.name)));
};

function Copies({ book, into, from }: { readonly book: Book; readonly into: HouseholdRow; readonly from: HouseholdRow }) {
  const saying = useSaying(book);
  const busy = saying.busy.value;
  const fields = FIELDS.filter((field) => from.body[field] !== null && from.body[field] !== into.body[field]);
  const people = missing(into, from);
  const take = (field: (typeof FIELDS)[number]) =>
    saying.say('household.amend', { household: into.id, [field]: from.body[field], was: { [field]: into.body[field] } }, e('tidy.taken'));
  const add = ({ name, relation, sex, born }: Member) =>
    saying.say('member.add', { household: into.id, name, relation: relation === 'head' && fold(name) !== fold(into.body.head) ? 'other' : relation, sex, born }, e('tidy.member.done', name));
  return (
    <>
      {saying.refusal.value && <RefusalNote refusal={saying.refusal.value} />}
      {fields.length + people.length === 0 && <Notice tone="good" title={e('tidy.none')} />}
      {fields.length > 0 && (
        <Part title={e('tidy.there', from.body.no)}>
          <Rows>{fields.map((field) => <Row key={field} name={valueText(field, from.body[field])} note={e(`field.${field}`)} end={<Button disabled={busy} onPress={() => void take(field)}>{e('tidy.take')}<span class="unseen"> · {e(`field.${field}`)}</span></Button>} />)}</Rows>
        </Part>
      )}
      {people.length > 0 && (
        <Part title={e('field.members')} count={people.length}>
          <Rows>{people.map((member) => <Row key={member.id} picture="person" name={member.name} note={[h(`relation.${member.relation}`), member.born && h('house.born', member.born)].filter(Boolean).join(' · ')} end={<Button disabled={busy} onPress={() => void add(member)}>{e('tidy.take')}<span class="unseen"> · {member.name}</span></Button>} />)}</Rows>
        </Part>
      )}
    </>
  );
}

export default function TidyForm({ book, page, which }: HouseholdProps) {
  const { household } = page;
  const from = page.merged?.find((one) => one.id === which);
  if (!from) return <MissingPage back={`#/ho/${household.id}`} />;
  return (
    <Page title={e('tidy.title')} back={`#/ho/${household.id}`}>
      <div class="stack wide">
        <News />
        <p class="soft">{e('tidy.means', from.body.no)}</p>
        <Beside book={book} one={household} other={from} />
        <Copies book={book} into={household} from={from} />
      </div>
    </Page>
  );
}
