// One or more scenes for every kind of act: what stands in the book, what is said, and what ties the speaker to it.
import type { Json, Row } from '#journal/act.ts';
import type { Bodies } from '#commune/kinds.ts';
import type { ActName, Tie } from '#commune/places/policy-table.ts';
import { COMMUNE, communeRow, petitionRow, promiseRow, requestRow, spare, UNFOUNDED, visitRow } from './ground.ts';
import { BESIDE, HERE, type Actor, type Days, type Place } from './people.ts';

export interface Scene<N extends ActName = ActName> {
  readonly ties: readonly Tie[];
  /** The place it is about: how the speaker stands to it decides. */
  readonly place: Place;
  /** What stands in the book beside the ground, and over it. */
  readonly rows: readonly Row[];
  /** Row the act names: who may not read it must not learn that it is there. Null: it names none. */
  readonly target: string | null;
  /** The act, about the row with that id. */
  readonly body: (id: string) => Bodies[N];
  /** Where it is said, if not in the commune of the ground. */
  readonly unfounded?: true;
}

export interface Setting extends Days {
  readonly actor: Actor;
  /** Another name for every thing that is made. */
  readonly n: number;
}

const WIDE: Place = { village: null, household: null };
const home: { readonly place: Place; readonly target: string; readonly rows: readonly Row[]; readonly ties: readonly Tie[] } =
  { place: HERE, target: `household/${HERE.household}`, rows: [], ties: [] };
const wide = { place: WIDE, target: null, rows: [], ties: [] } as const;
const choice = { meeting: 'm-1', over: [] as string[] };

/** The promise as it must stand for that act, kept by or offered to the speaker or not. */
function promises<N extends ActName>({ actor, n }: Setting, to: Parameters<typeof promiseRow>[2], ties: readonly Tie[], body: (which: { promise: string; household: string }) => Bodies[N]): readonly Scene<N>[] {
  return [[], ...ties.map((tie) => [tie])].map((tied): Scene<N> => {
    const id = `p-${n}-${tied[0] ?? 'free'}`;
    const own = tied[0] === 'keeper' ? { keeper: actor.name } : tied[0] === 'offered' ? { offeredTo: actor.name } : {};
    return {
      place: HERE, ties: tied as readonly Tie[], target: `promise/${id}`, rows: [promiseRow(id, HERE, { ...to, ...own })],
      body: (promise) => body({ promise, household: HERE.household }),
    };
  });
}

function request<N extends ActName>({ n }: Setting, to: Parameters<typeof requestRow>[2], body: (which: { request: string; household: string }) => Bodies[N], more: Partial<Scene<N>> = {}): Scene<N> {
  return {
    place: HERE, ties: [], target: `request/r-${n}`, rows: [requestRow(`r-${n}`, HERE, to)], ...more,
    body: (id) => body({ request: id, household: HERE.household }),
  } as Scene<N>;
}

/** Own things and others': the same act about oneself. */
const aboutPerson = <N extends ActName>({ actor }: Setting, body: (person: string) => Bodies[N]): readonly Scene<N>[] => [
  { ...wide, target: 'person/spare', body },
  ...(actor.standing === 'abroad' ? [] : [{ ...wide, ties: ['self' as const], body: () => body(actor.name) }]),
];

/** A commune in the making, for somebody who holds its only seat. */
const founding = <N extends ActName>(rows: readonly Row[], body: Bodies[N]): Scene<N> =>
  ({ place: WIDE, ties: ['founder'], target: null, rows, unfounded: true, body: () => body });

const erasing = (askedBy: string, confirmed: boolean): NonNullable<Parameters<typeof requestRow>[2]['erasing']> =>
  ({ askedBy, askedOn: '2026-01-06', confirmedBy: confirmed ? 'officer' : null, confirmedOn: confirmed ? '2026-01-07' : null, doneOn: null });

