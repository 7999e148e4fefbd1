// Who may see this household's page, by the same rules that decide it: nobody has to take it on trust.
import { handOf } from '#commune/places/author.ts';
import { postsOn } from '#commune/places/policy.ts';
import type { Role } from '#commune/places/rows.ts';
import type { Book, HouseholdPage } from '#phone/book.ts';
import { Part, Row, Rows } from '#phone/parts/row.tsx';
import { f } from '#phone/words/field.ts';
import { h } from '#phone/words/house.ts';

interface Sight {
  readonly id: string;
  readonly name: string;
  readonly note: string;
}

/** Staff that may read this household's rows today; officers are many and named as one line. */
export function sightOf(book: Book, page: HouseholdPage): readonly Sight[] {
  const today = book.today();
  const place = { village: page.household.village, household: page.household.id };
  const seen: Sight[] = [];
  for (const person of book.people.value.values()) {
    if (person.household !== null) continue;
    const hand = handOf(person, person.id, today);
    const supervises = postsOn(person, today).some((post) => post.role === 'supervisor' && (post.village === null || post.village === place.village));
    const role: Role | null = hand.isHeadOf(place.village) ? 'head' : hand.isVolunteerOf(place) ? 'volunteer' : hand.isOfficer ? 'officer' : supervises ? 'supervisor' : null;
    if (role) seen.push({ id: person.id, name: person.body.name, note: role === 'supervisor' ? `${f('role.supervisor')}, ${h('house.sight.promises')}` : f(`role.${role}`) });
  }
  return seen;
}

export function SightPart({ book, page }: { readonly book: Book; readonly page: HouseholdPage }) {
  const seen = sightOf(book, page);
  return (
    <Part title={h('house.sight')} count={seen.length}>
      <Rows>
        {seen.map((one) => <Row key={one.id} picture="eye" name={one.name} note={one.note} />)}
        <Row picture="house" name={h('house.sight.household')} />
      </Rows>
      <p class="small soft">{h('house.sight.means')}</p>
    </Part>
  );
}
