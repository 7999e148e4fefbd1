// Speaks the words of Today, Village and the lists of the field screens.
import { words } from './field.vi.ts';
import { wordbook } from './words.ts';

export const f = wordbook('field', words);
