// A visit leaves what it heard only with consent, petitions with their lawful clock, and promises with their keepers.
import { describe, expect, it } from 'vitest';
import type { ConsentRow } from '../households/rows.ts';
import type { PersonRow } from '../places/rows.ts';
import type { PromiseRow } from '../promises/rows.ts';
import { story, TODAY } from '../story.ts';
import type { PetitionRow, VisitRow } from './rows.ts';
import { strikeDue } from './strike-due.ts';

const yes = (purpose: 'visit-notes' | 'photo' | 'voice') => ({ purpose, given: true, how: 'spoken', by: 'A Brol' }) as const;
const visit = { household: 'ho-1', on: TODAY, language: 'sed' };
const clip = { hash: 'c'.repeat(64), type: 'audio/webm', bytes: 9 } as const;
const photo = { hash: 'd'.repeat(64), type: 'image/webp', bytes: 9 } as const;

describe('Luật 91/2025: lời kể, ảnh, ghi âm chỉ ghi khi gia đình đồng ý', () => {
  it.each([
    ['lời kể', { heard: [{ topic: 'road', words: 'Đường hỏng' }] }, 'visit-notes'],
    ['ghi âm', { heard: [{ topic: 'road', clip }] }, 'voice'],
    ['ảnh', { photos: [photo] }, 'photo'],
  ] as const)('%s', (_what, change, purpose) => {
    const body = { ...visit, heard: [...('heard' in change ? change.heard : [])], photos: [...('photos' in change ? change.photos : [])] };
    expect(story().refused('hoa', 'visit.record', body)).toEqual({ code: 'visit.no-consent', params: { purpose } });
    expect(story().refused('hoa', 'visit.record', { ...body, consents: [{ ...yes(purpose), given: false }] }).code).toBe('visit.no-consent');
    const told = story();
    const id = told.did('hoa', 'visit.record', { ...body, consents: [yes(purpose)] });
    expect(told.row<ConsentRow>('consent', `ho-1.${purpose}`).body).toMatchObject({ given: true, on: TODAY, language: 'sed', text: 'vi-2026-1' });
    // What was agreed to once need not be asked again.
    told.did('hoa', 'visit.record', body);
    told.did('brol', 'consent.withdraw', { household: 'ho-1', purpose, on: TODAY });
    expect(told.refused('hoa', 'visit.record', body).code).toBe('visit.no-consent');
    expect(told.row<VisitRow>('visit', id).body.by).toBe('hoa');
  });

  it('chỉ ghi chủ đề, không ghi lời: không cần hỏi', () => {
    const told = story();
    const id = told.did('hoa', 'visit.record', { ...visit, heard: [{ topic: 'water' }] });
    expect(told.row<VisitRow>('visit', id).body.heard).toEqual([{ topic: 'water', words: null, clip: null }]);
  });

  it('lời đồng ý đến muộn không mở lại điều gia đình đã rút', () => {
    const told = story();
    told.did('hoa', 'visit.record', { ...visit, on: '2026-02-20', consents: [yes('visit-notes')] });
    told.did('brol', 'consent.withdraw', { household: 'ho-1', purpose: 'visit-notes', on: '2026-03-01' });
    const late = { ...visit, on: '2026-02-25', consents: [yes('visit-notes')], heard: [{ topic: 'road', words: 'Đường hỏng' }] } as const;
    expect(told.refused('thong', 'visit.record', { ...late, heard: [...late.heard], consents: [...late.consents] }).code).toBe('visit.no-consent');
    told.did('thong', 'visit.record', { ...late, heard: [{ topic: 'road' }], consents: [...late.consents] });
    expect(told.row<ConsentRow>('consent', 'ho-1.visit-notes').body.withdrawnOn).toBe('2026-03-01');
  });
});

