// Every requirement of the standard is answered, with a test that is there or a reason; numbers and levels are those of the release.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { chapterOf, readStandard, tableOf } from './table.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const standard = readStandard();
const { requirements } = standard;

/** Levels 1 and 2 of each chapter, counted in the release. */
const COUNTS: readonly (readonly [number, number])[] = [[8, 19], [4, 7], [8, 11], [2, 8], [4, 5], [13, 22], [6, 12], [4, 3], [4, 3], [5, 24], [3, 11], [3, 6], [1, 12], [2, 7], [3, 10], [0, 16], [0, 7]];
/** SHA-256 of `number level`, a line each, in order, taken from the release's own files. */
const RELEASE = '29debb6cfc11acf5deb2b2bb4e01bd836c5648dcc592aae17957e36b808cec05';

describe('ASVS 5.0.0', () => {
  it('has all 253 requirements of levels 1 and 2, numbered and levelled as in the release', () => {
    expect(requirements).toHaveLength(253);
    expect(createHash('sha256').update(requirements.map(({ n, level }) => `${n} ${level}`).join('\n')).digest('hex')).toBe(RELEASE);
    COUNTS.forEach(([one, two], i) => {
      const chapter = requirements.filter(({ n }) => chapterOf(n) === i + 1);
      expect([chapter.filter(({ level }) => level === 1).length, chapter.filter(({ level }) => level === 2).length], `V${i + 1}`).toEqual([one, two]);
    });
  });

  it.each(requirements.map((one) => [one.n, one] as const))('%s is answered', (_, { what, answer, test, says, why }) => {
    expect(what.length).toBeGreaterThan(4);
    expect(['holds', 'deviates', 'not applicable']).toContain(answer);
    expect(test === undefined, 'a test or a reason').toBe(why !== undefined);
    if (why !== undefined) expect(why.length).toBeGreaterThan(10);
    if (test === undefined) return;
    expect(answer).toBe('holds');
    expect(existsSync(join(root, test)), test).toBe(true);
    expect(says).toBeTruthy();
    expect(readFileSync(join(root, test), 'utf8').includes(says!), `${test} has no test called “${says}”`).toBe(true);
  });

  it('what is departed from is said in SECURITY.md, and nothing else is called so there', () => {
    const told = readFileSync(join(root, 'docs/SECURITY.md'), 'utf8').split('## Where we depart')[1]!.split('## ')[0]!;
    const named = [...told.matchAll(/\b(\d+\.\d+\.\d+)\b/g)].map((match) => match[1]!);
    // 14.3.1 holds, in a meaning that is told there.
    expect([...new Set(named)].filter((n) => n !== '14.3.1').sort()).toEqual(requirements.filter(({ answer }) => answer === 'deviates').map(({ n }) => n).sort());
  });

  it('the table people read is that of the data', () => {
    expect(readFileSync(join(root, 'docs/ASVS.md'), 'utf8'), 'run: node tools/run.mjs tools/asvs/write.ts').toBe(tableOf(standard));
  });
});
