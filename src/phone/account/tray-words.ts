// Speaks the words of the tray of sealed letters.
import { words } from '#phone/words/tray.vi.ts';
import { wordbook } from '#phone/words/words.ts';

export const y = wordbook('tray', words);
