// Speaks the words of meetings of two edits, and of families entered twice.
import { words } from './meet.vi.ts';
import { wordbook } from './words.ts';

export const e = wordbook('meet', words);
