// Who is saying an act: which posts they hold today, and for which village and household they may act.
import type { Outcome, Row, Rows, Said } from '#journal/act.ts';
import { refuse } from '#journal/act.ts';
import { find } from './find.ts';
import { postsOn, sees, standsOf } from './policy.ts';
import { lets, rolesIn, SAYS, type ActName, type Line, type Stand, type Tie } from './policy-table.ts';
import type { Day, PersonRow, Post, Role } from './rows.ts';

/** Person the server's own seat stands for. It holds no post: what it may say, the day alone decides. No row is ever made of it. */
export const HOUSE = 'house';

/** Where something belongs: a household row, a visit, a promise … or a village. */
export interface Place {
  readonly village: string | null;
  readonly household: string | null;
}

/** Of what belongs to no village: the commune, its villages, its people. */
export const COMMUNE_WIDE: Place = { village: null, household: null };

/** What a refusal is about. */
export interface Meant {
  /** The row the act names, if it is there. */
  readonly row: Row | undefined;
  /** What is answered where no such row is there: also where the person may not know that it is. */
  readonly unknown: Outcome;
  /** Where a tie to the row is what is missing, not a post: who else has it. */
  readonly untied?: Outcome | undefined;
}

/** What a person's posts of one day allow. Each question is a line in a `decide`. */
export interface Hand {
  readonly person: string;
  readonly isOfficer: boolean;
  isHeadOf(village: string | null): boolean;
  /** A volunteer to whom this very household is assigned. */
  isVolunteerOf(place: Place): boolean;
  /** The household's own representative. */
  isHousehold(place: Place): boolean;
  /** Officer, head of its village, or its volunteer: those who visit, note and promise. */
  worksFor(place: Place): boolean;
  /** Whether the policy table lets them say such an act about that place, with what ties them to the thing. */
  may(kind: ActName, place?: Place, ties?: readonly Tie[]): boolean;
  /**
   * Why not. Whoever holds no post for such acts hears of their own posts only; whoever may not read the row hears
   * what they would hear if it were not there (denied looks like absent).
   */
  denied(kind: ActName, meant?: Meant): Outcome;
}

/** What the author may do today. */
export const author = (rows: Rows, said: Said): Hand => handOf(find<PersonRow>(rows, 'person', said.author), said.author, said.today);

/**
 * A person of the commune's or the villages' staff. A household's representative is hidden from most of those who
 * say acts, so it is nobody they could name: to them and to the server alike.
 */
export function findStaff(rows: Rows, person: string): PersonRow | undefined {
  const row = find<PersonRow>(rows, 'person', person);
  return row?.household === null ? row : undefined;
}

/** What any person may do on that day; somebody unknown may do nothing. */
export function handOf(row: Row | undefined, person: string, today: Day): Hand {
  const known = row as PersonRow | undefined;
  const posts = known ? postsOn(known, today) : [];
  const stands = (stand: Stand, place: Place) => standsOf(known, place, today).includes(stand);
  const hand: Hand = {
    person,
    isOfficer: stands('officer', COMMUNE_WIDE),
    isHeadOf: (village) => village !== null && stands('head', { village, household: null }),
    isVolunteerOf: (place) => stands('volunteer', place),
    isHousehold: (place) => stands('household', place),
    worksFor: (place) => hand.isOfficer || hand.isHeadOf(place.village) || hand.isVolunteerOf(place),
    may: (kind, place = COMMUNE_WIDE, ties = []) => lets(SAYS[kind], standsOf(known, place, today), ties),
    denied: (kind, meant) => {
      const line: Line = SAYS[kind];
      const barred = whyBarred(known, posts, rolesIn(line), today);
      if (barred) return barred;
      if (meant && !(meant.row && known && sees(known, meant.row, today))) return meant.unknown;
      return meant?.untied ?? elsewhere(posts, rolesIn(line)) ?? refuse('post.needed', { roles: rolesIn(line).join(' ') });
    },
  };
  return hand;
}

/** Why none of the person's posts is one of these: closed, over, or never held. Undefined where one is in force. */
function whyBarred(person: PersonRow | undefined, posts: readonly Post[], needed: readonly Role[], today: Day): Outcome | undefined {
  const closedOn = person?.body.closedOn ?? null;
  if (closedOn !== null && closedOn <= today) return refuse('person.closed', { on: closedOn });
  if (posts.some((post) => needed.includes(post.role))) return undefined;
  const ended = (person?.body.posts ?? []).filter((post) => needed.includes(post.role) && post.until !== null && post.until < today);
  const last = ended.sort((a, b) => (a.until! < b.until! ? 1 : -1))[0];
  if (last) return refuse('post.ended', { role: last.role, until: last.until! });
  return refuse('post.needed', { roles: needed.join(' ') });
}

function elsewhere(posts: readonly Post[], needed: readonly Role[]): Outcome | undefined {
  const held = posts.find((post) => needed.includes(post.role));
  return held && refuse('post.elsewhere', { role: held.role });
}
