// What the server will not have from this person any more goes to the office as letters: once, and nothing else with it.
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Refusal } from '#journal/act.ts';
import type { KeptActWithTrust } from '#phone/book.ts';
import type { KeptClip } from '../store/shelf.ts';
import { RoadTrouble } from './ask.ts';
import { httpCarrier } from './carrier.ts';

const letter = (n: number) => ({ to: 'k1', epk: `epk${n}`, box: Uint8Array.of(n, n, n) });
const refused = (turn: number, code: string): KeptActWithTrust => ({
  act: { id: `x-${turn}`, kind: 'visit.record', v: 1, device: 'x', turn, at: 0, body: null }, shown: [], hidden: [], epoch: 'e1', trust: 'refused',
  verdict: { turn, refusal: { code } as Refusal },
});

/** A seat's store as a version of the app left it: acts with their letters, and one photo. */
function storeOf(device: string, turns: readonly number[], clips: readonly string[] = []): Promise<void> {
  return new Promise((done, fail) => {
    const opening = indexedDB.open(`nr_${device}`, 1);
    opening.onupgradeneeded = () => {
      const outbox = opening.result.createObjectStore('outbox', { keyPath: 'turn' });
      for (const turn of turns) outbox.put({ turn, act: new Uint8Array(), verdict: null, letter: letter(turn) });
      const bytes = opening.result.createObjectStore('clipBytes', { keyPath: 'hash' });
      for (const hash of clips) bytes.put({ hash, type: 'image/webp', bytes: new Uint8Array(), letter: [letter(1), letter(2)] });
    };
    opening.onsuccess = () => { opening.result.close(); done(); };
    opening.onerror = () => fail(opening.error!);
  });
}

describe('what is refused because a post has ended', () => {
  afterEach(() => vi.unstubAllGlobals());

  function letterbox(answers: (letters: readonly { turn?: number; clip?: string; piece?: number }[]) => Response | null = () => null) {
    const posted: (number | string)[] = [];
    vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
      if (path !== '/api/letterbox') return new Response('{"error":{"code":"household.unknown","params":{}}}', { status: 404 });
      expect((init.headers as Record<string, string>)['authorization']).toBe('Bearer token');
      const { letters } = JSON.parse(String(init.body)) as { letters: { turn?: number; clip?: string; piece?: number }[] };
      const answer = answers(letters);
      if (answer) return answer;
      posted.push(...letters.map(({ turn, clip, piece }) => turn ?? `${clip}/${piece}`));
      return new Response(JSON.stringify({ received: letters.flatMap(({ turn }) => turn ?? []), clips: letters.flatMap(({ clip, piece }) => (clip ? [[clip, piece]] : [])) }), { headers: { 'content-type': 'application/json' } });
    });
    return posted;
  }

  test('J4 goes to the office, once; what was refused for itself stays between its author and the rule', async () => {
    await storeOf('handover', [1, 2, 3, 4, 5]);
    const posted = letterbox();
    const carrier = httpCarrier('handover', 'b', { letterbox: async () => 'token' });
    const acts = [refused(1, 'post.ended'), refused(2, 'day.future'), refused(3, 'household.unknown'), refused(4, 'village.known'), { ...refused(5, 'post.ended'), verdict: null, trust: 'saved' as const }];
    await carrier.handOver!(acts);
    expect(posted).toEqual([1, 3]);
    await carrier.handOver!(acts);
    expect(posted).toEqual([1, 3]);
    await httpCarrier('handover', 'b', { letterbox: async () => null }).handOver!([refused(5, 'post.ended')]);
    expect(posted).toEqual([1, 3]);
  });

  test('J1 a road that breaks leaves the letter where it was', async () => {
    await storeOf('broken', [1]);
    letterbox(() => new Response('', { status: 503 }));
    const carrier = httpCarrier('broken', 'b', { letterbox: async () => 'token' });
    await expect(carrier.handOver!([refused(1, 'post.ended')])).rejects.toBeInstanceOf(RoadTrouble);
    const posted = letterbox();
    await carrier.handOver!([refused(1, 'post.ended')]);
    expect(posted).toEqual([1]);
  });

  test('J1 a photo of a household that is somebody else’s by now goes piece by piece, and counts as sent when all have come', async () => {
    const hash = 'a'.repeat(64);
    await storeOf('photo', [], [hash]);
    const posted = letterbox();
    const went: object[] = [];
    const clip: KeptClip = { hash, household: 'h1', type: 'image/webp', bytes: 3, offset: 0, sent: false, refusedAt: null };
    const bag = { clipBytes: async () => new Blob(['abc']), clipWent: async (_: unknown, change: object) => void went.push(change) };
    const carrier = httpCarrier('photo', 'b', { letterbox: async () => 'token' });
    await carrier.sendClip(clip, bag as never);
    expect(posted).toEqual([`${hash}/0`, `${hash}/1`]);
    expect(went).toEqual([{ offset: 3, sent: true, refusedAt: null }]);
    // Without a letterbox it stays, with the server's no.
    await storeOf('photo2', [], [hash]);
    await expect(httpCarrier('photo2', 'b').sendClip(clip, bag as never)).rejects.toMatchObject({ status: 404 });
    expect(went).toHaveLength(1);
  });
});
