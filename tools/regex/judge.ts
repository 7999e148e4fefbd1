// Reads patterns as JSON from its input and answers for each whether it is linear: the checker works best in a process of its own.
import { text } from 'node:stream/consumers';
import { check } from 'recheck';
import type { Pattern } from './patterns.ts';

const verdicts: Record<string, string> = {};
for (const { source, flags } of JSON.parse(await text(process.stdin)) as readonly Pattern[]) {
  const answer = await check(source, flags, { timeout: 60_000 });
  verdicts[`/${source}/${flags}`] = answer.status === 'vulnerable' ? `${answer.complexity.type}: ${answer.attack.string.slice(0, 80)}` : answer.status;
}
console.log(JSON.stringify(verdicts));
process.exit();
