// Speaks the words of the first visit.
import { words } from '#phone/words/account-setup.vi.ts';
import { wordbook } from '#phone/words/words.ts';

export const s = wordbook('account-setup', words);
