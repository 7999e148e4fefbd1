// Speaks the words of the register of all that is kept.
import { words } from './register.vi.ts';
import { wordbook } from './words.ts';

export const g = wordbook('register', words);
