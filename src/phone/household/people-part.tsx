// Who lives in the household; those who left are folded away, without a reason.
import { useState } from 'preact/hooks';
import { headUnlisted, peopleIn } from '#commune/households/people.ts';
import type { Member } from '#commune/households/rows.ts';
import { Button } from '#phone/parts/button.tsx';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import { h } from '#phone/words/house.ts';
import type { HouseholdProps } from './household-props.ts';
import { DisputeFlag } from './rights-part.tsx';

const noteOf = (member: Member): string =>
  [h(`relation.${member.relation}`), member.sex && h(`member.sex.${member.sex}`), member.born && h('house.born', member.born), member.leftOn && h('house.people.left.on', member.leftOn)].filter(Boolean).join(' · ');

export function PeoplePart({ book, page, mayEdit }: HouseholdProps & { readonly mayEdit: boolean }) {
  const [all, setAll] = useState(false);
  const { id, body } = page.household;
  // Counted only where it was written down who lives there.
  const count = peopleIn(body);
  const here = body.members.filter((member) => member.leftOn === null);
  const left = body.members.filter((member) => member.leftOn !== null);
  const draw = (member: Member, href?: string) => <Row key={member.id} picture="person" name={member.name} note={<>{noteOf(member)} <DisputeFlag book={book} page={page} about={`member.${member.id}`} quiet /></>} {...(href === undefined ? {} : { href })} />;
  return (
    <Part title={h('house.people')} {...(count > 0 ? { count } : {})} side={mayEdit ? <Button look="plain" picture="plus" href={`#/ho/${id}/nguoi`}>{h('house.people.add')}</Button> : null}>
      {here.length === 0 ? <p class="soft">{h('house.people.none')}</p> : <Rows>{headUnlisted(body) && <Row picture="person" name={body.head} note={h('relation.head')} />}{here.map((member) => draw(member, mayEdit ? `#/ho/${id}/nguoi/${member.id}` : undefined))}</Rows>}
      {left.length > 0 && !all && <div><Button look="plain" onPress={() => setAll(true)}>{h('house.people.left', left.length)}</Button></div>}
      {all && <Rows>{left.map((member) => draw(member))}</Rows>}
    </Part>
  );
}
