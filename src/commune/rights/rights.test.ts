// Rights of persons: who may ask and answer, the lawful days, two people for erasing, and what stays.
import { describe, expect, it } from 'vitest';
import type { HouseholdRow } from '../households/rows.ts';
import type { PersonRow } from '../places/rows.ts';
import { promised, story, TODAY, type Story } from '../story.ts';
import type { PetitionRow, VisitRow } from '../visits/rows.ts';
import { HOUSE } from '../places/author.ts';
import { KEPT_BY_LAW } from './erase.ts';
import { fade } from './fade.ts';
import { disputeOf } from './request.ts';
import { monthsBefore, RETENTIONS } from './retention.ts';
import { ASKED, type Asked, type RequestRow } from './rows.ts';
import { DONE_TERMS } from './terms.ts';

const ask = (told: Story, what: Asked, who = 'brol', more: { about?: string; words?: string } = {}) =>
  told.did(who, 'right.ask', { household: 'ho-1', what, by: 'A Brol', on: TODAY, ...more });
const request = (told: Story, id: string) => told.row<RequestRow>('request', id).body;
const of = (id: string) => ({ request: id, household: 'ho-1', on: TODAY });

describe('Nghị định 356/2025: hạn 2 ngày làm việc và 15 ngày', () => {
  it('trả lời trong 2 ngày làm việc, không tính thứ bảy, chủ nhật; làm xong trong 10 hoặc 15 ngày lịch tuỳ loại', () => {
    const told = story();
    told.today = '2026-03-05';
    const id = told.did('brol', 'right.ask', { household: 'ho-1', what: 'restrict', by: 'A Brol', on: '2026-03-05' });
    expect(request(told, id)).toMatchObject({ answerDueOn: '2026-03-09', doneDueOn: '2026-03-20', closedOn: null, toldOn: null });
    expect(ASKED.filter((what) => DONE_TERMS[what].days === 15)).toEqual(['restrict', 'lift', 'object', 'withdraw']);
    // What was not read word for word says so, and is not longer than the shortest the decree gives.
    for (const what of ['see', 'correct', 'erase'] as const) expect(DONE_TERMS[what]).toMatchObject({ days: 10, confidence: 'unverified' });
  });

  it('xin thêm một lần, nhiều nhất 15 ngày, phải nói lý do', () => {
    const told = story();
    const id = ask(told, 'object');
    expect(told.refused('mai', 'right.answer', { ...of(id), did: 'longer', words: 'Chờ huyện', dueOn: '2026-04-02' })).toEqual({ code: 'day.late', params: { field: 'dueOn', latest: '2026-04-01' } });
    expect(told.refused('mai', 'right.answer', { ...of(id), did: 'longer', words: 'Chờ', dueOn: '2026-03-17' }).code).toBe('day.early');
    told.did('mai', 'right.answer', { ...of(id), did: 'longer', words: 'Phải hỏi nơi giữ ảnh' });
    expect(request(told, id)).toMatchObject({ doneDueOn: '2026-04-01', closedOn: null });
    expect(told.refused('mai', 'right.answer', { ...of(id), did: 'longer', words: 'Nữa' }).code).toBe('request.longer-once');
    expect(told.refused('mai', 'right.answer', { ...of(id), did: 'done', words: '' }).code).toBe('body.invalid');
  });
});