describe('Nghị định 356/2025: rút đồng ý thì điều đã ghi được xóa trong 15 ngày', () => {
  const purposes = ['visit-notes', 'photo', 'voice'] as const;
  const written = () => {
    const told = story();
    const id = told.did('hoa', 'visit.record', {
      ...visit, on: '2026-02-20', consents: purposes.map(yes), photos: [photo], met: ['A Brol'],
      heard: [{ topic: 'road', words: 'Đường hỏng', clip }, { topic: 'land', words: 'Xin đo lại đất', petition: true }],
      promises: [{ what: 'Hỏi việc đo đất', keeper: 'hoa', dueOn: '2026-03-20' }],
    });
    const rows = <R extends ConsentRow | VisitRow>(kind: R['kind']) => [...told.rows.values()].filter((row): row is R => row.kind === kind);
    const body = () => told.row<VisitRow>('visit', id).body;
    const withdraw = (purpose: (typeof purposes)[number], on: string) => told.did('brol', 'consent.withdraw', { household: 'ho-1', purpose, on });
    return { told, id, body, withdraw, due: () => strikeDue(rows<ConsentRow>('consent'), rows<VisitRow>('visit')), strike: { visit: id, household: 'ho-1', on: TODAY } };
  };

  it('chưa rút thì không có gì phải xóa, và không ai xóa được', () => {
    const { told, due, strike } = written();
    expect(due()).toBeNull();
    for (const who of ['hoa', 'thong', 'mai', 'brol']) {
      expect(told.refused(who, 'visit.strike', { ...strike, what: ['words'] })).toEqual({ code: 'visit.agreed', params: { purpose: 'visit-notes' } });
      expect(told.refused(who, 'visit.strike', { ...strike, what: ['clips'] })).toEqual({ code: 'visit.agreed', params: { purpose: 'photo' } });
    }
  });

  it('lời ghi: mất lời, còn ngày, người đến, chủ đề, bản ghi âm, lời hứa và đơn', () => {
    const { told, id, body, withdraw, due, strike } = written();
    const before = body();
    withdraw('visit-notes', '2026-03-01');
    expect(due()).toEqual({ until: '2026-03-16', visits: [{ visit: id, what: ['words'] }] });
    told.did('brol', 'visit.strike', { ...strike, what: ['words'] });
    expect(body()).toEqual({ ...before, heard: [{ topic: 'road', words: null, clip }, { topic: 'land', words: null, clip: null }], struckOn: TODAY });
    expect(told.row<PetitionRow>('petition', `${id}.0`).body.matter).toBe('Xin đo lại đất');
    expect(told.row<PromiseRow>('promise', `${id}.0`).body.what).toBe('Hỏi việc đo đất');
    expect(due()).toBeNull();
  });

  it('ảnh và ghi âm: chỉ thứ không còn được phép; tên tệp đã bỏ ở lại để máy xóa tệp', () => {
    const { told, id, body, withdraw, due, strike } = written();
    withdraw('photo', '2026-03-02');
    expect(due()).toEqual({ until: '2026-03-17', visits: [{ visit: id, what: ['clips'] }] });
    told.did('thong', 'visit.strike', { ...strike, what: ['clips'] });
    expect(body()).toMatchObject({ photos: [], heard: [{ clip }, {}], goneClips: [photo.hash], struckOn: TODAY });
    withdraw('voice', '2026-03-02');
    told.did('mai', 'visit.strike', { ...strike, what: ['clips'] });
    expect(body()).toMatchObject({ heard: [{ words: 'Đường hỏng', clip: null }, {}], goneClips: [photo.hash, clip.hash] });
    expect(due()).toBeNull();
  });

  it('hạn tính từ lần rút sớm nhất; trả lời không đồng ý về sau cũng là rút', () => {
    const { told, withdraw, due, id } = written();
    withdraw('voice', '2026-02-25');
    told.did('hoa', 'consent.record', { ...yes('visit-notes'), household: 'ho-1', given: false, language: 'sed', on: '2026-02-28' });
    expect(due()).toEqual({ until: '2026-03-12', visits: [{ visit: id, what: ['words', 'clips'] }] });
    told.did('hoa', 'consent.record', { ...yes('voice'), household: 'ho-1', language: 'sed', on: TODAY });
    expect(due()).toEqual({ until: '2026-03-15', visits: [{ visit: id, what: ['words'] }] });
  });

  it('hai người cùng xóa khi không có sóng: người sau không bị từ chối và không đổi gì', () => {
    const { told, body, withdraw, strike } = written();
    withdraw('visit-notes', '2026-03-01');
    told.did('hoa', 'visit.strike', { ...strike, what: ['words'], on: '2026-03-01' });
    const once = body();
    told.did('thong', 'visit.strike', { ...strike, what: ['words'] });
    expect(body()).toEqual(once);
  });

  it('người không lo hộ này không xóa được; ngày không đứng trước chuyến thăm; không xóa nhờ tên hộ khác', () => {
    const { told, withdraw, strike } = written();
    withdraw('visit-notes', '2026-03-01');
    expect(told.refused('binh', 'visit.strike', { ...strike, what: ['words'] }).code).toBe('visit.unknown');
    expect(told.refused('nhi', 'visit.strike', { ...strike, what: ['words'] }).code).toBe('visit.unknown');
    expect(told.refused('lan', 'visit.strike', { ...strike, what: ['words'] }).code).toBe('post.needed');
    expect(told.refused('hoa', 'visit.strike', { ...strike, what: ['words'], on: '2026-02-19' })).toEqual({ code: 'day.early', params: { field: 'on', earliest: '2026-02-20' } });
    expect(told.refused('hoa', 'visit.strike', { ...strike, what: ['words'], household: 'ho-2' }).code).toBe('visit.unknown');
    expect(told.refused('hoa', 'visit.strike', { ...strike, what: [] }).code).toBe('body.invalid');
  });

  it('sửa chuyến thăm mà bỏ bản ghi âm: tên tệp cũng ở lại để máy xóa tệp', () => {
    const { told, id, body } = written();
    told.did('hoa', 'visit.correct', { visit: id, household: 'ho-1', heard: [{ topic: 'road', words: 'Đường lầy' }] });
    expect(body().goneClips).toEqual([clip.hash]);
  });
});

