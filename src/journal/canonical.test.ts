// One value has one text and one tally, however its keys stand.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, tally } from './canonical.ts';

const SEED = 7;
const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, member]) => [key, shuffled(member)]));
};

test(`J2 the order of keys makes no other act, and the text reads back as the value (seed ${SEED})`, () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(canonical(shuffled(value))).toBe(canonical(value));
    expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
  }), { seed: SEED, numRuns: 500 });
});

test('J2 what JSON leaves out is left out, and what it cannot say is null', () => {
  expect(canonical({ b: undefined, a: [undefined, 1] })).toBe('{"a":[null,1]}');
  expect(canonical({ a: Number.NaN })).toBe('{"a":null}');
});

test(`J3 a changed letter changes the tally, and tallies stay whole numbers (seed ${SEED})`, () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), fc.nat(), (text, at, seed) => {
    const place = at % text.length;
    const other = `${text.slice(0, place)}${text[place] === 'x' ? 'y' : 'x'}${text.slice(place + 1)}`;
    expect(tally(text, seed)).not.toBe(tally(other, seed));
    expect(Number.isSafeInteger(tally(text, seed))).toBe(true);
  }), { seed: SEED, numRuns: 500 });
});