describe('Quyền của người có dữ liệu: hỏi và trả lời', () => {
  it('gia đình tự hỏi, hoặc qua người lo hộ ấy; nhà khác, người khác không hỏi thay được', () => {
    for (const who of ['brol', 'hoa', 'thong', 'mai']) ask(story(), 'see', who);
    for (const who of ['nhi', 'binh', 'sung', 'lan', 'tinh']) {
      expect(story().refused(who, 'right.ask', { household: 'ho-1', what: 'see', by: 'A Brol', on: TODAY }).code, who).toMatch(/^(post|household)\./);
    }
  });

  it('chỉ cán bộ xã trả lời; trả lời rồi thì phải báo cho gia đình', () => {
    const told = story();
    const id = ask(told, 'see');
    expect(told.refused('brol', 'right.told', of(id)).code).toBe('request.unanswered');
    for (const who of ['thong', 'hoa', 'brol']) expect(told.refused(who, 'right.answer', { ...of(id), did: 'done', words: 'Xong' }).code).toMatch(/^post\./);
    told.did('mai', 'right.answer', { ...of(id), did: 'heard', words: 'Mời gia đình lên xã ngày mai' });
    told.did('hoa', 'right.told', of(id));
    expect(request(told, id)).toMatchObject({ toldOn: TODAY, closedOn: null });
    told.did('mai', 'right.answer', { ...of(id), did: 'done', words: 'Đã in đưa tận tay' });
    expect(request(told, id)).toMatchObject({ toldOn: null, closedOn: TODAY });
    told.did('brol', 'right.told', of(id));
    expect(told.refused('mai', 'right.answer', { ...of(id), did: 'declined', words: 'Thôi' }).code).toBe('request.closed');
  });

  it('sửa: giá trị cũ còn giữ cạnh lời xin; chưa xong hoặc không sửa thì có cờ bên giá trị', () => {
    const told = story();
    const id = ask(told, 'correct', 'brol', { about: 'household.head', words: 'Chủ hộ là Y Ngọc' });
    const all = () => [...told.rows.values()].filter((row): row is RequestRow => row.kind === 'request');
    expect(disputeOf(all(), 'household.head')?.id).toBe(id);
    expect(disputeOf(all(), 'household.no')).toBeUndefined();
    told.did('mai', 'household.amend', { household: 'ho-1', head: 'Y Ngọc' });
    told.did('mai', 'right.answer', { ...of(id), did: 'done', words: 'Đã sửa', was: 'A Brol', now: 'Y Ngọc' });
    expect(request(told, id).corrected).toEqual({ was: 'A Brol', now: 'Y Ngọc' });
    expect(disputeOf(all(), 'household.head')).toBeUndefined();
    const other = ask(told, 'correct', 'hoa', { about: 'household.no' });
    told.did('mai', 'right.answer', { ...of(other), did: 'declined', words: 'Số này theo sổ của thôn' });
    expect(disputeOf(all(), 'household.no')?.id).toBe(other);
  });

  it('hạn chế: không ghi thêm lời, ảnh; vẫn ghi đã đến thăm, lời hứa, đơn; thôi hạn chế thì ghi lại được', () => {
    const told = story();
    told.did('mai', 'right.answer', { ...of(ask(told, 'restrict')), did: 'done', words: 'Từ hôm nay' });
    expect(told.row<HouseholdRow>('household', 'ho-1').body.limitedOn).toBe(TODAY);
    const visit = { household: 'ho-1', on: TODAY, language: 'vi', consents: [{ purpose: 'visit-notes' as const, given: true, how: 'spoken' as const, by: 'A Brol' }] };
    expect(told.refused('hoa', 'visit.record', { ...visit, heard: [{ topic: 'road', words: 'Đường hỏng' }] })).toEqual({ code: 'visit.limited', params: { on: TODAY } });
    told.did('hoa', 'visit.record', { ...visit, heard: [{ topic: 'road' }, { topic: 'land', words: 'Xin đo đất', petition: true }], promises: [{ what: 'Hỏi', keeper: 'hoa', dueOn: TODAY }] });
    told.did('mai', 'right.answer', { ...of(ask(told, 'lift')), did: 'done', words: 'Đã thôi' });
    expect('limitedOn' in told.row<HouseholdRow>('household', 'ho-1').body).toBe(false);
    told.did('hoa', 'visit.record', { ...visit, heard: [{ topic: 'road', words: 'Đường hỏng' }] });
  });
});

