// What was doubted is told until the two sides agree, and after; what the server's clock said last is known to the next run.
import { describe, expect, test } from 'vitest';
import type { Doubt, Replica } from '#journal/replica.ts';
import { MemoryShelf } from './memory-shelf.ts';
import { Remembered } from './remembered.ts';

/** A replica that doubts when it is told to. */
function doubting() {
  const hearers: ((why: Doubt) => void)[] = [];
  return { replica: { doubts: (hear: (why: Doubt) => void) => hearers.push(hear) } as unknown as Replica, doubt: (why: Doubt) => hearers.forEach((hear) => hear(why)) };
}

describe('What an open book remembers', () => {
  test('J3 a doubt stands until an exchange after it went well without another, and is known at the next start', async () => {
    const shelf = new MemoryShelf();
    const { replica, doubt } = doubting();
    let now = 1_000;
    const remembered = await Remembered.of(shelf, replica, () => now);
    await remembered.exchanged();
    expect([remembered.doubt.value, await remembered.lastAt()]).toEqual([null, 1_000]);
    now = 2_000;
    doubt('rows');
    await remembered.exchanged();
    expect(remembered.doubt.value).toEqual({ at: 2_000, why: 'rows', mended: false });
    const next = await Remembered.of(shelf, doubting().replica, () => now);
    expect(next.doubt.value).toEqual({ at: 2_000, why: 'rows', mended: false });
    now = 3_000;
    await next.exchanged();
    expect([next.doubt.value, (await Remembered.of(shelf, doubting().replica, () => now)).doubt.value]).toEqual(Array.from({ length: 2 }, () => ({ at: 2_000, why: 'rows', mended: true })));
  });

  test('J3 a phone that is full still shows its doubt while the book is open', async () => {
    const shelf = new MemoryShelf();
    shelf.keepNote = () => Promise.reject(new Error('full'));
    const { replica, doubt } = doubting();
    const remembered = await Remembered.of(shelf, replica, () => 5);
    doubt('history');
    expect(remembered.doubt.value).toEqual({ at: 5, why: 'history', mended: false });
  });
});
