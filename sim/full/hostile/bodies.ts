// A small commune in which every kind of act has something to be about, and a sound body of each to be spoilt.
import type { Json, Row, RowKey } from '#journal/act.ts';
import { kinds, type KindName } from '#commune/kinds.ts';
import { promised, story, TODAY, type Story } from '#commune/story.ts';

const CLIP = { hash: 'a'.repeat(64), bytes: 1000 };
const asked = { meeting: 'story-1' };

/** What may be said, mostly sensible; kinds that came later than this list are tried with bodies of the others. */
const SOUND: { readonly [N in KindName]?: Json } = {
  'commune.found': { code: '23512', name: 'X', province: 'Y', sample: true },
  'commune.calendar': { daysOff: [TODAY], daysOn: ['2026-05-01'] },
  'commune.choose': { ...asked, field: TODAY, keep: 'off', over: [null] },
  'village.add': { id: 'thon-100', name: 'Thôn mới', languages: ['vi'] },
  'village.amend': { id: 'thon-4', name: 'Thôn Bốn' },
  'village.choose': { village: 'thon-4', ...asked, field: 'name', keep: 'Thôn Bốn', over: ['Thôn 4'] },
  'village.close': { village: 'lang-le', on: TODAY, households: [] },
  'village.reopen': { village: 'thon-4', was: null },
  'person.add': { id: 'p-100', name: 'Người Mới' },
  'person.rename': { person: 'hoa', name: 'Tên Mới' },
  'person.choose': { person: 'hoa', ...asked, field: 'name', keep: 'Tên Mới', over: [] },
  'person.close': { person: 'binh', on: TODAY },
  'post.give': { person: 'hoa', role: 'volunteer', village: 'thon-4', households: ['ho-1'], from: '2026-01-01', until: null },
  'post.assign': { person: 'hoa', post: 'x', households: ['ho-1'], was: ['ho-1', 'ho-2'] },
  'post.end': { person: 'hoa', post: 'x', until: '2026-06-30' },
  'household.register': { id: 'h-100', village: 'thon-4', no: '100', head: 'A Mới', members: [{ name: 'A Mới', relation: 'head', sex: 'm', born: '1980-01-05' }], language: 'sed', place: 'Nhóm 2', phone: '0905 123 456' },
  'household.amend': { household: 'ho-1', head: 'A Một', was: { head: 'A Brol' }, phone: '0905 1' },
  'household.choose': { household: 'ho-1', ...asked, field: 'head', keep: 'A Một', over: ['A Hai'] },
  'household.close': { household: 'ho-3', on: TODAY },
  'household.reopen': { household: 'ho-1', was: null },
  'household.merge': { from: 'ho-1', into: 'ho-2', people: ['hoa', 'binh', 'brol', 'nhi'] },
  'household.part': { from: 'ho-1', into: 'ho-2', people: ['hoa', 'binh', 'brol', 'nhi'] },
  'household.apart': { household: 'ho-1', other: 'ho-2' },
  'member.add': { household: 'ho-1', name: 'Y Con', relation: 'child', sex: 'f', born: '2020' },
  'member.amend': { household: 'ho-1', member: 'x', name: 'Tên Khác', was: { name: 'A' } },
  'member.leave': { household: 'ho-1', member: 'x', on: TODAY },
  'consent.record': { household: 'ho-1', purpose: 'visit-notes', given: true, how: 'spoken', language: 'sed', by: 'A Brol', on: TODAY },
  'consent.withdraw': { household: 'ho-1', purpose: 'visit-notes', on: TODAY },
  'visit.record': {
    household: 'ho-1', on: TODAY, language: 'vi', came: ['thong'], consents: [{ purpose: 'visit-notes', given: true, how: 'spoken', by: 'A Brol' }],
    heard: [{ topic: 'road', words: 'Đường hỏng', petition: true }, { topic: 'water', clip: { ...CLIP, type: 'audio/webm' } }],
    promises: [{ what: 'Sửa đường', keeper: 'hoa', dueOn: '2026-03-20' }],
  },
  'visit.correct': { visit: 'x', household: 'ho-1', met: ['Y Ngọc'], heard: [{ topic: 'road', words: 'Đường lầy' }] },
  'visit.strike': { visit: 'x', household: 'ho-1', what: ['words', 'clips'], on: TODAY },
  'petition.file': { household: 'ho-1', topic: 'land', matter: 'Xin đo lại đất', on: TODAY },
  'petition.reply': { petition: 'x', household: 'ho-1', words: 'Đã chuyển', final: false, on: TODAY },
  'promise.make': { household: 'ho-1', what: 'Hỏi giống lúa', keeper: 'hoa', dueOn: '2026-04-02', on: TODAY },
  'promise.claim': { promise: 'x', household: 'ho-1', photo: { ...CLIP, type: 'image/webp' }, on: TODAY },
  'promise.confirm': { promise: 'x', household: 'ho-1' },
  'promise.reopen': { promise: 'x', household: 'ho-1', words: 'Chưa xong' },
  'promise.offer': { promise: 'x', household: 'ho-1', to: 'binh' },
  'promise.accept': { promise: 'x', household: 'ho-1' },
  'promise.decline': { promise: 'x', household: 'ho-1' },
  'promise.postpone': { promise: 'x', household: 'ho-1', dueOn: '2026-06-30', words: 'Mưa' },
  'promise.withdraw': { promise: 'x', household: 'ho-1', words: 'Xã đã làm' },
  'promise.told': { promise: 'x', household: 'ho-1', on: TODAY },
  'right.ask': { household: 'ho-1', what: 'correct', about: 'household.head', words: 'Tên ghi sai', by: 'A Brol', on: TODAY },
  'right.answer': { request: 'x', household: 'ho-1', did: 'heard', words: 'Đã xem', now: 'A Hai', on: TODAY },
  'right.told': { request: 'x', household: 'ho-1', on: TODAY },
  'erase.ask': { request: 'x', household: 'ho-1', on: TODAY },
  'erase.confirm': { request: 'x', household: 'ho-1', on: TODAY },
  'household.erase': { request: 'x', household: 'ho-1', of: 'ho-1', rows: ['consent/ho-1.voice'], last: false },
  'record.fade': { household: 'ho-1', rows: ['visit/x'] },
};

