// Bytes of a photo leave the phone once no row names them; what is still named, or not yet, stays.
import { describe, expect, test } from 'vitest';
import type { Act } from '#journal/act.ts';
import type { PromiseRow } from '#commune/promises/rows.ts';
import type { Clip, VisitRow } from '#commune/visits/rows.ts';
import type { HouseholdPage } from '#phone/book.ts';
import { letGo } from './let-go.ts';
import { makeBelieveRows } from './make-believe-rows.ts';
import { pageOf } from './lines.ts';
import { MemoryShelf } from './memory-shelf.ts';
import type { KeptClip } from './shelf.ts';
import { struckClips, struckOf } from './struck.ts';

const page = pageOf(makeBelieveRows('2026-11-23').filter(({ household }) => household === 'h03'))!;
const photo = (letter: string): Clip => ({ hash: letter.repeat(64), type: 'image/webp', bytes: 3 });
const kept = (letter: string, household = 'h03'): KeptClip => ({ ...photo(letter), household, offset: 3, sent: true, refusedAt: null });
const visit = (body: Partial<VisitRow['body']>): VisitRow => ({ ...page.visits[0]!, body: { ...page.visits[0]!.body, heard: [], photos: [], ...body } });
const names = (clips: readonly KeptClip[]) => clips.map(({ hash, household }) => `${household} ${hash[0]}`);

describe('Nghị định 356/2025: gia đình thôi cho phép thì ảnh cũng rời khỏi máy', () => {
  test('taken out of one visit and named by none goes; named by another visit, by a promise, or by nothing yet, stays', () => {
    const step = { did: 'claimed', on: '2026-11-20', by: 'p', words: null, photo: photo('c') } as const;
    const promise: PromiseRow = { ...page.promises[0]!, body: { ...page.promises[0]!.body, steps: [step] } };
    const struck: HouseholdPage = {
      ...page, promises: [promise],
      visits: [visit({ goneClips: [photo('a').hash, photo('b').hash, photo('c').hash] }), visit({ heard: [{ topic: 'road', words: null, clip: photo('b') }] })],
    };
    expect(names(struckOf(struck, ['a', 'b', 'c', 'd'].map((letter) => kept(letter))))).toEqual(['h03 a']);
  });

  test('each household by its own rows; of one that is not here any more only what was not sent stays; shared bytes stay for the other', async () => {
    const shelf = new MemoryShelf();
    for (const clip of [kept('a'), kept('a', 'h04'), kept('b'), { ...kept('b', 'h09'), sent: false }, kept('c', 'h09')]) await shelf.putClip(clip, new Blob([clip.hash]));
    const gone = { ...page, visits: [visit({ goneClips: [photo('a').hash, photo('b').hash] })] };
    const struck = await struckClips(await shelf.clips(), async (household) => (household === 'h09' ? undefined : gone));
    expect(names(struck)).toEqual(['h03 a', 'h03 b', 'h04 a', 'h09 c']);
    await shelf.dropClips(struck);
    expect(names(await shelf.clips())).toEqual(['h09 b']);
    expect([await shelf.clipBytes(photo('a').hash), (await shelf.clipBytes(photo('b').hash))?.size]).toEqual([undefined, 64]);
  });
});

test('J4 a refused visit its author lets go takes its unsent photos along; what another act or row names, or what was sent, stays', async () => {
  const said = (turn: number, letters: string): Act => ({ id: `dev00001-${turn}`, kind: 'visit.record', v: 1, device: 'dev00001', turn, at: 1, body: { household: 'h03', photos: [...letters].map((letter) => ({ ...photo(letter) })) } });
  const clips = [...['a', 'b', 'c'].map((letter) => ({ ...kept(letter), sent: false })), kept('d'), { ...kept('e'), sent: false }];
  const now: HouseholdPage = { ...page, visits: [visit({ photos: [photo('c')] })] };
  const shelf = new MemoryShelf();
  for (const clip of clips) await shelf.putClip(clip, new Blob([clip.hash]));
  const left = async (gone: Act, ...acts: readonly Act[]): Promise<string> => {
    await letGo(gone, acts.map((act) => ({ act })), shelf, async () => now);
    return names(await shelf.clips()).join();
  };
  expect(await left(said(1, ''))).toBe('h03 a,h03 b,h03 c,h03 d,h03 e');
  expect(await left(said(1, 'abcd'), said(1, 'abcd'))).toBe('h03 a,h03 b,h03 c,h03 d,h03 e');
  expect(await left(said(1, 'abcd'), said(2, 'b'))).toBe('h03 b,h03 c,h03 d,h03 e');
});
