// Speaks the words on paper: Vietnamese whatever the screen speaks, as it is handed to others.
import { words, type PrintWords } from '#phone/words/account-print.vi.ts';

/** One word of a slip or card. */
export function p<K extends keyof PrintWords>(key: K, ...about: PrintWords[K] extends (...about: infer P) => string ? P : []): string {
  const word = words[key] as string | ((...about: readonly unknown[]) => string);
  return typeof word === 'string' ? word : word(...about);
}
