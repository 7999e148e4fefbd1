// Speaks the words of the office and of one's own account.
import { words } from '#phone/words/account.vi.ts';
import { wordbook } from '#phone/words/words.ts';

export const a = wordbook('account', words);
