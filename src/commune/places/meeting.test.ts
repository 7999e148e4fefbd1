// Two people set one field without knowing of each other: whatever the order, no value goes unseen until somebody chooses.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Said } from '#journal/act.ts';
import type { HouseholdRow } from '../households/rows.ts';
import { story, type Story, TODAY } from '../story.ts';
import { amended, askedOf, chosen, MOST_VALUES, relisted } from './meeting.ts';
import type { CommuneRow, Met, PersonRow, VillageRow } from './rows.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
console.log(`meeting seed ${seed}`);

const home = (told: Story) => told.row<HouseholdRow>('household', 'ho-1').body;
const amend = (told: Story, who: string, phone: string | null, was?: string | null) =>
  told.did(who, 'household.amend', { household: 'ho-1', phone, ...(was === undefined ? {} : { was: { phone: was } }) });

describe('Hai người sửa cùng một ô: giữ cả hai cho đến khi có người chọn', () => {
  it('khác ô thì gộp, cùng một giá trị thì không hỏi', () => {
    const told = story();
    amend(told, 'hoa', '1', null);
    amend(told, 'thong', '1', null);
    told.did('thong', 'household.amend', { household: 'ho-1', place: 'Xóm suối', was: { place: null } });
    expect(home(told)).toMatchObject({ phone: '1', place: 'Xóm suối' });
    expect(home(told).meetings).toBeUndefined();
  });

  it('khác giá trị: cái đang đứng, cái bị thay, của ai, ngày nào, ai phải chọn', () => {
    const told = story();
    amend(told, 'hoa', '1', null);
    told.today = '2026-03-05';
    const id = amend(told, 'thong', '2', null);
    expect(home(told).phone).toBe('2');
    expect(home(told).meetings).toEqual([{
      field: 'phone', id, stands: { value: '2', by: 'thong', on: '2026-03-05' }, others: [{ value: '1', by: 'hoa', on: TODAY }],
    }]);
    expect(askedOf(home(told).meetings![0]!, ['thong'])).toEqual(['hoa', 'thong']);
  });

  it.each([
    ['thấy đúng giá trị đang có', '1', 0],
    ['không nói đã thấy gì, mà người khác đã ghi', undefined, 1],
    ['thấy giá trị cũ hơn', null, 1],
  ] as const)('%s', (_what, was, meetings) => {
    const told = story();
    amend(told, 'hoa', '1', null);
    amend(told, 'thong', '2', was);
    expect(home(told).meetings ?? []).toHaveLength(meetings);
  });

  it('chọn: giá trị được giữ, cả hai người thấy đã chọn gì; sửa lại vẫn được', () => {
    for (const [keep, over] of [['1', '2'], ['2', '1']] as const) {
      const told = story();
      amend(told, 'hoa', '1', null);
      const meeting = amend(told, 'thong', '2', null);
      told.did('hoa', 'household.choose', { household: 'ho-1', meeting, field: 'phone', keep, over: [over] });
      expect(home(told).phone).toBe(keep);
      expect(home(told).meetings).toBeUndefined();
      expect(home(told).settled).toMatchObject([{ field: 'phone', chose: { value: keep }, by: 'hoa', on: TODAY, over: [{ value: over }] }]);
      amend(told, 'thong', '3', keep);
      expect(home(told).phone).toBe('3');
      expect(home(told).meetings).toBeUndefined();
    }
  });

  it('hai người chọn khác nhau khi không có sóng: hai lựa chọn lại gặp nhau', () => {
    const told = story();
    amend(told, 'hoa', '1', null);
    const meeting = amend(told, 'thong', '2', null);
    const choose = (who: string, keep: string, over: string) => told.did(who, 'household.choose', { household: 'ho-1', meeting, field: 'phone', keep, over: [over] });
    choose('thong', '2', '1');
    choose('hoa', '1', '2');
    expect(home(told).meetings).toMatchObject([{ stands: { value: '1', by: 'hoa' }, others: [{ value: '2', by: 'thong' }] }]);
    const again = story();
    amend(again, 'hoa', '1', null);
    const same = amend(again, 'thong', '2', null);
    again.did('thong', 'household.choose', { household: 'ho-1', meeting: same, field: 'phone', keep: '2', over: ['1'] });
    again.did('hoa', 'household.choose', { household: 'ho-1', meeting: same, field: 'phone', keep: '2', over: ['1'] });
    expect(home(again).meetings).toBeUndefined();
  });

  it('giá trị thứ ba đến sau khi chọn vẫn chờ', () => {
    const told = story();
    amend(told, 'hoa', '1', null);
    const meeting = amend(told, 'thong', '2', null);
    amend(told, 'mai', '3', null);
    told.did('hoa', 'household.choose', { household: 'ho-1', meeting, field: 'phone', keep: '1', over: ['2'] });
    expect(home(told).meetings).toMatchObject([{ stands: { value: '1' }, others: [{ value: '3', by: 'mai' }] }]);
  });

  it('người có giá trị bị thay tự ghi lại theo cái đang đứng: không còn gì để hỏi', () => {
    const told = story();
    amend(told, 'hoa', '1', null);
    amend(told, 'thong', '2', null);
    amend(told, 'hoa', '2', '1');
    expect(home(told).meetings).toBeUndefined();
  });

  it('ngày đi, ngày khép sổ cũng là một ô', () => {
    const told = story();
    const { id } = home(told).members[0]!;
    told.did('hoa', 'member.leave', { household: 'ho-1', member: id, on: '2026-02-01' });
    told.did('thong', 'member.leave', { household: 'ho-1', member: id, on: '2026-02-20' });
    told.did('thong', 'household.close', { household: 'ho-1', on: '2026-02-25' });
    const meeting = told.did('mai', 'household.close', { household: 'ho-1', on: TODAY });
    expect(home(told).meetings).toMatchObject([
      { field: 'leftOn', member: id, stands: { value: '2026-02-20' }, others: [{ value: '2026-02-01', by: 'hoa' }] },
      { field: 'closedOn', stands: { value: TODAY }, others: [{ value: '2026-02-25' }] },
    ]);
    told.did('thong', 'household.choose', { household: 'ho-1', meeting, field: 'closedOn', keep: '2026-02-25', over: [TODAY] });
    expect(home(told).closedOn).toBe('2026-02-25');
  });

  it.each([
    ['ô lạ', { field: 'members', keep: 'x' }, 'field choice'],
    ['điều không ghi vào ô ấy được', { field: 'phone', keep: 'gọi anh Hai' }, 'keep form'],
    ['ô không được để trống', { field: 'no', keep: null }, 'keep type'],
  ] as const)('chọn không mở đường ghi %s', (_what, change, problem) => {
    const [field, why] = problem.split(' ');
    expect(story().refused('hoa', 'household.choose', { household: 'ho-1', meeting: 'story-1', over: [], ...change })).toEqual({ code: 'body.invalid', params: { field, problem: why } });
  });

  it('hai mươi giá trị chờ chọn thì phải chọn đã', () => {
    const told = story();
    for (let n = 0; n < MOST_VALUES - 1; n++) amend(told, 'hoa', String(n), '999');
    expect(told.refused('hoa', 'household.amend', { household: 'ho-1', phone: '77', was: { phone: '999' } })).toEqual({ code: 'meeting.full', params: { field: 'phone', most: MOST_VALUES } });
  });
});