describe('Xoá dữ liệu của một hộ: hai người', () => {
  const second = (told: Story) => {
    told.did('mai', 'person.add', { id: 'dung', name: 'Hồ Dũng' });
    told.did('mai', 'post.give', { person: 'dung', role: 'officer', village: null, households: [], from: '2026-01-01', until: null });
  };

  it('xã có một cán bộ: trưởng thôn ấy là người thứ hai, không ai khác', () => {
    const told = story();
    const id = ask(told, 'erase');
    expect(told.refused('mai', 'right.answer', { ...of(id), did: 'done', words: 'Xoá' }).code).toBe('request.needs-two');
    expect(told.refused('mai', 'erase.confirm', of(id)).code).toBe('request.not-asked');
    told.did('mai', 'erase.ask', of(id));
    expect(told.refused('mai', 'erase.confirm', of(id)).code).toBe('request.same-person');
    expect(told.refused('sung', 'erase.confirm', of(id)).code).toBe('request.unknown');
    for (const who of ['hoa', 'brol', 'lan']) expect(told.refused(who, 'erase.confirm', of(id)).code).toMatch(/^(post|request)\./);
    told.did('thong', 'erase.confirm', of(id));
    expect(request(told, id).erasing).toEqual({ askedBy: 'mai', askedOn: TODAY, confirmedBy: 'thong', confirmedOn: TODAY, doneOn: null });
    expect(told.refused('mai', 'right.answer', { ...of(id), did: 'declined', words: 'Đổi ý' }).code).toBe('request.confirmed');
  });

  it('xã có hai cán bộ: trưởng thôn không thay được cán bộ thứ hai', () => {
    const told = story();
    second(told);
    const id = ask(told, 'erase');
    told.did('dung', 'erase.ask', of(id));
    expect(told.refused('thong', 'erase.confirm', of(id)).code).toMatch(/^post\./);
    expect(told.refused('dung', 'erase.confirm', of(id)).code).toBe('request.same-person');
    told.did('mai', 'erase.confirm', of(id));
  });

  it('chỉ máy của xã xoá, và chỉ sau hai người; đơn còn lại theo luật; không còn một lời nào khác', () => {
    const told = story();
    const promise = promised(told);
    const petition = told.did('brol', 'petition.file', { household: 'ho-1', topic: 'land', matter: 'Xin đo đất', on: TODAY });
    const id = ask(told, 'erase', 'brol', { words: 'Nhà tôi không muốn nữa' });
    const keys = [...told.rows.values()].filter((row) => row.household === 'ho-1' && !['household', 'request', 'petition'].includes(row.kind)).map((row) => `${row.kind}/${row.id}`);
    const body = { request: id, household: 'ho-1', of: 'ho-1', rows: keys, last: true };
    told.did('mai', 'erase.ask', of(id));
    for (const who of ['mai', 'thong', HOUSE]) expect('refusal' in told.ask(who, 'household.erase', body).outcome, who).toBe(true);
    told.did('thong', 'erase.confirm', of(id));
    for (const who of ['mai', 'thong']) expect('refusal' in told.ask(who, 'household.erase', body).outcome, who).toBe(true);
    expect(told.refused(HOUSE, 'household.erase', { ...body, rows: [`petition/${petition}`] }).code).toBe('request.foreign-row');
    expect(told.refused(HOUSE, 'household.erase', { ...body, rows: ['household/ho-2'] }).code).toBe('request.foreign-row');
    const { outcome } = told.tell(HOUSE, 'household.erase', body);
    if (!('puts' in outcome)) throw new Error(outcome.refusal.code);
    expect(outcome.drops).toEqual(keys);
    for (const key of outcome.drops!) told.rows.delete(key);
    expect(told.row<HouseholdRow>('household', 'ho-1').body).toEqual({ no: '—', head: '—', members: [], language: null, place: null, phone: null, closedOn: TODAY, erasedOn: TODAY });
    expect(request(told, id)).toMatchObject({ words: null, by: null, closedOn: TODAY, erasing: { doneOn: TODAY } });
    expect(told.row<PetitionRow>('petition', petition).body.matter).toBe('Xin đo đất');
    const left = JSON.stringify([...told.rows.values()].filter((row) => row.household === 'ho-1' && !(row.kind in KEPT_BY_LAW)));
    for (const word of ['Brol', 'không muốn', 'bảo hiểm y tế']) expect(left).not.toContain(word);
    expect(told.rows.has(`promise/${promise}`)).toBe(false);
    nothingMore(told);
  });

  it('hộ đã gộp với hộ khác là một nhà: xoá cả hai, và không lấy nhầm hộ ngoài', () => {
    const told = story();
    told.did('mai', 'household.merge', { from: 'ho-2', into: 'ho-1', people: ['hoa', 'brol', 'nhi'] });
    const id = ask(told, 'erase');
    told.did('mai', 'erase.ask', of(id));
    told.did('thong', 'erase.confirm', of(id));
    const body = { request: id, household: 'ho-1', rows: [], last: true };
    expect(told.refused(HOUSE, 'household.erase', { ...body, of: 'ho-3' }).code).toBe('household.unknown');
    told.did(HOUSE, 'household.erase', { ...body, of: 'ho-2' });
    expect(request(told, id).closedOn).toBeNull();
    told.did(HOUSE, 'household.erase', { ...body, of: 'ho-1' });
    for (const home of ['ho-1', 'ho-2']) expect(told.row<HouseholdRow>('household', home).body).toMatchObject({ head: '—', erasedOn: TODAY });
    expect(request(told, id).erasing?.doneOn).toBe(TODAY);
  });

  /** Whatever comes late about the household is turned away, also what happened before. */
  function nothingMore(told: Story): void {
    const late = { household: 'ho-1', on: '2026-02-01' } as const;
    for (const [who, kind, body] of [
      ['mai', 'visit.record', { ...late, language: 'vi' }], ['mai', 'petition.file', { ...late, topic: 'land', matter: 'x' }],
      ['mai', 'consent.record', { ...late, purpose: 'photo', given: true, how: 'spoken', language: 'vi', by: 'x' }],
      ['mai', 'promise.make', { ...late, what: 'x', keeper: 'mai', dueOn: TODAY }], ['mai', 'household.amend', { household: 'ho-1', head: 'A Brol' }],
      ['mai', 'member.add', { household: 'ho-1', name: 'Y', relation: 'child', sex: null, born: null }], ['mai', 'right.ask', { ...late, what: 'see', by: 'x' }],
      ['mai', 'household.register', { id: 'ho-1', village: 'thon-4', no: '12', head: 'A Brol' }],
    ] as const) expect(told.refused(who, kind, body as never).code, kind).toMatch(/^household\.(erased|closed|known)$/);
  }
});

