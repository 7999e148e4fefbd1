// Photos reach the server once, are offered again to a restored one, and one that is refused stops no other.
import { expect, test } from 'vitest';
import { RoadTrouble } from '../road/ask.ts';
import { MemoryShelf } from './memory-shelf.ts';
import { sendClips } from './send-clips.ts';
import type { KeptClip } from './shelf.ts';

const clip = (hash: string): KeptClip => ({ hash, type: 'image/webp', bytes: 3, household: 'h1', offset: 0, sent: false, refusedAt: null, keptAt: 1 } as KeptClip);

async function phone(...names: readonly string[]) {
  const shelf = new MemoryShelf();
  for (const name of names) await shelf.putClip(clip(name), new Blob(['abc']));
  const went: string[] = [];
  const refused = new Set<string>();
  const go = async (epoch: string | null, at = 0): Promise<void> => sendClips({
    shelf, epoch, now: () => at,
    async send(one) {
      went.push(one.hash);
      if (refused.has(one.hash)) throw new RoadTrouble('trouble', { code: 'clip.wrong-hash' }, 422);
      await shelf.clipWent(one, { sent: true, offset: 3 });
    },
  });
  return { shelf, went, refused, go };
}

test('J6 a photo goes once; J1 to a server of a new life it is offered again, once', async () => {
  const { went, go } = await phone('a', 'b');
  await go('one');
  await go('one');
  await go(null);
  expect(went).toEqual(['a', 'b']);
  await go('two');
  await go('two');
  expect(went).toEqual(['a', 'b', 'a', 'b']);
});

test('J1 a photo sent before anything was read counts for the life that is read first', async () => {
  const { went, go } = await phone('a');
  await go(null);
  await go('one');
  expect(went).toEqual(['a']);
});

test('J4 one that is refused stays, stops no other, is told, and is offered again after hours', async () => {
  const { shelf, went, refused, go } = await phone('a', 'b');
  refused.add('a');
  await expect(go('one')).rejects.toThrow('clip.wrong-hash');
  await go('one', 1000);
  expect(went).toEqual(['a', 'b']);
  expect((await shelf.clips()).map(({ sent, refusedAt }) => [sent, refusedAt])).toEqual([[false, 0], [true, null]]);
  refused.clear();
  await go('one', 7 * 3_600_000);
  expect(went).toEqual(['a', 'b', 'a']);
});