/** A kind without scenes does not compile. Whoever adds one says what must stand and what is said; who may stands in the table. */
export const SCENES: { readonly [N in ActName]: (setting: Setting) => readonly Scene<N>[] } = {
  'commune.found': () => [
    { ...wide, body: () => ({ code: COMMUNE, name: 'Xã Khác', province: 'Tỉnh', sample: false }) },
    founding<'commune.found'>([], { code: UNFOUNDED, name: 'Xã Mới', province: 'Tỉnh', sample: false }),
  ],
  'commune.calendar': ({ n }) => [{ ...wide, body: () => ({ daysOff: [], daysOn: [`2031-01-${String(1 + (n % 28)).padStart(2, '0')}`] }) }],
  'commune.choose': () => [{ ...wide, body: () => ({ ...choice, field: '2031-02-01', keep: 'off' }) }],
  'village.add': ({ n }) => [{ ...wide, body: () => ({ id: `v-${n}`, name: 'Thôn Mới', languages: ['vi'] }) }],
  'village.amend': () => [{ ...wide, target: 'village/v9', place: { village: 'v9', household: null }, body: (id) => ({ id, name: 'Thôn Chín' }) }],
  'village.choose': () => [{ ...wide, target: 'village/v9', place: { village: 'v9', household: null }, body: (village) => ({ village, ...choice, field: 'name', keep: 'Thôn Chín' }) }],
  'village.close': ({ today }) => [{ ...wide, target: 'village/v9', place: { village: 'v9', household: null }, body: (village) => ({ village, on: today, households: [] }) }],
  'village.reopen': () => [{ ...wide, target: 'village/v9', place: { village: 'v9', household: null }, body: (village) => ({ village, was: null }) }],
  'person.add': ({ actor, n }) => [
    { ...wide, body: () => ({ id: `person-${n}`, name: 'Người Mới' }) },
    ...(actor.name === 'lost' ? [founding<'person.add'>([communeRow(UNFOUNDED, [])], { id: actor.name, name: 'Người Đầu' })] : []),
  ],
  'person.rename': (setting) => aboutPerson(setting, (person) => ({ person, name: 'Tên Mới' })),
  'person.choose': (setting) => aboutPerson(setting, (person) => ({ person, ...choice, field: 'name', keep: 'Tên Mới' })),
  'person.close': ({ n, today }) => [{ ...wide, rows: [{ ...spare(`leaver-${n}`, 'head') }], target: `person/leaver-${n}`, body: (person) => ({ person, on: today }) }],
  'post.give': ({ actor, n, today }) => [
    { ...wide, rows: [{ ...spare(`joiner-${n}`, 'head'), body: { name: 'X', posts: [], closedOn: null } }], target: `person/joiner-${n}`, body: (person) => ({ person, role: 'head', village: 'v1', households: [], from: today, until: null }) },
    ...(actor.role === null && actor.standing === 'now'
      ? [founding<'post.give'>([communeRow(UNFOUNDED, [])], { person: actor.name, role: 'officer', village: null, households: [], from: today, until: null })] : []),
  ],
  'post.assign': () => [{ place: { village: HERE.village, household: null }, ties: [], rows: [], target: 'person/spare-volunteer', body: (person) => ({ person, post: 'post-spare-volunteer', households: [HERE.household] }) }],
  'post.end': ({ n, yesterday }) => [{ ...wide, rows: [spare(`ender-${n}`, 'volunteer')], target: `person/ender-${n}`, body: (person) => ({ person, post: `post-ender-${n}`, until: yesterday }) }],
  'household.register': ({ n }) => [{ ...wide, place: { village: HERE.village, household: null }, body: () => ({ id: `new-${n}`, village: HERE.village, no: '9', head: 'A Mới' }) }],
  'household.amend': () => [{ ...home, body: (household) => ({ household, place: 'Xóm Trên' }) }],
  'household.choose': () => [{ ...home, body: (household) => ({ household, ...choice, field: 'place', keep: 'Xóm Dưới' }) }],
  'household.close': ({ today }) => [{ ...home, body: (household) => ({ household, on: today }) }],
  'household.reopen': () => [{ ...home, body: (household) => ({ household, was: null }) }],
  'household.merge': () => [{ ...home, body: (into) => ({ from: BESIDE.household, into, people: [] }) }],
  'household.part': () => [{ ...home, body: (into) => ({ from: BESIDE.household, into, people: [] }) }],
  'household.apart': () => [{ ...home, body: (other) => ({ household: BESIDE.household, other }) }],
  'member.add': () => [{ ...home, body: (household) => ({ household, name: 'Y Con', relation: 'child' }) }],
  'member.amend': () => [{ ...home, body: (household) => ({ household, member: 'm1', name: 'A Tên' }) }],
  'member.leave': ({ today }) => [{ ...home, body: (household) => ({ household, member: 'm1', on: today }) }],
  'consent.record': ({ today }) => [{ ...home, body: (household) => ({ household, purpose: 'photo', given: true, how: 'spoken', language: 'vi', by: 'A Chủ', on: today }) }],
  'consent.withdraw': ({ today }) => [{ ...home, body: (household) => ({ household, purpose: 'visit-notes', on: today }) }],
  'visit.record': ({ today }) => [{ ...home, body: (household) => ({ household, on: today, language: 'vi' }) }],
  'visit.correct': ({ actor, n, today }) => [[], ['author' as const]].map((ties) => ({
    place: HERE, ties, target: `visit/w-${n}-${ties.length}`, rows: [visitRow(`w-${n}-${ties.length}`, HERE, ties.length > 0 ? actor.name : 'spare', today)],
    body: (visit: string) => ({ visit, household: HERE.household, met: ['Y Ngọc'] }),
  })),
  'visit.strike': ({ today }) => [{ ...home, target: 'visit/visit-h1', body: (visit) => ({ visit, household: HERE.household, what: ['clips'], on: today }) }],
  'petition.file': ({ today }) => [{ ...home, body: (household) => ({ household, topic: 'land', matter: 'Đo lại đất', on: today }) }],
  'petition.reply': ({ today }) => [{ ...home, target: 'petition/petition-h1', body: (petition) => ({ petition, household: HERE.household, words: 'Đã chuyển', final: false, on: today }) }],
  'promise.make': ({ today }) => [{ ...home, body: (household) => ({ household, what: 'Hỏi giống lúa', keeper: 'spare', dueOn: today, on: today }) }],
  'promise.claim': (setting) => promises<'promise.claim'>(setting, {}, ['keeper'], (which) => ({ ...which, on: setting.today })),
  'promise.confirm': (setting) => promises<'promise.confirm'>(setting, {}, ['keeper'], (which) => which),
  'promise.reopen': (setting) => promises<'promise.reopen'>(setting, { state: 'claimed' }, ['keeper'], (which) => which),
  'promise.offer': (setting) => promises<'promise.offer'>(setting, {}, ['keeper'], (which) => ({ ...which, to: 'spare-volunteer' })),
  'promise.accept': (setting) => promises<'promise.accept'>(setting, {}, ['offered', 'keeper'], (which) => which),
  'promise.decline': (setting) => promises<'promise.decline'>(setting, {}, ['offered', 'keeper'], (which) => which),
  'promise.postpone': (setting) => promises<'promise.postpone'>(setting, {}, ['keeper', 'offered'], (which) => ({ ...which, dueOn: '2026-03-05', words: 'Mưa', on: '2026-01-06' })),
  'promise.withdraw': (setting) => promises<'promise.withdraw'>(setting, {}, ['keeper'], (which) => ({ ...which, words: 'Hộ đã làm' })),
  'promise.told': (setting) => promises<'promise.told'>(setting, { state: 'withdrawn' }, ['keeper'], (which) => ({ ...which, on: setting.today })),
  'right.ask': ({ today }) => [{ ...home, body: (household) => ({ household, what: 'see', by: 'A Chủ', on: today }) }],
  'right.answer': (setting) => [request<'right.answer'>(setting, {}, (which) => ({ ...which, did: 'heard', words: 'Đã nghe', on: setting.today }))],
  'right.told': (setting) => [request<'right.told'>(setting, { answers: [{ did: 'heard', on: '2026-01-06', by: 'officer', words: 'Đã nghe' }] }, (which) => ({ ...which, on: setting.today }))],
  'erase.ask': (setting) => [request<'erase.ask'>(setting, { what: 'erase' }, (which) => ({ ...which, on: setting.today }))],
  'erase.confirm': (setting) => [false, true].map((alone) => request<'erase.confirm'>(
    setting, { what: 'erase', erasing: erasing('spare-officer', false) }, (which) => ({ ...which, on: setting.today }),
    { ties: alone ? ['alone'] : [], rows: [requestRow(`r-${setting.n}`, HERE, { what: 'erase', erasing: erasing('spare-officer', false) }), communeRow(COMMUNE, alone ? ['officer'] : ['officer', 'spare-officer'])] },
  )),
  'household.erase': ({ actor, n }) => [{
    ...home, ties: actor.name === 'house' ? ['house'] : [], rows: [requestRow(`r-${n}`, HERE, { what: 'erase', erasing: erasing('spare-officer', true) })],
    body: (household) => ({ request: `r-${n}`, household, of: household, rows: [], last: false }),
  }],
  'record.fade': ({ actor, n }) => [{
    place: HERE, ties: actor.name === 'house' ? ['house'] : [], target: null,
    rows: [petitionRow(`old-${n}`, HERE, [{ on: '2012-02-01', by: 'spare', words: 'Đã xong', final: true }])],
    body: () => ({ household: HERE.household, rows: [`petition/old-${n}`] }),
  }],
};

/** The body as it goes on the wire. */
export const wire = (body: unknown): Json => JSON.parse(JSON.stringify(body)) as Json;