describe('Luật 42/2013 Điều 25, 28: kiến nghị được ghi lại và có hạn trả lời', () => {
  it('nghe trong lần đến thăm: hạn 10 ngày làm việc, không cần đồng ý ghi lời kể', () => {
    const told = story();
    const id = told.did('hoa', 'visit.record', { ...visit, heard: [{ topic: 'thanks', words: null }, { topic: 'land', words: 'Xin đo lại đất rẫy', petition: true }] });
    expect(told.row<PetitionRow>('petition', `${id}.0`).body).toEqual({
      visit: id, topic: 'land', matter: 'Xin đo lại đất rẫy', by: 'hoa', on: TODAY, replyDueOn: '2026-03-16', replies: [],
    });
    expect(told.row<VisitRow>('visit', id).body.heard[1]).toEqual({ topic: 'land', words: null, clip: null });
  });

  it('kiến nghị phải có lời', () => {
    expect(story().refused('hoa', 'visit.record', { ...visit, heard: [{ topic: 'land', petition: true }] }))
      .toEqual({ code: 'body.invalid', params: { field: 'heard.0.words', problem: 'missing' } });
  });

  it('gia đình tự gửi; xã trả lời nhiều lần, lần cuối thì khép', () => {
    const told = story();
    told.did('mai', 'commune.calendar', { daysOff: ['2026-03-05'] });
    const petition = told.did('brol', 'petition.file', { household: 'ho-1', topic: 'water', matter: 'Giếng cạn', on: TODAY });
    expect(told.row<PetitionRow>('petition', petition).body.replyDueOn).toBe('2026-03-17');
    const reply = { petition, household: 'ho-1', words: 'Đã báo tỉnh', final: false, on: TODAY };
    told.did('thong', 'petition.reply', reply);
    told.did('mai', 'petition.reply', { ...reply, final: true });
    expect(told.refused('thong', 'petition.reply', reply)).toEqual({ code: 'petition.answered', params: { by: 'mai', on: TODAY } });
    expect(told.refused('hoa', 'petition.reply', reply).code).toBe('post.needed');
    expect(told.refused('mai', 'petition.reply', { ...reply, household: 'ho-2' }).code).toBe('petition.unknown');
  });

  it('nhà khác, ban giám sát không gửi thay', () => {
    for (const [who, code] of [['nhi', 'household.unknown'], ['lan', 'post.needed'], ['tinh', 'post.needed'], ['binh', 'household.unknown']] as const) {
      expect(story().refused(who, 'petition.file', { household: 'ho-1', topic: 'water', matter: 'x', on: TODAY }).code).toBe(code);
    }
  });
});

