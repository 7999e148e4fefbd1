// What the doors leave in the audit: every reading of personal data before it is whole, every deed beside the acts; by ids, without words.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JPEG } from '../../../test/pictures.ts';
import { pathOf, send } from '../../../test/raw-http.ts';
import { COMMUNE, found, openRig, PASSWORD, register, staff, type Rig } from '../../../test/rig.ts';
import type { Stranger } from '../../../test/stranger.ts';
import { readAudit, verifyAudit, type Line } from '../db/audit.ts';
import { DOORS } from './policy-doors.ts';

describe('the audit of the doors', () => {
  let rig: Rig;
  let officer: Stranger;
  let head: Stranger;
  beforeAll(async () => {
    rig = await openRig('embedded');
    officer = await found(rig);
    await register(officer, '1');
    await register(officer, '2', 'v2');
    head = await staff(officer, { id: 'bidoan', name: 'A Bị Đoàn', role: 'head', village: 'v1' });
  });
  afterAll(() => rig.close());
  const lines = (): Promise<readonly Line[]> => rig.fresh.db.inCommune(COMMUNE, 'read', (tx) => readAudit(tx, { from: 0, until: Number.MAX_SAFE_INTEGER, before: null }, 1_000));
  /** Lines that came with what was done. */
  const left = async (work: () => Promise<unknown>): Promise<readonly Line[]> => {
    const before = (await lines())[0]?.n ?? 0;
    await work();
    return (await lines()).filter(({ n }) => n > before).reverse();
  };
  const shown = (line: Line | undefined) => line && { deed: line.deed, what: line.what, person: line.person, device: line.device, about: line.about };
  const by = (who: Stranger) => ({ person: who.seat.person.id, device: who.seat.device });

  test('a reading of rows says who, which scope, from where to where, how many, of whom; one that brings nothing is none', async () => {
    const [line, ...more] = await left(() => head.pull());
    expect(more).toEqual([]);
    expect(shown(line)).toMatchObject({ deed: false, what: 'rows', ...by(head), about: { scope: head.cursor!.scope, from: 0, upto: head.cursor!.entry, households: ['h1v1'] } });
    expect(line!.about['rows']).toBe(head.rows.size);
    expect(await left(() => head.pull())).toEqual([]);
    await register(officer, '3');
    const [news] = await left(() => head.pull());
    expect(news!.about).toMatchObject({ households: ['h3v1'], rows: 1 });
    expect(news!.about['from']).toBeGreaterThan(0);
  });

  test('a page the road broke is noted as far as it went', async () => {
    officer.cursor = null;
    const [line] = await left(async () => {
      const answer = await officer.raw('/api/rows');
      await answer.body!.cancel();
      await new Promise((go) => { setTimeout(go, 300); });
    });
    expect(line?.what ?? 'rows').toBe('rows');
  });

  test('a page that could not be noted is cut off before its end', async () => {
    const { db } = rig.fresh;
    const real = db.inCommune.bind(db);
    (db as { inCommune: unknown }).inCommune = (commune: string, how: 'read' | 'write' | 'note', work: never) => (how === 'note' ? Promise.reject(new Error('full')) : real(commune, how, work));
    try {
      officer.cursor = null;
      await expect(officer.pull()).rejects.toThrow();
      expect((await officer.raw('/api/office/devices')).status).toBe(500);
    } finally {
      (db as { inCommune: unknown }).inCommune = real;
    }
    expect(await officer.pull()).toBeGreaterThan(0);
  });

  test('photos, lists, logins, the audit itself: whoever looks stands in it', async () => {
    officer.say('consent.record', { household: 'h1v1', purpose: 'photo', given: true, how: 'spoken', language: 'vi', by: 'A', on: new Date(rig.clock.at + 7 * 3_600_000).toISOString().slice(0, 10) });
    await officer.push();
    const hash = await officer.sendClip('h1v1', 'image/jpeg', JPEG);
    const day = new Date(rig.clock.at + 7 * 3_600_000).toISOString().slice(0, 10);
    for (const [path, what, about] of [
      [`/api/clips/${hash}`, 'clip', { households: ['h1v1'], clip: hash }], ['/api/office/devices', 'devices', { households: null }],
      ['/api/office/logins/bidoan', 'login', { of: 'bidoan' }], [`/api/office/audit?day=${day}`, 'audit', { day }],
    ] as const) {
      const [line] = await left(async () => expect((await officer.raw(path)).status).toBe(200));
      expect(shown(line), path).toMatchObject({ deed: false, what, ...by(officer), about });
    }
  });

  test('slips, cards, shutting a phone out, passwords, coming and going stand with the deed or not at all', async () => {
    const post = (who: Stranger, path: string, json: object) => who.raw(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) });
    const was = async (work: () => Promise<unknown>) => (await left(work)).map((line) => ({ ...shown(line), device: undefined }));
    expect(await was(() => post(officer, '/api/office/slips', { person: 'bidoan', login: 'bidoan' }))).toMatchObject([{ deed: true, what: 'slip.made', about: { for: 'bidoan' } }]);
    expect(await was(() => post(officer, '/api/office/slips', { person: 'nobody', login: 'bidoan2' }))).toEqual([]);
    expect(await was(() => post(officer, '/api/office/cards', { households: ['h1v1'] }))).toMatchObject([{ deed: true, what: 'cards.made', about: { households: ['h1v1'] } }]);
    expect(await was(() => post(officer, `/api/office/devices/${head.seat.device}/revoke`, {}))).toMatchObject([{ deed: true, what: 'device.revoke', about: { device: head.seat.device } }]);
    expect(await was(() => post(officer, `/api/office/devices/${head.seat.device}/restore`, {}))).toMatchObject([{ deed: true, what: 'device.restore' }]);
    expect(await was(() => post(officer, '/api/me/password', { old: PASSWORD, new: 'sông Đăk Bla mùa lũ' }))).toMatchObject([{ deed: true, what: 'password.changed', person: officer.seat.person.id }]);
    expect(await was(() => post(officer, '/api/me/password', { old: 'sông Đăk Bla mùa lũ', new: PASSWORD }))).toHaveLength(1);
  });

  test('sign-ins, failed ones and refusals stand in the audit, counted, with the person tried for', async () => {
    const signIn = (body: object) => send(rig.origin, 'POST', '/api/sign-in', { 'content-type': 'application/json', 'x-client': 'token' }, JSON.stringify(body));
    const [came] = await left(() => signIn({ login: 'yhuong', password: PASSWORD }));
    expect(shown(came)).toMatchObject({ deed: true, what: 'sign-in', person: officer.seat.person.id, about: { by: 'password', borrowed: false } });
    for (let i = 0; i < 3; i++) await signIn({ login: 'yhuong', password: 'sai bét' });
    await signIn({ login: 'khongco', password: 'sai bét' });
    head = await staff(officer, { id: 'binguoi', name: 'A Bị', role: 'head', village: 'v1' });
    // A wrong password is one, whatever it was asked for, and no refusal of a task.
    await send(rig.origin, 'POST', '/api/me/password', { 'content-type': 'application/json', ...officer.headers }, JSON.stringify({ old: 'sai bét', new: PASSWORD }));
    for (let i = 0; i < 2; i++) expect((await head.raw('/api/office/devices')).status).toBe(403);
    await send(rig.origin, 'POST', '/api/acts', { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site', ...head.headers }, '{}');
    const counted = await left(() => rig.doors.close());
    expect(counted.map(shown)).toEqual(expect.arrayContaining([
      { deed: true, what: 'sign-in.failed', person: null, device: null, about: { count: 4, for: officer.seat.person.id } },
      { deed: true, what: 'denied', person: null, device: null, about: { count: 2, for: 'binguoi' } },
    ]));
    expect(counted).toHaveLength(2);
  });

  test('no name, word, login, token or address stands anywhere in it, and the chain is whole', async () => {
    const text = JSON.stringify(await lines());
    for (const word of ['Y Hương', 'A Bị Đoàn', 'A Chủ 1', 'yhuong', PASSWORD, '127.0.0.1', officer.seat.token, 'Máy']) expect(text, word).not.toContain(word);
    expect(await rig.fresh.db.inCommune(COMMUNE, 'read', (tx) => verifyAudit(tx))).toMatchObject({ broken: null });
  });
});

