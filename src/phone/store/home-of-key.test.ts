// Holds the way from a row's key to its household.
import { expect, test } from 'vitest';
import { CONSENT_PURPOSES } from '#commune/households/rows.ts';
import { consentId } from '#commune/households/consent.ts';
import { homeIn } from './gathering.ts';

test.each(['a1-7', 'thon-4.3', 'a1-7.0.12'])('J4 the key of a household and of its consents names that household whole, dots and all: %s', (id) => {
  expect(homeIn(`household/${id}`)).toBe(id);
  for (const purpose of CONSENT_PURPOSES) expect(homeIn(`consent/${consentId(id, purpose)}`)).toBe(id);
});

test('J4 a key of another kind names no household: it must be looked for', () => {
  expect(homeIn('promise/a1-7.0')).toBeUndefined();
  expect(homeIn('person/household.x')).toBeUndefined();
});
