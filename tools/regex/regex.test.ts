// No pattern of the product can be made to run for long: each is proved linear, or short of what it is ever given.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isTest } from '../tidy/rules.ts';
import { readSources } from '../tidy/sources.ts';
import { patternsIn, type Pattern } from './patterns.ts';

/** A cell of a sheet, after `MOST_LETTERS`; a row below a head is cut to 200 first. */
const CELL = 1_000;
const ROW = 200;
/** What a person types in a field, on their own phone and for themselves. */
const TYPED = 2_000;

/**
 * Not linear, and never given more letters than `most`: tried with the text that hurts most (found by the checker),
 * `before`, then `pump` as often as fits, then `after`. Nothing exponential stands here.
 */
const SHORT: Readonly<Record<string, { readonly most: number; readonly before?: string; readonly pump: string; readonly after: string }>> = {
  '/[\\s,;.]+$/u': { most: TYPED, pump: '\t', after: '\0\t' },
  '/\\.+$/u': { most: TYPED, pump: '.', after: '\0.' },
  '/[,;\\n]+|\\s+và\\s+/u': { most: TYPED, pump: '\t', after: '\n' },
  '/\\s*(?:-|–|—|đến|tới|\\bto\\b)\\s*/u': { most: TYPED, pump: '\t', after: 'ớ—' },
  '/^(\\d+)\\1+$|^(?:19[3-9]\\d|20[0-2]\\d)$/u': { most: TYPED, before: '02', pump: '02', after: '\0' },
  '/=+$/u': { most: TYPED, pump: '=', after: '\0=' },
  '/\\B(?=(\\d{3})+$)/g': { most: 30, before: '0', pump: '000', after: 'A' },
  '/nam sinh.*\\bnam$|^sinh nam nam$/': { most: CELL, before: '\0', pump: 'nam sinh ', after: 's' },
  '/nam sinh.*\\bnu$/': { most: CELL, pump: 'nam sinh ', after: '\nnam sinh\0nu' },
  '/chu ho va|(thanh vien|nhan khau|nguoi).*\\bten\\b|\\bten\\b.*(thanh vien|nhan khau|nguoi|chu ho va)/': { most: CELL, before: 'h', pump: 'cnguoig', after: '\n' },
  '/\\(.*?\\)/gu': { most: CELL, pump: '(', after: '\n()' },
  '/^\\(?\\s*(\\d{1,2}|[A-Ha-hĐđ])\\s*\\)?(\\s*=.*)?$/u': { most: CELL, before: 'A', pump: '\t', after: 'A' },
  '/\\b(ngay|ng)\\b.*\\b(thang|th)\\b.*\\b(nam)\\b/': { most: ROW, pump: 'm ng th ', after: 'm\nng th nam' },
  '/[.:,;\\s]+$/u': { most: ROW, pump: '\t', after: '\0\t' },
  '/\\s*[:(].*$/u': { most: ROW, pump: '\t', after: '\0(' },
  '/\\s+(?:xã|năm|tháng|thuộc)\\s/iu': { most: CELL, pump: '\t', after: '\t' },
  '/[.\\s-]+$/u': { most: CELL, pump: '\t', after: '\0\t' },
  '/\\s*(\\(.*\\)|\\?|âm lịch|al)$/iu': { most: CELL, pump: ' ', after: ')()' },
  '/\\s*(tháng|năm)\\s*/giu': { most: CELL, pump: '\t', after: '' },
  '/\\s*([/.-])\\s*/gu': { most: CELL, pump: '\t', after: '\0-' },
  '/^(hộ|số|ho|so|hộ số|số hộ)\\s*[.:]?\\s*(?=\\d)/iu': { most: CELL, before: 'hộ', pump: '\t ', after: '\0' },
  '/[.:)]+$/u': { most: CELL, pump: ')', after: '\0)' },
  '/[,;.]+$/u': { most: CELL, pump: ',', after: '\0,' },
};

