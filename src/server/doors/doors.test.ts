// Proves that a stranger's client, written from docs/PROTOCOL.md alone, works against the real server on both databases.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines } from '../../../test/databases.ts';
import { COMMUNE, found, openRig, PASSWORD, register, staff, type Rig } from '../../../test/rig.ts';
import { makeSample } from '../sample/make.ts';
import { asked, Refused, Stranger, type Json } from '../../../test/stranger.ts';

const refusal = async (work: Promise<unknown>): Promise<Refused> => await work.then(() => { throw new Error('was not refused'); }, (error: Refused) => error);

describe.each(engines)('the doors on %s', (engine) => {
  let rig: Rig;
  let officer: Stranger;
  beforeAll(async () => {
    rig = await openRig(engine);
    expect(await asked(rig.origin, '/api/setup')).toEqual({ needed: true, communes: [] });
    officer = await found(rig);
  });
  afterAll(() => rig.close());

  test('set-up founds the commune once and is shut afterwards', async () => {
    expect(await asked(rig.origin, '/api/setup')).toEqual({ needed: false, communes: [{ code: COMMUNE, name: 'Xã Ia Tơi', sample: false }] });
    expect(await refusal(found(rig, 'other'))).toMatchObject({ status: 409, code: 'setup.done' });
    expect(await refusal(asked(rig.origin, '/api/setup/sample', { method: 'POST' }))).toMatchObject({ status: 409, code: 'setup.done' });
    await officer.pull();
    expect(officer.rows.get(`commune/${COMMUNE}`)?.body.name).toBe('Xã Ia Tơi');
    expect([...officer.rows.keys()].filter((key) => key.startsWith('village/'))).toEqual(['village/v1', 'village/v2']);
    expect(officer.rows.get(`person/${officer.seat.person.id}`)?.body).toMatchObject({ name: 'Y Hương', posts: [{ role: 'officer' }] });
  });

  test('J2 J5 an act pushed twice has one verdict; behind a gap nothing is taken; an altered one is set apart', async () => {
    const one = await Stranger.signIn(rig.origin, { login: 'yhuong', password: PASSWORD, phoneName: 'hai' });
    one.say('household.register', { id: 'gap1', village: 'v1', no: '1', head: 'A Nút', members: [], language: 'jra', place: null, phone: null });
    one.say('household.amend', { household: 'gap1', place: 'Đầu làng' });
    one.say('household.amend', { household: 'gap1', place: 'Cuối làng' });
    const acts = [...one.waiting] as unknown as Json[];
    const push = (sent: Json[]) => one.ask<{ verdicts: Json[]; expected: number }>('/api/acts', { method: 'POST', json: { acts: sent, cursor: null, build: 'x', echo: true } });
    const gap = await push([acts[0]!, acts[2]!]);
    expect(gap).toMatchObject({ expected: 2, verdicts: [{ turn: 1 }] });
    const first = await push(acts);
    expect(first.verdicts).toEqual([{ turns: [1, 3], entry: expect.any(Number), asSaid: false, on: expect.any(String) }]);
    expect((await push(acts)).verdicts).toEqual(first.verdicts);
    const altered = { ...(acts[1] as object), body: { household: 'gap1', place: 'Nơi khác' } } as unknown as Json;
    expect((await push([altered])).verdicts).toEqual([{ turn: 2, refusal: { code: 'act.altered' } }]);
    await one.pull();
    expect(one.rows.get('household/gap1')?.body.place).toBe('Cuối làng');
  });

  test('J4 a refused act comes back with its reason, and the acts behind it stand', async () => {
    officer.say('village.add', { id: 'v1', name: 'Lại thôn 1', languages: ['vi'] });
    officer.say('village.amend', { id: 'v2', languages: ['jra', 'vi'] });
    const verdicts = await officer.push();
    expect(verdicts[0]).toMatchObject({ refusal: { code: 'village.known' } });
    expect(verdicts[1]).toMatchObject({ entry: expect.any(Number) });
  });

  test('J9 an act of an unknown kind waits, with letters no JSON column of a lesser kind would take', async () => {
    const one = await Stranger.signIn(rig.origin, { login: 'yhuong', password: PASSWORD, phoneName: 'mai sau' });
    one.say('weather.note', { words: 'mưa \u0000 \ud83d' });
    expect(await one.push()).toEqual([{ turn: 1, waits: true }]);
  });

  test('J10 a head reads their village only, a volunteer their households only, and both lose them with the post', async () => {
    const [here, there] = [await register(officer, '11'), await register(officer, '12', 'v2')];
    const head = await staff(officer, { id: 'truong1', name: 'A Blơi', role: 'head', village: 'v1' });
    const volunteer = await staff(officer, { id: 'tinhnguyen1', name: 'Y Blưn', role: 'volunteer', village: 'v1', households: [here] });
    await head.pull();
    await volunteer.pull();
    expect(head.rows.has(`household/${here}`)).toBe(true);
    expect(head.rows.has(`household/${there}`)).toBe(false);
    expect([...volunteer.rows.keys()].filter((key) => key.startsWith('household/'))).toEqual([`household/${here}`]);
    await officer.pull();
    const post = officer.rows.get('person/truong1')!.body.posts[0].id;
    const yesterday = new Date(rig.clock.at + 7 * 3_600_000 - 86_400_000).toISOString().slice(0, 10);
    officer.say('post.end', { person: 'truong1', post, until: yesterday });
    expect(await officer.push()).toMatchObject([{ entry: expect.any(Number) }]);
    await head.pull();
    expect([...head.rows.keys()].filter((key) => key.startsWith('household/'))).toEqual([]);
  });

  test('a household comes in with its card, sees itself only, and a new card voids the old', async () => {
    const own = await register(officer, '21');
    await register(officer, '22');
    const [card] = await officer.ask<{ household: string; code: string; pin: string; url: string }[]>('/api/office/cards', { method: 'POST', json: { households: [own] } });
    expect(card).toMatchObject({ household: own, pin: expect.stringMatching(/^\d{6}$/), url: `${rig.origin}/#/the/${card!.code}` });
    const family = await Stranger.signIn(rig.origin, { card: card!.code.toLowerCase().replaceAll('-', ' '), pin: card!.pin, phoneName: 'máy mượn' });
    expect(family.seat.person.name).toBe('A Chủ 21');
    await family.pull();
    expect([...family.rows.values()].filter((row) => row.kind === 'household').map((row) => row.id)).toEqual([own]);
    const [again] = await officer.ask<{ code: string; pin: string }[]>('/api/office/cards', { method: 'POST', json: { households: [own] } });
    expect(await refusal(family.pull())).toMatchObject({ status: 401, code: 'sign-in.needed' });
    expect(await refusal(Stranger.signIn(rig.origin, { card: card!.code, pin: card!.pin }))).toMatchObject({ status: 401, code: 'sign-in.wrong' });
    const later = await Stranger.signIn(rig.origin, { card: again!.code, pin: again!.pin, devices: [family.seat.device] });
    expect(later.seat).toMatchObject({ device: family.seat.device, person: family.seat.person });
    rig.clock.at += 24 * 3_600_000 + 1;
    expect(await refusal(later.pull())).toMatchObject({ status: 401 });
    expect(await refusal(officer.ask('/api/office/cards', { method: 'POST', json: { households: ['none'] } }))).toMatchObject({ status: 404, code: 'household.unknown' });
  });

  test('a slip works once and for fourteen days, a newer one voids it, and a login belongs to one person', async () => {
    officer.say('person.add', { id: 'giay', name: 'A Giấy' });
    await officer.push();
    const slip = (login = 'agiay') => officer.ask<{ slip: string; url: string; until: number }>('/api/office/slips', { method: 'POST', json: { person: 'giay', login } });
    const first = await slip();
    expect(first).toMatchObject({ url: `${rig.origin}/#/vao/${first.slip}`, until: rig.clock.at + 14 * 86_400_000 });
    const second = await slip();
    expect(await refusal(Stranger.signIn(rig.origin, { slip: first.slip, password: PASSWORD }))).toMatchObject({ status: 401, code: 'slip.used' });
    expect(await refusal(Stranger.signIn(rig.origin, { slip: second.slip, password: 'ngắn' }))).toMatchObject({ status: 422, code: 'password.short' });
    expect(await refusal(Stranger.signIn(rig.origin, { slip: second.slip, password: '12345678' }))).toMatchObject({ status: 422, code: 'password.common' });
    const one = await Stranger.signIn(rig.origin, { slip: second.slip, password: PASSWORD });
    expect(one.seat.person).toEqual({ id: 'giay', name: 'A Giấy' });
    expect(await refusal(Stranger.signIn(rig.origin, { slip: second.slip, password: PASSWORD }))).toMatchObject({ code: 'slip.used' });
    const third = await slip('0905 123 456');
    rig.clock.at += 14 * 86_400_000;
    expect(await refusal(Stranger.signIn(rig.origin, { slip: third.slip, password: PASSWORD }))).toMatchObject({ code: 'slip.used' });
    expect((await Stranger.signIn(rig.origin, { login: '+84 905.123.456', password: PASSWORD })).seat.person.id).toBe('giay');
    expect(await refusal(Stranger.signIn(rig.origin, { login: 'agiay', password: PASSWORD }))).toMatchObject({ status: 401 });
    expect(await refusal(officer.ask('/api/office/slips', { method: 'POST', json: { person: 'giay', login: 'YHuong' } }))).toMatchObject({ status: 409, code: 'login.taken' });
    expect(await refusal(officer.ask('/api/office/slips', { method: 'POST', json: { person: 'nobody', login: 'nobody' } }))).toMatchObject({ status: 404, code: 'person.unknown' });
    expect(await refusal(one.ask('/api/office/slips', { method: 'POST', json: { person: 'giay', login: 'x.y.z' } }))).toMatchObject({ status: 403, code: 'post.officer-needed' });
  });

  test('the list of phones shows when each was seen and what waits there; a phone shut out is out at its next request', async () => {
    const one = await Stranger.signIn(rig.origin, { login: 'yhuong', password: PASSWORD, phoneName: 'Máy mất' });
    one.say('commune.calendar', { daysOff: [] });
    await one.pull();
    type Line = { device: string; person: string; phoneName: string; lastSeenAt: number; waiting: number; revokedAt: number | null };
    const line = async () => (await officer.ask<Line[]>('/api/office/devices')).find((each) => each.device === one.seat.device);
    expect(await line()).toEqual({ device: one.seat.device, person: officer.seat.person.id, phoneName: 'Máy mất', lastSeenAt: rig.clock.at, waiting: 1, revokedAt: null, leaseUntil: rig.clock.at + 30 * 86_400_000, letters: 0, name: 'Y Hương', household: null });
    await officer.ask(`/api/office/devices/${one.seat.device}/revoke`, { method: 'POST' });
    expect(await refusal(one.pull())).toMatchObject({ status: 401, code: 'session.revoked' });
    const other = await Stranger.signIn(rig.origin, { login: 'yhuong', password: PASSWORD, devices: [one.seat.device] });
    expect(other.seat.device).not.toBe(one.seat.device);
    await officer.ask(`/api/office/devices/${one.seat.device}/restore`, { method: 'POST' });
    const back = await Stranger.signIn(rig.origin, { login: 'yhuong', password: PASSWORD, devices: [one.seat.device] });
    expect(back.seat.device).toBe(one.seat.device);
    expect(await refusal(officer.ask('/api/office/devices/zzzzzzzz/revoke', { method: 'POST' }))).toMatchObject({ status: 404, code: 'device.unknown' });
  });

  test('everybody sees the phones they are signed in on and shuts out one that is lost, never somebody else’s nor the one in hand', async () => {
    const one = await staff(officer, { id: 'haimay', name: 'A Hai', role: 'head', village: 'v2' });
    const lost = await Stranger.signIn(rig.origin, { login: 'haimay', password: PASSWORD, phoneName: 'Máy rơi' });
    const left = await Stranger.signIn(rig.origin, { login: 'haimay', password: PASSWORD, phoneName: 'Máy đã trả' });
    await left.ask('/api/sign-out', { method: 'POST' });
    type Own = { device: string; phoneName: string; lastSeenAt: number; waiting: number };
    const own = async () => (await one.ask<Own[]>('/api/me/devices')).map(({ device }) => device).sort();
    expect(await own()).toEqual([one.seat.device, lost.seat.device].sort());
    expect((await one.ask<Own[]>('/api/me/devices')).find(({ device }) => device === lost.seat.device)).toEqual({ device: lost.seat.device, phoneName: 'Máy rơi', lastSeenAt: rig.clock.at, waiting: 0 });
    const shut = (device: string) => one.ask(`/api/me/devices/${device}/revoke`, { method: 'POST' });
    for (const other of [officer.seat.device, one.seat.device, left.seat.device, 'zzzzzzzz']) expect(await refusal(shut(other))).toMatchObject({ status: 404, code: 'device.unknown' });
    await shut(lost.seat.device);
    expect(await refusal(lost.pull())).toMatchObject({ status: 401, code: 'session.revoked' });
    expect(await own()).toEqual([one.seat.device]);
    await officer.pull();
  });

  test('a phone a restored server has forgotten is taken up under its old name, by its own person only', async () => {
    const device = 'qwqwqwqw';
    const signIn = (devices: Json) => Stranger.signIn(rig.origin, { login: 'yhuong', password: PASSWORD, devices });
    expect((await signIn([device])).seat.device).not.toBe(device);
    expect((await signIn([`${device}/somebody`])).seat.device).not.toBe(device);
    expect((await signIn([`${device}/${officer.seat.person.id}`])).seat.device).toBe(device);
    const head = await staff(officer, { id: 'truong9', name: 'A Khác', role: 'head', village: 'v2' });
    const thief = await Stranger.signIn(rig.origin, { login: 'truong9', password: PASSWORD, devices: [`${device}/truong9`] });
    expect(head.seat.device).not.toBe(device);
    expect(thief.seat.device).not.toBe(device);
  });

  test('a new password ends the other sessions, and wants the old one', async () => {
    const [one, two] = [await staff(officer, { id: 'doimk', name: 'A Đổi', role: 'head', village: 'v2' }), await Stranger.signIn(rig.origin, { login: 'doimk', password: PASSWORD })];
    expect(await refusal(one.ask('/api/me/password', { method: 'POST', json: { old: 'sai', new: 'mùa rẫy năm nay' } }))).toMatchObject({ status: 403, code: 'password.wrong' });
    await one.ask('/api/me/password', { method: 'POST', json: { old: PASSWORD, new: 'mùa rẫy năm nay' } });
    await one.pull();
    expect(await refusal(two.pull())).toMatchObject({ status: 401 });
    await Stranger.signIn(rig.origin, { login: 'doimk', password: 'mùa rẫy năm nay'.normalize('NFD') });
  });

  test('a session ends when signed out, and after ninety idle days; the seat and its turns stay', async () => {
    const one = await Stranger.signIn(rig.origin, { login: 'yhuong', password: PASSWORD });
    one.say('commune.calendar', { daysOff: [] });
    await one.push();
    rig.clock.at += 89 * 86_400_000;
    await one.pull();
    rig.clock.at += 89 * 86_400_000;
    await one.pull();
    rig.clock.at += 90 * 86_400_000 + 1;
    expect(await refusal(one.pull())).toMatchObject({ status: 401 });
    const two = await Stranger.signIn(rig.origin, { login: 'yhuong', password: PASSWORD, devices: [one.seat.device] });
    expect(two.seat.device).toBe(one.seat.device);
    const push = await two.ask<{ expected: number }>('/api/acts', { method: 'POST', json: { acts: [], cursor: null, build: '', echo: true } });
    expect(push.expected).toBe(2);
    await two.ask('/api/sign-out', { method: 'POST' });
    expect(await refusal(two.pull())).toMatchObject({ status: 401 });
  });
});

