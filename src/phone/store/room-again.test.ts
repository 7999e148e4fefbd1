// A full phone says so until something was really kept again, and no longer.
import { expect, test } from 'vitest';
import { kinds } from '#commune/kinds.ts';
import { OpenBook } from './book.ts';
import { readyKinds } from './late-kinds.ts';
import { makeBelieveCarrier } from './make-believe.ts';
import { COMMUNE, HEAD, makeBelieveRows } from './make-believe-rows.ts';
import { MemoryShelf } from './memory-shelf.ts';
import { ShelfTrouble, type Trouble } from './shelf.ts';

const TODAY = '2026-11-24';

/** A book whose shelf takes no note while `trouble` says why. */
async function bookOn(): Promise<{ readonly book: OpenBook; readonly phone: { trouble: Trouble | null } }> {
  const phone: { trouble: Trouble | null } = { trouble: null };
  const shelf = new MemoryShelf();
  const keep = shelf.keepNote.bind(shelf);
  shelf.keepNote = (name, value) => (phone.trouble === null ? keep(name, value) : Promise.reject(new ShelfTrouble(phone.trouble, new Error('of the test'))));
  const book = await OpenBook.open({
    seat: { commune: COMMUNE, device: 'mobelivw', person: HEAD, personName: 'Y Hlim' }, kinds: readyKinds(kinds), shelf,
    carrier: makeBelieveCarrier(makeBelieveRows(TODAY), HEAD, () => TODAY, () => false), now: () => Date.parse(`${TODAY}T03:00:00Z`),
  });
  return { book, phone };
}

test('a form that is kept proves that there is room again; one thrown away does not', async () => {
  const { book, phone } = await bookOn();
  phone.trouble = 'full';
  await expect(book.keepDraft('promise/h01', { what: 'Báo xã' })).rejects.toThrow(ShelfTrouble);
  expect(book.health.peek().trouble).toBe('full');
  phone.trouble = null;
  await book.keepDraft('promise/h01', null);
  expect(book.health.peek().trouble).toBe('full');
  await book.keepDraft('promise/h01', { what: 'Báo xã' });
  expect(book.health.peek().trouble).toBeNull();
  book.close();
});

test('J1 a form that is kept says nothing of rows that could not be read', async () => {
  const { book, phone } = await bookOn();
  phone.trouble = 'corrupt';
  await expect(book.keepDraft('promise/h01', { what: 'Báo xã' })).rejects.toThrow(ShelfTrouble);
  phone.trouble = null;
  await book.keepDraft('promise/h01', { what: 'Báo xã' });
  expect(book.health.peek().trouble).toBe('corrupt');
  book.close();
});