describe('Đến thăm', () => {
  it('người ghi luôn có mặt, không ai được ghi hai lần', () => {
    const told = story();
    const id = told.did('hoa', 'visit.record', { ...visit, came: ['thong', 'hoa', 'thong'], along: ['Chị Hạnh'], met: ['Y Ngọc'] });
    expect(told.row<VisitRow>('visit', id).body).toMatchObject({ came: ['hoa', 'thong'], along: ['Chị Hạnh'], met: ['Y Ngọc'], by: 'hoa' });
    const nobody = told.did('hoa', 'visit.record', visit);
    expect(told.row<VisitRow>('visit', nobody).body.met).toEqual([]);
  });

  it.each([
    ['ngày kia', { on: '2026-03-04' }, { code: 'day.future', params: { field: 'on', day: '2026-03-04' } }],
    ['người đi cùng không có trong sổ', { came: ['ai'] }, { code: 'person.unknown', params: { person: 'ai' } }],
    ['đại diện hộ không phải người đi thăm', { came: ['brol'] }, { code: 'person.unknown', params: { person: 'brol' } }],
    ['hộ không có trong sổ', { household: 'x' }, { code: 'household.unknown', params: { household: 'x' } }],
    ['lời hứa của người không phụ trách', { promises: [{ what: 'x', keeper: 'sung', dueOn: TODAY }] }, { code: 'promise.outsider', params: { name: 'Siu Sung' } }],
  ])('không ghi được: %s', (_what, change, refusal) => expect(story().refused('hoa', 'visit.record', { ...visit, ...change })).toEqual(refusal));

  it('không có chủ đề nào về tôn giáo, lòng trung thành hay ý kiến với chính quyền', () => {
    for (const topic of ['religion', 'loyalty', 'authorities', 'politics', 'security']) {
      expect(story().tell('hoa', 'visit.record', { ...visit, heard: [{ topic }] }).outcome).toEqual({ refusal: { code: 'body.invalid', params: { field: 'heard.0.topic', problem: 'choice' } } });
    }
  });

  it('đến thăm trước ngày hộ khép sổ vẫn ghi được, từ ngày ấy thì không', () => {
    const told = story();
    told.did('thong', 'household.close', { household: 'ho-1', on: '2026-03-01' });
    told.did('hoa', 'visit.record', { ...visit, on: '2026-02-28' });
    expect(told.refused('hoa', 'visit.record', visit)).toEqual({ code: 'household.closed', params: { on: '2026-03-01' } });
  });

  it('nhiều lời hứa, mỗi lời một người giữ; người vừa hết chức vụ vẫn giữ lời hứa của ngày ấy', () => {
    const told = story();
    const post = told.row<PersonRow>('person', 'thong').body.posts[0]!.id;
    told.did('mai', 'post.end', { person: 'thong', post, until: '2026-03-01' });
    const promises = [{ what: 'Báo xã', keeper: 'hoa', dueOn: '2026-03-09' }, { what: 'Sửa cầu', keeper: 'thong', dueOn: '2026-04-01' }];
    const id = told.did('hoa', 'visit.record', { ...visit, on: '2026-02-28', promises });
    expect([0, 1].map((n) => told.row<PromiseRow>('promise', `${id}.${n}`).body.keeper)).toEqual(['hoa', 'thong']);
    expect(told.refused('hoa', 'visit.record', { ...visit, promises }).code).toBe('promise.outsider');
  });
});

describe('Sửa lần đến thăm: chính người ghi, trong 30 ngày', () => {
  function recorded() {
    const told = story();
    const id = told.did('hoa', 'visit.record', { ...visit, consents: [yes('visit-notes')], heard: [{ topic: 'road', words: 'Đường hỏng' }] });
    return { told, which: { visit: id, household: 'ho-1' } };
  }

  it('sửa lời, người gặp, ngôn ngữ', () => {
    const { told, which } = recorded();
    told.did('hoa', 'visit.correct', { ...which, heard: [{ topic: 'road', words: 'Đường lầy' }], met: ['Y Ngọc'], language: 'vi' });
    expect(told.row<VisitRow>('visit', which.visit).body).toMatchObject({ heard: [{ words: 'Đường lầy' }], met: ['Y Ngọc'], language: 'vi', correctedOn: TODAY, on: TODAY });
  });

  it('người khác không sửa; sau 30 ngày không sửa; lời mới cũng cần đồng ý', () => {
    const { told, which } = recorded();
    expect(told.refused('thong', 'visit.correct', { ...which, met: [] })).toEqual({ code: 'visit.not-author', params: { person: 'hoa' } });
    expect(told.refused('hoa', 'visit.correct', { ...which, heard: [{ topic: 'road', clip }] }).code).toBe('visit.no-consent');
    expect(told.refused('hoa', 'visit.correct', { ...which, household: 'ho-2' }).code).toBe('visit.unknown');
    told.today = '2026-04-01';
    told.did('hoa', 'visit.correct', { ...which, met: ['Y'] });
    told.today = '2026-04-02';
    expect(told.refused('hoa', 'visit.correct', { ...which, met: [] })).toEqual({ code: 'visit.too-late', params: { last: '2026-04-01' } });
  });
});
