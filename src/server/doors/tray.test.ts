// Proves that what lies on a phone that may not come in any more reaches the office, once, and that the officer decides what stands in the book.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines } from '../../../test/databases.ts';
import { COMMUNE, found, openRig, PASSWORD, register, staff, type Rig } from '../../../test/rig.ts';
import { Refused, Stranger, type Act, type Json } from '../../../test/stranger.ts';
import { openKeys } from '../keys.ts';
import { layIn, openAct, type ActLetter } from '../letters.ts';
import type { House } from './house.ts';
import { reopenLetters } from './sweep.ts';
import type { TrayLine } from './tray.ts';

const refusal = async (work: Promise<unknown>): Promise<Refused> => await work.then(() => { throw new Error('was not refused'); }, (error: Refused) => error);
const DAY = 86_400_000;
type Key = Pick<TrayLine, 'device' | 'turn' | 'hash'>;

describe.each(engines)('the letterbox and the tray on %s', (engine) => {
  let rig: Rig;
  let officer: Stranger;
  let household: string;
  beforeAll(async () => {
    rig = await openRig(engine);
    officer = await found(rig);
    household = await register(officer, '1');
  });
  afterAll(() => rig.close());

  const day = (at: number) => new Date(at + 7 * 3_600_000).toISOString().slice(0, 10);
  const tray = async () => await officer.ask<{ open: TrayLine[]; past: TrayLine[] }>('/api/office/tray');
  const openOf = async (one: Stranger) => (await tray()).open.filter(({ device }) => device === one.seat.device);
  const count = async () => (await officer.ask<{ open: number }>('/api/office/tray/count')).open;
  const handle = (way: string, { device, turn, hash }: Key, more: Record<string, Json> = {}) => officer.ask<{ entry: number; author: string }>(`/api/office/tray/${way}`, { method: 'POST', json: { device, turn, hash, ...more } });
  const revoke = (one: Stranger) => officer.ask(`/api/office/devices/${one.seat.device}/revoke`, { method: 'POST', json: {} });
  const visit = (one: Stranger, words: string) => one.say('visit.record', { household, on: day(rig.clock.at), language: 'vi', met: ['Bà'], heard: [{ topic: 'land', words }], consents: [{ purpose: 'visit-notes', given: true, how: 'spoken', by: 'Bà', text: '2026-1' }] });
  let names = 0;
  const volunteer = () => staff(officer, { id: `tn${(names += 1)}`, name: `Y Blưn ${names}`, role: 'volunteer', village: 'v1', households: [household] });

  test('J1 a revoked phone’s acts come in letters, wait for the officer, and stand in the book once, under their author', async () => {
    const one = await volunteer();
    visit(one, 'ruộng khô');
    visit(one, 'mương lở');
    await revoke(one);
    expect(await refusal(one.push())).toMatchObject({ status: 401, code: 'session.revoked' });
    const acts = [...one.letters()];
    expect(await one.post(acts)).toEqual({ received: [1, 2], clips: [] });
    // Said again, sealed anew: nothing is doubled.
    expect(await one.post(one.letters())).toEqual({ received: [1, 2], clips: [] });
    const open = await openOf(one);
    expect(open).toMatchObject([
      { turn: 1, came: 'letter', name: 'Y Blưn 1', person: 'tn1', known: false, step: null, endedAt: rig.clock.at, act: { kind: 'visit.record', body: { household } } },
      { turn: 2, came: 'letter' },
    ]);
    expect(open[0]!.receivedAt).toBe(rig.clock.at);
    expect(await count()).toBe(2);
    expect(await refusal(handle('book', open[1]!))).toMatchObject({ status: 409, code: 'tray.earlier', params: { turn: 1 } });
    const booked = await handle('book', open[0]!);
    expect(booked.author).toBe('tn1');
    expect(await refusal(handle('book', open[0]!))).toMatchObject({ status: 409, code: 'tray.settled' });
    await handle('book', open[1]!);
    expect(await count()).toBe(0);
    await officer.pull();
    const rows = [...officer.rows.values()].filter((row) => row.kind === 'visit' && row.id.startsWith(one.seat.device));
    expect(rows).toHaveLength(2);
    // J2 The phone is let in again and says the same acts: they are known, and stand once.
    await officer.ask(`/api/office/devices/${one.seat.device}/restore`, { method: 'POST', json: {} });
    const again = await Stranger.signIn(rig.origin, { login: 'tn1', password: PASSWORD, devices: [one.seat.device] });
    const said = await again.ask<{ verdicts: Json[] }>('/api/acts', { method: 'POST', json: { acts: one.waiting as unknown as Json[], cursor: null, build: 'x', echo: true } });
    expect(said.verdicts).toEqual([{ turns: [1, 2], entry: booked.entry, asSaid: false, on: expect.any(String) }]);
    await officer.pull();
    expect([...officer.rows.values()].filter((row) => row.kind === 'visit' && row.id.startsWith(one.seat.device))).toHaveLength(2);
  });

  test('a post that ended: said before it goes in under its author, said after it under the officer, and each is told apart', async () => {
    const one = await volunteer();
    const said = rig.clock.at;
    const before = visit(one, 'trước khi thôi');
    await officer.pull();
    const post = officer.rows.get(`person/tn${names}`)!.body.posts[0].id;
    officer.say('post.end', { person: `tn${names}`, post, until: day(said) });
    await officer.push();
    rig.clock.at += 3 * DAY;
    visit(one, 'sau khi thôi');
    one.waiting = one.waiting.map((act, i): Act => ({ ...act, at: i === 0 ? said : rig.clock.at }));
    await one.post(one.letters());
    const open = await openOf(one);
    expect(open.map(({ act, endedAt }) => act!.at < endedAt!)).toEqual([true, false]);
    expect((await handle('book', open[0]!)).author).toBe(`tn${names}`);
    expect((await handle('book', open[1]!)).author).toBe(officer.seat.person.id);
    await officer.pull();
    expect(officer.rows.get(`visit/${before}`)).toBeDefined();
    expect((await tray()).past.slice(0, 2)).toMatchObject([{ step: { what: 'booked', by: 'Y Hương' } }, { step: { what: 'booked' } }]);
  });

  test('J4 what the rules refuse stays in the tray with the reason; kept apart it can be taken up again; nothing is lost', async () => {
    const one = await volunteer();
    one.say('village.add', { id: 'v1', name: 'Thôn một nữa', languages: ['vi'] });
    await one.post(one.letters());
    const [line] = await openOf(one);
    expect(await refusal(handle('book', line!))).toMatchObject({ status: 422, code: 'tray.refused', params: { reason: 'village.known' } });
    expect(await refusal(handle('aside', line!))).toMatchObject({ status: 400 });
    await handle('aside', line!, { reason: 'thôn đã có' });
    expect(await openOf(one)).toEqual([]);
    expect((await tray()).past.find(({ device }) => device === one.seat.device)).toMatchObject({ step: { what: 'aside', reason: 'thôn đã có', by: 'Y Hương' } });
    expect(await refusal(handle('aside', line!, { reason: 'lại' }))).toMatchObject({ code: 'tray.settled' });
    await handle('back', line!);
    expect(await openOf(one)).toHaveLength(1);
    expect(await refusal(handle('back', line!))).toMatchObject({ code: 'tray.settled' });
    expect(await refusal(handle('book', { ...line!, hash: '0'.repeat(64) }))).toMatchObject({ status: 404, code: 'tray.unknown' });
  });

  test('J2 what the phone has sent itself needs no letter; what it sends later is known in the tray', async () => {
    const one = await volunteer();
    visit(one, 'đã gửi');
    const sent = one.letters();
    await one.push();
    expect((await one.post(sent)).received).toEqual([1]);
    expect(await openOf(one)).toEqual([]);
    visit(one, 'thư trước, gửi sau');
    await one.post(one.letters());
    expect(await openOf(one)).toMatchObject([{ turn: 2, known: false }]);
    await one.push();
    const [line] = await openOf(one);
    expect(line).toMatchObject({ known: true });
    expect((await officer.ask<{ open: number }>('/api/office/tray/count')).open).toBeGreaterThanOrEqual(1);
    const booked = await handle('book', line!);
    expect(booked.entry).toBe((one.verdicts.get(2) as { entry: number }).entry);
    expect(await openOf(one)).toEqual([]);
  });

  test('an act that came again with other content lies in the tray, and is booked on the author’s behalf, who is named in the visit', async () => {
    const one = await volunteer();
    visit(one, 'lời thứ nhất');
    const act = one.waiting[0]!;
    await one.push();
    const other = { ...act, body: { ...(act.body as Record<string, Json>), heard: [{ topic: 'water', words: 'lời thứ hai' }] } };
    await one.ask('/api/acts', { method: 'POST', json: { acts: [other] as unknown as Json[], cursor: null, build: 'x', echo: true } });
    const [line] = await openOf(one);
    expect(line).toMatchObject({ came: 'altered', turn: 1, known: false });
    const booked = await handle('book', line!);
    expect(booked.author).toBe(officer.seat.person.id);
    await officer.pull();
    const row = [...officer.rows.values()].find((each) => each.kind === 'visit' && each.entry === booked.entry);
    expect(row!.body.along).toEqual([`Y Blưn ${names}`]);
    expect(await openOf(one)).toEqual([]);
  });

  test('photos in letters become the household’s once an act that names them is booked', async () => {
    const one = await volunteer();
    const sound = Buffer.concat([Buffer.from([0x4f, 0x67, 0x67, 0x53]), Buffer.alloc(300_000, 7)]);
    const letters = one.clipLetters({ household, type: 'audio/ogg', bytes: sound });
    const { clip: hash } = letters[0] as { clip: string };
    one.say('visit.record', { household, on: day(rig.clock.at), language: 'vi', met: ['Bà'], consents: [{ purpose: 'voice', given: true, how: 'spoken', by: 'Bà', text: '2026-1' }, { purpose: 'visit-notes', given: true, how: 'spoken', by: 'Bà', text: '2026-1' }], heard: [{ topic: 'land', words: null, clip: { hash, type: 'audio/ogg', bytes: sound.length } }] });
    expect(await one.post([letters[1]!])).toEqual({ received: [], clips: [[hash, 1]] });
    expect(await one.post([letters[0]!, letters[1]!])).toEqual({ received: [], clips: [[hash, 0], [hash, 1]] });
    const show = (who: Stranger) => fetch(`${rig.origin}/api/clips/${hash}`, { headers: who.headers });
    expect((await show(officer)).status).toBe(404);
    await one.post(one.letters());
    const [line] = await openOf(one);
    expect(line).toMatchObject({ clips: 1 });
    await handle('book', line!);
    const shown = await show(officer);
    expect([shown.status, Buffer.from(await shown.arrayBuffer()).equals(sound)]).toEqual([200, true]);
    expect(readdirSync(join(rig.dataDir, 'clips', 'parts'))).toEqual([]);
    // Said again after all: kept already.
    expect((await one.post(letters)).clips).toHaveLength(2);
  });

  test('what does not open is received and kept as it came; a stranger’s token gets one answer whatever it is', async () => {
    const one = await volunteer();
    visit(one, 'thư hỏng');
    const [letter] = one.letters() as [Record<string, Json>];
    const broken = { ...letter, box: `${'A'.repeat(40)}${String(letter['box']).slice(40)}` };
    const unknown = { ...letter, turn: 2, to: 'khongco' };
    // Sealed rightly, but it is another device's act.
    const lying = { turn: 3, ...one.seal(Buffer.from(JSON.stringify({ ...one.waiting[0]!, device: 'zzzzzzzz', turn: 3 })), '3') };
    expect((await one.post([broken, unknown, lying])).received).toEqual([1, 2, 3]);
    const open = await openOf(one);
    expect(open).toMatchObject([{ turn: 1, came: 'sealed', act: null }, { turn: 2, came: 'sealed' }, { turn: 3, came: 'sealed' }]);
    expect(await refusal(handle('book', open[0]!))).toMatchObject({ code: 'tray.sealed' });
    await handle('aside', open[0]!, { reason: 'hỏng' });
    const other = one.seat.letterbox.split('.');
    for (const token of ['x'.repeat(40), `${COMMUNE}.${'a'.repeat(60)}`, [other[0], 'zzzzzzzz', other[2], other[3]].join('.'), one.seat.token]) {
      expect(await refusal(one.post([letter], token))).toMatchObject({ status: 401, code: 'letterbox.unknown', params: {} });
    }
    for (const letters of [[{ turn: 0, to: 'a', epk: 'b', box: 'c' }], [{}], [{ clip: 'zz', piece: 0, pieces: 1, to: 'a', epk: 'b', box: 'c' }], 'x', Array.from({ length: 501 }, () => letter)]) {
      expect(await refusal(one.post(letters as Json[]))).toMatchObject({ status: 400, code: 'request.malformed' });
    }
  });

  test('a letter to a key that was away opens by itself once the key is put back', async () => {
    const one = await volunteer();
    visit(one, 'khoá cũ');
    const letters = one.letters();
    const away = join(rig.dataDir, 'away');
    const house = (dataDir: string): House => ({ db: rig.fresh.db, rules: { kinds: new Map(), build: '', now: () => rig.clock.at }, keys: openKeys(dataDir), dataDir, clock: () => rig.clock.at, origin: null });
    mkdirSync(join(away, 'keys'), { recursive: true });
    // What the server would find with other keys: the letter lies there sealed.
    const { seat } = one;
    await rig.fresh.db.inCommune(COMMUNE, 'write', async (tx) => {
      const opened = letters.map((letter) => openAct(house(away).keys, { commune: COMMUNE, device: seat.device, person: seat.person.id }, letter as unknown as ActLetter, JSON.parse));
      await layIn(tx, { commune: COMMUNE, device: seat.device, person: seat.person.id }, opened, rig.clock.at);
    });
    expect(await openOf(one)).toMatchObject([{ came: 'sealed' }]);
    await reopenLetters(house(away));
    expect(await openOf(one)).toMatchObject([{ came: 'sealed' }]);
    await reopenLetters(house(rig.dataDir));
    expect(await openOf(one)).toMatchObject([{ came: 'letter', act: { kind: 'visit.record' } }]);
    await handle('book', (await openOf(one))[0]!);
  });

  test('the tray is the officer’s alone', async () => {
    const one = await volunteer();
    for (const path of ['/api/office/tray', '/api/office/tray/count']) expect(await refusal(one.ask(path))).toMatchObject({ status: 403, code: 'post.officer-needed' });
    for (const way of ['book', 'aside', 'back']) expect(await refusal(one.ask(`/api/office/tray/${way}`, { method: 'POST', json: { device: one.seat.device, turn: 1, hash: '0'.repeat(64), reason: 'x' } }))).toMatchObject({ status: 403 });
  });

  test('a flood of letters is told to wait, and for how long', async () => {
    const one = await volunteer();
    let last: Refused | undefined;
    for (let i = 0; i < 130 && !last; i++) last = await one.post([]).then(() => undefined, (error: Refused) => error);
    expect(last).toMatchObject({ status: 429, code: 'request.too-many' });
    expect(last!.retryAfter).toBeGreaterThan(0);
  });

  test('the list of phones tells what lies in the tray and how long a phone can be opened', async () => {
    const one = await volunteer();
    visit(one, 'chờ');
    await one.post(one.letters());
    const lines = await officer.ask<{ device: string; letters: number; leaseUntil: number }[]>('/api/office/devices');
    expect(lines.find(({ device }) => device === one.seat.device)).toMatchObject({ letters: 1, leaseUntil: one.seat.lease.until });
  });
});