describe('Thôn, người, lịch của xã', () => {
  it('tên thôn gặp nhau; tiếng nói thì thêm vào, bớt đi', () => {
    const told = story();
    told.did('mai', 'person.add', { id: 'ha', name: 'Hà' });
    told.did('mai', 'post.give', { person: 'ha', role: 'officer', village: null, households: [], from: TODAY, until: null });
    told.did('mai', 'village.amend', { id: 'thon-4', name: 'Thôn Bốn', languages: ['vi', 'sed', 'bdq'], was: { name: 'Thôn 4', languages: ['vi', 'sed'] } });
    const meeting = told.did('ha', 'village.amend', { id: 'thon-4', name: 'Kon Tu', languages: ['sed'], was: { name: 'Thôn 4', languages: ['vi', 'sed'] } });
    const body = () => told.row<VillageRow>('village', 'thon-4').body;
    expect(body()).toMatchObject({ name: 'Kon Tu', languages: ['sed', 'bdq'], meetings: [{ field: 'name', others: [{ value: 'Thôn Bốn', by: 'mai' }] }] });
    told.did('mai', 'village.choose', { village: 'thon-4', meeting, field: 'name', keep: 'Thôn Bốn', over: ['Kon Tu'] });
    expect(body()).toMatchObject({ name: 'Thôn Bốn' });
    expect(body().meetings).toBeUndefined();
  });

  it('tên người', () => {
    const told = story();
    told.did('hoa', 'person.rename', { person: 'hoa', name: 'Y Hoà', was: 'Y Hoa' });
    const meeting = told.did('mai', 'person.rename', { person: 'hoa', name: 'Y Hòa', was: 'Y Hoa' });
    expect(told.refused('binh', 'person.choose', { person: 'hoa', meeting, field: 'name', keep: 'Y Hoà', over: [] }).code).toBe('post.needed');
    told.did('hoa', 'person.choose', { person: 'hoa', meeting, field: 'name', keep: 'Y Hoà', over: ['Y Hòa'] });
    expect(told.row<PersonRow>('person', 'hoa').body).toMatchObject({ name: 'Y Hoà', settled: [{ by: 'hoa' }] });
  });

  it('lịch: ngày của mỗi người thêm bớt đều còn; cùng một ngày nói khác nhau thì hỏi', () => {
    const told = story();
    told.did('mai', 'person.add', { id: 'ha', name: 'Hà' });
    told.did('mai', 'post.give', { person: 'ha', role: 'officer', village: null, households: [], from: TODAY, until: null });
    const none = { daysOff: [], daysOn: [] };
    told.did('mai', 'commune.calendar', { daysOff: ['2026-05-04', '2026-06-01'], daysOn: [], was: none });
    const meeting = told.did('ha', 'commune.calendar', { daysOff: ['2026-07-01'], daysOn: ['2026-05-04'], was: none });
    const body = () => told.row<CommuneRow>('commune', '23512').body;
    expect(body()).toMatchObject({
      daysOff: ['2026-06-01', '2026-07-01'], daysOn: ['2026-05-04'],
      meetings: [{ field: '2026-05-04', stands: { value: 'on', by: 'ha' }, others: [{ value: 'off', by: 'mai' }] }],
    });
    told.did('mai', 'commune.choose', { meeting, field: '2026-05-04', keep: 'off', over: ['on'] });
    expect(body()).toMatchObject({ daysOff: ['2026-05-04', '2026-06-01', '2026-07-01'], daysOn: [] });
    told.did('mai', 'commune.calendar', { daysOff: ['2026-06-01', '2026-07-01'], was: { daysOff: ['2026-05-04', '2026-06-01', '2026-07-01'], daysOn: [] } });
    expect(body()).toMatchObject({ daysOff: ['2026-06-01', '2026-07-01'] });
    expect(body().meetings).toBeUndefined();
  });

  it('danh sách: điều người khác bớt đi không quay lại, điều họ thêm không mất (property)', () => {
    const some = fc.uniqueArray(fc.nat(8), { maxLength: 8 });
    fc.assert(fc.property(some, some, some, (was, mine, theirs) => {
      const merged = new Set(relisted(relisted(was, theirs, was), mine, was));
      for (let one = 0; one <= 8; one++) {
        const [before, a, b] = [was, mine, theirs].map((list) => list.includes(one));
        expect(merged.has(one)).toBe(before ? a! && b! : a! || b!);
      }
    }), { seed, numRuns: 500 });
  });
});

