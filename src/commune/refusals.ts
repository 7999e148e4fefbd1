// Every reason for which an act is not taken, with what it tells: the words for people are written from this list.

/**
 * What a parameter is, so that words can show it rightly: a `person`, `household`, `village` id is looked up, a `day`
 * is written as 05/03/2026, `role`, `roles` (space between), `purpose`, `asked`, `state`, `step` (of a promise), `field` and
 * `problem` have words of their own, `name` and `text` are shown as they are, `id` is for people who mend things.
 */
export type Param =
  | 'person' | 'household' | 'village' | 'day' | 'role' | 'roles' | 'purpose' | 'asked' | 'state' | 'step' | 'field' | 'problem'
  | 'name' | 'text' | 'number' | 'id';

export interface Reason {
  readonly params: Readonly<Record<string, Param>>;
  /** Where the rule stands in law, as people here cite it. */
  readonly law?: string;
}

const meanwhile = { state: 'state', by: 'person', on: 'day' } as const;
const PERSONAL_DATA = 'Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15';
const PERSONAL_DATA_DECREE = 'Nghị định 356/2025/NĐ-CP';

export const REFUSALS = {
  // How an act travels.
  'act.altered': { params: {} },
  'act.broken': { params: { kind: 'id' } },
  'act.unknown': { params: { kind: 'id' } },
  'act.version': { params: { kind: 'id', v: 'number' } },
  'act.withheld': { params: {} },
  'body.invalid': { params: { field: 'field', problem: 'problem' } },

  // Days.
  'day.early': { params: { field: 'field', earliest: 'day' } },
  'day.future': { params: { field: 'field', day: 'day' } },
  'day.late': { params: { field: 'field', latest: 'day' } },

  // Who may.
  'post.needed': { params: { roles: 'roles' } },
  'post.elsewhere': { params: { role: 'role' } },
  'post.ended': { params: { role: 'role', until: 'day' } },

  // The commune, its villages, people and posts.
  'commune.day-twice': { params: { day: 'day' } },
  'commune.known': { params: { name: 'name' } },
  'commune.other': { params: { code: 'text', commune: 'text' } },
  'commune.unknown': { params: { commune: 'text' } },
  'village.closed': { params: { name: 'name', on: 'day' } },
  'village.inhabited': { params: { name: 'name', count: 'number', household: 'household' } },
  'village.known': { params: { village: 'village', name: 'name' } },
  'village.unknown': { params: { village: 'village' } },
  'person.closed': { params: { on: 'day' } },
  'person.known': { params: { person: 'person', name: 'name' } },
  'person.unknown': { params: { person: 'person' } },
  'post.first-officer': { params: { today: 'day' } },
  'post.held': { params: { role: 'role', from: 'day' } },
  'post.last-officer': { params: { name: 'name' } },
  'post.many': { params: { most: 'number' } },
  'post.mixed': { params: { name: 'name' } },
  'post.over': { params: { role: 'role', until: 'day' } },
  'post.place': { params: { role: 'role', field: 'field' } },
  'post.unknown': { params: { post: 'id' } },

  // The register and consent.
  'household.closed': { params: { on: 'day' } },
  'household.erased': { params: { on: 'day' } },
  'household.elsewhere': { params: { household: 'household', village: 'village' } },
  'household.full': { params: { most: 'number' } },
  'household.holds-others': { params: { household: 'household' } },
  'household.known': { params: { household: 'household' } },
  'household.merged': { params: { household: 'household', into: 'household' } },
  'household.merged-many': { params: { most: 'number' } },
  'household.unknown': { params: { household: 'household' } },
  'meeting.full': { params: { field: 'field', most: 'number' } },
  'member.unknown': { params: { member: 'id' } },
  'consent.later': { params: { purpose: 'purpose', on: 'day' }, law: PERSONAL_DATA },
  'consent.none': { params: { purpose: 'purpose' } },
  'consent.withdrawn': { params: { purpose: 'purpose', on: 'day' } },

  // Listening.
  'visit.agreed': { params: { purpose: 'purpose' } },
  'visit.no-consent': { params: { purpose: 'purpose' }, law: PERSONAL_DATA },
  'visit.not-author': { params: { person: 'person' } },
  'visit.too-late': { params: { last: 'day' } },
  'visit.unknown': { params: { visit: 'id' } },
  'petition.answered': { params: { by: 'person', on: 'day' } },
  'petition.full': { params: { most: 'number' } },
  'petition.unknown': { params: { petition: 'id' } },

  // Rights of persons.
  'request.asked': { params: { by: 'person', on: 'day' } },
  'request.closed': { params: { on: 'day' } },
  'request.confirmed': { params: { on: 'day' } },
  'request.foreign-row': { params: { row: 'id' } },
  'request.full': { params: { most: 'number' } },
  'request.longer-once': { params: { dueOn: 'day' }, law: PERSONAL_DATA_DECREE },
  'request.needs-two': { params: {} },
  'request.not-asked': { params: {} },
  'request.other': { params: { what: 'asked' } },
  'request.same-person': { params: {} },
  'request.unanswered': { params: {} },
  'request.unknown': { params: { request: 'id' } },
  'record.kept': { params: {} },
  'visit.limited': { params: { on: 'day' }, law: PERSONAL_DATA },

  // Keeping one's word. `by` and `on` say who brought about the present state, and when.
  'promise.full': { params: { most: 'number' } },
  'promise.not-done': { params: meanwhile },
  'promise.not-keeper': { params: { keeper: 'person' } },
  'promise.not-later': { params: { dueOn: 'day' } },
  'promise.not-offered': { params: { did: 'step', by: 'person', on: 'day' } },
  'promise.not-open': { params: meanwhile },
  'promise.not-withdrawn': { params: meanwhile },
  'promise.offered': { params: { to: 'person' } },
  'promise.outsider': { params: { name: 'name' } },
  'promise.own': { params: { keeper: 'person' } },
  'promise.told': { params: meanwhile },
  'promise.unknown': { params: { promise: 'id' } },
} as const satisfies Readonly<Record<string, Reason>>;

export type RefusalCode = keyof typeof REFUSALS;
