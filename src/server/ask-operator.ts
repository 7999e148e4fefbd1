// Asks the operator at the terminal, or reads the answers from a pipe; input that ends early ends the command with a sentence.
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { Trouble } from './db/trouble.ts';

export interface Asker {
  /** @throws Trouble where no answer can come any more */
  ask(question: string): Promise<string>;
  close(): void;
}

/** Lines that a pipe brings at once wait for their questions: none is lost. */
export function openAsker(input: Readable = process.stdin, output: Writable = process.stdout): Asker {
  const reader = createInterface({ input, output });
  const lines = reader[Symbol.asyncIterator]();
  let ended = false;
  reader.once('close', () => { ended = true; });
  return {
    async ask(question) {
      reader.setPrompt(question);
      if (ended) output.write(question);
      else reader.prompt();
      const { value, done } = await lines.next();
      if (done === true) throw new Trouble(`\nThe input ended before “${question.trim()}” was answered. Run it at a terminal, or give one line for each question.`);
      return value;
    },
    close: () => reader.close(),
  };
}
