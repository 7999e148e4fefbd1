// What a full phone could not keep of a half-filled form: it stays in the window until the store takes it.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '#journal/act.ts';
import type { Book } from '#phone/book.ts';
import { keepForm, keptForm, unfinished, unkept } from './kept-form.ts';

let full: boolean;
let store: Map<string, Json>;
let book: Book;
beforeEach(() => {
  full = false;
  store = new Map();
  book = {
    draft: async (name: string) => store.get(name) ?? null,
    keepDraft: async (name: string, form: Json) => {
      if (full) throw new Error('full');
      if (form === null) store.delete(name);
      else store.set(name, form);
    },
  } as unknown as Book;
});

describe('J1 a form half filled on a full phone', () => {
  it('is there again when the person comes back to it, and it is said that the phone has not kept it', async () => {
    await keepForm(book, 'visit/1', { words: 'Nước' });
    expect(unkept.value).toBe(false);
    full = true;
    await keepForm(book, 'visit/1', { words: 'Nước cạn' });
    expect(unkept.value).toBe(true);
    expect(await keptForm(book, 'visit/1')).toEqual({ words: 'Nước cạn' });
    expect(store.get('visit/1')).toEqual({ words: 'Nước' });
  });
  it('goes into the store once there is room, and nothing more is said', async () => {
    full = true;
    await keepForm(book, 'visit/1', { words: 'Nước cạn' });
    full = false;
    await keepForm(book, 'visit/1', { words: 'Nước cạn rồi' });
    expect(unkept.value).toBe(false);
    expect(store.get('visit/1')).toEqual({ words: 'Nước cạn rồi' });
    expect(await keptForm(book, 'visit/1')).toEqual({ words: 'Nước cạn rồi' });
  });
  it('does not come back once it was saved or thrown away, even where the phone could not strike it', async () => {
    await keepForm(book, 'visit/1', { words: 'Nước' });
    full = true;
    await keepForm(book, 'visit/1', null);
    expect(await keptForm(book, 'visit/1')).toBeNull();
    expect(unkept.value).toBe(false);
  });
  it('stands on Today with the others, and is not another seat’s', async () => {
    full = true;
    const left = [{ name: 'visit/1', title: 'Thăm', href: '#/tham/1' }];
    await keepForm(book, 'unfinished', left);
    expect(await unfinished(book)).toEqual(left);
    expect(await unfinished({ ...book })).toEqual([]);
  });
});
