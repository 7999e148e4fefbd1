// Speaks the words of the frame and of the shared controls.
import { words } from './main.vi.ts';
import { wordbook } from './words.ts';

export const t = wordbook('main', words);
