// Every word a screen says, from typed books: Vietnamese is the source, another language is a file beside it.
import { signal, type ReadonlySignal } from '@preact/signals';

/** A word as it stands, or made from what it is about. */
export type Word = string | ((...about: never[]) => string);
export type Words = Readonly<Record<string, Word>>;

/** What another language must bring for the same book: every key, with the same things to speak about. */
export type Same<W> = { readonly [K in keyof W]: W[K] extends string ? string : W[K] };

/** Says a word of one book in the language of the moment. Read while drawing, it redraws when the language changes. */
export type Say<W> = <K extends keyof W & string>(key: K, ...about: W[K] extends (...about: infer P) => string ? P : []) => string;

/** Languages of the screens, each with its name in itself. A new one: a line here and its files `<book>.<language>.ts`. */
export const LANGUAGES: Readonly<Record<string, string>> = { vi: 'Tiếng Việt', en: 'English' };

const SOURCE = 'vi';
const KEPT = 'nha-rong.language';
const files = import.meta.glob<{ readonly words: unknown }>(['./*.*.ts', '!./*.vi.ts', '!./*.test.ts', '!./*.d.ts']);

const current = signal(SOURCE);
/** The language of the screens: a key of LANGUAGES. */
export const language: ReadonlySignal<string> = current;

interface Shelf {
  readonly name: string;
  readonly source: unknown;
  readonly now: { value: unknown };
}
const shelves = new Map<string, Shelf>();

async function fetched(name: string, to: string): Promise<unknown> {
  const load = to === SOURCE ? undefined : files[`./${name}.${to}.ts`];
  return load ? (await load()).words : undefined;
}

/**
 * One book of words by name; `source` is its Vietnamese. Until another language's file has come, it speaks Vietnamese.
 * @returns a signal of the words in the language of the moment
 */
export function shelfOf<W>(name: string, source: W): ReadonlySignal<W> {
  const now = signal<W>(source);
  shelves.set(name, { name, source, now });
  if (current.peek() !== SOURCE) void fetched(name, current.peek()).then((found) => { if (found) now.value = found as W; }, () => {});
  return now;
}

/**
 * The speaking end of a book: `const t = wordbook('visit', vi)`, then `t('visit.save')` or `t('visit.due', '2026-03-05')`.
 * A key another language lacks is said in Vietnamese.
 */
export function wordbook<W extends Words>(name: string, source: W): Say<W> {
  const shelf = shelfOf(name, source);
  return (key, ...about) => {
    const word: Word = shelf.value[key] ?? source[key]!;
    return typeof word === 'string' ? word : word(...(about as never[]));
  };
}

/** Changes the language of every book at once; an unknown one changes nothing. Rejects where its files cannot be had. */
export async function speak(to: string): Promise<void> {
  if (!(to in LANGUAGES)) return;
  const found = await Promise.all([...shelves.values()].map(async (shelf) => [shelf, await fetched(shelf.name, to)] as const));
  current.value = to;
  for (const [shelf, words] of found) shelf.now.value = words ?? shelf.source;
  document.documentElement.lang = to;
  localStorage.setItem(KEPT, to);
}

/** Takes up the language chosen last on this phone; resolves even where its words cannot be had. */
export async function recallLanguage(): Promise<void> {
  const kept = localStorage.getItem(KEPT) ?? SOURCE;
  document.documentElement.lang = SOURCE;
  if (kept !== SOURCE) await speak(kept).catch(() => {});
}
