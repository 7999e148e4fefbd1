// What the browser tests call inside a real page: the phone's own store, road and seats, reachable by name.
import type { KeptRow } from '#journal/act.ts';
import { keyOf } from '#journal/act.ts';
import { storeCases } from '#journal/store.contract.ts';
import type { KeptAct, Page } from '#journal/ports.ts';
import { kinds } from '#commune/kinds.ts';
import type { Book, Phone } from '#phone/book.ts';
import { httpCarrier } from '#phone/road/carrier.ts';
import { cleaned, hashOf } from '#phone/road/clean.ts';
import { OpenBook } from '#phone/store/book.ts';
import { readyKinds } from '#phone/store/late-kinds.ts';
import { DexieShelf } from '#phone/store/dexie-shelf.ts';
import { sendAllLetters } from '#phone/store/letters-out.ts';
import { openPhone } from '#phone/store/seats.ts';
import { ShelfTrouble } from '#phone/store/shelf.ts';
import { Dexie } from 'dexie';

declare const __BUILD__: string;

let made = 0;
const opened: DexieShelf[] = [];

/** Runs one case of the store's contract on a fresh database; answers null, or what went wrong. */
async function contract(title: string): Promise<string | null> {
  const one = storeCases.find((found) => found.title === title)!;
  const device = `contract-${Date.now()}-${made++}`;
  const again = async () => {
    const shelf = await DexieShelf.of(device);
    opened.push(shelf);
    return shelf;
  };
  try {
    await one.run(async () => ({ store: await again(), again }));
    return null;
  } catch (error) {
    return error instanceof Error ? `${error.message}\n${error.stack}` : String(error);
  } finally {
    for (const shelf of opened.splice(0)) shelf.close();
    await Dexie.delete(`nr_${device}`);
  }
}

const act = (device: string, turn: number, words: string): KeptAct => ({
  act: { id: `${device}-${turn.toString(36)}`, kind: 'thing.say', v: 1, device, turn, at: 1, body: { words } },
  shown: [], hidden: [], verdict: null, epoch: null,
});

const shelves = new Map<string, DexieShelf>();
async function shelf(device: string): Promise<DexieShelf> {
  const held = shelves.get(device);
  if (held) return held;
  const made = await DexieShelf.of(device);
  shelves.set(device, made);
  return made;
}

/** Keeps acts one by one; answers the last turn kept, or the phone's trouble. */
async function save(device: string, words: string, count = 1): Promise<{ turn: number; trouble: string | null }> {
  const store = await shelf(device);
  let turn = 0;
  try {
    for (let i = 0; i < count; i++) {
      const kept = await store.append((next) => act(device, next, words));
      if ('act' in kept) turn = kept.act.turn;
    }
    return { turn, trouble: null };
  } catch (error) {
    return { turn, trouble: error instanceof ShelfTrouble ? error.trouble : String(error) };
  }
}

/** Letters that cannot be packed smaller: the browser packs what it keeps, and a full phone must be full. */
function noise(letters: number): string {
  const bytes = new Uint8Array(letters);
  for (let at = 0; at < letters; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return String.fromCharCode(...bytes.map((byte) => 33 + (byte % 90)));
}

async function turns(device: string): Promise<number[]> {
  return (await (await shelf(device)).open()).acts.map((kept) => kept.act.turn);
}

const read = async (device: string, page: Page, more: string | null = null) =>
  (await shelf(device)).take(page, { cursor: more === null ? null : { ...page.cursor, own: [] }, more, heard: null });

let phone: Phone | undefined;
async function thePhone(): Promise<Phone> {
  phone ??= await openPhone();
  return phone;
}

/** The book that is open now; for waiting, as a waiting browser does not wait for promises. */
const openBook = (): Book | null => phone?.book.value ?? null;

/** The open book of a bare seat: without sign-in, against the server that serves this page. */
let book: OpenBook | undefined;
async function theBook(device: string, person: string, commune: string): Promise<Book> {
  book ??= await OpenBook.open({
    seat: { device, person, commune, personName: person }, kinds: readyKinds(kinds), shelf: await shelf(device), carrier: httpCarrier(device, __BUILD__), now: () => Date.now(),
  });
  return book;
}

/** A photo of `width` × `height` in many colours, as a camera's JPEG with a note of where it was taken. */
async function cameraPhoto(width: number, height: number): Promise<Blob> {
  const sheet = new OffscreenCanvas(width, height);
  const pen = sheet.getContext('2d')!;
  const pixels = pen.createImageData(width, height);
  let seed = 7;
  for (let i = 0; i < pixels.data.length; i += 4) {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    const n = seed % 64;
    pixels.data.set([(i / 4) % 256, n + 90, (i >> 10) % 256, 255], i);
  }
  pen.putImageData(pixels, 0, 0);
  const jpeg = new Uint8Array(await (await sheet.convertToBlob({ type: 'image/jpeg', quality: 0.95 })).arrayBuffer());
  const note = new TextEncoder().encode('Exif\0\0MM\0*GPS 14.3497 N 108.0005 E owner A Brum');
  const marker = new Uint8Array([0xff, 0xe1, (note.length + 2) >> 8, (note.length + 2) & 255]);
  return new Blob([jpeg.slice(0, 2), marker, note, jpeg.slice(2)], { type: 'image/jpeg' });
}

async function cleanPhoto(width: number, height: number) {
  const source = await cameraPhoto(width, height);
  const clean = await cleaned(source);
  if ('refusal' in clean) return { refusal: clean.refusal.code };
  const text = new TextDecoder('latin1').decode(await clean.bytes.arrayBuffer());
  const picture = await createImageBitmap(clean.bytes);
  return { before: source.size, bytes: clean.bytes.size, type: clean.type, width: picture.width, height: picture.height, told: /GPS|Exif|Brum/u.test(text), hash: await hashOf(clean.bytes) };
}

const keys = (rows: readonly KeptRow[]) => rows.map(keyOf);

const proof = { titles: storeCases.map(({ title }) => title), contract, save, noise, turns, read, shelf, thePhone, openBook, theBook, cleanPhoto, cameraPhoto, keys, cleaned, sendAllLetters, Dexie };
export type Proof = typeof proof;
Object.assign(globalThis, { proof });
