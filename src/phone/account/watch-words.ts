// Speaks the words of the pages about copies of the register and about who looked at what.
import { words } from '#phone/words/watch.vi.ts';
import { wordbook } from '#phone/words/words.ts';

export const w = wordbook('watch', words);
