// Speaks the words of a household's own page.
import { words } from './home.vi.ts';
import { wordbook } from './words.ts';

export const m = wordbook('home', words);
