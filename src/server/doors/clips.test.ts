// Proves that photos arrive whole over a road that breaks anywhere, are kept clean and durable, and are shown to few.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JPEG, SECRETS, tellingJpeg, tellingWebp, WEBP } from '../../../test/pictures.ts';
import { found, openRig, register, staff, type Rig } from '../../../test/rig.ts';
import { Refused, type Stranger } from '../../../test/stranger.ts';
import { retentionDue, runRetention } from '../jobs/retention.ts';
import { sweep } from './sweep.ts';

const nameOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const refusal = async (work: Promise<unknown>): Promise<Refused> => await work.then(() => { throw new Error('was not refused'); }, (error: Refused) => error);

describe('clips', () => {
  let rig: Rig;
  let officer: Stranger;
  let head: Stranger;
  let supervisor: Stranger;
  let household: string;
  let other: string;
  beforeAll(async () => {
    rig = await openRig('embedded');
    officer = await found(rig);
    household = await register(officer, '1');
    other = await register(officer, '2', 'v2');
    head = await staff(officer, { id: 'truong', name: 'A Trưởng', role: 'head', village: 'v1' });
    supervisor = await staff(officer, { id: 'giamsat', name: 'Y Giám', role: 'supervisor', village: null });
  });
  afterAll(() => rig.close());

  const filesUnder = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  const announce = (who: Stranger, bytes: Uint8Array, headers: Record<string, string> = {}) => who.raw(`/api/clips/${nameOf(bytes)}`, {
    method: 'PUT', headers: { 'x-household': household, 'content-type': 'image/webp', 'x-size': String(bytes.length), ...headers },
  });
  const patch = (who: Stranger, hash: string, offset: number, bytes: Uint8Array<ArrayBuffer>) => who.raw(`/api/clips/${hash}`, {
    method: 'PATCH', body: bytes, headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
  });
  /** A recording of a browser, as large as asked: nothing in it but noise behind its mark. */
  const recording = (size: number): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.concat([Buffer.of(0x1a, 0x45, 0xdf, 0xa3), randomBytes(size - 4)]));

  test('what is kept has no place, camera, thumbnail or name in it, and no file beside it has', async () => {
    for (const [type, bytes] of [['image/jpeg', tellingJpeg()], ['image/webp', tellingWebp()]] as const) {
      const hash = await head.sendClip(household, type, bytes, 100);
      const answer = await officer.raw(`/api/clips/${hash}`);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': type, 'x-content-type-options': 'nosniff', 'content-disposition': `attachment; filename="${hash.slice(0, 12)}.${type === 'image/jpeg' ? 'jpg' : 'webp'}"`,
        'content-security-policy': "default-src 'none'; sandbox", 'cache-control': 'private, no-store',
      });
      const kept = Buffer.from(await answer.arrayBuffer());
      expect(kept.length).toBeGreaterThan(60);
      const file = nameOf(kept);
      expect(file).not.toBe(hash);
      expect(readFileSync(join(rig.dataDir, 'clips', file.slice(0, 2), file))).toEqual(kept);
    }
    const all = Buffer.concat(filesUnder(rig.dataDir).map((file) => readFileSync(file)));
    for (const secret of SECRETS) expect(all.indexOf(secret), secret).toBe(-1);
    expect(filesUnder(rig.dataDir).filter((file) => file.includes('parts') || /\/\./.test(file))).toEqual([]);
  });

  test('only those who may see the visits of the household get it, others cannot tell it from none', async () => {
    const hash = await officer.sendClip(other, 'image/jpeg', JPEG);
    expect((await officer.raw(`/api/clips/${hash}`)).status).toBe(200);
    for (const who of [head, supervisor]) {
      expect((await who.raw(`/api/clips/${hash}`)).status).toBe(404);
      expect((await who.raw(`/api/clips/${hash}`, { method: 'HEAD' })).status).toBe(404);
      expect((await announce(who, JPEG, { 'x-household': other, 'content-type': 'image/jpeg' })).status).toBe(404);
    }
    expect((await officer.raw(`/api/clips/${'0'.repeat(64)}`)).status).toBe(404);
    expect((await officer.raw('/api/clips/..%2f..%2fetc%2fpasswd')).status).toBe(404);
    // Knowing its name is not having it: for another household all its bytes must come again.
    expect((await announce(head, JPEG, { 'content-type': 'image/jpeg' })).headers.get('upload-offset')).toBe('0');
    await head.sendClip(household, 'image/jpeg', JPEG);
    expect((await head.raw(`/api/clips/${hash}`)).status).toBe(200);
  });

  /** Sends the head of a chunk and breaks the line; answers when the server has let go of it. */
  const broken = (who: Stranger, hash: string, sent: { offset: number; announced: number; bytes: Uint8Array }) => new Promise<void>((resolve) => {
    const socket = connect(rig.doors.port, '127.0.0.1');
    const { device, token } = who.seat;
    socket.write(`PATCH /api/clips/${hash} HTTP/1.1\r\nHost: localhost\r\nX-Device: ${device}\r\nAuthorization: Bearer ${token}\r\nUpload-Offset: ${sent.offset}\r\n` +
      `Content-Type: application/offset+octet-stream\r\nContent-Length: ${sent.announced}\r\n\r\n`);
    socket.write(sent.bytes, () => setTimeout(() => socket.destroy(), 20));
    socket.on('close', () => resolve()).on('error', () => resolve());
  });
  const offsetAt = async (who: Stranger, hash: string): Promise<number> => Number((await who.raw(`/api/clips/${hash}`, { method: 'HEAD' })).headers.get('upload-offset'));

  test('cut at any byte, what had come stays, and the rest goes on behind it', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 100, max: 400_000 }), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 }), async (size, cuts) => {
      const bytes = recording(size);
      const hash = nameOf(bytes);
      expect((await announce(head, bytes, { 'content-type': 'audio/webm' })).headers.get('upload-offset')).toBe('0');
      for (const cut of cuts) {
        const offset = await offsetAt(head, hash);
        const announced = Math.min(256_000, size - offset);
        const part = bytes.subarray(offset, offset + Math.floor(announced * cut * 0.99));
        await broken(head, hash, { offset, announced, bytes: part });
        const now = await offsetAt(head, hash);
        expect(now).toBeGreaterThanOrEqual(offset);
        expect(now).toBeLessThanOrEqual(offset + part.length);
      }
      expect(await head.sendClip(household, 'audio/webm', bytes, 256_000)).toBe(hash);
      expect(Buffer.from(await (await officer.raw(`/api/clips/${hash}`)).arrayBuffer()).equals(bytes)).toBe(true);
    }), { numRuns: 15 });
  });

  test('a road the server still believes in is given up when the phone asks on another', async () => {
    const bytes = recording(200_000);
    const hash = nameOf(bytes);
    await announce(head, bytes, { 'content-type': 'audio/webm' });
    const socket = connect(rig.doors.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`PATCH /api/clips/${hash} HTTP/1.1\r\nHost: localhost\r\nX-Device: ${head.seat.device}\r\nAuthorization: Bearer ${head.seat.token}\r\nUpload-Offset: 0\r\n` +
      'Content-Type: application/offset+octet-stream\r\nContent-Length: 200000\r\n\r\n');
    socket.write(bytes.subarray(0, 50_000));
    while ((await offsetAt(head, hash)) < 50_000);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    expect(await head.sendClip(household, 'audio/webm', bytes)).toBe(hash);
    await closed;
    expect((await officer.raw(`/api/clips/${hash}`)).headers.get('content-length')).toBe('200000');
  });

  test('a chunk elsewhere than at the end is told where to go on; the last byte said again is no harm', async () => {
    const bytes = recording(1000);
    const hash = nameOf(bytes);
    await announce(head, bytes, { 'content-type': 'audio/webm' });
    expect((await patch(head, hash, 0, bytes.slice(0, 400))).status).toBe(204);
    for (const offset of [0, 399, 401, 1000]) {
      const answer = await patch(head, hash, offset, bytes.slice(0, 10));
      expect([answer.status, answer.headers.get('upload-offset'), (await answer.json() as any).error]).toMatchObject([409, '400', { code: 'clip.offset', params: { offset: 400 } }]);
    }
    expect((await announce(head, bytes, { 'content-type': 'audio/webm' })).headers.get('upload-offset')).toBe('400');
    expect((await patch(officer, hash, 400, bytes.slice(400))).status).toBe(404);
    expect((await patch(head, hash, 400, bytes.slice(400))).status).toBe(201);
    expect((await patch(head, hash, 400, bytes.slice(400))).status).toBe(201);
    expect(await offsetAt(head, hash)).toBe(1000);
    expect((await announce(head, bytes, { 'content-type': 'audio/webm' })).headers.get('upload-offset')).toBe('1000');
    const tail = await officer.raw(`/api/clips/${hash}`, { headers: { range: 'bytes=990-' } });
    expect([tail.status, tail.headers.get('content-range'), Buffer.from(await tail.arrayBuffer()).equals(bytes.subarray(990))]).toEqual([206, 'bytes 990-999/1000', true]);
    expect((await officer.raw(`/api/clips/${hash}`, { headers: { range: 'bytes=1000-' } })).status).toBe(416);
  });

  test('all bytes in but the last step cut off: asking where it stands takes the step', async () => {
    const bytes = recording(5000);
    const hash = nameOf(bytes);
    await announce(head, bytes, { 'content-type': 'audio/webm' });
    await patch(head, hash, 0, bytes.slice(0, 10));
    const [part] = filesUnder(join(rig.dataDir, 'clips', 'parts'));
    writeFileSync(part!, bytes);
    expect(await offsetAt(head, hash)).toBe(5000);
    expect((await officer.raw(`/api/clips/${hash}`)).status).toBe(200);
    expect(filesUnder(join(rig.dataDir, 'clips', 'parts'))).toEqual([]);
  });

  test('other bytes than announced, another type than announced, or too many of either, leave nothing behind', async () => {
    const before = filesUnder(rig.dataDir).length;
    const wrong = recording(600);
    await announce(head, wrong, { 'content-type': 'audio/webm' });
    expect(await (await patch(head, nameOf(wrong), 0, recording(600))).json()).toMatchObject({ error: { code: 'clip.wrong-hash' } });
    expect(await refusal(head.sendClip(household, 'image/jpeg', Uint8Array.from([...WEBP, 1])))).toMatchObject({ status: 422, code: 'clip.wrong-type' });
    const flood = Uint8Array.from(JPEG);
    const frame = flood.findIndex((byte, at) => byte === 0xff && flood[at + 1] === 0xc0);
    flood.set([0xff, 0xff, 0xff, 0xff], frame + 5);
    expect(await refusal(head.sendClip(household, 'image/jpeg', flood))).toMatchObject({ status: 422, code: 'clip.too-many-pixels' });
    expect(await refusal(head.sendClip(household, 'image/webp', Uint8Array.from(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'))))).toMatchObject({ code: 'clip.wrong-type' });
    const large = recording(400_000);
    await announce(head, large, { 'content-type': 'audio/webm' });
    expect((await patch(head, nameOf(large), 0, large.slice(0, 256_001))).status).toBe(413);
    expect(await offsetAt(head, nameOf(large))).toBe(0);
    const more = recording(100);
    await announce(head, more, { 'content-type': 'audio/webm' });
    expect((await patch(head, nameOf(more), 0, recording(101))).status).toBe(413);
    for (const [status, headers] of [
      [413, { 'x-size': '5000001' }], [413, { 'x-size': '0' }], [400, { 'x-size': 'many' }], [400, { 'x-household': '../x' }], [404, { 'x-household': 'nobody' }],
      [415, { 'content-type': 'image/svg+xml' }], [415, { 'content-type': 'text/html' }],
    ] as const) expect((await announce(head, WEBP, headers)).status, JSON.stringify(headers)).toBe(status);
    expect(filesUnder(rig.dataDir).filter((file) => !file.includes('parts')).length).toBe(before);
  });

  test('Nghị định 356/2025: what is struck is shown to nobody any more, and its bytes leave the disk; what another row names stays', async () => {
    const [sound, alone, shared] = [recording(700), recording(800), recording(900)];
    for (const bytes of [sound, alone, shared]) await head.sendClip(household, 'audio/webm', bytes);
    await officer.sendClip(other, 'audio/webm', shared);
    const clip = (bytes: Uint8Array) => ({ hash: nameOf(bytes), type: 'audio/webm', bytes: bytes.length });
    const yes = { purpose: 'voice', given: true, how: 'spoken', by: 'A Chủ 1' };
    const visit = (of: readonly Uint8Array[]) => head.say('visit.record', { household, on: '2026-03-02', language: 'vi', consents: [yes], heard: of.map((one) => ({ topic: 'road', clip: clip(one) })) });
    const [first, second] = [visit([sound, alone, shared]), visit([sound])];
    head.say('consent.withdraw', { household, purpose: 'voice', on: '2026-03-03' });
    const strike = (id: string) => head.say('visit.strike', { visit: id, household, what: ['clips'], on: '2026-03-04' });
    strike(first);
    await head.push();
    const status = async (who: Stranger, bytes: Uint8Array) => (await who.raw(`/api/clips/${nameOf(bytes)}`)).status;
    expect(await Promise.all([sound, alone, shared].map((bytes) => status(head, bytes)))).toEqual([200, 404, 404]);
    expect(await status(officer, shared)).toBe(200);
    const path = (bytes: Uint8Array) => join(rig.dataDir, 'clips', nameOf(bytes).slice(0, 2), nameOf(bytes));
    const lies = () => [sound, alone, shared].map((bytes) => existsSync(path(bytes)));
    const house = { db: rig.fresh.db, rules: { kinds: new Map(), build: '', now: () => rig.clock.at }, dataDir: rig.dataDir, clock: () => rig.clock.at, origin: null };
    // Just put there: it may be on its way in again.
    await sweep(house);
    expect(lies()).toEqual([true, true, true]);
    for (const bytes of [sound, alone, shared]) utimesSync(path(bytes), 1, 1);
    await sweep(house);
    expect(lies()).toEqual([true, false, true]);
    expect(await status(officer, shared)).toBe(200);
    strike(second);
    await head.push();
    await sweep(house);
    expect(lies()).toEqual([false, false, true]);
    expect(await offsetAt(officer, nameOf(shared))).toBe(shared.length);
    expect((await head.raw(`/api/clips/${nameOf(alone)}`, { method: 'HEAD' })).status).toBe(404);
  });

  test('R10 a photo that no visit in the book names goes after a year, one that is named stays', async () => {
    const [named, refused] = [recording(610), recording(620)];
    for (const bytes of [named, refused]) await officer.sendClip(other, 'audio/webm', bytes);
    const clip = { hash: nameOf(named), type: 'audio/webm', bytes: named.length };
    officer.say('visit.record', { household: other, on: '2026-03-02', language: 'vi', consents: [{ purpose: 'voice', given: true, how: 'spoken', by: 'A Chủ 1' }], heard: [{ topic: 'road', clip }] });
    expect(await officer.push()).toMatchObject([{ entry: expect.any(Number) }]);
    const path = (bytes: Uint8Array) => join(rig.dataDir, 'clips', nameOf(bytes).slice(0, 2), nameOf(bytes));
    for (const bytes of [named, refused]) utimesSync(path(bytes), 1, 1);
    const lies = () => [named, refused].map((bytes) => existsSync(path(bytes)));
    const due = async () => (await retentionDue(rig.fresh.db, '23538', rig.clock.at + 370 * 86_400_000)).loose.find(({ rule }) => rule === 'unnamed')?.count ?? 0;
    const before = await due();
    await runRetention(rig.fresh.db, rig.dataDir, rig.clock.at);
    expect([lies(), await due()]).toEqual([[true, true], before]);
    await runRetention(rig.fresh.db, rig.dataDir, rig.clock.at + 370 * 86_400_000);
    expect(lies()).toEqual([true, false]);
    // Files of a moment ago wait for the next night.
    expect(await due()).toBeLessThan(before);
  });

  test('uploads nobody finished are swept; what is under way and what is kept stays', async () => {
    const house = { db: rig.fresh.db, rules: { kinds: new Map(), build: '', now: () => rig.clock.at }, dataDir: rig.dataDir, clock: () => rig.clock.at, origin: null };
    const parts = join(rig.dataDir, 'clips', 'parts');
    mkdirSync(parts, { recursive: true });
    writeFileSync(join(parts, 'orphan'), 'x');
    utimesSync(join(parts, 'orphan'), 1, 1);
    const [old, young] = [recording(3000), recording(3000)];
    await announce(head, old, { 'content-type': 'audio/webm' });
    await patch(head, nameOf(old), 0, old.slice(0, 10));
    rig.clock.at += 40 * 86_400_000;
    await announce(head, young, { 'content-type': 'audio/webm' });
    await patch(head, nameOf(young), 0, young.slice(0, 20));
    rig.clock.at += 6 * 86_400_000;
    const kept = filesUnder(rig.dataDir).filter((file) => !file.includes('parts')).length;
    await sweep(house);
    expect((await head.raw(`/api/clips/${nameOf(old)}`, { method: 'HEAD' })).status).toBe(404);
    expect(await offsetAt(head, nameOf(young))).toBe(20);
    expect(readdirSync(parts)).not.toContain('orphan');
    expect(filesUnder(rig.dataDir).filter((file) => !file.includes('parts')).length).toBe(kept);
  });
});
