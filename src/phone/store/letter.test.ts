// Letters are opened by the server's own keys, say what they say, and are shut to the phone that wrote them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Act } from '#journal/act.ts';
import { canonical } from '#journal/canonical.ts';
import type { Keys } from '#server/keys.ts';
import { openKeys } from '#server/keys.ts';
import { textIn } from './base64.ts';
import type { KeptLetter } from './tables.ts';
import { LetterWriter, PIECE_BYTES, actPlaceOf, clipPlaceOf } from './letter.ts';

const SEAT = { commune: '99999', device: 'abcdefgh' };
const ACT: Act = { id: 'abcdefgh-5', kind: 'visit.record', v: 1, device: SEAT.device, turn: 5, at: 1, body: { words: 'Đường trơn, xe không qua được.' } };
let folder: string;
let keys: Keys;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nha-rong-keys-'));
  keys = openKeys(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const wire = ({ to, epk, box }: KeptLetter) => ({ to, epk, box: textIn(box) });

test('Letters: the server reads the act as it was said, and only at its own turn', async () => {
  const writer = await LetterWriter.of(SEAT, keys.sealTo);
  const letter = writer.act(5, ACT);
  expect(keys.open(wire(letter), actPlaceOf(SEAT, 5)).toString()).toBe(canonical(ACT));
  expect(() => keys.open(wire(letter), actPlaceOf(SEAT, 6))).toThrow('broken');
  expect(Buffer.from(letter.box).toString('latin1')).not.toContain('visit.record');
});

test('Letters: two unlockings use two keys, and none is written once the seat is locked', async () => {
  const [one, two] = await Promise.all([LetterWriter.of(SEAT, keys.sealTo), LetterWriter.of(SEAT, keys.sealTo)]);
  expect(one.act(5, ACT).epk).not.toBe(two.act(5, ACT).epk);
  one.forget();
  expect(() => one.act(6, ACT)).toThrow('locked');
});

test('Letters: a recording travels in pieces that say whose they are and how many', async () => {
  const bytes = Uint8Array.from({ length: PIECE_BYTES + 10 }, (_, at) => at % 251);
  const clip = { hash: 'ab'.repeat(32), type: 'audio/webm', bytes: bytes.length, household: 'h1' } as const;
  const pieces = await (await LetterWriter.of(SEAT, keys.sealTo)).clip(clip, bytes);
  const read = pieces.map((piece, at) => {
    const inside = keys.open(wire(piece), clipPlaceOf(SEAT, clip.hash, at));
    const end = inside.indexOf('\n');
    expect(JSON.parse(inside.subarray(0, end).toString())).toEqual({ household: 'h1', type: 'audio/webm', bytes: bytes.length, pieces: 2 });
    return inside.subarray(end + 1);
  });
  expect(Buffer.concat(read).equals(Buffer.from(bytes))).toBe(true);
});
