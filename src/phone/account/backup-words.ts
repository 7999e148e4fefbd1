// Speaks the words of the page about backups.
import { words } from '#phone/words/backup.vi.ts';
import { wordbook } from '#phone/words/words.ts';

export const b = wordbook('backup', words);
