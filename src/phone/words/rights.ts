// Speaks the words about people's own data: what is held, what may be asked, and what becomes of it.
import { words } from './rights.vi.ts';
import { wordbook } from './words.ts';

export const r = wordbook('rights', words);
