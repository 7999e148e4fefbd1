// Why something was not taken, in plain words: every code of the book and of the doors has them in every language.
import type { Refusal } from '#journal/act.ts';
import { words as vi } from './refusals.vi.ts';
import { shelfOf } from './words.ts';

export interface RefusalWords {
  /** What happened. */
  readonly what: string;
  /** What it means, where that is not plain. */
  readonly means?: string;
  /** What to do now. */
  readonly remedy: string;
  /** Source in law, where there is one. */
  readonly law?: string;
}

export type RefusalParams = NonNullable<Refusal['params']>;
/** Words as they stand, or made from what the refusal tells. */
export type RefusalWord = RefusalWords | ((about: RefusalParams) => RefusalWords);
export type RefusalBook = Readonly<Record<string, RefusalWord>>;

const shelf = shelfOf<RefusalBook>('refusals', vi);

/** The words of a refusal; a code nobody foresaw is shown as it is, with whom to ask. */
export function refusalWords({ code, params = {} }: Refusal): RefusalWords {
  const word = shelf.value[code] ?? (vi as RefusalBook)[code] ?? shelf.value['unknown']!;
  return typeof word === 'function' ? word({ code, ...params }) : word;
}