describe('Không mất giá trị nào mà không ai hay (property)', () => {
  /** Two people and an owner edit and choose one field, each seeing the record as it was some steps ago. */
  const step = fc.record({ who: fc.constantFrom('a', 'b', 'c'), value: fc.nat(5), behind: fc.nat(4), does: fc.constantFrom('set', 'set', 'set', 'choose') });

  it('J10 mỗi người: điều họ ghi sau cùng còn đứng, còn chờ chọn, hay đã có người thấy mà thay hoặc chọn', () => {
    let waited = 0;
    fc.assert(fc.property(fc.array(step, { minLength: 2, maxLength: 14 }), (steps) => {
      let now: Met & { readonly f: string | null } = { f: null };
      const past = [now];
      /** What each person said last, until somebody who had seen it set or chose otherwise. */
      const last = new Map<string, string>();
      steps.forEach(({ who, value, behind, does }, n) => {
        const saw = past[Math.max(0, past.length - 1 - behind)]!;
        const said: Said = { id: `s-${n}`, device: 's', commune: 'x', author: who, at: 0, today: '2026-03-02' };
        const open = saw.meetings?.[0];
        const to = does === 'choose' && open ? [open.stands, ...open.others][value % (open.others.length + 1)]!.value! : String(value);
        const noted = does === 'choose' && open
          ? chosen(now, now, { meeting: open.id, field: 'f', keep: to, over: [open.stands, ...open.others].map((one) => one.value).filter((one) => one !== to) }, said)
          : amended(now, { now, next: { f: to }, was: { f: saw.f } }, said);
        if ('no' in noted) return;
        const knew = new Set([saw.f, ...(does === 'choose' && open ? [open.stands, ...open.others].map((one) => one.value) : [])]);
        for (const [person, said] of last) if (knew.has(said) && said !== to) last.delete(person);
        last.set(who, to);
        now = { f: to, ...noted.notes };
        past.push(now);
        const found = new Set([now.f, ...(now.meetings ?? []).flatMap(({ others }) => others.map((one) => one.value))]);
        for (const [person, said] of last) expect(found.has(said), `${person} said ${said}: ${JSON.stringify(now)}`).toBe(true);
        for (const meeting of now.meetings ?? []) {
          waited += 1;
          expect(meeting.stands.value).toBe(now.f);
          expect(meeting.others.length).toBeGreaterThan(0);
          expect(new Set([now.f, ...meeting.others.map((one) => one.value)]).size).toBe(meeting.others.length + 1);
        }
      });
    }), { seed, numRuns: 2000 });
    expect(waited).toBeGreaterThan(500);
  });
});
