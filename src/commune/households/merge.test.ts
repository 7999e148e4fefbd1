// A family entered twice: shown as one by a person, told apart again as it was; what it refused once it refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '#journal/canonical.ts';
import { sees } from '../places/policy.ts';
import type { PersonRow } from '../places/rows.ts';
import { story, type Story, TODAY } from '../story.ts';
import type { ConsentPurpose, ConsentRow, HouseholdRow } from './rows.ts';
import { CONSENT_PURPOSES } from './rows.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
console.log(`merge seed ${seed}`);

const PEOPLE = ['hoa', 'binh', 'brol', 'nhi'];
const home = (told: Story, id: string) => told.row<HouseholdRow>('household', id).body;
const asText = (told: Story) => [...told.rows].map(([key, row]) => `${key} ${canonical(row)}`).sort();
const consent = (told: Story, household: string, purpose: ConsentPurpose, given: boolean, on = '2026-02-20') =>
  told.did('mai', 'consent.record', { household, purpose, given, how: 'spoken', language: 'vi', by: 'chủ hộ', on });
const merged = (told: Story, from = 'ho-3', into = 'ho-1') => told.did('thong', 'household.merge', { from, into, people: PEOPLE });

describe('Một nhà ghi hai lần: gộp lại, tách ra như cũ', () => {
  it('gộp: hộ nào đứng, ai làm, ngày nào; người phụ trách và thẻ của hai hộ thấy cả hai', () => {
    const told = story();
    const sight = (who: string, household: string) => sees(told.row('person', who), told.row('household', household), TODAY);
    expect([sight('binh', 'ho-1'), sight('brol', 'ho-3'), sight('hoa', 'ho-3')]).toEqual([false, false, false]);
    merged(told);
    expect(home(told, 'ho-1').merged).toEqual([{ household: 'ho-3', by: 'thong', on: TODAY, withdrew: [] }]);
    expect(home(told, 'ho-3').mergedInto).toBe('ho-1');
    expect([sight('binh', 'ho-1'), sight('brol', 'ho-3'), sight('hoa', 'ho-3')]).toEqual([true, true, true]);
    // Whoever is assigned to either later, or given a card, sees both at once; who is taken off sees neither.
    told.did('mai', 'person.add', { id: 'moi', name: 'Y Mới' });
    const post = told.did('mai', 'post.give', { person: 'moi', role: 'volunteer', village: 'thon-4', households: ['ho-3'], from: TODAY, until: null });
    expect(sight('moi', 'ho-1')).toBe(true);
    told.did('thong', 'post.assign', { person: 'moi', post, households: [], was: ['ho-3'] });
    expect([sight('moi', 'ho-1'), sight('moi', 'ho-3')]).toEqual([false, false]);
    told.did('thong', 'post.assign', { person: 'moi', post, households: ['ho-1'], was: [] });
    expect(sight('moi', 'ho-3')).toBe(true);
    told.did('mai', 'household.part', { from: 'ho-3', into: 'ho-1', people: [...PEOPLE, 'moi'] });
    expect([sight('binh', 'ho-1'), sight('brol', 'ho-3'), sight('hoa', 'ho-3'), sight('moi', 'ho-3')]).toEqual([false, false, false, false]);
  });

  it('người phụ trách của hộ kia ghi được vào hộ đứng; việc ghi muộn vào hộ kia vẫn vào sổ', () => {
    const told = story();
    merged(told);
    told.did('binh', 'visit.record', { household: 'ho-1', on: TODAY, language: 'vi' });
    told.did('binh', 'visit.record', { household: 'ho-3', on: TODAY, language: 'vi' });
    told.did('nhi', 'petition.file', { household: 'ho-2', topic: 'road', matter: 'Đường lầy', on: TODAY });
    expect(told.refused('nhi', 'petition.file', { household: 'ho-1', topic: 'road', matter: 'Đường lầy', on: TODAY }).code).toMatch(/^(household.unknown|post.elsewhere)$/);
  });

  it.each([
    ['khác thôn', { from: 'ho-9', into: 'ho-1' }, 'household.elsewhere'],
    ['với chính nó', { from: 'ho-1', into: 'ho-1' }, 'household.elsewhere'],
    ['hộ đã gộp vào hộ khác', { from: 'ho-3', into: 'ho-2' }, 'household.merged'],
    ['vào hộ đã gộp đi', { from: 'ho-2', into: 'ho-3' }, 'household.merged'],
    ['hộ đang có hộ gộp vào', { from: 'ho-1', into: 'ho-2' }, 'household.holds-others'],
  ])('không gộp %s', (_what, body, code) => {
    const told = story();
    merged(told);
    expect(told.refused('mai', 'household.merge', { ...body, people: [] }).code).toBe(code);
  });

  it('nói lại lần nữa thì cho thêm người thấy; ba lần ghi thì gộp cả ba', () => {
    const told = story();
    told.did('thong', 'household.merge', { from: 'ho-3', into: 'ho-1', people: [] });
    const before = told.row<HouseholdRow>('household', 'ho-1');
    merged(told);
    expect(told.row('household', 'ho-1')).toBe(before);
    expect(told.row<PersonRow>('person', 'binh').body.posts[0]!.twins).toEqual([{ household: 'ho-1', of: 'ho-3' }]);
    merged(told, 'ho-2');
    expect(home(told, 'ho-1').merged!.map(({ household }) => household)).toEqual(['ho-3', 'ho-2']);
    told.did('mai', 'household.part', { from: 'ho-3', into: 'ho-1', people: PEOPLE });
    expect(home(told, 'ho-1').merged!.map(({ household }) => household)).toEqual(['ho-2']);
    // Parted by two people at once: the second changes nothing.
    told.did('thong', 'household.part', { from: 'ho-3', into: 'ho-1', people: PEOPLE });
  });

  it('không phải một nhà: ghi lại ở cả hai, vẫn gộp được về sau', () => {
    const told = story();
    told.did('thong', 'household.apart', { household: 'ho-1', other: 'ho-3' });
    told.did('mai', 'household.apart', { household: 'ho-3', other: 'ho-1' });
    expect([home(told, 'ho-1').apart, home(told, 'ho-3').apart]).toEqual([['ho-3'], ['ho-1']]);
    merged(told);
  });

  it('trưởng thôn khác, tình nguyện viên không gộp, không tách', () => {
    const body = { from: 'ho-3', into: 'ho-1', people: [] };
    for (const who of ['sung', 'hoa', 'brol', 'lan', 'tinh']) expect(story().refused(who, 'household.merge', body).code).toMatch(/^post\.|^household\.unknown$/);
  });
});