/** Doors behind which somebody’s session stands, and what each leaves in the audit; `–` with the reason where it leaves nothing. */
const LEAVES: Readonly<Record<string, string>> = {
  'POST /api/acts': '– acts are the journal itself', 'GET /api/rows': 'rows', 'GET /api/clips/:hash': 'clip', 'PUT /api/clips/:hash': '– announces', 'PATCH /api/clips/:hash': '– brings', 'HEAD /api/clips/:hash': '– a length',
  'POST /api/me/password': 'password.changed', 'GET /api/me/devices': '– one’s own phones', 'POST /api/me/devices/:device/revoke': 'device.revoke', 'GET /api/looked/:household': 'looked', 'POST /api/letterbox': 'letters.in',
  'POST /api/office/slips': 'slip.made', 'GET /api/office/logins/:person': 'login', 'POST /api/office/cards': 'cards.made', 'GET /api/office/devices': 'devices',
  'POST /api/office/devices/:device/revoke': 'device.revoke', 'POST /api/office/devices/:device/restore': 'device.restore',
  'POST /api/office/import': 'import.read', 'POST /api/office/import/:id/check': 'import.compared', 'POST /api/office/import/:id/take': 'import.taken', 'POST /api/office/import/:id/drop': 'import.dropped',
  'POST /api/office/export': 'export', 'GET /api/office/audit': 'audit', 'GET /api/office/retention': '– counts of what faded, of nobody', 'GET /api/office/backups': '– counts, of nobody', 'POST /api/office/backups/sheet': 'recovery-sheet', 'GET /api/office/tray/count': '– a count',
  'GET /api/office/tray': 'tray', 'POST /api/office/tray/book': 'tray.booked', 'POST /api/office/tray/aside': 'tray.aside', 'POST /api/office/tray/back': 'tray.back',
};

test('every door behind a session says what it leaves in the audit, or why nothing', () => {
  const doors = Object.entries(DOORS).filter(([, door]) => door.for === 'seat' || door.for === 'letterbox').map(([name]) => name);
  expect(doors.filter((door) => !(door in LEAVES)), 'say here what it leaves').toEqual([]);
  expect(Object.keys(LEAVES).filter((door) => !doors.includes(door)), 'a door that is gone').toEqual([]);
  expect(pathOf({ method: 'GET', url: '/api/looked/:household' })).toBe('/api/looked/h1');
});
