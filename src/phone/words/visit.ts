// Speaks the words of the visit form.
import { words } from './visit.vi.ts';
import { wordbook } from './words.ts';

export const v = wordbook('visit', words);
