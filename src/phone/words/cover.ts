// Speaks the words of covering faces in a photo.
import { words } from './cover.vi.ts';
import { wordbook } from './words.ts';

export const c = wordbook('cover', words);
