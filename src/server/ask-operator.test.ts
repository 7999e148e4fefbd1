// An operator's script gives all answers at once, or too few: no answer is lost, and nothing waits for ever.
import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { openAsker } from './ask-operator.ts';
import { Trouble } from './db/trouble.ts';

test('Operator: answers that come in one piece each meet their question; where they end, a sentence says so', async () => {
  const asker = openAsker(Readable.from(['Thôn 1, Làng Kon\nNguyễn Thị Thu\n']), new PassThrough());
  expect(await asker.ask('Villages: ')).toBe('Thôn 1, Làng Kon');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await asker.ask('Name: ')).toBe('Nguyễn Thị Thu');
  await expect(asker.ask('Password: ')).rejects.toThrow(Trouble);
  asker.close();
});

test('Operator: without any input the first question already ends', async () => {
  await expect(openAsker(Readable.from([]), new PassThrough()).ask('Key: ')).rejects.toThrow(/ended before “Key:”/);
});
