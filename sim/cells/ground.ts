// The commune the cells are tried in: every class of row in every place, laid by the server itself; and one of each thing an act may be about.
import type { Row } from '#journal/act.ts';
import type { ConsentRow, HouseholdRow } from '#commune/households/rows.ts';
import type { RowClass } from '#commune/places/policy-table.ts';
import type { CommuneRow, PersonRow, VillageRow } from '#commune/places/rows.ts';
import type { PromiseBody, PromiseRow } from '#commune/promises/rows.ts';
import type { RequestBody, RequestRow } from '#commune/rights/rows.ts';
import type { PetitionRow, VisitRow } from '#commune/visits/rows.ts';
import { ACTORS, AWAY, BESIDE, HERE, personOf, type Days, type Place } from './people.ts';

export const COMMUNE = '23538';
/** Another commune on the same server, and one that nobody has founded yet. */
export const ABROAD = '23541';
export const UNFOUNDED = '23544';

export const communeRow = (code: string, officers: readonly string[]): CommuneRow => ({
  kind: 'commune', id: code, village: null, household: null,
  body: {
    code, name: 'Xã Thử', province: 'Tỉnh Thử', sample: false, daysOff: [], daysOn: [],
    officers: officers.map((person) => ({ person, post: 'post', from: '2020-01-01', until: null })),
  },
});

const villageRow = (id: string): VillageRow => ({ kind: 'village', id, village: id, household: null, body: { name: `Thôn ${id}`, languages: ['vi'], closedOn: null } });

const householdRow = ({ village, household }: Place): HouseholdRow => ({
  kind: 'household', id: household!, village, household,
  body: {
    no: '1', head: 'A Chủ', members: [{ id: 'm1', name: 'A Chủ', relation: 'head', sex: null, born: null, leftOn: null }], language: 'vi', place: null, phone: null, closedOn: null,
  },
});

export const consentRow = ({ village, household }: Place): ConsentRow => ({
  kind: 'consent', id: `${household}.visit-notes`, village, household,
  body: { purpose: 'visit-notes', given: true, how: 'spoken', language: 'vi', text: 'vi-2026-1', on: '2026-01-05', by: 'A Chủ', withdrawnOn: null },
});

export const visitRow = (id: string, { village, household }: Place, by: string, on: string): VisitRow => ({
  kind: 'visit', id, village, household,
  body: { on, came: [by], along: [], met: [], language: 'vi', heard: [], photos: [], by, correctedOn: null },
});

export const petitionRow = (id: string, { village, household }: Place, replies: PetitionRow['body']['replies'] = []): PetitionRow => ({
  kind: 'petition', id, village, household,
  body: { visit: null, topic: 'road', matter: 'Sửa đường', by: 'spare', on: '2012-01-05', replyDueOn: '2012-01-20', replies },
});

export const promiseRow = (id: string, { village, household }: Place, to: Partial<PromiseBody>): PromiseRow => ({
  kind: 'promise', id, village, household,
  body: {
    visit: null, what: 'Xin thẻ', keeper: 'spare', offeredTo: null, madeOn: '2026-01-05', dueOn: '2026-02-05', state: 'open', stateOn: '2026-01-05', told: false,
    steps: [{ did: 'made', on: '2026-01-05', by: 'spare', words: null, photo: null, dueOn: '2026-02-05' }], ...to,
  },
});

export const requestRow = (id: string, { village, household }: Place, to: Partial<RequestBody>): RequestRow => ({
  kind: 'request', id, village, household,
  body: {
    what: 'see', about: null, words: null, by: 'A Chủ', takenBy: 'spare', on: '2026-01-05', answerDueOn: '2026-01-09', doneDueOn: '2026-02-05', answers: [], closedOn: null, toldOn: null, ...to,
  },
});

/** Somebody of the staff who is no actor: works in the first village, keeps promises, and may be closed, renamed, ended. */
export const spare = (id: string, role: 'officer' | 'head' | 'volunteer'): PersonRow => ({
  kind: 'person', id, village: null, household: null,
  body: {
    name: `Người ${id}`, closedOn: null,
    posts: [{ id: `post-${id}`, role, village: role === 'officer' ? null : HERE.village, households: role === 'volunteer' ? [HERE.household] : [], from: '2020-01-01', until: null }],
  },
});

const PLACES: readonly Place[] = [HERE, BESIDE, AWAY];

/** The row of that class in that place, as everybody's reading is tried on; every class has a line, or this does not compile. */
const READ: Readonly<Record<RowClass, (place: Place) => Row | null>> = {
  commune: () => communeRow(COMMUNE, ['officer', 'spare-officer']),
  village: ({ village }) => villageRow(village!),
  person: () => spare('spare', 'head'),
  // Actors who speak for a household stand in this class themselves.
  representative: ({ household }) => ({ ...spare(`rep-${household}`, 'head'), village: household === AWAY.household ? AWAY.village : HERE.village, household }),
  household: householdRow,
  consent: consentRow,
  visit: (place) => visitRow(`visit-${place.household}`, place, 'spare', '2026-01-05'),
  petition: (place) => petitionRow(`petition-${place.household}`, place),
  promise: (place) => promiseRow(`promise-${place.household}`, place, {}),
  request: (place) => requestRow(`request-${place.household}`, place, {}),
};

export interface ReadCell {
  readonly row: Row;
  readonly of: RowClass;
}

/** One row of each class and place, once each. */
export function readCells(): readonly ReadCell[] {
  const cells = new Map<string, ReadCell>();
  for (const of of Object.keys(READ) as RowClass[]) {
    for (const place of PLACES) {
      const row = READ[of](place);
      if (row) cells.set(`${row.kind}/${row.id}`, { row, of });
    }
  }
  return [...cells.values()];
}

/** Everything the commune begins with. */
export function groundRows(days: Days): readonly Row[] {
  const people = ACTORS.filter(({ standing }) => standing !== 'abroad').flatMap((actor) => personOf(actor, days) ?? []);
  return [...readCells().map(({ row }) => row), ...people, spare('spare-officer', 'officer'), spare('spare-volunteer', 'volunteer'), villageRow('v9')];
}

/** The other commune: its officer, and nothing of ours. */
export function abroadRows(days: Days): readonly Row[] {
  const people = ACTORS.filter(({ standing }) => standing === 'abroad').flatMap((actor) => personOf(actor, days) ?? []);
  return [communeRow(ABROAD, people.map(({ id }) => id)), ...people];
}
