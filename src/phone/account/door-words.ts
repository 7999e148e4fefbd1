// Speaks the words of the door: sign-in, cards, PINs, unlocking.
import { words } from '#phone/words/account-door.vi.ts';
import { wordbook } from '#phone/words/words.ts';

export const d = wordbook('account-door', words);

/** Keys of reasons that this build can say in the language of the screen. */
export const knows = (key: string): key is Extract<keyof typeof words, `why.${string}`> => key in words;