/** Patterns made of texts of our own, nothing of anybody's input: how they look when made. */
const BUILT: Readonly<Record<string, readonly Pattern[]>> = {
  'src/server/doors/import/workbook.ts': [{ at: 'attribute', source: '\\s(?:\\w+:)?id\\s*=\\s*(?:"([^"]*)"|\'([^\']*)\')', flags: 'u' }],
  'src/phone/store/witness.ts': [{ at: 'readWitness', source: '(?:^|; )nr-seen=(\\d{1,3})\\.(\\d{1,6})\\.(\\d{4}-\\d{2}-\\d{2})(?:;|$)', flags: '' }],
  'src/server/db/backup-key.ts': [{ at: 'grouped', source: '.{4}', flags: 'g' }],
  'src/commune/households/sheet/fields.ts': [{ at: 'WITHHELD', source: '\\b(dan toc|ton giao|cccd)\\b', flags: '' }],
  'src/commune/households/sheet/syllable.ts': [{ at: 'SYLLABLE', source: '^(?:ngh|ng|b)?(?:oang|oan|a)$', flags: 'u' }],
  'src/commune/households/search.ts': [{ at: 'LETTER', source: '[ăâđ]', flags: 'g' }],
};

const found = readSources().filter((source) => source.path.startsWith('src/') && !isTest(source.path)).map(patternsIn);
const named = ({ source, flags }: Pattern): string => `/${source}/${flags}`;
const literals = new Map(found.flatMap((one) => one.literals).map((pattern) => [named(pattern), pattern]));
/** Without anything that repeats without end a pattern cannot take long. */
const repeats = ({ source }: Pattern): boolean => /[*+]|\{\d+,\}|\{\d+,\d{3,}\}/.test(source);

async function judged(patterns: readonly Pattern[]): Promise<Readonly<Record<string, string>>> {
  const judge = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', fileURLToPath(new URL('judge.ts', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] });
  judge.stdin.end(JSON.stringify(patterns));
  return JSON.parse(await text(judge.stdout)) as Record<string, string>;
}

describe('V1.3.12 patterns', () => {
  it('are found, and the checker sees one that would run for ever', async () => {
    expect(literals.size).toBeGreaterThan(200);
    const verdicts = await judged([{ at: '', source: '^(a+)+$', flags: '' }, { at: '', source: '\\s+$', flags: '' }]);
    expect(Object.values(verdicts).map((verdict) => verdict.split(':')[0])).toEqual(['exponential', 'polynomial']);
  });

  it('that repeat are proved linear, but for those that only ever see short texts', { timeout: 600_000 }, async () => {
    const patterns = [...literals.values(), ...Object.values(BUILT).flat()].filter((pattern) => repeats(pattern) && !(named(pattern) in SHORT));
    const verdicts = await judged(patterns);
    const bad = patterns.filter((pattern) => verdicts[named(pattern)] !== 'safe').map((pattern) => `${pattern.at} ${named(pattern)}: ${verdicts[named(pattern)]}`);
    expect(bad, 'mend the pattern, or cut what it is given and say so in SHORT').toEqual([]);
  });

  it.each(Object.entries(SHORT))('%s is done at once with the worst text of its length', (name, { most, before = '', pump, after }) => {
    const pattern = literals.get(name);
    expect(pattern, 'no longer in the sources: take it off the list').toBeDefined();
    const text = before + pump.repeat(Math.ceil(most / pump.length)) + after;
    const began = process.cpuUsage();
    text.replace(new RegExp(pattern!.source, pattern!.flags), '');
    new RegExp(pattern!.source, pattern!.flags.replace('g', '')).test(text);
    // Work done, not time passed; a quarter of what would be a way to stop the server.
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(500);
  });

  it('that are built at run time are built of our own texts, and each place is known', () => {
    expect([...new Set(found.flatMap((one) => one.built))].sort()).toEqual(Object.keys(BUILT).sort());
  });
});
