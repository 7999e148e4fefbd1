// Speaks the words of the pages of a promise and of a petition.
import { words } from './promise.vi.ts';
import { wordbook } from './words.ts';

export const p = wordbook('promise', words);