describe('Luật 91/2025: gộp hộ không biến lời từ chối thành đồng ý', () => {
  it.each([
    ['một bên đã rút', (told: Story) => { consent(told, 'ho-1', 'photo', true); consent(told, 'ho-3', 'photo', true); told.did('mai', 'consent.withdraw', { household: 'ho-3', purpose: 'photo', on: TODAY }); }],
    ['một bên không đồng ý', (told: Story) => { consent(told, 'ho-1', 'photo', true); consent(told, 'ho-3', 'photo', false); }],
    ['bên kia cho, bên đứng đã từ chối', (told: Story) => { consent(told, 'ho-1', 'photo', false); consent(told, 'ho-3', 'photo', true); }],
  ])('%s: cả hai đều thôi; tách ra thì như cũ', (_what, ask) => {
    const told = story();
    ask(told);
    const before = asText(told);
    merged(told);
    const photo = { hash: 'd'.repeat(64), type: 'image/webp', bytes: 9 } as const;
    for (const household of ['ho-1', 'ho-3']) {
      expect(told.refused('thong', 'visit.record', { household, on: TODAY, language: 'vi', photos: [photo] }).code).toBe('visit.no-consent');
    }
    told.did('thong', 'household.part', { from: 'ho-3', into: 'ho-1', people: PEOPLE });
    expect(asText(told)).toEqual(before);
  });

  it('điều gia đình nói sau khi gộp không bị tách ra làm mất', () => {
    const told = story();
    consent(told, 'ho-1', 'voice', true);
    consent(told, 'ho-3', 'voice', false);
    merged(told);
    consent(told, 'ho-1', 'voice', true, TODAY);
    told.did('mai', 'consent.withdraw', { household: 'ho-1', purpose: 'voice', on: '2026-03-03' });
    told.did('thong', 'household.part', { from: 'ho-3', into: 'ho-1', people: PEOPLE });
    expect(told.row<ConsentRow>('consent', 'ho-1.voice').body.withdrawnOn).toBe('2026-03-03');
  });
});

it('gộp rồi tách trả lại mọi dòng như trước (property)', () => {
  const word = fc.constantFrom('given', 'refused', 'withdrawn', 'silent');
  const words = fc.record({ 'visit-notes': word, photo: word, voice: word });
  const given = fc.record({ from: words, into: words, order: fc.constantFrom<string[]>(['ho-1', 'ho-3'], ['ho-3', 'ho-1'], ['ho-2', 'ho-3'], ['ho-1', 'ho-2']), more: fc.boolean(), apart: fc.boolean() });
  fc.assert(fc.property(given, ({ from, into, order, more, apart }) => {
    const told = story();
    const [one, other] = order as [string, string];
    for (const [household, said] of [[one, from], [other, into]] as const) {
      for (const purpose of CONSENT_PURPOSES) {
        if (said[purpose] === 'silent') continue;
        consent(told, household, purpose, said[purpose] !== 'refused');
        if (said[purpose] === 'withdrawn') told.did('mai', 'consent.withdraw', { household, purpose, on: '2026-02-25' });
      }
    }
    if (apart) told.did('mai', 'household.apart', { household: one, other });
    const third = ['ho-1', 'ho-2', 'ho-3'].find((id) => !order.includes(id))!;
    if (more) merged(told, third, other);
    const before = asText(told);
    merged(told, one, other);
    for (const purpose of CONSENT_PURPOSES) {
      const both = order.map((household) => told.rows.get(`consent/${household}.${purpose}`) as ConsentRow | undefined);
      if (both.some((row) => row && (!row.body.given || row.body.withdrawnOn !== null))) {
        expect(both.some((row) => row?.body.given && row.body.withdrawnOn === null)).toBe(false);
      }
    }
    told.did('mai', 'household.part', { from: one, into: other, people: PEOPLE });
    expect(asText(told)).toEqual(before);
  }), { seed, numRuns: 300 });
});
