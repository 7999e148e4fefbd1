// What waits for a choice, in all records of the book, and which of it the person at this phone is asked about.
import type { Json } from '#journal/act.ts';
import { askedOf } from '#commune/places/meeting.ts';
import { addDays } from '#commune/places/days.ts';
import { postsOn } from '#commune/places/policy.ts';
import type { Day, Meeting, Settled } from '#commune/places/rows.ts';
import type { Book, HouseholdLine } from '#phone/book.ts';
import { myHand } from '#phone/parts/hand.ts';
import { e } from '#phone/words/meet.ts';
import { f } from '#phone/words/field.ts';

/** The record a meeting is of: what it is called, where it is looked at, and how a choice about it is said. */
export interface MetRecord {
  readonly title: string;
  readonly href: string | null;
  readonly kind: 'household.choose' | 'village.choose' | 'person.choose' | 'commune.choose';
  readonly body: { readonly [field: string]: Json };
  /** Heads of its village today; officers where there is none, and of what is the commune's. */
  readonly owners: readonly string[];
  readonly mayChoose: boolean;
}

export interface Waiting {
  readonly key: string;
  readonly record: MetRecord;
  readonly meeting: Meeting;
  /** The household whose member it may be about. */
  readonly household: string | null;
}

export interface Over {
  readonly key: string;
  readonly record: MetRecord;
  readonly settled: Settled;
  readonly household: string | null;
}

/** What was chosen stays in sight for a week for those it concerned. */
const SETTLED_SHOWN_DAYS = 7;

function staffWith(book: Book, role: 'officer' | 'head', village: string | null): readonly string[] {
  const today = book.today();
  return [...book.people.value.values()]
    .filter((person) => person.household === null && postsOn(person, today).some((post) => post.role === role && (village === null || post.village === village)))
    .map(({ id }) => id);
}

/** Who answers for what belongs to the village. */
export function ownersOf(book: Book, village: string): readonly string[] {
  const heads = staffWith(book, 'head', village);
  return heads.length > 0 ? heads : staffWith(book, 'officer', null);
}

export const householdRecord = (book: Book, line: Pick<HouseholdLine, 'id' | 'no' | 'head' | 'village'>, household = line.id): MetRecord => ({
  title: f('household.of', line.no, line.head), href: `#/ho/${line.id}`, kind: 'household.choose', body: { household },
  owners: ownersOf(book, line.village), mayChoose: myHand(book).worksFor({ village: line.village, household }),
});

interface Held {
  readonly record: MetRecord;
  readonly household: string | null;
  readonly meetings: readonly Meeting[];
  readonly settled: readonly Settled[];
}

/** Every record that holds a meeting, open or over. */
function held(book: Book): readonly Held[] {
  const officers = staffWith(book, 'officer', null);
  const { isOfficer } = myHand(book);
  const none = <T>(list: readonly T[] | undefined): readonly T[] => list ?? [];
  const commune = book.commune.value;
  const homes = book.lines.value.filter((line) => line.meetings || line.settled).flatMap((line) =>
    [...new Set([...none(line.meetings), ...none(line.settled)].map(({ household }) => household))].map((household): Held => ({
      record: householdRecord(book, line, household), household: line.id,
      meetings: none(line.meetings).filter((one) => one.household === household), settled: none(line.settled).filter((one) => one.household === household),
    })));
  const villages = book.villages.value.map(({ id, body }): Held => ({
    record: { title: e('meet.village', body.name), href: isOfficer ? `#/van-phong/thon/${id}` : null, kind: 'village.choose', body: { village: id }, owners: officers, mayChoose: isOfficer },
    household: null, meetings: none(body.meetings), settled: none(body.settled),
  }));
  const people = [...book.people.value.values()].filter(({ body }) => body.meetings ?? body.settled).map(({ id, body }): Held => ({
    record: { title: e('meet.person', body.name), href: isOfficer ? `#/van-phong/nguoi/${id}` : null, kind: 'person.choose', body: { person: id }, owners: officers, mayChoose: isOfficer || id === book.seat.person },
    household: null, meetings: none(body.meetings), settled: none(body.settled),
  }));
  const days: Held = {
    record: { title: e('meet.calendar'), href: isOfficer ? '#/van-phong/ngay-nghi' : null, kind: 'commune.choose', body: {}, owners: officers, mayChoose: isOfficer },
    household: null, meetings: none(commune?.body.meetings), settled: none(commune?.body.settled),
  };
  return [...homes, ...villages, ...people, days];
}

const keyOf = (record: MetRecord, { field, member }: Meeting | Settled): string => `${record.kind}/${JSON.stringify(record.body)}/${member ?? ''}/${field}`;

/** Meetings in which the person at the seat has to choose. */
export const waitingFor = (book: Book): readonly Waiting[] => held(book).flatMap(({ record, household, meetings }) =>
  meetings.filter((meeting) => record.mayChoose && askedOf(meeting, record.owners).includes(book.seat.person))
    .map((meeting) => ({ key: keyOf(record, meeting), record, meeting, household })));

/** Choices of the last days that others made about what the person at the seat wrote or answers for. */
export function settledFor(book: Book): readonly Over[] {
  const [me, since]: readonly [string, Day] = [book.seat.person, addDays(book.today(), -SETTLED_SHOWN_DAYS)];
  const concerns = ({ over, chose }: Settled, record: MetRecord) => [chose, ...over].some(({ by, also }) => by === me || also?.includes(me)) || record.owners.includes(me);
  return held(book).flatMap(({ record, household, settled }) =>
    settled.filter((one) => one.on >= since && one.by !== me && concerns(one, record)).map((one) => ({ key: `${keyOf(record, one)}/${one.on}`, record, settled: one, household })));
}
