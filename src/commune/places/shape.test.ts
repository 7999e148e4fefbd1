// Text comes in as people and phones send it, and stands in the book in one form only.
import * as z from 'zod/mini';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day, id, language, line, list, manyLines, maybe, oneLine, parseAs, words } from './shape.ts';

const shape = z.strictObject({
  name: line(10), note: maybe(words(20)), on: day, id, language: z.optional(language), many: z.optional(list(z.strictObject({ who: line(5) }), 2)),
  choice: z.optional(z.enum(['a', 'b'])),
});
const good = { name: 'Y Hoa', on: '2026-03-02', id: 'abc-1.0' };
const problem = (change: object) => {
  const parsed = parseAs(shape, { ...good, ...change });
  return 'refusal' in parsed ? `${parsed.refusal.params!.field} ${parsed.refusal.params!.problem}` : parsed.body;
};

describe('A refusal of a body names the field and what is wrong with it', () => {
  it.each([
    [{ name: undefined }, 'name missing'],
    [{ name: '' }, 'name missing'],
    [{ name: ' \u200B\t' }, 'name missing'],
    [{ name: 7 }, 'name type'],
    [{ name: null }, 'name type'],
    [{ name: 'dài hơn mười chữ' }, 'name long'],
    [{ name: 'a\u0000b' }, 'name control'],
    [{ name: 'a\u202Eb' }, 'name control'],
    [{ name: 'a\uD800b' }, 'name control'],
    [{ note: 'một\u0007hai' }, 'note control'],
    [{ on: '2026-02-30' }, 'on form'],
    [{ on: '02/03/2026' }, 'on form'],
    [{ id: 'a/b' }, 'id form'],
    [{ id: '' }, 'id form'],
    [{ id: 'a'.repeat(49) }, 'id form'],
    [{ language: 'x1!' }, 'language form'],
    [{ many: [{ who: 'a' }, { who: 'b' }, { who: 'c' }] }, 'many many'],
    [{ many: [{ who: 'a' }, { who: '' }] }, 'many.1.who missing'],
    [{ many: 'a' }, 'many type'],
    [{ choice: 'c' }, 'choice choice'],
    [{ loyalty: 'x' }, 'loyalty unknown'],
  ])('%j → %s', (change, expected) => expect(problem(change)).toBe(expected));

  it.each([null, 7, 'x', [], undefined])('%j is no body at all', (raw) => expect(parseAs(shape, raw)).toMatchObject({ refusal: { code: 'body.invalid' } }));
});

describe('Text is NFC, trimmed, without what nobody can see', () => {
  it.each([
    ['  Nguyễn \u00A0 Thị\tHường ', 'Nguyễn Thị Hường'],
    ['Nguye\u0302\u0303n', 'Nguyễn'],
    ['\uFEFFA\u200B Brol', 'A Brol'],
    ['Rơ Châm\nH’Bơ̆k', 'Rơ Châm H’Bơ̆k'],
  ])('%j → %j', (raw, kept) => expect(oneLine(raw)).toBe(kept));

  it.each([
    [' Đường hỏng.\r\n\r\n\r\n\r\nMưa là  lầy. ', 'Đường hỏng.\n\nMưa là lầy.'],
    ['một \n hai', 'một\nhai'],
  ])('%j → %j', (raw, kept) => expect(manyLines(raw)).toBe(kept));

  it('what was taken once is taken again just as it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (raw) => {
      for (const of of [line(60), words(60)]) {
        const parsed = parseAs(of, raw);
        if ('body' in parsed) {
          expect(parsed.body).toBe(parsed.body.normalize('NFC').trim());
          expect(parseAs(of, parsed.body)).toEqual(parsed);
        } else expect(parsed.refusal.code).toBe('body.invalid');
      }
    }), { seed: 4, numRuns: 1000 });
  });
});