describe('Hết hạn giữ thì xoá: theo quy định ghi sẵn, với đồng hồ mười năm sau', () => {
  it('tháng lùi lại', () => {
    expect([monthsBefore('2026-03-31', 1), monthsBefore('2026-01-15', 24), monthsBefore('2028-02-29', 12)]).toEqual(['2026-02-28', '2024-01-15', '2027-02-28']);
  });

  const full = () => {
    const told = story();
    const consents = (['visit-notes', 'photo', 'voice'] as const).map((purpose) => ({ purpose, given: true, how: 'spoken' as const, by: 'A Brol' }));
    const photo = { hash: 'd'.repeat(64), type: 'image/webp' as const, bytes: 9 };
    const visit = told.did('hoa', 'visit.record', {
      household: 'ho-1', on: TODAY, language: 'sed', consents, met: ['A Brol'], along: ['Chị Hạnh'], photos: [photo],
      heard: [{ topic: 'road', words: 'Đường hỏng' }, { topic: 'land', words: 'Xin đo lại đất', petition: true }], promises: [{ what: 'Hỏi việc đo đất', keeper: 'hoa', dueOn: TODAY }],
    });
    return { told, visit, petition: `${visit}.0`, promise: `${visit}.0` };
  };

  it('chuyến thăm: hết 24 tháng thì mất lời, tên, ảnh; còn ngày, người đến, chủ đề', () => {
    const { told, visit } = full();
    const row = told.row<VisitRow>('visit', visit);
    expect(fade(row, '2028-03-01')).toBeUndefined();
    const faded = fade(row, '2028-03-02')!;
    expect(faded.by).toBe('visit-words');
    expect(faded.row.body).toEqual({ ...row.body, met: [], along: [], photos: [], heard: [{ topic: 'road', words: null, clip: null }, { topic: 'land', words: null, clip: null }], goneClips: ['d'.repeat(64)] });
    expect(fade(faded.row, '2036-01-01')).toBeUndefined();
  });

  it('mười năm sau không còn lời nào; việc chưa xong thì vẫn còn nguyên', () => {
    const { told, visit, petition, promise } = full();
    told.today = '2036-03-02';
    const keys = [`visit/${visit}`, `petition/${petition}`, `promise/${promise}`];
    expect(fade(told.rows.get(`petition/${petition}`)!, told.today)).toBeUndefined();
    expect(fade(told.rows.get(`promise/${promise}`)!, told.today)).toBeUndefined();
    told.today = TODAY;
    told.did('mai', 'petition.reply', { petition, household: 'ho-1', words: 'Đã đo', final: true, on: TODAY });
    told.did('brol', 'promise.confirm', { promise, household: 'ho-1', words: 'Tốt rồi' });
    told.did('mai', 'right.answer', { ...of(ask(told, 'see', 'brol', { words: 'Cho xem' })), did: 'done', words: 'Đã in' });
    told.did('mai', 'member.add', { household: 'ho-1', name: 'Y Xa', relation: 'child', sex: null, born: null });
    const members = told.row<HouseholdRow>('household', 'ho-1').body.members;
    told.did('mai', 'member.leave', { household: 'ho-1', member: members.find(({ name }) => name === 'Y Xa')!.id, on: TODAY });
    told.did('mai', 'person.close', { person: 'binh', on: TODAY });
    const all = [...told.rows.keys()].filter((one) => !one.startsWith('commune') && told.rows.get(one)!.household === 'ho-1');
    expect(told.refused(HOUSE, 'record.fade', { household: 'ho-1', rows: all }).code).toBe('record.kept');
    told.today = '2036-03-02';
    told.did(HOUSE, 'record.fade', { household: 'ho-1', rows: [...all, ...keys] });
    told.did(HOUSE, 'record.fade', { household: null, rows: ['person/binh', 'person/hoa'] });
    const left = JSON.stringify([...told.rows.values()].filter((row) => row.household === 'ho-1'));
    for (const word of ['Đường hỏng', 'Xin đo lại', 'Đã đo', 'Hỏi việc', 'Tốt rồi', 'Cho xem', 'Đã in', 'Y Xa', 'Chị Hạnh', 'dddd"},']) expect(left, word).not.toContain(word);
    expect([told.row<PersonRow>('person', 'binh').body.name, told.row<PersonRow>('person', 'hoa').body.name]).toEqual(['—', 'Y Hoa']);
    expect(told.refused(HOUSE, 'record.fade', { household: 'ho-1', rows: [...all, ...keys] }).code).toBe('record.kept');
  });

  it('hộ đã đi khỏi 24 tháng: máy xoá cả hộ, không cần ai xin; chưa đủ tháng thì không', () => {
    const told = story();
    told.did('mai', 'household.close', { household: 'ho-1', on: TODAY });
    const body = { request: null, household: 'ho-1', of: 'ho-1', rows: [], last: true };
    told.today = '2028-03-01';
    expect(told.refused(HOUSE, 'household.erase', body).code).toBe('request.not-asked');
    told.today = '2028-03-02';
    expect('refusal' in told.ask('mai', 'household.erase', body).outcome).toBe(true);
    told.did(HOUSE, 'household.erase', body);
    expect(told.row<HouseholdRow>('household', 'ho-1').body.erasedOn).toBe('2028-03-02');
  });

  it('mỗi quy định nói nguồn và độ chắc', () => {
    for (const [name, rule] of Object.entries(RETENTIONS)) expect(rule, name).toMatchObject({ source: expect.stringMatching(/./), confidence: expect.stringMatching(/^(confirmed|unverified|own)$/) });
  });
});
