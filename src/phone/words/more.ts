// Speaks the words of waiting, this phone, me, help and voices.
import { words } from './more.vi.ts';
import { wordbook } from './words.ts';

export const o = wordbook('more', words);
