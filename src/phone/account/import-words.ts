// Speaks the words of the import page, and says a problem of a file as what is wrong and what to do.
import type { Problem } from '#commune/households/sheet/problems.ts';
import { words } from '#phone/words/import.vi.ts';
import { wordbook } from '#phone/words/words.ts';

export const m = wordbook('import', words);

/** The sentence of a problem. */
export const problemText = (problem: Problem): string => m(`problem.${problem.code}`, problem.params);