/** Which kind of row an id `x` in the bodies above is of, by the member that holds it. */
const STANDS: Readonly<Record<string, string>> = { visit: 'visit', promise: 'promise', petition: 'petition', request: 'request', member: 'member', post: 'post' };

export interface Ground {
  readonly told: Story;
  readonly bodies: ReadonlyMap<string, Json>;
}

/** The commune and its bodies, with ids of what is there in place of `x`. */
export function ground(): Ground {
  const told = story();
  promised(told);
  for (const [author, kind] of [['hoa', 'consent.record'], ['hoa', 'visit.record'], ['hoa', 'petition.file'], ['mai', 'right.ask']] as const) told.tell(author, kind, SOUND[kind]);
  const first = (kind: string): Row | undefined => [...told.rows.values()].find((row) => row.kind === kind && row.household === 'ho-1');
  const idOf = (member: string): string | undefined => {
    const kind = STANDS[member];
    if (kind === 'member') return (first('household')?.body as { members?: { id: string }[] } | undefined)?.members?.[0]?.id;
    if (kind === 'post') return (told.rows.get('person/hoa' as RowKey)?.body as { posts?: { id: string }[] } | undefined)?.posts?.[0]?.id;
    return kind === undefined ? undefined : first(kind)?.id;
  };
  const bodies = new Map<string, Json>();
  for (const name of kinds.keys()) {
    const body = SOUND[name as KindName];
    if (body === undefined) continue;
    bodies.set(name, Object.fromEntries(Object.entries(body as Record<string, Json>).map(([member, value]) => [member, value === 'x' ? idOf(member) ?? 'x' : value])));
  }
  return { told, bodies };
}