test('the sample commune is made from the browser, tells how far it is, and every way into it opens', async () => {
  const rig = await openRig('embedded');
  try {
    // A power cut amid the making, and a day passes: the set-up is still open and goes on where it was.
    let told = 0;
    await expect(makeSample(rig.fresh.db, () => {
      told += 1;
      if (told > 4) throw new Error('power cut');
    }, rig.clock.at)).rejects.toThrow('power cut');
    expect(await asked(rig.origin, '/api/setup')).toEqual({ needed: true, communes: [] });
    rig.clock.at += 86_400_000;
    const making = asked<any>(rig.origin, '/api/setup/sample', { method: 'POST' });
    const seen = new Set<number>();
    let done = false;
    void making.finally(() => {
      done = true;
    });
    while (!done) {
      const progress = await asked<{ done: number; of: number }>(rig.origin, '/api/setup/progress');
      expect(progress.done).toBeLessThanOrEqual(progress.of);
      seen.add(progress.done);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const sample = await making;
    expect(seen.size).toBeGreaterThan(3);
    expect(await asked(rig.origin, '/api/setup')).toMatchObject({ needed: false, communes: [{ code: sample.commune, sample: true }] });
    const officer = await Stranger.signIn(rig.origin, sample.officer);
    await officer.pull();
    expect([...officer.rows.values()].filter((row) => row.kind === 'household').length).toBeGreaterThan(216);
    const family = await Stranger.signIn(rig.origin, { card: sample.card.code, pin: sample.card.pin });
    await family.pull();
    expect([...family.rows.values()].filter((row) => row.kind === 'household')).toHaveLength(1);
    expect((await fetch(`${rig.origin}/cong-khai`)).status).toBe(200);
    // An address that is no address is answered in our words too.
    for (const lost of ['/%ff', '/cong-khai/%E0%A4%A']) expect(await (await fetch(rig.origin + lost)).text()).toMatch(/^Máy chủ không hiểu yêu cầu/);
    expect(await (await fetch(`${rig.origin}/api/%ff`)).json()).toMatchObject({ error: { code: 'request.malformed' } });
  } finally {
    await rig.close();
  }
});
