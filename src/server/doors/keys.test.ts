// Proves what a phone is given with its seat: a share, a lease that says how long, and a door that knows it was shut out.
import { createHash } from 'node:crypto';
import { canonical } from '#journal/canonical.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines } from '../../../test/databases.ts';
import { COMMUNE, found, openRig, PASSWORD, register, staff, type Rig } from '../../../test/rig.ts';
import { Refused, Stranger } from '../../../test/stranger.ts';

const refusal = async (work: Promise<unknown>): Promise<Refused> => await work.then(() => { throw new Error('was not refused'); }, (error: Refused) => error);
const DAY = 86_400_000;

async function holds(signKey: string, text: string, sig: string): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', Buffer.from(signKey, 'base64url'), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(sig, 'base64url'), Buffer.from(text));
}

describe.each(engines)('the keys of a seat on %s', (engine) => {
  let rig: Rig;
  let officer: Stranger;
  beforeAll(async () => {
    rig = await openRig(engine);
    officer = await found(rig);
  });
  afterAll(() => rig.close());

  const raw = (one: Stranger, path: string, init: RequestInit = {}) => fetch(`${rig.origin}${path}`, { ...init, headers: { ...one.headers, ...(init.headers as Record<string, string>) } });
  const lease = async (one: Stranger, path: string, init: RequestInit = {}) => {
    const answer = await raw(one, path, init);
    await answer.text();
    const [until, sig] = answer.headers.get('nr-lease')!.split('.') as [string, string];
    return { until: Number(until), sig };
  };

  test('every way in answers with the share, the lease and the keys; the same device gets the same share again', async () => {
    const household = await register(officer, '1');
    const volunteer = await staff(officer, { id: 'tn1', name: 'Y Blưn', role: 'volunteer', village: 'v1', households: [household] });
    const [card] = await officer.ask<[{ code: string; pin: string }]>('/api/office/cards', { method: 'POST', json: { households: [household] } });
    const home = await Stranger.signIn(rig.origin, { card: card.code, pin: card.pin, borrowed: true, phoneName: 'mượn' });
    for (const one of [officer, volunteer, home]) {
      const { seat } = one;
      expect(Buffer.from(seat.share, 'base64url')).toHaveLength(32);
      expect(await holds(seat.signKey, `lease|${COMMUNE}|${seat.device}|${seat.lease.until}`, seat.lease.sig)).toBe(true);
      expect(seat.sealTo).toEqual({ id: expect.any(String), key: expect.any(String) });
      expect(seat.letterbox.startsWith(`${COMMUNE}.`)).toBe(true);
    }
    expect(volunteer.seat.lease.until).toBe(rig.clock.at + 30 * DAY);
    // A borrowed phone's lease ends with its session.
    expect(home.seat.lease.until).toBe(rig.clock.at + DAY);
    const again = await Stranger.signIn(rig.origin, { login: 'tn1', password: PASSWORD, devices: [volunteer.seat.device], phoneName: 'lại' });
    expect(again.seat.device).toBe(volunteer.seat.device);
    expect(again.seat.share).toBe(volunteer.seat.share);
    const other = await Stranger.signIn(rig.origin, { login: 'tn1', password: PASSWORD, phoneName: 'khác' });
    expect(other.seat.share).not.toBe(volunteer.seat.share);
  });

  test('each exchange renews the lease, signed for this device alone', async () => {
    rig.clock.at += 5 * DAY;
    for (const given of [await lease(officer, '/api/rows'), await lease(officer, '/api/acts', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"acts":[],"echo":true}' })]) {
      expect(given.until).toBe(rig.clock.at + 30 * DAY);
      expect(await holds(officer.seat.signKey, `lease|${COMMUNE}|${officer.seat.device}|${given.until}`, given.sig)).toBe(true);
      expect(await holds(officer.seat.signKey, `lease|${COMMUNE}|abcdefgh|${given.until}`, given.sig)).toBe(false);
    }
  });

  test('a phone that was shut out is told so, and may still wipe; let in again it signs in anew', async () => {
    const head = await staff(officer, { id: 'truong9', name: 'A Blơi', role: 'head', village: 'v1' });
    await officer.ask(`/api/office/devices/${head.seat.device}/revoke`, { method: 'POST', json: {} });
    expect(await refusal(head.pull())).toMatchObject({ status: 401, code: 'session.revoked' });
    expect(await refusal(head.ask('/api/sign-out', { method: 'POST' }))).toMatchObject({ status: 401, code: 'session.revoked' });
    const wiped = await raw(head, '/api/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"wipe":true}' });
    expect([wiped.status, wiped.headers.get('clear-site-data')]).toEqual([204, '"storage"']);
    const again = await Stranger.signIn(rig.origin, { login: 'truong9', password: PASSWORD, devices: [head.seat.device], phoneName: 'lại' });
    expect(again.seat.device).not.toBe(head.seat.device);
    await officer.ask(`/api/office/devices/${head.seat.device}/restore`, { method: 'POST', json: {} });
    expect(await refusal(head.pull())).toMatchObject({ status: 401, code: 'sign-in.needed' });
  });

  test('J10 a whole reading carries the signed word on what the device may read; when a post ends it names what was lost', async () => {
    const household = await register(officer, '77');
    const other = await register(officer, '78');
    const volunteer = await staff(officer, { id: 'tn77', name: 'Y Thu', role: 'volunteer', village: 'v1', households: [household, other] });
    type Head = { cursor: { epoch: string; scope: string; entry: number }; reset: boolean; order?: { n: number; scope: string; lost: { villages: string[]; households: string[] }; sig: string } };
    const headOf = async (query = ''): Promise<Head> => JSON.parse((await (await raw(volunteer, `/api/rows${query}`)).text()).split('\n')[0]!) as Head;
    const sound = async ({ cursor, order }: Head) => {
      const digest = createHash('sha256').update(canonical(order!.lost)).digest('hex');
      return await holds(volunteer.seat.signKey, `scope|${COMMUNE}|${volunteer.seat.device}|${cursor.epoch}|${order!.n}|${order!.scope}|${digest}`, order!.sig);
    };
    const first = await headOf();
    expect(first).toMatchObject({ reset: true, order: { scope: first.cursor.scope, lost: { villages: [], households: [] } } });
    expect(await sound(first)).toBe(true);
    const query = `?epoch=${first.cursor.epoch}&scope=${first.cursor.scope}&entry=${first.cursor.entry}`;
    expect(await headOf(query)).toMatchObject({ reset: false });
    expect((await headOf(query)).order).toBeUndefined();
    await officer.pull();
    const [post] = officer.rows.get('person/tn77')!.body.posts;
    officer.say('post.assign', { person: 'tn77', post: post.id, households: [household] });
    expect(await officer.push()).toMatchObject([{ entry: expect.any(Number) }]);
    const second = await headOf(query);
    expect(second).toMatchObject({ reset: true, order: { scope: second.cursor.scope, lost: { villages: [], households: [other] } } });
    expect(second.order!.n).toBeGreaterThan(first.order!.n);
    expect(await sound(second)).toBe(true);
    // The answer was lost: the same word again, under a newer number.
    const third = await headOf(query);
    expect(third.order).toMatchObject({ scope: second.order!.scope, lost: second.order!.lost });
    expect(third.order!.n).toBeGreaterThan(second.order!.n);
  });

  test('signing out wipes only where it is asked to', async () => {
    const one = await Stranger.signIn(rig.origin, { login: 'yhuong', password: PASSWORD, phoneName: 'một' });
    const plain = await raw(one, '/api/sign-out', { method: 'POST' });
    expect([plain.status, plain.headers.get('clear-site-data')]).toEqual([204, null]);
    const over = await raw(one, '/api/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"wipe":true}' });
    expect([over.status, over.headers.get('clear-site-data')]).toEqual([204, '"storage"']);
  });
});
