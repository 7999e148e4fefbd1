// Every language says everything: no key, no refusal of the book, the doors or the phone is without words.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REFUSALS } from '#commune/refusals.ts';
import { CONSENT_PURPOSES, RELATIONS } from '#commune/households/rows.ts';
import { PROBLEMS } from '#commune/places/shape.ts';
import { ROLES } from '#commune/places/rows.ts';
import { TOPICS } from '#commune/visits/rows.ts';
import { words as fieldVi } from './field.vi.ts';
import { words as houseVi } from './house.vi.ts';
import { words as termsVi } from './refusal-terms.vi.ts';
import { refusalWords } from './refusals.ts';

const here = import.meta.dirname;
const files = readdirSync(here).filter((file) => /\.[a-z]{2,3}\.ts$/.test(file));
const languages = [...new Set(files.map((file) => file.split('.')[1]!))];
const books = files.filter((file) => file.endsWith('.vi.ts')).map((file) => file.split('.')[0]!);
type Said = Record<string, unknown>;
const load = async (book: string, language: string): Promise<Said> => ((await import(join(here, `${book}.${language}.ts`))) as { words: Said }).words;

/** Words only on paper that carries official Vietnamese are not said in other languages. */
const VIETNAMESE_ONLY = ['account-print'];
const spoken = books.filter((book) => !VIETNAMESE_ONLY.includes(book));

describe('words', () => {
  it('there are books and languages to look at', () => {
    expect(books.length).toBeGreaterThan(8);
    expect(languages).toContain('en');
  });

  it.each(spoken.flatMap((book) => languages.map((language) => [book, language] as const)))('%s in %s has every key of the Vietnamese, of the same kind', async (book, language) => {
    const [vi, other] = await Promise.all([load(book, 'vi'), load(book, language)]);
    expect(Object.keys(other).sort()).toEqual(Object.keys(vi).sort());
    for (const [key, word] of Object.entries(other)) {
      const source = vi[key];
      if (typeof source === 'string') expect(word, key).toBeTypeOf('string');
      if (typeof word === 'string') expect(word.trim(), key).not.toBe('');
      if (typeof word === 'string') expect(word.normalize('NFC'), key).toBe(word);
    }
  });

  it('what people choose from has words: topics, roles, relations, purposes, problems', () => {
    for (const topic of TOPICS) expect(fieldVi).toHaveProperty([`topic.${topic}`]);
    for (const role of ROLES) expect(fieldVi).toHaveProperty([`role.${role}`]);
    for (const relation of RELATIONS) expect(houseVi).toHaveProperty([`relation.${relation}`]);
    for (const purpose of CONSENT_PURPOSES) expect(termsVi).toHaveProperty([`purpose.${purpose}`]);
    for (const problem of PROBLEMS) expect(termsVi).toHaveProperty([`problem.${problem}`]);
  });
});

/** Codes written down in a source text, `noun.reason` in quotes. */
const codesIn = (path: string, pattern: RegExp): readonly string[] =>
  [...readFileSync(join(here, '../../..', path), 'utf8').matchAll(pattern)].map((match) => match[1]!);

const doors = codesIn('src/server/doors/problem-words.ts', /^ {2}'([a-z-]+\.[a-z-]+)':/gm);
const phone = ['src/phone/store/pin.ts', 'src/phone/store/seats.ts', 'src/phone/store/book.ts', 'src/phone/road/ask.ts', 'src/phone/road/road.ts', 'src/phone/road/clips.ts', 'src/phone/road/clean.ts']
  .flatMap((path) => codesIn(path, /(?:code: |refuse\()'([a-z-]+\.[a-z-]+)'/g));

describe('J4 a refusal reaches its author with a reason', () => {
  it('the lists of codes are found', () => {
    expect(doors.length).toBeGreaterThan(30);
    expect(phone.length).toBeGreaterThan(5);
  });

  it.each([...new Set([...Object.keys(REFUSALS), ...doors, ...phone])])('%s says what happened and what to do', async (code) => {
    for (const language of languages) {
      const said = { ...(await load('refusals', language)), ...(await load('refusals-door', language)) };
      expect(said, `${code} in ${language}`).toHaveProperty([code]);
    }
    const params = code in REFUSALS ? Object.fromEntries(Object.keys(REFUSALS[code as keyof typeof REFUSALS].params).map((name) => [name, '2026-03-05'])) : { seconds: 5, what: 'x', acts: 1, clips: 1, left: 2, count: 3, reason: 'x' };
    const words = refusalWords({ code, params });
    expect(words.what).not.toBe('');
    expect(words.remedy).not.toBe('');
    expect(`${words.what} ${words.means ?? ''} ${words.remedy}`, 'a parameter the refusal does not tell').not.toContain('…');
  });

  it('shows parameters as people read them, and the law where there is one', () => {
    expect(refusalWords({ code: 'day.late', params: { field: 'dueOn', latest: '2031-03-05' } })).toMatchObject({ what: 'Hạn xa quá', means: 'Xa nhất là 05/03/2031.' });
    expect(refusalWords({ code: 'visit.no-consent', params: { purpose: 'photo' } }).law).toContain('91/2025/QH15');
  });

  it('a code nobody foresaw is shown as it is', () => {
    expect(refusalWords({ code: 'moon.full' }).means).toContain('moon.full');
  });
});

describe('the list of waiting things', () => {
  it('every kind of act has a name a person recognises', async () => {
    const { kinds } = await import('#commune/kinds.ts');
    const { words: acts } = await import('./acts.vi.ts');
    for (const kind of kinds.keys()) expect(acts).toHaveProperty([kind]);
  });
});
