// Speaks the words of the household's page and its forms.
import { words } from './house.vi.ts';
import { wordbook } from './words.ts';

export const h = wordbook('house', words);
