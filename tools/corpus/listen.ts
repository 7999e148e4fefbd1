// Writes down every act that the tests of the commune's rules say, for tools/corpus/record.ts.
import { appendFileSync } from 'node:fs';
import { afterAll } from 'vitest';
import { type Asked, hearers } from '../../src/commune/story.ts';

const heard: Asked[] = [];
hearers.push((asked) => heard.push(asked));
// At the end of each test file, in the order the files run.
afterAll(() => {
  const file = process.env['NHA_RONG_CORPUS'];
  if (!file) throw new Error('NHA_RONG_CORPUS names the file to write to');
  appendFileSync(file, heard.splice(0).map((asked) => `${JSON.stringify(asked)}\n`).join(''));
});
